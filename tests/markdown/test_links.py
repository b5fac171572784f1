"""Links, images and addresses, whatever stands in their targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model import Converted

Html = Callable[[str], str]
Convert = Callable[[str], Converted]


def targets(page: Converted) -> list[str]:
    return [reference.target for reference in page.references]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("[a](b.md)", "b.md"),
        ("[a](my file.pdf)", "my file.pdf"),
        ("[a](my%20file.pdf)", "my file.pdf"),
        ("[a](<my file.pdf>)", "my file.pdf"),
        ('[a](b.md "A title")', "b.md"),
        ("[a](b.md#part)", "b.md#part"),
        ("[a](#part)", "#part"),
        ("[a](/join/?x=1&amp;y=2)", "/join/?x=1&y=2"),
        ("[a]( b.md )", "b.md"),
        ("[a](b_(c).md)", "b_(c).md"),
        ("[a](Bob's%20Page%20(2)%20x.md)", "Bob's Page (2) x.md"),
        ("[a](Bob's Page (2) x.md)", "Bob's Page (2) x.md"),
        ("[a][b]\n\n[b]: c.md 'T'", "c.md"),
        ("[b][]\n\n[b]: c.md", "c.md"),
        ("[B]\n\n[b]: c.md", "c.md"),
        ("[a *b*](c.md)", "c.md"),
        ("[a [b] c](c.md)", "c.md"),
        ('<a href="c.md">a</a>', "c.md"),
    ],
)
def test_a_link_into_the_site_is_a_reference(convert: Convert, source: str, target: str) -> None:
    assert [target] == targets(convert(source))


def test_a_target_with_quote_mark_and_brackets_keeps_the_rest_of_the_paragraph(html: Html) -> None:
    expected = '<p><a href="L0">a</a> and more</p>'
    assert expected == html("[a](Bob's%20Page%20(2)%20x.md) and more")


def test_a_mail_link_may_have_spaces_in_its_subject(html: Html) -> None:
    expected = '<p><a href="mailto:a@b.org?Subject=Food%20Suggestion">a</a></p>'
    assert expected == html("[a](mailto:a@b.org?Subject=Food Suggestion)")


def test_a_remark_in_brackets_behind_brackets_is_no_link(html: Html) -> None:
    assert html("[sic](as they said)") == "<p>[sic](as they said)</p>"


def test_bold_text_in_a_link_is_nested(html: Html) -> None:
    assert html("[a **b**](c.md)") == '<p><a href="L0">a <strong>b</strong></a></p>'
    assert html("**[a](c.md)**") == '<p><strong><a href="L0">a</a></strong></p>'


def test_a_web_address_becomes_a_link(html: Html) -> None:
    expected = '<p>See <a href="https://a.org/b_c_d">https://a.org/b_c_d</a>.</p>'
    assert expected == html("See https://a.org/b_c_d.")


def test_an_address_that_begins_with_www_becomes_a_link(html: Html) -> None:
    assert html("www.a.org") == '<p><a href="https://www.a.org">www.a.org</a></p>'
    assert html("[a](www.a.org)") == '<p><a href="https://www.a.org">a</a></p>'


def test_a_mail_address_becomes_a_link(html: Html) -> None:
    expected = '<p>Write to <a href="mailto:a.b@c.org">a.b@c.org</a>!</p>'
    assert expected == html("Write to a.b@c.org!")


def test_an_address_inside_a_link_is_not_linked_again(html: Html) -> None:
    assert (
        html("[https://a.org](https://a.org)")
        == '<p><a href="https://a.org">https://a.org</a></p>'
    )
    raw = '<p><a href="https://a.org">https://a.org</a></p>'
    assert raw == html(raw)


def test_an_address_in_code_is_not_linked(html: Html) -> None:
    assert html("`https://a.org`") == "<p><code>https://a.org</code></p>"


def test_an_address_ends_before_brackets_that_were_not_opened_in_it(html: Html) -> None:
    assert html("(https://a.org/x)") == '<p>(<a href="https://a.org/x">https://a.org/x</a>)</p>'
    assert (
        html("https://a.org/x_(y)")
        == '<p><a href="https://a.org/x_(y)">https://a.org/x_(y)</a></p>'
    )


def test_an_address_ends_before_cjk_punctuation(html: Html) -> None:
    assert (
        html("見 https://a.org/x。次")
        == '<p>見 <a href="https://a.org/x">https://a.org/x</a>。次</p>'
    )


def test_an_entity_in_an_address_is_one_sign(html: Html) -> None:
    expected = '<p><a href="https://a.org/?x=1&amp;y=2">https://a.org/?x=1&amp;y=2</a></p>'
    assert expected == html("https://a.org/?x=1&amp;y=2")
    assert expected == html("https://a.org/?x=1&y=2")


def test_an_address_in_angle_brackets_is_a_link(html: Html) -> None:
    assert html("<https://a.org>") == '<p><a href="https://a.org">https://a.org</a></p>'
    assert html("<a@b.org>") == '<p><a href="mailto:a@b.org">a@b.org</a></p>'


def test_a_missing_slash_in_an_address_is_put_in(html: Html) -> None:
    assert html("[a](https:/a.org)") == '<p><a href="https://a.org">a</a></p>'


def test_a_space_between_the_brackets_is_taken_out(html: Html) -> None:
    assert html("[a] (https://a.org)") == '<p><a href="https://a.org">a</a></p>'


def test_a_link_without_text_shows_its_target(html: Html) -> None:
    assert html("[](https://a.org)") == '<p><a href="https://a.org">https://a.org</a></p>'


def test_a_link_that_runs_code_is_taken_out_and_reported(convert: Convert) -> None:
    page = convert("[a](javascript:alert(1))")
    assert page.html == "<p>a</p>"
    assert ["link-unsafe"] == [problem.code for problem in page.problems]


def test_an_image_is_a_picture(convert: Convert) -> None:
    page = convert('![A *crowd*](img/a b.png "Title"){: .wide width=300}')
    assert page.html == "<p>\ufdd0I0\ufdd1</p>"
    picture = page.pictures[0]
    assert (picture.target, picture.alt, picture.title) == ("img/a b.png", "A crowd", "Title")
    assert picture.attributes == (("width", "300"), ("class", "wide"))


def test_a_raw_image_is_a_picture(convert: Convert) -> None:
    page = convert('<img src="a%20b.png" alt="A crowd" style="x" onclick="y" width=300>')
    assert page.html == "<p>\ufdd0I0\ufdd1</p>"
    assert page.pictures[0].alt == "A crowd"
    assert page.pictures[0].attributes == (("width", "300"),)


def test_an_image_can_be_a_link(html: Html) -> None:
    assert html("[![a](b.png)](c.md)") == '<p><a href="L0">I0</a></p>'


def test_links_in_different_blocks_share_their_definitions(convert: Convert) -> None:
    page = convert("[a][x]\n\n::: callout\n[b][x]\n:::\n\n[x]: c.md")
    assert ["c.md", "c.md"] == targets(page)


def test_a_note_is_numbered_and_leads_back(html: Html) -> None:
    result = html("a[^x]\n\n::: callout\nb[^y]\n:::\n\n[^x]: One.\n[^y]: *Two*.")
    assert '<sup id="fnref:x"><a class="footnote-ref" href="#fn:x">1</a></sup>' in result
    assert '<li id="fn:y"><p><em>Two</em>.' in result


def test_a_note_that_is_never_written_is_a_problem(convert: Convert) -> None:
    assert ["note-missing"] == [problem.code for problem in convert("a[^1]").problems]


def test_two_notes_of_one_name_are_both_kept(convert: Convert) -> None:
    page = convert("a[^1]\n\n[^1]: First.\n\n[^1]: Second.")
    assert "First." in page.html
    assert "Second." in page.html
    assert ["note-twice"] == [problem.code for problem in page.problems]


def test_an_abbreviation_is_explained(html: Html) -> None:
    assert html("The NHS.\n\n*[NHS]: National Health Service") == (
        '<p>The <abbr title="National Health Service">NHS</abbr>.</p>'
    )
