"""From two colours to the five token sets: light, dark, two with more contrast, and one ink.

Each function fills every role for any two colours of sRGB, so that the table of pairs holds;
nothing is decided here by a theme, and nothing is read.
"""

from __future__ import annotations

import math
from typing import Final

from sitegen.brand import colour
from sitegen.brand.colour import BLACK, WHITE, Rgb, from_oklch, lightness_for, ratio, worst
from sitegen.brand.pairs import BODY, CONTROL, RINGS, TEXT

Grounds = tuple[Rgb, ...]

GREY: Final = 0.035
"""Below this chroma a colour has no hue that anybody would name."""
DEEPER: Final = 0.19
"""Darkened further than this a colour turns muddy; a button is ink with brand text instead."""
NEAR: Final = 0.05
"""A button this little darker is not noticed; it buys white words on reds and blues."""
BRIGHT: Final = 0.8
"""A field lighter than this hurts at night."""
MORE_TEXT: Final = 7.0
MORE_CONTROL: Final = 4.5
"""What ``pairs.needed`` asks of text and of controls where people want more contrast."""
TINT: Final[Rgb] = (217, 217, 217)
"""What one ink makes of a second colour: a grey that a photocopier keeps and black reads on."""


def derive(main: Rgb, accent: Rgb) -> dict[str, dict[str, Rgb]]:
    """Every role of every scheme, by the schemes' names."""
    return {
        "light": _light(main, accent),
        "dark": _dark(main, accent),
        "contrast": _more(main, accent, darker=True),
        "contrast-dark": _more(main, accent, darker=False),
        "ink": _ink(),
    }


def partner(main: Rgb) -> Rgb:
    """A second colour for a group that has only one: bright and on the other side of warm."""
    light, chroma, hue = colour.to_oklch(main)
    if chroma < GREY:
        return from_oklch(0.86, 0.172, 90)
    if 45 <= hue < 80:  # orange: a clear sky
        return from_oklch(0.82, 0.11, 215)
    if 80 <= hue < 132:  # yellow and lime: a warm red
        return from_oklch(0.63, 0.21, 28) if light > 0.6 else from_oklch(0.88, 0.16, 100)
    return from_oklch(0.86, 0.172, 88)


# Light and dark ------------------------------------------------------------------------------


def _light(main: Rgb, accent: Rgb) -> dict[str, Rgb]:
    _, chroma, hue = colour.to_oklch(main)
    tint = _tint(chroma)
    surface = _paper(0.984, 0.006, 0.004 * tint, hue)
    surface2 = _paper(0.952, 0.009, 0.013 * tint, hue)
    grounds = (surface, surface2)
    ink = from_oklch(0.205, 0.03 * tint, hue)
    strong = _readable(main, grounds, darker=True)
    link = strong
    if chroma < GREY:
        link = _readable(accent, grounds, darker=True) if _bluish(accent) else ink
    areas = _areas(main, accent, ink)
    ring = lightness_for(0.38, min(chroma, 0.14), hue, (*grounds, WHITE), RINGS, darker=True)
    return {
        **areas,
        "brand-strong": strong,
        "surface": surface,
        "surface-2": surface2,
        "text": lightness_for(0.205, 0.03 * tint, hue, grounds, BODY, darker=True),
        "muted": lightness_for(0.45, 0.035 * tint, hue, grounds, 5.0, darker=True),
        "line": lightness_for(0.63, 0.03 * tint, hue, grounds, 3.2, darker=True),
        "hairline": from_oklch(0.885, 0.02 * tint, hue),
        "link": link,
        "link-hover": _deeper(link, grounds, darker=True),
        **_button(main, ink, grounds, darker=True),
        **_status(grounds, ink, darker=True),
        "focus": ring,
        "focus-contrast": accent if ratio(accent, ring) >= RINGS else WHITE,
        "hero": areas["brand"],
        "on-hero": areas["on-brand"],
        "hero-muted": _softer(areas["on-brand"], areas["brand"]),
    }


def _dark(main: Rgb, accent: Rgb) -> dict[str, Rgb]:
    light, chroma, hue = colour.to_oklch(main)
    grey, tint = chroma < GREY, _tint(chroma)
    surface = from_oklch(0.185, 0.018 * tint, hue)
    surface2 = from_oklch(0.235, 0.026 * tint, hue)
    grounds = (surface, surface2)
    ink = from_oklch(0.16, 0.025 * tint, hue)
    strong = _readable(main, grounds, darker=False)
    link = _readable(accent, grounds, darker=False) if grey and _bluish(accent) else strong
    areas = _areas(main, accent, ink)
    hero, on_hero = areas["brand"], areas["on-brand"]
    if light > BRIGHT:  # the colour moves into the words
        hero = from_oklch(0.29, 0.06 * tint, hue)
        on_hero = lightness_for(light, chroma, hue, (hero,), BODY, darker=False)
    elif ratio(hero, surface) < 1.3:  # too dark to be seen as a field
        hero = from_oklch(0.32, 0.0 if grey else chroma * 1.2, hue)
        on_hero = _on(hero, ink)
    return {
        **areas,
        "brand-strong": strong,
        "surface": surface,
        "surface-2": surface2,
        "text": lightness_for(0.945, 0.012 * tint, hue, grounds, BODY, darker=False),
        "muted": lightness_for(0.77, 0.025 * tint, hue, grounds, 5.0, darker=False),
        "line": lightness_for(0.54, 0.03 * tint, hue, grounds, 3.2, darker=False),
        "hairline": from_oklch(0.33, 0.03 * tint, hue),
        "link": link,
        "link-hover": _deeper(link, grounds, darker=False),
        **_button(main, ink, grounds, darker=False),
        **_status(grounds, ink, darker=False),
        "focus": lightness_for(0.93, min(chroma, 0.05), hue, (*grounds, ink), RINGS, darker=False),
        "focus-contrast": ink,
        "hero": hero,
        "on-hero": on_hero,
        "hero-muted": _softer(on_hero, hero),
    }


