"""From one or two brand colours to every colour a theme may use, with the contrast guaranteed.

A theme only ever names roles (``--link``, ``--on-hero``); this module fills them for light and
dark so that every pair the themes rely on holds for any input. It knows no theme and no file.

The guarantees, by WCAG 2.2 (1.4.3, 1.4.6, 1.4.11), on ``surface`` and ``surface-2`` alike:
text 7:1; muted, link, link-hover, brand-strong, success and error 4.5:1; line, focus and button
3:1. Each on-X has 4.5:1 on X (button-hover included), hero-muted on hero too. ``focus`` and
``focus-contrast`` differ by 9:1, so that one of the two rings has 3:1 on any ground at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from sitegen.brand import colour
from sitegen.brand.colour import BLACK, WHITE, Rgb, from_oklch, lightness_for, ratio, worst
from sitegen.model import Pairs
from sitegen.problems import Problem, Span

DEFAULT: Final = "#3a2fb5"
"""A deep violet-blue: used by few parties, and white reads well on it."""

TEXT, LARGE, BODY, RINGS = 4.5, 3.0, 7.0, 9.0
GREY: Final = 0.035
"""Below this chroma a colour has no hue that anybody would name."""
NEAR: Final = 0.05
"""A change of lightness this small is not noticed; it buys white text on reds and blues."""
DEEPER: Final = 0.19
"""Darkened further than this a colour turns muddy; a button is ink with brand text instead."""


class Brand(NamedTuple):
    """What a group writes: colours as text; an empty accent is derived from the first."""

    colour: str = ""
    accent: str = ""


class Tokens(NamedTuple):
    """Every token by name (no dashes) as ``#rrggbb``, the CSS, and remarks on what was done."""

    light: Pairs
    dark: Pairs
    css: str
    notes: tuple[Problem, ...]

    def colours(self, dark: bool = False) -> dict[str, Rgb]:
        """The tokens of one scheme as numbers, for drawing."""
        pairs = self.dark if dark else self.light
        return {name: colour.from_hex(value) for name, value in pairs}


def compile(brand: Brand, span: Span | None = None) -> Tokens:
    """All tokens for ``brand``. ``span`` is where the colour was written.

    An unreadable colour is a problem of level error among the notes, and the default stands in.
    """
    notes: list[Problem] = []
    main, problems = colour.parse(brand.colour or DEFAULT, span)
    notes += problems
    main = main or colour.from_hex(DEFAULT)
    accent: Rgb | None = None
    if brand.accent:
        accent, problems = colour.parse(brand.accent, span)
        notes += problems
    accent = accent or partner(main)
    light = _light(main, accent)
    dark = _dark(main, accent)
    notes += _remarks(main, light, span)
    one = tuple((name, colour.to_hex(value)) for name, value in light.items())
    two = tuple((name, colour.to_hex(value)) for name, value in dark.items())
    return Tokens(one, two, _css(one, two), tuple(notes))


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


# The two schemes -----------------------------------------------------------------------------


def _light(main: Rgb, accent: Rgb) -> dict[str, Rgb]:
    _, chroma, hue = colour.to_oklch(main)
    grey = chroma < GREY
    tint = 0.0 if grey else min(1.0, chroma / 0.12)
    surface = _paper(0.984, 0.006, 0.004 * tint, hue)
    surface2 = _paper(0.952, 0.009, 0.013 * tint, hue)
    grounds = (surface, surface2)
    ink = from_oklch(0.205, 0.03 * tint, hue)
    strong = _readable(main, grounds, darker=True)
    link = ink if grey and colour.to_oklch(accent)[1] < GREY else strong
    if grey:
        link = _readable(accent, grounds, darker=True) if _bluish(accent) else ink
    tokens = {
        **_areas(main, accent, ink),
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
    }
    ring = lightness_for(0.38, min(chroma, 0.14), hue, (*grounds, WHITE), RINGS, darker=True)
    tokens["focus"] = ring
    tokens["focus-contrast"] = accent if ratio(accent, ring) >= RINGS else WHITE
    hero = tokens["brand"]
    tokens["hero"], tokens["on-hero"] = hero, tokens["on-brand"]
    tokens["hero-muted"] = _softer(tokens["on-hero"], hero)
    return tokens


