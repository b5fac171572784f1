"""What everything that is drawn has in common: its colours, its rays, its mark, its QR code.

Pure. Colours come from the tokens, whose pairs are proved; the one ink of a copier is black.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from sitegen.brand import colour
from sitegen.brand.colour import Rgb
from sitegen.brand.scene import Area, Code, Point
from sitegen.brand.tokens import Tokens
from sitegen.brand.typeset import Type

QUIET: Final = 4
"""Modules of quiet zone around a QR code (ISO/IEC 18004)."""


class Voices(Struct, frozen=True):
    """The two voices of a brand: ``display`` for headlines and names, ``text`` for the rest."""

    display: Type
    text: Type


class Inks(Struct, frozen=True):
    """Colours by what they do, as ``#rrggbb``. ``on`` reads on ``ground`` and on ``ray``; ``text``
    and ``muted`` on ``paper``; ``dark`` is the ground of the foot, on which ``on_dark`` reads."""

    ground: str
    ray: str
    on: str
    accent: str
    on_accent: str
    paper: str
    text: str
    muted: str
    dark: str
    on_dark: str
    single: bool = False


def inks(tokens: Tokens) -> Inks:
    """The light scheme, on paper and in pictures."""
    day = tokens.colours()

    def of(name: str) -> str:
        return colour.to_hex(day[name])

    return Inks(
        of("hero"), colour.to_hex(ray(day)), of("on-hero"), of("accent"), of("on-accent"),
        of("surface"), of("text"), of("muted"), of("text"), of("surface"),
    )  # fmt: skip


BLACK: Final = Inks(
    ground="#ffffff", ray="#ffffff", on="#000000", accent="#000000", on_accent="#ffffff",
    paper="#ffffff", text="#000000", muted="#000000", dark="#ffffff", on_dark="#000000",
    single=True,
)  # fmt: skip
"""One ink on white paper: for copiers, which make grey ground dirty and eat toner."""


def ray(day: Mapping[str, Rgb]) -> Rgb:
    """A tone of the ground for the rays on which the words read as well."""
    light, chroma, hue = colour.to_oklch(day["hero"])
    darker = colour.luminance(day["on-hero"]) > colour.luminance(day["hero"])
    for step in (-0.045, 0.05, 0.1, 0.2) if darker else (0.035, -0.03):
        moved = colour.from_oklch(light + step, chroma, hue)
        if colour.ratio(moved, day["on-hero"]) >= 4.5 and colour.ratio(moved, day["hero"]) > 1.04:
            return moved
    return day["hero"]


def rays(
    x: float, y: float, width: float, height: float, fill: str, centre: Point = (0.86, 0.98)
) -> list[Area]:
    """A sunrise in a box: every other twenty-fourth of a circle round ``centre``, as shares."""
    cx, cy, reach = x + width * centre[0], y + height * centre[1], (width + height) * 1.2
    made = []
    for number in range(24):
        one, two = (math.radians(15 * number + shift) for shift in (0, 7.5))
        ends = [(cx + reach * math.cos(turn), cy + reach * math.sin(turn)) for turn in (one, two)]
        inside = clipped(((cx, cy), *ends), x, y, x + width, y + height)
        if len(inside) > 2:
            made.append(Area(inside, fill))
    return made


def clipped(
    points: tuple[Point, ...], left: float, top: float, right: float, bottom: float
) -> tuple[Point, ...]:
    """As much of a convex polygon as lies in the box (I. Sutherland, G. Hodgman, 1974)."""
    for axis, limit, least in ((0, left, True), (0, right, False), (1, top, True),
                               (1, bottom, False)):  # fmt: skip
        kept: list[Point] = []
        for one, two in zip(points, (*points[1:], points[0]), strict=True) if points else ():
            inside = one[axis] >= limit if least else one[axis] <= limit
            next_inside = two[axis] >= limit if least else two[axis] <= limit
            if inside:
                kept.append(one)
            if inside != next_inside:
                share = (limit - one[axis]) / (two[axis] - one[axis])
                kept.append(
                    (one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share)
                )
        points = tuple(kept)
    return points


def matrix(address: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code, dark ones True; a seventh of it may be lost."""
    import segno

    made = segno.make_qr(address, error="m", boost_error=True)
    return tuple(tuple(bool(module) for module in row) for row in made.matrix)


def quiet(rows: tuple[tuple[bool, ...], ...], side: float) -> float:
    """The width of the quiet zone on each side of a code of this size."""
    return side * QUIET / (len(rows) + 2 * QUIET)


def code(
    rows: tuple[tuple[bool, ...], ...], address: str, x: float, y: float, side: float, fill: str
) -> Code:
    """A QR code of which ``side`` is the whole with its quiet zone."""
    edge = quiet(rows, side)
    return Code(rows, x + edge, y + edge, side - 2 * edge, fill, address)
