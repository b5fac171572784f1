"""Entries of a list that have no page of their own: rows of a CSV file, or items of a YAML list.

A file in the folder of a content type holds entries of that type. What stands in them is checked as on a
page; a table is read as spreadsheets write it. Pure: knows no site, no address and no disk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen import contenttypes, parse, schema
from sitegen.contenttypes import ContentType, TypeField
from sitegen.model import Document, FieldValue, digest
from sitegen.problems import Problem, Span, did_you_mean, short
from sitegen.schema import Field, Map, Node, Seq, Text

TABLE, LISTS = ".csv", (".yaml", ".yml")
"""How the names of files with entries end."""

MOST = 1000
"""Entries of one file; a list that is longer is no page that anybody reads."""

COMMON = ("title", "description")
"""What every entry may say besides the fields of its type."""


class Cell(Struct, frozen=True):
    """What stands under one name in one entry, and the number of its column."""

    name: str
    text: Node
    column: int = 0


class Row(Struct, frozen=True):
    """One entry as written. ``place`` is what its writer calls it: Row 5, Entry 3."""

    place: str
    line: int
    cells: tuple[Cell, ...]


def kind(path: str, types: Mapping[str, ContentType]) -> ContentType | None:
    """The type whose entries a file at this path may hold, or None."""
    if not path.endswith((TABLE, *LISTS)):
        return None
    found, _ = contenttypes.of(path, "", types, Span(path))
    return None if found is contenttypes.PLAIN else found


def table(
    data: bytes, path: str, kind: ContentType, words: Mapping[str, str]
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The entries of a CSV file. One that has none of the type's columns is a download and no
    mistake. ``words`` are those of the interface, by which columns and values may be called."""
    text, said = parse.decode(data, path)
    problems = [*said]
    rows = _rows(text, path, problems)
    if not rows:
        return (), tuple(problems)
    _, _, head = rows[0]
    names = _Names(kind, words)
    if not any(names.of(cell) for cell in head):
        return (), ()
    line = rows[0][1]
    columns = _columns(head, names, path, line, problems)
    if "title" not in columns:
        near = next((cell for cell in head if did_you_mean(cell, ("title",))), "")
        problems.append(Problem("entry-columns", "The first row names no column title.",
            Span(path, line, head.index(near) + 1 if near else 1),
            f'Did you mean "title" by "{near}"?' if near else "Name the columns in the first row: "
            "title, description, " + ", ".join(field.name for field in kind.fields)))  # fmt: skip
        return (), tuple(problems)
    found = []
    for number, line, cells in rows[1:]:
        if any(cells[len(columns) :]):
            problems.append(Problem("entry-cells",
                f"Row {number} has {len(cells)} cells, and the first row names {len(columns)} "
                "columns.", Span(path, line, len(columns) + 1),
                "Put a text with commas or semicolons in it into quotation marks."))  # fmt: skip
            continue
        given = [Cell(name, Text(cell, line, at), at)
                 for at, (name, cell) in enumerate(zip(columns, cells, strict=False), 1)
                 if name and cell]  # fmt: skip
        if given:
            found.append(Row(f"Row {number}", line, tuple(given)))
    return _entries(found, path, kind, names, problems)


