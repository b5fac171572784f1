"""Lines of colons, alerts and Notion's call-outs become blocks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model import Converted

Convert = Callable[[str], Converted]


def codes(page: Converted) -> list[str]:
    return [problem.code for problem in page.problems]


def test_a_block_holds_markdown_and_leaves_a_marker(convert: Convert) -> None:
    page = convert("a\n\n::: callout\n**b**\n:::\n\nc")
    assert page.html == "<p>a</p>\n\ufdd0B0\ufdd1\n<p>c</p>"
    block = page.blocks[0]
    assert ("callout", (), "<p><strong>b</strong></p>", 3) == (
        block.name, block.args, block.html, block.line
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "args"),
    [
        ("::: callout tip", {"kind": "tip"}),
        ("::: callout tip Read this first", {"kind": "tip", "title": "Read this first"}),
        ('::: callout tip title="Read this"', {"kind": "tip", "title": "Read this"}),
        ("::: signup join", {"form": "join"}),
        ("::: signup", {}),
        (":::signup join", {"form": "join"}),
        ("::: quote Ana Ruiz, street captain", {"who": "Ana Ruiz, street captain"}),
        ("::: stat 41 %", {"figure": "41 %"}),
        ('::: cards of="tag:housing" limit=3', {"of": "tag:housing", "limit": "3"}),
        ("::: button /join Join *us*", {"to": "/join", "label": "Join *us*"}),
    ],
)
def test_words_behind_the_name_are_arguments(
    convert: Convert, line: str, args: dict[str, str]
) -> None:
    page = convert(f"{line}\n:::")
    assert args == dict(page.blocks[0].args)
    assert page.problems == ()


def test_lines_under_the_opening_are_fields(convert: Convert) -> None:
    page = convert("::: signup join\ntitle: Join: now\nintro: We *call* back.\n\nBody: text.\n:::")
    assert dict(page.blocks[0].args) == {
        "form": "join", "title": "Join: now", "intro": "We *call* back."
    }  # fmt: skip
    assert page.blocks[0].html == "<p>Body: text.</p>"


def test_a_misspelt_field_is_a_problem_with_a_guess(convert: Convert) -> None:
    page = convert("a\n\n::: signup\ntitel: Join\n:::")
    assert ["block-field"] == codes(page)
    assert page.problems[0].hint == 'Did you mean "title"?'
    assert page.problems[0].span is not None
    assert 4 == page.problems[0].span.line


def test_an_unknown_name_is_a_problem_with_a_guess_and_its_text_stays(convert: Convert) -> None:
    page = convert("::: calout\n**a**\n:::")
    assert page.html == "<p><strong>a</strong></p>"
    assert ["block-unknown"] == codes(page)
    assert page.problems[0].hint == 'Did you mean "callout"?'


def test_a_block_that_is_never_closed_is_a_warning_and_its_text_stays(convert: Convert) -> None:
    page = convert("a\n\n::: callout\nb\n\nc")
    assert page.blocks[0].html == "<p>b</p>\n<p>c</p>"
    assert [("block-not-closed", 3, "warning")] == [
        (p.code, p.span.line, p.level) for p in page.problems if p.span
    ]


def test_a_close_without_a_block_is_a_warning(convert: Convert) -> None:
    page = convert("a\n\n:::\n\nb")
    assert page.html == "<p>a</p>\n<p>b</p>"
    assert ["block-not-open"] == codes(page)


def test_blocks_nest_and_longer_fences_wrap_shorter_ones(convert: Convert) -> None:
    page = convert(":::: steps\n1. a\n\n::: callout\nb\n:::\n\n2. c\n::::\n\nd")
    assert page.html == "\ufdd0B0\ufdd1\n<p>d</p>"
    assert ["steps", "callout"] == [block.name for block in page.blocks]
    assert "\ufdd0B1\ufdd1" in page.blocks[0].html


def test_more_than_eight_levels_are_refused(convert: Convert) -> None:
    page = convert("::: callout\n" * 9 + "a\n" + ":::\n" * 8)
    assert [("nesting-too-deep", "error")] == [(p.code, p.level) for p in page.problems]


def test_a_block_inside_a_list_item_stays_in_it(convert: Convert) -> None:
    page = convert("1. a\n\n   ::: callout\n   b\n   :::\n\n2. c")
    assert page.html.startswith("<ol>\n<li><p>a</p>\n\ufdd0B0\ufdd1")
    assert page.blocks[0].html == "<p>b</p>"


def test_colons_in_code_are_code(convert: Convert) -> None:
    page = convert("```\n::: callout\n:::\n```")
    assert page.blocks == ()
    assert page.html == "<pre><code>::: callout\n:::\n</code></pre>"


def test_questions_are_split_at_their_headings(convert: Convert) -> None:
    page = convert("::: faq\nLead.\n\n## Who *pays*?\nWe do.\n\n### More\n\n## When?\n- now\n:::")
    block = page.blocks[0]
    assert block.html == "<p>Lead.</p>"
    assert [("Who <em>pays</em>?", "who-pays"), ("When?", "when")] == [
        (item.title, item.id) for item in block.items
    ]
    assert block.items[0].html == '<p>We do.</p>\n<h3 id="more">More</h3>'


@pytest.mark.parametrize(
    ("opening", "kind", "title"),
    [
        ("> [!NOTE]", "note", None),
        ("> [!tip]  ", "tip", None),
        ("> [!WARNING] Mind the gap", "warning", "Mind the gap"),
        ("> [!info]- Folded", "note", "Folded"),
        ("> [!danger]+", "warning", None),
        ("> [!whatever]", "note", None),
        (">[!IMPORTANT]", "important", None),
    ],
)
def test_alerts_of_three_dialects_are_callouts(
    convert: Convert, opening: str, kind: str, title: str | None
) -> None:
    page = convert(f"a\n\n{opening}\n> **b**\n> - c\n\nd")
    assert page.html == "<p>a</p>\n\ufdd0B0\ufdd1\n<p>d</p>"
    block = page.blocks[0]
    assert (kind, title) == (dict(block.args)["kind"], dict(block.args).get("title"))
    assert block.html == "<p><strong>b</strong></p>\n<ul>\n<li>c</li>\n</ul>"
    assert 3 == block.line


@pytest.mark.parametrize(
    ("line", "kind", "title"),
    [
        ("::: tip", "tip", None),
        (":::note Title here", "note", "Title here"),
        (":::caution[Mind this]", "warning", "Mind this"),
        ("::: info", "note", None),
        ("::: danger STOP", "warning", "STOP"),
        ("::: details", "note", None),
    ],
)
def test_kinds_of_other_tools_are_callouts(
    convert: Convert, line: str, kind: str, title: str | None
) -> None:
    block = convert(f"{line}\na\n:::").blocks[0]
    assert ("callout", kind) == (block.name, dict(block.args)["kind"])
    assert title == dict(block.args).get("title")


@pytest.mark.parametrize(
    "source",
    [
        "<aside>\n💡 **a** b\n\n</aside>",
        "<aside> 💡 **a** b\n\n</aside>",
        "<aside>💡 **a** b</aside>",
        "<aside>\n💡\n\n**a** b\n</aside>",
    ],
)
def test_an_aside_of_notion_is_a_callout(convert: Convert, source: str) -> None:
    page = convert(f"x\n\n{source}\n\ny")
    assert page.html == "<p>x</p>\n\ufdd0B0\ufdd1\n<p>y</p>"
    assert "<strong>a</strong> b</p>" in page.blocks[0].html
    assert 3 == page.blocks[0].line


def test_an_aside_that_is_never_closed_loses_nothing(convert: Convert) -> None:
    page = convert("<aside>\na\n\nb")
    assert "a" in page.blocks[0].html
    assert "b" in page.blocks[0].html
