"""YAML text to checked values, with the line of each.

Scalars stay text until a schema says what they are: ``no``, ``12:30``, ``01234`` and ``1_000``
arrive as written (YAML 1.1 would make them false, 750, 668 and 1000). This module knows YAML and
kinds of value, no setting by name; it may not read files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.dates import date as date
from sitegen.problems import SHOWN, Problem, Span, did_you_mean, short

MAX_DEPTH = 40
MAX_NODES = 50_000
"""More than any real settings file; stops alias bombs and files that are not settings."""
MAX_UNKNOWN = 20
"""Unknown or repeated keys that are said one by one: beyond, it is not a settings file."""
CORE_TYPES = r"!!(?:str|int|float|bool|null|timestamp|seq|map)(?: |$)"
"""What a YAML type may be called; it changes nothing here, since the key decides."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
                          "\ufffe\uffff]")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written, without its quotes."""

    value: str
    line: int = 0
    column: int = 0
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Seq:
    """A list."""

    items: tuple[Node, ...]
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Map:
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


@dataclass(frozen=True, slots=True)
class Field:
    """What one key may hold.

    ``kind`` is one of text, number (int or float), flag, date (ISO text comes out), choice, list,
    map, pairs (a map of free keys to text) and any (the node as plain data). ``item`` is the kind
    of a list's members, ``fields`` the keys of a map. A ``short`` map may also be written as a
    single text, which then is the value of that key: ``ask: join`` for ``ask: {form: join}``.
    """

    kind: str = "text"
    default: Any = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    item: Field | None = None
    fields: Mapping[str, Field] | None = None
    short: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Values by key with every default filled in; ``lines`` gives dotted keys their line."""

    values: dict[str, Any]
    lines: dict[str, int]
    problems: tuple[Problem, ...]


# Reading ------------------------------------------------------------------------------------


