"""Print pieces: flyers, posters, table cards and sticker sheets, each as one page to print.

For a print shop a piece has its colours, three millimetres of bleed and crop marks; for a copier it
has one ink on plain paper. Each carries the imprint and is refused, with the reason, where the law
asks for one and it is missing or would be too small. Measures are in points.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from sitegen.brand import look, pdf, scene
from sitegen.brand.emblem import Emblem, signature
from sitegen.brand.facts import Facts
from sitegen.brand.look import Inks, Voices
from sitegen.brand.scene import Area, Item, Scene, Turned
from sitegen.brand.typeset import Block, clean

MM: Final = 72 / 25.4
BLEED: Final = 3 * MM
SLUG: Final = 9 * MM
"""Paper beyond the trim, which holds bleed and crop marks."""
LIVE: Final = 4 * MM
"""Nothing that is read lies nearer to the trim on a small piece: cutting wanders."""
OFFICE: Final = 7 * MM
"""The margin in which an office printer does not print."""
CODE: Final = 21 * MM
"""The least side of a code with its quiet zone: read at arm's length by any phone."""


class Piece(Struct, frozen=True):
    """A kind of thing to print: name, width and height in millimetres, what is on it and which
    tag its code carries."""

    name: str
    kind: str
    width: float
    height: float
    tag: str


PIECES: Final = (
    Piece("flyer-a6", "sheet", 105, 148, "flyer"),
    Piece("flyer-a5", "sheet", 148, 210, "flyer"),
    Piece("flyer-half-letter", "sheet", 139.7, 215.9, "flyer"),
    Piece("poster-a4", "poster", 210, 297, "poster"),
    Piece("poster-a3", "poster", 297, 420, "poster"),
    Piece("poster-letter", "poster", 215.9, 279.4, "poster"),
    Piece("table-card-a4", "tent", 210, 297, "table"),
    Piece("table-card-letter", "tent", 215.9, 279.4, "table"),
    Piece("stickers-a4", "stickers-a4", 210, 297, "sticker"),
    Piece("stickers-letter", "stickers-letter", 215.9, 279.4, "sticker"),
)  # fmt: skip


class Labels(Struct, frozen=True):
    """A sheet of labels as sold: columns, rows, size, first corner and pitch in millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float


LABELS: Final = {
    "stickers-a4": Labels(2, 4, 99.1, 67.7, 4.65, 13.1, 101.6, 67.7),
    "stickers-letter": Labels(2, 3, 101.6, 84.67, 3.97, 12.7, 106.36, 84.67),
}


class Sheet(Struct, frozen=True):
    """A finished piece: its page, or why there is none. ``smallest`` is its least type size and
    ``imprint`` that of its imprint, in points."""

    piece: Piece
    page: pdf.Page | None
    refused: str = ""
    smallest: float = 0.0
    imprint: float = 0.0


class _Frame(Struct, frozen=True):
    """A box to be filled, and how far its ground reaches beyond on each side."""

    x: float
    y: float
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    @property
    def unit(self) -> float:
        """1 for a postcard; lengths grow with it."""
        return float((self.width * self.height / (298 * 420)) ** 0.5)

    def ground(self, y: float, height: float, fill: str) -> Area:
        """A band across the frame, out to where the frame's ground ends."""
        top = self.top if y <= self.y + 0.01 else 0.0
        bottom = self.bottom if y + height >= self.y + self.height - 0.01 else 0.0
        return scene.box(self.x - self.left, y - top, self.width + self.left + self.right,
                         height + top + bottom, fill)  # fmt: skip


