"""What is drawn: shapes, words, codes and pictures in order, and the two pens that draw them.

A ``Scene`` is measured in points from the top left corner, whatever it becomes: a PDF page (see
``pdf``) or pixels (``paint``). So the picture of a poster is the poster.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from sitegen.brand.typeset import Block, Line, Type

Point = tuple[float, float]


class Area(Struct, frozen=True):
    """A filled polygon. ``fill`` is ``#rrggbb``."""

    points: tuple[Point, ...]
    fill: str


class Words(Struct, frozen=True):
    """A line of text with its left end at ``x`` and its baseline at ``y``."""

    type: Type
    line: Line
    x: float
    y: float
    size: float
    fill: str


class Code(Struct, frozen=True):
    """A QR code with the corner of its outermost dark module at (x, y). The quiet zone of four
    modules around it is the drawer's affair; ``says`` is what it encodes."""

    rows: tuple[tuple[bool, ...], ...]
    x: float
    y: float
    side: float
    fill: str
    says: str


class Picture(Struct, frozen=True):
    """A raster picture (PNG or JPEG bytes) in a box; ``says`` is its description."""

    data: bytes
    x: float
    y: float
    width: float
    height: float
    says: str = ""


Item = Area | Words | Code | Picture


class Turned(Struct, frozen=True):
    """Items on a page that is turned by 180 degrees round its middle."""

    items: tuple[Item, ...]


class Scene(Struct, frozen=True):
    """A page: its size and what is on it, the first thing lowest."""

    width: float
    height: float
    items: tuple[Item | Turned, ...]


def box(x: float, y: float, width: float, height: float, fill: str) -> Area:
    """A rectangle."""
    return Area(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), fill)


def plate(x: float, y: float, width: float, height: float, corner: float, fill: str) -> Area:
    """A rectangle with round corners."""
    points = []
    for turn, (cx, cy) in enumerate(((x + width - corner, y + height - corner),
                                     (x + corner, y + height - corner), (x + corner, y + corner),
                                     (x + width - corner, y + corner))):  # fmt: skip
        for step in range(9):
            angle = math.pi / 2 * (turn + step / 8)
            points.append((cx + corner * math.cos(angle), cy + corner * math.sin(angle)))
    return Area(tuple(points), fill)


def words(
    type: Type, block: Block, x: float, y: float, fill: str, width: float = 0.0,
    right: bool = False, middle: bool = False,
) -> tuple[list[Item], float]:  # fmt: skip
    """A block of lines with the top of its capitals at ``y``, and where its last baseline is.

    Lines end at the right of ``width`` or stand in its ``middle``, else they begin at ``x``.
    """
    made: list[Item] = []
    base = y + type.fonts[0].cap * block.size
    for line in block.lines:
        room = width - line.width * block.size
        shift = room / 2 if middle else room if right else 0.0
        made.append(Words(type, line, x + shift, base, block.size, fill))
        base += block.leading * block.size
    return made, base - block.leading * block.size


def height(type: Type, block: Block) -> float:
    """From the top of the capitals to the last baseline."""
    size = block.size
    return type.fonts[0].cap * size + block.leading * size * (len(block.lines) - 1)


def depth(type: Type, block: Block) -> float:
    """How far the last line reaches lower than Latin letters do, as Arabic does."""
    used = {glyph.font for line in block.lines[-1:] for glyph in line.glyphs}
    lowest = max((type.fonts[at].descent for at in used if at), default=0.0)
    return max(0.0, lowest - 0.25) * block.size


def smallest(items: Sequence[Item | Turned]) -> float:
    """The least size of type in a scene; 0 where there is no text."""
    sizes: list[float] = []
    for item in items:
        if isinstance(item, Words):
            sizes.append(item.size)
        elif isinstance(item, Turned):
            sizes.append(smallest(item.items))
    return min((size for size in sizes if size), default=0.0)
