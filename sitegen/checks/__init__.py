"""Checks over finished pages, in one table. A new one is a function in a file here and a line.

A check takes the page's plan and its final HTML and gives problems; it reads nothing else, so its
answer can be remembered together with the page.
"""

from __future__ import annotations

from collections.abc import Callable

from sitegen.checks import elsewhere, leftovers, pictures, secrets, wording
from sitegen.config import Config
from sitegen.plan.artifacts import PagePlan
from sitegen.problems import Problem

Check = Callable[[PagePlan, str, Config], tuple[Problem, ...]]

TABLE: tuple[tuple[str, Check], ...] = (
    ("nothing is loaded from other sites", elsewhere.check),
    ("no sign of ours stays in a page", leftovers.check),
    ("pictures are described", pictures.check),
    ("no key or password is published", secrets.check),
    ("no page says what the message house avoids", wording.check),
)


def page(plan: PagePlan, html: str, config: Config) -> tuple[Problem, ...]:
    """Every problem of one finished page."""
    return tuple(problem for _, check in TABLE for problem in check(plan, html, config))