class _StopError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read(text: str, path: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """Parse one YAML document; None when it is empty or broken (then a problem says why).

    Built from the parser's events, without recursion and with limits on depth and size, so
    neither nesting nor aliases can exhaust the machine.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    problems: list[Problem] = []
    try:
        end = first_line + text.count("\n")
        node = _build(yaml.parse(text, Loader=loader), path, first_line, end, problems)
    except _StopError as stop:
        return None, (*problems, stop.problem)
    except yaml.YAMLError as error:
        return None, (*problems, _explain(error, text, path, first_line))
    except (ValueError, RecursionError) as error:
        cause = str(error).split("\n")[0][:100]
        return None, (*problems, Problem("yaml-unreadable", f"This is not readable as YAML: {cause}.",
                      Span(path, first_line), "Save the file as UTF-8 text."))  # fmt: skip
    return node, tuple(problems)


@dataclass(slots=True)
class _Open:
    """A list or map under construction."""

    is_map: bool
    line: int
    column: int
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Text, Node]] = field(default_factory=list)
    key: Text | None = None
    places: dict[str, int] = field(default_factory=dict)
    weight: int = 1


def _build(
    events: Iterator[Any], path: str, first_line: int, end: int, problems: list[Problem]
) -> Node | None:
    import yaml

    stack: list[_Open] = []
    anchors: dict[str, tuple[Node, int]] = {}
    total = 0
    result: Node | None = None
    for event in events:
        line = min(event.start_mark.line + first_line, end)  # what is missing lies after the end
        column = event.start_mark.column + 1
        done: Node
        weight = 1
        tag = getattr(event, "tag", None)
        if (
            tag is not None
            and re.match(CORE_TYPES, tag.replace("tag:yaml.org,2002:", "!!")) is None
        ):
            raise _StopError(Problem("yaml-sign", f'"{short(tag)}" starts with "!", which YAML reads as '
                        "a command.", Span(path, line, column),
                        "If it is text, put it in quotes."))  # fmt: skip
        if isinstance(event, yaml.DocumentStartEvent):
            if result is not None:
                raise _StopError(Problem("yaml-documents", "A second document starts here.",
                            Span(path, line), "Remove the line of three dashes."))  # fmt: skip
            continue
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(stack) >= MAX_DEPTH:
                raise _StopError(Problem("yaml-too-deep",
                            f"Lists and settings are nested more than {MAX_DEPTH} levels deep.",
                            Span(path, line, column), "Flatten this part."))  # fmt: skip
            is_map = isinstance(event, yaml.MappingStartEvent)
            stack.append(_Open(is_map, line, column, event.anchor))
            continue
        if isinstance(event, yaml.ScalarEvent):
            # libyaml gives plain scalars the style "", the Python parser None.
            done = Text(printable(event.value), line, column, bool(event.style))
            if event.anchor:
                anchors[event.anchor] = (done, 1)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors:
                raise _StopError(Problem("yaml-alias", f'"*{event.anchor}" refers to nothing.',
                            Span(path, line, column), "Put the text in quotes."))  # fmt: skip
            done, weight = anchors[event.anchor]
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            top = stack.pop()
            weight = top.weight
            if top.is_map:
                done = Map(tuple(top.entries), top.line, top.column)
            else:
                done = Seq(tuple(top.items), top.line, top.column)
            if top.anchor:
                anchors[top.anchor] = (done, weight)
        else:
            continue
        total += weight
        if total > MAX_NODES:
            raise _StopError(Problem("yaml-too-large", "This holds more values than any settings file.",
                        Span(path, line, column),
                        "Remove repeated *aliases, or move data to a CSV file."))  # fmt: skip
        if not stack:
            result = done
            continue
        parent = stack[-1]
        parent.weight += weight
        if not parent.is_map:
            parent.items.append(done)
        elif parent.key is None:
            if not isinstance(done, Text):
                raise _StopError(Problem("yaml-key", "A name before the colon must be plain text.",
                            Span(path, line, column),
                            'If this line is text, put it in quotes: "...".'))  # fmt: skip
            parent.key = done
        else:
            _add_entry(parent, done, path, problems)
    return result


def _add_entry(parent: _Open, value: Node, path: str, problems: list[Problem]) -> None:
    key = parent.key
    assert key is not None
    parent.key = None
    at = parent.places.setdefault(key.value, len(parent.entries))
    if at == len(parent.entries):
        parent.entries.append((key, value))
        return
    if len(problems) < MAX_UNKNOWN:
        problems.append(key_twice(key, parent.entries[at][0], path))
    parent.entries[at] = (key, value)


def key_twice(key: Text, other: Text, path: str) -> Problem:
    """Says that ``key`` replaces ``other``, which stands further up."""
    return Problem("key-twice",
        f'"{short(key.value)}" is already set in line {other.line}; this later one is used.',
        Span(path, key.line, key.column), "Remove one of the two lines.", "warning")  # fmt: skip


def printable(text: str) -> str:
    """The text without signs that neither HTML nor XML may hold; an escape can still make them."""
    return _UNPRINTABLE.sub("\ufffd", text) if _UNPRINTABLE.search(text) else text


def _explain(error: Any, text: str, path: str, first_line: int) -> Problem:
    """A YAML error as one sentence, with the repair that fits the line."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.split("\n")
    at = min(mark.line, len(lines) - 1) if mark is not None else 0
    column = mark.column + 1 if mark is not None else 0
    what = str(getattr(error, "problem", "") or "").lower()
    raw = lines[at][:1000]  # the patterns below are for lines that people write
    before = lines[at - 1][:1000] if at else ""
    position = getattr(error, "position", None)
    if mark is None and isinstance(position, int):
        sign = ord(text[position]) if position < len(text) else 0
        return Problem("yaml-character", f"A control character (U+{sign:04X}) stands here.",
                       Span(path, text.count("\n", 0, position) + first_line),
                       "Delete the invisible sign, or type this line again.")  # fmt: skip
    span = Span(path, at + first_line, column)
    if "\t" in raw[: len(raw) - len(raw.lstrip())] or "'\\t'" in what:
        return Problem("yaml-tab", "A tab stands where spaces are needed.", span,
                       "Replace the tab by two spaces.")  # fmt: skip
    match = re.match(r"^(\s*(?:- )?)([\w -]+):\s+(?![\"'\[{|>&*])(.*:\s.*|.*:)$", raw)
    if "mapping values" in what and match:
        value = match[3].replace('"', '\\"')
        return Problem("yaml-colon", f'The value of "{match[2].strip()}" contains a colon.', span,
                       f'Put it in quotes: {match[2].strip()}: "{value}"')  # fmt: skip
    start = re.match(r"^\s*([\w -]+):\s+([@`%*&!|>].*)$", raw)
    if start and ("cannot start" in what or "undefined alias" in what or "expected" in what):
        return Problem("yaml-sign", f'The value of "{start[1].strip()}" starts with '
                       f'"{start[2][0]}", which YAML reads as a command.', span,
                       f'Put it in quotes: {start[1].strip()}: "{start[2]}"')  # fmt: skip
    if start and start[2][0] == "!":
        return Problem("yaml-sign", f'The value of "{start[1].strip()}" starts with "!", which '
                       "YAML reads as a command.", span,
                       f'Put it in quotes: {start[1].strip()}: "{start[2]}"')  # fmt: skip
    if "could not find expected ':'" in what:
        shown = (before if before and ":" not in before else raw).strip()
        return Problem("yaml-no-colon", f'There is no "name: value" in the line "{shown[:60]}".',
                       span, "Write a name, a colon, a space and the value.")  # fmt: skip
    if "end of stream" in what or "quoted scalar" in str(getattr(error, "context", "")):
        return Problem("yaml-quote", "A quotation mark or bracket is opened and never closed.",
                       span, "Close it at the end of the value.")  # fmt: skip
    return Problem("yaml-broken", f'This line cannot be read: "{raw.strip()[:80]}".', span,
                   "Check the indentation, quotes and brackets here and in the line "
                   "above.")  # fmt: skip


# Checking -----------------------------------------------------------------------------------


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
            pairs = {}
            for key, member in node.entries:
                inside = f"{name}.{key.value}"
                lines[inside] = key.line
                pairs[key.value] = _value(member, Field(), path, inside, problems, lines)
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
            iso, problem = date(value, span, name)
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
    if isinstance(node, Text):  # tags: a, b
        parts = [part.strip() for part in node.value.split(",")] if item.kind == "text" else []
        if parts:
            return tuple(part for part in parts if part)
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
