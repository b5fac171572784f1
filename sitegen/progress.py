"""``content/progress.yaml``: how far the group has come, in numbers with the day they were counted.

A page never shows a number as if it were live: what has no day is refused. Pure.
"""

from __future__ import annotations

from msgspec import Struct

from sitegen import schema
from sitegen.problems import Problem, Span
from sitegen.schema import Field, Map, Node

PATHS = ("content/progress.yaml", "content/progress.yml")

_ENTRY = {
    "label": Field(),
    "count": Field("number", default=None),
    "goal": Field("number", default=None),
    "date": Field("date"),
}


class Tally(Struct, frozen=True):
    """One thing that is counted. ``goal`` is 0 where there is none."""

    name: str
    label: str
    reached: float
    goal: float
    date: str


def read(node: Node | None, path: str) -> tuple[tuple[Tally, ...], tuple[Problem, ...]]:
    """Everything that is counted; what lacks a number or a day is said and left out."""
    problems: list[Problem] = []
    found = []
    for key, value in node.entries if isinstance(node, Map) else ():
        checked = schema.check(value, _ENTRY, path, f"{key.value}.")
        problems += checked.problems
        given = checked.values
        lacking = [name for name in ("count", "date") if given[name] in (None, "")]
        for name in lacking:
            if f"{key.value}.{name}" not in checked.lines:
                example = "count: 43" if name == "count" else "date: 2026-11-01"
                problems.append(Problem("progress-lacks",
                    f'"{key.value}" has no {name}.' + ("" if name == "count" else " A number "
                    "without the day it was counted looks live, and is not."),
                    Span(path, key.line, key.column), f"Add below it: {example}"))  # fmt: skip
        if not lacking:
            label = given["label"] or key.value[:1].upper() + key.value[1:].replace("-", " ")
            found.append(Tally(key.value, label, max(0, given["count"]), given["goal"] or 0,
                                  given["date"]))  # fmt: skip
    return tuple(found), tuple(problems)
