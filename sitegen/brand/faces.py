"""The bundled typefaces: one table, and where their files lie. Reads nothing at import.

A family has a folder of its name in ``fonts/`` with its licence, a TrueType file for each cut that is
drawn with (cards, wordmark, print) and small WOFF2 files for pages. ``tools/fonts.py`` makes them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from sitegen.problems import Problem, Span, did_you_mean

FOLDER: Final = os.path.join(os.path.dirname(__file__), "fonts")

_ASCII: Final = "U+20-7E,U+A0,U+AB,U+BB,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2039-203A,U+20AC"
SETS: Final[Mapping[str, str]] = {
    "latin": "U+20-7E,U+A0-FF,U+131,U+152-153,U+160-161,U+178,U+17D-17E,U+2C6,U+2DA,U+2DC,"
             "U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AC,"
             "U+2122,U+2190-2193,U+2212",
    "ext": "U+100-130,U+132-151,U+154-15F,U+162-177,U+179-17C,U+192,U+1CD-1CE,U+1E6-1E7,U+218-21B,"
           "U+259,U+1E80-1E85,U+1E9E,U+1EF2-1EF3",
    "cyrl": f"{_ASCII},U+400-45F,U+490-491,U+492-493,U+49A-49B,U+4A2-4A3,U+4AE-4B3,U+4BA-4BB,"
            "U+4D8-4D9,U+4E8-4E9,U+2116",
    "grek": f"{_ASCII},U+37E,U+384-38A,U+38C,U+38E-3A1,U+3A3-3CE",
    "viet": f"{_ASCII},U+C0-C3,U+C8-CA,U+CC-CD,U+D2-D5,U+D9-DA,U+DD,U+E0-E3,U+E8-EA,U+EC-ED,"
            "U+F2-F5,U+F9-FA,U+FD,U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,"
            "U+300-301,U+303,U+309,U+323,U+1EA0-1EF9,U+20AB",
}  # fmt: skip
"""The letters of a page file, as CSS says them. ``ext`` goes with ``latin``; the others stand alone."""


class StandIn(Struct, frozen=True):
    """A face that every computer has, with the figures that make it as large as ours, in hundredths:
    size-adjust, ascent-override and descent-override (CSS Fonts 5)."""

    local: tuple[str, ...]
    size: float
    ascent: float
    descent: float


class Cut(Struct, frozen=True):
    """One drawing of a family: a weight, upright or italic. ``drawn``: it has a TrueType file."""

    weight: int
    stand_in: StandIn | None = None
    italic: bool = False
    drawn: bool = True

    def file(self, extension: str) -> str:
        """``700.ttf``, ``400i.latin.woff2``."""
        return f"{self.weight}{'i' if self.italic else ''}.{extension}"


class Face(Struct, frozen=True):
    """A family. ``style`` says its character in a word or two; ``scripts`` are ISO 15924 codes, in
    small letters, of what its TrueType files can write; ``sets`` are those of its page files, and
    ``generic`` is what CSS calls its kind."""

    name: str
    title: str
    style: str
    cuts: tuple[Cut, ...]
    scripts: tuple[str, ...]
    sets: tuple[str, ...] = ()
    generic: str = "sans-serif"
    licence: str = "OFL.txt"

    def drawing(self, weight: int) -> str:
        """The path of the TrueType file whose weight is nearest."""
        cut = min(
            (cut for cut in self.cuts if cut.drawn), key=lambda cut: abs(cut.weight - weight)
        )
        return self.path(cut.file("ttf"))

    def path(self, file: str) -> str:
        """Where one of the family's files lies."""
        return os.path.join(FOLDER, self.name, file)


_SANS: Final = ("Arial", "Liberation Sans", "Roboto")
_SANS_BOLD: Final = ("Arial Bold", "Liberation Sans Bold", "Roboto Bold")
_SERIF: Final = ("Times New Roman", "Liberation Serif", "Noto Serif")
_SERIF_BOLD: Final = ("Times New Roman Bold", "Liberation Serif Bold", "Noto Serif Bold")
_SERIF_ITALIC: Final = ("Times New Roman Italic", "Liberation Serif Italic", "Noto Serif Italic")
_LATIN: Final = ("latin", "ext")
_ALL: Final = ("latin", "ext", "cyrl", "grek")

