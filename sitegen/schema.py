"""Settings as they were written, and the values that a schema makes of them.

Text, lists and maps with the line of each; what a text means (a flag, a number, a date) is said by
the ``Field`` under whose key it stands. This module knows kinds of value, no setting by name, and
no notation; it may not read files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from sitegen import dates
from sitegen.problems import SHOWN, Problem, Span, did_you_mean, short

MAX_UNKNOWN = 20
"""Unknown or repeated keys that are said one by one: beyond, it is not a settings file."""


class Text(Struct, frozen=True, tag=True, tag_field="struct"):
    """A scalar as written, without its quotes."""

    value: str
    line: int = 0
    column: int = 0
    quoted: bool = False


class Seq(Struct, frozen=True, tag=True, tag_field="struct"):
    """A list."""

    items: tuple[Node, ...]
    line: int = 0
    column: int = 0


class Map(Struct, frozen=True, tag=True, tag_field="struct"):
    """Keys and values in the order written."""

    entries: tuple[tuple[Text, Node], ...]
    line: int = 0
    column: int = 0

    def get(self, key: str) -> Node | None:
        """The value under ``key``, or None."""
        for name, node in self.entries:
            if name.value == key:
                return node
        return None


Node = Text | Seq | Map


class Field(Struct, frozen=True):
    """What one key may hold.

    ``kind`` is one of text, number (int or float), flag, date (ISO text comes out), choice, list,
    map, pairs (a map of free keys) and any (the node as plain data). ``item`` is the kind of a
    list's members and of what pairs hold, ``fields`` the keys of a map. A ``short`` map may also
    be written as a single text, which then is the value of that key: ``ask: join`` for
    ``ask: {form: join}``.
    """

    kind: str = "text"
    default: Any = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    item: Field | None = None
    fields: Mapping[str, Field] | None = None
    short: str = ""
    help: str = ""


class Checked(Struct, frozen=True):
    """Values by key with every default filled in; ``lines`` gives dotted keys their line."""

    values: dict[str, Any]
    lines: dict[str, int]
    problems: tuple[Problem, ...]


def key_twice(key: Text, other: Text, path: str) -> Problem:
    """Says that ``key`` replaces ``other``, which stands further up."""
    return Problem("key-twice",
        f'"{short(key.value)}" is already set in line {other.line}; this later one is used.',
        Span(path, key.line, key.column), "Remove one of the two lines.", "warning")  # fmt: skip


def plain(node: Node) -> Any:
    """The node as str, tuple and dict."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Seq):
        return tuple(plain(item) for item in node.items)
    return {key.value: plain(value) for key, value in node.entries}


def check(
    node: Node | None,
    fields: Mapping[str, Field],
    path: str,
    prefix: str = "",
    unknown: str = "warning",
) -> Checked:
    """Check a map against its fields; every mistake is reported and replaced by the default.

    ``unknown`` is the level of the problem for a key that no field names.
    """
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    values: dict[str, Any] = {}
    entries: tuple[tuple[Text, Node], ...] = ()
    if isinstance(node, Map):
        entries = node.entries
    elif node is not None and not (isinstance(node, Text) and not node.value):
        problems.append(Problem("yaml-shape", "Settings of the form name: value are expected.",
                        Span(path, node.line, node.column),
                        "Start each line with a name and a colon."))  # fmt: skip
    strangers = 0
    empty: set[str] = set()
    for key, value in entries:
        lines[prefix + key.value] = key.line
        spec = fields.get(key.value)
        if spec is None:
            strangers += 1
            if strangers > MAX_UNKNOWN:  # a near name takes time to find, and nobody reads so many
                continue
            hint = did_you_mean(key.value[:SHOWN], fields,
                                "Known here: " + ", ".join(fields) + ".")  # fmt: skip
            problems.append(Problem("key-unknown",
                            f'"{prefix}{short(key.value)}" is not a known setting.',
                            Span(path, key.line, key.column), hint, unknown))  # type: ignore[arg-type]  # fmt: skip
            continue
        if isinstance(value, Text) and not value.value.strip():
            empty.add(key.value)
        values[key.value] = _value(value, spec, path, prefix + key.value, problems, lines)
    for name, spec in fields.items():
        if name not in values:
            if spec.required:
                line = node.line if node is not None else 1
                problems.append(Problem("key-missing", f'"{prefix}{name}" is missing.',
                                Span(path, line or 1),
                                f"Add a line: {name}: {spec.help or '...'}"))  # fmt: skip
            values[name] = _default(spec)
        elif spec.required and name in empty:
            problems.append(Problem("key-missing", f'"{prefix}{name}" has no value.',
                            Span(path, lines[prefix + name]),
                            f"Write for example: {name}: {spec.help or '...'}"))  # fmt: skip
    return Checked(values, lines, tuple(problems))


def _default(spec: Field) -> Any:
    if spec.kind == "map" and spec.default == "" and spec.fields is not None:
        return {name: _default(inner) for name, inner in spec.fields.items()}
    if spec.kind == "list" and spec.default == "":
        return ()
    if spec.kind == "pairs" and spec.default == "":
        return {}
    return spec.default


