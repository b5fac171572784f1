"""Lines and columns are those of the file, whatever stands above."""

from __future__ import annotations

import pytest

from sitegen.markdown import Converter

ABOVE = [
    "",
    "A paragraph.\n\n",
    "```\ncode\n\n[x](y)\n```\n",
    "    code\n    more\n\n",
    "<!-- a\n\nb -->\n",
    "- a\n<!-- b\nc -->\n- d\n\n",
    "a `code\nspan` b\n\n",
    "{% comment %}\na\n{% endcomment %}\n",
    "{% highlight py %}\na\n{% endhighlight %}\n",
    "<div\n  class='a'>\n\nb\n\n</div>\n",
    "<div>\na\n</div>\n",
    "::: signup\ntitle: a\n:::\n",
    "::: faq\n## A\nb\n:::\n",
    "> [!NOTE] a\n> b\n\n",
    "<aside>\n💡 a\n\n</aside>\n\n",
    "a[^1]\n\n[^1]: b\n\n",
    "[a]: b\n  'title'\n\n",
    "*[A]: b\n\n",
    "![a\nb](c.png)\n\n",
    "a  \nb\\\nc\n\n",
    "##A\n#b\n• c\n• d\n\n",
    "a\n{: .b}\n\n",
    "| a | b |\n|---|---|\n| c | d |\n\n",
    "<script>\na\n</script>\n\n",
    "<table>\n<tr>\n<td>a</td></tr></table>\n\n",
]


@pytest.mark.parametrize("above", ABOVE)
def test_a_link_is_found_where_it_stands(converter: Converter, above: str) -> None:
    page = converter.convert(f"{above}Some *text* `x` [here](there.md).", "page.md", first_line=7)
    reference = page.references[-1]
    assert "there.md" == reference.target
    assert (7 + above.count("\n"), 17) == (reference.line, reference.column)


@pytest.mark.parametrize("above", ABOVE)
def test_an_image_is_found_where_it_stands(converter: Converter, above: str) -> None:
    page = converter.convert(f"{above}- x\n- y ![here](there.png)", "page.md", first_line=3)
    picture = page.pictures[-1]
    assert (4 + above.count("\n"), 5) == (picture.line, picture.column)


@pytest.mark.parametrize("above", ABOVE)
def test_a_dropped_tag_is_found_where_it_stands(converter: Converter, above: str) -> None:
    page = converter.convert(f"{above}a <iframe src='https://b.org'></iframe>", "page.md")
    span = [problem.span for problem in page.problems if "iframe" in problem.message][-1]
    assert span is not None
    assert (1 + above.count("\n"), 3) == (span.line, span.column)


def test_a_raw_link_is_found_where_it_stands(converter: Converter) -> None:
    page = converter.convert('<div>\n  <p>a</p>\n  <a href="b.md">c</a>\n</div>', "page.md")
    assert (3, 3) == (page.references[0].line, page.references[0].column)
