"""Python-Markdown, set up for what has neither containers nor links: paragraphs, tables, notes, emphasis.

Plain paragraphs, the bulk of every page, take a short way that builds what Python-Markdown would
build; a test holds the two against each other. Emphasis is Python-Markdown's own, tried only where
one of its signs occurs. One instance serves all pages of a run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockparser import BlockParser
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import (
    FootnotePostTreeprocessor,
)
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineTree

from sitegen.later import later
from sitegen.markdown.draft import CLOSE, LINK_END, LINK_RICH, OPEN
from sitegen.markdown.notes import Notes, NoteSign
from sitegen.markdown.tables import (
    SEPARATOR,
    Table,
    bare,
    even,
    first_cell_empty,
    open_left,
    unsqueezed,
)

_SLOW_START = later(r" {4}|[ ]{0,3}(?::[ ]|\[\^[^\]]+\]:)|[ ]*+(?:\|[ ]*+)?:?-++:?[ ]*+\|")
_SLOW_LINE = later(
    r"\n(?:[ ]{0,3}(?:[=-]+[ ]*(?:\n|\Z)|:[ ]|\[\^[^\]]+\]:)|[ ]*+(?:\|[ ]*+)?:?-++:?[ ]*+\|)"
)
_ROW = later(r"^[ ]*+\|(?:[ ][^|\n]*+\||[^|\n]*+\|[^|\n]*+\|)", re.MULTILINE)
# Emphasis that can be read in one way only: whole words between two equal signs, and no sign of
# any kind between them.
_CLEAR = later(r"(([*_])(?<!\S.)\2?)(?=\w)([^*_~]*[\w.!?])(?<!_)\1(?=[\s.,;:!?)]|\Z)")
_TAGS = {"*": "em", "_": "em", "**": "strong", "__": "strong"}
_RICH_LINK = f"{OPEN}{LINK_RICH}([0-9]+){CLOSE}(.*?){OPEN}{LINK_END}[0-9]+{CLOSE}"
_MARKS_TOO_MANY = 2000


class _RichLink(InlineProcessor):
    """A link whose text holds emphasis: an element of its own, so that the two nest."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        element = Element("sg-link", {"n": m[1]})
        element.text = m[2]
        return element, m.start(0), m.end(0)


class _Parser(BlockParser):
    """Sends nested text (of notes) back to the walk over containers."""

    nested: Callable[[Element, str], None] | None = None

    def parseChunk(self, parent: Element, text: str) -> None:  # noqa: N802
        if self.nested is None:
            super().parseChunk(parent, text)
        else:
            self.nested(parent, text)


