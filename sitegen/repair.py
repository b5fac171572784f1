"""Lines of settings between the fences of a page, read as their writer meant them.

Plain lines are read as they stand, others as YAML; lines that YAML refuses, or would take for
something else, are first rewritten one by one, and each rewriting is said with its line. Works on
lines only; it knows no setting by name but those that tell a setting from a sentence.
"""

from __future__ import annotations

import re

from sitegen import yamltext
from sitegen.later import later
from sitegen.problems import Problem, Span, errors
from sitegen.schema import Map, Node, Seq, Text

USUAL_KEYS = frozenset(
    ("title", "date", "description", "summary", "tags", "slug", "author", "category", "status",
     "lang", "language", "template", "order", "weight", "modified", "keywords", "save_as", "url",
     "layout", "draft", "image", "authors", "subtitle")
)  # fmt: skip
"""Names that tell a setting from a sentence with a colon where no fence does."""
ENTRY = later(r"""["']?[A-Za-z_][\w .-]{0,60}["']?[ ]*:(?!//)|-[ ]|[\[{]""")
"""How a line of settings begins."""
ITEM = later(r"([ \t]*-[ \t]+)(?=\S)")
MAX_LINES = 2_000
"""Longer blocks are read, but not repaired."""
SHOWN = 200
"""Characters of a repaired line that its hint repeats."""

_KEY = later(r"[A-Za-z_][\w -]*:(?=[ ]|$)")
_KEYED = later(r"([ \t]*)([A-Za-z_][\w -]*):([ \t]*)")
_SPECIAL = frozenset("[]{}|>&*!%@`\"'#-?:,=<")


def settings(lines: list[str], path: str, first_line: int) -> tuple[Map, tuple[Problem, ...]]:
    """Read settings lines: plain ones directly, others as YAML, repaired where they must be."""
    lines = [yamltext.printable(line) for line in lines]
    simple = _simple(lines, first_line)
    if simple is not None:
        return simple, ()
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    lines = [line[margin:] for line in lines]
    problems = _before_yaml(lines, path, first_line)
    node, found = yamltext.read("\n".join(lines), path, first_line)
    if errors(found) and len(lines) <= MAX_LINES:
        entries = _entries(lines)
        if (first := next((at for at in range(*entries[0]) if lines[at].strip()), None)) is not None \
                and lines[first][0] == " ":  # fmt: skip
            for at in range(*entries[0]):
                lines[at] = lines[at].lstrip()
            problems.append(said("I moved this line to the left.", lines, first, path, first_line))
            entries = _entries(lines)
        for start, end in entries:
            alone = _read(lines, start, end, path, first_line)[1]
            if errors(alone):
                problems += _repair(lines, start, end, path, first_line)
        node, found = yamltext.read("\n".join(lines), path, first_line)
        if errors(found):
            node, found = _salvage(lines, path, first_line)
    problems += found
    if node is not None and not isinstance(node, Map):
        problems.append(Problem("front-matter-shape",
            "The settings at the top are not of the form name: value.", Span(path, first_line),
            "Write for example: title: Join us"))  # fmt: skip
    return node if isinstance(node, Map) else Map(()), tuple(problems)


def _read(
    lines: list[str], start: int, end: int, path: str, first_line: int
) -> tuple[Node | None, tuple[Problem, ...]]:
    return yamltext.read("\n".join(lines[start:end]), path, first_line + start)


def _simple(lines: list[str], first_line: int) -> Map | None:
    """Most real headers: one plain value a line. None when a line needs a YAML parser."""
    entries: list[tuple[Text, Node]] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, first_line):
        if not line.strip():
            continue
        found = pair(line)
        if found is None:
            return None
        key, value, column = found
        if key in seen or not value:
            return None
        seen.add(key)
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


def pair(line: str) -> tuple[str, str, int] | None:
    """(name, value, column of the value) of a line such as ``title: Join us``."""
    match = _KEY.match(line)
    if match is None:
        return None
    value = line[match.end() :]
    column = match.end() + len(value) - len(value.lstrip(" ")) + 1
    return match[0][:-1].rstrip(" "), value.strip(" "), column


