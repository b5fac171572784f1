"""What a theme declares: each setting is what it says it is, or a problem names its line."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sitegen import sources, theme
from sitegen.cache import Cache
from sitegen.problems import Problem, Span
from sitegen.theme import Theme
from tests.conftest import Project

PARENT = """settings:
  toc: {type: flag, default: true}
  capitals: {type: flag, default: false}
"""
PLACE = Span("content/site.yaml", 1)
Found = tuple[Theme, tuple[Problem, ...]]


def load(project: Project, text: str, given: Mapping[str, str] | None = None) -> Found:
    """A theme of that ``theme.yaml``, whose second line is the first of ``text``."""
    project.write("themes/plain/theme.yaml", PARENT)
    project.write("themes/mine/theme.yaml", f"extends: plain\n{text}")
    tree = sources.scan(project.root)
    made, problems = theme.load(tree, "mine", "en", given or {}, Cache(None), PLACE)
    assert made is not None
    return made, problems


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("settings: yes\n", 2, '"settings" must be a group of settings'),
        ("settings: [toc, capitals]\n", 2, '"settings" must be a group of settings'),
        ("settings:\n  toc: [a]\n", 3, '"settings.toc" must be a group of settings'),
        ("settings:\n  x:\n    type: colour\n", 4, '"settings.x.type" must be one of text, flag, number, choice.'),
        ("settings:\n  x:\n    default: {a: b}\n", 4, '"settings.x.default" must be a single value.'),
        ("settings:\n  x:\n    type: flag\n    default: maybe\n", 5, '"settings.x.default" must be yes or no.'),
        ("settings:\n  x: {type: number, default: many}\n", 3, '"settings.x.default" must be a number.'),
        ("settings:\n  toc: maybe\n", 3, '"settings.toc.default" must be yes or no.'),
        ("page_fields: [place]\n", 2, '"page_fields" must be a group of settings'),
        ("page_fields:\n  place: [a, b]\n", 3, '"page_fields.place" must be a group of settings'),
        ("page_fields:\n  place: map\n", 3, '"page_fields.place.type" must be one of text,'),
        ("page_fields:\n  place:\n    type: lst\n", 4, '"page_fields.place.type" must be one of text,'),
        ("css: [[a]]\n", 2, '"css.0" must be a single value.'),
        ("name: [a]\n", 2, '"name" must be a single value.'),
    ],
)  # fmt: skip
def test_a_setting_of_the_wrong_shape_is_a_problem_with_its_line_and_a_way_out(
    project: Project, text: str, line: int, message: str
) -> None:
    _, problems = load(project, text)
    (problem,) = (each for each in problems if each.code != "theme-css-missing")
    assert ("value-kind", "error") == (problem.code, problem.level)
    assert problem.span is not None
    assert ("themes/mine/theme.yaml", line) == (problem.span.path, problem.span.line)
    assert problem.message.startswith(message.removesuffix("settings")), problem.message
    assert problem.hint


def test_a_near_kind_is_named_and_an_unknown_key_is_a_warning(project: Project) -> None:
    _, (near,) = load(project, "settings:\n  x: {type: numer}\n")
    assert near.hint == 'Did you mean "number"?'
    _, (strange,) = load(project, "settings:\n  x:\n    typ: flag\n")
    assert ("key-unknown", "warning") == (strange.code, strange.level)
    assert strange.span == Span("themes/mine/theme.yaml", 4, 5)


def test_settings_are_of_their_kind(project: Project) -> None:
    text = """settings:
  flag: {type: flag, default: "on", help: Yes or no.}
  whole: {type: number, default: 3}
  part:
    type: number
    default: 1.5
  words: {default: a b}
  short: c d
  empty: {type: number}
  off: {type: flag}
"""
    made, problems = load(project, text)
    assert () == problems
    expected = {"flag": True, "whole": 3, "part": 1.5, "words": "a b", "short": "c d",
                "empty": 0, "off": False}  # fmt: skip
    assert expected == {key: dict(made.settings)[key] for key in expected}


def test_a_theme_may_give_another_default_without_saying_the_kind_again(project: Project) -> None:
    made, problems = load(project, "settings:\n  toc: no\n  capitals: {default: yes}\n")
    assert ((), False, True) == (
        problems,
        dict(made.settings)["toc"],
        dict(made.settings)["capitals"],
    )


def test_a_site_sets_what_the_theme_offers(project: Project) -> None:
    text = "settings:\n  size: {type: number, default: 2}\n  motto: us\n"
    made, problems = load(
        project, text, {"toc": "no", "size": "4", "motto": "all", "capitals": ""}
    )
    values = dict(made.settings)
    assert ((), False, 4, "all", False) == (
        problems, values["toc"], values["size"], values["motto"], values["capitals"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "level"),
    [
        ({"toc": "maybe"}, "value-kind", "error"),
        ({"size": "large"}, "value-kind", "error"),
        ({"sise": "4"}, "theme-setting-unknown", "warning"),
    ],
)
def test_what_a_site_sets_wrongly_is_said_and_the_default_stands(
    project: Project, given: dict[str, str], code: str, level: str
) -> None:
    made, (problem,) = load(project, "settings:\n  size: {type: number, default: 2}\n", given)
    assert (code, level) == (problem.code, problem.level)
    assert problem.span == Span("content/site.yaml")
    assert problem.hint
    assert (True, 2) == (dict(made.settings)["toc"], dict(made.settings)["size"])


def test_fields_of_pages_are_of_their_kind(project: Project) -> None:
    made, problems = load(project, "page_fields:\n  place: text\n  start: {type: date}\n  x: {}\n")
    assert () == problems
    kinds = {key: field.kind for key, field in made.page_fields}
    assert {"place": "text", "start": "date", "x": "text"} == kinds


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("fields: [a]\n", 1, '"fields" must be a group of'),
        ("fields:\n  a: [b]\n", 2, '"fields.a" must be a group of'),
        ("fields:\n  a: {type: lnk}\n", 2, '"fields.a.type" must be one of text, link'),
        ("fields:\n  a:\n    required: perhaps\n", 3, '"fields.a.required" must be yes or no.'),
        ("choices: [a]\n", 1, '"choices" must be a group of'),
        ("choices:\n  a: {b: {c: d}}\n", 2, '"choices.a.0" must be a single value.'),
    ],
)
def test_a_block_of_the_wrong_shape_is_a_problem_with_its_line(
    project: Project, text: str, line: int, message: str
) -> None:
    project.write("themes/mine/blocks/pledge/block.html", "<p></p>")
    project.write("themes/mine/blocks/pledge/block.yaml", text)
    _, (problem,) = load(project, "")
    assert problem.span is not None
    assert ("themes/mine/blocks/pledge/block.yaml", line) == (problem.span.path, problem.span.line)
    assert problem.message.startswith(message), problem.message
    assert problem.hint


def test_words_that_are_no_text_are_a_problem_and_not_shown_as_code(project: Project) -> None:
    project.write("themes/mine/strings/en.yaml", "menu: [a, b]\nhello: Hello\n")
    made, (problem,) = load(project, "")
    assert problem.span == Span("themes/mine/strings/en.yaml", 1, 7)
    words = dict(made.strings)
    assert words["hello"] == "Hello"
    assert "(" not in words["menu"]
