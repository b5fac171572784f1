"""Which font files the pages of a site load, and the style rules that say so.

A function of the typefaces, the language and the sizes of the package's own files. What does not fit into
``BUDGET`` is left out, the least needed first, so that no page can ever load more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from sitegen.brand import faces
from sitegen.brand.faces import Cut, Face, StandIn

BUDGET: Final = 60_000
"""Bytes of all font files that one page may load."""

SYSTEM: Final = "system"
"""The name that stands for what the visitor's own computer has."""

_SETS_OF: Final = {
    "cyrl": "ba be bg ce cv kk ky mk mn ru sah sr tg tt udm uk",
    "grek": "el",
    "viet": "vi",
    # Letters beyond Latin-1, or scripts of their own.
    "ext": "az bs crh cs cy eo haw hr hu ku lt lv mi mt pl ro sh sk sl sm tk to tr",
    "": "am ar as bn bo brx ckb dv dz fa gu he hi hy ii iu ja ka km kn ko kok ks lo ml mni mr my ne nqo or "
        "pa prs ps sa sat sd si syr ta te th ti ug ur uz-arab wuu yi yue zh",
}  # fmt: skip

_SEEN: Final = {
    "latin": "U+0-FF,U+131,U+152-153,U+160-161,U+178,U+17D-17E,U+2C6-2DC,U+2010-2044,U+20AC,U+2122,"
             "U+2190-2193,U+2212",
    "ext": "U+100-130,U+132-151,U+154-15F,U+162-177,U+179-17C,U+192-259,U+1E80-1EF3",
    "cyrl": "U+0-FF,U+400-52F,U+2010-2044,U+20AC,U+2116",
    "grek": "U+0-FF,U+370-3FF,U+2010-2044,U+20AC",
    "viet": "U+0-1B0,U+300-323,U+1EA0-1EF9,U+2010-2044,U+20AC,U+20AB",
}  # fmt: skip
"""The letters for which a browser loads a file: those of ``faces.SETS`` in fewer words."""


class PageFont(Struct, frozen=True):
    """One file. ``family`` is the short name it has in the style sheet: D for headlines, T for text."""

    family: str
    face: Face
    cut: Cut
    letters: str

    @property
    def name(self) -> str:
        """Its name among a site's files, before the fingerprint: the shorter, the better."""
        return f"{self.face.name.split('-')[0]}-{self.cut.file(f'{self.letters}.woff2')}"

    @property
    def file(self) -> str:
        """Where it lies, as ``faces.data`` wants it."""
        return f"{self.face.name}/{self.cut.file(f'{self.letters}.woff2')}"


def sets(language: str) -> tuple[str, ...]:
    """The letters that texts of a language need, most needed first; none where no file helps."""
    parts = language.lower().replace("_", "-").split("-")
    if "latn" in parts:
        return ("latin", "ext")
    if "cyrl" in parts:
        return ("cyrl",)
    for letters, languages in _SETS_OF.items():
        if parts[0] in languages.split() or "-".join(parts[:2]) in languages.split():
            return ("latin", "ext") if letters == "ext" else (letters,) if letters else ()
    return ("latin",)


def choose(display: Face | None, text: Face | None, language: str) -> tuple[PageFont, ...]:
    """The files for a site's headlines and text (None: the system's), within the budget."""
    needed = sets(language)
    if display == text:
        display = None
    chosen: list[PageFont] = []
    room = BUDGET
    for font in (*_wanted(display, text, needed), *_spare(display, text, needed)):
        size = faces.size(font.file)
        if size <= room:
            room -= size
            chosen.append(font)
    return tuple(chosen)


def _wanted(
    display: Face | None, text: Face | None, needed: tuple[str, ...]
) -> Iterator[PageFont]:
    """What texts of the language need, in order: headlines, text, bold, italic."""
    for family, face, cut in _cuts(display, text):
        for letters in needed:
            if letters in face.sets:
                yield PageFont(family, face, cut, letters)


def _spare(display: Face | None, text: Face | None, needed: tuple[str, ...]) -> Iterator[PageFont]:
    """Letters of names from elsewhere: Łukasz in an English text."""
    if needed == ("latin",):
        for family, face, cut in _cuts(display, text):
            if "ext" in face.sets and not cut.italic:
                yield PageFont(family, face, cut, "ext")


def _cuts(display: Face | None, text: Face | None) -> Iterator[tuple[str, Face, Cut]]:
    if display is not None:
        yield "D", display, max(display.cuts, key=lambda cut: (not cut.italic, cut.weight))
    if text is not None:
        for cut in sorted(text.cuts, key=lambda cut: (cut.italic, cut.weight)):
            yield "T", text, cut


def css(
    display: Face | None, text: Face | None, fonts: tuple[PageFont, ...],
    output: Callable[[PageFont], str],
) -> str:  # fmt: skip
    """The rules, and the two properties that themes use; "" where there is nothing to load.

    Each cut has a stand-in of the same size that every computer has, so that nothing moves when
    the file arrives (CSS Fonts 5, "Font Metrics Override Descriptors").
    """
    one = display == text
    if one:
        display = None
    rules: list[str] = []
    properties: list[str] = []
    for family, name, face in (("D", "display", display), ("T", "text", text)):
        own = [font for font in fonts if font.family == family]
        if face is None or not own:
            continue
        stood: list[Cut] = []
        for font in own:
            what = _descriptors(font)
            seen = f"unicode-range:{_SEEN[font.letters]}}}"
            rules.append(f"@font-face{{font-family:{family};{what}font-display:swap;"
                         f"src:url({output(font)});{seen}")  # fmt: skip
            if font.cut.stand_in is not None and font.cut not in stood:
                stood.append(font.cut)
                rules.append(
                    f"@font-face{{font-family:{family}f;{what}{_stand_in(font.cut.stand_in)}{seen}"
                )
        stack = f"{family},{family}f,{face.generic}"
        properties.append(f"--font-{name}:{stack}")
        if name == "text" and one:
            properties.append(f"--font-display:{stack}")
    return "".join(rules) + (f":root{{{';'.join(properties)}}}" if properties else "")


def _descriptors(font: PageFont) -> str:
    """The weights and the slope that a file serves. Headlines have one, whatever a theme asks for."""
    if font.family == "D":
        return "font-weight:1 999;"
    weight = "font-weight:600 999;" if font.cut.weight > 500 else ""
    return weight + ("font-style:italic;" if font.cut.italic else "")


def _stand_in(face: StandIn) -> str:
    sources = ",".join(f'local("{name}")' for name in face.local)
    return (f"size-adjust:{face.size:g}%;ascent-override:{face.ascent:g}%;"
            f"descent-override:{face.descent:g}%;line-gap-override:0%;src:{sources};")  # fmt: skip