def _dark(main: Rgb, accent: Rgb) -> dict[str, Rgb]:
    light, chroma, hue = colour.to_oklch(main)
    grey = chroma < GREY
    tint = 0.0 if grey else min(1.0, chroma / 0.12)
    surface = from_oklch(0.185, 0.018 * tint, hue)
    surface2 = from_oklch(0.235, 0.026 * tint, hue)
    grounds = (surface, surface2)
    ink = from_oklch(0.16, 0.025 * tint, hue)
    strong = _readable(main, grounds, darker=False)
    link = strong
    if grey and _bluish(accent):
        link = _readable(accent, grounds, darker=False)
    tokens = {
        **_areas(main, accent, ink),
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
    }
    ring = lightness_for(0.93, min(chroma, 0.05), hue, (*grounds, ink), RINGS, darker=False)
    tokens["focus"], tokens["focus-contrast"] = ring, ink
    hero, on_hero = tokens["brand"], tokens["on-brand"]
    if light > 0.8:  # a bright field at night hurts; the colour moves into the words
        hero = from_oklch(0.29, 0.06 * tint, hue)
        on_hero = lightness_for(light, chroma, hue, (hero,), BODY, darker=False)
    elif ratio(hero, surface) < 1.3:  # too dark to be seen as a field
        hero = from_oklch(0.32, 0.0 if grey else chroma * 1.2, hue)
        on_hero = _on(hero, ink)
    tokens["hero"], tokens["on-hero"] = hero, on_hero
    tokens["hero-muted"] = _softer(on_hero, hero)
    return tokens


def _areas(main: Rgb, accent: Rgb, ink: Rgb) -> dict[str, Rgb]:
    brand, second = _ground(main), _ground(accent)
    return {"brand": brand, "on-brand": _on(brand, ink),
            "accent": second, "on-accent": _on(second, ink)}  # fmt: skip


def _ground(rgb: Rgb) -> Rgb:
    """The colour itself, or a shade darker where that lets white stand on it."""
    light, chroma, hue = colour.to_oklch(rgb)
    if ratio(rgb, WHITE) >= TEXT:
        return rgb
    darker = lightness_for(light, chroma, hue, (WHITE,), TEXT, darker=True)
    return darker if light - colour.to_oklch(darker)[0] <= NEAR else rgb


def _on(ground: Rgb, ink: Rgb) -> Rgb:
    """White where it reads, else ink, else black: one of white and black always has 4.5:1."""
    if ratio(ground, WHITE) >= TEXT:
        return WHITE
    return ink if ratio(ground, ink) >= TEXT else BLACK


def _button(main: Rgb, ink: Rgb, grounds: tuple[Rgb, Rgb], darker: bool) -> dict[str, Rgb]:
    """The brand colour if it stands out; else its nearest shade that does; else it lies on ink."""
    light, chroma, hue = colour.to_oklch(main)
    button = _ground(main)
    label = _on(button, ink)
    if worst(button, grounds) < LARGE:
        held = (*grounds, WHITE) if darker else grounds
        least = TEXT if darker else LARGE
        lively = chroma if darker else _livelier(chroma)
        button = lightness_for(light, lively, hue, held, least, darker)
        label = _on(button, ink)
        if darker and light - colour.to_oklch(button)[0] > DEEPER:
            button, label = ink, main
    at, strength, turn = colour.to_oklch(button)
    away = 1 if ratio(label, WHITE) > ratio(label, BLACK) else -1
    away = 1 if at < 0.3 else -1 if at > 0.8 else away  # there is no room at the ends
    hover = button
    for step in (-0.12 * away, -0.07 * away, 0.12 * away, 0.07 * away):
        found = from_oklch(at + step, strength, turn)
        if ratio(found, label) >= TEXT and worst(found, grounds) >= LARGE:
            hover = found
    return {"button": button, "on-button": label, "button-hover": hover}


