"""Whatever colour a group has, every pair a theme relies on can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.brand import colour, tokens
from sitegen.brand.colour import Rgb
from sitegen.brand.tokens import Brand

NAMES = {
    "brand", "on-brand", "brand-strong", "accent", "on-accent", "surface", "surface-2", "text",
    "muted", "line", "hairline", "link", "link-hover", "button", "on-button", "button-hover",
    "focus", "focus-contrast", "success", "error", "on-error", "hero", "on-hero", "hero-muted",
}  # fmt: skip
ON_SURFACES = {
    "text": 7.0, "muted": 4.5, "link": 4.5, "link-hover": 4.5, "brand-strong": 4.5,
    "success": 4.5, "error": 4.5, "line": 3.0, "focus": 3.0, "button": 3.0, "button-hover": 3.0,
}  # fmt: skip
PAIRS = (
    ("on-brand", "brand"), ("on-accent", "accent"), ("on-button", "button"),
    ("on-button", "button-hover"), ("on-error", "error"), ("on-hero", "hero"),
    ("hero-muted", "hero"),
)  # fmt: skip
AWKWARD = ("#ffffff", "#000000", "#ffff00", "#777777", "#767676", "#808080", "#00ff00",
           "#00ffff", "#0000ff", "#ff0000", "#ff00ff", "#faa61a",
           "#ffd700", "#6ab023", "#00a699", "#0087dc", "#74d4ec", "#e4003b",
           "#f04030", "#70147a", "#101a4a", "#fefefe", "#010101")  # fmt: skip

rgb = st.tuples(*[st.integers(0, 255)] * 3)


def broken_pairs(made: tokens.Tokens) -> list[str]:
    """Every promise of the module that does not hold."""
    found = []
    for scheme in (False, True):
        got = made.colours(scheme)
        for name, least in ON_SURFACES.items():
            for ground in ("surface", "surface-2"):
                if colour.ratio(got[name], got[ground]) < least:
                    found.append(f"{name} on {ground}, dark={scheme}")
        for top, ground in PAIRS:
            if colour.ratio(got[top], got[ground]) < 4.5:
                found.append(f"{top} on {ground}, dark={scheme}")
        if colour.ratio(got["focus"], got["focus-contrast"]) < 9:
            found.append(f"focus rings, dark={scheme}")
    return found


@settings(max_examples=400, deadline=None)
@given(rgb, rgb)
def test_every_pair_can_be_read_for_any_brand_and_accent(main: Rgb, accent: Rgb) -> None:
    made = tokens.compile(Brand(colour.to_hex(main), colour.to_hex(accent)))
    assert [] == broken_pairs(made)


@pytest.mark.parametrize("text", AWKWARD)
def test_every_pair_can_be_read_for_awkward_colours(text: str) -> None:
    assert [] == broken_pairs(tokens.compile(Brand(text)))


def test_exactly_the_promised_tokens_are_written_for_both_schemes() -> None:
    made = tokens.compile(Brand("#e4003b"))
    assert NAMES == {name for name, _ in made.light} == {name for name, _ in made.dark}
    light, dark = made.css.split("@media (prefers-color-scheme: dark)")
    assert NAMES == set(re.findall(r"--([a-z0-9-]+):#", light))
    assert NAMES == set(re.findall(r"--([a-z0-9-]+):#", dark))


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_tokens_and_never_raises(text: str, accent: str) -> None:
    assert [] == broken_pairs(tokens.compile(Brand(text, accent)))


@pytest.mark.parametrize(
    "text", ["#faa61a", "#ffd700", "#6ab023", "#74d4ec", "#70147a", "#e4003b"]
)
def test_the_true_colour_stands_on_large_areas(text: str) -> None:
    light = dict(tokens.compile(Brand(text)).light)
    assert (text, text) == (light["hero"], light["brand"])


def test_a_red_just_too_light_for_white_is_darkened_until_white_reads() -> None:
    made = tokens.compile(Brand("#f04030"))
    light = dict(made.light)
    assert "#ffffff" == light["on-hero"]
    drop = (
        colour.to_oklch(colour.from_hex("#f04030"))[0]
        - colour.to_oklch(colour.from_hex(light["hero"]))[0]
    )
    assert 0 < drop <= tokens.NEAR
    assert "looks the same" in made.notes[0].hint


def test_a_yellow_brand_gets_dark_buttons_with_yellow_words() -> None:
    light = dict(tokens.compile(Brand("#ffd700")).light)
    assert "#ffd700" == light["on-button"]
    assert colour.luminance(colour.from_hex(light["button"])) < 0.02


def test_a_colour_that_reads_everywhere_gets_no_remark_and_is_used_as_it_is() -> None:
    made = tokens.compile(Brand("#70147a"))
    light = dict(made.light)
    assert () == made.notes
    assert {"#70147a"} == {light[name] for name in ("brand", "link", "button", "hero")}


def test_a_colour_too_light_for_text_is_explained_with_what_is_used_instead() -> None:
    made = tokens.compile(Brand("#faa61a"))
    assert {"info"} == {note.level for note in made.notes}
    assert "#faa61a is too light for text" in made.notes[0].message
    assert dict(made.light)["link"] in made.notes[0].hint


def test_a_misspelt_colour_is_an_error_and_the_default_stands_in() -> None:
    made = tokens.compile(Brand("turqoise"))
    assert ("error", 'Did you mean "turquoise"?') == (made.notes[0].level, made.notes[0].hint)
    assert tokens.compile(Brand()).light == made.light


def test_the_same_brand_gives_the_same_bytes() -> None:
    assert tokens.compile(Brand("teal")) == tokens.compile(Brand("#008080"))
