"""Colours: reading what people write, contrast by WCAG 2.2, and lightness in OKLCH.

An ``Rgb`` is three whole numbers from 0 to 255, so that what is measured is what is shown.
Hexadecimal, names and the old functions are read here, everything else of CSS Color 4 by coloraide,
which also fits wide colours into what every screen can show. The arithmetic of OKLCH stands here,
because importing coloraide takes longer than a whole brand; tests prove the two equal.
This module knows no token or role by name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from sitegen.later import later
from sitegen.problems import Problem, Span, did_you_mean

Rgb = tuple[int, int, int]

WHITE: Final[Rgb] = (255, 255, 255)
BLACK: Final[Rgb] = (0, 0, 0)

LONGEST: Final = 200
"""Signs of a colour that are looked at; no colour of CSS needs as many."""

_PART = r"\s*([+-]?[\d.]+(?:e[+-]?\d+)?(?:%|deg|turn|rad|grad)?)\s*"
_FUNCTION = later(rf"(rgb|hsl)a?\({_PART}[\s,]{_PART}[\s,]{_PART}(?:[,/]\s*([\d.]+%?)\s*)?\)")
_CSS = later(r"(?:oklch|oklab|lch|lab|hwb|rgba?|hsla?|color)\(")


# Reading -------------------------------------------------------------------------------------


def parse(text: str, span: Span | None = None) -> tuple[Rgb | None, tuple[Problem, ...]]:
    """``#e4003b``, ``e40``, a CSS name, or a function of CSS Color 4 such as ``oklch(0.6 0.2 25)``.

    Transparency is ignored with a note: what shows through is not known here. A colour outside
    sRGB becomes the nearest that every screen can show, with a note.
    """
    value = text.strip().strip(";").lower()[:LONGEST]
    digits = value.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8}", digits) and (
        value.startswith("#") or any(sign.isdigit() for sign in digits) or len(digits) == 6
    ):
        whole = "".join(sign * 2 for sign in digits) if len(digits) < 6 else digits
        return from_hex(whole[:6]), _opaque(text, whole[6:] not in ("", "ff"), span)
    if found := _FUNCTION.fullmatch(value):
        try:
            rgb = _function(found[1], found[2], found[3], found[4])
        except (ValueError, OverflowError):
            rgb = None
        if rgb is not None:
            return rgb, _opaque(text, (found[5] or "1") not in ("1", "1.0", "100%"), span)
    if _CSS.match(value) and (wide := _css(text, value, span)):
        return wide
    names = dict(zip(NAMES.split()[::2], NAMES.split()[1::2], strict=True))
    if (name := re.sub(r"[\s_-]", "", value)) in names:
        return from_hex(names[name]), ()
    hint = did_you_mean(name, names, "Write it like this: #0b5cab.")
    if re.fullmatch(r"#?[0-9a-z]{5,8}", value) and any(sign.isdigit() for sign in value):
        hint = "After # come six digits from 0 to 9 or a to f, as in #0b5cab."
    if value.startswith(("oklch(", "oklab(", "lch(", "lab(", "hwb(", "color(")):
        hint = ("Put spaces between the numbers and close the bracket, as in oklch(0.6 0.2 25), or "
                "write it like this: #0b5cab.")  # fmt: skip
    message = f'"{text.strip()[:40]}" is not a colour I know.'
    return None, (Problem("colour-unknown", message, span, hint),)


def _css(text: str, value: str, span: Span | None) -> tuple[Rgb, tuple[Problem, ...]] | None:
    """A function of CSS Color 4, by coloraide; None where it is none."""
    import coloraide

    found = coloraide.Color.match(value, fullmatch=True)
    if found is None:
        return None
    parts = found.color.coords(nans=False)
    if not all(math.isfinite(part) for part in parts):
        return None
    rgb, shown = from_space(found.color.space(), parts)
    clear = _opaque(text, found.color.alpha(nans=False) < 1, span)
    return rgb, clear if shown else (*clear, beyond(text, rgb, span))


def from_space(space: str, parts: Sequence[float]) -> tuple[Rgb, bool]:
    """The nearest colour of sRGB, and whether it was one itself. ``space`` is one of coloraide's:
    ``oklch``, ``lab``, ``display-p3``, ...; hue stays, chroma gives way as far as an eye notices."""
    import coloraide

    found = coloraide.Color(space, list(parts))
    shown = found.in_gamut("srgb", tolerance=0.001)  # a quarter of what two neighbours differ by
    if not shown:
        found.fit("srgb", method="oklch-chroma")  # CSS Color 4, section 13.2
    red, green, blue = (
        round(255 * min(1.0, max(0.0, part))) for part in found.convert("srgb").coords(nans=False)
    )
    return (red, green, blue), shown


def beyond(text: str, rgb: Rgb, span: Span | None) -> Problem:
    """Says that a colour is outside sRGB and what stands in for it."""
    message = f'"{text.strip()[:40]}" is more vivid than many screens can show.'
    hint = f"The nearest that all can show is used: {to_hex(rgb)}."
    return Problem("colour-gamut", message, span, hint, "info")


def _opaque(text: str, see_through: bool, span: Span | None) -> tuple[Problem, ...]:
    if not see_through:
        return ()
    message = f'The transparency in "{text.strip()[:40]}" is left out.'
    hint = "A brand colour is solid: write it with six digits."
    return (Problem("colour-opaque", message, span, hint, "info"),)


def _function(kind: str, first: str, second: str, third: str) -> Rgb:
    def share(part: str, whole: float) -> float:
        number = float(re.sub(r"(?:%|deg|turn|g?rad)$", "", part))
        if not math.isfinite(number):
            raise ValueError
        return number / 100 if part.endswith("%") else number / whole

    if kind == "rgb":
        red, green, blue = (
            min(1.0, max(0.0, share(part, 255))) for part in (first, second, third)
        )
        return round(red * 255), round(green * 255), round(blue * 255)
    turns = {"turn": 1.0, "grad": 1 / 400, "rad": 1 / math.tau}
    unit = next((turns[end] for end in turns if first.endswith(end)), 1 / 360)
    hue = share(first, 1) * unit % 1 * 12
    strong, light = (min(1.0, max(0.0, share(part, 100))) for part in (second, third))
    reach = strong * min(light, 1 - light)

    def channel(offset: int) -> int:  # CSS Color 4, section 7.1
        at = (offset + hue) % 12
        return round(255 * (light - reach * max(-1.0, min(at - 3, 9 - at, 1.0))))

    return channel(0), channel(8), channel(4)


def from_hex(digits: str) -> Rgb:
    """From six hexadecimal digits, with or without ``#``."""
    digits = digits.removeprefix("#")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def to_hex(rgb: Rgb) -> str:
    """``#e4003b``."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


# Contrast ------------------------------------------------------------------------------------


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(rgb: Rgb) -> float:
    """WCAG 2.2 relative luminance, 0 to 1."""
    red, green, blue = (_linear(channel / 255) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Rgb, other: Rgb) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21. Never rounded: 4.499 is not 4.5."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def worst(rgb: Rgb, grounds: Sequence[Rgb]) -> float:
    """The lowest ratio of ``rgb`` to any of ``grounds``."""
    return min(ratio(rgb, ground) for ground in grounds)


# Lightness -----------------------------------------------------------------------------------


def to_oklch(rgb: Rgb) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma 0 to about 0.32, hue in degrees (B. Ottosson, Oklab, 2020)."""
    red, green, blue = (_linear(channel / 255) for channel in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _unclipped(light: float, a: float, b: float) -> tuple[float, float, float]:
    """Linear red, green and blue of a colour of Oklab; outside 0 to 1 they cannot be shown."""
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def from_oklch(light: float, chroma: float, hue: float) -> Rgb:
    """The nearest shown colour: lightness and hue stay, chroma gives way to the sRGB gamut."""
    light = min(1.0, max(0.0, light))
    across, up = math.cos(math.radians(hue)), math.sin(math.radians(hue))
    low, high = 0.0, max(0.0, chroma)
    best = _unclipped(light, high * across, high * up)
    if min(best) < -1e-4 or max(best) > 1.0001:
        for _ in range(14):
            middle = (low + high) / 2
            tried = _unclipped(light, middle * across, middle * up)
            if min(tried) < -1e-4 or max(tried) > 1.0001:
                high = middle
            else:
                low = middle
        best = _unclipped(light, low * across, low * up)

    def shown(part: float) -> int:
        part = min(1.0, max(0.0, part))
        return round(
            255 * (part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)
        )

    return shown(best[0]), shown(best[1]), shown(best[2])


def lightness_for(
    light: float, chroma: float, hue: float, grounds: Sequence[Rgb], least: float, darker: bool
) -> Rgb:
    """The colour nearest to ``light`` in one direction that has ``least`` against all ``grounds``.

    When the direction holds none, its end: black or white.
    """
    near, far = light, 0.0 if darker else 1.0
    bright = [luminance(ground) + 0.05 for ground in grounds]

    def reads(rgb: Rgb) -> bool:
        own = luminance(rgb) + 0.05
        return all(max(own, one) / min(own, one) >= least for one in bright)

    first = from_oklch(light, chroma, hue)
    if reads(first):
        return first
    if not reads(from_oklch(far, chroma, hue)):
        return BLACK if darker else WHITE
    for _ in range(14):
        middle = (near + far) / 2
        if reads(from_oklch(middle, chroma, hue)):
            far = middle
        else:
            near = middle
    return from_oklch(far, chroma, hue)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """``share`` of ``other`` (0 to 1) laid over ``one``, as transparency would show it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


NAMES: Final = """
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc
bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a
burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue
6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b darkgoldenrod
b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b darkmagenta 8b008b
darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a
darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise
00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969
dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff
gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000
greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082
ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon
fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray
d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a lightseagreen
20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de
lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000
mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen
3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred
c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead
navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid
da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093
papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple
800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513
salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0
skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa springgreen 00ff7f
steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet
ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32
"""
"""The named colours of CSS Color 4, section 6.1."""
