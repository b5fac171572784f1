"""The block of settings at the top of a page, read as its writer meant it.

Four dialects (YAML between dashes, TOML between pluses, bare ``Key: value`` lines, none) and the
slips that real files hold are understood; what was repaired is said with its line. Works on text
only; what a line between the fences means is for ``repair`` to say.
"""

from __future__ import annotations

import re

from msgspec import Struct

from sitegen import repair, yamltext
from sitegen.later import later
from sitegen.problems import Problem, Span, errors
from sitegen.schema import Map, Node, Seq, Text

_LEADING = "\ufeff\u200b\u2060\ufffd \t\r\n"
_FENCE = later(r"---+[ ]?(?:ya?ml|json)?")


class Split(Struct, frozen=True):
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


# Fences -------------------------------------------------------------------------------------


def _fenced(text: str, path: str, skipped: int) -> Split | None:
    lines = text.split("\n")
    end = next((n for n in range(1, len(lines)) if _closes(lines[n])), 0)
    if end and not _looks_like_text(lines[1:end]):
        stop = _prose(lines, end)
        if not stop or not errors(yamltext.read("\n".join(lines[1:end]), path)[1]):
            settings, problems = repair.settings(lines[1:end], path, skipped + 2)
            return Split(settings, "\n".join(lines[end + 1 :]), skipped + end + 2, problems)
    else:
        stop = _open_end(lines)
    if not stop:
        return None  # a horizontal rule, then text
    settings, problems = repair.settings(lines[1:stop], path, skipped + 2)
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
    return bool(first) and repair.ENTRY.match(first) is None


def _open_end(lines: list[str]) -> int:
    """The line after unclosed settings; 0 when what follows the rule is no settings at all."""
    first = repair.pair(lines[1].strip()) if len(lines) > 1 else None
    if first is None or first[0].lower() not in repair.USUAL_KEYS:
        return 0
    end = 1
    inside = False
    while end < len(lines) and lines[end].strip():
        found = repair.pair(lines[end].strip())
        if found is not None and not (inside and lines[end][0] == " "):
            inside = not found[1]
        elif not inside or not (lines[end][0] == " " or repair.ITEM.match(lines[end])):
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
                and repair.ENTRY.match(line) is None:  # fmt: skip
            while not lines[number - 1].strip() or lines[number - 1].startswith("#"):
                number -= 1
            return number
    return 0


# Other dialects -----------------------------------------------------------------------------

_TOML_LINE = later(r"\s*([\w.\"'-]+)\s*=\s*(?=\S)")


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
            if at not in repaired and len(repaired) < repair.MAX_LINES and _quote_toml(block, at):
                repaired.add(at)
                problems.append(repair.said("I put quotes round this text.", block, at, path,
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
    value = repair.unwrapped(value).replace("\\", "\\\\").replace('"', '\\"').replace("\t", " ")
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
    first = repair.pair(text.split("\n", 1)[0])
    if first is None or first[0].lower() not in repair.USUAL_KEYS or not first[1]:
        return None
    lines = text.split("\n")
    entries: list[tuple[Text, Node]] = []
    end = 0
    while end < len(lines) and (found := repair.pair(lines[end])) is not None:
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
