"""Template tags of other generators and kramdown's braces never reach a reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model import Converted

Html = Callable[[str], str]
Convert = Callable[[str], Converted]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("[a]({{ site.url }}/b)", "/b"),
        ("[a]({{ site.baseurl }}/b)", "/b"),
        ("[a]({{site.baseurl}}b)", "/b"),
        ("[a]({{ site.url }}{{ site.baseurl }}/b)", "/b"),
        ("[a]({{ '/b' | relative_url }})", "/b"),
        ('[a]({{ "/b" | prepend: site.baseurl }})', "/b"),
        ("[a]({% link _pages/b.md %})", "_pages/b.md"),
        ("[a]({{ site.baseurl }}{% link _pages/b.md %})", "_pages/b.md"),
        ("[a]({% post_url 2024-01-02-b %})", "2024-01-02-b"),
        ('[a]({{< ref "b.md" >}})', "b.md"),
        ('[a]({{% relref "b.md" %}})', "b.md"),
        ('<a href="{{ site.url }}/b">a</a>', "/b"),
    ],
)
def test_a_tag_that_stands_for_an_address_is_read(
    convert: Convert, source: str, target: str
) -> None:
    page = convert(source)
    assert (target,) == tuple(reference.target for reference in page.references)
    assert page.problems == ()


def test_any_other_tag_is_hidden_and_reported_with_its_line(convert: Convert) -> None:
    page = convert("a\n\nb {% include form.html %} c\n\n{{< alert >}}")
    assert page.html == "<p>a</p>\n<p>b  c</p>"
    assert [("template-tag", 3, 3), ("template-tag", 5, 1)] == [
        (p.code, p.span.line, p.span.column) for p in page.problems if p.span
    ]
    assert "{% include form.html %}" in page.problems[0].message


def test_a_tag_at_the_end_of_a_paragraph_takes_nothing_with_it(html: Html) -> None:
    assert html("One line\n{% include form.html %}") == "<p>One line</p>"


def test_an_include_with_an_image_becomes_a_figure(convert: Convert) -> None:
    page = convert('{% include figure.html file="/img/a.jpg" caption="A crowd" alt="People" %}')
    assert page.html == "<figure>\ufdd0I0\ufdd1<figcaption>A crowd</figcaption></figure>"
    assert ("/img/a.jpg", "People") == (page.pictures[0].target, page.pictures[0].alt)


def test_raw_text_is_shown_and_a_comment_is_not(html: Html) -> None:
    assert html("{% raw %}{{ a }}{% endraw %}") == "<p>{{ a }}</p>"
    assert html("a{% comment %}b\n\nc{% endcomment %}d") == "<p>ad</p>"


def test_captured_text_stays_and_a_captured_address_does_not(html: Html) -> None:
    source = "{% capture body %}\nWe build sites together.\n{% endcapture %}\n\na"
    assert html(source) == "<p>We build sites together.</p><p>a</p>"
    assert html("{% capture x %}https://a.org/{{ b | c }}{% endcapture %}\n\na") == "<p>a</p>"


def test_highlighted_code_is_code(html: Html) -> None:
    expected = '<pre><code class="language-py">x &lt; 1</code></pre>'
    assert expected == html("{% highlight py %}\nx < 1\n{% endhighlight %}")


def test_tags_in_code_are_shown(html: Html) -> None:
    assert html("`{{ a }}`") == "<p><code>{{ a }}</code></p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\n{: .big}", '<p class="big">a</p>'),
        ("a\n{: .big #x lang=de}", '<p class="big" id="x" lang="de">a</p>'),
        ("- a\n{: .big}", '<ul class="big"><li>a</li></ul>'),
        ("## A {#b .c}", '<h2 id="b" class="c">A</h2>'),
        ("## A {: #b}", '<h2 id="b">A</h2>'),
        ("A {#b}\n---", '<h2 id="b">A</h2>'),
        ('[a](b.md){: .button target="_blank"}', '<p><a href="L0" class="button">a</a></p>'),
        ("**a**{: .x}", "<p><strong>a</strong></p>"),
        ("* TOC\n{:toc}\n\na", "<p>a</p>"),
        ("[TOC]\n\na", "<p>a</p>"),
        ("{::options parse_block_html=\"true\" /}\n\na", "<p>a</p>"),
        ("a {b} c", "<p>a {b} c</p>"),
        ("a {#b", "<p>a {#b</p>"),
    ],
)  # fmt: skip
def test_braces_of_kramdown_are_understood(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)


def test_an_attribute_that_acts_is_not_taken(html: Html) -> None:
    assert html('a\n{: onclick="x()" style="y"}') == "<p>a</p>"
