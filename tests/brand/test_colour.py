"""Colours are read as people write them, and measured as WCAG does."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given, settings
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oklch(0.6 0.2 25)", "#de3b3d"), ("oklch(60% 50% 25deg)", "#de3b3d"),
        ("OKLAB(0.5 0.1 -0.1)", "#81459a"), ("lab(50% 40 -20)", "#ab5a9a"),
        ("lch(60 60 20)", "#ed6070"), ("hwb(200 10% 20%)", "#1990cc"),
        ("color(display-p3 0.5 0.3 0.2)", "#88492d"), ("color(srgb 0.2 0.4 0.6)", "#336699"),
        ("color(xyz 0.2 0.3 0.1)", "#68a443"), ("rgb(none 0 0)", "#000000"),
    ],
)  # fmt: skip
def test_every_function_of_css_color_4_is_read(text: str, expected: str) -> None:
    found, problems = colour.parse(text)
    assert found is not None
    assert (expected, ()) == (colour.to_hex(found), problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("color(display-p3 1 0 0)", "#ff0b0c"), ("oklch(0.7 0.3 150)", "#00c248"),
     ("color(rec2020 0 1 0)", "#00f272")],
)  # fmt: skip
def test_a_colour_that_screens_cannot_show_becomes_the_nearest_with_a_remark(
    text: str, expected: str
) -> None:
    found, problems = colour.parse(text)
    assert found is not None
    assert [("colour-gamut", "info")] == [(one.code, one.level) for one in problems]
    assert (expected, f"The nearest that all can show is used: {expected}.") == (
        colour.to_hex(found), problems[0].hint,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["oklch(0.6, 0.2, 25)", "lab(50% 40", "color(puce 1 2 3)"])
def test_a_function_that_is_written_wrongly_is_shown_written_rightly(text: str) -> None:
    found, problems = colour.parse(text)
    assert found is None
    assert "as in oklch(0.6 0.2 25)" in problems[0].hint


@pytest.mark.parametrize("text", ["#FFD70080", "rgba(255,215,0,.5)", "rgb(255 215 0 / 50%)",
                                  "color(srgb 1 0.843 0 / 0.5)"])  # fmt: skip
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


# The arithmetic is that of coloraide, which would cost more to import than a whole brand -------


EDGES = range(0, 256, 17)


def test_oklch_is_that_of_coloraide_all_over_the_gamut() -> None:
    from coloraide import Color

    for value in itertools.product(EDGES, repeat=3):
        light, chroma, hue = colour.to_oklch(value)
        theirs = Color("srgb", [part / 255 for part in value]).convert("oklch")
        assert (light, chroma) == pytest.approx(theirs.coords(nans=False)[:2], abs=1e-6)
        if chroma > 0.001:
            assert abs((hue - theirs["hue"] + 180) % 360 - 180) < 0.01


def test_contrast_is_that_of_coloraide_but_for_the_rounded_weights_of_wcag() -> None:
    """WCAG writes 0.2126, 0.7152 and 0.0722, coloraide reckons with all their digits."""
    from coloraide import Color

    shades = list(itertools.product(range(0, 256, 51), repeat=3))
    for ground in ((255, 255, 255), (0, 0, 0), (228, 0, 59)):
        theirs = Color("srgb", [part / 255 for part in ground])
        for value in shades:
            found = theirs.contrast(Color("srgb", [part / 255 for part in value]))
            assert found == pytest.approx(colour.ratio(ground, value), rel=3e-4)


@given(st.floats(0, 1), st.floats(0, 0.4), st.floats(0, 360, exclude_max=True))
@settings(max_examples=300, deadline=None)
def test_the_way_back_is_that_of_coloraide_also_from_outside_the_gamut(
    light: float, chroma: float, hue: float
) -> None:
    from coloraide import Color

    found = colour.from_oklch(light, chroma, hue)
    theirs = Color("oklch", [light, chroma, hue])
    inside = theirs.in_gamut("srgb", tolerance=0)
    theirs.fit("srgb", method="oklch-chroma", jnd=0)
    wanted = [255 * min(1, max(0, part)) for part in theirs.convert("srgb").coords(nans=False)]
    # Near black a whole step of chroma is less than one of 255; there the two may differ a little.
    assert found == pytest.approx(wanted, abs=0.51 if inside else 16)
    if not inside and light >= 0.1:
        assert abs(colour.to_oklch(found)[0] - light) < 0.02


def test_a_brand_in_hexadecimal_or_by_name_does_not_load_the_library() -> None:
    code = (
        "import sys\nfrom sitegen.brand import tokens\n"
        "tokens.compile(tokens.Brand('#faa61a', 'teal'))\nprint('coloraide' in sys.modules)\n"
        "tokens.compile(tokens.Brand('oklch(0.6 0.2 25)'))\nprint('coloraide' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ["False", "True"] == done.stdout.split()
