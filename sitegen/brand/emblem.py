"""The mark beside the name: the group's own logo, or the letter of its icons. And the two together.

``signature`` is the name as it stands on cards and print; the name as a drawing of its own is
``wordmark``.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from sitegen.brand import colour, icons, scene
from sitegen.brand.facts import Facts
from sitegen.brand.look import Inks, Voices
from sitegen.brand.scene import Item
from sitegen.brand.tokens import Tokens
from sitegen.brand.typeset import clean

if TYPE_CHECKING:
    from PIL.Image import Image

WIDE: Final = 1.6
"""A logo wider than this holds the name itself, so the name is not written beside it."""
PIXELS: Final = 640
"""For print; a card needs less."""
CARD: Final = 208
CLEAR: Final = 0.15
"""A logo of which more is transparent is put on paper: it may have the colour of the ground."""


class Emblem(Struct, frozen=True):
    """A picture (PNG) with its width in heights. ``alone``: it holds the name. ``clear``: one sees
    through much of it. ``edge`` is the colour along its edge, "" where there is none."""

    png: bytes
    ratio: float = 1.0
    alone: bool = False
    clear: bool = False
    edge: str = ""


def of(facts: Facts, tokens: Tokens, single: bool = False, pixels: int = PIXELS) -> Emblem:
    """The mark of a group; ``single`` is for one ink."""
    import PIL.Image

    out = io.BytesIO()
    if facts.logo:
        with PIL.Image.open(io.BytesIO(facts.logo)) as opened:
            seen = opened.convert("RGBA")
        if max(seen.size) > 2 * pixels:
            seen.thumbnail((2 * pixels, 2 * pixels), PIL.Image.Resampling.LANCZOS)
        alpha = seen.getchannel("A")
        clear = alpha.histogram()[0] / (seen.width * seen.height) > CLEAR
        if single:
            grey = seen.convert("L").convert("RGBA")
            grey.putalpha(alpha)
            seen = grey
        seen.info = {}
        seen.save(out, "PNG", compress_level=6)
        ratio = seen.width / seen.height
        return Emblem(out.getvalue(), ratio, ratio > WIDE, clear, _edge(seen))
    given = dict(tokens.light)
    if single:
        plain = {"brand": "#000000", "on-brand": "#ffffff", "accent": "#000000"}
    else:  # it stands on the hero's ground, so it has the colour of what is written there
        plain = {"brand": given["on-hero"], "on-brand": given["hero"]}
    day = tuple((name, plain.get(name, value)) for name, value in tokens.light)
    tokens = replace(tokens, light=day)
    icons.draw(facts.name, tokens, pixels).save(out, "PNG", compress_level=6)
    return Emblem(out.getvalue())


def signature(
    facts: Facts, emblem: Emblem, voices: Voices, inks: Inks, x: float, y: float, width: float,
    height: float, fill: str, paper: bool = False,
) -> list[Item]:  # fmt: skip
    """Mark and name in a box, the name on at most two lines and the candidate's below it.

    On ``paper`` a logo needs no plate. Without a candidate the name has the slot's room too, and
    stands in the middle beside the mark.
    """
    items: list[Item] = []
    wide = height * emblem.ratio
    if emblem.alone and wide > width:
        height, wide = width / emblem.ratio, width
    at = x + width - wide if facts.rtl else x
    pad = 0.0
    if not paper and (emblem.clear or _alike(emblem.edge, inks.ground)):
        pad = height * (0.13 if emblem.clear else 0.045)
        items.append(scene.plate(at, y, wide, height, height * 0.2, inks.paper))
    high = height - 2 * pad
    items.append(scene.Picture(emblem.png, at + (wide - high * emblem.ratio) / 2, y + pad,
                               high * emblem.ratio, high))  # fmt: skip
    gap = height * 0.26
    room = width - wide - gap
    start = x if facts.rtl else x + wide + gap
    slot = clean(facts.candidate)
    name = "" if emblem.alone else clean(facts.name)
    if room < height and (name or slot):
        return items
    lines: list[tuple[str, float, float]] = []
    if slot:
        lines = [(slot, 0.44, 0.5), (name, 0.34, 0.38)] if name else [(slot, 0.6, 0.6)]
    elif name:
        lines = [(name, 0.52, 1.0)]
    blocks = [voices.display.fit(text, room, height * high, height * size, height * 0.18,
                                 1.08, None, 2 if len(lines) == 1 else 1)
              for text, size, high in lines if text]  # fmt: skip
    space = height * 0.14
    tall = sum(scene.height(voices.display, block) for block in blocks) + space * (len(blocks) - 1)
    down = y + (height - tall) / 2
    for block in blocks:
        made, base = scene.words(voices.display, block, start, down, fill, room, facts.rtl)
        items += made
        down = base + space
    return items


def raster(drawing: bytes, width: int, fonts: tuple[str, ...] = ()) -> bytes:
    """A clean SVG as PNG of that width, transparent; b"" where it cannot be drawn.

    ``fonts`` are files for text that a logo did not turn into outlines: never those that happen to
    be installed, or two computers would draw two logos.
    """
    import resvg_py

    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=drawing.decode("utf-8", "replace"),
                                           width=width, skip_system_fonts=True,
                                           font_files=list(fonts)))  # fmt: skip
    except ValueError:
        return b""


def _edge(seen: Image) -> str:
    """The middling colour of what is opaque in the outermost tenth."""
    import PIL.Image

    small = seen.resize((20, 20), PIL.Image.Resampling.BOX)
    ring = [small.getpixel((x, y)) for x in range(20) for y in range(20)
            if min(x, y, 19 - x, 19 - y) < 2]  # fmt: skip
    solid = [pixel for pixel in ring if isinstance(pixel, tuple) and pixel[3] > 200]
    if len(solid) < len(ring) / 2:
        return ""
    middle = (sorted(pixel[at] for pixel in solid)[len(solid) // 2] for at in range(3))
    return "#{:02x}{:02x}{:02x}".format(*middle)


def _alike(one: str, two: str) -> bool:
    """Whether an edge between the two would hardly be seen."""
    return bool(one) and colour.ratio(colour.from_hex(one), colour.from_hex(two)) < 1.5
