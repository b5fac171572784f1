"""The block of settings at the top of a page, read as its writer meant it.

Four dialects (YAML between dashes, TOML between pluses, bare ``Key: value`` lines, none) and the
slips that real files hold are understood; what was repaired is said with its line. Works on text
only and knows no setting by name but those that mark a bare block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen import schema
from sitegen.problems import Problem, Span
from sitegen.schema import Map, Node, Seq, Text

BARE_KEYS = frozenset(
    ("title", "date", "description", "summary", "tags", "slug", "author", "category", "status",
     "lang", "language", "template", "order", "weight", "modified", "keywords", "save_as", "url",
     "layout", "draft", "image", "authors", "subtitle")
)  # fmt: skip
"""First keys that make unfenced ``Key: value`` lines a header and not a sentence with a colon."""

_LEADING = "\ufeff\u200b\u2060 \t\r\n\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x1a\x1b"
_PLAIN_LINE = re.compile(r"([A-Za-z_][\w -]*):(?:[ ]+(.*?))?[ ]*$")
_SPECIAL = frozenset("[]{}|>&*!%@`\"'#-?:,=<")
_KEYED = re.compile(r"^(\s*)([A-Za-z_][\w -]*):([ \t]*)(\S.*?)\s*$")
MAX_REPAIRS = 25


@dataclass(frozen=True, slots=True)
class Split:
    """A page's settings and text; ``line`` is the line of the text's first line in the file."""

    settings: Map
    body: str
    line: int
    problems: tuple[Problem, ...]


def split(text: str, path: str) -> Split:
    """Part a page into settings and text. ``text`` has ``\\n`` line ends."""
    start = len(text) - len(text.lstrip(_LEADING))
    head = text[start : start + 4].rstrip(" \t")
    skipped = text.count("\n", 0, start)
    if head.startswith("---") and head.strip("-\n") == "" and "\n" in text[start:]:
        found = _fenced(text[start:], path, skipped, re.compile(r"(?:---+|\.\.\.)[ \t]*$"))
        if found is not None:
            return found
    elif head.startswith("+++"):
        found = _toml(text[start:], path, skipped)
        if found is not None:
            return found
    else:
        found = _bare(text[start:], path, skipped)
        if found is not None:
            return found
    lead = text.lstrip("\ufeff")
    return Split(Map(()), lead, 1, ())


def _fenced(text: str, path: str, skipped: int, closing: re.Pattern[str]) -> Split | None:
    lines = text.split("\n")
    problems: list[Problem] = []
    end = next((n for n in range(1, len(lines)) if closing.match(lines[n])), 0)
    rest = end + 1
    if not end or _looks_like_text(lines[1:end]):
        end = 1
        while end < len(lines) and _PLAIN_LINE.match(lines[end].strip()):
            end += 1
        if end == 1:
            return None  # a horizontal rule, then text
        rest = end
        problems.append(Problem("front-matter-open",
            "The settings at the top are never closed; I took them to end here.",
            Span(path, skipped + end + 1), "Add a line of three dashes (---) below them.",
            "warning"))  # fmt: skip
    settings, found = settings_of(lines[1:end], path, skipped + 2)
    body = "\n".join(lines[rest:])
    return Split(settings, body, skipped + rest + 1, (*problems, *found))


def _looks_like_text(lines: list[str]) -> bool:
    """Whether two rules merely enclose prose: no line of it names a value."""
    filled = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return bool(filled) and not any(":" in line or line.startswith("- ") for line in filled)


def settings_of(
    lines: list[str], path: str, first_line: int
) -> tuple[Map, tuple[Problem, ...]]:
    """Read settings lines: plain ones directly, others as YAML, repaired where they must be."""
    simple = _simple(lines, first_line)
    if simple is not None:
        return simple, ()
    lines = list(lines)
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    margin = min(indents, default=0)
    if margin:
        lines = [line[margin:] for line in lines]
    problems: list[Problem] = _before_yaml(lines, path, first_line)
    repaired: set[int] = set()
    for _ in range(MAX_REPAIRS):
        node, found = schema.read("\n".join(lines), path, first_line)
        broken = [problem for problem in found if problem.level == "error"]
        if not broken:
            problems += found
            if node is None:
                return Map(()), tuple(problems)
            if isinstance(node, Map):
                return node, tuple(problems)
            span = Span(path, first_line)
            problems.append(Problem("front-matter-shape",
                "The settings at the top are not of the form name: value.", span,
                "Write for example: title: Join us"))  # fmt: skip
            return Map(()), tuple(problems)
        at = _repair(lines, broken[0], first_line, repaired)
        if at is None:
            return _salvage(lines, path, first_line, (*problems, *found))
        repaired.add(at)
        problems.append(Problem("front-matter-repaired",
            _why(lines[at]), Span(path, first_line + at), f"Write it like this: {lines[at].strip()}",
            "warning"))  # fmt: skip
    return _salvage(lines, path, first_line, tuple(problems))


def _simple(lines: list[str], first_line: int) -> Map | None:
    """Most real headers: one plain value a line. None when a line needs a YAML parser."""
    entries: list[tuple[Text, Node]] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, first_line):
        if not line.strip():
            continue
        match = _PLAIN_LINE.match(line)
        if match is None or line[0] == " ":
            return None
        key, value = match[1], match[2] or ""
        if key in seen or not value:
            return None
        seen.add(key)
        column = match.start(2) + 1
        node: Node
        first = value[0]
        if first in "\"'" and len(value) > 1 and value[-1] == first and first not in value[1:-1] \
                and "\\" not in value:  # fmt: skip
            node = Text(value[1:-1], number, column, quoted=True)
        elif first == "[" and value[-1] == "]":
            parts = [part.strip() for part in value[1:-1].split(",")]
            if any(not part or part[0] in _SPECIAL or ":" in part or "#" in part or "?" in part
                   or set(part) & set("[]{}\"'") for part in parts):  # fmt: skip
                return None
            node = Seq(tuple(Text(part, number, column) for part in parts), number, column)
        elif first in _SPECIAL or ": " in value or value[-1] == ":" or " #" in value \
                or "\t" in value:  # fmt: skip
            return None
        else:
            node = Text(value, number, column)
        entries.append((Text(key, number, 1), node))
    return Map(tuple(entries), first_line, 1)


def _before_yaml(lines: list[str], path: str, first_line: int) -> list[Problem]:
    """Slips that YAML would accept with another meaning: they raise no error to repair."""
    problems = []
    for number, line in enumerate(lines):
        match = _KEYED.match(line)
        if match is None:
            continue
        indent, key, gap, value = match.groups()
        why = ""
        if not gap and not value.startswith("//") and not indent:
            lines[number] = f"{indent}{key}: {value}"
            why = f'A space is missing after "{key}:".'
        elif " #" in value and value[0] not in "\"'[{|>" and key.strip().lower() in (
            "title", "description", "summary"
        ):  # fmt: skip
            lines[number] = f"{indent}{key}: {_quoted(value)}"
            why = f'I put quotes round "{key}", because everything after " #" would be cut off.'
        elif "\t" in line:
            lines[number] = line.expandtabs(2)
            why = "I replaced a tab by spaces."
        if why:
            problems.append(Problem("front-matter-repaired", why, Span(path, first_line + number),
                f"Write it like this: {lines[number].strip()}", "warning"))  # fmt: skip
    return problems


def _repair(
    lines: list[str], problem: Problem, first_line: int, done: set[int]
) -> int | None:
    """Quote the value that the parser stumbled over; the index of the changed line, or None."""
    line = (problem.span.line if problem.span else first_line) - first_line
    for at in (line, line - 1, line - 2):
        if not 0 <= at < len(lines) or at in done:
            continue
        match = _KEYED.match(lines[at])
        if match is None:
            item = re.match(r"^(\s*- )(\S.*?)\s*$", lines[at])
            if item and item[2][0] not in "\"'":
                lines[at] = item[1] + _quoted(item[2])
                return at
            continue
        indent, key, _, value = match.groups()
        if value[0] == "[":
            inner = value[1:-1] if value.endswith("]") else value[1:]
            parts = [part.strip().strip("\"'") for part in inner.split(",")]
            changed = "[" + ", ".join(_quoted(part) for part in parts if part) + "]"
        elif value[0] in "|>":
            continue
        else:
            changed = _quoted(_unwrapped(value))
        lines[at] = f"{indent}{key}: {changed}"
        return at
    return None


def _unwrapped(value: str) -> str:
    """``'unclosed`` and ``"a" b`` keep the marks that belong to the text."""
    if value[0] in "\"'" and value.count(value[0]) == 1:
        return value[1:]
    if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
        return value[1:-1]
    return value


