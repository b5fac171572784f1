"""Headings without gaps: what hangs below the title begins at level 2, and no level is skipped.

Writers choose a level by its size. Whoever moves through a page by its headings would look for the
one that is missing (WCAG 2.2, 1.3.1; HTML Standard, 4.3.11). Siblings stay siblings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from sitegen.later import later
from sitegen.model import Block, Heading

_LEVEL = later(r"<h([1-6])\b")
_STEP = later(r"<(/?)h([1-6])\b(?:[^<>]*? id=\"([^\"]*)\")?|\ufdd0B([0-9]+)\ufdd1")


def close(
    html: str, blocks: Sequence[Block], headings: tuple[Heading, ...]
) -> tuple[str, tuple[Block, ...], tuple[Heading, ...]]:
    """The page's HTML, its blocks and its headings, with every heading at most one level below the
    one that it belongs to."""
    levels = [1, *(int(level) for level in _LEVEL.findall(html))]
    if not any("<h" in block.html and _LEVEL.search(block.html) for block in blocks) and all(
        after <= before + 1 for before, after in pairwise(levels)
    ):
        return html, tuple(blocks), headings
    made = list(blocks)
    above = [(1, 1)]  # levels as written and as given, from the title down
    given: dict[str, int] = {}

    def step(match: re.Match[str]) -> str:
        if match[4]:
            number = int(match[4])
            if number < len(made):
                made[number] = replace(made[number], html=_STEP.sub(step, made[number].html))
            return match[0]
        written = int(match[2])
        if not match[1]:
            while len(above) > 1 and above[-1][0] >= written:
                above.pop()
            above.append((written, min(written, above[-1][1] + 1)))
            given[match[3] or ""] = above[-1][1]
        tail = match[0][len(match[1]) + 3 :]
        return f"<{match[1]}h{above[-1][1]}{tail}"

    html = _STEP.sub(step, html)
    told = tuple(replace(head, level=given.get(head.id, head.level)) for head in headings)
    return html, tuple(made), told
