"""What editors, converters and other generators leave in a text becomes what it stood for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model import Converted

Html = Callable[[str], str]
Convert = Callable[[str], Converted]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # lines, items and dashes, also those that an editor escaped
        ("a\n\n\\---  \nb", "<p>a</p><hr><p>b</p>"),
        ("a\n\n\\_\\_\\_\\_\n\nb", "<p>a</p><hr><p>b</p>"),
        (
            "\\- Bread\n\n\\- Roses\n\n\\- Wine",
            "<ul><li><p>Bread</p></li><li><p>Roses</p></li><li><p>Wine</p></li></ul>",
        ),
        ("\\*Please bring cake*", "<p><em>Please bring cake</em></p>"),
        ("a\n______<br>\nb", "<p>a</p><hr><p>b</p>"),
        ("<ul>\n<li>- Bread</li>\n</ul>", "<ul><li>Bread</li></ul>"),
        (
            "Bring:\n– bread\n– roses\nand\n– a song",
            "<p>Bring:</p><ul><li>bread</li><li>rosesand</li><li>a song</li></ul>",
        ),
        # stars
        ("**Bring a friend.*", "<p><strong>Bring a friend.</strong></p>"),
        ("Name*\n\n**Must be given.*", "<p>Name*</p><p>*<em>Must be given.</em></p>"),
        ("**A title\n  \n** and more", "<p><strong>A title</strong></p><p>and more</p>"),
        ("a\n\n**\n  \nA title**: more", "<p>a</p><p><strong>A title</strong>: more</p>"),
        ("a\n\n****Begins so.", "<p>a</p><p>Begins so.</p>"),
        ("<p><i>a</i>**</p>", "<p><i>a</i></p>"),
        ("a\n\n** **\n\nb", "<p>a</p><p>b</p>"),
        ("**Ana (*1987)** sings", "<p><strong>Ana (*1987)</strong> sings</p>"),
        ("He says *never, *and so do I", "<p>He says <em>never,</em> and so do I</p>"),
        ("_Never again. _\n\nb", "<p><em>Never again.</em></p><p>b</p>"),
        ("*Never again. *\n\nb", "<p><em>Never again.</em></p><p>b</p>"),
        ("a\n\n``\n\nb", "<p>a</p><p>b</p>"),
        ("They say: *”Never again.", "<p>They say: ”Never again.</p>"),
        # links
        (
            'See "our plan":https://a.org/b, and "more":http://c.org.',
            '<p>See <a href="https://a.org/b">our plan</a>, and <a href="http://c.org">more</a>.</p>',
        ),
        ("[[our map => https://a.org/?b=1&c=2]]", '<p><a href="https://a.org/?b=1&amp;c=2">our map</a></p>'),
        ("<a href='https://a.org'>the plan](), in full</a>", '<p><a href="https://a.org">the plan, in full</a></p>'),
        ("- See [the report]\n  (https://a.org)", '<ul><li>See <a href="https://a.org">the report</a></li></ul>'),
        ('[a][1]\n\n[1]: "https://a.org/b" "B"', '<p><a href="https://a.org/b" title="B">a</a></p>'),
        ("**[Goal **1](https://a.org)** b", '<p><strong><a href="https://a.org">Goal 1</a></strong> b</p>'),
        # rules with spaces behind them, bold across a table's cells, pictures in items
        ("a\n\n---  \nb", "<p>a</p><hr><p>b</p>"),
        ("Title\n===  \nb", '<h1 id="title">Title</h1><p>b</p>'),
        (
            "| **a | b** |\n|---|---|\n| c | d |",
            "<table><thead><tr><th><strong>a</strong></th><th><strong>b</strong></th></tr></thead>"
            "<tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
        ),
        (
            "| --- | --- | | a | b | | c | d |",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>",
        ),
        ("1. a\n\n  ![b](c.png)\n\nd", "<ol><li><p>a</p><p>I0</p></li></ol><p>d</p>"),
        (
            "[All of [our plan](https://a.org) on paper](https://b.org) b",
            '<p>All of <a href="https://a.org">our plan</a> <a href="https://b.org">on paper</a> b</p>',
        ),
        ("[All of [our plan](https://a.org)](https://b.org)", '<p>All of <a href="https://a.org">our plan</a></p>'),
        ("[[03_PLAN]] and [[PLAN]]", '<p><a href="L0">03_PLAN</a> and <a href="L1">PLAN</a></p>'),
        ("## Our plan ## {#plan}", '<h2 id="plan">Our plan</h2>'),
        ("the <<whole>> truth", "<p>the «whole» truth</p>"),
        # tags of wikis, tags without a space between their values, tags without a partner
        ("<noinclude>\n\na", "<p>a</p>"),
        ("<p><img src='a.png'alt='b c'></p>", "<p>I0</p>"),
        ("one</figcaption></figure>Two", "<p>one Two</p>"),
        # components and shortcodes
        ("::card{.a}\nBread\n::", "<p>Bread</p>"),
        ('a\n\n  :site-map{lat=1 .b}\n\nb', "<p>a</p><p>b</p>"),
        ('Go :big-button[to us]{to="/a"} now', "<p>Go to us now</p>"),
        ("{{< mermaid >}}\na --> b\n%% c\n{{< /mermaid >}}", '<pre><code class="language-mermaid">a --&gt; b%% c</code></pre>'),
        ('{{< highlight sh "n=1" >}}\n# a\n\n- b\n{{< / highlight >}}', '<pre><code class="language-sh"># a- b</code></pre>'),
        ('{{< image src="a.png" title="A _quiet_ day" >}}', "<figure>I0<figcaption>A quiet day</figcaption></figure>"),
        ("[youtube=http://a.org/b?v=1&w=9]", '<p><a href="http://a.org/b?v=1">http://a.org/b?v=1</a></p>'),
        ("[embed]https://a.org/b[/embed]", '<p><a href="https://a.org/b">https://a.org/b</a></p>'),
        ('[caption id="a" width="9"]![b](c.png) A day[/caption]', "<p>I0 A day</p>"),
        ('our {{< anchor "stall" "https://a.org" >}}.', '<p>our <a href="https://a.org">stall</a>.</p>'),
        ('{% include button.html text="Join us" link="/join/" %}', '<p><a href="L0">Join us</a></p>'),
        ('{{< button href="https://a.org" >}}\nJoin us\n{{< /button >}}', '<p><a href="https://a.org">Join us</a></p>'),
    ],
)  # fmt: skip
def test_what_was_brought_along_is_read_as_it_was_meant(
    html: Html, source: str, expected: str
) -> None:
    assert expected == html(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("\\- Bread\n\n\\- Roses", "<p>- Bread</p><p>- Roses</p>"),
        ("\\*never\\* and \\*\\*ever\\*\\*", "<p>*never* and **ever**</p>"),
        ("Title\n\\---", "<p>Title---</p>"),
        ("a | --- | b", "<p>a | --- | b</p>"),
        ("Yes\n– Ana", "<p>Yes– Ana</p>"),
        ('{"a":https://b.org}', '<p>{"a":<a href="https://b.org">https://b.org</a>}</p>'),
        ("std::string and 10:30{a} and a::b", "<p>std::string and 10:30{a} and a::b</p>"),
        ("Term\n: a-b{c}", "<dl><dt>Term</dt><dd>a-b{c}</dd></dl>"),
        ("<ul><li>-5 degrees</li></ul>", "<ul><li>-5 degrees</li></ul>"),
        ("(*two hours*) and (*2 hours*)", "<p>(<em>two hours</em>) and (<em>2 hours</em>)</p>"),
        ("Come to [[TOWN]] on [[DATE]]", "<p>Come to [[TOWN]] on [[DATE]]</p>"),
        ("a << b >> c and 1<<2>>3", "<p>a &lt;&lt; b &gt;&gt; c and 1&lt;&lt;2&gt;&gt;3</p>"),
        ("2, *3 and 4", "<p>2, *3 and 4</p>"),
        ("**\n\n**a** b", "<p><strong>a</strong> b</p>"),
        ("[embed] and [video of us]", "<p>[embed] and [video of us]</p>"),
        (
            "| a** | b |\n|---|---|\n| c | d** |",
            "<table><thead><tr><th>a**</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d**</td></tr></tbody></table>",
        ),
    ],
)
def test_what_only_looks_like_it_stays(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)


def test_a_sentence_behind_a_call_out_is_its_first_paragraph(convert: Convert) -> None:
    long = "A *whole* sentence " + "that goes on and on " * 6
    for words, inside in ((long, "<em>whole</em>"), ("See [our plan](plan.md)", "<a href=")):
        (block,) = convert(f"::: tip {words}\nMore.\n:::").blocks
        assert ("kind", "tip") in block.args
        assert "title" not in dict(block.args)
        assert inside in block.html
        assert block.html.endswith("<p>More.</p>")


def test_words_behind_an_unknown_block_may_hold_a_link(convert: Convert) -> None:
    page = convert("::: nothing see [our plan](plan.md)\nMore.\n:::")
    assert ["plan.md"] == [reference.target for reference in page.references]


def test_a_component_that_is_left_out_is_a_problem(convert: Convert) -> None:
    page = convert("a\n\n::site-map{lat=1}\n::")
    assert [("template-tag", 3)] == [(p.code, p.span.line) for p in page.problems if p.span]
