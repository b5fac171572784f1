"""Brand tokens as a file of design tokens (Design Tokens Format Module 2025.10), out and in.

https://www.designtokens.org/tr/2025.10/. What is written holds every role of every scheme; what is
read gives the two colours under the names below, and the roles that somebody changed. A written
role remembers what sitegen derived, so that only a changed one counts as chosen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from sitegen.brand import colour, pairs, tokenfile
from sitegen.brand.colour import Rgb
from sitegen.brand.tokenfile import Token
from sitegen.brand.tokens import Role, Tokens
from sitegen.problems import Problem, Span, did_you_mean, short, suggest

SCHEMA: Final = "https://www.designtokens.org/schemas/2025.10/format.json"
VENDOR: Final = "sitegen"
"""Our key in ``$extensions``."""

_GROUPS = ("", "color.", "colour.", "colors.", "colours.", "palette.")
MAIN: Final = tuple(f"{group}{name}" for name in ("brand.primary", "brand.$root", "brand", "primary")
                    for group in _GROUPS)  # fmt: skip
ACCENT: Final = tuple(f"{group}{name}" for name in ("brand.secondary", "brand.accent",
                      "accent.$root", "accent", "secondary") for group in _GROUPS)  # fmt: skip
"""The names of the two colours, the first that is there counts."""

TITLES: Final[Mapping[str, str]] = {
    "light": "By day.",
    "dark": "At night (prefers-color-scheme: dark).",
    "contrast": "By day, for people who ask for more contrast (prefers-contrast: more).",
    "contrast-dark": "At night, for people who ask for more contrast.",
    "ink": "On paper, with one ink: a photocopier keeps it.",
}
_SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "brand": ("brand.primary",), "accent": ("brand.secondary",), "hero": ("brand",),
    "on-hero": ("on-brand",), "hero-muted": ("on-hero",), "brand-strong": ("brand.primary",),
    "link": ("brand-strong",), "button": ("brand.primary", "brand-strong"), "muted": ("text",),
    "hairline": ("line",),
}  # fmt: skip
"""What a role naturally is the same as; it is written as an alias where it is."""

_UNIT, _PERCENT, _ANY = (0.0, 1.0), (0.0, 100.0), (-math.inf, math.inf)
SPACES: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    **dict.fromkeys(("srgb", "srgb-linear", "display-p3", "a98-rgb", "prophoto-rgb", "rec2020",
                     "xyz-d65", "xyz-d50"), (_UNIT, _UNIT, _UNIT)),
    "hsl": (_ANY, _PERCENT, _PERCENT), "hwb": (_ANY, _PERCENT, _PERCENT),
    "lab": (_PERCENT, _ANY, _ANY), "lch": (_PERCENT, (0.0, math.inf), _ANY),
    "oklab": (_UNIT, _ANY, _ANY), "oklch": (_UNIT, (0.0, math.inf), _ANY),
}  # fmt: skip
"""Colour spaces and the range of each component (Color Module 2025.10, section 4)."""


class Found(Struct, frozen=True):
    """What a file of tokens says about a brand; "" for what it does not say."""

    colour: str = ""
    accent: str = ""
    roles: tuple[Role, ...] = ()
    span: Span | None = None
    second: Span | None = None


# Writing -------------------------------------------------------------------------------------


def write(made: Tokens, name: str = "") -> str:
    """Every scheme as design tokens. ``name`` is the group's, for the description."""
    file: dict[str, Any] = {
        "$schema": SCHEMA,
        "$description": f"The colours of {name or 'a site'}, each pair with proved contrast. "
        "A role that is changed here is used where it can be read.",
        "brand": {
            "$type": "color",
            "$description": "What everything else comes from.",
            "primary": {"$value": _value(made.main)},
            "secondary": {"$value": _value(made.accent)},
        },
    }
    for scheme in pairs.SCHEMES:
        tokens = dict(made.pairs(scheme))
        group: dict[str, Any] = {"$type": "color", "$description": TITLES[scheme]}
        for role, value in tokens.items():
            alias = _alias(role, scheme, tokens, made)
            group[role] = {
                "$value": alias or _value(value),
                "$description": _purpose(role, scheme),
                "$extensions": {VENDOR: {"derived": alias or value}},
            }
        file[scheme] = group
    return json.dumps(file, indent=2, ensure_ascii=False) + "\n"


