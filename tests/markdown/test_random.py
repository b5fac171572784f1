"""Random pages, made of the signs that matter, break no promise of the room."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.markdown import Converter
from sitegen.model import Converted

SIGNS = [
    "word", "слово", "日本", "- ", "* ", "1. ", "2) ", "    ", "  ", "\n", "\n\n", "> ", "# ", "###", "#tag",
    "**", "*", "_", "__", "~~", "`", "``", "```\n", "~~~\n", "[", "]", "(", ")", "](", "](x.md)", "![", "[^1]",
    "[^1]: ", "[ref]: /u\n", "[ref]", "|", "|-|-|\n", "| a | b |\n", "---\n", "===\n", ": ", "::: callout\n",
    "::: faq\n", ":::\n", "::: quote Ana\n", "> [!NOTE] t\n", "<div>", "</div>", "<b>", "</b>", "<p>", "</p>",
    "<br>", "<aside>", "</aside>", "<img src=a.png alt=foo>", "<a href='x'>", "</a>", "<!--", "-->", "<", "&",
    "&amp;", "\\", "\\*", "  \n", "\t", "{", "}", "{: .x}", "{#id}", "{%", "%}", "{{", "}}", "http://a.org/b",
    "www.a.org", "a@b.org", "• ", "– ", "\u00a0", "- [ ] ", "<table><tr><td>", "*[A]: b\n", "\ufdd0i1\ufdd1",
    "\x02", "title: x\n", "<pre>", "</pre>", "<h2>", "<li>", "'", '"', "=", "<x",
]  # fmt: skip
PAGES = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join) | st.text(max_size=200)
FREELY = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def fragments(page: Converted) -> list[str]:
    items = [
        text for block in page.blocks for item in block.items for text in (item.title, item.html)
    ]
    return [page.html, *(block.html for block in page.blocks), *items]


@FREELY
@given(PAGES)
def test_a_page_never_raises_and_is_the_same_twice(converter: Converter, text: str) -> None:
    assert converter.convert(text, "page.md") == converter.convert(text, "page.md")


@FREELY
@given(PAGES)
def test_markers_are_all_there_and_no_token_is_left(converter: Converter, text: str) -> None:
    page = converter.convert(text, "page.md")
    blocks = []
    for html in fragments(page):
        assert not re.search("\ufdd0[a-z]|[\ufdd2-\ufdd4]|\x02|\x03|sg-", html)
        for letter, number in re.findall("\ufdd0([A-Z])([0-9]+)\ufdd1", html):
            table = {"L": page.references, "I": page.pictures, "B": page.blocks}[letter]
            assert int(number) < len(table)
            blocks += [number] if letter == "B" else []
    assert [str(number) for number in range(len(page.blocks))] == sorted(blocks, key=int)


@FREELY
@given(PAGES)
def test_no_two_elements_have_the_same_id(converter: Converter, text: str) -> None:
    page = converter.convert(text, "page.md")
    ids = re.findall(r'<[^<>]*\sid="([^"]*)"', " ".join(fragments(page)))
    ids += [item.id for block in page.blocks for item in block.items]
    assert len(set(ids)) == len(ids)


@FREELY
@given(PAGES)
def test_places_are_inside_the_file(converter: Converter, text: str) -> None:
    page = converter.convert(text, "page.md", first_line=5)
    last = 5 + text.count("\n") + 1
    places = [(item.line, item.column) for item in (*page.references, *page.pictures)]
    places += [(p.span.line, 1) for p in page.problems if p.span]
    places += [(block.line, 1) for block in page.blocks]
    for line, column in places:
        assert 5 <= line <= last
        assert column >= 1


@FREELY
@given(PAGES)
def test_no_script_style_or_handler_gets_through(converter: Converter, text: str) -> None:
    source = f"<p onclick='x' style='y'>{text}<script>z</script></p>"
    for html in fragments(converter.convert(source, "page.md")):
        assert not re.search(r"<(?:script|iframe|form|object)\b|<[^<>]*\s(?:on\w+|style)=", html)
