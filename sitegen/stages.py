"""The stages of a campaign, in order, and what is known of each without any site.

One line of site.yaml names the stage. This module knows names and their order; what a site shows in
a stage is said by the site, and decided where it is shown.
"""

from __future__ import annotations

from sitegen.problems import Problem, Span, did_you_mean, short

NAMES = ("idea", "movement", "campaign", "candidate", "polling-day", "archive")
"""From the first talk at a kitchen table to the site that stays when all is over."""

STANDARD = "campaign"
"""What a site is that names no stage: it shows everything, and no banner."""

WITH_CANDIDATE = ("candidate", "polling-day", "archive")
"""The stages in which the candidate's name stands where the movement's stood."""


def find(written: str) -> str:
    """The stage that is meant, or "": capitals, spaces and underscores do not matter."""
    name = "-".join(written.lower().replace("_", " ").replace("-", " ").split())
    return name if name in NAMES else ""


def unknown(written: str, span: Span) -> Problem:
    """Says that there is no such stage, and which one was most likely meant."""
    return Problem("stage-unknown", f'"{short(written)}" is not a stage.', span,
                   did_you_mean(written[:80], NAMES, f"The stages are {', '.join(NAMES)}."))  # fmt: skip


def read(written: tuple[str, ...], span: Span) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """A list of stages as somebody wrote it, in the order of the stages; unknown ones are said."""
    found = {find(name) for name in written}
    problems = tuple(unknown(name, span) for name in written if name.strip() and not find(name))
    return tuple(name for name in NAMES if name in found), problems


def applies(stages: tuple[str, ...], stage: str) -> bool:
    """Whether what is meant for ``stages`` is shown in ``stage``; without any it always is."""
    return not stages or stage in stages
