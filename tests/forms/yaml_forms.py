"""Forms from YAML text, for the tests of reading: a form, its problems, one field."""

from __future__ import annotations

from sitegen import yamltext
from sitegen.forms import read
from sitegen.forms.model import Form, FormField
from sitegen.problems import Problem

PATH = "content/forms/join.yaml"


def read_text(text: str, path: str = PATH) -> tuple[Form | None, tuple[Problem, ...]]:
    """A form from YAML text."""
    node, problems = yamltext.read(text, path)
    assert problems == ()
    return read.form(node, path)


def form(text: str) -> Form:
    """A form that must be read without any problem."""
    made, problems = read_text(text)
    assert problems == ()
    assert made is not None
    return made


def only(text: str) -> Problem:
    """The one problem of a form."""
    _, problems = read_text(text)
    assert len(problems) == 1, problems
    return problems[0]


def field(line: str) -> FormField:
    """The field that one line of YAML describes."""
    return form(f"fields:\n  - {line}\n").fields[0]


def field_problem(line: str) -> tuple[str, str, str]:
    """Code, level and hint of the one problem of a field."""
    problem = only(f"fields:\n  - email\n  - {line}\n")
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == (PATH, 3)
    return problem.code, problem.level, problem.hint
