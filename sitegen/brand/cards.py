"""Share cards: a title on the brand's ground, with the name, the address and the imprint.

Three sizes: 1200 by 630 for link previews, 1080 by 1080 and 1080 by 1920 to be posted. All that a
site's cards have in common is drawn once (``Deck``); one card then costs its title's few glyphs and
its PNG. Nothing here reads, and a card that may not be made is None.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from sitegen.brand import look, paint, scene
from sitegen.brand.emblem import Emblem, signature
from sitegen.brand.facts import Facts
from sitegen.brand.look import Inks, Voices
from sitegen.brand.scene import Item, Scene
from sitegen.brand.typeset import Block, clean

if TYPE_CHECKING:
    from PIL.Image import Image

WIDE: Final = (1200, 630)
SQUARE: Final = (1080, 1080)
TALL: Final = (1080, 1920)

SMALLEST_TITLE: Final = 56.0
"""Pixels of 1200. Previews are often 300 wide, where this is 14, the size of running text."""
SMALLEST_TEXT: Final = 28.0
"""For the imprint: a preview fills a phone, so this is 9 there, and the whole card is a tap away."""
TYPICAL: Final = 600.0
"""CSS pixels in which a feed shows a card; a law's least size is meant there."""
MOST: Final = 280
"""Signs of a title that are looked at; no card holds more."""

_TONES, _STEPS = 8, 16
"""Mixtures of ground and ray, and of those with the title: 128 colours; as many are left."""


_ROWS = 30


class _Room(Struct, frozen=True):
    """Where the title goes, in pixels."""

    x: float
    y: float
    width: float
    height: float


