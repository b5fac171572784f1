"""Tables as people type them: rows made even, lists in cells, everything on one line.

Only text is looked at here; what becomes of it is for ``leaves``, which gives it to Python-Markdown.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.tables import TableProcessor

from sitegen.later import later

SEPARATOR = later(
    r"(?=[^\n]*\|)[ ]*+(?:\|[ ]*+)?:?-++:?[ ]*+(?:\|[ ]*+:?-++:?[ ]*+)*+(?:\|[ ]*+)?$"
)
_PRODUCT = later(r"[0-9)] \* [0-9(]")
_SQUEEZED = later(r"[ ]*((?:\|[^|\n]*)*?)((?:\|[ ]*:?-{2,}:?[ ]*){2,}\|)[ ]*(?=[^\s])([^\n]*)$")


class Table(TableProcessor):
    """Keeps every cell, also those beyond the head, and aligns by class instead of style."""

    def _build_row(self, row: str, parent: Element, align: Any) -> None:
        tr = SubElement(parent, "tr")
        tag = "th" if parent.tag == "thead" else "td"
        cells: list[str] = self._split_row(row)  # type: ignore[attr-defined]
        if "**" in row:
            _bold_row(cells)
        for number in range(max(len(align), len(cells))):
            cell = SubElement(tr, tag)
            words = cells[number].strip(" ") if number < len(cells) else ""
            if words.count(" * ") > 1 and not _PRODUCT.search(words):
                _listed(cell, words)
            else:
                cell.text = words
            if number < len(align) and align[number]:
                cell.set("class", f"align-{align[number]}")


def bare(line: str) -> str:
    """A row above a table's head is its caption: the words without the bars at its ends."""
    line = line.strip(" ")
    return line.strip("| ") if line[:1] == "|" == line[-1:] else line


def even(lines: list[str]) -> list[str]:
    """A table whose head has as many cells as the line under it, which stands there only once."""
    head, line = lines[0].strip(" "), lines[1].strip(" ")
    cells, wanted = (len(row.strip("|").split("|")) for row in (head, line))
    if (cells < wanted and head[-1:] == "|") or (cells < wanted and head[:1] != "|"):
        lines[0] = f"| {head.strip('| ')} |" + " |" * (wanted - cells)
        lines[1] = f"| {line.strip('| ')} |"
    elif wanted < cells and "`" not in head and "\\" not in head:
        lines[1] = (
            f"{line.rstrip('| ')}{' | ---' * (cells - wanted)}{' |' if line[-1:] == head[-1:] == '|' else ''}"
        )
    elif line[-1:] == "|" != head[-1:] and head[:1] != "|" != line[:1]:
        lines[1] = line.rstrip("| ")
    return [
        *lines[:2],
        *(row for row in lines[2:] if "---" not in row or not SEPARATOR.match(row)),
    ]


def _bold_row(cells: list[str]) -> None:
    """``| **a | b** |``: bold that opens in one cell and closes in another is bold in each of them."""
    halves = [number for number, cell in enumerate(cells) if cell.count("**") % 2]
    if len(halves) != 2:
        return
    first, last = halves
    opens, closes = cells[first].strip(" "), cells[last].strip(" ")
    if opens[:2] == "**" == closes[-2:] and not any(
        "*" in cell for cell in cells[first + 1 : last]
    ):
        cells[first], cells[last] = opens[2:], closes[:-2]
        for number in range(first, last + 1):
            words = cells[number].strip(" ")
            cells[number] = f"**{words}**" if words else ""


def _listed(cell: Element, words: str) -> None:
    """A list that was squeezed into one line of a cell, each item on a line of its own."""
    first, *items = f" {words}".split(" * ")
    cell.text = first.strip(" ")
    for number, item in enumerate(items):
        if number or cell.text:
            SubElement(cell, "br").tail = f"• {item.strip(' ')}"
        else:
            cell.text = f"• {item.strip(' ')}"


def open_left(row: str) -> bool:
    """Whether a row begins with a bar but does not end with one."""
    row = row.strip(" ")
    return row.startswith("|") and not row.endswith("|")


def first_cell_empty(head: str, separator: str) -> bool:
    """Whether the bar in front of the head is no border but the end of an empty first cell."""
    separator = separator.strip(" |")
    return open_left(head) and head.count("|") == separator.count("|")


def unsqueezed(line: str) -> list[str]:
    """The rows of a table that was put into one line; none where it is no such table."""
    match = _SQUEEZED.match(line)
    if match is None:
        return []
    head, separator, rest = match.groups()
    columns = separator.count("|") - 1
    if head and head.count("|") not in (columns, columns + 1):
        return []
    cells = [cell.strip(" ") for cell in rest.strip("| ").split("|")]
    # Where one row ends and the next begins there are two bars with nothing between them.
    if len(cells) % (columns + 1) != columns or any(cells[columns :: columns + 1]):
        return []
    rows = [cells[n : n + columns] for n in range(0, len(cells), columns + 1)]
    return [*([head] if head else []), separator, *(f"| {' | '.join(row)} |" for row in rows)]
