"""What people mistype and what programs leave in their text, each with right text that must stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model import Converted

Html = Callable[[str], str]
Convert = Callable[[str], Converted]
LONG = "words, words. " * 400


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # stars
        ("***Note:** a b.*", "<p><em><strong>Note:</strong> a b.</em></p>"),
        ("a **b [c**](d.md). e", '<p>a <strong>b <a href="L0">c</a></strong>. e</p>'),
        ("[**a](b.md)** c", '<p><strong><a href="L0">a</a></strong> c</p>'),
        ("**** **A** b", "<p><strong>A</strong> b</p>"),
        ("a (b…).****", "<p>a (b…).</p>"),
        ("### **A********?**", '<h3 id="a"><strong>A?</strong></h3>'),
        ("a **b c \n**\nd", "<p>a <strong>b c</strong> d</p>"),
        ("a **\nb c**\nd", "<p>a <strong>b c</strong>d</p>"),
        ("### **  \nA**", '<h3 id="a"><strong>A</strong></h3>'),
        ("***A b\n***\n\nc", "<p><strong><em>A b</em></strong></p><p>c</p>"),
        ("今日は、**来てください。", "<p>今日は、<strong>来てください。</strong></p>"),
        ("**A: b\n**C:** d", "<p><strong>A: b</strong><strong>C:</strong> d</p>"),
        ("**a\n**, b", "<p><strong>a</strong>, b</p>"),
        ("from **noon** at 13.32**", "<p>from <strong>noon</strong> at 13.32</p>"),
        # headings and tables
        ("A\n---\nB\n===\nc", '<h2 id="a">A</h2><h1 id="b">B</h1><p>c</p>'),
        (
            "| a | b |  \n|---|---|  \n| c | d |  \n| e | f |",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td>c</td><td>d</td></tr><tr><td>e</td><td>f</td></tr></tbody></table>",
        ),
        # what programs leave behind
        ("a\n<--->\nb", "<p>a</p><p>b</p>"),
        ("a :contentReference[oaicite:0]{index=0}. b", "<p>a. b</p>"),
        (f"{{% include a.html class='{LONG}' %}}\n\nb", "<p>b</p>"),
        (
            '{% include quote.html text="We won because nobody **gave** up." by="Ana" %}',
            "<p>We won because nobody <strong>gave</strong> up.</p>",
        ),
        (
            "{{< box class=\"a b c d e f\" text='\n  ### A\n\n  Come and see for yourself today.\n' >}}",
            '<h3 id="a">A</h3><p>Come and see for yourself today.</p>',
        ),
        ("a <svg>{% if b %}<text>c {{ d }}</text>{% endif %}</svg> e", "<p>a c e</p>"),
    ],
)
def test_a_slip_is_read_as_it_was_meant(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # a star that refers to something
        ("Terms apply.*\n\n<small>* see below</small>", "<p>Terms apply.*</p><p><small>* see below</small></p>"),
        ("the *Act says\n\n*Act of 2012", "<p>the *Act says</p><p>*Act of 2012</p>"),
        ("take 3 *x here", "<p>take 3 *x here</p>"),
        # other stars
        ("what the f**** is that", "<p>what the f**** is that</p>"),
        ("a\n\n****\n\nb", "<p>a</p><hr><p>b</p>"),
        ("**** ****", "<hr>"),
        ("[a **b**](c.md) d", '<p><a href="L0">a <strong>b</strong></a> d</p>'),
        ("**[a](b.md)** c", '<p><strong><a href="L0">a</a></strong> c</p>'),
        (
            "| a |\n|---|\n| 2 * 3 * 4 |",
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>2 * 3 * 4</td></tr></tbody></table>",
        ),
        ("Costs ** rise\nand ** fall", "<p>Costs ** riseand ** fall</p>"),
        ("***\n\nA\n\n***", "<hr><p>A</p><hr>"),
        ("2^**a**", "<p>2^<strong>a</strong></p>"),
        # brackets, headings, breaks, tags
        ("A | b|  \nc", "<p>A | b|<br>c</p>"),
        ("in 1994** and\n\n**b** c", "<p>in 1994** and</p><p><strong>b</strong> c</p>"),
        ("**A ** : b", "<p><strong>A</strong>  : b</p>"),
        ("so [he][she] says", "<p>so [he][she] says</p>"),
        ("ask [he][she][they] about it", "<p>ask [he][she][they] about it</p>"),
        ("A\nB\n===\nc", '<h1 id="a-b">AB</h1><p>c</p>'),
        ("a  \nb\\\nc", "<p>a<br>b<br>c</p>"),
        ("{% a\n\nwords {% c %} d", "<p>{% a</p><p>words  d</p>"),
        ('a{% assign b = "words that are kept for later use" %} c', "<p>a c</p>"),
        ('a{% include b.html label="Join us now" %} c', "<p>a c</p>"),
        ("a :content[b]{c}", "<p>a :content[b]{c}</p>"),
    ],
)  # fmt: skip
def test_right_text_stays_as_it_is(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)
