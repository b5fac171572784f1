"""Colours are read as people write them, and measured as WCAG does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.brand import colour

rgb = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#e4003b", "#e4003b"), ("E4003B", "#e4003b"), ("#e40", "#ee4400"), ("e40;", "#ee4400"),
        ("rgb(228, 0, 59)", "#e4003b"), ("rgb(228 0 59)", "#e4003b"),
        ("rgb(10%,20%,30%)", "#1a334c"),
        ("hsl(120, 100%, 25%)", "#008000"), ("hsl(0.5turn 50% 50%)", "#40bfbf"),
        ("hsl(200grad 50% 50%)", "#40bfbf"), ("hsl(120deg 100 25)", "#008000"),
        ("rgba(228,0,59,1)", "#e4003b"), ("Rebecca Purple", "#663399"), ("tan", "#d2b48c"),
        ("rgb(300 -20 0)", "#ff0000"),
    ],
)  # fmt: skip
def test_the_usual_ways_of_writing_a_colour_are_read(text: str, expected: str) -> None:
    found, problems = colour.parse(text)
    assert found is not None
    assert (expected, ()) == (colour.to_hex(found), problems)


@pytest.mark.parametrize("text", ["#FFD70080", "rgba(255,215,0,.5)", "rgb(255 215 0 / 50%)"])
def test_transparency_is_left_out_with_a_remark(text: str) -> None:
    found, problems = colour.parse(text)
    assert ((255, 215, 0), ["info"]) == (found, [problem.level for problem in problems])


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("turqoise", 'Did you mean "turquoise"?'),
        ("#12345", "After # come six digits from 0 to 9 or a to f, as in #0b5cab."),
        ("#gg0000", "After # come six digits from 0 to 9 or a to f, as in #0b5cab."),
        ("our colour", "Write it like this: #0b5cab."), ("", "Write it like this: #0b5cab."),
        ("rgb(....,1,2)", "Write it like this: #0b5cab."),
        ("hsl(1e999,1%,2%)", "Write it like this: #0b5cab."),
    ],
)  # fmt: skip
def test_what_is_no_colour_is_a_problem_with_a_repair(text: str, hint: str) -> None:
    found, problems = colour.parse(text)
    assert (None, hint) == (found, problems[0].hint)


@given(st.text(alphabet="#rgbahsl(),.%/ 0123456789eE+-degturnx", max_size=40))
def test_reading_never_raises(text: str) -> None:
    found, problems = colour.parse(text)
    assert found is not None or problems


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#e4003b", "#ffffff", 4.81), ("#0087dc", "#ffffff", 3.82),
     ("#767676", "#ffffff", 4.54), ("#777777", "#ffffff", 4.48)],
)  # fmt: skip
def test_contrast_agrees_with_published_values(one: str, other: str, expected: float) -> None:
    found = colour.ratio(colour.from_hex(one), colour.from_hex(other))
    assert expected == pytest.approx(found, abs=0.006)


@given(rgb)
def test_black_or_white_always_reads(ground: colour.Rgb) -> None:
    assert max(colour.ratio(ground, colour.BLACK), colour.ratio(ground, colour.WHITE)) >= 4.5


@given(rgb)
def test_oklch_there_and_back_is_the_same_colour(value: colour.Rgb) -> None:
    assert value == colour.from_oklch(*colour.to_oklch(value))


@given(st.floats(0.1, 1), st.floats(0, 0.5), st.floats(0, 360))
def test_every_oklch_value_has_a_colour_that_can_be_shown(
    light: float, chroma: float, hue: float
) -> None:
    found = colour.from_oklch(light, chroma, hue)
    assert all(0 <= part <= 255 for part in found)
    assert abs(colour.to_oklch(found)[0] - light) < 0.02


@given(rgb, rgb, st.sampled_from([3.0, 4.5, 7.0]), st.booleans())
def test_the_lightness_found_reaches_the_ratio_if_any_does(
    value: colour.Rgb, ground: colour.Rgb, least: float, darker: bool
) -> None:
    found = colour.lightness_for(*colour.to_oklch(value), (ground,), least, darker)
    end = colour.BLACK if darker else colour.WHITE
    assert colour.ratio(found, ground) >= min(least, colour.ratio(end, ground))
