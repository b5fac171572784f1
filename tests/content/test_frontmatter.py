"""The settings at the top of a page: dialects, repairs, and what is said of them."""

from __future__ import annotations

import time

import pytest

from sitegen import frontmatter, parse, schema, synonyms, yamltext
from sitegen.problems import Problem
from sitegen.schema import Map, Seq, Text


def split(text: str) -> frontmatter.Split:
    return frontmatter.split(text, "content/page.md")


def values(text: str) -> dict[str, object]:
    """The settings as plain data."""
    return schema.plain(split(text).settings)


def yaml(*lines: str) -> frontmatter.Split:
    return split("---\n" + "\n".join(lines) + "\n---\nBody\n")


def said(found: frontmatter.Split) -> list[tuple[int, str, str]]:
    return [(p.span.line, p.code, p.message) for p in found.problems if p.span is not None]


# Dialects -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: Join us\n---\nBody", 4),
        ("---\ntitle: Join us\n...\nBody", 4),
        ("----\ntitle: Join us\n----\nBody", 4),
        ("---  \ntitle: Join us  \n---  \nBody", 4),
        ("---yaml\ntitle: Join us\n---\nBody", 4),
        (" ---\ntitle: Join us\n ---\nBody", 4),
        ("\n\n---\ntitle: Join us\n---\nBody", 6),
        ("\ufeff---\ntitle: Join us\n---\nBody", 4),
        ("\u200b---\ntitle: Join us\n---\nBody", 4),
        ("---\n  title: Join us\n---\nBody", 4),
        ("---\n\n# a remark\ntitle: Join us\n\n---\nBody", 7),
        ('---json\n{"title": "Join us"}\n---\nBody', 4),
        ('---\n"title": Join us\n---\nBody', 4),
        ("---\ntitle : Join us\n---\nBody", 4),
        ('+++\ntitle = "Join us"\n+++\nBody', 4),
    ],
)
def test_every_dialect_gives_the_title_and_the_line_where_the_text_starts(
    text: str, line: int
) -> None:
    found = split(text)
    assert {"title": "Join us"} == schema.plain(found.settings)
    assert (line, "Body") == (found.line, found.body)
    assert () == found.problems


def test_bare_lines_at_the_top_are_settings_in_any_capitals() -> None:
    found = split("Title: Join us: now\nTags: [a, b]\nDate:\n\nBody")
    assert {"title": "Join us: now", "tags": ("a", "b"), "date": ""} == schema.plain(
        found.settings
    )
    assert (4, "\nBody", ()) == (found.line, found.body, found.problems)


def test_bare_lines_may_quote_their_text() -> None:
    assert {"title": "Join us"} == values('Title: "Join us"\n\nBody')


@pytest.mark.parametrize(
    "text",
    [
        "Note: bring a friend.\n\nMore.",
        "Title: this goes on\nas a sentence.",
        "---\n\nA sentence between rules.\n\n---\n\nMore.",
        "---\nSee https://a.org for more.\n---\n",
        "---\nTuesday: we meet.\nBring soup.",
        "---",
        "---\n",
        "--- a\ntitle: x\n---\n",
        "+++\nnothing here\n",
        "Just text.",
        "",
        "\n\n",
        "# A heading: with a colon",
    ],
)
def test_text_without_settings_stays_text(text: str) -> None:
    assert (Map(()), text, 1, ()) == (
        (found := split(text)).settings, found.body, found.line, found.problems
    )  # fmt: skip


def test_an_empty_block_is_no_settings_and_is_not_shown() -> None:
    found = split("---\n---\nBody")
    assert ({}, "Body", 3) == (schema.plain(found.settings), found.body, found.line)


def test_toml_values_arrive_as_text_with_their_lines() -> None:
    found = split(
        '+++\ntitle = "T"\ndate = 2024-05-01\ndraft = true\ntags = ["a", "b"]\n'
        "[extra]\norder = 3\n+++\ntitle = not this one\n"
    )
    expected = {"title": "T", "date": "2024-05-01", "draft": "true", "tags": ("a", "b"),
                "extra": {"order": "3"}}  # fmt: skip
    assert expected == schema.plain(found.settings)
    assert [2, 3, 4, 5, 6] == [key.line for key, _ in found.settings.entries]
    assert "title = not this one\n" == found.body


