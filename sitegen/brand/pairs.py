"""Which colour may stand on which, with the least contrast of each pair: one table for everybody.

The compiler proves it, ``sitegen brand`` prints it, docs/themes.md shows it, and a test holds the
themes' style sheets to it. It knows roles by name and no colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from sitegen.brand import colour
from sitegen.brand.colour import Rgb

BODY, TEXT, CONTROL, RINGS = 7.0, 4.5, 3.0, 9.0
"""WCAG 2.2: 1.4.6 for long text, 1.4.3 for all other text, 1.4.11 for what is no text. Two rings
that differ by 9:1 are seen on any ground, because one of them has 3:1 on it."""

SCHEMES: Final = ("light", "dark", "contrast", "contrast-dark", "ink")
"""The token sets, in the order of the style sheet. ``contrast`` is for people who ask their system for
more of it (``prefers-contrast: more``), ``ink`` for paper and photocopiers."""

ROLES: Final = (
    "brand", "on-brand", "brand-strong", "accent", "on-accent", "surface", "surface-2", "text",
    "muted", "line", "hairline", "link", "link-hover", "button", "on-button", "button-hover",
    "success", "error", "on-error", "focus", "focus-contrast", "hero", "on-hero", "hero-muted",
)  # fmt: skip
"""Every role that a style sheet may name, in the order of the sheet of colours."""

PAGE: Final = ("surface", "surface-2")


class Pair(Struct, frozen=True):
    """``top`` may stand on each of ``grounds``, with at least this contrast in light and dark."""

    top: str
    grounds: tuple[str, ...]
    least: float
    what: str


PAIRS: Final = (
    Pair("text", PAGE, BODY, "text"),
    Pair("surface", ("text",), BODY, "text on a dark block, light and dark exchanged"),
    Pair("muted", PAGE, TEXT, "dates, help below fields, captions"),
    Pair("link", PAGE, TEXT, "links"),
    Pair("link-hover", PAGE, TEXT, "links under the pointer"),
    Pair("brand-strong", PAGE, TEXT, "words and large figures in the brand's colour"),
    Pair("success", PAGE, TEXT, "what went well: words and edges"),
    Pair("error", PAGE, TEXT, "what is wrong: words and edges"),
    Pair("on-error", ("error",), TEXT, "words on the error's colour"),
    Pair("on-brand", ("brand",), TEXT, "words on large areas in the brand's colour"),
    Pair("on-accent", ("accent",), TEXT, "words on areas in the second colour"),
    Pair("on-hero", ("hero",), TEXT, "the head of the home page"),
    Pair("hero-muted", ("hero",), TEXT, "lesser words in the head of the home page"),
    Pair("on-button", ("button", "button-hover"), TEXT, "a button's words"),
    Pair("button", PAGE, CONTROL, "a button beside the page"),
    Pair("button-hover", PAGE, CONTROL, "a button under the pointer"),
    Pair("line", PAGE, CONTROL, "edges of fields"),
    Pair("focus", PAGE, CONTROL, "the ring around what the keyboard has reached"),
    Pair("focus", ("focus-contrast",), RINGS, "the ring's two colours"),
)

DECORATION: Final = (
    ("hairline", "lines between things that are apart without them"),
    ("brand", "fields and edges without words"),
    ("accent", "fields and edges without words"),
    ("hero", "fields without words"),
)
"""Roles that may also be used where nothing has to be made out: no contrast is promised there."""


class Measured(Struct, frozen=True):
    """A pair in one scheme. It holds where ``ratio`` is not below ``needed``."""

    scheme: str
    pair: Pair
    ground: str
    ratio: float
    needed: float

    @property
    def holds(self) -> bool:
        """Never rounded: 4.499 is not 4.5."""
        return self.ratio >= self.needed


def needed(least: float, scheme: str) -> float:
    """The least contrast in a scheme: one step more of WCAG where people ask for more, and on paper."""
    if scheme in ("light", "dark"):
        return least
    return {CONTROL: TEXT, TEXT: BODY}.get(least, least)


def measure(scheme: str, tokens: Mapping[str, Rgb]) -> tuple[Measured, ...]:
    """Every pair of the table as it is in one scheme."""
    bright = {name: colour.luminance(rgb) for name, rgb in tokens.items()}
    found = []
    for pair in PAIRS:
        for ground in pair.grounds:
            low, high = sorted((bright[pair.top], bright[ground]))
            found.append(Measured(scheme, pair, ground, (high + 0.05) / (low + 0.05),
                                  needed(pair.least, scheme)))  # fmt: skip
    return tuple(found)


def broken(scheme: str, tokens: Mapping[str, Rgb]) -> tuple[Measured, ...]:
    """The pairs that do not hold: none, or these colours may not be used together."""
    return tuple(row for row in measure(scheme, tokens) if not row.holds)


def shown(ratio: float) -> str:
    """A ratio for people, cut and never rounded up: 4.499 is shown as 4.49."""
    return f"{int(ratio * 100) / 100:.2f}"


def least_shown(least: float) -> str:
    """``7:1``, ``4.5:1``."""
    return f"{least:g}:1"
