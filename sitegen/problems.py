"""What a user should mend, as values: collected by every stage, printed once at the end.

A user's mistake never raises. An exception that reaches the command line is a bug in sitegen.
This module formats problems; it may not read files or decide what is a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

Level = Literal["error", "warning", "info"]

LEVELS: tuple[Level, ...] = ("error", "warning", "info")

LONGEST = 500
"""Characters of a sentence that are printed."""

SHOWN = 80
"""Characters of the user's own text that a message repeats."""


class Span(Struct, frozen=True, array_like=True):
    """A place in a source file. ``line`` and ``column`` count from 1; 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0


class Problem(Struct, frozen=True, array_like=True):
    """One mistake: what is wrong, where, and one thing that mends it.

    ``error`` stops the build before anything is written, ``warning`` does not
    (unless ``--strict``), ``info`` is worth knowing and never fails.
    """

    code: str
    message: str
    span: Span | None = None
    hint: str = ""
    level: Level = "error"


def text(problem: Problem) -> str:
    """``path:line:column: level: message [code]``, then the hint on a line of its own."""
    where = ""
    if problem.span is not None:
        span = problem.span
        numbers = f":{span.line}:{span.column or 1}" if span.line else ""
        where = f"{span.path}{numbers}: "
    line = f"{where}{problem.level}: {short(problem.message, LONGEST)} [{problem.code}]"
    return f"{line}\n    {short(problem.hint, LONGEST)}" if problem.hint else line


def short(text: str, most: int = SHOWN) -> str:
    """What the user wrote as a message can repeat it: on one line, and not too much of it."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 3] + "..."


def as_data(problem: Problem) -> dict[str, str | int]:
    """The same as plain data for ``--json``; unknown places are ``""`` and 0."""
    span = problem.span or Span("")
    return {
        "level": problem.level,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "path": span.path,
        "line": span.line,
        "column": span.column,
    }


def from_data(data: Mapping[str, Any]) -> Problem:
    """What ``as_data`` was given."""
    span = Span(data["path"], data["line"], data["column"]) if data["path"] else None
    return Problem(data["code"], data["message"], span, data["hint"], data["level"])


def sort(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Duplicates removed; by place, so that a reader walks each file from top to bottom."""

    def key(problem: Problem) -> tuple[object, ...]:
        span = problem.span or Span("")
        return (span.path, span.line, span.column, LEVELS.index(problem.level), problem.code,
                problem.message)  # fmt: skip

    return tuple(sorted(dict.fromkeys(problems), key=key))  # type: ignore[arg-type,type-var,unused-ignore]


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only those that stop a build."""
    return tuple(problem for problem in problems if problem.level == "error")


def suggest(word: str, options: Iterable[str]) -> str:
    """The option a typist most likely meant, or ``""`` when none is near."""
    import difflib

    choices: Sequence[str] = sorted(set(options))
    folded = {option.casefold(): option for option in choices}
    if word.casefold() in folded:
        return folded[word.casefold()]
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def did_you_mean(word: str, options: Iterable[str], otherwise: str = "") -> str:
    """A ready hint: ``Did you mean "x"?`` or ``otherwise``."""
    near = suggest(word, options)
    return f'Did you mean "{near}"?' if near else otherwise