def listed(
    node: Node | None, path: str, kind: ContentType, words: Mapping[str, str]
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The entries of a YAML file, which must hold a list."""
    problems: list[Problem] = []
    if node is not None and not isinstance(node, Seq):
        problems.append(Problem("entry-list", f"A file here holds a list, one item for each "
            f"{kind.name}.", Span(path, node.line or 1), "Begin each with:  - title: ..."))  # fmt: skip
        return (), tuple(problems)
    names = _Names(kind, words)
    found = []
    for number, item in enumerate(node.items if node else (), 1):
        if not isinstance(item, Map):
            problems.append(Problem("entry-list", f"Entry {number} is no group of settings.",
                Span(path, item.line, item.column), "Begin it with:  - title: ..."))  # fmt: skip
            continue
        given = []
        for key, value in item.entries:
            name = names.of(key.value)
            if name:
                given.append(Cell(name, _moved(value, key), key.column))
            else:
                problems.append(Problem("entry-columns",
                    f'Entry {number}: "{short(key.value)}" is no field of a {kind.name}.',
                    Span(path, key.line, key.column), names.near(key.value)))  # fmt: skip
        found.append(Row(f"Entry {number}", item.line, tuple(given)))
    return _entries(found, path, kind, names, problems)


class _Names:
    """The fields of a type under their own names and under those that readers see."""

    def __init__(self, kind: ContentType, words: Mapping[str, str]) -> None:
        self._kind, self._words = kind, words
        self.known = [*COMMON, *(field.name for field in kind.fields)]
        self._folded = {_fold(field.label or words.get(f"fact_{field.name}", "")): field.name
                        for field in kind.fields}  # fmt: skip
        self._folded |= {_fold(name): name for name in self.known}
        self._folded.pop("", None)

    def of(self, written: str) -> str:
        """The field of that name, or ""."""
        return self._folded.get(_fold(written), "")

    def near(self, written: str) -> str:
        """Which one was meant by a name that is none."""
        return did_you_mean(written, self.known, "Known here: " + ", ".join(self.known) + ".")

    def value(self, field: TypeField, written: str) -> str:
        """What one of the field's choices is called in files, where it is given in readers' words."""
        for value, own in field.choices:
            shown = own or self._words.get(f"{field.name}_{value}", "")
            if _fold(written) in (_fold(value), _fold(shown)):
                return value
        return written


def _fold(name: str) -> str:
    return " ".join(re.sub(r"[_-]", " ", name).split()).casefold().rstrip(" *:")


# Tables -------------------------------------------------------------------------------------


def _rows(text: str, path: str, problems: list[Problem]) -> list[tuple[int, int, list[str]]]:
    """(row, line, cells) of every row that is not blank, RFC 4180 with the sign between cells that
    the first row uses. Cells at a row's end that are blank are left off, as some programs do."""
    import csv
    import io

    first, _, rest = text.partition("\n")
    skipped = 0
    named = re.fullmatch(
        r'"?sep=(.)"?', first.strip("\r") if first[-1:] == "\t" else first.strip()
    )
    if named:  # a line of Excel's own, which shows it nowhere
        text, skipped = rest, 1
    bare = re.sub(r'"[^"]*"', "", text.lstrip("\n").partition("\n")[0])
    sign = named[1] if named else max(",;\t", key=bare.count)
    found: list[tuple[int, int, list[str]]] = []
    reader = csv.reader(io.StringIO(text), delimiter=sign, strict=True)
    number = before = 0
    while True:
        number, before = number + 1, reader.line_num
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return found
        except csv.Error as error:
            problems.append(_broken(str(error), number, before + 1 + skipped, path))
            return found
        while cells and not cells[-1]:
            cells.pop()
        if cells and len(found) > MOST:
            problems.append(Problem("entry-many", f"A file may hold {MOST} entries.",
                Span(path, before + 1 + skipped), "Split it into files for several folders."))  # fmt: skip
            return found
        if cells:
            found.append((number, before + 1 + skipped, cells))


def _broken(cause: str, number: int, line: int, path: str) -> Problem:
    """Why no row from here on can be told from its neighbours."""
    if "unexpected end" in cause:
        return Problem("entry-quotes", f"A quotation mark opens in row {number} and is never closed.",
            Span(path, line), 'Close it, and write a quotation mark inside a cell twice: ""')  # fmt: skip
    if "expected after" in cause:
        return Problem("entry-quotes", f"In row {number} a quotation mark stands inside a quoted cell.",
            Span(path, line), 'Write it twice there: ""')  # fmt: skip
    return Problem("entry-quotes", f"Row {number} cannot be read as a row of a table: {cause}.",
                   Span(path, line), "Save the table again as CSV.")  # fmt: skip


def _columns(
    head: list[str], names: _Names, path: str, line: int, problems: list[Problem]
) -> list[str]:
    """The field of each column, "" for one that is not known, which is said."""
    columns: list[str] = []
    for at, cell in enumerate(head, 1):
        name = names.of(cell)
        span = Span(path, line, at)
        if name and name in columns:
            problems.append(Problem("entry-columns",
                f'Columns {_letter(columns.index(name) + 1)} and {_letter(at)} are both "{name}".',
                span, "Remove one of the two."))  # fmt: skip
            name = ""
        elif not name:
            what = f'is called "{short(cell)}", which is no field here' if cell else "has no name"
            problems.append(Problem("entry-columns", f"Column {_letter(at)} {what}.", span,
                names.near(cell) if cell else "Name it in the first row, or empty the column."))  # fmt: skip
        columns.append(name)
    return columns


def _letter(number: int) -> str:
    """A column as spreadsheets call it."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# Values -------------------------------------------------------------------------------------


def _moved(value: Node, key: Text) -> Node:
    """A text that begins where its name does, so that both are found."""
    if isinstance(value, Text):
        return Text(value.value, value.line or key.line, value.column or key.column, value.quoted)
    return value


def _entries(
    rows: list[Row], path: str, kind: ContentType, names: _Names, problems: list[Problem]
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    if rows and (kind.past or kind.sheet):
        what = "calendars and sign-ups lead to it" if kind.past else "its words stand on it"
        problems.append(Problem("entry-needs-page", f"Each {kind.name} needs a page of its own: "
            f"{what}.", Span(path, rows[0].line), "Write one file for each, as docs/content-types.md "
            "shows."))  # fmt: skip
        return (), tuple(problems)
    declared = {**kind.declared(), **dict.fromkeys(COMMON, Field())}
    found = []
    for row in rows:
        made = _entry(row, path, kind, names, declared, problems)
        if made is not None:
            found.append(made)
    return tuple(found), tuple(problems)


def _entry(
    row: Row, path: str, kind: ContentType, names: _Names, declared: Mapping[str, Field],
    problems: list[Problem],
) -> Document | None:  # fmt: skip
    columns = {cell.name: cell.column for cell in row.cells}
    node = Map(tuple((Text(cell.name, _line(cell.text, row), cell.column),
                      _value(cell, kind.field(cell.name), names)) for cell in row.cells),
               row.line)  # fmt: skip
    checked = schema.check(node, declared, path)
    for problem in checked.problems:
        at = problem.span.column if problem.span else 0
        place = f"{row.place}, column {_letter(at)}" if row.place[:1] == "R" and at else row.place
        problems.append(replace(problem,
            message=f"{place}: {problem.message}",
            hint=re.sub(r"^Write [\w-]+: (\S+)$", r"Write for example: \1", problem.hint),
        ))  # fmt: skip
    values = checked.values
    if not values["title"].strip():
        problems.append(Problem("entry-untitled", f"{row.place} has no title.",
                                Span(path, row.line, columns.get("title", 1)),
                                "Write what it is called, or remove the row."))  # fmt: skip
        return None
    fields: tuple[tuple[str, FieldValue], ...] = tuple(
        (field.name, value) for field in kind.fields
        if (value := parse.given(values[field.name])) not in ("", (), False))  # fmt: skip
    there = dict(fields)
    for field in kind.fields:
        # A value that cannot be used has been said already.
        if field.required and field.name not in there and field.name not in columns:
            problems.append(Problem("field-missing", f'{row.place}: a {kind.name} says its '
                f'"{field.name}".', Span(path, row.line), f"Fill it in: {field.help or '...'}",
                "warning"))  # fmt: skip
    title, description = (" ".join(values[name].split()) for name in COMMON)
    lines = tuple((name, line) for name, line in checked.lines.items() if "." not in name)
    key = digest(path, row.line, title, description, fields)
    return Document(path, key, title, description, type=kind.name, fields=fields,
                    lines=(*lines, ("", row.line)), columns=tuple(columns.items()))  # fmt: skip


def _line(node: Node, row: Row) -> int:
    return node.line or row.line


def _value(cell: Cell, field: TypeField | None, names: _Names) -> Node:
    """The cell with choices under their own names, and a line of it for each member of a list."""
    node = cell.text
    if not isinstance(node, Text) or field is None:
        return node
    if field.kind == "choice":
        return Text(names.value(field, node.value), node.line, node.column)
    if field.kind not in ("choices", "list", "links", "pages"):
        return node
    parts = node.value.split("\n") if "\n" in node.value else node.value.split(",")
    if field.kind == "choices":
        parts = [names.value(field, part.strip()) for part in parts]
    return Seq(tuple(Text(part.strip(), node.line, node.column) for part in parts if part.strip()),
               node.line, node.column)  # fmt: skip
