"""Signs that visitors of real sites would still have seen, each with the right text it must not touch."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model import Converted

Html = Callable[[str], str]
Convert = Callable[[str], Converted]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # pictures and links in double brackets with spaces
        ("[[ https://a.org/b.jpg ]]", "<p>I0</p>"),
        (
            "[[ https://a.org/b.jpg Our stall ]]",
            "<figure>I0<figcaption>Our stall</figcaption></figure>",
        ),
        (
            "[[ https://a.org/b.png Our stall https://c.org ]]",
            '<figure>I0<figcaption><a href="https://c.org">Our stall</a></figcaption></figure>',
        ),
        ("See [[ https://a.org Our town ]].", '<p>See <a href="https://a.org">Our town</a>.</p>'),
        ("[[ a b ]]", "<p>[[ a b ]]</p>"),
        # links
        (
            "See [the survey of 2020][].",
            "<p>See the survey of 2020.</p>",
        ),
        ("[x][]", "<p>[x][]</p>"),
        (
            'Said [the ministry][4].\n\n[4] "A report"',
            '<p>Said the ministry [4].</p><p>[4] "A report"</p>',
        ),
        ("An array[a][4]", "<p>An array[a][4]</p>"),
        ("[a@b.org](mailto:a@b.org>\nor", '<p><a href="mailto:a@b.org">a@b.org</a>or</p>'),
        # tags behind brackets and a colon
        ("- Name [Kim]: <b>Kim B</b>", "<ul><li>Name [Kim]: <b>Kim B</b></li></ul>"),
        ("[a]: <https://b.org>\n\n[a]", '<p><a href="https://b.org">a</a></p>'),
        # lists
        (
            " * a\n * b\n2. c\n * d",
            '<ul><li>a</li><li>b</li></ul><ol start="2"><li>c</li></ol><ul><li>d</li></ul>',
        ),
        ("- a\n  12. b", "<ul><li>a12. b</li></ul>"),
        ("> Look:\n> ~~ a\n> ~~ b", "<blockquote><p>Look:</p><ul><li>a</li><li>b</li></ul></blockquote>"),
        ("~~ a", "<p>~~ a</p>"),
        ("~~a~~ b\n~~c~~ d", "<p><del>a</del> b<del>c</del> d</p>"),
        (
            '<p id="a">\nBring:<br>\n• tea<br>\n• cake',
            '<p id="a">Bring:<br>• tea<br>• cake</p>',
        ),
        ("Bring:\n• tea\n• cake", "<p>Bring:</p><ul><li>tea</li><li>cake</li></ul>"),
        ("Rules\n\n1.One\n2.Two", "<p>Rules</p><ol><li>One</li><li>Two</li></ol>"),
        ("Rules\n\n1.One\n2. Two", "<p>Rules</p><ol><li>One</li><li>Two</li></ol>"),
        ("Bus\n1.Class tickets only", "<p>Bus1.Class tickets only</p>"),
        # stars
        ("**Kim B**, chair, k@a.org**<br>\nor", '<p><strong>Kim B</strong>, chair, <a href="mailto:k@a.org">k@a.org</a><br>or</p>'),
        (
            "Send *.pdf or *.odt, **no** *.exe",
            "<p>Send *.pdf or *.odt, <strong>no</strong> *.exe</p>",
        ),
        ("**All LOCAL_* and TEST_* keys**", "<p><strong>All LOCAL_* and TEST_* keys</strong></p>"),
        ("(REPORT-*, PLAN-*)", "<p>(REPORT-*, PLAN-*)</p>"),
        ("*EU-* and *_US_* and *the NGO-*", "<p><em>EU-</em> and <em><em>US</em></em> and <em>the NGO-</em></p>"),
        ("*„We won,“ says Kim.\n\nMore", "<p>„We won,“ says Kim.</p><p>More</p>"),
        ("*„We won,“* says Kim.", "<p><em>„We won,“</em> says Kim.</p>"),
        ("So they said*.\n\n*“They” are a group.", "<p>So they said*.</p><p>*“They” are a group.</p>"),
        ("The *Free Bus *\n--a network", "<p>The <em>Free Bus</em>--a network</p>"),
        ("Say _so: you know... _\nand", "<p>Say <em>so: you know...</em>and</p>"),
        ("snake_case and more _", "<p>snake_case and more _</p>"),
        # headings and rules of other programs
        ("# To the town hall {-}", '<h1 id="to-the-town-hall">To the town hall</h1>'),
        ("A set {-} of signs", "<p>A set {-} of signs</p>"),
        ("a\n\n#### \\*\\*\\*\n\nb", "<p>a</p><hr><p>b</p>"),
        ("#### \\*\\*a\\*\\*", '<h4 id="a">**a**</h4>'),
        ("Said Kim:\n\n | We have tested it\n\nso", "<p>Said Kim:</p><p>We have tested it</p><p>so</p>"),
        # names of emoji
        (":three: and :left_right_arrow:", "<p>3️⃣ and ↔️</p>"),
    ],
)  # fmt: skip
def test_what_was_seen_raw_comes_out_as_meant(html: Html, source: str, expected: str) -> None:
    assert expected == html(source)


def test_a_diagram_with_a_sign_behind_its_language_is_code(convert: Convert) -> None:
    page = convert("```mermaid!\na --> b\n```")

    assert '<pre><code class="language-mermaid"' in page.html
    assert "a --&gt; b" in page.html


def test_a_table_keeps_its_lines(html: Html) -> None:
    assert "<td>c</td>" in html("| a | b |\n|---|---|\n| c | d |")


def test_a_link_without_an_address_is_reported(convert: Convert) -> None:
    problems = convert("See [the survey of 2020][].").problems

    assert ["link-empty"] == [problem.code for problem in problems]


@pytest.mark.parametrize(
    "rule", ["--- | --- | --- |", "---|---|--: |---|", "--- | --- |", "---|---"]
)
def test_the_line_under_a_table_head_need_not_be_as_long(html: Html, rule: str) -> None:
    made = html(f"A | B | C | D\n{rule}\n1 | 2 | 3 | 4")
    assert (4, 4) == (made.count("</th>"), made.count("</td>"))
