"""A scene as a page of a PDF: real text in embedded fonts, boxes for the printer, nothing else.

Written here and not by a library, because every glyph is already placed when it arrives, and
because the bytes must be the same each time. PDF 1.7 (ISO 32000-1); the numbers in comments are
its sections. Text can be copied and searched: each font has a map to Unicode, and a word whose
glyphs do not follow its letters one by one carries them as ActualText.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from sitegen.brand.scene import Area, Code, Item, Picture, Scene, Turned, Words
from sitegen.brand.typeset import Font, Glyph

PRODUCER: Final = "sitegen"


class Page(Struct, frozen=True):
    """A scene with its boxes (14.11.2): how far the paper reaches beyond the finished piece, and
    how much of that is printed too. Both are in points; 0 where the page is the piece."""

    scene: Scene
    margin: float = 0.0
    bleed: float = 0.0


def write(
    pages: Sequence[Page], title: str, language: str, author: str = "", grey: bool = False
) -> bytes:
    """A whole document. With ``grey`` every colour becomes a share of one ink, black."""
    return _Document(title, language, author, grey).made(pages)


class _Document:
    """One file in the making: numbered objects, the last of which names the others."""

    def __init__(self, title: str, language: str, author: str, grey: bool) -> None:
        self.title, self.language, self.author, self.grey = title, language, author, grey
        self.objects: list[bytes] = []
        self.fonts: dict[int, tuple[int, Font, dict[int, str]]] = {}
        self.pictures: dict[str, tuple[str, int]] = {}

    def made(self, pages: Sequence[Page]) -> bytes:
        catalog, tree, info = self.add(b""), self.add(b""), self.add(b"")
        contents = [self._content(page) for page in pages]  # what is used is known after this
        resources = self.add(b"")
        kids = []
        for page, content in zip(pages, contents, strict=True):
            stream = self.add(_stream(content))
            kids.append(self.add(_page(page, tree, stream, resources)))
        fonts = " ".join(f"/F{name} {self._font(font, used)} 0 R"
                         for name, font, used in self.fonts.values())  # fmt: skip
        shown = " ".join(f"/{name} {number} 0 R" for name, number in self.pictures.values())
        self.set(resources, f"<</Font<<{fonts}>>/XObject<<{shown}>>"
                            "/ProcSet[/PDF/Text/ImageC/ImageB]>>".encode())  # fmt: skip
        self.set(tree, f"<</Type/Pages/Count {len(kids)}"
                       f"/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode())  # fmt: skip
        self.set(catalog, f"<</Type/Catalog/Pages {tree} 0 R/Lang {_text(self.language)}"
                          "/ViewerPreferences<</DisplayDocTitle true>>>>".encode())  # fmt: skip
        author = f"/Author {_text(self.author)}" if self.author else ""
        self.set(info, f"<</Title {_text(self.title)}{author}/Producer {_text(PRODUCER)}"
                       ">>".encode())  # fmt: skip
        return self._file(catalog, info)

    def add(self, data: bytes) -> int:
        self.objects.append(data)
        return len(self.objects)

    def set(self, number: int, data: bytes) -> None:
        self.objects[number - 1] = data

    def _file(self, catalog: int, info: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, data in enumerate(self.objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
        start = len(out)
        name = hashlib.blake2b(out, digest_size=16).hexdigest()
        rows = "".join(f"{place:010} 00000 n \n" for place in places)
        out += (f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{rows}"
                f"trailer\n<</Size {len(places) + 1}/Root {catalog} 0 R/Info {info} 0 R"
                f"/ID[<{name}><{name}>]>>\nstartxref\n{start}\n%%EOF\n").encode()  # fmt: skip
        return bytes(out)

    # Pages -----------------------------------------------------------------------------------

    def _content(self, page: Page) -> bytes:
        """The drawing, with the origin moved to the top left corner; y still counts upwards."""
        parts: list[str] = []
        scene = page.scene
        for item in scene.items:
            if isinstance(item, Turned):
                parts.append(f"q -1 0 0 -1 {_n(scene.width)} {_n(scene.height)} cm")
                parts += [self._item(each, scene.height) for each in item.items]
                parts.append("Q")
            else:
                parts.append(self._item(item, scene.height))
        return "\n".join(parts).encode()

    def _item(self, item: Item, high: float) -> str:
        if isinstance(item, Area):
            first, *others = item.points
            way = f"{_n(first[0])} {_n(high - first[1])} m " + " ".join(
                f"{_n(x)} {_n(high - y)} l" for x, y in others)  # fmt: skip
            return f"{self._fill(item.fill)} {way} h f"
        if isinstance(item, Words):
            return self._words(item, high)
        if isinstance(item, Code):
            return self._code(item, high)
        name = self._picture(item)
        return (f"/Artifact BMC q {_n(item.width)} 0 0 {_n(item.height)} {_n(item.x)} "
                f"{_n(high - item.y - item.height)} cm /{name} Do Q EMC")  # fmt: skip

    def _fill(self, fill: str) -> str:
        red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5))
        if self.grey or red == green == blue:
            return f"{_n(0.2126 * red + 0.7152 * green + 0.0722 * blue)} g"
        return f"{_n(red)} {_n(green)} {_n(blue)} rg"

    def _code(self, code: Code, high: float) -> str:
        """One rectangle for each run of dark modules in a row."""
        module = code.side / len(code.rows)
        parts = [self._fill(code.fill)]
        for down, row in enumerate(code.rows):
            at = 0
            while at < len(row):
                end = at
                while end < len(row) and row[end] == row[at]:
                    end += 1
                if row[at]:
                    # A hair taller than a module, or some viewers show white lines between rows.
                    parts.append(f"{_n(code.x + at * module)} "
                                 f"{_n(high - code.y - (down + 1) * module)} "
                                 f"{_n((end - at) * module)} {_n(module * 1.01)} re")  # fmt: skip
                at = end
        return " ".join([*parts, "f"])

    def _words(self, words: Words, high: float) -> str:
        """Glyphs where the line has them: each run of one font is one TJ, corrected by kerning."""
        line = words.line
        parts = [f"{self._fill(words.fill)} BT"]
        parts.insert(0, f"/Span<</ActualText {_text(line.text)}>>BDC")
        at: tuple[int, float, float] | None = None
        shown = ""
        for glyph in line.glyphs:
            number = self._used(words.type.fonts[glyph.font], glyph)
            font = words.type.fonts[glyph.font]
            if at is None or at[0] != glyph.font or abs(at[2] - glyph.y) > 1e-6:
                if shown:
                    parts.append(f"[<{shown}>]TJ")
                x, y = words.x + glyph.x * words.size, high - words.y + glyph.y * words.size
                parts.append(f"/F{number} {_n(words.size)} Tf 1 0 0 1 {_n(x)} {_n(y)} Tm")
                shown = ""
            elif abs(glyph.x - at[1]) > 5e-5:
                shown += f">{_n((at[1] - glyph.x) * 1000)}<"
            shown += f"{glyph.id:04x}"
            at = (glyph.font, glyph.x + _advance(font, glyph.id), glyph.y)
        if shown:
            parts.append(f"[<{shown}>]TJ")
        return " ".join([*parts, "ET EMC"])

    # Resources -------------------------------------------------------------------------------

    def _used(self, font: Font, glyph: Glyph) -> int:
        known = self.fonts.setdefault(id(font), (len(self.fonts) + 1, font, {}))
        if glyph.text or glyph.id not in known[2]:
            known[2].setdefault(glyph.id, glyph.text)
        return known[0]

    def _font(self, font: Font, used: Mapping[int, str]) -> int:
        """A composite font of the glyphs in use (9.7), numbered as in the font itself."""
        name = f"/{_tag(font, used)}+{_name(font)}"
        data = _subset(font, used)
        file = self.add(_stream(data, f"/Length1 {len(data)}"))
        unit = 1000 / font.upem
        widths = " ".join(
            f"{number}[{_n(_advance(font, number) * 1000)}]" for number in sorted(used)
        )
        box = [round(side * 1000) for side in (-0.2, -font.descent, 1.4, font.ascent)]
        descriptor = self.add((
            f"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[{' '.join(map(str, box))}]"
            f"/ItalicAngle 0/Ascent {round(font.ascent * 1000)}/Descent {round(-font.descent * 1000)}"
            f"/CapHeight {round(font.cap * font.upem * unit)}/StemV 120/FontFile2 {file} 0 R>>"
        ).encode())  # fmt: skip
        inner = self.add((
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/CIDSystemInfo<</Registry(Adobe)"
            f"/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/W[{widths}]"
            "/CIDToGIDMap/Identity/DW 0>>"
        ).encode())  # fmt: skip
        unicode = self.add(_stream(_to_unicode(used)))
        return self.add((
            f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H"
            f"/DescendantFonts[{inner} 0 R]/ToUnicode {unicode} 0 R>>"
        ).encode())  # fmt: skip

    def _picture(self, picture: Picture) -> str:
        """The picture's pixels, without loss; what is transparent is a mask (8.9.6)."""
        key = hashlib.blake2b(picture.data, digest_size=16).hexdigest()
        if key in self.pictures:
            return self.pictures[key][0]
        import io

        import PIL.Image

        with PIL.Image.open(io.BytesIO(picture.data)) as opened:
            seen = opened.convert("RGBA")
        size = f"/Width {seen.width}/Height {seen.height}/BitsPerComponent 8"
        mask = self.add(_stream(seen.getchannel("A").tobytes(),
                                f"/Type/XObject/Subtype/Image{size}/ColorSpace/DeviceGray"))  # fmt: skip
        plain = seen.convert("L" if self.grey else "RGB")
        space = "/DeviceGray" if self.grey else "/DeviceRGB"
        number = self.add(_stream(plain.tobytes(), f"/Type/XObject/Subtype/Image{size}"
                                  f"/ColorSpace{space}/SMask {mask} 0 R"))  # fmt: skip
        name = f"P{len(self.pictures) + 1}"
        self.pictures[key] = (name, number)
        return name