def _quoted(value: str) -> str:
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _why(line: str) -> str:
    match = _KEYED.match(line)
    if match is None:
        return "I put quotes round this item."
    value = match[4].strip("'\"")
    reason = "it contains a colon" if ":" in value else f'it contains "{_sign(value)}"'
    return f'I put quotes round "{match[2]}", because {reason}.'


def _sign(value: str) -> str:
    return next((sign for sign in value if sign in "\"'[]{}@`%*&!|>#?\\"), value[:1])


def _salvage(
    lines: list[str], path: str, first_line: int, problems: tuple[Problem, ...]
) -> tuple[Map, tuple[Problem, ...]]:
    """The readable lines of a broken block, so that one bad line does not hide the others."""
    entries: list[tuple[Text, Node]] = []
    for number, line in enumerate(lines):
        match = _PLAIN_LINE.match(line)
        if match is not None and match[2]:
            value = match[2].strip()
            entries.append((Text(match[1], first_line + number, 1),
                            Text(value.strip("\"'"), first_line + number, 1)))  # fmt: skip
    return Map(tuple(entries), first_line, 1), problems


def _toml(text: str, path: str, skipped: int) -> Split | None:
    lines = text.split("\n")
    end = next((n for n in range(1, len(lines)) if lines[n].rstrip() == "+++"), 0)
    if not end:
        return None
    import tomllib

    body = "\n".join(lines[end + 1 :])
    try:
        data = tomllib.loads("\n".join(lines[1:end]))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = skipped + 1 + (int(found[1]) if found else 0)
        problem = Problem("toml-broken", "These settings cannot be read as TOML.",
                          Span(path, line), "Text needs quotes in TOML: title = \"Join us\"")  # fmt: skip
        return Split(Map(()), body, skipped + end + 2, (problem,))
    places = {line.split("=")[0].strip().strip("\"'"): n for n, line in enumerate(lines)}

    def node(value: object, line: int) -> Node:
        if isinstance(value, dict):
            return Map(tuple((Text(str(k), places.get(str(k), 0) + skipped + 1, 1),
                              node(v, places.get(str(k), 0) + skipped + 1))
                             for k, v in value.items()), line, 1)  # fmt: skip
        if isinstance(value, list):
            return Seq(tuple(node(item, line) for item in value), line, 1)
        if isinstance(value, bool):
            return Text("true" if value else "false", line, 1)
        written = value.isoformat() if hasattr(value, "isoformat") else str(value)
        return Text(written, line, 1, quoted=isinstance(value, str))

    settings = node(data, skipped + 1)
    assert isinstance(settings, Map)
    return Split(settings, body, skipped + end + 2, ())


def _bare(text: str, path: str, skipped: int) -> Split | None:
    match = _PLAIN_LINE.match(text.split("\n", 1)[0])
    if match is None or match[1].strip().lower() not in BARE_KEYS or not match[2]:
        return None
    lines = text.split("\n")
    end = 0
    while end < len(lines) and _PLAIN_LINE.match(lines[end]):
        end += 1
    if end < len(lines) and lines[end].strip():
        return None  # a sentence goes on below: not a header
    entries: list[tuple[Text, Node]] = []
    for number, line in enumerate(lines[:end]):
        found = _PLAIN_LINE.match(line)
        if found is not None:
            at = skipped + number + 1
            entries.append((Text(found[1].strip().lower(), at, 1),
                            Text((found[2] or "").strip(), at, found.start(2) + 1)))  # fmt: skip
    return Split(Map(tuple(entries), skipped + 1, 1), "\n".join(lines[end:]), skipped + end + 1, ())
