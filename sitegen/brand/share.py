"""The picture that link previews show (Open Graph): the brand's colours and the name in capitals.

1200 by 630 pixels and well under 100 KB. Where a name is in an alphabet that cannot be drawn here
the card shows the group's mark alone. Nothing is read from disk and nothing raises.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sitegen.brand import colour, letters
from sitegen.brand.tokens import Tokens

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

Reach = Mapping[str, float]
"""How far each letter of the words moves the pen."""

SIZE: Final = (1200, 630)
LARGEST: Final = 132.0
SMALLEST: Final = 40.0
"""Height of capitals; previews are often shown 300 pixels wide, where 40 becomes 10."""
LONGEST: Final = 11.0
"""The widest word in capitals' heights: it fills a line at 96 pixels."""
MOST: Final = 240
"""Characters looked at; no card holds more."""
FINER: Final = 2
"""Drawn this much larger and reduced, which smooths every edge."""


def share_card(
    title: str, site: str, tokens: Tokens, size: tuple[int, int] = SIZE, tagline: str = ""
) -> bytes:
    """A PNG. ``title`` is large; ``site`` stands at the foot if it is not the title itself."""
    import PIL.Image
    from PIL import ImageDraw

    unit = size[0] / SIZE[0] * FINER
    wide, high = size[0] * FINER, size[1] * FINER
    day = tokens.colours()
    hero, accent, ink = day["hero"], day["accent"], day["text"]
    on_hero = colour.to_hex(day["on-hero"])
    card = PIL.Image.new("RGB", (wide, high), colour.to_hex(hero))
    pencil = ImageDraw.Draw(card)
    _rays(pencil, wide, high, colour.to_hex(_ray(day)))
    foot = high - round(54 * unit)
    bands = ((0.0, 0.5, accent), (0.5, 0.75, ink), (0.75, 1.0, accent))
    for start, end, fill in bands:
        across = (0, foot + round(start * (high - foot)), wide, foot + round(end * (high - foot)))
        pencil.rectangle(across, fill=colour.to_hex(fill))
    edge = round(72 * unit)
    room = foot - 2 * edge
    title, site, tagline = title[:MOST], site[:MOST], tagline[:MOST]
    words = letters.plain(title) or letters.plain(site)
    below = letters.plain(tagline or (site if letters.plain(site) != words else ""))
    reach = letters.advances(words + below + ".-")
    words = " ".join(part for word in words.split() for part in _broken(word, reach))
    if not words or not letters.fits(words):
        _sign(pencil, site or title, wide / 2, foot / 2, 320 * unit, on_hero)
    else:
        small = 30 * unit
        shown = below if letters.fits(below) else ""
        if shown:
            room -= round(small * 2.6)
        lines, capital = _set(words, reach, wide - 2 * edge, room, unit)
        step = capital * _leading(words)
        block = capital + step * (len(lines) - 1) + (small * 2.6 if shown else 0)
        y = (foot - block) / 2
        for line in lines:
            letters.write(pencil, line, edge, y, capital, on_hero)
            y += step
        if shown:
            y += capital - step + small * 1.5
            line = _cut(shown, reach, (wide - 2 * edge) / small)
            letters.write(pencil, line, edge, y, small, on_hero)
    return _small(card.resize(size, PIL.Image.Resampling.BOX))


def _ray(day: dict[str, colour.Rgb]) -> colour.Rgb:
    """A tone of the ground for the rays on which the words read as well."""
    light, chroma, hue = colour.to_oklch(day["hero"])
    darker = colour.luminance(day["on-hero"]) > colour.luminance(day["hero"])
    for step in (-0.045, 0.05, 0.1, 0.2) if darker else (0.035, -0.03):
        moved = colour.from_oklch(light + step, chroma, hue)
        if colour.ratio(moved, day["on-hero"]) >= 4.5 and colour.ratio(moved, day["hero"]) > 1.04:
            return moved
    return day["hero"]


