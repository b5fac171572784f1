"""A picture in a text needs words for those who cannot see it (WCAG 2.2, 1.1.1)."""

from __future__ import annotations

import re

from sitegen.config import Config
from sitegen.later import later
from sitegen.plan.artifacts import PagePlan, PicturePlan
from sitegen.problems import Problem, Span

_FILE_NAME = later(r"^(?:[\w .-]+\.(?:jpe?g|png|gif|webp|svg)|IMG[_-]?\d+|DSC[_-]?\d+|image|"
                        r"untitled|photo|picture|screenshot)$", re.I)  # fmt: skip


def check(plan: PagePlan, html: str, config: Config) -> tuple[Problem, ...]:
    """A warning for each picture without a description, or with its file's name as one."""
    found = []
    in_blocks = [value for block in plan.blocks for _, value in block.args]
    for picture in (*plan.pictures, *in_blocks):
        if not isinstance(picture, PicturePlan):
            continue
        alt = picture.alt.strip()
        if not alt or _FILE_NAME.match(alt):
            said = f'"{alt}" does not describe it' if alt else "it has no description"
            found.append(Problem("image-undescribed",
                f"People who cannot see {picture.src.rsplit('/', 1)[-1]} learn nothing: {said}.",
                Span(plan.source or plan.output),
                "Write what it shows between the brackets: ![Two people at a stall](...)",
                "info"))  # fmt: skip
    return tuple(found)