_TRUE = frozenset(("true", "yes", "on", "y", "1"))
_FALSE = frozenset(("false", "no", "off", "n", "0", "none"))


def _value(
    node: Node, spec: Field, path: str, name: str, problems: list[Problem], lines: dict[str, int]
) -> Any:
    span = Span(path, node.line, node.column)

    def wrong(expected: str, hint: str = "") -> Any:
        problems.append(Problem("value-kind", f'"{name}" must be {expected}.', span, hint))
        return _default(spec)

    if isinstance(node, Text) and _nothing(node, spec):
        return _default(spec)
    match spec.kind:
        case "any":
            return plain(node)
        case "list":
            return _list(node, spec, path, name, problems, lines)
        case "map":
            if isinstance(node, Text) and spec.short:
                node = Map(((Text(spec.short, node.line, node.column), node),), node.line,
                           node.column)  # fmt: skip
            if not isinstance(node, Map) or spec.fields is None:
                keys = ", ".join(spec.fields or ())
                return wrong("a group of settings, indented below it", f"Known there: {keys}.")
            inner = check(node, spec.fields, path, name + ".")
            problems.extend(inner.problems)
            lines.update(inner.lines)
            return inner.values
        case "pairs":
            if not isinstance(node, Map):
                return wrong("a group of name: value lines, indented below it",
                             f"Write below {name}: two spaces, a name, a colon, the value.")  # fmt: skip
            item = spec.item or Field()
            pairs = {}
            for key, member in node.entries:
                inside = f"{name}.{key.value}"
                lines[inside] = key.line
                pairs[key.value] = _value(member, item, path, inside, problems, lines)
            return pairs
    if not isinstance(node, Text):
        return wrong("a single value", _as_text(node, name))
    value = node.value.strip()
    match spec.kind:
        case "flag":
            if value.lower() in _TRUE:
                return True
            if value.lower() in _FALSE:
                return False
            return wrong("yes or no", f"Write {name}: yes or {name}: no")
        case "number":
            if re.fullmatch(r"[+-]?[0-9]{1,15}", value):
                return int(value)
            if re.fullmatch(r"[+-]?[0-9]{0,15}\.[0-9]{1,15}", value):
                return float(value)
            return wrong("a number", f"Write it in digits: {name}: 3")
        case "choice":
            if value in spec.choices:
                return value
            if value.lower() in spec.choices:
                return value.lower()
            listed = ", ".join(spec.choices)
            return wrong(f"one of {listed}", did_you_mean(value[:SHOWN], spec.choices,
                                                          f"Write {name}: {spec.choices[0]}"))  # fmt: skip
        case "date":
            iso, problem = dates.date(value, span, name)
            if problem is not None:
                problems.append(problem)
            return iso or _default(spec)
    return node.value if node.quoted else value


def _nothing(node: Text, spec: Field) -> bool:
    """Whether a value was left out: nothing, YAML's null, or empty quotes where no text goes."""
    value = node.value.strip()
    if node.quoted:
        return not value and spec.kind not in ("text", "any", "list")
    return value in ("", "~", "null")


def _as_text(node: Node, name: str) -> str:
    """How to write a list or map as the text that it may have been meant to be."""
    if isinstance(node, Seq) and node.items and all(isinstance(i, Text) for i in node.items):
        listed = ", ".join(i.value for i in node.items if isinstance(i, Text))
        return f'Put it in quotes if it is text: {name.split(".")[-1]}: "{short(listed)}"'
    return "Write it on the same line, after the colon."


def _list(
    node: Node, spec: Field, path: str, name: str, problems: list[Problem], lines: dict[str, int]
) -> tuple[Any, ...]:
    item = spec.item or Field()
    if isinstance(node, Text) and item.kind in ("text", "choice"):  # tags: a, b
        parts = [part.strip() for part in node.value.split(",") if part.strip()]
        if item.kind == "text":
            return tuple(parts)
        node = Seq(tuple(Text(part, node.line, node.column) for part in parts), node.line,
                   node.column)  # fmt: skip
    if not isinstance(node, Seq):
        node = Seq((node,), node.line, node.column)
    values = []
    for number, member in enumerate(node.items):
        lines[f"{name}.{number}"] = member.line
        if isinstance(member, Map) and item.kind == "text" and len(member.entries) == 1:
            member = _joined(member, path, problems)
        if not (isinstance(member, Text) and not member.value):
            values.append(_value(member, item, path, f"{name}.{number}", problems, lines))
    return tuple(values)


def _joined(node: Map, path: str, problems: list[Problem]) -> Node:
    """``- Demand: housing now`` is text to its writer and a map to YAML."""
    (key, value) = node.entries[0]
    if not isinstance(value, Text) or not value.value or value.quoted:
        return node
    whole = f"{key.value}: {value.value}"
    problems.append(Problem("value-colon", f'I read "{short(whole)}" as one text, though it '
                    "contains a colon.", Span(path, key.line, key.column),
                    f'Put it in quotes: - "{short(whole)}"', "warning"))  # fmt: skip
    return Text(whole, key.line, key.column)
