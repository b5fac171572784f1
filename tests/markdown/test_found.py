"""Slips found on sites nobody had looked at before, each with the right text it must not touch."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model import Converted

Html = Callable[[str], str]
Convert = Callable[[str], Converted]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # addresses
        ("See this.https://a.org/b", '<p>See this.<a href="https://a.org/b">https://a.org/b</a></p>'),
        ("網址https://a.org", '<p>網址<a href="https://a.org">https://a.org</a></p>'),
        ("聯絡b@a.org。", '<p>聯絡<a href="mailto:b@a.org">b@a.org</a>。</p>'),
        ("_b@a.org_", '<p><em><a href="mailto:b@a.org">b@a.org</a></em></p>'),
        (
            "https://a.org/1**Tags:** b",
            '<p><a href="https://a.org/1">https://a.org/1</a><strong>Tags:</strong> b</p>',
        ),
        ("[a](<https://b.org/c_(d)>)", '<p><a href="https://b.org/c_(d)">a</a></p>'),
        # links
        ("[https://a.org](To A)", '<p><a href="https://a.org">To A</a></p>'),
        ("[a](https://b.org/c\nd", '<p><a href="https://b.org/c">a</a>d</p>'),
        ("[a]([https://b.org](https://c.org))", '<p><a href="https://c.org">a</a></p>'),
        ("[![a](b.png)](some words)", "<p>I0 (some words)</p>"),
        ("a](https://b.org)", '<p>a (<a href="https://b.org">https://b.org</a>)</p>'),
        ("[- a](b)\n[- c](d)", '<ul><li><a href="L0">a</a></li><li><a href="L1">c</a></li></ul>'),
        # wiki links
        ("[[Page]]", '<p><a href="L0">Page</a></p>'),
        ("[[page|the words]]", '<p><a href="L0">the words</a></p>'),
        ("[[ the words => ../page ]]", '<p><a href="L0">the words</a></p>'),
        ("![[a b.png]]", "<p>I0</p>"),
        # bold
        ("**a****b** c", "<p><strong>ab</strong> c</p>"),
        ("**(202)**** ****225****!** c", "<p><strong>(202) 225!</strong> c</p>"),
        ("****A**: b", "<p><strong>A</strong>: b</p>"),
        # headings, rules, bullets, tables, notes
        ("~~## A~~", '<h2 id="a"><del>A</del></h2>'),
        ("**### A**", '<h3 id="a"><strong>A</strong></h3>'),
        ("a\n\n======\n\nb", "<p>a</p><hr><p>b</p>"),
        ("<p>a</p><p>****************</p>", "<p>a</p><hr>"),
        ("<p><b>-----------<br/></b></p>a", "<hr>a"),
        ("- • a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("· a\n· b", "<ul><li>a</li><li>b</li></ul>"),
        ("|---|---|\n|a|b|", "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"),
        ("a[^1]", "<p>a<sup>1</sup></p>"),
        # HTML
        ('<a href="https://a.org>b</a> "c"', '<p><a href="https://a.org">b</a> "c"</p>'),
        (
            'a &lt;a href="https://b.org"&gt;c</a>',
            '<p>a <a href="https://b.org">c</a></p>',
        ),
        ("a &amp;amp; b &amp;#43;", "<p>a &amp; b &#43;</p>"),
        ("``` These words are no language\na\n```\n\nb", "<p>These words are no languagea</p><p>b</p>"),
    ],
)  # fmt: skip
def test_a_slip_is_read_as_it_was_meant(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a_b@c.org", '<p><a href="mailto:a_b@c.org">a_b@c.org</a></p>'),
        ("éa@c.org and @a@c.org", "<p>éa@c.org and @a@c.org</p>"),
        ("[a](a remark in brackets)", "<p>[a](a remark in brackets)</p>"),
        ("a] (b) and a](b)", "<p>a] (b) and a](b)</p>"),
        ("a[[0]] and [[1]] and [[1, 2], [3]]", "<p>a[[0]] and [[1]] and [[1, 2], [3]]</p>"),
        ("if [[ -f x ]]; then", "<p>if [[ -f x ]]; then</p>"),
        ("`[[a]]`", "<p><code>[[a]]</code></p>"),
        ("[[a]]\n\n[a]: https://b.org", '<p>[<a href="https://b.org">a</a>]</p>'),
        ("**# of people**", "<p><strong># of people</strong></p>"),
        ("[a](b)\n· [c](d)", '<p><a href="L0">a</a>· <a href="L1">c</a></p>'),
        ("[-5 °C](a)", '<p><a href="L0">-5 °C</a></p>'),
        ("2**10 is 1024", "<p>2**10 is 1024</p>"),
        ("a [^abc] b", "<p>a [^abc] b</p>"),
        ("a\n=====", '<h1 id="a">a</h1>'),
        ("&lt;b&gt; is bold, &amp;lt; is <", "<p>&lt;b&gt; is bold, &amp;lt; is &lt;</p>"),
        ("<p>***</p>", "<p>***</p>"),
        ("```js title=\"a\"\nb\n```", '<pre><code class="language-js" data-info="title=&quot;a&quot;">b</code></pre>'),
    ],
)  # fmt: skip
def test_right_text_stays_as_it_is(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)


def test_a_quote_mark_inside_a_quoted_value_is_kept(convert: Convert) -> None:
    page = convert('<img src="a.png" alt="It says "Why?" here" />')
    assert ['It says "Why?" here'] == [picture.alt for picture in page.pictures]


def test_a_wiki_link_leads_to_what_it_names(convert: Convert) -> None:
    page = convert("[[Page#part|words]] [[words -> ../tos/]]")
    assert ["Page#part", "../tos/"] == [reference.target for reference in page.references]


def test_an_address_in_angle_brackets_is_no_page_of_the_site(convert: Convert) -> None:
    assert convert("[a](<https://b.org/c d>)").references == ()


def test_the_words_behind_an_unknown_block_are_text(convert: Convert) -> None:
    page = convert("::: nothing of *these* words\nbody\n:::")
    assert page.html == "<p>of <em>these</em> words</p>\n<p>body</p>"
    assert ["block-unknown"] == [problem.code for problem in page.problems]


def test_a_second_note_of_one_name_behind_a_tag_is_kept(convert: Convert) -> None:
    page = convert("x[^1]\n\n<aside>[^1]: one</aside>\n[^1]: two")
    both = page.html + "".join(block.html for block in page.blocks)
    assert ["one" in both, "two" in both] == [True, True]


def test_a_link_that_is_never_opened_is_a_problem(convert: Convert) -> None:
    page = convert("a\nb](https://c.org)")
    assert [("link-not-open", 2)] == [(p.code, p.span.line) for p in page.problems if p.span]


def test_a_place_to_be_filled_in_is_no_link_to_a_page() -> None:
    from sitegen.markdown import Converter

    made = Converter({}).convert("Come to [[YOUR TOWN]] on [[DATE]].", "content/a.md")
    assert () == made.references
    assert "[[YOUR TOWN]]" in made.html