def _rays(pencil: ImageDraw, wide: int, high: int, fill: str) -> None:
    """A sunrise from the lower right, behind everything."""
    x, y, reach = wide * 0.86, high * 0.98, wide * 1.3
    for number in range(24):
        one, two = (math.radians(15 * number + shift) for shift in (0, 7.5))
        ends = [(x + reach * math.cos(turn), y + reach * math.sin(turn)) for turn in (one, two)]
        pencil.polygon([(x, y), *ends], fill=fill)


def _leading(words: str) -> float:
    """Line height in capitals; accents need room above."""
    return 1.55 if any(sign in letters.ACCENTS for sign in words) else 1.3


def _set(
    words: str, reach: Reach, wide: float, high: float, unit: float
) -> tuple[list[str], float]:
    """The lines and the largest capitals (pixels) that fit; too long a title is cut."""
    capital = LARGEST
    while True:
        pixels = capital * unit
        lines = _wrapped(words, reach, wide / pixels)
        fits_down = pixels * (1 + _leading(words) * (len(lines) - 1)) <= high
        fits_across = all(_ems(line, reach) * pixels <= wide for line in lines)
        if (fits_down and fits_across) or capital <= SMALLEST:
            break
        capital -= 4
    keep = max(1, int((high / pixels - 1) / _leading(words)) + 1)
    if len(lines) > keep:
        lines = [*lines[: keep - 1], lines[keep - 1] + " ..."]
    return [_cut(line, reach, wide / pixels) for line in lines], pixels


def _wrapped(words: str, reach: Reach, ems: float) -> list[str]:
    """Lines of at most ``ems`` and as even as the fewest lines allow."""

    def greedy(limit: float) -> list[str]:
        lines: list[str] = []
        for word in words.split():
            if lines and _ems(f"{lines[-1]} {word}", reach) <= limit:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    best = greedy(ems)
    for tenth in range(9, 4, -1):
        if len(tried := greedy(ems * tenth / 10)) == len(best):
            best = tried
    return best


def _ems(text: str, reach: Reach) -> float:
    """The width of a line in heights of its capitals."""
    total = sum(reach.get(sign, 0.0) for sign in text) - letters.GAP
    return max(0.0, total) / (letters.HEIGHT + letters.PEN)


def _broken(word: str, reach: Reach) -> list[str]:
    """A word too long for one line of a good size, in equal parts with hyphens."""
    parts = math.ceil(_ems(word, reach) / LONGEST)
    if parts < 2:
        return [word]
    length = math.ceil(len(word) / parts)
    pieces = [word[at : at + length] for at in range(0, len(word), length)]
    return [*(f"{piece}-" for piece in pieces[:-1]), pieces[-1]]


def _cut(text: str, reach: Reach, ems: float) -> str:
    """``text`` or as much of it as fits, with dots."""
    if _ems(text, reach) <= ems:
        return text
    while text and _ems(f"{text}...", reach) > ems:
        text = text[:-1].rstrip()
    return f"{text}..."


def _sign(pencil: ImageDraw, name: str, x: float, y: float, size: float, fill: str) -> None:
    """The first letter, or the megaphone, alone in the middle."""
    path = letters.initial(name)
    left, top, right, bottom = letters.bounds(path)
    scale = size / max(bottom - top, right - left)
    letters.stroke(pencil, path, x - (left + right) / 2 * scale, y - (top + bottom) / 2 * scale,
                   scale, size / 6.5, fill)  # fmt: skip


def _small(card: Image) -> bytes:
    """Few colours are in it, so a palette loses nothing and saves three quarters."""
    import PIL.Image
    import PIL.PngImagePlugin  # save() imports every format there is unless it knows this one

    out = io.BytesIO()
    few = card.quantize(64, PIL.Image.Quantize.MEDIANCUT, dither=PIL.Image.Dither.NONE)
    few.save(out, "PNG", compress_level=7)  # a third larger than at 9, in an eighth of the time
    return out.getvalue()
