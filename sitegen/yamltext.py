"""YAML text to nodes, with the line of each; what cannot be read is explained as a person would.

Scalars stay text until a schema says what they are: ``no``, ``12:30``, ``01234`` and ``1_000``
arrive as written (YAML 1.1 would make them false, 750, 668 and 1000). It knows no setting by name
and may not read files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from sitegen.later import later
from sitegen.problems import Problem, Span, short
from sitegen.schema import MAX_UNKNOWN, Map, Node, Seq, Text, key_twice

MAX_DEPTH = 40
MAX_NODES = 50_000
"""More than any real settings file; stops alias bombs and files that are not settings."""
CORE_TYPES = r"!!(?:str|int|float|bool|null|timestamp|seq|map)(?: |$)"
"""What a YAML type may be called; it changes nothing here, since the key decides."""

_UNPRINTABLE = later("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
                          "\ufffe\uffff]")  # fmt: skip


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


class _Open(Struct):
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
