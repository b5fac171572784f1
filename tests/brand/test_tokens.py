"""Whatever colour a group has, every pair a theme relies on can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.brand import colour, pairs, schemes, tokens
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
STRICTER = {3.0: 4.5, 4.5: 7.0, 7.0: 7.0}
AWKWARD = ("#ffffff", "#000000", "#ffff00", "#777777", "#767676", "#808080", "#00ff00",
           "#00ffff", "#0000ff", "#ff0000", "#ff00ff", "#faa61a",
           "#ffd700", "#6ab023", "#00a699", "#0087dc", "#74d4ec", "#e4003b",
           "#f04030", "#70147a", "#101a4a", "#fefefe", "#010101")  # fmt: skip

rgb = st.tuples(*[st.integers(0, 255)] * 3)


def broken_pairs(made: tokens.Tokens) -> list[str]:
    """Every promise of the module that does not hold, reckoned without its own table."""
    found = []
    for scheme in ("light", "dark", "contrast", "contrast-dark", "ink"):
        got = made.scheme(scheme)
        plain = scheme in ("light", "dark")
        for name, least in ON_SURFACES.items():
            for ground in ("surface", "surface-2"):
                if colour.ratio(got[name], got[ground]) < (least if plain else STRICTER[least]):
                    found.append(f"{name} on {ground}, {scheme}")
        for top, ground in PAIRS:
            if colour.ratio(got[top], got[ground]) < (4.5 if plain else 7.0):
                found.append(f"{top} on {ground}, {scheme}")
        if colour.ratio(got["surface"], got["text"]) < 7:
            found.append(f"surface on text, {scheme}")
        if colour.ratio(got["focus"], got["focus-contrast"]) < 9:
            found.append(f"focus rings, {scheme}")
    return found


@settings(max_examples=400, deadline=None)
@given(rgb, rgb)
def test_every_pair_can_be_read_for_any_brand_and_accent(main: Rgb, accent: Rgb) -> None:
    made = tokens.compile(Brand(colour.to_hex(main), colour.to_hex(accent)))
    assert [] == broken_pairs(made)


@pytest.mark.parametrize("text", AWKWARD)
def test_every_pair_can_be_read_for_awkward_colours(text: str) -> None:
    assert [] == broken_pairs(tokens.compile(Brand(text)))


def test_the_table_of_pairs_promises_the_same() -> None:
    made = tokens.compile(Brand("#e4003b"))
    for scheme in pairs.SCHEMES:
        rows = {
            (row.pair.top, row.ground): row.needed
            for row in pairs.measure(scheme, made.scheme(scheme))
        }
        plain = scheme in ("light", "dark")
        wanted = {
            (top, ground): least
            for top, least in ON_SURFACES.items()
            for ground in ("surface", "surface-2")
        }
        wanted |= dict.fromkeys(PAIRS, 4.5) | {("surface", "text"): 7.0}
        stricter = {pair: least if plain else STRICTER[least] for pair, least in wanted.items()}
        assert stricter | {("focus", "focus-contrast"): 9.0} == rows


@pytest.mark.parametrize(
    ("media", "scheme"),
    [((), "light"), (("dark",), "dark"), (("more",), "contrast"), (("dark", "more"), "contrast-dark"),
     (("print",), "ink"), (("print", "dark"), "ink"), (("print", "more"), "ink"),
     (("print", "more", "dark"), "ink")],
)  # fmt: skip
@pytest.mark.parametrize("text", ["#e4003b", "#ffd700", "#101a4a", "#74d4ec", "#808080"])
def test_the_style_sheet_puts_each_scheme_in_force_where_it_is_asked_for(
    media: tuple[str, ...], scheme: str, text: str
) -> None:
    made = tokens.compile(Brand(text))
    found: dict[str, str] = {}
    for line in made.css.splitlines():
        asked = line.partition(":root")[0]
        conditions = {"(prefers-color-scheme: dark)": "dark", "(prefers-contrast: more)": "more",
                      "@media print": "print"}  # fmt: skip
        if all(name in media for words, name in conditions.items() if words in asked):
            found |= {name: f"#{''.join(sign * 2 for sign in value)}" if len(value) == 3 else f"#{value}"
                      for name, value in re.findall(r"--([a-z0-9-]+):#([0-9a-f]+)", line)}  # fmt: skip
    assert dict(made.pairs(scheme)) == found


def test_one_ink_is_black_on_white_and_a_tint_for_every_brand() -> None:
    one, other = (dict(tokens.compile(Brand(text)).ink) for text in ("#e4003b", "gold"))
    assert one == other
    assert {"#ffffff", "#000000", "#d9d9d9"} == set(one.values())
    assert ("#ffffff", "#000000") == (one["brand"], one["on-brand"])


@pytest.mark.parametrize("text", ["#faa61a", "#0087dc", "#101a4a", "#fffbe0", "#808080"])
def test_every_place_where_a_true_colour_does_not_stand_is_listed_with_its_reason(
    text: str,
) -> None:
    made = tokens.compile(Brand(text, "#0b6e4f"))
    listed = {(row.scheme, row.role): row for row in tokens.changes(made)}
    for scheme in pairs.SCHEMES[:-1]:
        for role, wish in tokens.WISHES.items():
            got = dict(made.pairs(scheme))[role]
            wanted = made.main if wish == "brand" else made.accent
            assert (got != wanted) == ((scheme, role) in listed)
    assert all(row.why for row in listed.values())


def test_a_changed_link_names_the_ground_the_ratio_and_what_is_needed() -> None:
    made = tokens.compile(Brand("#ffd700"))
    row = next(row for row in tokens.changes(made) if (row.scheme, row.role) == ("light", "link"))
    assert "#ffd700" == row.wanted
    ground = colour.from_hex(dict(made.light)["surface-2"])
    ratio = pairs.shown(colour.ratio(colour.from_hex("#ffd700"), ground))
    assert f"on surface-2 it would have {ratio}:1, and 4.5:1 is needed" == row.why


def test_ratios_are_cut_and_never_rounded_up() -> None:
    assert ("4.49", "7.00", "20.99") == tuple(pairs.shown(r) for r in (4.4999, 7.0, 20.999))


def test_exactly_the_promised_tokens_are_written_for_both_schemes() -> None:
    made = tokens.compile(Brand("#e4003b"))
    assert NAMES == {name for name, _ in made.light} == {name for name, _ in made.dark}
    assert [NAMES] * 5 == [{name for name, _ in made.pairs(scheme)} for scheme in pairs.SCHEMES]
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


@given(rgb)
@settings(max_examples=200, deadline=None)
def test_the_true_colours_stand_on_large_areas_by_day_whatever_they_are(main: Rgb) -> None:
    light = tokens.compile(Brand(colour.to_hex(main), colour.to_hex(main))).colours()
    assert (main, main, main) == (light["brand"], light["hero"], light["accent"])


def test_a_red_just_too_light_for_white_keeps_its_areas_and_its_buttons_are_darkened() -> None:
    made = tokens.compile(Brand("#f04030"))
    light = dict(made.light)
    assert ("#f04030", "#ffffff") == (light["hero"], light["on-button"])
    drop = (
        colour.to_oklch(colour.from_hex("#f04030"))[0]
        - colour.to_oklch(colour.from_hex(light["button"]))[0]
    )
    assert 0 < drop <= schemes.NEAR
    said = next(note for note in made.notes if "White words on a button" in note.message)
    assert "#f04030 have 3.83:1" in said.message
    assert light["button"] in said.hint
    assert "large areas keep #f04030" in said.hint


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
