"""The name as a drawing: SVG outlines, so that it looks the same where the font is not installed.

On one line and stacked; in colour, in one ink, and reversed for dark ground. Below the name is a
slot for a candidate: with somebody in it the mark has two lines, while it is empty the name alone
stands in the middle beside the sign, so that nothing seems to be missing.
"""

from __future__ import annotations

import base64
import re
from typing import Any, Final

from msgspec import Struct

from sitegen.brand import colour, icons
from sitegen.brand.facts import Facts
from sitegen.brand.look import Voices
from sitegen.brand.tokens import Tokens
from sitegen.brand.typeset import Block, Line, Type, clean

HEIGHT: Final = 100.0
"""Of the sign beside the name; everything else is measured by it."""
GAP: Final = 26.0
CLEAR: Final = 20.0
"""The room around, in which nothing else may stand."""


class Mark(Struct, frozen=True):
    """One file, with its colours: where it may stand is said by its name."""

    name: str
    width: float
    height: float
    data: bytes


class _Dress(Struct, frozen=True):
    """Colours of one version: the name, the slot below it, the sign's ground, letter and band."""

    name: str
    ink: str
    slot: str
    ground: str
    letter: str
    band: str
    own: bool
    night: str = ""


def make(facts: Facts, tokens: Tokens, voices: Voices, drawing: bytes = b"") -> tuple[Mark, ...]:
    """Every version of the mark. ``drawing`` is the group's logo as clean SVG, if it has one.

    Without a font that has the name's letters there is none: () comes back.
    """
    if not clean(facts.name) or not voices.display.covers(clean(facts.name + facts.candidate)):
        return ()
    made = []
    for dress in _dresses(tokens):
        for shape, one_line in (("", True), ("-stacked", False)):
            if not one_line and len(_lines(facts, voices.display, False)) < 2:
                continue  # too short to be stacked
            made.append(_mark(facts, dress, voices, drawing, shape, one_line))
    return tuple(made)


def _dresses(tokens: Tokens) -> tuple[_Dress, ...]:
    day = {name: colour.to_hex(rgb) for name, rgb in tokens.colours().items()}
    night = {name: colour.to_hex(rgb) for name, rgb in tokens.colours(dark=True).items()}
    ground, letter, band = icons._colours(tokens)
    dark = night["brand-strong"]
    return (
        _Dress("wordmark", day["text"], day["brand-strong"], ground, letter, band, True),
        _Dress("wordmark-mono", "#000000", "#000000", "#000000", "#ffffff", "", False),
        _Dress("wordmark-reversed", "#ffffff", "#ffffff", "#ffffff", day["text"], "", False, dark),
    )  # fmt: skip


def _mark(
    facts: Facts, dress: _Dress, voices: Voices, drawing: bytes, shape: str, one_line: bool
) -> Mark:
    display = voices.display
    slot = clean(facts.candidate)
    lines = _lines(facts, display, one_line)
    sizes = _sizes(len(lines), bool(slot))
    parts: list[str] = []
    sign = _drawn(drawing) if drawing and dress.own else _tile(facts.name, dress)
    wide_sign = HEIGHT * (_ratio(drawing) if drawing and dress.own else 1.0)
    if drawing and not dress.own:
        sign, wide_sign = "", 0.0  # a colourful logo has no version in one ink
    x = CLEAR + (wide_sign + GAP if sign else 0.0)
    texts = [(line, sizes[0], dress.ink) for line in lines]
    if slot:
        texts.append((display.line(slot, facts.rtl), sizes[1], dress.slot))
    widths = [line.width * size for line, size, _ in texts]
    inner = max(widths)
    caps = [display.fonts[0].cap * size for _, size, _ in texts]
    space = HEIGHT * (0.2 if len(texts) < 3 else 0.13)
    tall = sum(caps) + space * (len(caps) - 1)
    high = max(HEIGHT if sign else 0.0, tall)
    y = CLEAR + (high - tall) / 2
    for (line, size, fill), cap, wide in zip(texts, caps, widths, strict=True):
        y += cap
        start = CLEAR + inner - wide if facts.rtl else x
        parts.append(f'<path fill="{fill}" d="{outline(display, line, start, y, size)}"/>')
        y += space
    width = x + inner + CLEAR
    if facts.rtl:
        width = CLEAR + inner + (GAP + wide_sign if sign else 0) + CLEAR
    height = high + 2 * CLEAR
    at = width - CLEAR - wide_sign if facts.rtl else CLEAR
    if sign:
        moved = f'<g transform="translate({_n(at)} {_n(CLEAR + (high - HEIGHT) / 2)})">{sign}</g>'
        parts.insert(0, moved)
    said = " – ".join(text for text in (clean(facts.name), slot) if text)
    title = said.replace("&", "&amp;").replace("<", "&lt;")
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" '
           f'width="{_n(width)}" height="{_n(height)}" role="img"><title>{title}</title>'
           f'{"".join(parts)}</svg>\n')  # fmt: skip
    return Mark(f"{dress.name}{shape}.svg", width, height, svg.encode())


