"""Text to lines of placed glyphs: shaped, in the order it is read, broken and sized to fit a box.

All measures are in ems, so that one result serves a picture, a PDF page and an SVG outline. HarfBuzz
shapes, which every script but the simplest needs. Bytes of fonts come in; nothing is read and
nothing is drawn here.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from sitegen.brand import bidi
from sitegen.later import later

STEP: Final = 0.95
"""How much smaller each size is that is tried."""
LEADING: Final = 1.12
LONGEST_WORD: Final = 30
"""Letters; a longer word is no word, and is broken wherever the line ends."""

_BREAKS: Final = later("(?<=[-–—/\u00ad])")
_SCRIPTS: Final = ((0x0370, 0x0400), (0x0400, 0x0530), (0x0530, 0x0590), (0x0590, 0x0600),
                   (0x0600, 0x0780), (0x0900, 0x0980), (0x0980, 0x0E00), (0x0E00, 0x1000),
                   (0xFB1D, 0xFB50), (0xFB50, 0xFE00), (0xFE70, 0xFF00))  # fmt: skip
_TOGETHER: Final = ("ch", "sc", "ck", "ph", "th", "sh", "gh", "qu")
_JOINED: Final = ((0x0590, 0x0E00), (0xFB1D, 0xFF00))
"""Scripts in which a hyphen within a word would be wrong."""


class Glyph(Struct, frozen=True):
    """One drawn sign: its font and number there, where it stands, and the text that it shows.

    ``x`` counts from the line's left end, ``y`` upwards. Of several glyphs for one piece of text
    the first has it.
    """

    font: int
    id: int
    x: float
    y: float
    text: str


class Line(Struct, frozen=True):
    """A line as it is seen, from left to right. ``width`` is in ems."""

    text: str
    glyphs: tuple[Glyph, ...] = ()
    width: float = 0.0
    rtl: bool = False


class Block(Struct, frozen=True):
    """Lines of one size; ``leading`` is the way from one baseline to the next, in ems.

    ``whole`` is False where words had to be left out, ``broken`` says that one had to be divided.
    """

    lines: tuple[Line, ...]
    size: float
    leading: float
    whole: bool = True
    broken: bool = False

    @property
    def width(self) -> float:
        """Of the longest line, in the unit of ``size``."""
        return max((line.width for line in self.lines), default=0.0) * self.size


class Font:
    """One font file, ready to shape and to be drawn. Not to be changed."""

    __slots__ = ("ascent", "cap", "data", "descent", "face", "font", "space", "upem")

    def __init__(self, data: bytes) -> None:
        import uharfbuzz

        self.data = data
        self.face: Any = uharfbuzz.Face(uharfbuzz.Blob(data))
        self.font: Any = uharfbuzz.Font(self.face)
        self.upem = int(self.face.upem)
        capital = self.font.get_nominal_glyph(ord("H"))
        extents = self.font.get_glyph_extents(capital) if capital else None
        self.cap = extents.y_bearing / self.upem if extents else 0.7
        blank = self.font.get_nominal_glyph(ord(" "))
        self.space = self.font.get_glyph_h_advance(blank) / self.upem if blank else 0.3
        lines = self.font.get_font_extents("ltr")
        self.ascent, self.descent = lines.ascender / self.upem, -lines.descender / self.upem

    def has(self, sign: str) -> bool:
        """Whether the font has a glyph of its own for the sign."""
        return bool(self.font.get_nominal_glyph(ord(sign)))


class Type:
    """The fonts of one voice, first the wanted one, then those for signs that it lacks."""

    __slots__ = ("_known", "fonts")

    def __init__(self, fonts: Sequence[Font]) -> None:
        self.fonts = tuple(fonts)
        self._known: dict[str, int] = {}

    def covers(self, text: str) -> bool:
        """Whether every sign of ``clean`` text can be drawn."""
        return all(self._font(sign, -1) >= 0 for sign in text)

    def _font(self, sign: str, before: int) -> int:
        if unicodedata.category(sign) in ("Mn", "Me", "Zs", "Cf") and before >= 0:
            return before  # marks and spaces stay with what they follow
        found = self._known.get(sign)
        if found is None:
            blank = unicodedata.category(sign) in ("Zs", "Cf")
            found = next((at for at, font in enumerate(self.fonts) if font.has(sign)),
                         0 if blank else -1)  # fmt: skip
            self._known[sign] = found
        return found

    # One line --------------------------------------------------------------------------------

    def line(self, text: str, rtl: bool = False, spacing: float = 0.0) -> Line:
        """The text on one line; ``spacing`` is added after each sign, as capitals like it."""
        text = bidi.CONTROLS.sub("", text)
        plain = not rtl and text.isascii()
        found = [0] * len(text) if plain else bidi.levels(text, rtl)
        runs = self._runs(text, found)
        glyphs: list[Glyph] = []
        at = 0.0
        for number in bidi.order([level for _, _, level, _ in runs]):
            start, end, level, font = runs[number]
            for glyph, advance in self._shape(text[start:end], level % 2 == 1, font):
                glyphs.append(replace(glyph, x=at + glyph.x))
                at += advance + (spacing if advance else 0.0)
        return Line(text, tuple(glyphs), max(0.0, at - (spacing if glyphs else 0.0)), rtl)

    def _runs(self, text: str, found: Sequence[int]) -> list[tuple[int, int, int, int]]:
        """(start, end, level, font) of each stretch that is shaped in one go."""
        runs: list[tuple[int, int, int, int]] = []
        last: tuple[int, int, int] | None = None
        font = -1
        for at, sign in enumerate(text):
            font = max(0, self._font(sign, font))
            script = _script(sign)
            kind = (found[at], font, last[2] if script < 0 and last else max(script, 0))
            if kind == last:
                runs[-1] = (runs[-1][0], at + 1, runs[-1][2], font)
            else:
                runs.append((at, at + 1, found[at], font))
            last = kind
        return runs

    def _shape(self, text: str, backwards: bool, number: int) -> list[tuple[Glyph, float]]:
        import uharfbuzz

        font = self.fonts[number]
        buffer: Any = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if backwards else "ltr"
        uharfbuzz.shape(font.font, buffer, {})
        infos = buffer.glyph_infos
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        seen: set[int] = set()
        made = []
        for info, place in zip(infos, buffer.glyph_positions, strict=True):
            said = "" if info.cluster in seen else text[info.cluster : ends[info.cluster]]
            seen.add(info.cluster)
            glyph = Glyph(number, info.codepoint, place.x_offset / font.upem,
                          place.y_offset / font.upem, said)  # fmt: skip
            made.append((glyph, place.x_advance / font.upem))
        return made

    # Many lines ------------------------------------------------------------------------------

    def fit(
        self, text: str, width: float, height: float, largest: float, smallest: float,
        leading: float = LEADING, rtl: bool | None = None, most: int = 99, spacing: float = 0.0,
    ) -> Block:  # fmt: skip
        """The text as large as the box allows, down to ``smallest``; then words are left out.

        A word that is too long for the line makes the text smaller, but not by more than a
        half: then it is divided. ``width``, ``height`` and the sizes are in one unit.
        """
        rtl = bool(bidi.leads_right(text)) if rtl is None else rtl
        shaped = [(word, self.line(word.replace("\u00ad", ""), rtl, spacing))
                  for word in text.split(" ") if word]  # fmt: skip
        words = [(word, line.width) for word, line in shaped]
        used = {glyph.font for _, line in shaped for glyph in line.glyphs} or {0}
        space = max(self.fonts[at].space for at in used) + spacing
        widest = max((measure for _, measure in words), default=0.0)
        whole = width / widest if widest else largest
        size = largest
        if whole < largest:
            size = min(largest, max(whole, smallest, largest * 0.42))
        broken = any(measure * size > width * 1.0001 for _, measure in words)
        while True:
            room = width / size
            pieces = [part for word, measure in words
                      for part in self._parts(word, measure, room, rtl, spacing)]  # fmt: skip
            lines = _wrapped(pieces, room, space)
            down = max(1, min(most, int((height / size - self._body()) / leading + 1.0001)))
            if len(lines) <= down or size <= smallest:
                break
            size = max(smallest, size * STEP)
        full = len(lines) <= down
        if full:
            lines = _even(pieces, room, space, len(lines))
        else:
            lines = [*lines[: down - 1], self._cut(lines[down - 1], room, rtl, spacing)]
        placed = tuple(self.line(line.replace("\u00ad", ""), rtl, spacing) for line in lines)
        return Block(placed, size, leading, full, broken)

    def _body(self) -> float:
        """What the first line needs, in ems: its capitals and a little for tails below."""
        return self.fonts[0].cap + 0.22

    def _parts(
        self, word: str, measure: float, room: float, rtl: bool, spacing: float
    ) -> list[tuple[str, float, bool]]:
        """(text, width, whether a space follows) of a word; one that is too long is divided."""
        if measure <= room:
            return [(word, measure, True)]
        pieces = [piece for piece in _BREAKS.split(word) if piece]
        made: list[tuple[str, float, bool]] = []
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            shown = piece.replace("\u00ad", "-") if not last else piece
            wide = self.line(shown, rtl, spacing).width
            if wide <= room:
                made.append((shown, wide, last))
                continue
            hyphen = "" if _is_joined(piece) else "-"
            count = min(len(shown), math.ceil(wide / max(room * 0.95, 0.1)))
            cuts = _divided(shown, count)
            while count < len(shown) and any(
                self.line(cut + hyphen, rtl, spacing).width > room for cut in cuts
            ):
                count += 1
                cuts = _divided(shown, count)
            for turn, cut in enumerate(cuts):
                end = turn == len(cuts) - 1
                cut = cut if end else cut + hyphen
                made.append((cut, self.line(cut, rtl, spacing).width, end and last))
        return made

    def _cut(self, text: str, room: float, rtl: bool, spacing: float) -> str:
        """As many words as fit, with dots."""
        while text and self.line(text + "…", rtl, spacing).width > room:
            shorter = text.rpartition(" ")[0]
            text = shorter if shorter else text[:-1]
        return text.rstrip(" ,;:–-") + "…"


def clean(text: str) -> str:
    """One line without emoji, invisible signs and doubled spaces, composed."""
    text = unicodedata.normalize("NFC", bidi.CONTROLS.sub("", text))
    unseen = ("So", "Sk", "Cs", "Cc", "Co", "Cn")
    kept = "".join(" " if sign.isspace() else sign for sign in text
                   if sign.isspace() or (unicodedata.category(sign) not in unseen
                   and sign not in "\ufe0e\ufe0f\u200b\ufeff"))  # fmt: skip
    return " ".join(kept.split())


def _script(sign: str) -> int:
    """A number for each script that is shaped on its own; -1 for signs of all scripts."""
    if not sign.isalpha():
        return -1
    code = ord(sign)
    if code < 0x0370:
        return 0
    return next((at + 1 for at, (start, end) in enumerate(_SCRIPTS) if start <= code < end), 0)


def _divided(word: str, count: int) -> list[str]:
    """A word in ``count`` parts of about the same length, each but the first begun with a
    consonant before a vowel where one is near: how syllables mostly begin."""
    cuts = [0]
    for number in range(1, count):
        wanted = round(len(word) * number / count)
        near = [at for at in range(max(cuts[-1] + 1, wanted - 3), min(len(word) - 1, wanted + 3))
                if _vowel(word[at + 1]) and not _vowel(word[at])]  # fmt: skip
        at = min(near, key=lambda at: abs(at - wanted), default=max(wanted, cuts[-1] + 1))
        while at > cuts[-1] + 1 and word[at - 1 : at + 1].lower() in _TOGETHER:
            at -= 1
        cuts.append(at)
    return [word[one:two] for one, two in zip(cuts, [*cuts[1:], len(word)], strict=True)]


def _vowel(sign: str) -> bool:
    return unicodedata.normalize("NFD", sign)[:1].lower() in "aeiouyαεηιουωаеиоуыэюя"


def _is_joined(word: str) -> bool:
    return any(start <= ord(sign) < end for sign in word for start, end in _JOINED)


def _wrapped(pieces: Sequence[tuple[str, float, bool]], room: float, space: float) -> list[str]:
    """Lines filled one after the other."""
    lines: list[str] = []
    used, glue = 0.0, False
    for text, wide, spaced in pieces:
        gap = space if glue else 0.0
        if lines and used + gap + wide <= room * 1.0001:
            lines[-1] += (" " if glue else "") + text
            used += gap + wide
        else:
            lines.append(text)
            used = wide
        glue = spaced
    return lines


def _even(
    pieces: Sequence[tuple[str, float, bool]], room: float, space: float, count: int
) -> list[str]:
    """The narrowest setting in as many lines: no single word is left over at the end."""
    low, high = 0.0, room
    for _ in range(8):
        middle = (low + high) / 2
        fits = max((wide for _, wide, _ in pieces), default=0.0) <= middle
        if fits and len(_wrapped(pieces, middle, space)) <= count:
            high = middle
        else:
            low = middle
    return _wrapped(pieces, high, space)