def _keyed(line: str) -> tuple[str, str, str, str] | None:
    """(indentation, name, gap, value) of a line that gives a value, however carelessly."""
    match = _KEYED.match(line)
    value = line[match.end() :].strip() if match is not None else ""
    return (match[1], match[2].strip(), match[3], value) if match is not None and value else None


def _before_yaml(lines: list[str], path: str, first_line: int) -> list[Problem]:
    """Slips that YAML would accept with another meaning: they raise no error to repair."""
    problems = []
    for number, line in enumerate(lines):
        found = _keyed(line)
        if found is None:
            if "\t" in line[: len(line) - len(line.lstrip())]:
                lines[number] = line.expandtabs(2)
                problems.append(said("I replaced a tab by spaces.", lines, number, path,
                                      first_line))  # fmt: skip
            continue
        indent, key, gap, value = found
        why = ""
        if not gap and not value.startswith("//") and not indent:
            lines[number] = f"{indent}{key}: {value}"
            why = f'A space is missing after "{key}:".'
        elif " #" in value and value[0] not in "\"'[{|>#" and key.lower() in (
            "title", "description", "summary"
        ):  # fmt: skip
            lines[number] = f"{indent}{key}: {_quoted(value)}"
            why = f'I put quotes round "{key}", because everything after " #" would be cut off.'
        elif _is_command(value, lines):
            lines[number] = f"{indent}{key}: {_quoted(value)}"
            why = f'I put quotes round "{key}", because it starts with "{value[0]}".'
        elif "\t" in line:
            lines[number] = line.expandtabs(2)
            why = "I replaced a tab by spaces."
        if why:
            problems.append(said(why, lines, number, path, first_line))
    return problems


def _is_command(value: str, lines: list[str]) -> bool:
    """``!important`` and ``&more power`` are YAML's own commands and would vanish."""
    if value[0] == "!":
        return re.match(yamltext.CORE_TYPES, value) is None
    if value[0] != "&":
        return False
    name, _, rest = value[1:].partition(" ")
    return bool(rest) and not any(f"*{name}" in line for line in lines)


def said(why: str, lines: list[str], at: int, path: str, first_line: int) -> Problem:
    """Says what was done to the line at ``at``, and how it reads now."""
    return Problem("front-matter-repaired", why, Span(path, first_line + at),
                   f"Write it like this: {lines[at].strip()[:SHOWN]}", "warning")  # fmt: skip


# Repairs ------------------------------------------------------------------------------------


def _entries(lines: list[str]) -> list[tuple[int, int]]:
    """(first line, line after the last) of each setting with all that is indented below it."""
    starts = [number for number, line in enumerate(lines) if line[:1] not in ("", " ", "-", "#")
              and ENTRY.match(line)]  # fmt: skip
    if not starts or any(line.strip() for line in lines[: starts[0]]):
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _repair(lines: list[str], start: int, end: int, path: str, first_line: int) -> list[Problem]:
    """Rewrite the lines of one setting so that YAML reads what was meant; says what was done."""
    found = _keyed(lines[start])
    if found is None or found[3][0] in "|>":
        return _inside(lines, start, end, path, first_line)
    indent, key, _, value = found
    below = [number for number in range(start + 1, end) if lines[number].strip()]
    for number in below:  # another setting, indented by mistake
        other = _keyed(lines[number])
        if other is None or other[1].lower() not in USUAL_KEYS:
            break
    else:
        if below:
            for number in below:
                lines[number] = lines[number].lstrip()
            done = [said("I moved this line to the left.", lines, below[0], path, first_line)]
            for at in (start, *below):
                if errors(_read(lines, at, at + 1, path, first_line)[1]):
                    done += _repair(lines, at, at + 1, path, first_line)
            return done
    whole = " ".join([value, *(lines[number].strip() for number in below)])
    for number in below:
        lines[number] = ""
    shown = whole
    if whole[0] == "[" and (whole[-1] == "]" or "]" not in whole):
        parts = [part.strip().strip("\"'") for part in whole.strip("[]").split(",")]
        shown = "[" + ", ".join(_quoted(part) for part in parts if part) + "]"
    else:
        shown = _quoted(unwrapped(whole))
    lines[start] = f"{indent}{key}: {shown}"
    why = _why(key, whole, bool(below))
    return [said(why, lines, start, path, first_line)]