def _page(page: Page, tree: int, stream: int, resources: int) -> bytes:
    wide, high, edge = page.scene.width, page.scene.height, page.margin
    out = edge - page.bleed

    def box(name: str, inset: float) -> str:
        return f"/{name}[{_n(inset)} {_n(inset)} {_n(wide - inset)} {_n(high - inset)}]"

    return (f"<</Type/Page/Parent {tree} 0 R{box('MediaBox', 0)}{box('BleedBox', out)}"
            f"{box('TrimBox', edge)}/Resources {resources} 0 R/Contents {stream} 0 R>>").encode()  # fmt: skip


def _stream(data: bytes, more: str = "") -> bytes:
    packed = zlib.compress(data, 9)
    return (f"<</Filter/FlateDecode/Length {len(packed)}{more}>>\nstream\n".encode() + packed
            + b"\nendstream")  # fmt: skip


def _n(value: float) -> str:
    """A number as PDF writes it: no exponent, no zeros at the end."""
    return f"{value:.4f}".rstrip("0").rstrip(".").replace("-0", "0") if abs(value) < 1e-4 else (
        f"{value:.4f}".rstrip("0").rstrip("."))  # fmt: skip


def _text(text: str) -> str:
    """A text string (7.9.2.2): UTF-16 with its mark, as hexadecimal."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def _advance(font: Font, number: int) -> float:
    return float(font.font.get_glyph_h_advance(number)) / font.upem


def _tag(font: Font, used: Iterable[int]) -> str:
    """Six capitals that tell subsets of one font apart (9.6.4)."""
    seed = hashlib.blake2b(repr((len(font.data), sorted(used))).encode(), digest_size=6).digest()
    return "".join(chr(65 + byte % 26) for byte in seed)


def _name(font: Font) -> str:
    import uharfbuzz

    found = font.face.get_name(uharfbuzz.OTNameIdPredefined.POSTSCRIPT_NAME) or "Font"
    return "".join(sign for sign in found if sign.isascii() and (sign.isalnum() or sign == "-"))


def _subset(font: Font, used: Iterable[int]) -> bytes:
    """The font with the outlines of the glyphs in use, at their own numbers, and nothing else."""
    import uharfbuzz

    wanted: Any = uharfbuzz.SubsetInput()
    flags = uharfbuzz.SubsetFlags
    wanted.flags = (flags.RETAIN_GIDS | flags.NO_HINTING | flags.NAME_LEGACY
                    | flags.NO_LAYOUT_CLOSURE)  # fmt: skip
    wanted.pin_all_axes_to_default(font.face)
    wanted.glyph_set.update({0, *used})
    for table in ("GSUB", "GPOS", "GDEF", "DSIG", "kern", "STAT", "MATH", "BASE"):
        wanted.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
    return bytes(wanted.subset(font.face).blob.data)


def _to_unicode(used: Mapping[int, str]) -> bytes:
    """Which text each glyph stands for (9.10.3)."""
    rows = [f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for number, text in sorted(used.items()) if text]  # fmt: skip
    parts = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
             "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def "
             "/CMapName/Adobe-Identity-UCS def /CMapType 2 def "
             "1 begincodespacerange <0000> <FFFF> endcodespacerange"]  # fmt: skip
    for at in range(0, len(rows), 100):
        some = rows[at : at + 100]
        parts.append(f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar")
    parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(parts).encode()