def test_toml_text_without_quotes_is_quoted_and_said() -> None:
    found = split('+++\ntitle = Join us: "now"\ndraft = false\n+++\nBody')
    assert {"title": 'Join us: "now"', "draft": "false"} == schema.plain(found.settings)
    assert [(2, "front-matter-repaired")] == [row[:2] for row in said(found)]
    assert 'Write it like this: title = "Join us: \\"now\\""' == found.problems[0].hint


def test_toml_that_cannot_be_read_names_the_line() -> None:
    found = split('+++\ntitle = "T"\n[broken\n+++\nBody')
    assert [(3, "toml-broken", "These settings cannot be read as TOML.")] == said(found)
    assert "Body" == found.body


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: Join us\ntags:\n  - a\n  - b\n\nBody", 5),
        ("---\ntitle: Join us\n# A heading\nBody", 2),
        ('+++\ntitle = "Join us"\nBody', 2),
        ("---\ntitle: Join us\n\n# A heading\n\nSome text, no colon.\n\n---\n\nMore.", 2),
    ],
)
def test_settings_that_are_never_closed_end_where_the_text_begins(text: str, line: int) -> None:
    found = split(text)
    assert "Join us" == schema.plain(found.settings)["title"]
    assert text.split("\n", found.line - 1)[-1] == found.body
    assert "Body" in found.body or "Some text" in found.body
    assert [(line, "front-matter-open")] == [row[:2] for row in said(found)]


# Repairs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "title", "why"),
    [
        ("title: Join us: now", "Join us: now", "it contains a colon"),
        ('title: "a" b', '"a" b', "it contains a quotation mark"),
        ("title: @handle", "@handle", "it starts with @"),
        ("title: *bold*", "*bold*", "it starts with *"),
        ("title: **bold** text", "**bold** text", "it starts with *"),
        ("title: %off", "%off", "it starts with %"),
        ("title: `x`", "`x`", "it starts with `"),
        ("title: - dash", "- dash", "it starts with -"),
        ("title: ? what", "? what", "it starts with ?"),
        ("title: , comma", ", comma", "it starts with ,"),
        ("title: {{ site.name }}", "{{ site.name }}", "it starts with {"),
        ("title: [Draft] Our plan", "[Draft] Our plan", "it starts with ["),
        ("title: !important news", "!important news", 'it starts with "!"'),
        ("title: !!python/object:x y", "!!python/object:x y", 'it starts with "!"'),
        ("title: &more power", "&more power", 'it starts with "&"'),
        (r'title: "C:\x"', r"C:\x", "it contains a backslash"),
        ('title: "Bob\'s "best" day"', 'Bob\'s "best" day', "it contains a quotation mark"),
        ("title: Fight # for 15", "Fight # for 15", 'everything after " #" would be cut off'),
    ],
)  # fmt: skip
def test_a_value_that_yaml_refuses_or_cuts_is_put_in_quotes(
    line: str, title: str, why: str
) -> None:
    found = yaml("order: 1", line, "draft: no")
    assert {"order": "1", "title": title, "draft": "no"} == schema.plain(found.settings)
    assert [(3, "front-matter-repaired", f'I put quotes round "title", because {why}.')] == said(
        found
    )


@pytest.mark.parametrize(
    ("line", "title", "why"),
    [
        ("title:No space", "No space", 'A space is missing after "title:".'),
        ("title:\ttabbed", "tabbed", "I replaced a tab by spaces."),
        ("title: 'unclosed", "unclosed", 'I closed the quotation mark of "title".'),
        ('title: "unclosed', "unclosed", 'I closed the quotation mark of "title".'),
        ("title: '", "'", 'I closed the quotation mark of "title".'),
    ],
)
def test_a_slip_in_a_line_is_mended_and_said(line: str, title: str, why: str) -> None:
    found = yaml(line, "draft: no")
    assert {"title": title, "draft": "no"} == schema.plain(found.settings)
    assert [(2, "front-matter-repaired", why)] == said(found)


def test_what_to_write_instead_is_shown_and_mends_the_page() -> None:
    found = yaml("title: Join us: now")
    assert "Write it like this: title: 'Join us: now'" == found.problems[0].hint
    mended = yaml(found.problems[0].hint.removeprefix("Write it like this: "))
    assert (found.settings.entries[0][1].value, ()) == (  # type: ignore[union-attr]
        mended.settings.entries[0][1].value, mended.problems  # type: ignore[union-attr]
    )  # fmt: skip


def test_an_address_with_a_question_mark_in_brackets_is_read() -> None:
    found = yaml("links: [https://a.org/?x=1, https://b.org/]")
    assert {"links": ("https://a.org/?x=1", "https://b.org/")} == schema.plain(found.settings)


