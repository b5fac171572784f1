"""The imprint: the statement of who publishes, made from a site's facts by the rules of a place.

``statement`` is the whole of it. Packs of rules are data (``packs/``), read by ``packs.py``;
``compile.py`` fills in the words. Nothing here reads a project, and nothing is legal advice.
"""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.imprint.model import Imprint, Party, Statement
from sitegen.problems import Problem

__all__ = ("Imprint", "Party", "Statement", "changes", "freeze", "statement")

MEDIA = ("page", "card", "print")
NOT_ADVICE = "This is not legal advice: when in doubt, ask your election authority."


def statement(imprint: Imprint, stage: str, medium: str, today: str) -> Statement:
    """The words that a page, card or printed piece must carry in a stage on a day (ISO date).

    With a free text the lines are that text and no law is looked at. Reads the packs, so callers
    that build remember the answer.
    """
    own = tuple(line.strip() for line in imprint.text.strip().split("\n") if line.strip())
    if imprint.is_text:
        return Statement(own)
    from sitegen.imprint import compile, packs

    lines: list[str] = []
    problems = list(compile.contradictions(imprint))
    laws: list[str] = []
    required, least = False, 0.0
    for name in imprint.jurisdictions or ("",):
        pack = packs.load(name)
        made = compile.statement(imprint, pack, pack.on(today), stage, medium)
        lines += made.lines
        required, least = required or made.required, max(least, made.least)
        problems += made.problems
        laws += [made.law] if made.law else []
    if not lines:
        pack = packs.load("")
        lines += compile.statement(imprint, pack, pack.on(today), stage, medium).lines
    if problems:
        first = problems[0]
        problems[0] = replace(first, hint=f"{first.hint} {NOT_ADVICE}".strip())
    return Statement(
        (*dict.fromkeys(lines), *own), required, least, tuple(dict.fromkeys(problems)),
        "; ".join(laws),
    )  # fmt: skip


def changes(imprint: Imprint, today: str) -> str:
    """The next day (ISO date) on which other rules hold for this imprint, or ""."""
    from sitegen.imprint import packs

    days = [packs.load(name).changes(today) for name in imprint.jurisdictions]
    return min(filter(None, days), default="")


def freeze(imprint: Imprint, stage: str, today: str) -> tuple[Problem, ...]:
    """What the places say of campaigning on polling day; nothing in any other stage."""
    from sitegen.imprint import packs

    found = []
    for name in imprint.jurisdictions if stage == "polling-day" else ():
        pack = packs.load(name)
        fact = pack.on(today).freeze
        if fact is not None:
            found.append(Problem("polling-day-freeze",
                f"In {pack.place}, {fact.says} ({fact.cited}).", imprint.at(),
                "To show only some pages that day, write below stages:  polling-day: "
                "{only: [index.md, privacy.md]}", "info"))  # fmt: skip
    return tuple(found)