def _inside(lines: list[str], start: int, end: int, path: str, first_line: int) -> list[Problem]:
    """Repair the list, the map or the long text below a name, line by line."""
    problems = []
    found = _keyed(lines[start])
    if found is not None and found[3][0] in "|>":
        for number in range(start + 1, end):
            lines[number] = "  " + lines[number].strip() if lines[number].strip() else ""
        return [said(f'I indented the lines below "{found[1]}".', lines, start, path, first_line)]
    for number in range(start, end):
        line = lines[number]
        item = ITEM.match(line)
        at = item.end() if item is not None else len(line) - len(line.lstrip())
        rest = line[at:].strip()
        if not rest or not errors(yamltext.read(rest, path)[1]):
            continue
        inner = _keyed(rest)
        if inner is not None:
            lines[number] = f"{line[:at]}{inner[1]}: {_quoted(unwrapped(inner[3]))}"
            problems.append(said(_why(inner[1], inner[3], False), lines, number, path, first_line))
        elif item is not None:
            lines[number] = line[:at] + _quoted(unwrapped(rest))
            problems.append(said("I put quotes round this item.", lines, number, path, first_line))
    return problems


def unwrapped(value: str) -> str:
    """``'unclosed`` and ``"a" b`` keep the marks that belong to the text."""
    if value[0] in "\"'" and value.count(value[0]) == 1:
        return value[1:] or value
    if len(value) > 2 and value[0] in "\"'" and value[-1] == value[0]:
        return value[1:-1]
    return value


def _quoted(value: str) -> str:
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _why(key: str, value: str, below: bool) -> str:
    if below:
        return f'I joined the lines of "{key}" and put quotes round them.'
    if value[0] in "\"'" and value.count(value[0]) == 1:
        return f'I closed the quotation mark of "{key}".'
    if value[0] == "[" and "]" not in value:
        return f'I closed the bracket of "{key}".'
    if value[0] == '"' and "\\" in value:
        reason = "it contains a backslash"
    elif value[0] in "[{@`%*&!|>#?-,]}":
        reason = f"it starts with {value[0]}"
    elif re.search(r":(?:\s|$)", value):
        reason = "it contains a colon"
    else:
        sign = next((sign for sign in value if sign in "\\\"'[]{}:#?,"), value[0])
        reason = "it contains a " + {"\\": "backslash", '"': "quotation mark", ":": "colon"}.get(
            sign, f"{sign} sign")  # fmt: skip
    return f'I put quotes round "{key}", because {reason}.'


def _salvage(lines: list[str], path: str, first_line: int) -> tuple[Map, tuple[Problem, ...]]:
    """The readable settings of a broken block, so that one bad line does not hide the others."""
    entries: list[tuple[Text, Node]] = []
    problems: list[Problem] = []
    for start, end in _entries(lines) if len(lines) <= MAX_LINES else [(0, len(lines))]:
        node, found = _read(lines, start, end, path, first_line)
        problems += found
        if isinstance(node, Map):
            entries += node.entries
        elif errors(found) and (plain := pair(lines[start])) is not None and plain[1]:
            at = first_line + start
            entries.append((Text(plain[0], at, 1), Text(plain[1].strip("\"'"), at, plain[2])))
    if not errors(problems):  # each is well by itself: they do not fit together
        problems.append(Problem("front-matter-shape",
            "The settings at the top are not all of the form name: value.",
            Span(path, first_line), "Start each line with a name and a colon."))  # fmt: skip
    return Map(tuple(entries), first_line, 1), tuple(problems)