def _value(hexadecimal: str) -> dict[str, Any]:
    parts = [part // 255 if part % 255 == 0 else round(part / 255, 4)
             for part in colour.from_hex(hexadecimal)]  # fmt: skip
    return {"colorSpace": "srgb", "components": parts, "hex": hexadecimal}


def _alias(role: str, scheme: str, tokens: Mapping[str, str], made: Tokens) -> str:
    for source in _SOURCES.get(role, ()):
        if source.startswith("brand."):
            if tokens[role] == (made.main if source == "brand.primary" else made.accent):
                return f"{{{source}}}"
        elif tokens[role] == tokens[source]:
            return f"{{{scheme}.{source}}}"
    return ""


def _purpose(role: str, scheme: str) -> str:
    """What a role is for, with what it is proved to have."""
    for pair in pairs.PAIRS:
        if pair.top == role and pair.top != "surface":
            least = pairs.least_shown(pairs.needed(pair.least, scheme))
            return f"{pair.what}; at least {least} on {', '.join(pair.grounds)}"
    on = [pair.top for pair in pairs.PAIRS if role in pair.grounds]
    words = dict(pairs.DECORATION).get(role, "")
    return "; ".join(filter(None, (f"under {', '.join(on)}" if on else "", words)))


# Reading -------------------------------------------------------------------------------------


def read(text: str, path: str) -> tuple[Found, tuple[Problem, ...]]:
    """The two colours of a file and the roles that were chosen in it."""
    named = [f"{name}." for name in (*MAIN, *ACCENT)]

    def matters(place: tokenfile.Path) -> bool:
        start = "".join(f"{step}." for step in place)
        return place[:1] in [(scheme,) for scheme in pairs.SCHEMES] or (
            bool(place) and any(name.startswith(start) for name in named)
        )

    tokens, problems = tokenfile.read(text, path, matters)
    said = list(problems)
    known = {token.name: token for token in tokens}
    main, span = _first(MAIN, known, said)
    accent, second = _first(ACCENT, known, said)
    if (span and not main) or (second and not accent):
        return Found(), tuple(
            dict.fromkeys(said)
        )  # with other colours, roles would seem to be wrong
    roles = []
    for token in tokens:
        if len(token.path) != 2 or token.path[0] not in pairs.SCHEMES:
            continue
        scheme, role = token.path
        if role not in pairs.ROLES:
            if suggest(role[:80], pairs.ROLES):
                said.append(Problem("tokens-role", f'"{scheme}.{short(role)}" is not a role of colours.',
                    token.span, did_you_mean(role[:80], pairs.ROLES), "warning"))  # fmt: skip
        elif not _derived(token):
            rgb = _colour(token, said)
            if rgb is not None and _recorded(token.extensions) != colour.to_hex(rgb):
                roles.append(Role(scheme, role, rgb, token.span))
    if not main and not roles and not any(problem.level == "error" for problem in said):
        said.append(Problem("tokens-nothing", "This file names no colour of the brand.", Span(path, 1),
            'Call the main colour "primary" in a group "brand", and the second "secondary".'))  # fmt: skip
    return Found(main, accent, tuple(roles), span, second), tuple(dict.fromkeys(said))


def _first(
    names: tuple[str, ...], known: Mapping[str, Token], said: list[Problem]
) -> tuple[str, Span | None]:
    for name in names:
        if name in known:
            rgb = _colour(known[name], said)
            return (colour.to_hex(rgb) if rgb is not None else ""), known[name].span
    return "", None


def _recorded(extensions: Mapping[str, Any]) -> object:
    """What sitegen derived for a token when it wrote it: an alias or ``#rrggbb``, or None."""
    ours = extensions.get(VENDOR)
    return ours.get("derived") if isinstance(ours, dict) else None


