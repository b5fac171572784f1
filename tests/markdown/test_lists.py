"""Lists as people type them come out as the lists they mean."""

from __future__ import annotations

from collections.abc import Callable

Html = Callable[[str], str]


def test_a_list_right_under_a_paragraph_is_a_list(html: Html) -> None:
    assert html("Demands:\n- one\n- two") == "<p>Demands:</p><ul><li>one</li><li>two</li></ul>"


def test_a_numbered_list_right_under_a_paragraph_is_a_list(html: Html) -> None:
    assert html("Steps:\n1. one\n2. two") == "<p>Steps:</p><ol><li>one</li><li>two</li></ol>"


def test_a_year_at_the_start_of_a_wrapped_line_is_no_list(html: Html) -> None:
    assert html("We began in\n2019. It rained.") == "<p>We began in2019. It rained.</p>"


def test_items_nested_by_two_spaces_are_nested(html: Html) -> None:
    expected = "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"
    assert expected == html("- a\n  - b\n    - c")


def test_items_nested_by_four_spaces_are_nested(html: Html) -> None:
    expected = "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"
    assert expected == html("- a\n    - b\n        - c")


def test_items_nested_by_tabs_are_nested(html: Html) -> None:
    assert "<ul><li>a<ul><li>b</li></ul></li></ul>" == html("- a\n\t- b")


def test_a_bullet_under_a_number_is_its_child_by_two_or_three_spaces(html: Html) -> None:
    expected = "<ol><li>a<ul><li>b</li></ul></li></ol>"
    assert expected == html("1. a\n   - b")
    assert expected == html("1. a\n  - b")


def test_a_list_of_the_other_kind_begins_a_new_list(html: Html) -> None:
    assert html("* x\n1. y") == "<ul><li>x</li></ul><ol><li>y</li></ol>"


def test_the_item_after_an_indented_paragraph_is_an_item(html: Html) -> None:
    expected = "<ul><li><p>a</p><p>text</p></li><li><p>b</p></li></ul>"
    assert expected == html("- a\n    \n    text\n- b")


def test_a_bracket_after_the_number_makes_a_list(html: Html) -> None:
    assert html("1) one\n2) two") == "<ol><li>one</li><li>two</li></ol>"


def test_a_list_begins_with_the_number_that_was_typed(html: Html) -> None:
    assert html("3. three\n4. four") == '<ol start="3"><li>three</li><li>four</li></ol>'


def test_blank_lines_between_items_make_paragraphs_of_them(html: Html) -> None:
    assert html("- a\n\n- b") == "<ul><li><p>a</p></li><li><p>b</p></li></ul>"


def test_a_task_list_shows_boxes_with_a_text_alternative(html: Html) -> None:
    expected = (
        '<ul><li class="task"><input type="checkbox" disabled aria-label="to do"> call</li>'
        '<li class="task"><input type="checkbox" disabled checked aria-label="done"> write</li></ul>'
    )
    assert expected == html("- [ ] call\n- [x] write")


def test_a_wrapped_item_goes_on_without_indentation(html: Html) -> None:
    assert html("- a\nb\n- c") == "<ul><li>ab</li><li>c</li></ul>"


def test_fenced_code_inside_an_item_stays_inside_it(html: Html) -> None:
    expected = "<ol><li>run<pre><code>x = 1</code></pre></li><li>done</li></ol>"
    assert expected == html("1. run\n   ```\n   x = 1\n   ```\n2. done")


def test_a_quote_inside_an_item_stays_inside_it(html: Html) -> None:
    assert html("- a\n  > b") == "<ul><li>a<blockquote><p>b</p></blockquote></li></ul>"


def test_typed_bullets_are_a_list(html: Html) -> None:
    assert html("We want:\n• bread\n• roses") == (
        "<p>We want:</p><ul><li>bread</li><li>roses</li></ul>"
    )


def test_typed_dashes_are_a_list_when_there_are_several(html: Html) -> None:
    assert html("– bread\n– roses") == "<ul><li>bread</li><li>roses</li></ul>"
    assert html("> Bread.\n> — Rose") == "<blockquote><p>Bread.— Rose</p></blockquote>"


def test_a_no_break_space_after_the_dash_is_a_space(html: Html) -> None:
    assert html("-\u00a0one\n-\u00a0two") == "<ul><li>one</li><li>two</li></ul>"


def test_items_indented_as_a_whole_are_a_list(html: Html) -> None:
    assert html("Demands:\n\n    - one\n    - two") == (
        "<p>Demands:</p><ul><li>one</li><li>two</li></ul>"
    )


def test_a_comment_between_items_does_not_loosen_the_list(html: Html) -> None:
    assert html("- a\n<!-- more -->\n- b") == "<ul><li>a</li><li>b</li></ul>"


def test_three_dashes_are_a_rule_and_no_item(html: Html) -> None:
    assert html("a\n\n- - -\n\nb") == "<p>a</p><hr><p>b</p>"


def test_a_list_inside_a_quote_needs_no_blank_line(html: Html) -> None:
    assert html("> We want:\n> - bread") == (
        "<blockquote><p>We want:</p><ul><li>bread</li></ul></blockquote>"
    )


def test_a_definition_list_is_one(html: Html) -> None:
    assert html("Rung\n: A level of engagement.") == (
        "<dl><dt>Rung</dt><dd>A level of engagement.</dd></dl>"
    )