def test_a_bracket_that_is_never_closed_is_closed() -> None:
    found = yaml("tags: [a, b", "title: x")
    assert {"tags": ("a", "b"), "title": "x"} == schema.plain(found.settings)
    assert [(2, "front-matter-repaired", 'I closed the bracket of "tags".')] == said(found)


def test_list_items_are_quoted_one_by_one() -> None:
    found = yaml("title: x", "tags:", "- fine", "- @home", "- 100% ours", "- *us*")
    assert ("fine", "@home", "100% ours", "*us*") == schema.plain(found.settings)["tags"]
    assert [5, 7] == [row[0] for row in said(found)]


def test_a_text_that_runs_on_in_the_next_line_is_joined() -> None:
    for second in ("goes on here", "  goes on: here"):
        found = yaml("title: x", "description: It", second, "order: 2")
        description = f"It {second.strip()}"
        expected = {"title": "x", "description": description, "order": "2"}
        assert expected == schema.plain(found.settings)
        assert [(3, "front-matter-repaired")] == [row[:2] for row in said(found)]


def test_a_setting_that_is_indented_by_mistake_stays_a_setting() -> None:
    found = yaml("title: x", "  date: 2026-01-01", "order: 2")
    expected = {"title": "x", "date": "2026-01-01", "order": "2"}
    assert expected == schema.plain(found.settings)
    assert [(3, "front-matter-repaired", "I moved this line to the left.")] == said(found)


def test_a_first_line_that_is_indented_by_a_tab_is_moved() -> None:
    found = yaml("\ttitle: x", "order: 2")
    assert {"title": "x", "order": "2"} == schema.plain(found.settings)
    assert ["I replaced a tab by spaces.", "I moved this line to the left."] == [
        row[2] for row in said(found)
    ]


def test_a_long_text_that_is_not_indented_is_indented() -> None:
    found = yaml("description: |", "We meet", "every week.", "title: x")
    assert {"description": "We meet\nevery week.\n", "title": "x"} == schema.plain(found.settings)


def test_one_bad_line_does_not_blame_its_neighbours() -> None:
    found = yaml("title: 'unclosed", "description: fine", "tags: [a, b]")
    assert [2] == [row[0] for row in said(found)]


def test_what_cannot_be_mended_is_an_error_and_the_rest_is_kept() -> None:
    found = yaml("title: x", "[a, b]: c", "tags: [a]")
    assert {"title": "x", "tags": ("a",)} == schema.plain(found.settings)
    assert [(3, "yaml-key", "A name before the colon must be plain text.")] == said(found)


def test_a_list_instead_of_settings_is_explained() -> None:
    found = yaml("- a", "- b")
    assert [(2, "front-matter-shape", "The settings at the top are not of the form name: value.")
            ] == said(found)  # fmt: skip


def test_a_key_that_stands_twice_is_said_and_the_later_one_counts() -> None:
    found = yaml("title: one", "title: two")
    assert {"title": "two"} == schema.plain(found.settings)
    assert [(3, "key-twice", '"title" is already set in line 2; this later one is used.')] == said(
        found
    )


def test_control_characters_never_reach_a_value() -> None:
    for text in (
        "---\ntitle: a\x0bb\n---\n",
        '---\ntitle: "a\\x01b"\n---\n',
        '---\ntitle: "a\\0b"\ndraft:\n---\n',
        "Title: a\x1bb\n\nText",
        '+++\ntitle = "a\\u0007b"\n+++\n',
        "---\ntitle: a\ufdd0b\n---\n",
    ):
        assert "a\ufffdb" == values(text)["title"]


# Sizes --------------------------------------------------------------------------------------


