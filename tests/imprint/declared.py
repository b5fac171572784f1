"""An imprint as a site would write it, and the statement that comes of it."""

from __future__ import annotations

from sitegen import imprint, yamltext
from sitegen.imprint import Imprint, Party, Statement
from sitegen.imprint import read as reading

TODAY = "2026-11-03"


def declared(text: str, language: str = "en", candidate: Party | None = None) -> Imprint:
    """The imprint that these lines of YAML declare, without a mistake in them."""
    node, problems = yamltext.read(text, "content/site.yaml")
    made, found = reading.imprint(node, language, candidate)
    assert [] == [each for each in (*problems, *found) if each.level == "error"]
    return made


def stated(
    text: str, stage: str = "campaign", medium: str = "page", today: str = TODAY,
    language: str = "en",
) -> Statement:  # fmt: skip
    """What these lines of YAML make."""
    return imprint.statement(declared(text, language), stage, medium, today)


def errors(statement: Statement) -> list[str]:
    """The codes of what forbids to publish."""
    return [problem.code for problem in statement.problems if problem.level == "error"]


def advice(statement: Statement) -> list[str]:
    """The codes of what is only advised."""
    return [problem.code for problem in statement.problems if problem.level == "info"]
