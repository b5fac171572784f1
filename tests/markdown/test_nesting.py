"""Elements stand where the HTML Standard lets them, and no word is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sitegen.markdown import nesting
from sitegen.model import Converted

MENDED = (
    ("<li>one</li>\n<li>two</li>", "<ul><li>one</li>\n<li>two</li></ul>"),
    ("<div><p>a</p><li>b</li></div>", "<div><p>a</p><ul><li>b</li></ul></div>"),
    ("<ul>loose<li>a</li></ul>", "<ul><li>loose</li><li>a</li></ul>"),
    ("<ol><li>a</li><ul><li>b</li></ul></ol>", "<ol><li>a</li><li><ul><li>b</li></ul></li></ol>"),
    ("<dl><dt>a</dt><br><dd>b</dd>c</dl>", "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>"),
    ("<figcaption>words</figcaption>", "<div>words</div>"),
    (
        "<center><font>a</font><big>b</big></center>",
        '<div class="align-center"><span>a</span><span>b</span></div>',
    ),
    ("<strike>a</strike> <tt>b</tt>", "<s>a</s> <code>b</code>"),
    ("<b>a<p>b</p></b>", "<div>a<p>b</p></div>"),
    ("<h2><div>a</div></h2>", "<h2><span>a</span></h2>"),
    ("<summary><h3>a</h3><div>b</div></summary>", "<summary><h3>a</h3><span>b</span></summary>"),
    ('<a name="top"></a>', '<span id="top"></span>'),
    ("<h3></h3><h4> <b></b></h4><p>a</p>", " <b></b><p>a</p>"),
    ('<source src="a.mp3"><p>a</p>', "<p>a</p>"),
    ('<video src="a" width="100%" height="90"></video>', '<video height="90" src="a"></video>'),
    ('<a href="b" type="submit">c</a>', '<a href="b">c</a>'),
    ('<p id="a b">c</p>', '<p id="a-b">c</p>'),
    ('<time datetime="{{ x }}">today</time>', "<span>today</span>"),
)
FINE = (
    "<ul>\n<li>a</li>\n<li>b<ol><li>c</li></ol></li>\n</ul>",
    "<figure><p>a</p><figcaption>b</figcaption></figure>",
    "<b>a &amp; b</b> &lt;c&gt; \u00a0",
    '<video><source src="a.mp4"></video>',
    '<time datetime="2026-11-03T18:30">a</time>',
    '<a href="a" name="b">c</a>',
    "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<div><dt>c</dt><dd>d</dd></div></dl>",
    '<h2>a <img src="b" alt="c"></h2><h3><img src="b" alt="c"></h3>',
)


@pytest.mark.parametrize(("written", "wanted"), MENDED)
def test_what_may_not_stand_there_is_put_right(written: str, wanted: str) -> None:
    assert wanted == nesting.mend(written)


@pytest.mark.parametrize("html", FINE)
def test_what_may_stand_there_is_the_same_text(html: str) -> None:
    assert html is nesting.mend(html)


@pytest.mark.parametrize("written", [written for written, _ in MENDED])
def test_no_word_is_lost(written: str) -> None:
    def words(html: str) -> str:
        return "".join(re.sub(r"<[^>]*>", "", html).split())

    assert words(written) == words(nesting.mend(written))


def test_a_link_inside_of_a_link_is_words(html: Callable[[str], str]) -> None:
    assert html("[<https://a.example>](https://b.example)") == (
        '<p><a href="https://b.example">https://a.example</a></p>'
    )
    assert nesting.unlinked('<a href="1">a</a> <a href="2">b</a>') == (
        '<a href="1">a</a> <a href="2">b</a>'
    )


def test_markup_that_is_put_right_keeps_its_links(html: Callable[[str], str]) -> None:
    assert html("<center><b>a [b](https://c.example) d</b></center>") == (
        '<div class="align-center"><b>a <a href="https://c.example">b</a> d</b></div>'
    )


ADDRESSES = (
    ("https://a.example/b c", "https://a.example/b%20c"),
    ('https://a.example/{b}|c\\d^e`f"g', "https://a.example/%7Bb%7D%7Cc/d%5Ee%60f%22g"),
    ("https://a.example/100%", "https://a.example/100%25"),
    ("https://a.example/?a[]=1#b#c", "https://a.example/?a%5B%5D=1#b%23c"),
    ("https://a.example/%C3%A4?b=c&d=e#f", "https://a.example/%C3%A4?b=c&amp;d=e#f"),
    ("http://[::1]:80/a", "http://[::1]:80/a"),
    ("//a.example/b c", "//a.example/b%20c"),
    ("mailto:{{ mail }}", "mailto:%7B%7B%20mail%20%7D%7D"),
)


@pytest.mark.parametrize(("written", "wanted"), ADDRESSES)
def test_an_address_holds_only_what_may_stand_in_one(
    convert: Callable[[str], Converted], written: str, wanted: str
) -> None:
    escaped = written.replace("\\", "\\\\")  # an escape of Markdown
    found = re.findall('href="([^"]*)"', convert(f"[a](<{escaped}>)").html)
    assert [wanted] == found


@pytest.mark.parametrize("target", ["https://", "http:///path", "https://%20/a"])
def test_an_address_without_a_host_is_no_link(
    convert: Callable[[str], Converted], target: str
) -> None:
    found = convert(f"[words]({target})")
    assert "<a" not in found.html
    assert "words" in found.html
    assert ["link-invalid"] == [problem.code for problem in found.problems]