HOSTILE = {
    "spaces in a bare line": "title: " + " " * 200_000 + "x\n\nText",
    "spaces in a value": "---\ntitle: " + " " * 200_000 + "x\n---\n",
    "spaces before a name": "---\n" + " " * 200_000 + "x: y\n  z\n---\n",
    "one broken line after another": "---\ntitle: 'a\n" + "x: 'y\n" * 1_500 + "---\n",
    "one name 30 000 times": "---\n" + "a: b\n" * 30_000 + "---\n",
    "30 000 names and a slip": "---\n"
    + "".join(f"k{n}: v\n" for n in range(30_000))
    + "a: &\n---\n",
    "10 000 brackets": "---\na: " + "[" * 10_000 + "]" * 10_000 + "\n---\n",
    "10 000 dashes": "---\n" + "- " * 10_000 + "a\n---\n",
    "1 000 levels": "---\n" + "".join(" " * n + "a:\n" for n in range(1_000)) + "---\n",
    "100 000 braces": "---\na: " + "{" * 100_000 + "\n---\n",
    "aliases": "---\na: &a [x]\n"
    + "".join(f"b{n}: &b{n} [{'*a, ' * 9}*a]\n" for n in range(99))
    + "---\n",
    "toml brackets": "+++\na = " + "[" * 10_000 + "]" * 10_000 + "\n+++\n",
    "toml dots": "+++\n" + ".".join("a" * 10_000) + " = 1\n+++\n",
    "a toml number": "+++\na = " + "9" * 5_000 + "\n+++\n",
    "toml slips": "+++\n" + "a = b\n" * 500 + "+++\n",
    "fences only": "---\n" * 100_000,
    "empty lines": "\n" * 1_000_000,
    "colons": "---\n" + ": \n" * 50_000 + "---\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_settings_are_read_or_refused_quickly(name: str) -> None:
    started = time.process_time()
    found = split(HOSTILE[name])
    assert 6.0 > time.process_time() - started
    deepest(found.settings)


def deepest(node: object, depth: int = 0) -> None:
    assert depth <= yamltext.MAX_DEPTH
    if isinstance(node, Map):
        for _, value in node.entries:
            deepest(value, depth + 1)
    elif isinstance(node, Seq):
        for value in node.items:
            deepest(value, depth + 1)


def test_an_alias_bomb_is_refused_with_its_line() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    _, problems = yamltext.read("\n".join(lines), "content/site.yaml")
    assert [("yaml-too-large", 5)] == [(p.code, p.span.line) for p in problems if p.span]


# Keys ---------------------------------------------------------------------------------------


def settings(*lines: str) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """Checked page settings as ``parse`` sees them."""
    node, first = synonyms.ours(yaml(*lines).settings, parse.PAGE_FIELDS, "content/page.md")
    checked = schema.check(node, parse.PAGE_FIELDS, "content/page.md")
    return checked.values, (*first, *checked.problems)


@pytest.mark.parametrize(
    ("lines", "key", "expected"),
    [
        (["Title: x"], "title", "x"),
        (["summary: x"], "description", "x"),
        (["summary: x", "Description: y"], "description", "y"),
        (["weight: 3"], "order", 3),
        (["redirect_from: /old/"], "aliases", ("/old/",)),
        (["cover: a.jpg"], "image", "a.jpg"),
        (["image: {path: a.jpg, alt: A march}"], "image_alt", "A march"),
        (["permalink: /us/"], "slug", "/us/"),
        (["published: false"], "draft", True),
        (["published: true"], "draft", False),
        (["draft: true", "published: true"], "draft", True),
        (["published: no", "draft: false"], "draft", True),
        (["published: 2024-05-01"], "date", "2024-05-01"),
        (["lang: no"], "language", "no"),
    ],
)
def test_keys_of_other_generators_are_understood(
    lines: list[str], key: str, expected: object
) -> None:
    found, problems = settings(*lines)
    assert (expected, ()) == (found[key], problems)


def test_keys_that_mean_nothing_here_make_no_noise() -> None:
    assert () == settings("author: x", "categories: [a]", "comments: true", "layout: post")[1]


def test_two_spellings_of_one_key_are_said() -> None:
    found, problems = settings("title: one", "Title: two")
    assert ("two", ["key-twice"]) == (found["title"], [p.code for p in problems])


def test_a_mistyped_key_gets_a_suggestion() -> None:
    for line, hint in (("titel: x", 'Did you mean "title"?'), ("tagz: x", 'Did you mean "tags"?'),
                       ("Descripton: y", 'Did you mean "description"?')):  # fmt: skip
        (problem,) = settings("order: 1", line)[1]
        assert ("key-unknown", hint, "warning") == (problem.code, problem.hint, problem.level)
        assert 3 == (problem.span.line if problem.span else 0)


def test_a_mistyped_key_inside_a_group_gets_a_suggestion() -> None:
    (problem,) = settings("ask:", "  form: join", "  titel: x")[1]
    expected = ('"ask.titel" is not a known setting.', 'Did you mean "title"?')
    assert expected == (problem.message, problem.hint)


def test_a_plain_text_is_marked_as_unquoted() -> None:
    found = yamltext.read("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne:", "f.yaml")[0]
    assert isinstance(found, Map)
    assert [False, True, True, True, False] == [
        value.quoted for _, value in found.entries if isinstance(value, Text)
    ]
