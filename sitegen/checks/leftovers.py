"""Signs that only sitegen itself should ever see."""

from __future__ import annotations

from sitegen.config import Config
from sitegen.plan.artifacts import PagePlan
from sitegen.problems import Problem, Span


def check(plan: PagePlan, html: str, config: Config) -> tuple[Problem, ...]:
    """A marker that was not filled in is a bug of sitegen or of a theme's template."""
    if "\ufdd0" not in html and "\ufdd1" not in html:
        return ()
    return (Problem("marker-left", f"An unfilled marker stands in {plan.output}.",
                    Span(plan.source or plan.output),
                    "Please report this with the page's text."),)  # fmt: skip
