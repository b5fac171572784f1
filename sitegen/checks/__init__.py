"""Checks over finished pages, in one table. A new one is a function in a file here and a line.

A check takes the page's plan and its final HTML and gives problems; it reads nothing else, so its
answer can be remembered together with the page. One looks at the page's style sheet too, whose name
changes with its bytes and so is part of the page.
"""

from __future__ import annotations

from collections.abc import Callable

from sitegen.checks import elsewhere, imprint, leftovers, pictures, secrets, wording
from sitegen.checks.sheet import Sheet
from sitegen.config import Config
from sitegen.plan.artifacts import PagePlan
from sitegen.problems import Problem

__all__ = ("TABLE", "Check", "Sheet", "page")

Check = Callable[[PagePlan, str, Config], tuple[Problem, ...]]

TABLE: tuple[tuple[str, Check], ...] = (
    ("nothing is loaded from other sites", elsewhere.check),
    ("the imprint can be read", imprint.check),
    ("no sign of ours stays in a page", leftovers.check),
    ("pictures are described", pictures.check),
    ("no key or password is published", secrets.check),
    ("no page says what the message house avoids", wording.check),
)


def page(
    plan: PagePlan, html: str, config: Config, sheet: Sheet | None = None
) -> tuple[Problem, ...]:
    """Every problem of one finished page; ``sheet`` is its style sheet, where it is at hand."""
    found: list[Problem] = []
    for _, check in TABLE:
        if check is imprint.check:
            found += imprint.check(plan, html, config, sheet)
        else:
            found += check(plan, html, config)
    return tuple(found)