def _tint(chroma: float) -> float:
    """How much of the brand's hue the papers and inks take on, 0 to 1."""
    return 0.0 if chroma < GREY else min(1.0, chroma / 0.12)


def _areas(main: Rgb, accent: Rgb, ink: Rgb) -> dict[str, Rgb]:
    """Large areas keep the true colours: words that can be read are found for any of them."""
    return {"brand": main, "on-brand": _on(main, ink),
            "accent": accent, "on-accent": _on(accent, ink)}  # fmt: skip


def _on(ground: Rgb, ink: Rgb) -> Rgb:
    """White where it reads, else ink, else black: one of white and black always has 4.5:1."""
    if ratio(ground, WHITE) >= TEXT:
        return WHITE
    return ink if ratio(ground, ink) >= TEXT else BLACK


def _button(main: Rgb, ink: Rgb, grounds: Grounds, darker: bool) -> dict[str, Rgb]:
    """The brand colour if it stands out; else its nearest shade that does; else it lies on ink."""
    light, chroma, hue = colour.to_oklch(main)
    button = _whitened(main)
    label = _on(button, ink)
    if worst(button, grounds) < CONTROL:
        held = (*grounds, WHITE) if darker else grounds
        least = TEXT if darker else CONTROL
        lively = chroma if darker else _livelier(chroma)
        button = lightness_for(light, lively, hue, held, least, darker)
        label = _on(button, ink)
        if darker and light - colour.to_oklch(button)[0] > DEEPER:
            button, label = ink, main
    return {"button": button, "on-button": label,
            "button-hover": _pressed(button, label, grounds, TEXT, CONTROL)}  # fmt: skip


def _whitened(rgb: Rgb) -> Rgb:
    """The colour itself, or a shade darker where that lets white words stand on it."""
    light, chroma, hue = colour.to_oklch(rgb)
    if ratio(rgb, WHITE) >= TEXT:
        return rgb
    darker = lightness_for(light, chroma, hue, (WHITE,), TEXT, darker=True)
    return darker if light - colour.to_oklch(darker)[0] <= NEAR else rgb


def _pressed(button: Rgb, label: Rgb, grounds: Grounds, text: float, control: float) -> Rgb:
    """A button under the pointer: away from its words where there is room, or as it was."""
    at, strength, turn = colour.to_oklch(button)
    away = 1 if ratio(label, WHITE) > ratio(label, BLACK) else -1
    away = 1 if at < 0.3 else -1 if at > 0.8 else away  # there is no room at the ends
    hover = button
    least = 0.07 if at > 0.1 else 0.25  # so near to black, less would not be seen
    for step in (-0.12 * away, -0.07 * away, 0.12 * away, least * away):
        found = from_oklch(at + step, strength, turn)
        if ratio(found, label) >= text and worst(found, grounds) >= control:
            hover = found
    return hover


def _status(grounds: Grounds, ink: Rgb, darker: bool, least: float = TEXT) -> dict[str, Rgb]:
    success = lightness_for(0.48 if darker else 0.78, 0.14, 150, grounds, least, darker)
    error = lightness_for(0.52 if darker else 0.72, 0.19, 27, grounds, least, darker)
    return {"success": success, "error": error, "on-error": _on(error, ink)}


def _readable(rgb: Rgb, grounds: Grounds, darker: bool, least: float = 0.0) -> Rgb:
    """The nearest shade for text. Yellows lean to amber on their way down, or they turn olive.

    With ``least`` it has that, otherwise a little more than the law asks.
    """
    light, chroma, hue = colour.to_oklch(rgb)
    if darker and chroma >= GREY and 68 < hue < 118 and light > 0.6:
        hue -= (hue - 62) * 0.55
    if chroma < GREY:
        return lightness_for(light, chroma, hue, grounds, BODY if darker else 12.0, darker)
    if worst(rgb, grounds) >= (least or TEXT):
        return rgb
    if darker:
        return lightness_for(light, chroma, hue, grounds, least or 4.8, darker)
    return lightness_for(light, _livelier(chroma), hue, grounds, least or 5.6, darker)