class Leaves:
    """One Python-Markdown for all pages."""

    def __init__(self) -> None:
        self.notes = Notes(BACKLINK_TITLE="Back to note %d in the text")
        self.md = markdown.Markdown(output_format="html")
        self.parser = _Parser(self.md)
        for name in ("empty", "indent", "code", "setextheader", "olist", "ulist", "paragraph"):
            processor = self.md.parser.blockprocessors[name]
            processor.parser = self.parser
            self.parser.blockprocessors.register(processor, name, _PRIORITY[name])
        self.md.parser = self.parser
        self.abbreviations = AbbrExtension()
        for extension in (self.notes, DefListExtension(), self.abbreviations, TableExtension()):
            extension.extendMarkdown(self.md)
        self.parser.blockprocessors.deregister("abbr")  # definitions are found in the source
        self.parser.blockprocessors.register(
            Table(self.parser, {"use_align_attribute": False}), "table", 75
        )
        patterns = self.md.inlinePatterns
        for name in _UNUSED_PATTERNS:
            patterns.deregister(name)
        patterns.register(NoteSign(self.notes), "footnote", 175)
        patterns.register(_RichLink(_RICH_LINK, self.md), "rich_link", 100)
        assert self.md.delimiters is not None
        self.md.delimiters.add("~", "del", double=True)
        self.tree: InlineTree = self.md.treeprocessors["inline"]  # type: ignore[assignment]
        self.abbreviate = self.md.treeprocessors["abbr"]
        self.post_notes = FootnotePostTreeprocessor(self.notes)

    def begin(
        self, nested: Callable[[Element, str], None], abbreviations: Mapping[str, str]
    ) -> None:
        """Forget the page before."""
        self.md.reset()
        self.abbreviations.abbrs.update(abbreviations)  # type: ignore[attr-defined]
        self.parser.state.clear()
        self.parser.nested = nested

    def parse(self, parent: Element, text: str) -> bool:
        """Add paragraphs and what else starts no container; whether there were several."""
        if "\n\n" not in text and (not text or not _slow(text)):
            SubElement(parent, "p").text = text.strip(" ")
            return False
        blocks = [block.lstrip("\n") for block in text.split("\n\n")]
        number = 0
        while number < len(blocks):
            block = blocks[number]
            number += 1
            if not block.strip():
                continue
            if not _slow(block):
                SubElement(parent, "p").text = block.strip(" ")
                continue
            group = [block]
            while number < len(blocks) and blocks[number].startswith("    "):
                group.append(blocks[number])
                number += 1
            self._slow(parent, group)
        return len(blocks) > 1

    def _slow(self, parent: Element, group: list[str]) -> None:
        block = group[0]
        if "|" in block:
            lines = block.split("\n")
            if "--" in block and (rows := unsqueezed(lines[0])):
                lines = [*rows, *lines[1:]]
                group[0] = "\n".join(lines)
            if len(lines) > 1 and "|" in lines[1] and SEPARATOR.match(lines[0]):
                self._headless(parent, lines)
                return
            for number in range(1, len(lines)):
                if SEPARATOR.match(lines[number]):
                    if number > 1:
                        above = [bare(line) for line in lines[: number - 1]]
                        SubElement(parent, "p").text = "\n".join(above).strip(" ")
                        lines = lines[number - 1 :]
                    lines = even(lines)
                    if first_cell_empty(lines[0], lines[1]):
                        lines = [f"| {line}" if open_left(line) else line for line in lines]
                    group[0] = "\n".join(lines)
                    break
            else:
                if self._rows(parent, lines):
                    return
        elif "\n=" in block and (lines := block.split("\n")) and len(lines) > 2:
            if lines[1].strip(" ") and not lines[1].strip("- "):
                SubElement(parent, "h2").text = lines[0].strip(" ")
                self.parse(parent, "\n".join(lines[2:]))
                return
            for number in range(2, len(lines)):
                if lines[number].strip(" ") and not lines[number].strip("= "):
                    SubElement(parent, "h1").text = "\n".join(lines[:number]).strip(" ")
                    group[0] = "\n".join(lines[number + 1 :])
                    if not group[0].strip():
                        return
                    break
        self.parser.parseBlocks(parent, group)

    def _rows(self, parent: Element, lines: list[str]) -> bool:
        """Rows between bars are a table even where the line under the head was forgotten."""
        first = next((n for n, line in enumerate(lines) if line.lstrip(" ").startswith("|")), 0)
        rows = [line.strip(" ") for line in lines[first:]]
        if any(row[:1] != "|" for row in rows):
            return False
        rows = [row if row[-1:] == "|" else f"{row} |" for row in rows]
        cells = rows[0].count("|") - 1
        if cells < 2 or any(row.count("|") - 1 != cells for row in rows):
            return False
        filled = sum(bool(cell.strip(" -:")) for row in rows for cell in row.split("|"))
        if filled < (cells if len(rows) == 1 else 2):
            return False
        if first:
            SubElement(parent, "p").text = "\n".join(lines[:first]).strip(" ")
        self._headless(parent, ["|---" * cells + "|", *rows])
        return True

    def _headless(self, parent: Element, lines: list[str]) -> None:
        """A table that begins with the line under the head has no head, but is a table."""
        columns = len(lines[0].strip("| ").split("|"))
        self.parser.parseBlocks(parent, ["\n".join(["| " * columns + "|", *lines])])
        table = parent[-1] if len(parent) else None
        if table is not None and table.tag == "table" and table[0].tag == "thead":
            table.remove(table[0])

    def finish(self, root: Element) -> None:
        """Notes, emphasis and abbreviations over the whole tree."""
        if self.notes.footnotes:
            div = self.notes.makeFootnotesDiv(root)
            if div is not None:
                root.append(div)
        self._emphasis(root)
        if self.notes.footnotes:
            self.post_notes.run(root)
            self._lonely(root)
        self.abbreviate.run(root)

    def _lonely(self, root: Element) -> None:
        """A note nobody refers to needs no way back."""
        for li in root.iter("li"):
            number = li.get("id", "")
            if number.startswith("fn:") and f"fnref{number[2:]}" not in self.notes.found_refs:
                for parent in list(li.iter()):
                    for child in list(parent):
                        if child.get("class") == "footnote-backref":
                            parent.remove(child)

    def _emphasis(self, root: Element) -> None:
        notes = bool(self.notes.footnotes)
        found: list[Element] = []
        tails = False
        for element in root.iter():
            text = element.text
            if text and element.tag != "code" and _marked(text, notes):
                found.append(element)
            if element.tail and _marked(element.tail, notes):
                tails = True
        if tails:
            found.extend(_own_elements(root, notes))
        found = [element for element in found if not _clear(element)]
        if not found:
            return
        shell = Element("d")
        stand_ins = []
        for element in found:
            stand_in = SubElement(shell, "p")
            stand_in.text = element.text
            stand_ins.append(stand_in)
        self.tree.run(shell)
        for element, stand_in in zip(found, stand_ins, strict=True):
            if _letters("".join(_texts(stand_in))) != _letters(element.text or ""):
                continue  # the delimiter processor mislaid a word: better the bare signs than that
            element.text = stand_in.text
            for position, child in enumerate(list(stand_in)):
                element.insert(position, child)


