"""What the line of a list item looks like, of a rule that might be taken for one, and of a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.later import later

ITEM = later(r"([-+*]|([0-9]{1,9})[.)])( +|$)")


def item_at(lines: Sequence[str], number: int, kind: str) -> re.Match[str] | None:
    """The line's item, if there is one and it is of this kind."""
    line = lines[number].lstrip(" ") if number < len(lines) else ""
    match = ITEM.match(line) if line else None
    if match is None or kind_of(match) != kind or (kind in "-*" and rule(line)):
        return None
    return match


def rule(line: str) -> bool:
    """Whether a line holds nothing but three or more of the sign that it begins with."""
    sign = line[0]
    return not line.strip(f"{sign} ") and line.count(sign) > 2


def kind_of(item: re.Match[str]) -> str:
    """Items of one kind make one list; the sign behind a number does not matter."""
    return item[1] if item[2] is None else "."


def title(text: str) -> str:
    """A heading's text without the closing hashes some writers add."""
    text = text.strip(" ")
    bare = text.rstrip("#")
    return bare.rstrip(" ") if bare != text and bare[-1:] in ("", " ") else text
