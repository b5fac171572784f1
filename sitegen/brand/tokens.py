"""From one or two brand colours to every colour a theme may use, with the contrast proved.

A theme only ever names roles (``--link``, ``--on-hero``); this module fills them for light, dark,
more contrast and one ink, puts in what a group chose itself, and holds all of it to the table of
pairs. It knows no theme and no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from sitegen.brand import colour, pairs, schemes
from sitegen.brand.colour import BLACK, WHITE, Rgb, from_oklch, ratio
from sitegen.brand.pairs import SCHEMES, Measured
from sitegen.brand.schemes import partner
from sitegen.model import Pairs
from sitegen.problems import Problem, Span

DEFAULT: Final = "#3a2fb5"
"""A deep violet-blue: used by few parties, and white reads well on it."""

WISHES: Final[Mapping[str, str]] = {
    "brand": "brand", "hero": "brand", "brand-strong": "brand", "link": "brand", "button": "brand",
    "accent": "accent",
}  # fmt: skip
"""The roles that would take one of the two true colours if it could serve them."""


class Role(Struct, frozen=True):
    """A colour that a group gives to one role of one scheme itself."""

    scheme: str
    name: str
    value: Rgb
    span: Span | None = None


class Brand(Struct, frozen=True):
    """What a group writes: colours as text; an empty accent is derived from the first. ``roles``
    are put in place of what would be derived, where they can be read."""

    colour: str = ""
    accent: str = ""
    roles: tuple[Role, ...] = ()


class Change(Struct, frozen=True):
    """A role in which a true colour could not stand, what stands there, and why."""

    scheme: str
    role: str
    wanted: str
    chosen: str
    why: str


class Tokens(Struct, frozen=True):
    """Every token by name (no dashes) as ``#rrggbb``, the CSS, and remarks on what was done.

    ``contrast`` and ``contrast_dark`` are for people who ask for more contrast, ``ink`` is for print.
    """

    light: Pairs
    dark: Pairs
    css: str
    notes: tuple[Problem, ...]
    contrast: Pairs
    contrast_dark: Pairs
    ink: Pairs
    main: str
    accent: str

    def colours(self, dark: bool = False) -> dict[str, Rgb]:
        """The tokens of light or dark as numbers, for drawing."""
        return self.scheme("dark" if dark else "light")

    def pairs(self, scheme: str) -> Pairs:
        """The tokens of one of ``pairs.SCHEMES``."""
        found: Pairs = getattr(self, scheme.replace("-", "_"))
        return found

    def scheme(self, name: str) -> dict[str, Rgb]:
        """The tokens of one of ``pairs.SCHEMES`` as numbers."""
        return {token: colour.from_hex(value) for token, value in self.pairs(name)}


def compile(brand: Brand, span: Span | None = None, second: Span | None = None) -> Tokens:
    """All tokens for ``brand``. ``span`` is where the colour was written, ``second`` the accent.

    An unreadable colour or a role that cannot be read is a problem of level error among the notes;
    the default, or what was derived, stands in. The tokens themselves hold in any case.
    """
    notes: list[Problem] = []
    main, problems = colour.parse(brand.colour or DEFAULT, span)
    notes += problems
    main = main or colour.from_hex(DEFAULT)
    accent: Rgb | None = None
    if brand.accent:
        accent, problems = colour.parse(brand.accent, second or span)
        notes += problems
    accent = accent or partner(main)
    sets = schemes.derive(main, accent)
    notes += _replace(sets, brand.roles)
    notes += _remarks(main, sets["light"], span)
    proved = {name: tuple((role, colour.to_hex(sets[name][role])) for role in pairs.ROLES)
              for name in SCHEMES}  # fmt: skip
    return Tokens(
        proved["light"], proved["dark"], _css(proved), tuple(notes), proved["contrast"],
        proved["contrast-dark"], proved["ink"], colour.to_hex(main), colour.to_hex(accent),
    )  # fmt: skip


# What a group chose itself -------------------------------------------------------------------


def _replace(sets: dict[str, dict[str, Rgb]], roles: tuple[Role, ...]) -> list[Problem]:
    """Put the chosen colours in and prove every pair; what breaks one is taken out and said."""
    problems: list[Problem] = []
    for name in SCHEMES:
        own = {
            role.name: role for role in roles if role.scheme == name and role.name in sets[name]
        }
        derived = dict(sets[name])
        sets[name].update((role, one.value) for role, one in own.items())
        told: set[str] = set()
        while wrong := pairs.broken(name, sets[name]):
            guilty = {role for row in wrong for role in (row.pair.top, row.ground) if role in own}
            if not guilty:
                raise AssertionError(f"derived tokens break a pair: {wrong[0]}")
            if not told:
                problems += [_refused(row, own, sets[name]) for row in _first(wrong, own)]
                told = guilty
            for role in guilty:
                sets[name][role] = derived[role]
                del own[role]
    return problems


def _first(wrong: tuple[Measured, ...], own: Mapping[str, Role]) -> list[Measured]:
    """The worst pair of each chosen role: one thing to mend at a time."""
    found: dict[str, Measured] = {}
    for row in wrong:
        role = row.pair.top if row.pair.top in own else row.ground
        if role not in found or row.ratio < found[role].ratio:
            found[role] = row
    return list(found.values())


def _refused(row: Measured, own: Mapping[str, Role], tokens: Mapping[str, Rgb]) -> Problem:
    role = own[row.pair.top if row.pair.top in own else row.ground]
    top, ground = colour.to_hex(tokens[row.pair.top]), colour.to_hex(tokens[row.ground])
    message = (
        f'{top} for "{row.pair.top}" on {ground} for "{row.ground}" has a contrast of '
        f"{pairs.shown(row.ratio)}:1 in {role.scheme}; {pairs.least_shown(row.needed)} is needed."
    )
    near = _nearest(role, tokens)
    hint = f"Leave {role.scheme}.{role.name} out: a colour is then chosen for you."
    if near is not None:
        hint = f"Write {colour.to_hex(near)} for {role.scheme}.{role.name}, or leave it out."
    return Problem("brand-pair", message, role.span, hint)


def _nearest(role: Role, tokens: Mapping[str, Rgb]) -> Rgb | None:
    """The shade nearest to a chosen colour with which all of its pairs hold."""
    light, chroma, hue = colour.to_oklch(role.value)
    for step in range(1, 101):
        for sign in (-1, 1):
            found = from_oklch(light + sign * step / 100, chroma, hue)
            rows = pairs.broken(role.scheme, {**tokens, role.name: found})
            if not any(role.name in (row.pair.top, row.ground) for row in rows):
                return found
    return None


# What is told and written --------------------------------------------------------------------


def changes(made: Tokens) -> tuple[Change, ...]:
    """Every role and scheme in which a true colour could not stand. One ink has no colours."""
    found = []
    for name in SCHEMES[:-1]:
        tokens = made.scheme(name)
        for role, wish in WISHES.items():
            wanted = colour.from_hex(made.main if wish == "brand" else made.accent)
            if tokens[role] != wanted:
                found.append(Change(name, role, colour.to_hex(wanted), colour.to_hex(tokens[role]),
                                    _why(name, role, wanted, tokens)))  # fmt: skip
    return tuple(found)


def _why(scheme: str, role: str, wanted: Rgb, tokens: Mapping[str, Rgb]) -> str:
    """The pair that the true colour would break, or what else moved it."""
    rows = [row for row in pairs.broken(scheme, {**tokens, role: wanted}) if row.pair.top == role]
    if rows:
        worst = min(rows, key=lambda row: row.ratio)
        return (f"on {worst.ground} it would have {pairs.shown(worst.ratio)}:1, "
                f"and {pairs.least_shown(worst.needed)} is needed")  # fmt: skip
    text = pairs.needed(pairs.TEXT, scheme)
    light, chroma, _ = colour.to_oklch(wanted)
    best = max(ratio(wanted, BLACK), ratio(wanted, WHITE))
    if role in ("brand", "accent", "hero", "button") and best < text:
        return (f"black or white words on it would have {pairs.shown(best)}:1 at most, "
                f"and {pairs.least_shown(text)} is needed")  # fmt: skip
    if role == "hero":
        return ("so bright a field would dazzle at night" if light > schemes.BRIGHT else
                "so dark a field would not be seen on the page")  # fmt: skip
    if role == "button" and ratio(wanted, WHITE) < text:
        return (f"white words on it would have {pairs.shown(ratio(wanted, WHITE))}:1, "
                f"and {pairs.least_shown(text)} is needed")  # fmt: skip
    if chroma < schemes.GREY:
        return "a grey link would hardly be told from text"
    return "another shade was chosen"


def _remarks(main: Rgb, light: Mapping[str, Rgb], span: Span | None) -> list[Problem]:
    """At most two remarks: what the colour could not do and what does it instead."""
    notes: list[Problem] = []
    name = colour.to_hex(main)
    kept = f"large areas keep {name}" if light["brand"] == main else (
        f"large areas use {colour.to_hex(light['brand'])}"
    )  # fmt: skip
    words = f"with {colour.to_hex(light['on-brand'])} words"

    def note(message: str, hint: str) -> None:
        notes.append(Problem("brand-contrast", message, span, hint, "info"))

    def against(rgb: Rgb) -> str:
        return f"{pairs.shown(ratio(main, rgb))}:1"

    ground = min((light[page] for page in pairs.PAGE), key=lambda page: ratio(main, page))
    if light["brand-strong"] != main:
        note(f"{name} is too light for text on the page: it has {against(ground)} on "
             f"{colour.to_hex(ground)}, and 4.5:1 is needed.",
             f"Links and small text use {colour.to_hex(light['link'])}; {kept} {words}.")  # fmt: skip
    if light["button"] != main:
        button = f"{colour.to_hex(light['button'])} with {colour.to_hex(light['on-button'])} words"
        if ratio(main, ground) < pairs.CONTROL:
            note(f"A button in {name} would hardly stand out from the page: it has "
                 f"{against(ground)}, and 3:1 is needed.", f"Buttons are {button}.")  # fmt: skip
        else:
            note(f"White words on a button in {name} have {against(WHITE)}, and 4.5:1 is needed.",
                 f"Buttons are {button}; {kept} {words}.")  # fmt: skip
    return notes


def _css(sets: Mapping[str, Pairs]) -> str:
    """The custom properties of all schemes. More contrast and print only name what would be otherwise
    without them, by day or by night: every page carries these bytes."""
    day, night = dict(sets["light"]), dict(sets["dark"])
    more = _otherwise(sets["contrast"], day, night)
    more_night = _otherwise(sets["contrast-dark"], {**night, **more})
    in_force = (day, night, {**day, **more}, {**night, **more, **more_night})
    return "\n".join((
        _block(day, "light dark"),
        f"@media (prefers-color-scheme: dark){{{_block(night)}}}",
        f"@media (prefers-contrast: more){{{_block(more)}}}",
        f"@media (prefers-contrast: more) and (prefers-color-scheme: dark){{{_block(more_night)}}}",
        f"@media print{{{_block(_otherwise(sets['ink'], *in_force), 'light')}}}\n",
    ))  # fmt: skip


def _otherwise(wanted: Pairs, *in_force: Mapping[str, str]) -> dict[str, str]:
    """What has to be said so that ``wanted`` holds, whichever of the others was in force."""
    return {role: value for role, value in wanted
            if any(other[role] != value for other in in_force)}  # fmt: skip


def _block(tokens: Mapping[str, str], scheme: str = "") -> str:
    body = "".join(f"--{name}:{_short(value)};" for name, value in tokens.items())
    return f":root{{{f'color-scheme:{scheme};' if scheme else ''}{body}}}"


def _short(value: str) -> str:
    """``#fff`` for ``#ffffff``."""
    return f"#{value[1::2]}" if value[1::2] == value[2::2] else value
