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
        (
            "[a]([https://b.org](https://c.org))",
            '<p><a href="https://c.org" title="https://b.org">a</a></p>',
        ),
        ("[a]([words](b))", '<p><a href="L0">a</a> (<a href="L1">words</a>)</p>'),
        ("[![a](b.png)](some words)", "<p>I0 (some words)</p>"),
        ("a](https://b.org)", '<p>a (<a href="https://b.org">https://b.org</a>)</p>'),
        ("[- a](b)\n[- c](d)", '<ul><li><a href="L0">a</a></li><li><a href="L1">c</a></li></ul>'),
        ("[Our plan](Our plan)", '<p><a href="L0">Our plan</a></p>'),
        ("[the form](link to come)", "<p>the form (link to come)</p>"),
        ("[the form][form-link] b", "<p>the form b</p>"),
        ("[https://a.org/b]()", '<p><a href="https://a.org/b">https://a.org/b</a></p>'),
        ("[]a b](c)", '<p><a href="L0">a b</a></p>'),
        ("[\\[new] a](b)", '<p><a href="L0">[new] a</a></p>'),
        (
            "[a](https://b.org/c, and [d](e)",
            '<p><a href="https://b.org/c">a</a>, and <a href="L0">d</a></p>',
        ),
        ("<p>[a](https://b.org/c... </p>", '<p><a href="https://b.org/c...">a</a> </p>'),
        ("պ՝ a@b.org։", '<p>պ՝ <a href="mailto:a@b.org">a@b.org</a>։</p>'),
        ('[![a](b.png "c"){:width="9%"}](d)', '<p><a href="L0">I0</a></p>'),
        ("[a b]\n(https://c.org/d) e", '<p><a href="https://c.org/d">a b</a> e</p>'),
        # wiki links
        ("[[Page]]", '<p><a href="L0">Page</a></p>'),
        ("[[page|the words]]", '<p><a href="L0">the words</a></p>'),
        ("[[ the words => ../page ]]", '<p><a href="L0">the words</a></p>'),
        ("![[a b.png]]", "<p>I0</p>"),
        # bold
        ("**a****b** c", "<p><strong>ab</strong> c</p>"),
        ("**(202)**** ****225****!** c", "<p><strong>(202) 225!</strong> c</p>"),
        ("****A**: b", "<p><strong>A</strong>: b</p>"),
        ("***A** b", "<p><strong>A</strong> b</p>"),
        ("- ** A b\n- c", "<ul><li>A b</li><li>c</li></ul>"),
        ("a ** b", "<p>a b</p>"),
        ("a\n\n**\n\nb", "<p>a</p><p>b</p>"),
        ("a called *b. c", "<p>a called b. c</p>"),
        ("Thanks to Sony** for the room", "<p>Thanks to Sony for the room</p>"),
        ("A *b* and c.*", "<p>A <em>b</em> and c.</p>"),
        ("اكتبa@b.org", '<p>اكتب<a href="mailto:a@b.org">a@b.org</a></p>'),
        ("[a b] (<https://c.org>)", '<p><a href="https://c.org">a b</a></p>'),
        # words with a star for everybody
        ("Alle Bürger*innen und Leser*innen", "<p>Alle Bürger*innen und Leser*innen</p>"),
        ("**Wie Helfer*innen helfen**", "<p><strong>Wie Helfer*innen helfen</strong></p>"),
        ("*Liebe Helfer*innen*, a", "<p><em>Liebe Helfer*innen</em>, a</p>"),
        ("*Helfer*innen sind da*", "<p><em>Helfer*innen sind da</em></p>"),
        ("Jede*r, tod*s, étudiant*e*s", "<p>Jede*r, tod*s, étudiant*e*s</p>"),
        # backticks
        ("a is `b (c) d", "<p>a is b (c) d</p>"),
        ("‘gate`. a", "<p>‘gate’. a</p>"),
        ("call 'gate` a", "<p>call 'gate' a</p>"),
        # headings, rules, bullets, tables, notes
        ("####  \nA b\n\nc", '<h4 id="a-b">A b</h4><p>c</p>'),
        ("###   \n**A**\n\nc", '<h3 id="a"><strong>A</strong></h3><p>c</p>'),
        ("## ## A", '<h2 id="a">A</h2>'),
        ("### *A b", '<h3 id="a-b">A b</h3>'),
        ("**## A** b", "<p><strong>A</strong> b</p>"),
        ("a\n\n\\###\n\nb", "<p>a</p><hr><p>b</p>"),
        (
            "**- a**\n\nb\n\n**- c**",
            "<ul><li><strong>a</strong></li></ul><p>b</p><ul><li><strong>c</strong></li></ul>",
        ),
        (
            "- a\n\u00a0 - b\n\u00a0 - c",
            "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>",
        ),
        ("a \\\nb", "<p>a <br>b</p>"),
        (
            "a:\n| b | c |\n| d | e |",
            "<p>a:</p><table><tbody><tr><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></tbody></table>",
        ),
        (
            "| 10:00 | Tea\n| 11:00 | Talk",
            "<table><tbody><tr><td>10:00</td><td>Tea</td></tr><tr><td>11:00</td><td>Talk</td></tr></tbody></table>",
        ),
        ("a\n\n===\n\nb", "<p>a</p><p>b</p>"),
        (
            "a | b\n--- | --- | ---\nc | d | e",
            "<table><thead><tr><th>a</th><th>b</th><th></th></tr></thead>"
            "<tbody><tr><td>c</td><td>d</td><td>e</td></tr></tbody></table>",
        ),
        (
            "| a | b |\n| --- |\n| c | d |",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
        ),
        (
            "||| **A** |\n| b | c |\n|---|---|\n| d | e |\n|---|---|\n| f | g |",
            "<p><strong>A</strong></p><table><thead><tr><th>b</th><th>c</th></tr></thead>"
            "<tbody><tr><td>d</td><td>e</td></tr><tr><td>f</td><td>g</td></tr></tbody></table>",
        ),
        (
            "| a |\n|---|\n| b * c * d |",
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b<br>• c<br>• d</td></tr></tbody></table>",
        ),
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
        ('<p><img src="a.png"alt="b c" /></p>', "<p>I0</p>"),
        ('<p><img class="a" src=/b.png" alt="c" /></p>', "<p>I0</p>"),
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
        ("[sic](as they said)", "<p>[sic](as they said)</p>"),
        ("[Video] [Page] a[0][i]", "<p>[Video] [Page] a[0][i]</p>"),
        ("[ ] a](b)", "<p>[ ] a](b)</p>"),
        ("un*believ*able", "<p>un<em>believ</em>able</p>"),
        ("re*think this* a", "<p>re<em>think this</em> a</p>"),
        ("Costs** rise.\n\n** Before tax", "<p>Costs** rise.</p><p>** Before tax</p>"),
        ("Kick a** and trans* folk", "<p>Kick a** and trans* folk</p>"),
        ("In all.*\n\n*Paid up", "<p>In all.*</p><p>*Paid up</p>"),
        ("a 2 ** 3", "<p>a 2 ** 3</p>"),
        ("Members* may vote.\n\n*Paid up", "<p>Members* may vote.</p><p>*Paid up</p>"),
        ("don`t", "<p>don`t</p>"),
        ("a ` b", "<p>a ` b</p>"),
        ("**- a -**", "<p><strong>- a -</strong></p>"),
        ("|x| and ||y||", "<p>|x| and ||y||</p>"),
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


def test_an_item_with_a_higher_number_ends_a_quote_between_two_items(html: Html) -> None:
    expected = '<ol><li>a</li></ol><blockquote><p>b</p></blockquote><ol start="2"><li>c</li></ol>'
    assert expected == html("1. a\n> b\n2. c")


def test_a_backslash_behind_the_kind_of_an_alert_is_no_title(convert: Convert) -> None:
    page = convert("> [!NOTE]\\\n> a")
    assert [(("kind", "note"),)] == [block.args for block in page.blocks]