def _status(grounds: tuple[Rgb, Rgb], ink: Rgb, darker: bool) -> dict[str, Rgb]:
    success = lightness_for(0.48 if darker else 0.78, 0.14, 150, grounds, TEXT, darker)
    error = lightness_for(0.52 if darker else 0.72, 0.19, 27, grounds, TEXT, darker)
    return {"success": success, "error": error, "on-error": _on(error, ink)}


def _readable(rgb: Rgb, grounds: tuple[Rgb, Rgb], darker: bool) -> Rgb:
    """The nearest shade for text. Yellows lean to amber on their way down, or they turn olive."""
    light, chroma, hue = colour.to_oklch(rgb)
    if darker and chroma >= GREY and 68 < hue < 118 and light > 0.6:
        hue -= (hue - 62) * 0.55
    if chroma < GREY:
        return lightness_for(light, chroma, hue, grounds, BODY if darker else 12.0, darker)
    if worst(rgb, grounds) >= TEXT:
        return rgb
    if darker:
        return lightness_for(light, chroma, hue, grounds, 4.8, darker)
    return lightness_for(light, _livelier(chroma), hue, grounds, 5.6, darker)


def _livelier(chroma: float) -> float:
    """A dark colour made lighter looks washed out unless its chroma grows too."""
    return min(chroma * 1.4, max(chroma, 0.17)) if chroma >= GREY else chroma


def _deeper(link: Rgb, grounds: tuple[Rgb, Rgb], darker: bool) -> Rgb:
    """A link under the pointer: further from the page, or a little nearer if it is at the end."""
    light, chroma, hue = colour.to_oklch(link)
    step = -0.1 if darker else 0.08
    for moved in (light + step, light - step, light - 2 * step):
        found = from_oklch(moved, chroma, hue)
        if worst(found, grounds) >= TEXT and ratio(found, link) > 1.1:
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
    import math

    a = warm * math.cos(math.radians(85)) + tint * math.cos(math.radians(hue))
    b = warm * math.sin(math.radians(85)) + tint * math.sin(math.radians(hue))
    return from_oklch(light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def _bluish(rgb: Rgb) -> bool:
    """Good for links beside a grey brand: any clear colour that is not yellow."""
    _, chroma, hue = colour.to_oklch(rgb)
    return chroma >= GREY and not 60 < hue < 120


# What is told and written --------------------------------------------------------------------


def _remarks(main: Rgb, light: Mapping[str, Rgb], span: Span | None) -> list[Problem]:
    """At most three remarks: what the colour could not do and what does it instead."""
    notes: list[Problem] = []
    name = colour.to_hex(main)

    def note(message: str, hint: str) -> None:
        notes.append(Problem("brand-contrast", message, span, hint, "info"))

    def against(rgb: Rgb) -> str:
        return f"{int(ratio(main, rgb) * 100) / 100:.2f}:1"  # cut, never rounded up

    if light["brand"] != main:
        note(f"White text on {name} has a contrast of {against(WHITE)}, a little below 4.5:1.",
             f"Large areas use {colour.to_hex(light['brand'])}, which looks the same and is "
             "readable.")  # fmt: skip
    if light["brand-strong"] != main:
        note(f"{name} is too light for text on the page ({against(light['surface'])}, 4.5:1 is "
             "needed).", f"Links and small text use {colour.to_hex(light['link'])}; large areas "
             f"keep {colour.to_hex(light['brand'])}.")  # fmt: skip
    if light["button"] not in (main, light["brand"]):
        note(f"A button in {name} would hardly stand out from the page.",
             f"Buttons are {colour.to_hex(light['button'])} with "
             f"{colour.to_hex(light['on-button'])} on them.")  # fmt: skip
    return notes


def _css(light: Pairs, dark: Pairs) -> str:
    def block(pairs: Pairs, scheme: str) -> str:
        body = "".join(f"--{name}:{value};" for name, value in pairs)
        return f":root{{color-scheme:{scheme};{body}}}"

    return (
        f"{block(light, 'light dark')}\n"
        f"@media (prefers-color-scheme: dark){{{block(dark, 'light dark')}}}\n"
        "@media (prefers-contrast: more)"
        "{:root{--muted:var(--text);--hairline:var(--line);--hero-muted:var(--on-hero)}}\n"
    )
