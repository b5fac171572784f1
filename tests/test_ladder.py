"""``content/ladder.yaml``: what is understood, and what is said of everything else."""

from __future__ import annotations

import pytest
from msgspec.structs import astuple

from sitegen import ladder, yamltext
from sitegen.forms.model import Form, FormField
from sitegen.ladder import Ladder, Rung
from sitegen.problems import Problem
from tests.conftest import FORM, Project

PATH = "content/ladder.yaml"


def read(text: str) -> tuple[tuple[Rung, ...], tuple[Problem, ...]]:
    node, problems = yamltext.read(text, PATH)
    assert () == problems
    return ladder.read(node, PATH)


def form(name: str, rung: str = "") -> Form:
    return Form(name, f"content/forms/{name}.yaml", fields=(FormField("email"),), rung=rung)


WHOLE = """\
- name: follow
  title: Follow us
  text: It takes a minute.
  ask: Get the note
  form: note
  button: Yes
- name: host
  to: ../tables.md
"""


def test_a_rung_has_a_name_and_all_that_it_says() -> None:
    rungs, problems = read(WHOLE)
    assert () == problems
    assert astuple(rungs[0])[:7] == (
        "follow", "Follow us", "It takes a minute.", "Get the note", "note", "", "Yes")  # fmt: skip
    assert ("host", "Host", "../tables.md") == (rungs[1].name, rungs[1].title, rungs[1].to)
    assert [1, 7] == [rung.line for rung in rungs]
    assert 5 == rungs[0].at("form").line


@pytest.mark.parametrize("text", [
    "- follow\n- join\n",
    "- name: follow\n- name: join\n",
    "rungs:\n  - follow\n  - name: join\n",
    "follow:\njoin:\n",
    "follow: {}\njoin:\n  title: Join\n",
    "- follow:\n    title: Follow\n- join:\n",
    "- title: Follow\n- title: Join\n",
    "- form: follow\n- form: forms/join.yaml\n",
])  # fmt: skip
def test_rungs_may_be_written_in_any_of_these_ways(text: str) -> None:
    rungs, problems = read(text)
    assert () == problems
    assert [("follow", "Follow"), ("join", "Join")] == [(rung.name, rung.title) for rung in rungs]


def test_one_rung_needs_no_dash() -> None:
    rungs, problems = read("name: join\nask: Come\n")
    assert ([("join", "Come")], ()) == ([(rung.name, rung.ask) for rung in rungs], problems)


@pytest.mark.parametrize("text", ["", "\n", "rungs:\n", "[]\n", "# nothing yet\n"])
def test_an_empty_file_is_no_ladder(text: str) -> None:
    assert ((), ()) == read(text)


@pytest.mark.parametrize(("text", "code", "line", "level", "hint"), [
    ("- name: a\n- name: a\n", "rung-twice", 2, "error", "another name"),
    ("- name: a\n  fomr: x\n", "key-unknown", 2, "warning", 'Did you mean "form"?'),
    ("- name: a\n  form: [x, y]\n", "value-kind", 2, "error", 'form: "x, y"'),
    ("- name: Join Us!\n", "rung-name", 1, "warning", "name: join-us"),
    ("- text: Only words.\n", "rung-nameless", 1, "error", "- name: join"),
    ("- name: a\n- [b, c]\n", "rung-unreadable", 2, "error", "- name: join"),
    ("- name: a\n  form: x\n  to: b.md\n", "rung-two-ways", 3, "warning", "Keep one"),
    ("just words\n", "rung-name", 1, "warning", "name: just-words"),
])  # fmt: skip
def test_what_cannot_be_meant_is_said_with_line_and_fix(
    text: str, code: str, line: int, level: str, hint: str
) -> None:
    _, problems = read(text)
    assert [code] == [problem.code for problem in problems]
    (problem,) = problems
    assert problem.span is not None
    assert (PATH, line, level) == (problem.span.path, problem.span.line, problem.level)
    assert hint in problem.hint


def test_names_of_any_script_stay() -> None:
    rungs, problems = read("- name: folgen\n- name: mitmachen-tür\n- name: تابع\n")
    assert (["folgen", "mitmachen-tür", "تابع"], ()) == ([rung.name for rung in rungs], problems)


# Forms --------------------------------------------------------------------------------------


def test_a_rung_asks_with_the_form_of_its_name() -> None:
    made, problems = ladder.connect((Rung("join"), Rung("host", to="x.md")), (form("join"),))
    assert (["join", ""], ()) == ([rung.form for rung in made.rungs], problems)


def test_what_a_rung_names_must_be_there() -> None:
    rungs, _ = read("- name: a\n  form: jion\n- name: b\n- name: host\n  form: join\n")
    _, problems = ladder.connect(rungs, (form("join"), form("host")))
    assert [("form-missing", 2, "error"), ("rung-empty", 3, "warning"),
            ("rung-other-form", 4, "warning")] == [
        (problem.code, problem.span.line if problem.span else 0, problem.level)
        for problem in problems]  # fmt: skip
    assert 'Did you mean "join"?' == problems[0].hint


def test_a_form_lands_on_the_rung_it_names_else_on_the_one_that_asks_with_it() -> None:
    rungs = (Rung("a", form="one"), Rung("b", form="two"), Rung("c", form="one"))
    made, problems = ladder.connect(rungs, (form("one"), form("two"), form("three", "b")))
    assert () == problems
    assert "a" == getattr(made.of(form("one")), "name", "")
    assert "b" == getattr(made.of(form("three", "b")), "name", "")
    assert made.of(form("four")) is None
    assert "b" == getattr(made.after(form("one")), "name", "")
    assert "c" == getattr(made.after(form("three", "b")), "name", "")
    assert made.after(form("x", "c")) is None
    assert made.after(form("four")) is None
    assert [True, False, False] == [made.is_top(form("x", "c")), made.is_top(form("one")),
                                   made.is_top(form("four"))]  # fmt: skip
    assert not Ladder().is_top(form("one"))


def test_a_form_that_names_no_rung_there_is_is_said(project: Project) -> None:
    project.write("content/ladder.yaml", "- join\n")
    project.write("content/forms/join.yaml", FORM + "rung: jion\n").build()
    problem = project.problem("rung-missing")
    assert problem.span is not None
    assert ("content/forms/join.yaml", 7) == (problem.span.path, problem.span.line)
    assert 'Did you mean "join"?' == problem.hint
    assert project.result.failed
    project.remove("content/ladder.yaml").build()
    assert "content/ladder.yaml" in project.problem("rung-missing").hint


@pytest.mark.parametrize("name", ["ladder.yaml", "ladder.yml"])
def test_a_file_that_is_no_yaml_stops_the_build(project: Project, name: str) -> None:
    project.write(f"content/{name}", "- name: a: b\n").build()
    problem = project.problem("yaml-colon")
    assert problem.span is not None
    assert (f"content/{name}", 1) == (problem.span.path, problem.span.line)
    assert project.result.failed
