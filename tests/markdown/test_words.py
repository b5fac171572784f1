"""No word of a source is lost, not even where its marks are wrong."""

from __future__ import annotations

import pytest

from sitegen.markdown import Converter
from tests.markdown import words

LIKE_REAL = [
    "[a](Bob's%20Page%20(2)%20x.md) and more\nand the next line",
    "Sign here:\n{% include form.html id=3 %}\nand tell others",
    "Last words {% include x.html %}",
    "**never closed\n\nnext [half a link](and\n\nmore",
    "| a | b |\n|---|---|\n| one | two | three | four |\n| five |",
    "1. one\n  - two\n 3. three\n      four\n\n   five\n- six",
    "> quote\nlazy\n- item\nlazy item\n# Heading\nunder",
    "<div>\n<p>one\n\ntwo\n</div>\nthree <span>four\n\nfive",
    "<details><summary>one</summary>two</details> three",
    "<table><tr><td>one</td><td>two\n\nthree</td></tr></table>",
    "<aside>💡 one\n\n- two\n\n</aside> three",
    "::: callout tip one two\nthree\n:::: four\n::: nothing five\nsix",
    "::: faq\none\n## two\nthree\n:::\n:::",
    "one[^1] two[^2]\n\n[^1]: three\n    four\n\n    five\n[^1]: six",
    "Term\n: one\n\n    two\n: three\n\nTerm two\n: four",
    "one <your name> two <b>three</b> < four > five <!-- six",
    "Setext\none\n===\ntwo\n---\nthree",
    "- \n- one\n-\n- two\n\n\n\n  three\n\nfour",
    "~~~\none\n~~~~ two\n~~~\nthree\n```four five```\n",
    "`one\n- two` three ``four` five",
    "![one *two* [three](x)](y.png) [![four](a.png)](b) [](c)",
    "_one __two_ three__ ***four* five** *six**seven*",
    "<iframe>one</iframe><form><label>two</label><select><option>three</select></form>",
    "<svg><text>one</text></svg><pre>two <three> four</pre>",
    "\\[one\\](two) \\`three\\` four\\\nfive",
    "\tone\n\n\ttwo\n\n- three\n\n\tfour\n\n\t\tfive",
    "{: .one}\ntwo {three} {#four five",
    "#one #two\n#Three Four\n##Five\n####### six",
    "http://one.org/two_three_four(five) <http://six.org> seven@eight.org",
]


@pytest.mark.parametrize("source", LIKE_REAL)
def test_no_word_is_missing(converter: Converter, source: str) -> None:
    assert {} == dict(words.missing(source, converter.convert(source, "page.md")))


@pytest.mark.parametrize("source", LIKE_REAL)
def test_no_word_is_missing_inside_a_block(converter: Converter, source: str) -> None:
    whole = f"::: callout\n{source}\n\n:::\n\nend"
    if ":::" not in source:
        assert {} == dict(words.missing(whole, converter.convert(whole, "page.md")))


@pytest.mark.parametrize("source", LIKE_REAL)
def test_no_word_is_missing_inside_an_item(converter: Converter, source: str) -> None:
    whole = "- " + source.replace("\n", "\n  ")
    assert {} == dict(words.missing(whole, converter.convert(whole, "page.md")))


def test_the_checker_notices_a_missing_word(converter: Converter) -> None:
    page = converter.convert("one two", "page.md")
    assert {"three": 1} == dict(words.missing("one two three", page))
