"""How texts read: sentences, long words, minutes, and what is not counted."""

from __future__ import annotations

from sitegen import readability

EASY = "We met on a cold night. Four people came. We had soup. Then we made a plan. " * 5
HARD = (
    "Notwithstanding organisational considerations, representatives of participating communities "
    "acknowledged fundamental disagreements concerning administrative responsibilities, resulting "
    "in considerable procedural complications throughout subsequent deliberations. "
) * 4


def test_short_words_in_short_sentences_are_easy() -> None:
    found = readability.of(EASY, "en")
    assert (85, 20, "very easy", ()) == (found.words, found.sentences, found.level, found.long)


def test_offices_are_hard_and_their_long_sentences_are_named() -> None:
    found = readability.of(HARD + " It was so " + "very " * 30 + "long.", "en")
    assert "very hard" == found.level
    assert 1 == len(found.long)


def test_the_score_is_that_of_the_formula() -> None:
    text = ("one two three four five seventy twelve sentence. " * 10).strip()
    assert round(8 + 100 * 2 / 8) == readability.of(text, "de").score


def test_a_full_stop_is_not_always_an_end() -> None:
    assert 2 == readability.of("We met Dr. Green, e.g. on Monday. He came.", "en").sentences
    assert 1 == readability.of("Das ist z. B. am Montag.", "de").sentences


def test_a_few_words_and_other_languages_have_no_score() -> None:
    assert readability.of("A few words only.", "en").score is None
    assert readability.of("كلمة " * 100, "ar").score is None


def test_minutes_follow_the_language() -> None:
    assert 1 == readability.of("word " * 228, "en").minutes
    assert 2 == readability.of("Wort " * 228, "de").minutes


def test_headings_tables_and_code_are_no_sentences() -> None:
    html = "<h2>A heading</h2><p>One <b>bold</b> word.</p><table><tr><td>x</td></tr></table><pre>code</pre>"
    assert "One bold word." == readability.plain(html)


def test_a_line_of_a_list_is_a_sentence() -> None:
    assert 3 == readability.of(readability.plain("<p>We need:</p><ul><li>tea</li><li>cups</li></ul>"),
                               "en").sentences  # fmt: skip
