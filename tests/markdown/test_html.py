"""Raw HTML: Markdown inside it works, what runs or styles is left out and reported."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.markdown import Converter
from sitegen.model import Converted

Html = Callable[[str], str]
Convert = Callable[[str], Converted]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<div class="x">\n\n**a**\n\n</div>', '<div class="x"><p><strong>a</strong></p></div>'),
        ("<div>\n**a**\n</div>", "<div><p><strong>a</strong></p></div>"),
        ("<div>\n    <div>\n\n        - a\n\n    </div>\n</div>", "<div><div><ul><li>a</li></ul></div></div>"),
        ("<div markdown=\"1\">\n*a*\n</div>", "<div><p><em>a</em></p></div>"),
        ("<div>a</div>\nb", "<div>a</div><p>b</p>"),
        ("a\n<div>b</div>", "<p>a</p><div>b</div>"),
        ("<p>**a** [b](c.md)</p>", '<p><strong>a</strong> <a href="L0">b</a></p>'),
        ("<details>\n<summary>*a*</summary>\n\nb\n\n</details>", "<details><summary><em>a</em></summary><p>b</p></details>"),
        ("<table>\n  <tr>\n    <td>a</td>\n  </tr>\n</table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("a<br>b<br/>c", "<p>a<br>b<br>c</p>"),
        ("a <b>c</b> <sup>d</sup>", "<p>a <b>c</b> <sup>d</sup></p>"),
        ("<center>\n# A\n</center>", '<div class="align-center"><h1 id="a">A</h1></div>'),
        ("a <!-- not this --> b", "<p>a  b</p>"),
        ("a\n\n<!--\nnot\n\nthis\n-->\n\nb", "<p>a</p><p>b</p>"),
        ("<pre>**a**</pre>", "<pre>**a**</pre>"),
        ("Hello <your name>!", "<p>Hello &lt;your name&gt;!</p>"),
        ("<div>\n\na", "<div><p>a</p></div>"),
    ],
)  # fmt: skip
def test_html_and_markdown_mix(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)


@pytest.mark.parametrize(
    ("source", "words", "hint"),
    [
        ("<script>alert(1)</script>", "", "html: trusted"),
        ("<style>p {}</style>", "", "theme"),
        ('<iframe src="https://a.org">b</iframe>', "b", "html: trusted"),
        ('<form action="x"><label>Name</label> <input name="n"></form>', "Name", "::: signup"),
        ("<button>Go</button>", "Go", "::: button"),
        ('<p onclick="x()">a</p>', "a", "html: trusted"),
        ('<p style="color:red">a</p>', "a", "block"),
        ('<object data="x">b</object>', "b", "file"),
    ],
)
def test_what_may_not_stay_is_dropped_and_reported(
    convert: Convert, source: str, words: str, hint: str
) -> None:
    page = convert(f"Line one.\n\n{source}\n")
    assert not any(sign in page.html for sign in ("script", "style", "iframe", "form", "onclick"))
    assert words in page.html
    problem = page.problems[0]
    assert problem.span is not None
    assert 3 == problem.span.line
    assert hint in problem.hint


def test_a_trusted_site_keeps_its_html(trusting: Converter) -> None:
    source = '<iframe src="https://a.org"></iframe>\n\n<script>let a = 1 < 2;</script>'
    page = trusting.convert(source, "page.md")
    assert source.replace("\n\n", "\n") == page.html
    assert page.problems == ()


def test_two_elements_of_one_id_keep_the_first(convert: Convert) -> None:
    page = convert('<p id="a">b</p>\n\n<p id="a">c</p>')
    assert page.html == '<p id="a">b</p>\n<p>c</p>'
    assert ["id-twice"] == [problem.code for problem in page.problems]


def test_a_video_of_our_own_stays(convert: Convert) -> None:
    page = convert('<video src="clip.mp4" controls></video>')
    assert page.html == '<video src="\ufdd0L0\ufdd1" controls=""></video>'
    assert page.references[0].target == "clip.mp4"