FACES: Final[tuple[Face, ...]] = (
    Face("bricolage-grotesque", "Bricolage Grotesque", "warm and strong",
         (Cut(800, StandIn(_SANS_BOLD, 103.6, 89.8, 26.1)),),
         ("latn",), (*_LATIN, "viet")),
    Face("sofia-sans-extra-condensed", "Sofia Sans Extra Condensed", "heavy and narrow",
         (Cut(900, StandIn(_SANS_BOLD, 62.4, 144.2, 48.1)),),
         ("latn", "cyrl", "grek"), _ALL),
    Face("noto-serif-display", "Noto Serif Display", "headlines of a newspaper",
         (Cut(800, StandIn(_SERIF_BOLD, 120.5, 88.7, 24.3)),),
         ("latn", "cyrl", "grek"), (*_ALL, "viet"), "serif"),
    Face("nunito", "Nunito", "friendly and rounded",
         (Cut(400, StandIn(_SANS, 101.7, 99.4, 34.7)), Cut(800, StandIn(_SANS_BOLD, 100.0, 101.1, 35.3))),
         ("latn", "cyrl"), (*_LATIN, "cyrl", "viet")),
    Face("source-sans", "Source Sans 3", "clear",
         (Cut(400, StandIn(_SANS, 94.2, 108.7, 42.5)), Cut(700, StandIn(_SANS_BOLD, 92.1, 111.2, 43.4))),
         ("latn", "cyrl", "grek"), (*_ALL, "viet")),
    Face("sofia-sans", "Sofia Sans", "plain, goes with the narrow one",
         (Cut(400, StandIn(_SANS, 97.0, 92.8, 30.9)), Cut(700, StandIn(_SANS_BOLD, 90.8, 99.1, 33.0))),
         ("latn", "cyrl", "grek"), _ALL),
    Face("noto-serif", "Noto Serif", "long reads",
         (Cut(400, StandIn(_SERIF, 119.7, 89.3, 24.5)),
          Cut(400, StandIn(_SERIF_ITALIC, 115.7, 92.4, 25.3), True, False),
          Cut(700, StandIn(_SERIF_BOLD, 119.3, 89.6, 24.6))),
         ("latn", "cyrl", "grek"), (*_ALL, "viet"), "serif"),
    Face("noto-sans", "Noto Sans", "what other faces cannot write", (Cut(400), Cut(700)),
         ("latn", "cyrl", "grek")),
    Face("noto-sans-arabic", "Noto Sans Arabic", "what other faces cannot write",
         (Cut(400), Cut(700)), ("arab",)),
    Face("noto-sans-hebrew", "Noto Sans Hebrew", "what other faces cannot write",
         (Cut(400), Cut(700)), ("hebr",)),
)  # fmt: skip
"""Every bundled family. Those without page files only stand in where something is drawn."""

STAND_INS: Final = ("noto-sans", "noto-sans-arabic", "noto-sans-hebrew")
"""Families to look for a letter in, in this order, when the chosen one has none."""


def get(name: str) -> Face | None:
    """The family of this name or title; None if there is none."""
    wanted = "-".join(name.lower().replace("_", " ").replace("-", " ").split())
    for face in FACES:
        if wanted in (face.name, "-".join(face.title.lower().split())):
            return face
    return None


def data(file: str) -> bytes:
    """The bytes of ``family/file``."""
    with open(os.path.join(FOLDER, file), "rb") as opened:
        return opened.read()


def size(file: str) -> int:
    """How many bytes ``family/file`` has."""
    return os.path.getsize(os.path.join(FOLDER, file))


def choices() -> tuple[str, ...]:
    """The names that a site or a theme may choose for its pages."""
    return tuple(face.name for face in FACES if face.sets)


def is_system(name: str) -> bool:
    """Whether the word says that pages load no font and use what the visitor's computer has."""
    return name.strip().lower() in ("system", "none", "no")


def unknown(name: str, span: Span | None = None) -> Problem:
    """What is wrong with the name of a font that there is none of, and what to write instead."""
    names = (*choices(), "system")
    hint = did_you_mean("-".join(name.lower().split()), names, f"Fonts here: {', '.join(names)}.")
    return Problem("font-unknown", f'There is no font "{name.strip()[:40]}".', span, hint)