_UNUSED_PATTERNS = (  # done in the source, where lines are known
    "backtick", "escape", "reference", "link", "image_link", "image_reference", "short_reference",
    "short_image_ref", "autolink", "automail", "linebreak", "html", "entity",
)  # fmt: skip
_PRIORITY = {
    "empty": 100,
    "indent": 90,
    "code": 80,
    "setextheader": 60,
    "olist": 40,
    "ulist": 30,
    "paragraph": 10,
}


def _slow(block: str) -> bool:
    """Whether it may be more than a paragraph: a table, a note, a definition, a line under a title."""
    if block[0] in " :[|-" and _SLOW_START.match(block):
        return True
    if "|" in block and _ROW.search(block):
        return True
    return "\n" in block and _SLOW_LINE.search(block) is not None


def _marked(text: str, notes: bool) -> bool:
    if "*" not in text and "_" not in text and "~~" not in text:
        return (notes and "[^" in text) or f"{OPEN}{LINK_RICH}" in text
    return True


def _clear(element: Element) -> bool:
    """Give the element its emphasis if there is but one way to read it; whether there was.

    Saves most texts the search for delimiters; a test holds the results against each other.
    """
    text = element.text or ""
    if "[^" in text or f"{OPEN}{LINK_RICH}" in text:
        return False
    pieces = _CLEAR.split(text)
    if len(pieces) == 1:
        return False
    for piece in pieces[::4]:
        if "*" in piece or "_" in piece or "~~" in piece:
            return False
    element.text = pieces[0]
    for position, number in enumerate(range(1, len(pieces), 4)):
        child = Element(_TAGS[pieces[number]])
        child.text = pieces[number + 2]
        child.tail = pieces[number + 3]
        element.insert(position, child)
    return True


def _own_elements(root: Element, notes: bool) -> list[Element]:
    """Text behind an element gets an element of its own, so that it can hold emphasis."""
    made = []
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tail and _marked(child.tail, notes):
                span = Element("sg-span")
                span.text, child.tail = child.tail, None
                parent.insert(list(parent).index(child) + 1, span)
                made.append(span)
    return made


_SIGNS = later(rf"[*_~]|{OPEN}[{LINK_RICH}{LINK_END}][0-9]+{CLOSE}|\[\^[^\]]*\]")


def _letters(text: str) -> str:
    """The text without any sign that emphasis, links or notes may take away."""
    return _SIGNS.sub("", text)


def _texts(element: Element) -> Iterator[str]:
    """All text of an element but the numbers of notes."""
    if element.tag != "sup" and element.text:
        yield element.text
    for child in element:
        if element.tag != "sup":
            yield from _texts(child)
        if child.tail:
            yield child.tail