def _lines(facts: Facts, display: Type, one_line: bool) -> tuple[Line, ...]:
    name = clean(facts.name)
    if one_line:
        return (display.line(name, facts.rtl),)
    whole = display.line(name).width
    block: Block = display.fit(name, max(whole * 0.62, 4.5), 99, 1.0, 1.0, 1.0, facts.rtl, 3)
    return block.lines


def _sizes(lines: int, slot: bool) -> tuple[float, float]:
    """The name's size and the slot's, so that they fill the sign's height."""
    if slot:
        return ({1: 58.0, 2: 42.0}.get(lines, 32.0), {1: 40.0, 2: 32.0}.get(lines, 26.0))
    return {1: 76.0, 2: 56.0}.get(lines, 42.0), 0.0


def outline(type: Type, line: Line, x: float, y: float, size: float) -> str:
    """A line of text as the data of an SVG path, its left end at ``x`` and baseline at ``y``."""
    import uharfbuzz

    parts: list[str] = []
    turn = [0.0, 0.0, 1.0]

    def put(sign: str, *numbers: float) -> None:
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        parts.append(sign + " ".join(f"{_n(turn[0] + across * turn[2])} "
                                     f"{_n(turn[1] - up * turn[2])}" for across, up in pairs))  # fmt: skip

    pen: Any = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, data: put("M", x, y))
    pen.set_line_to_func(lambda x, y, data: put("L", x, y))
    pen.set_quadratic_to_func(lambda x1, y1, x, y, data: put("Q", x1, y1, x, y))
    pen.set_cubic_to_func(lambda x1, y1, x2, y2, x, y, data: put("C", x1, y1, x2, y2, x, y))
    pen.set_close_path_func(lambda data: parts.append("Z"))
    for glyph in line.glyphs:
        font = type.fonts[glyph.font]
        turn[:] = [x + glyph.x * size, y - glyph.y * size, size / font.upem]
        font.font.draw_glyph(glyph.id, pen, None)
    return "".join(parts)


def _tile(name: str, dress: _Dress) -> str:
    """The letter of the icons on its tile, as high as the sign."""
    path, x, y, scale, pen = icons._placed(name, dress.band)
    unit = HEIGHT / icons.BOX
    foot = ""
    if dress.band:
        edge = icons.BOX - icons.BAND
        round_ = icons.CORNER
        foot = (f'<path fill="{dress.band}" d="M0 {edge:g}H64V{64 - round_:g}A13 13 0 0 1 51 64H13'
                f'A13 13 0 0 1 0 {64 - round_:g}z"/>')  # fmt: skip
    return (f'<g transform="scale({_n(unit)})"><rect width="64" height="64" rx="13" '
            f'fill="{dress.ground}"/>{foot}<path fill="none" stroke="{dress.letter}" '
            f'stroke-width="{pen / scale:.2f}" stroke-linecap="round" stroke-linejoin="round" '
            f'transform="translate({x:.2f} {y:.2f}) scale({scale:.3f})" d="{path}"/></g>')  # fmt: skip


def _box(drawing: bytes) -> tuple[float, float]:
    head = drawing[:2000].decode("utf-8", "replace")
    found = re.search(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"', head)
    return (float(found[1]), float(found[2])) if found else (1.0, 1.0)


def _ratio(drawing: bytes) -> float:
    wide, high = _box(drawing)
    return wide / high


def _drawn(drawing: bytes) -> str:
    """The group's own drawing, as high as the sign: a picture in the picture, so that neither its
    styles nor its names can reach the rest."""
    wide = HEIGHT * _ratio(drawing)
    data = base64.b64encode(drawing).decode()
    return (f'<image width="{_n(wide)}" height="{_n(HEIGHT)}" '
            f'href="data:image/svg+xml;base64,{data}"/>')  # fmt: skip


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
