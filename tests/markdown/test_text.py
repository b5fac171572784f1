"""Headings, emphasis, breaks, code and tables, and the small slips of the hand in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model import Converted, Heading

Html = Callable[[str], str]
Convert = Callable[[str], Converted]


def codes(page: Converted) -> list[str]:
    return [problem.code for problem in page.problems]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("~~old~~", "<p><del>old</del></p>"),
        ("**Name **and", "<p><strong>Name</strong> and</p>"),
        ("a ** text**", "<p>a <strong>text</strong></p>"),
        ("a **** b", "<p>a  b</p>"),
        ("**重要**です", "<p><strong>重要</strong>です</p>"),
        ("snake_case_word", "<p>snake_case_word</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("***both***", "<p><strong><em>both</em></strong></p>"),
        (r"\~ \& \* \[x\] \#", "<p>~ &amp; * [x] #</p>"),
        ("one  \ntwo", "<p>one<br>two</p>"),
        ("one\\\ntwo", "<p>one<br>two</p>"),
        ("one\ntwo", "<p>onetwo</p>"),
        ("one  \n\ntwo", "<p>one</p><p>two</p>"),
        ("a &amp; b & c &lt; d", "<p>a &amp; b &amp; c &lt; d</p>"),
        ("1 < 2 > 0", "<p>1 &lt; 2 &gt; 0</p>"),
        ("`` a`b ``", "<p><code>a`b</code></p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("`**a**` **b**", "<p><code>**a**</code> <strong>b</strong></p>"),
        ("a\n\n***\n\nb", "<p>a</p><hr><p>b</p>"),
        ("> a\n\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("> a\nb", "<blockquote><p>ab</p></blockquote>"),
        (">a", "<blockquote><p>a</p></blockquote>"),
    ],
)
def test_text_comes_out_as_it_was_meant(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)


def test_bold_text_that_is_never_closed_ends_with_its_line(convert: Convert) -> None:
    page = convert("**Come and see\n\nNext.")
    assert page.html == "<p><strong>Come and see</strong></p>\n<p>Next.</p>"
    assert ["emphasis-open"] == codes(page)


def test_a_heading_gets_an_id_in_its_own_script(convert: Convert) -> None:
    page = convert("# Über uns\n\n## Что делать?\n\n## 我們的要求\n\n## مطالبنا")
    assert ["über-uns", "что-делать", "我們的要求", "مطالبنا"] == [h.id for h in page.headings]


def test_equal_headings_get_different_ids(convert: Convert) -> None:
    page = convert('<p id="why"></p>\n\n## Why\n\n## Why\n\n## Why-1')
    assert ["why-1", "why-2", "why-1-1"] == [heading.id for heading in page.headings]


def test_ids_are_in_composed_form_however_the_title_was_typed(convert: Convert) -> None:
    assert convert("# e\u0301te\u0301").headings == (Heading(1, "été", "e\u0301te\u0301"),)


def test_a_heading_without_a_space_is_a_heading(html: Html) -> None:
    assert html("###Heading\ntext") == '<h3 id="heading">Heading</h3><p>text</p>'


def test_a_heading_in_markup_has_a_plain_title(convert: Convert) -> None:
    page = convert("## A *new* [way](b.md) `x` <b>y</b> &amp; z")
    assert page.headings == (Heading(2, "a-new-way-x-y-z", "A new way x y & z"),)


def test_hashtags_at_the_start_of_a_line_are_text(html: Html) -> None:
    assert html("#SaveOurLibrary") == "<p>#SaveOurLibrary</p>"
    assert html("#SaveOurLibrary #Vote") == "<p>#SaveOurLibrary #Vote</p>"
    assert html("#SaveOurLibrary is our tag") == "<p>#SaveOurLibrary is our tag</p>"


def test_a_channel_name_at_the_start_of_a_line_is_text(html: Html) -> None:
    assert (
        html("#press Slack channel for questions") == "<p>#press Slack channel for questions</p>"
    )


def test_a_single_hash_before_a_title_is_a_heading_and_said(convert: Convert) -> None:
    page = convert("#Our Demands")
    assert page.html == '<h1 id="our-demands">Our Demands</h1>'
    assert ["heading-or-hashtag"] == codes(page)


def test_an_underlined_line_is_a_heading(html: Html) -> None:
    assert html("Title\n===\n\nPart\n---") == '<h1 id="title">Title</h1><h2 id="part">Part</h2>'


def test_a_heading_of_nothing_is_left_out(html: Html) -> None:
    assert html("##\n\na") == "<p>a</p>"


def test_code_in_a_fence_is_untouched(html: Html) -> None:
    source = "```html\n<b>**x**</b> [a](b) {{ c }} :::\n- d\n```"
    code = "&lt;b&gt;**x**&lt;/b&gt; [a](b) {{ c }} :::- d"
    assert f'<pre><code class="language-html">{code}</code></pre>' == html(source)


def test_indented_code_is_untouched(html: Html) -> None:
    assert html("a\n\n    **b** `c` <d> [e](f)") == (
        "<p>a</p><pre><code>**b** `c` &lt;d&gt; [e](f)</code></pre>"
    )


def test_a_fence_that_is_never_closed_is_a_problem(convert: Convert) -> None:
    page = convert("a\n\n```\nb")
    assert page.html == "<p>a</p>\n<pre><code>b\n</code></pre>"
    assert [("fence-open", 3)] == [(p.code, p.span.line) for p in page.problems if p.span]


def test_a_fence_inside_a_comment_is_no_fence(html: Html) -> None:
    assert html("a\n\n<!--\n```\n-->\n\nb") == "<p>a</p><p>b</p>"


def test_a_table_whose_first_cell_is_empty_keeps_its_columns(html: Html) -> None:
    result = html(" | a | b\n--- | --- | ---\nc | d | e")
    assert "<th></th><th>a</th><th>b</th>" in result
    assert "<td>c</td><td>d</td><td>e</td>" in result


def test_a_table_right_under_a_paragraph_is_a_table(html: Html) -> None:
    result = html("Figures:\n| a | b |\n|---|--:|\n| 1 | `2|3` |")
    assert result.startswith("<p>Figures:</p><table><thead><tr><th>a</th>")
    assert '<td class="align-right"><code>2|3</code></td>' in result


def test_a_row_with_too_many_cells_keeps_them(html: Html) -> None:
    assert "<td>3</td>" in html("| a | b |\n|---|---|\n| 1 | 2 | 3 |")


def test_text_with_no_signs_is_summarised(convert: Convert) -> None:
    assert (
        convert("![a](b.png)\n\nFirst *real* [one](c.md).\n\nNext.").summary == "First real one."
    )


def test_a_long_summary_ends_with_a_whole_word(convert: Convert) -> None:
    summary = convert("word " * 100).summary
    assert len(summary) <= 160
    assert summary.endswith("word…")


def test_signs_of_our_own_in_the_source_are_harmless(html: Html) -> None:
    assert (
        html("\ufdd0L0\ufdd1 \ufdd0i0\ufdd1 a\x02b") == "<p>\ufffdL0\ufffd \ufffdi0\ufffd ab</p>"
    )
