"""What people bring along from wikis, notebooks, chat programs and other generators."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model import Converted

Html = Callable[[str], str]
Convert = Callable[[str], Converted]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # notebooks
        ("a ==b c== d", "<p>a <mark>b c</mark> d</p>"),
        ("a %%to do%% b", "<p>a  b</p>"),
        # wikis
        ("=== Where to meet ===\n\na", '<h3 id="where-to-meet">Where to meet</h3><p>a</p>'),
        ("* a\n** b\n** c", "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>"),
        ("[[the\nrota|rota page]]", '<p><a href="L0">rota page</a></p>'),
        ("[[2024_05|2024/2024_05]]", '<p><a href="L0">2024/2024_05</a></p>'),
        ("[[Rota|https://a.org/b]]", '<p><a href="https://a.org/b">Rota</a></p>'),
        # emoji
        ("a :tada: b :seedling:", "<p>a 🎉 b 🌱</p>"),
        ("[:heart: Give](a)", '<p><a href="L0">❤️ Give</a></p>'),
        (":flag_ie: :de:", "<p>🇮🇪 🇩🇪</p>"),
        ("**:material-leaf: Garden**", "<p><strong>Garden</strong></p>"),
        (":octicons-home-16:{ .big } a", "<p>a</p>"),
        # kramdown, Pandoc, GitBook
        ("a\\\\\nb", "<p>a<br>b</p>"),
        ("a\\\\\n\nb", "<p>a</p><p>b</p>"),
        ("a. \\ B", "<p>a. <br> B</p>"),
        ("a\n\n\\\nb\\\n\nc", "<p>a</p><p>b</p><p>c</p>"),
        ("`a`{=html}", "<p><code>a</code></p>"),
        ("```js=\na\n```", '<pre><code class="language-js">a</code></pre>'),
        ("{% picture a %}{.left .wide}\n\nb", "<p>b</p>"),
        # what version control leaves
        ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> them", "<p>a</p><p>b</p>"),
        ("a\n\n=======\nb", "<p>a</p><hr><p>b</p>"),
    ],
)
def test_other_dialects_are_read(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a==b or c == d", "<p>a==b or c == d</p>"),
        ("5%% and 6%%", "<p>5%% and 6%%</p>"),
        ("`a :tada: ==b==`", "<p><code>a :tada: ==b==</code></p>"),
        ("10:30:45, a:b:c, :nothing:", "<p>10:30:45, a:b:c, :nothing:</p>"),
        ("Liebe Leser:innen:", "<p>Liebe Leser:innen:</p>"),
        ("C:\\a\\b\\", "<p>C:\\a\\b\\</p>"),
        ("D:\\", "<p>D:\\</p>"),
        ("!!! Come early", "<p>!!! Come early</p>"),
        ("** A note", "<p>** A note</p>"),
        ("a\n\n`{% highlight js %}` b", "<p>a</p><p><code>{% highlight js %}</code> b</p>"),
    ],
)
def test_what_only_looks_like_another_dialect_stays(
    html: Html, source: str, expected: str
) -> None:
    assert expected == html(source)


def test_an_indented_admonition_is_a_call_out(convert: Convert) -> None:
    page = convert('a\n!!! tip "Bring *tea*"\n\n    b\n\n    - c\n\n        d\n\ne')
    (block,) = page.blocks
    assert ("callout", (("kind", "tip"), ("title", "Bring *tea*"))) == (block.name, block.args)
    assert block.html == "<p>b</p>\n<ul>\n<li><p>c</p>\n<p>d</p>\n</li>\n</ul>"
    assert page.html == "<p>a</p>\n\ufdd0B0\ufdd1\n<p>e</p>"
    assert 2 == block.line


def test_admonitions_nest_and_end_with_their_item(convert: Convert) -> None:
    page = convert("1. a\n    ??? note\n        b\n        !!! danger\n            c\n2. d")
    assert ["note", "warning"] == [dict(block.args)["kind"] for block in page.blocks]
    assert "<li>d</li>" in page.html


def test_tabs_become_text_under_their_names(html: Html) -> None:
    expected = "<p><strong>Bus</strong></p><p>a</p><p><strong>Bike</strong></p><p>b</p><p>c</p>"
    assert expected == html('=== "Bus"\n\n    a\n\n=== "Bike"\n\n    b\n\nc')


def test_directives_of_other_programs_are_left_out_with_a_word(convert: Convert) -> None:
    page = convert('[[!meta title="a"]]\n\nb %%Docs:c%% d')
    assert page.html == "<p>b  d</p>"
    assert [("template-tag", 1), ("template-tag", 3)] == [
        (problem.code, problem.span.line) for problem in page.problems if problem.span
    ]


def test_two_versions_of_a_passage_are_a_problem(convert: Convert) -> None:
    page = convert("x\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> them")
    assert [("merge-conflict", 3)] == [(p.code, p.span.line) for p in page.problems if p.span]


def test_highlighted_code_keeps_what_looks_like_a_comment(html: Html) -> None:
    source = "{% highlight html %}\n<!doctype html>\n<!-- a -->\n`b`\n{% endhighlight %}"
    expected = "&lt;!doctype html&gt;&lt;!-- a --&gt;`b`"
    assert f'<pre><code class="language-html">{expected}</code></pre>' == html(source)