def _livelier(chroma: float) -> float:
    """A dark colour made lighter looks washed out unless its chroma grows too."""
    return min(chroma * 1.4, max(chroma, 0.17)) if chroma >= GREY else chroma


def _deeper(link: Rgb, grounds: Grounds, darker: bool, least: float = TEXT) -> Rgb:
    """A link under the pointer: further from the page, or a little nearer if it is at the end."""
    light, chroma, hue = colour.to_oklch(link)
    step = -0.1 if darker else 0.08
    for moved in (light + step, light - step, light - 2 * step):
        found = from_oklch(moved, chroma, hue)
        if worst(found, grounds) >= least and ratio(found, link) > 1.1:
            return found
    return link


def _softer(label: Rgb, ground: Rgb) -> Rgb:
    """The label mixed into its ground as far as 4.5:1 allows, at most by a quarter."""
    for share in (0.24, 0.2, 0.16, 0.12, 0.08, 0.04):
        found = colour.mix(label, ground, share)
        if ratio(found, ground) >= TEXT:
            return found
    return label


def _paper(light: float, warm: float, tint: float, hue: float) -> Rgb:
    """Near-white that leans to cream and to the brand: the two directions added in Oklab."""
    a = warm * math.cos(math.radians(85)) + tint * math.cos(math.radians(hue))
    b = warm * math.sin(math.radians(85)) + tint * math.sin(math.radians(hue))
    return from_oklch(light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def _bluish(rgb: Rgb) -> bool:
    """Good for links beside a grey brand: any clear colour that is not yellow."""
    _, chroma, hue = colour.to_oklch(rgb)
    return chroma >= GREY and not 60 < hue < 120


# More contrast, and one ink ------------------------------------------------------------------


def _more(main: Rgb, accent: Rgb, darker: bool) -> dict[str, Rgb]:
    """Black and white, with the brand where 7:1 lets it stand. ``darker``: the words are."""
    light, chroma, hue = colour.to_oklch(main)
    ink, paper = (BLACK, WHITE) if darker else (WHITE, BLACK)
    second = from_oklch(0.955 if darker else 0.2, 0.012 * _tint(chroma), hue)
    grounds = (paper, second)
    brand, field = _field(main), _field(accent)
    link = ink
    if chroma >= GREY or _bluish(accent):
        link = _readable(main if chroma >= GREY else accent, grounds, darker, MORE_TEXT)
    button = brand
    if worst(button, grounds) < MORE_CONTROL:
        button = _readable(main, grounds, darker, MORE_TEXT)
    label = _extreme(button)
    if abs(light - colour.to_oklch(button)[0]) > DEEPER and ratio(main, ink) >= MORE_TEXT:
        button, label = ink, main
    hero, on_hero = brand, _extreme(brand)
    if not darker and light > BRIGHT:
        hero = second
        on_hero = lightness_for(light, chroma, hue, (hero,), MORE_TEXT, darker=False)
    return {
        "brand": brand, "on-brand": _extreme(brand),
        "accent": field, "on-accent": _extreme(field),
        "brand-strong": _readable(main, grounds, darker, MORE_TEXT),
        "surface": paper, "surface-2": second,
        "text": ink, "muted": ink, "line": ink, "hairline": ink,
        "link": link, "link-hover": ink if link != ink else _deeper(link, grounds, darker, MORE_TEXT),
        "button": button, "on-button": label,
        "button-hover": _pressed(button, label, grounds, MORE_TEXT, MORE_CONTROL),
        **_status(grounds, paper, darker, MORE_TEXT), "on-error": paper,
        "focus": ink, "focus-contrast": paper,
        "hero": hero, "on-hero": on_hero, "hero-muted": on_hero,
    }  # fmt: skip


def _extreme(ground: Rgb) -> Rgb:
    """Black or white, whichever is further from ``ground``."""
    return WHITE if ratio(ground, WHITE) >= ratio(ground, BLACK) else BLACK


def _field(rgb: Rgb) -> Rgb:
    """The colour itself, or its nearest shade on which black or white words have 7:1."""
    if ratio(rgb, _extreme(rgb)) >= MORE_TEXT:
        return rgb
    light, chroma, hue = colour.to_oklch(rgb)
    deep = lightness_for(light, chroma, hue, (WHITE,), MORE_TEXT, darker=True)
    pale = lightness_for(light, chroma, hue, (BLACK,), MORE_TEXT, darker=False)
    down, up = light - colour.to_oklch(deep)[0], colour.to_oklch(pale)[0] - light
    return deep if down <= up else pale


def _ink() -> dict[str, Rgb]:
    """Black on white. Areas in the brand's colour are left white, for a theme to draw an edge around;
    the second colour is a tint. The same for every brand: there is only one ink."""
    white = ("surface", "surface-2", "brand", "hero", "on-button", "on-error", "focus-contrast")
    black = (
        "on-brand", "on-accent", "brand-strong", "text", "muted", "line", "hairline", "link",
        "link-hover", "button", "button-hover", "success", "error", "focus", "on-hero", "hero-muted",
    )  # fmt: skip
    return {**dict.fromkeys(white, WHITE), **dict.fromkeys(black, BLACK), "accent": TINT}