def _derived(token: Token) -> bool:
    """Whether a role is still the alias that sitegen wrote."""
    return isinstance(token.written, str) and token.written == _recorded(token.extensions)


def _colour(token: Token, said: list[Problem]) -> Rgb | None:
    """The colour of a token; None, with the reason said, where it has none."""
    name, value = token.name, token.value

    def wrong(message: str, hint: str) -> Rgb | None:
        said.append(Problem("tokens-colour", message, token.span, hint))
        return None

    if token.type and token.type not in tokenfile.TYPES:
        return None  # which has been said
    if token.type != "color":
        what = f"is of the type {token.type}" if token.type else "has no type"
        return wrong(
            f'"{name}" is to be a colour and {what}.', 'Write "$type": "color" beside it.'
        )
    if isinstance(value, str):  # drafts before 2025.10, and many tools still
        rgb, problems = colour.parse(value, token.span)
        said.extend(problems)
        return rgb
    if not isinstance(value, dict):
        return wrong(f'"{name}" has a value that is no colour.', _EXAMPLE)
    space, parts = value.get("colorSpace"), value.get("components")
    if not isinstance(space, str) or space not in SPACES:
        return wrong(f'"{short(str(space))}" is not a colour space of design tokens.',
                     did_you_mean(str(space)[:80], SPACES, f"Known are {', '.join(SPACES)}."))  # fmt: skip
    if not isinstance(parts, list) or len(parts) != 3 or not all(_is_part(part) for part in parts):
        return wrong(f'"{name}" needs three components, each a number or "none".', _EXAMPLE)
    numbers = [0.0 if part == "none" else float(part) for part in parts]
    for number, (low, high) in zip(numbers, SPACES[space], strict=True):
        if not low <= number <= high:
            hint = f"In {space} it goes from {low:g} to {high:g}."
            if (low, high) == _UNIT and all(0 <= part <= 255 for part in numbers):
                hint = f"Divide by 255: {[round(part / 255, 4) for part in numbers]}"
            return wrong(
                f'A component of "{name}" is {number:g}, which {space} does not have.', hint
            )
    return _shown(token, space, numbers, value, said)


_EXAMPLE = 'Write it as {"colorSpace": "srgb", "components": [0.9, 0.2, 0.1]}.'


def _is_part(part: object) -> bool:
    number = isinstance(part, int | float) and not isinstance(part, bool)
    return part == "none" or (number and math.isfinite(part))  # type: ignore[arg-type]


def _shown(
    token: Token, space: str, parts: list[float], value: Mapping[str, Any], said: list[Problem]
) -> Rgb:
    """The colour in sRGB. Outside it the file's own fallback counts, if there is one."""
    name = token.name
    if space in ("hsl", "hwb"):
        parts = [parts[0], parts[1] / 100, parts[2] / 100]
    if space == "srgb":
        red, green, blue = (round(255 * part) for part in parts)
        rgb, inside = (red, green, blue), True
    else:
        rgb, inside = colour.from_space(space, parts)
    alpha = value.get("alpha", 1)
    if isinstance(alpha, int | float) and alpha < 1:
        said.append(Problem("colour-opaque", f'The transparency of "{name}" is left out.', token.span,
                            "A brand colour is solid: give it alpha 1.", "info"))  # fmt: skip
    fallback = value.get("hex")
    own: Rgb | None = None
    if isinstance(fallback, str):
        own = colour.parse(fallback, token.span)[0]
    if not inside:
        rgb = own or rgb
        said.append(colour.beyond(name, rgb, token.span))
    elif own is not None and max(abs(a - b) for a, b in zip(rgb, own, strict=True)) > 3:
        said.append(Problem("tokens-hex", f'The components of "{name}" make {colour.to_hex(rgb)}, and '
            f'its "hex" says {short(str(fallback))}.', token.span,
            "Correct one of the two; the components are used.", "warning"))  # fmt: skip
    return rgb