class Deck:
    """The cards of one site in one size. ``refused`` says why there are none, "" if there are."""

    __slots__ = ("_base", "_facts", "_inks", "_otherwise", "_pen", "_room", "_size", "_strips", "_table",
                 "_voices", "refused", "smallest")  # fmt: skip

    def __init__(
        self, facts: Facts, inks: Inks, voices: Voices, emblem: Emblem, size: tuple[int, int]
    ) -> None:
        self._facts, self._inks, self._voices, self._size = facts, inks, voices, size
        self.refused = ""
        self.smallest = 0.0
        if facts.card.refusal:
            self.refused = facts.card.refusal
            return
        self._prepare(emblem)

    def _prepare(self, emblem: Emblem) -> None:
        import uharfbuzz

        wide, high = self._size
        unit = wide / (1080 if high >= wide else 1200)
        edge = round(64 * unit)
        display = self._voices.display
        named = next((said for said in (self._facts.tagline, self._facts.name)
                      if clean(said) and display.covers(clean(said))), "")  # fmt: skip
        self._otherwise = clean(named[:MOST])
        top = edge if high < 1.5 * wide else round(230 * unit)
        foot, imprint_fits = self._foot(wide, high, edge, unit)
        if not imprint_fits:
            self.refused = (
                "The imprint is too long to be legible on it, or in letters that no font here has."
            )
            return
        rest = foot[0].points[0][1] if isinstance(foot[0], scene.Area) else high
        mark = (76 if high < wide else 104) * unit
        items: list[Item] = [scene.box(0, 0, wide, high, self._inks.ground), *foot]
        below = top + mark + 34 * unit
        if self._otherwise:
            items += signature(self._facts, emblem, self._voices, self._inks, edge, top,
                               wide - 2 * edge, mark, self._inks.on)  # fmt: skip
        else:  # nothing that could be written is known, so the sign stands alone
            mark = min(300 * unit, rest - 2 * edge)
            items += signature(replace(self._facts, name="", candidate=""), emblem, self._voices,
                               self._inks, (wide - mark * emblem.ratio) / 2, (rest - mark) / 2,
                               mark * emblem.ratio, mark, self._inks.on)  # fmt: skip
            below = rest
        self._room = _Room(edge, below, wide - 2 * edge, rest - below - 40 * unit)
        self.smallest = scene.smallest(items)
        self._pen: Any = uharfbuzz.RasterDraw()
        self._base, self._table = self._index(Scene(wide, high, tuple(items)), rest)
        self._strips = [(strip, _deflated(strip)) for strip in _strips(self._base)]

    def _foot(self, wide: int, high: int, edge: int, unit: float) -> tuple[list[Item], bool]:
        """The band at the foot: a stripe, the imprint, and the site's address."""
        facts, text, display = self._facts, self._voices.text, self._voices.display
        least = max(SMALLEST_TEXT * unit, facts.card.least * wide / TYPICAL)
        host = clean(facts.host)
        stripe, pad = 14 * unit, 24 * unit
        safe = 0.0 if high < 1.5 * wide else 250 * unit
        across = wide - 2 * edge
        named = display.fit(host, across, 99 * unit, 32 * unit, 22 * unit, 1.1, False, 1)
        beside = bool(host) and high < wide and named.width < across * 0.4
        most = 3 if high < wide else 4
        # Beside the address if it fits there, else above it and across.
        block: Block | None = None
        for said in facts.card.texts:
            for place in (beside, False) if beside else (False,):
                room = across - (named.width + 40 * unit if place else 0)
                made = text.fit(said, room, 999, least, least, 1.22, None, most)
                if made.whole and text.covers(said):
                    block, beside = made, place
                    break
            if block:
                break
        if block is None and facts.card.required:
            return [], False
        room = across - (named.width + 40 * unit if beside else 0)
        tall = scene.height(text, block) if block else 0.0
        name_high = scene.height(display, named) if host else 0.0
        gap = 20 * unit if host and block and not beside else 0.0
        inner = max(tall, name_high) if beside else tall + gap + name_high
        below = pad * (1.25 if inner else 0)
        top = high - safe - inner - (pad + below if inner else 26 * unit) - stripe
        items: list[Item] = [
            scene.box(0, top, wide, high - top, self._inks.dark),
            scene.box(0, top, wide, stripe, self._inks.accent),
        ]
        y = top + stripe + pad
        if host:
            start = edge + across - named.width if beside != facts.rtl else float(edge)
            down = y + (inner - name_high) / 2 if beside else y
            items += scene.words(display, named, start, down, self._inks.on_dark)[0]
            y += 0 if beside else name_high + gap
        if block:
            down = y + (inner - tall) / 2 if beside else y
            left = edge + across - room if beside and facts.rtl else float(edge)
            items += scene.words(text, block, left, down, self._inks.on_dark, room,
                                 facts.rtl)[0]  # fmt: skip
        return items, True

    def _index(self, common: Scene, rest: float) -> tuple[Image, list[int]]:
        """The ground as numbers of colours: of tones where the title may stand, of others else."""
        import PIL.Image
        from PIL import ImageChops

        plain = paint.scene(common, 1)
        wide, high = plain.size
        line = round(rest)
        black = scene.box(0, 0, wide, line, "#000000")
        beams = tuple(replace(area, fill="#ffffff") for area in
                      look.rays(0, 0, wide, line, "#ffffff"))  # fmt: skip
        tones = paint.scene(Scene(wide, high, (black, *beams)), 1).convert("L")
        tones = tones.point([value * (_TONES - 1) // 255 for value in range(256)])
        # Only above and below the title anything but the ground is drawn.
        first = min(line, round(self._room.y))
        parts = PIL.Image.new("RGB", (wide, first + high - line))
        parts.paste(plain.crop((0, 0, wide, first)), (0, 0))
        parts.paste(plain.crop((0, line, wide, high)), (0, first))
        others = parts.quantize(_TONES * _STEPS - 1, PIL.Image.Quantize.MEDIANCUT,
                                dither=PIL.Image.Dither.NONE)  # fmt: skip
        palette = (others.getpalette() or [])[: 3 * _TONES * _STEPS]
        numbers = PIL.Image.frombytes("L", parts.size, others.tobytes()).point(
            [min(255, value + _TONES * _STEPS) for value in range(256)])  # fmt: skip
        ground = PIL.Image.new("RGB", parts.size, self._inks.ground)
        drawn = ImageChops.difference(parts, ground).convert("L").point([0, *[255] * 255])
        drawn.paste(255, (0, first, wide, parts.height))
        # Where nothing but the ground was drawn, the rays shine.
        for where, to in (((0, 0, wide, first), 0), ((0, first, wide, parts.height), line)):
            tones.paste(numbers.crop(where), (0, to), drawn.crop(where))
        ends = [_rgb(value) for value in (self._inks.ground, self._inks.ray, self._inks.on)]
        table: list[int] = []
        for step in range(_STEPS):
            for tone in range(_TONES):
                under = _mixed(ends[0], ends[1], tone / (_TONES - 1))
                table += _mixed(under, ends[2], step / (_STEPS - 1))
        return tones, [*table, *palette]

    def title(self, title: str, text: str = "") -> tuple[Block | None, Block | None]:
        """The words as they will stand on a card. A title that no font can write is replaced by the
        site's own, and left out where that cannot be written either."""
        room, wide = self._room, self._size[0]
        title, text = clean(title[:MOST]), clean(text[:MOST])
        if not title or not self._voices.display.covers(title):
            title = self._otherwise
        display, voice = self._voices.display, self._voices.text
        unit = wide / (1080 if self._size[1] >= wide else 1200)
        below = None
        if text and voice.covers(text):
            below = voice.fit(text, room.width, room.height * 0.34, 44 * unit, 36 * unit, 1.25)
        high = room.height - (scene.height(voice, below) + 40 * unit if below else 0)
        largest = (132 if self._size[1] < wide else 168) * unit
        if not title:
            return None, None
        return display.fit(title, room.width, high, largest, SMALLEST_TITLE * unit, 1.1), below

    def card(self, title: str, text: str = "") -> bytes | None:
        """One card as PNG. ``text`` stands smaller below the title."""
        if self.refused:
            return None
        from PIL import ImageChops

        big, small = self.title(title, text)
        room = self._room
        blocks = [(voice, block) for voice, block in
                  ((self._voices.display, big), (self._voices.text, small)) if block]  # fmt: skip
        unit = self._size[0] / 1200
        between = 44 * unit + (big.size * 0.2 if big else 0)
        tall = sum(scene.height(voice, block) for voice, block in blocks)
        tall += between * (len(blocks) - 1)
        y = room.y + max(0.0, (room.height - tall) / 2)
        items: list[scene.Words] = []
        for voice, block in blocks:
            made, base = scene.words(voice, block, room.x, y, self._inks.on, room.width,
                                     self._facts.rtl)  # fmt: skip
            items += [item for item in made if isinstance(item, scene.Words)]
            y = base + between
        strips = self._strips
        mask, left, top = (
            paint.coverage(items, self._size, 1, self._pen) if items else (None, 0, 0)
        )
        if mask is not None:
            most = _STEPS - 1
            mask = mask.point([value * most // 255 * _TONES for value in range(256)])
            first, last = top // _ROWS, (top + mask.height - 1) // _ROWS
            above = first * _ROWS
            below = min(self._size[1], (last + 1) * _ROWS)
            part = self._base.crop((0, above, self._size[0], below))
            where = (left, top - above, left + mask.width, top - above + mask.height)
            # Only tones lie under the title, and these are the lowest numbers.
            part.paste(ImageChops.add(part.crop(where), mask), where)
            changed = [(strip, _deflated(strip)) for strip in _strips(part)]
            strips = [*strips[:first], *changed, *strips[last + 1 :]]
        return self._packed(strips)

    def _packed(self, strips: list[tuple[bytes, bytes]]) -> bytes:
        """The card as PNG. Strips that no title touches were compressed with the ground."""
        check = 1
        for plain, _ in strips:
            check = zlib.adler32(plain, check)
        data = b"".join(packed for _, packed in strips)
        wide, high = self._size
        body = b"\x78\x01" + data + b"\x03\x00" + struct.pack(">I", check)
        return (b"\x89PNG\r\n\x1a\n"
                + _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0))
                + _chunk(b"PLTE", bytes(self._table)) + _chunk(b"IDAT", body)
                + _chunk(b"IEND", b""))  # fmt: skip


def _strips(card: Image) -> list[bytes]:
    """The rows of the picture, each with its filter's number (none), in packets of ``_ROWS``."""
    wide, high = card.size
    data = card.tobytes()
    rows = [b"\0" + data[at * wide : (at + 1) * wide] for at in range(high)]
    return [b"".join(rows[at : at + _ROWS]) for at in range(0, high, _ROWS)]


def _deflated(strip: bytes) -> bytes:
    """A part of a deflate stream that knows nothing of what stands before it. Runs alone make
    such flat pictures smaller than a search for repetitions does, in a third of the time."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15, 9, zlib.Z_RLE)
    return packer.compress(strip) + packer.flush(zlib.Z_FULL_FLUSH)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _rgb(value: str) -> tuple[int, int, int]:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def _mixed(
    one: tuple[int, int, int], two: tuple[int, int, int], share: float
) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue
