"""The block of settings at the top of a page, read as its writer meant it.

Four dialects (YAML between dashes, TOML between pluses, bare ``Key: value`` lines, none) and the
slips that real files hold are understood; what was repaired is said with its line. Works on text
only and knows no setting by name but those that mark a bare block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen import yamltext
from sitegen.problems import Problem, Span, errors
from sitegen.schema import Map, Node, Seq, Text

BARE_KEYS = frozenset(
    ("title", "date", "description", "summary", "tags", "slug", "author", "category", "status",
     "lang", "language", "template", "order", "weight", "modified", "keywords", "save_as", "url",
     "layout", "draft", "image", "authors", "subtitle")
)  # fmt: skip
"""First keys that make unfenced ``Key: value`` lines a header and not a sentence with a colon."""

_LEADING = "\ufeff\u200b\u2060\ufffd \t\r\n"
_FENCE = re.compile(r"---+[ ]?(?:ya?ml|json)?")
_KEY = re.compile(r"[A-Za-z_][\w -]*:(?=[ ]|$)")
_KEYED = re.compile(r"([ \t]*)([A-Za-z_][\w -]*):([ \t]*)")
_ENTRY = re.compile(r"""["']?[A-Za-z_][\w .-]{0,60}["']?[ ]*:(?!//)|-[ ]|[\[{]""")
_ITEM = re.compile(r"([ \t]*-[ \t]+)(?=\S)")
_SPECIAL = frozenset("[]{}|>&*!%@`\"'#-?:,=<")
MAX_LINES = 2_000
"""Longer blocks are read, but not repaired."""
SHOWN = 200


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
    first = text[start : start + 200].split("\n", 1)[0].rstrip(" \t")
    skipped = text.count("\n", 0, start)
    found = None
    if first.startswith("---"):
        if _FENCE.fullmatch(first):
            found = _fenced(text[start:], path, skipped)
    elif first == "+++":
        found = _toml(text[start:], path, skipped)
    elif ":" in first:
        found = _bare(text[start:], skipped)
    return found or Split(Map(()), text.lstrip("\ufeff"), 1, ())


def _plain(line: str) -> tuple[str, str, int] | None:
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


# Fences -------------------------------------------------------------------------------------


def _fenced(text: str, path: str, skipped: int) -> Split | None:
    lines = text.split("\n")
    end = next((n for n in range(1, len(lines)) if _closes(lines[n])), 0)
    if end and not _looks_like_text(lines[1:end]):
        stop = _prose(lines, end)
        if not stop or not errors(yamltext.read("\n".join(lines[1:end]), path)[1]):
            settings, problems = settings_of(lines[1:end], path, skipped + 2)
            return Split(settings, "\n".join(lines[end + 1 :]), skipped + end + 2, problems)
    else:
        stop = _open_end(lines)
    if not stop:
        return None  # a horizontal rule, then text
    settings, problems = settings_of(lines[1:stop], path, skipped + 2)
    problem = _never_closed(path, skipped + stop, "three dashes (---)")
    return Split(settings, "\n".join(lines[stop:]), skipped + stop + 1, (problem, *problems))


def _closes(line: str) -> bool:
    line = line.strip(" \t")
    return line == "..." or (line.startswith("---") and not line.strip("-"))


def _never_closed(path: str, line: int, fence: str) -> Problem:
    return Problem("front-matter-open",
        "The settings at the top are never closed; I took them to end here.", Span(path, line),
        f"Add a line of {fence} below this one.", "warning")  # fmt: skip


def _looks_like_text(lines: list[str]) -> bool:
    """Whether two rules merely enclose prose: the first line of it names no value."""
    filled = (line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))
    first = next(filled, "")
    return bool(first) and _ENTRY.match(first) is None


def _open_end(lines: list[str]) -> int:
    """The line after unclosed settings; 0 when what follows the rule is no settings at all."""
    first = _plain(lines[1].strip()) if len(lines) > 1 else None
    if first is None or first[0].lower() not in BARE_KEYS:
        return 0
    end = 1
    inside = False
    while end < len(lines) and lines[end].strip():
        found = _plain(lines[end].strip())
        if found is not None and not (inside and lines[end][0] == " "):
            inside = not found[1]
        elif not inside or not (lines[end][0] == " " or _ITEM.match(lines[end])):
            break
        end += 1
    return end


def _prose(lines: list[str], end: int) -> int:
    """Where the text starts if the closing rule belongs to it, else 0.

    Asked only of a block that cannot be read: a sentence after an empty line is no setting.
    """
    for at in range(2, end):
        number, line = at, lines[at]
        if not lines[number - 1].strip() and line.strip() and line[0] not in " \t#]}\"'" \
                and _ENTRY.match(line) is None:  # fmt: skip
            while not lines[number - 1].strip() or lines[number - 1].startswith("#"):
                number -= 1
            return number
    return 0


# YAML ---------------------------------------------------------------------------------------


def settings_of(lines: list[str], path: str, first_line: int) -> tuple[Map, tuple[Problem, ...]]:
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
            problems.append(
                _said("I moved this line to the left.", lines, first, path, first_line)
            )
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
        found = _plain(line)
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


def _before_yaml(lines: list[str], path: str, first_line: int) -> list[Problem]:
    """Slips that YAML would accept with another meaning: they raise no error to repair."""
    problems = []
    for number, line in enumerate(lines):
        found = _keyed(line)
        if found is None:
            if "\t" in line[: len(line) - len(line.lstrip())]:
                lines[number] = line.expandtabs(2)
                problems.append(_said("I replaced a tab by spaces.", lines, number, path,
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
            problems.append(_said(why, lines, number, path, first_line))
    return problems


def _is_command(value: str, lines: list[str]) -> bool:
    """``!important`` and ``&more power`` are YAML's own commands and would vanish."""
    if value[0] == "!":
        return re.match(yamltext.CORE_TYPES, value) is None
    if value[0] != "&":
        return False
    name, _, rest = value[1:].partition(" ")
    return bool(rest) and not any(f"*{name}" in line for line in lines)


def _said(why: str, lines: list[str], at: int, path: str, first_line: int) -> Problem:
    return Problem("front-matter-repaired", why, Span(path, first_line + at),
                   f"Write it like this: {lines[at].strip()[:SHOWN]}", "warning")  # fmt: skip


# Repairs ------------------------------------------------------------------------------------


def _entries(lines: list[str]) -> list[tuple[int, int]]:
    """(first line, line after the last) of each setting with all that is indented below it."""
    starts = [number for number, line in enumerate(lines) if line[:1] not in ("", " ", "-", "#")
              and _ENTRY.match(line)]  # fmt: skip
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
        if other is None or other[1].lower() not in BARE_KEYS:
            break
    else:
        if below:
            for number in below:
                lines[number] = lines[number].lstrip()
            said = [_said("I moved this line to the left.", lines, below[0], path, first_line)]
            for at in (start, *below):
                if errors(_read(lines, at, at + 1, path, first_line)[1]):
                    said += _repair(lines, at, at + 1, path, first_line)
            return said
    whole = " ".join([value, *(lines[number].strip() for number in below)])
    for number in below:
        lines[number] = ""
    shown = whole
    if whole[0] == "[" and (whole[-1] == "]" or "]" not in whole):
        parts = [part.strip().strip("\"'") for part in whole.strip("[]").split(",")]
        shown = "[" + ", ".join(_quoted(part) for part in parts if part) + "]"
    else:
        shown = _quoted(_unwrapped(whole))
    lines[start] = f"{indent}{key}: {shown}"
    why = _why(key, whole, bool(below))
    return [_said(why, lines, start, path, first_line)]


def _inside(lines: list[str], start: int, end: int, path: str, first_line: int) -> list[Problem]:
    """Repair the list, the map or the long text below a name, line by line."""
    problems = []
    found = _keyed(lines[start])
    if found is not None and found[3][0] in "|>":
        for number in range(start + 1, end):
            lines[number] = "  " + lines[number].strip() if lines[number].strip() else ""
        return [_said(f'I indented the lines below "{found[1]}".', lines, start, path, first_line)]
    for number in range(start, end):
        line = lines[number]
        item = _ITEM.match(line)
        at = item.end() if item is not None else len(line) - len(line.lstrip())
        rest = line[at:].strip()
        if not rest or not errors(yamltext.read(rest, path)[1]):
            continue
        inner = _keyed(rest)
        if inner is not None:
            lines[number] = f"{line[:at]}{inner[1]}: {_quoted(_unwrapped(inner[3]))}"
            problems.append(
                _said(_why(inner[1], inner[3], False), lines, number, path, first_line)
            )
        elif item is not None:
            lines[number] = line[:at] + _quoted(_unwrapped(rest))
            problems.append(
                _said("I put quotes round this item.", lines, number, path, first_line)
            )
    return problems


def _unwrapped(value: str) -> str:
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
        elif errors(found) and (plain := _plain(lines[start])) is not None and plain[1]:
            at = first_line + start
            entries.append((Text(plain[0], at, 1), Text(plain[1].strip("\"'"), at, plain[2])))
    if not errors(problems):  # each is well by itself: they do not fit together
        problems.append(Problem("front-matter-shape",
            "The settings at the top are not all of the form name: value.",
            Span(path, first_line), "Start each line with a name and a colon."))  # fmt: skip
    return Map(tuple(entries), first_line, 1), tuple(problems)


# Other dialects -----------------------------------------------------------------------------

_TOML_LINE = re.compile(r"\s*([\w.\"'-]+)\s*=\s*(?=\S)")


def _toml(text: str, path: str, skipped: int) -> Split | None:
    import tomllib

    lines = text.split("\n")
    end = next((n for n in range(1, len(lines)) if lines[n].rstrip() == "+++"), 0)
    body = end + 1
    problems: list[Problem] = []
    if not end:
        end = 1
        while end < len(lines) and (_TOML_LINE.match(lines[end]) or lines[end].startswith("[")):
            end += 1
        if end == 1:
            return None
        body = end
        problems.append(_never_closed(path, skipped + end, "three pluses (+++)"))
    block = [yamltext.printable(line) for line in lines[1:end]]
    settings = Map((), skipped + 1, 1)
    repaired: set[int] = set()
    while True:
        try:
            data = tomllib.loads("\n".join(block))
        except (ValueError, RecursionError) as error:
            found = re.search(r"\(at line (\d+)", str(error))
            at = int(found[1]) - 1 if found else len(block) - 1
            if at not in repaired and len(repaired) < MAX_LINES and _quote_toml(block, at):
                repaired.add(at)
                problems.append(_said("I put quotes round this text.", block, at, path,
                                      skipped + 2))  # fmt: skip
                continue
            problems.append(Problem("toml-broken", "These settings cannot be read as TOML.",
                Span(path, skipped + max(at, 0) + 2),
                'Text needs quotes in TOML: title = "Join us"'))  # fmt: skip
            break
        if _depth(data) > yamltext.MAX_DEPTH:
            problems.append(Problem("toml-too-deep",
                f"Lists and settings are nested more than {yamltext.MAX_DEPTH} levels deep.",
                Span(path, skipped + 2), "Flatten this part."))  # fmt: skip
            break
        settings = _toml_map(data, block, skipped + 2)
        break
    return Split(settings, "\n".join(lines[body:]), skipped + body + 1, tuple(problems))


def _quote_toml(block: list[str], at: int) -> bool:
    match = _TOML_LINE.match(block[at]) if 0 <= at < len(block) else None
    if match is None:
        return False
    value = block[at][match.end() :].strip()
    if value[0] == "[" or value[:3] in ('"""', "'''"):
        return False
    value = _unwrapped(value).replace("\\", "\\\\").replace('"', '\\"').replace("\t", " ")
    block[at] = f'{block[at][: match.end()]}"{value}"'
    return True


def _depth(data: object) -> int:
    deepest = 0
    waiting = [(data, 1)]
    while waiting:
        value, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(value, dict):
            waiting += [(item, depth + 1) for item in value.values()]
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]
    return deepest


def _toml_map(data: dict[str, object], block: list[str], first_line: int) -> Map:
    places: dict[str, int] = {}
    for number, line in enumerate(block, first_line):
        name = line.split("=", 1)[0].strip(" \t[]").split(".")[0].strip(" \t\"'")
        places.setdefault(name, number)

    def node(value: object, line: int) -> Node:
        if isinstance(value, dict):
            return Map(tuple((Text(str(k), places.get(str(k), line), 1),
                              node(v, places.get(str(k), line)))
                             for k, v in value.items()), line, 1)  # fmt: skip
        if isinstance(value, list):
            return Seq(tuple(node(item, line) for item in value), line, 1)
        if isinstance(value, bool):
            return Text("true" if value else "false", line, 1)
        written = value.isoformat() if hasattr(value, "isoformat") else str(value)
        return Text(yamltext.printable(written), line, 1, quoted=isinstance(value, str))

    made = node(data, first_line)
    assert isinstance(made, Map)
    return made


def _bare(text: str, skipped: int) -> Split | None:
    """Unfenced lines; they end at an empty line and need no quotes for anything."""
    first = _plain(text.split("\n", 1)[0])
    if first is None or first[0].lower() not in BARE_KEYS or not first[1]:
        return None
    lines = text.split("\n")
    entries: list[tuple[Text, Node]] = []
    end = 0
    while end < len(lines) and (found := _plain(lines[end])) is not None:
        key, value, column = found
        at = skipped + end + 1
        value = yamltext.printable(value.replace("\t", " "))
        node: Node = Text(value, at, column)
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            node = Text(value[1:-1], at, column, quoted=True)
        elif value[:1] == "[" and value[-1] == "]":
            node = Seq(tuple(Text(part.strip(" \"'"), at, column)
                             for part in value[1:-1].split(",")), at, column)  # fmt: skip
        entries.append((Text(key.lower(), at, 1), node))
        end += 1
    if end < len(lines) and lines[end].strip():
        return None  # a sentence goes on below: not a header
    return Split(
        Map(tuple(entries), skipped + 1, 1), "\n".join(lines[end:]), skipped + end + 1, ()
    )
