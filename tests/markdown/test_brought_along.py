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
        # escaped by an editor in which somebody typed a list or a line
        ("\\- Bread\n\n\\- Roses", "<ul><li><p>Bread</p></li><li><p>Roses</p></li></ul>"),
        ("\\* Bread\n\\* Roses", "<ul><li>Bread</li><li>Roses</li></ul>"),
        ("a\n\n\\_\\_\\_\\_\\_\n\nb", "<p>a</p><hr><p>b</p>"),
        ("a\n______<br>\nb", "<p>a</p><hr><p>b</p>"),
        ("<ul>\n<li>- Bread</li>\n</ul>", "<ul><li>Bread</li></ul>"),
        # dashes of one paragraph
        (
            "Bring:\n– bread\n– roses\nand\n– a song",
            "<p>Bring:</p><ul><li>bread</li><li>rosesand</li><li>a song</li></ul>",
        ),
        # stars
        ("**Bring a friend.*", "<p><strong>Bring a friend.</strong></p>"),
        ("Name*\n\n**Must be given.*", "<p>Name*</p><p>*<em>Must be given.</em></p>"),
        ("They say: *”Never again.", "<p>They say: ”Never again.</p>"),
        # links
        (
            'See "our plan":https://a.org/b, and "more":http://c.org.',
            '<p>See <a href="https://a.org/b">our plan</a>, and <a href="http://c.org">more</a>.</p>',
        ),
        ("[[our map => https://a.org/?b=1&c=2]]", '<p><a href="https://a.org/?b=1&amp;c=2">our map</a></p>'),
        ("<a href='https://a.org'>the plan](), in full</a>", '<p><a href="https://a.org">the plan, in full</a></p>'),
        # tags without a partner part words
        ("one</figcaption></figure>Two", "<p>one Two</p>"),
        # components and shortcodes
        ("::card{.a}\nBread\n::", "<p>Bread</p>"),
        ('a\n\n  :site-map{lat=1 .b}\n\nb', "<p>a</p><p>b</p>"),
        ('Go :big-button[to us]{to="/a"} now', "<p>Go to us now</p>"),
        ("{{< mermaid >}}\na --> b\n%% c\n{{< /mermaid >}}", '<pre><code class="language-mermaid">a --&gt; b%% c</code></pre>'),
        ('{{< highlight sh "n=1" >}}\n# a\n\n- b\n{{< / highlight >}}', '<pre><code class="language-sh"># a- b</code></pre>'),
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
        ("\\- Bread", "<p>- Bread</p>"),
        ("\\- Bread\n\nRoses\n\n\\- Wine", "<p>- Bread</p><p>Roses</p><p>- Wine</p>"),
        ("Yes\n– Ana", "<p>Yes– Ana</p>"),
        ('{"a":https://b.org}', '<p>{"a":<a href="https://b.org">https://b.org</a>}</p>'),
        ("std::string and 10:30{a} and a::b", "<p>std::string and 10:30{a} and a::b</p>"),
        ("Term\n: a-b{c}", "<dl><dt>Term</dt><dd>a-b{c}</dd></dl>"),
        ("<li>-5 degrees</li>", "<li>-5 degrees</li>"),
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
