"""Capital letters as single strokes, for icons: round, bold, and seen at sixteen pixels.

Each letter is the path of a pen in a box 10 wide and 14 high, in SVG's M, L and C. Latin, Greek and
Cyrillic are covered; for anything else there is a megaphone. Nothing here knows colours.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

Point = tuple[float, float]

_O = "M5 0C8.2 0 10 2.8 10 7C10 11.2 8.2 14 5 14C1.8 14 0 11.2 0 7C0 2.8 1.8 0 5 0"
_C = "M9.6 2.5C8.6 .9 7 0 5.2 0C2 0 .2 2.8 .2 7C.2 11.2 2 14 5.2 14C7 14 8.6 13.1 9.6 11.5"
_P = "M.8 14L.8 0L5.2 0C7.8 0 9.4 1.6 9.4 4.1C9.4 6.6 7.8 8.2 5.2 8.2L.8 8.2"
_B = ("M.6 7L.6 14L5.4 14C8 14 9.6 12.7 9.6 10.4C9.6 8.2 8 6.8 5.4 6.8L.6 6.8",
      "M.6 7L.6 0L5 0C7.4 0 8.8 1.3 8.8 3.4C8.8 5.5 7.4 6.8 5 6.8")  # fmt: skip
_3 = ("M.8 1.9C1.8 .7 3.2 0 4.8 0C7.2 0 8.7 1.4 8.7 3.4C8.7 5.4 7.2 6.7 4.4 6.7"
      "M4.4 6.7C7.5 6.7 9.3 8 9.3 10.3C9.3 12.6 7.5 14 4.8 14"
      "C2.9 14 1.3 13.2 .4 11.7")  # fmt: skip

GLYPHS: Final = {
    "A": "M0 14L5 0L10 14M1.9 9.4L8.1 9.4", "B": _B[0] + _B[1], "C": _C,
    "D": "M.6 0L.6 14L4 14C7.7 14 9.8 11.3 9.8 7C9.8 2.7 7.7 0 4 0L.6 0",
    "E": "M8.8 0L1 0L1 14L8.8 14M1 6.9L7.8 6.9", "F": "M8.8 0L1 0L1 14M1 7L7.8 7",
    "G": "M9.4 2.4C8.4 .8 7 0 5.2 0C2 0 .2 2.8 .2 7C.2 11.2 2 14 5.2 14C7.1 14 8.7 13.2 9.7 11.6"
         "L9.7 7.7L6 7.7",
    "H": "M.6 0L.6 14M9.4 0L9.4 14M.6 7L9.4 7", "I": "M5 0L5 14",
    "J": "M8 0L8 9.6C8 12.4 6.6 14 4.3 14C2.6 14 1.4 13.2 .8 11.8",
    "K": "M.8 0L.8 14M9.4 0L.8 8.6M3.9 5.7L9.8 14", "L": "M1.2 0L1.2 14L8.8 14",
    "M": "M-.8 14L-.8 0L5 8.6L10.8 0L10.8 14", "N": "M.5 14L.5 0L9.5 14L9.5 0", "O": _O, "P": _P,
    "Q": _O + "M6.2 10.2L9.8 14.6", "R": _P + "M5 8.2L9.6 14",
    "S": "M9 2.4C8.1 .8 6.7 0 4.9 0C2.5 0 .9 1.4 .9 3.5C.9 8.2 9.4 5.8 9.4 10.4"
         "C9.4 12.6 7.6 14 5.1 14C3 14 1.3 13 .5 11.3",
    "T": "M0 0L10 0M5 0L5 14", "U": "M.5 0L.5 9C.5 12.2 2.2 14 5 14C7.8 14 9.5 12.2 9.5 9L9.5 0",
    "V": "M0 0L5 14L10 0", "W": "M-2 0L1.6 14L5 2.6L8.4 14L12 0", "X": "M.3 0L9.7 14M9.7 0L.3 14",
    "Y": "M0 0L5 7.4L10 0M5 7.4L5 14", "Z": "M.8 0L9.4 0L.6 14L9.6 14",
    "0": "M5 0C8 0 9.5 2.8 9.5 7C9.5 11.2 8 14 5 14C2 14 .5 11.2 .5 7C.5 2.8 2 0 5 0",
    "1": "M1.8 2.9L5.6 0L5.6 14",
    "2": "M.8 3.6C1.1 1.3 2.8 0 5 0C7.5 0 9.1 1.5 9.1 3.7C9.1 6.4 6.4 8.4 .9 14L9.4 14",
    "3": _3, "4": "M7 14L7 0L0 10L10 10",
    "5": "M8.8 0L1.8 0L1.2 6.3C2.2 5.5 3.4 5.2 4.6 5.2C7.6 5.2 9.4 7 9.4 9.6"
         "C9.4 12.3 7.4 14 4.6 14C2.8 14 1.2 13.3 .3 12",
    "6": "M8.4 1.4C7.6 .5 6.5 0 5.3 0C2 0 .4 3.2 .4 8.4C.4 12 2.2 14 5 14C7.6 14 9.5 12.3 9.5 9.7"
         "C9.5 7.1 7.7 5.5 5.2 5.5C2.6 5.5 .6 7.2 .4 9.4",
    "7": "M.6 0L9.4 0L3.6 14",
    "8": "M5 6.6C2.6 6.6 1.1 5.3 1.1 3.3C1.1 1.4 2.6 0 5 0C7.4 0 8.9 1.4 8.9 3.3"
         "C8.9 5.3 7.4 6.6 5 6.6C2.2 6.6 .5 8.1 .5 10.3C.5 12.6 2.3 14 5 14"
         "C7.7 14 9.5 12.6 9.5 10.3"
         "C9.5 8.1 7.8 6.6 5 6.6",
    "9": "M1.6 12.6C2.4 13.5 3.5 14 4.7 14C8 14 9.6 10.8 9.6 5.6C9.6 2 7.8 0 5 0"
        "C2.4 0 .5 1.7 .5 4.3"
         "C.5 6.9 2.3 8.5 4.8 8.5C7.4 8.5 9.4 6.8 9.6 4.6",
    ".": "M5 14L5 13.9", ",": "M5.4 13.8L4.4 16.2", ":": "M5 5L5 5.1M5 13.9L5 14",
    ";": "M5.2 5L5.2 5.1M5.4 13.8L4.4 16.2", "!": "M5 0L5 8.6M5 13.9L5 14",
    "?": "M1 3C1.5 1.1 2.9 0 4.9 0C7.4 0 9 1.4 9 3.5C9 6.4 5 6.4 5 9.4M5 13.9L5 14",
    "'": "M5 0L5 3.2", '"': "M3 0L3 3.2M7.4 0L7.4 3.2", "-": "M2 7.4L8 7.4", "_": "M0 14L10 14",
    "+": "M.8 7.4L9.2 7.4M5 3.2L5 11.6", "=": "M1 5L9 5M1 9.8L9 9.8", "/": "M1 14L9 0",
    "\\": "M9 14L1 0", "|": "M5 0L5 14", "(": "M7 -.6C3.4 3.6 3.4 10.4 7 14.6",
    ")": "M3 -.6C6.6 3.6 6.6 10.4 3 14.6", "[": "M7 -.4L3.4 -.4L3.4 14.4L7 14.4",
    "]": "M3 -.4L6.6 -.4L6.6 14.4L3 14.4", "*": "M5 0L5 6.4M2 1.6L8 4.8M8 1.6L2 4.8",
    "#": "M3.4 .4L2 13.6M8 .4L6.6 13.6M.2 4.8L10 4.8M0 9.6L9.8 9.6",
    "%": "M.4 14L9.6 0M1.6 2.4L1.6 2.5M8.4 11.5L8.4 11.6",
    "&": "M9.8 14L2.4 4.4C1 2.4 2.2 0 4.5 0C7 0 7.8 2.6 6.2 4.2L2 7.6C-.6 10 .8 14 4.2 14"
         "C7 14 8.8 11.8 9.4 8.4",
    "@": "M7 4.6L7 9.2C7 11 10 10.6 10 7C10 2.8 8 .4 5 .4C1.8 .4 0 3 0 7"
        "C0 11 1.8 13.6 5 13.6L7.6 13.2"
         "M7 7C7 4.6 3.4 4.6 3.4 7C3.4 9.4 7 9.4 7 7",
    "$": "M9 3.4C8.1 2 6.7 1.5 4.9 1.5C2.5 1.5 .9 2.4 .9 4.2C.9 8.2 9.4 6 9.4 10"
         "C9.4 11.8 7.6 12.6 5.1 12.6C3 12.6 1.3 12 .5 10.6M5 -1L5 15",
    "£": "M8.8 2.2C8 .8 6.8 0 5.6 0C3.4 0 2.4 1.6 2.6 3.8L3.4 9"
        "C3.5 11 2.6 13 .8 14L9.4 14M.8 7.4L7 7.4",
    "€": "M9.6 2.2C8.8 .8 7.6 0 6.2 0C3.4 0 1.8 2.8 1.8 7C1.8 11.2 3.4 14 6.2 14"
        "C7.6 14 8.8 13.2 9.6 11.8"
         "M0 5L7 5M0 9L7 9",
    "·": "M5 7.2L5 7.3", "•": "M5 7.2L5 7.3", "¡": "M5 0L5 .1M5 5.4L5 14",
    "¿": "M9 11C8.5 12.9 7.1 14 5.1 14C2.6 14 1 12.6 1 10.5C1 7.6 5 7.6 5 4.6M5 0L5 .1",
    "«": "M5 3.6L1.8 7.4L5 11.2M9.6 3.6L6.4 7.4L9.6 11.2",
    "»": "M.4 3.6L3.6 7.4L.4 11.2M5 3.6L8.2 7.4L5 11.2",
    "Ø": _O + "M.6 14.2L9.4 -.2",
    "Đ": "M.6 0L.6 14L4 14C7.7 14 9.8 11.3 9.8 7C9.8 2.7 7.7 0 4 0L.6 0"
    "M-1.6 7L4.4 7", "Ł": "M1.2 0L1.2 14L8.8 14M-1.4 8.4L4.6 5.2",
    "Æ": "M-2 14L4.6 0L12 0M5.4 0L5.4 14L12 14M.4 9.4L5.4 9.4M5.4 6.9L11 6.9",
    "Œ": "M12 0L5 0C1.6 0 -.4 2.8 -.4 7C-.4 11.2 1.6 14 5 14L12 14M6.4 0L6.4 14M6.4 6.9L11 6.9",
    "Þ": "M.8 0L.8 14M.8 3.2L5.2 3.2C7.8 3.2 9.2 4.7 9.2 7C9.2 9.3 7.8 10.8 5.2 10.8L.8 10.8",
    "Γ": "M9 0L1.4 0L1.4 14", "Δ": "M0 14L5 0L10 14L0 14", "Θ": _O + "M2.6 7L7.4 7",
    "Λ": "M0 14L5 0L10 14", "Ξ": "M.6 0L9.4 0M2 7L8 7M.6 14L9.4 14",
    "Π": "M.8 14L.8 0L9.2 0L9.2 14",
    "Σ": "M9.4 0L.8 0L5.8 7L.8 14L9.6 14",
    "Φ": "M5 0L5 14M5 2.6C-2 2.6 -2 11.2 5 11.2C12 11.2 12 2.6 5 2.6",
    "Ψ": "M5 0L5 14M0 0L0 4.4C0 11 10 11 10 4.4L10 0",
    "Ω": "M0 14L3.4 14C-2.4 9.6 -.2 0 5 0C10.2 0 12.4 9.6 6.6 14L10 14",
    "Б": "M8.6 0L.8 0L.8 14L5.2 14C7.8 14 9.4 12.6 9.4 10.1C9.4 7.6 7.8 6.2 5.2 6.2L.8 6.2",
    "Д": "M-.6 16.4L-.6 13.6L10.6 13.6L10.6 16.4M1.4 13.4L3.4 0L8.6 0L8.6 13.4", "З": _3,
    "Ж": "M5 0L5 14M-1.4 0L5 7.4L-1.8 14M11.4 0L5 7.4L11.8 14", "И": "M.5 0L.5 14L9.5 0L9.5 14",
    "Л": "M-.2 14C2 12.6 2.6 9 2.6 0L9.2 0L9.2 14",
    "У": "M.2 0L5.4 8.6M9.8 0L4.6 12C4 13.4 3 14 1.4 14",
    "Ц": "M.8 0L.8 13.6L10.6 13.6L10.6 16.4M8.4 0L8.4 13.4",
    "Ч": "M.8 0L.8 4.4C.8 7.4 4 8.8 9.2 7.4M9.2 0L9.2 14",
    "Ш": "M-1.4 0L-1.4 14L11.4 14L11.4 0M5 0L5 14",
    "Щ": "M-1.4 0L-1.4 13.6L13 13.6L13 16.4M5 0L5 13.4M11.2 0L11.2 13.4",
    "Ь": "M.8 0L.8 14L5.2 14C7.8 14 9.4 12.6 9.4 10.1C9.4 7.6 7.8 6.2 5.2 6.2L.8 6.2",
    "Ъ": "M-2 0L1.4 0L1.4 14L5.6 14C8.2 14 9.8 12.6 9.8 10.1C9.8 7.6 8.2 6.2 5.6 6.2L1.4 6.2",
    "Ы": "M-1 0L-1 14L2.6 14C5.2 14 6.6 12.6 6.6 10.1C6.6 7.6 5.2 6.2 2.6 6.2L-1 6.2M11 0L11 14",
    "Э": "M.4 2.5C1.4 .9 3 0 4.8 0C8 0 9.8 2.8 9.8 7C9.8 11.2 8 14 4.8 14"
        "C3 14 1.4 13.1 .4 11.5M3.6 7L9.6 7",
    "Ю": "M-2 0L-2 14M-2 7L2.4 7M7 0C10 0 11.6 2.8 11.6 7C11.6 11.2 10 14 7 14"
        "C4 14 2.4 11.2 2.4 7"
         "C2.4 2.8 4 0 7 0",
    "Я": "M9.2 14L9.2 0L4.8 0C2.2 0 .6 1.6 .6 4.1C.6 6.6 2.2 8.2 4.8 8.2L9.2 8.2M5 8.2L.4 14",
    "Є": _C + "M.4 7L6.4 7",
}  # fmt: skip

_TWINS = """
АA ВB ЕE КK МM НH ОO РP СC ТT ХX ІI ЅS ЈJ ГΓ ПΠ ФΦ ΑA ΒB ΕE ΖZ ΗH ΙI
ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ӨΘ ÐĐ –- —- −- ‑- ‒- ‘' ’' ‚, “" ”" „"
"""
ALIKE: Final = {ord(pair[0]): pair[1] for pair in _TWINS.split()}
"""Letters of other alphabets, and signs, with the same shape."""

MEGAPHONE: Final = "M0 4.6L0 9.4L3.4 9.4L10 13.2L10 .8L3.4 4.6L0 4.6M2.6 9.6L4.2 14.4"
"""The sign of a group whose name starts with no letter known here."""


def plain(text: str) -> str:
    """Capitals, decomposed, alike letters made one, emoji and invisible signs left out."""
    unseen = ("So", "Sk", "Cf", "Cs", "Cc", "Co")
    whole = " ".join(text.split()).upper().replace("…", "...")
    shown = "".join(sign for sign in whole if unicodedata.category(sign) not in unseen)
    marked = unicodedata.normalize("NFD", shown).translate(ALIKE)
    kept = "".join(sign for sign in marked if sign not in "\ufe0e\ufe0f")
    return " ".join(kept.split())


def initial(name: str) -> str:
    """The path of the name's first telling letter or digit, or the megaphone's."""
    words = [word.lstrip("#'\"(") for word in plain(name).split()]
    words = [word for word in words if word[:1].isalnum()] or [""]
    first = words[1] if len(words) > 1 and words[0] in ("THE", "A", "AN") else words[0]
    return GLYPHS.get(first[:1], MEGAPHONE)


def strokes(path: str, steps: int = 12) -> list[list[Point]]:
    """A path as lists of points, curves cut into ``steps`` pieces."""
    lines: list[list[Point]] = []
    for piece in path.replace("M", "|M").replace("L", "|L").replace("C", "|C").split("|")[1:]:
        numbers = [float(part) for part in piece[1:].split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if piece[0] == "M":
            lines.append(points)
        elif piece[0] == "L":
            lines[-1] += points
        else:
            (x0, y0), (x1, y1), (x2, y2), (x3, y3) = lines[-1][-1], *points
            for number in range(1, steps + 1):
                t = number / steps
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                lines[-1].append((a * x0 + b * x1 + c * x2 + d * x3,
                                  a * y0 + b * y1 + c * y2 + d * y3))  # fmt: skip
    return lines


def bounds(path: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the pen's way."""
    points = [point for line in strokes(path) for point in line]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def stroke(
    draw: ImageDraw, path: str, x: float, y: float, scale: float, pen: float, fill: str
) -> None:
    """Draw one path with a round pen."""
    half = pen / 2 - 0.5  # Pillow counts the last pixel in
    for line in strokes(path):
        placed = [(x + across * scale, y + down * scale) for across, down in line]
        draw.line(placed, fill=fill, width=max(1, round(pen)), joint="curve")
        for across, down in placed:
            draw.ellipse((across - half, down - half, across + half, down + half), fill=fill)