class Press:
    """The pieces of one site in one set of inks."""

    def __init__(self, facts: Facts, inks: Inks, voices: Voices, emblem: Emblem) -> None:
        self.facts, self.inks, self.voices, self.emblem = facts, inks, voices, emblem
        tags = sorted({piece.tag for piece in PIECES}) if facts.address else []
        self._codes = {tag: look.matrix(facts.tagged(tag)) for tag in tags}

    def sheet(self, piece: Piece) -> Sheet:
        """One piece. With a single ink it fills plain paper; else it has bleed and crop marks."""
        if self.facts.print.refusal:
            return Sheet(piece, None, self.facts.print.refusal)
        wide, high = piece.width * MM, piece.height * MM
        labels = LABELS.get(piece.kind)
        plain = self.inks.single or labels is not None
        edge, out = (0.0, 0.0) if plain else (SLUG, BLEED)
        frame = _Frame(edge, edge, wide, high, out, out, out, out)
        page: tuple[Item | Turned, ...]
        if piece.kind == "tent":
            half = high / 2
            lower = replace(frame, y=edge + half, height=half, top=0.0)
            panel, size = self._panel(lower, piece.tag)
            page = (*panel, Turned(tuple(panel)), *self._fold(frame, edge))
        elif labels is not None:
            items: list[Item] = []
            size = 0.0
            for row in range(labels.rows):
                for column in range(labels.columns):
                    label = _Frame((labels.left + column * labels.across) * MM,
                                   (labels.top + row * labels.down) * MM,
                                   labels.width * MM, labels.height * MM)  # fmt: skip
                    panel, size = self._panel(label, piece.tag, label=True)
                    items += panel
            page = tuple(items)
        else:
            panel, size = self._upright(frame, piece)
            page = tuple(panel)
        if not panel:
            return Sheet(piece, None, "The imprint is too long to be legible on a piece of this "
                         "size, or in letters that no font here has.")  # fmt: skip
        if not plain:
            page = (*page, *_marks(wide, high))
        made = Scene(wide + 2 * edge, high + 2 * edge, page)
        return Sheet(piece, pdf.Page(made, edge, out), "", scene.smallest(page), size)

    # The foot --------------------------------------------------------------------------------

    def _imprint(self, width: float, unit: float, most: int) -> tuple[Block | None, float]:
        """The imprint in lines, or None where it would not fit; and its size (0: there is none)."""
        size, text = 0.0, self.voices.text
        for said in self.facts.print.texts:
            for wanted in (7.6 * max(unit, 0.86) ** 0.6, 6.5):
                size = max(wanted, self.facts.print.least)
                block = text.fit(said, width, 9999, size, size, 1.25, None, most)
                if block.whole and text.covers(said):
                    return block, size
        return None, size

    def _upright(self, frame: _Frame, piece: Piece) -> tuple[list[Item], float]:
        """Headline above, the way to take part below: sheets that hang or are handed out."""
        facts, inks, unit = self.facts, self.inks, frame.unit
        text = self.voices.text
        poster = piece.kind == "poster"
        edge = max(OFFICE if inks.single else LIVE + 3 * MM, 22 * unit)
        x, width = frame.x + edge, frame.width - 2 * edge
        # From the foot up: imprint, code with call, stripe.
        block, size = self._imprint(width, unit, 4)
        if size and block is None and facts.print.required:
            return [], 0.0
        tall = scene.height(text, block) if block else 0.0
        bottom = frame.y + frame.height - max(edge * 0.8, OFFICE if inks.single else 0)
        imprint_top = bottom - tall
        side = max(CODE, 84 * unit) if facts.address else 0.0
        panel_high = side + (12 * unit if block else 0) + tall + max(edge * 0.8, 0) + 15 * unit
        if not facts.address:
            panel_high = tall + edge * 1.6 + 34 * unit
        panel_top = frame.y + frame.height - panel_high
        stripe = 7 * unit
        items: list[Item] = [
            frame.ground(frame.y, panel_top - frame.y + 1, inks.ground),
            *self._beams(frame, panel_top),
            frame.ground(panel_top, panel_high, inks.paper),
            frame.ground(panel_top, stripe, inks.accent),
        ]  # fmt: skip
        items += self._call(x, panel_top + stripe + 8 * unit, width, side, unit, piece.tag)
        if block:
            items += scene.words(text, block, x, imprint_top, inks.muted, width, facts.rtl)[0]
        # From the top down: the name, the headline, and on a sheet a few words more.
        head = 30 * unit
        items += signature(facts, self.emblem, self.voices, inks, x, frame.y + edge, width, head,
                           inks.on, inks.single)  # fmt: skip
        y = frame.y + edge + head + 20 * unit
        room = panel_top - y - 18 * unit
        more = clean(facts.description) if not poster else ""
        if more == clean(facts.tagline) or not text.covers(more):
            more = ""
        below = text.fit(more, width, room * 0.34, 11.5 * unit, 8.5 * unit, 1.32) if more else None
        if below is not None and not below.whole:
            below = None
        beneath = scene.height(text, below) + 16 * unit if below else 0.0
        made = self._headline(x, y, width, room - beneath, unit, top=below is None and not poster)
        items += made[0]
        if below:
            items += scene.words(text, below, x, made[1] + 18 * unit, inks.on, width, facts.rtl)[0]
        return items, size

    def _headline(
        self, x: float, y: float, width: float, height: float, unit: float, top: bool = False
    ) -> tuple[list[Item], float]:
        """The tagline, or the name, as large as there is room; and where its last line stands."""
        facts, display = self.facts, self.voices.display
        said = clean(facts.tagline) or clean(facts.name)
        if not display.covers(said):
            return [], y
        block = display.fit(said, width, height, 76 * unit, 15 * unit, 1.06)
        room = height - scene.height(display, block) - 0.22 * block.size
        down = y + max(0.0, room) * (0.0 if top else 0.38)
        made, base = scene.words(display, block, x, down, self.inks.on, width, facts.rtl)
        return made, base + 0.22 * block.size

    def _call(
        self, x: float, y: float, width: float, side: float, unit: float, tag: str
    ) -> list[Item]:
        """The code, and beside it what it is for and the address for those without a camera."""
        facts, inks, rtl = self.facts, self.inks, self.facts.rtl
        display, text = self.voices.display, self.voices.text
        host, call = clean(facts.host), clean(facts.call or facts.words.join)
        if not side:
            block = display.fit(host, width, 24 * unit, 17 * unit, 8 * unit, 1.1, False, 1)
            return (
                scene.words(display, block, x, y + 5 * unit, inks.text, width, rtl)[0]
                if host
                else []
            )
        gap = 14 * unit
        # The panel is as good as white, so the quiet zone reaches into the margins, and the code
        # ends where the lines do.
        quiet = look.quiet(self._codes[tag], side)
        at = x + width - side + quiet if not rtl else x - quiet
        items: list[Item] = [self._code(tag, at, y, side)]
        start, room = (x if not rtl else x + side + gap - quiet), width - side - gap + quiet
        big = display.fit(call, room, side * 0.46, 27 * unit, 11 * unit, 1.08, None, 3)
        scan = text.fit(clean(facts.words.scan), room, side * 0.25, 9.5 * unit, 7 * unit, 1.25)
        where = display.fit(host, room, side * 0.2, 12.5 * unit, 6.5 * unit, 1.1, False, 2)
        blocks = [(display, big, inks.text), (text, scan, inks.muted), (display, where, inks.text)]
        spaces = (0.0, 11 * unit, 6.5 * unit)
        tall = sum(scene.height(type, block) + scene.depth(type, block)
                   for type, block, _ in blocks) + sum(spaces)  # fmt: skip
        down = y + max(0.0, side - tall) / 2
        for (type, block, fill), space in zip(blocks, spaces, strict=True):
            made, base = scene.words(type, block, start, down + space, fill, room, rtl)
            items += made
            down = base + scene.depth(type, block)
        return items

    # Panels that lie -------------------------------------------------------------------------

    def _panel(self, frame: _Frame, tag: str, label: bool = False) -> tuple[list[Item], float]:
        """Headline beside the code: a side of a table card, a label."""
        facts, inks, unit = self.facts, self.inks, frame.unit
        text = self.voices.text
        edge = LIVE + 1 * MM if label else max(OFFICE, 20 * unit)
        side = (
            min(max(CODE, frame.height * 0.46), frame.height - 2 * edge) if facts.address else 0.0
        )
        foot_width = frame.width - 2 * edge
        block, size = self._imprint(foot_width, unit * 0.8 if label else unit, 3 if label else 4)
        if size and block is None and facts.print.required:
            return [], 0.0
        tall = scene.height(text, block) if block else 0.0
        stripe = 5.5 * unit
        foot_high = (
            (tall + stripe + 4.5 * unit + max(edge * 0.6, size * 0.5)) if block else 9 * unit
        )
        foot_top = (
            frame.y + frame.height - foot_high - (OFFICE * 0.4 if inks.single and not label else 0)
        )
        foot_high = frame.y + frame.height - foot_top
        items: list[Item] = [
            frame.ground(frame.y, foot_top - frame.y + 1, inks.ground),
            *self._beams(frame, foot_top),
            frame.ground(foot_top, foot_high, inks.paper),
            frame.ground(foot_top, stripe, inks.accent),
        ]  # fmt: skip
        if block:
            items += scene.words(text, block, frame.x + edge, foot_top + stripe + 4.5 * unit, inks.muted,
                                 foot_width, facts.rtl)[0]  # fmt: skip
        gap = 14 * unit if side else 0.0
        width = frame.width - 2 * edge - side - gap
        x = frame.x + edge + (side + gap if facts.rtl else 0)
        head = 24 * unit
        y = frame.y + edge
        items += signature(facts, self.emblem, self.voices, inks, x, y, width, head, inks.on,
                           inks.single)  # fmt: skip
        y += head + 14 * unit
        items += self._headline(x, y, width, foot_top - y - 10 * unit, unit * 0.92)[0]
        if side:
            at = frame.x + edge if facts.rtl else frame.x + frame.width - edge - side
            items += self._beside(at, frame.y, side, foot_top - frame.y, unit, tag)
        return items, size

    def _beside(
        self, x: float, y: float, side: float, height: float, unit: float, tag: str
    ) -> list[Item]:
        """A code on a plate with the call above and the address below it."""
        facts, inks = self.facts, self.inks
        display = self.voices.display
        call = display.fit(clean(facts.call or facts.words.join), side, height * 0.2, 14 * unit,
                           7 * unit, 1.1, None, 2)  # fmt: skip
        where = display.fit(
            clean(facts.host), side, 30 * unit, 9 * unit, 5.5 * unit, 1.12, False, 2
        )
        space = scene.depth(display, call)
        above, below = (
            scene.height(display, call) + space + 8 * unit,
            scene.height(display, where) + 7 * unit,
        )
        top = y + max(4 * unit, (height - above - side - below) / 2)
        items = scene.words(display, call, x, top, inks.on, side, middle=True)[0]
        plate = scene.box(x, top + above, side, side, "#ffffff")
        items += [plate, self._code(tag, x, top + above, side)]
        down = top + above + side + 7 * unit
        items += scene.words(display, where, x, down, inks.on, side, middle=True)[0]
        return items

    def _code(self, tag: str, x: float, y: float, side: float) -> scene.Code:
        fill = "#000000" if self.inks.single else self.inks.text
        return look.code(self._codes[tag], self.facts.tagged(tag), x, y, side, fill)

    def _beams(self, frame: _Frame, bottom: float) -> list[Area]:
        if self.inks.single:
            return []
        centre = (0.14, 0.98) if self.facts.rtl else (0.86, 0.98)
        return look.rays(frame.x - frame.left, frame.y - frame.top, frame.width + frame.left + frame.right,
                         bottom - frame.y + frame.top, self.inks.ray, centre)  # fmt: skip

    def _fold(self, frame: _Frame, edge: float) -> list[Item]:
        """Short lines at both sides where the card is folded; in one ink they are on the card."""
        middle = frame.y + frame.height / 2
        length = 4 * MM
        ends = (frame.x - frame.left - length, frame.x + frame.width + frame.right)
        if self.inks.single:
            ends = (frame.x, frame.x + frame.width - length)
        return [scene.box(start, middle - 0.125, length, 0.25, "#000000") for start in ends]


def _marks(width: float, height: float) -> list[Item]:
    """Crop marks: where the four edges would meet, outside the bleed."""
    made: list[Item] = []
    near, far = SLUG - BLEED - 1, 1.0
    for x in (SLUG, SLUG + width):
        for start in (far, SLUG + height + BLEED + 1):
            made.append(scene.box(x - 0.125, start, 0.25, near - far, "#000000"))
    for y in (SLUG, SLUG + height):
        for start in (far, SLUG + width + BLEED + 1):
            made.append(scene.box(start, y - 0.125, near - far, 0.25, "#000000"))
    return made
