"""Text made to break us: each page is done or refused within two seconds, and nothing raises."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from sitegen.markdown import Converter

N = 5000
CASES: dict[str, Callable[[int], str]] = {
    "list nested by four": lambda n: "".join("    " * i + "- a\n" for i in range(min(n, 1000))),
    "list nested by two": lambda n: "".join("  " * i + "- a\n" for i in range(min(n, 1000))),
    "definitions": lambda n: "term\n: text\n\n" * n,
    "definitions without terms": lambda n: ": text\n" * n,
    "open brackets with letters": lambda n: "[a" * n,
    "open images": lambda n: "![" * n,
    "nested brackets": lambda n: "[" * n + "a" + "]" * n,
    "half tags": lambda n: "<a " * n,
    "half links": lambda n: "[](" * n,
    "half links with text": lambda n: "[a](b " * n,
    "half titles": lambda n: '[a](b "' * n,
    "unclosed attributes": lambda n: '<a href="x ' * n,
    "backticks of every length": lambda n: " ".join("`" * i for i in range(1, 200)),
    "nested quotes": lambda n: "> " * n,
    "ever deeper quotes": lambda n: "".join(">" * i + " a\n" for i in range(min(n, 800))),
    "table rows": lambda n: "|a|b|\n|-|-|\n" + "|x|y|\n" * n,
    "abbreviations": lambda n: "".join(f"*[A{i}]: x\n" for i in range(n)) + "A1",
    "items in items": lambda n: "- " * n + "a",
    "numbers in numbers": lambda n: "1. " * n + "a",
    "bold in italics": lambda n: "**a *a " * n,
    "asterisks": lambda n: "*" * n,
    "asterisks and letters": lambda n: "*a**a" * n,
    "asterisks and underscores": lambda n: "*_" * n,
    "nested elements": lambda n: '<div markdown="1">' * n,
    "nested elements on lines": lambda n: "<div>\n" * n + "</div>\n" * n,
    "nested spans": lambda n: "<span>" * n,
    "open blocks": lambda n: "::: callout\n" * n,
    "closed blocks": lambda n: "::: callout\n:::\n" * n,
    "half template tags": lambda n: "{% " * n,
    "open highlights": lambda n: "{% highlight x %}\n" * n,
    "braces": lambda n: "{{" * n,
    "half comments": lambda n: "<!--" * n,
    "open scripts": lambda n: "<script>" * n,
    "fences": lambda n: "".join("`" * (3 + i % 50) + "\n" for i in range(n)),
    "notes": lambda n: "[^1]: x\n\n" + "[^1] " * n,
    "many notes": lambda n: "".join(f"[^{i}]: x\n" for i in range(n // 5)),
    "addresses": lambda n: "http://" * n,
    "address with brackets": lambda n: "https://a" + "(" * n + ")" * 2 * n,
    "at signs": lambda n: "a@" * n,
    "dotted names": lambda n: "a.a-" * n + "@",
    "hashes": lambda n: "#a " * n,
    "backslashes": lambda n: "\\" * n,
    "white lines": lambda n: "  \n" * n,
    "spaces": lambda n: " " * 20 * n + "a",
    "asides": lambda n: "<aside>a</aside>\n" * (n // 5),
    "alerts": lambda n: "> [!NOTE]\n> a\n\n" * (n // 5),
    "one long word": lambda n: "a" * 100 * n,
    "a heading with a gap and a brace": lambda n: "# a" + " " * n + "{",
    "gaps around bars": lambda n: "a\n" + " " * n + "|" + " " * n + "x",
    "gaps before signs": lambda n: "".join(
        " " * n + sign + " " * n + "b\n" for sign in "-`:#>[•{"
    ),
    "gaps in links": lambda n: "[" + " " * n + "](" + " " * n + ")",
    "lone surrogates": lambda n: "\ud800" * n,
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_page_is_done_soon(converter: Converter, name: str) -> None:
    text = CASES[name](N)
    start = time.process_time()
    first = converter.convert(text, "page.md")
    assert time.process_time() - start < 2
    assert first is not None


@pytest.mark.parametrize("mark", ["    ", "  "])
def test_lists_nested_too_deep_are_an_error_with_a_line(converter: Converter, mark: str) -> None:
    page = converter.convert("".join(mark * i + "- a\n" for i in range(80)), "page.md")
    assert [("nesting-too-deep", "error")] == [(p.code, p.level) for p in page.problems]
    assert page.problems[0].span is not None
    assert 0 < page.problems[0].span.line <= 80


def test_quotes_nested_too_deep_keep_their_text(converter: Converter) -> None:
    page = converter.convert("> " * 80 + "word", "page.md")
    assert "word" in page.html
    assert ["nesting-too-deep"] == [problem.code for problem in page.problems]


def test_a_page_of_more_than_two_million_characters_is_refused(converter: Converter) -> None:
    page = converter.convert("a" * 2_000_001, "page.md")
    assert ("", ["page-too-large"]) == (page.html, [problem.code for problem in page.problems])


def test_a_recursion_error_is_a_problem(
    converter: Converter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(converter.leaves, "finish", deep)
    page = converter.convert("a <b", "page.md")
    assert page.html == "<pre>a &lt;b</pre>"
    assert ["nesting-too-deep"] == [problem.code for problem in page.problems]


def test_a_bad_page_leaves_nothing_behind_for_the_next(converter: Converter) -> None:
    before = converter.convert("a [b](c.md)", "page.md")
    for name in ("bold in italics", "many notes", "open blocks", "nested elements"):
        converter.convert(CASES[name](300), "bad.md")
    assert before == converter.convert("a [b](c.md)", "page.md")
