"""Text is shaped, put in the order it is read, and fits where it is put."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kits import speaking

from sitegen.brand import bidi
from sitegen.brand.typeset import clean

DISPLAY = speaking().display


def seen(text: str, rtl: bool) -> str:
    """The signs from left to right; mirrored ones are turned."""
    turned = str.maketrans("()", ")(")
    levels = bidi.levels(text, rtl)
    return "".join(text[at].translate(turned) if levels[at] % 2 else text[at]
                   for at in bidi.order(levels))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rtl", "expected"),
    [
        ("abc אבג 12,5% (xyz)", False, "abc 12,5% גבא (xyz)"),
        ("abc אבג 12,5% (xyz)", True, "(xyz) 12,5% גבא abc"),
        ("שלום, world! 3-4", True, "world! 3-4 ,םולש"),
        ("שלום, world! 3-4", False, "םולש, world! 3-4"),
        ("حملة: +49 30 12345", True, "12345 30 49+ :ةلمح"),
        ("a (שלום) b", True, "b (םולש) a"),
        ("a (שלום) b", False, "a (םולש) b"),
        ("plain text", False, "plain text"),
        ("", True, ""),
    ],
)
def test_a_line_is_seen_in_the_order_of_unicode(text: str, rtl: bool, expected: str) -> None:
    assert expected == seen(text, rtl)


def test_arabic_letters_join() -> None:
    """A letter within a word has another shape than alone: other glyphs are drawn."""
    joined = {glyph.id for glyph in DISPLAY.line("ممم", True).glyphs}
    assert {glyph.id for glyph in DISPLAY.line("م", True).glyphs}.isdisjoint(joined)


def test_a_letter_that_the_face_lacks_comes_from_one_that_has_it() -> None:
    line = DISPLAY.line("Ab Жя حم שם")
    assert 4 == len({glyph.font for glyph in line.glyphs})
    assert all(glyph.id for glyph in line.glyphs)


def test_what_no_face_can_write_is_known_before() -> None:
    assert DISPLAY.covers("Größe, Łódź, Ελλάδα, Київ, حملة, שלום, Việt Nam: 10 €")
    assert not DISPLAY.covers("港街")
    assert not DISPLAY.covers("नमस्ते")


def test_every_letter_of_a_line_is_carried_by_some_glyph_once() -> None:
    for text in ("Affluent office", "حملة الجيران", "a\u0301e\u0308"):
        line = DISPLAY.line(text, bool(bidi.leads_right(text)))
        assert sorted(text) == sorted("".join(glyph.text for glyph in line.glyphs))


def test_pairs_of_letters_are_kerned() -> None:
    alone = DISPLAY.line("A").width + DISPLAY.line("V").width
    assert DISPLAY.line("AV").width < alone


def test_lines_are_as_even_as_their_number_allows() -> None:
    block = DISPLAY.fit("one two three four five six", 300, 200, 40, 40)
    widths = [line.width for line in block.lines]
    assert max(widths) < 1.7 * min(widths)


def test_a_compound_becomes_smaller_before_it_is_divided() -> None:
    block = DISPLAY.fit("Nachbarschaftshilfe", 600, 400, 120, 30)
    assert (1, False) == (len(block.lines), block.broken)
    assert 50 < block.size < 90


def test_a_word_that_is_too_long_is_divided_where_a_syllable_may_begin() -> None:
    block = DISPLAY.fit("Wohnungsbaugenossenschaftsgründung", 500, 600, 90, 50)
    assert ["Wohnungsbau-", "genossen-", "schaftsgründung"] == [line.text for line in block.lines]


def test_a_soft_hyphen_says_where_a_word_is_divided() -> None:
    block = DISPLAY.fit("Donau\u00addampf\u00adschifffahrt", 300, 600, 80, 60)
    assert "Donau-" in [line.text for line in block.lines]
    assert "\u00ad" not in "".join(line.text for line in block.lines)


def test_words_that_find_no_room_are_left_out_and_said() -> None:
    block = DISPLAY.fit("word " * 200, 400, 120, 60, 30)
    assert not block.whole
    assert block.lines[-1].text.endswith("…")


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("abcdefgh WXYZ äß-—.אבגحمل12"), min_size=1, max_size=80),
    st.integers(120, 900),
    st.integers(40, 500),
)
def test_no_line_is_wider_than_its_box(text: str, width: int, height: int) -> None:
    block = DISPLAY.fit(clean(text), width, height, 90, 20)
    assert block.width <= width * 1.001
    assert 20 <= block.size <= 90


def test_signs_that_no_font_draws_are_taken_out() -> None:
    assert "Save the park now" == clean("  Save the 🌳 park\u200b\nnow\u202e ")
