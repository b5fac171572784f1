"""The short ways around Python-Markdown give what Python-Markdown gives."""

from __future__ import annotations

import re

import markdown
import pytest

from sitegen.markdown import Converter

PIECES = [
    "A paragraph.", "Two\nlines.", "*a* b", "**a** b", "***a***", "a*b*c", "_a_ b_c_d", "__a__ *b*",
    "**a *b* c**", "*a **b** c*", "**a*", "*a**", "a * b * c", "a_b_", "**a** *b* **c**", "_a *b_ c*",
    "**a\nb**", "*a*, (*b*) *c*!", "***a** b*", "***a* b**", "**a***b*", "a & b &amp; c &#38; d",
    "1 < 2 > 1", '"quoted" \'text\'', "__init__", "2*3*4", "**Ärger** *über* _Öl_", "*_a_*",
    "# A *b*", "## C #", "Title\n=====", "Part\n---", "- a\n- **b**", "1. a\n2. *b*", "> a\n> *b*",
    "| a | *b* |\n| --- | --- |\n| **c** | d |", "a\n\nb\n\nc", "a  \nb", "`x*y*z` *a*", "---",
    "Term\n: *a*", "- a\n\n- b", "1. a\n\n    b\n\n2. c", "- a\n    - b\n    - c", "> a\n>\n> b",
    "[a](https://b.org) *c*", "[*a*](https://b.org)", "*[a](https://b.org)*", "<https://b.org>",
    "![]", "a \\* b \\_ c", "**`a`**", "*a\n\nb*", "# `a`", "**a** \n*b*", "text\n* * *\ntext",
]  # fmt: skip


def same(html: str) -> str:
    """HTML without what the two write differently on purpose: ids, breaks, white space."""
    html = re.sub(r' id="[^"]*"', "", html.replace("<br />", "<br>").replace("<hr />", "<hr>"))
    html = html.replace("&gt;", ">").replace("&quot;", '"')
    return re.sub(r"\s+", " ", re.sub(r"\s*(</?[^<>]*>)\s*", r"\1", html)).strip()


@pytest.fixture(scope="module")
def plain() -> markdown.Markdown:
    return markdown.Markdown(extensions=["extra", "sane_lists"])


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_is_what_plain_python_markdown_makes_of_it(
    converter: Converter, plain: markdown.Markdown, piece: str
) -> None:
    assert same(plain.reset().convert(piece)) == same(converter.convert(piece, "page.md").html)


def test_a_page_of_all_pieces_is_what_python_markdown_makes_of_it(
    converter: Converter, plain: markdown.Markdown
) -> None:
    for start in range(len(PIECES)):
        text = "\n\nBetween.\n\n".join(PIECES[start : start + 6])
        assert same(plain.reset().convert(text)) == same(converter.convert(text, "page.md").html)
