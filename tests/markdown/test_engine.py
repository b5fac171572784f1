"""The short ways around Python-Markdown give what Python-Markdown gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement, tostring

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.markdown import Converter
from sitegen.markdown import leaves as leaves_room
from sitegen.markdown.leaves import Leaves

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


def _emphasised(text: str, way: Callable[[Element], bool] | None) -> str | None:
    """The element as text, by the short way (None where it does not answer) or the long one."""
    leaves = Leaves()
    leaves.begin(lambda parent, chunk: None, {})
    root = Element("div")
    paragraph = SubElement(root, "p")
    paragraph.text = text
    if way is None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sitegen.markdown.leaves._clear", lambda element: False)
            leaves.finish(root)
    elif not way(paragraph):
        return None
    return tostring(root, encoding="unicode")


@given(st.lists(st.sampled_from(["*", "**", "_", "__", " ", "\n", "a", "ß", "b.", ".", ",", ")", "(", "~~",
                                 "1", "-", "!", "*_a", "a*_", "\ufdd0i0\ufdd1", "***", "é!"]), max_size=14).map("".join))  # fmt: skip
@settings(max_examples=600, deadline=None)
def test_emphasis_that_is_clear_is_what_python_markdown_makes_of_it(text: str) -> None:
    short = _emphasised(text, leaves_room._clear)
    assert short in (None, _emphasised(text, None))


def test_most_emphasis_is_clear() -> None:
    texts = ["**Now.** We *act* together.", "A *b c* d", "_so_, we said", "__yes!__", "x\n*y*"]
    assert None not in [_emphasised(text, leaves_room._clear) for text in texts]
