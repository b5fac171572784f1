"""The working state of one conversion: the text so far, what was cut out of it, and what was found.

Everything that Markdown must not look at again (code, tags, links, images) is replaced by a token,
a number between two Unicode non-characters. Those cannot stand in a source, so a token is never
forged, and whatever lands in code after all is turned back into exactly what was written.
This module knows nothing of Markdown itself.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from sitegen.later import later
from sitegen.model import Block, Heading, Picture, Reference
from sitegen.problems import Level, Problem, Span

OPEN = "\ufdd0"
CLOSE = "\ufdd1"
GONE = "\ufdd2"  # a line end of the source that is no line end of the text any more
BREAK = "\ufdd3"  # the same inside an HTML block, where it becomes a line end again
WALL = "\ufdd4"  # stands between two characters that must not be read together

# Letters after OPEN. Small letters are tokens of this room, capitals the markers of Converted.
INLINE = "i"  # a piece of a line, with its HTML
RAW = "t"  # a tag as the writer typed it
ATTRIBUTES = "k"  # {: .class #id}
FENCE = "f"  # a block of its own, with its HTML
HTML = "h"  # begins a line of HTML
BEGIN = "d"  # a directive opens
END = "e"  # a directive closes
LINK = "a"  # a link opens
LINK_END = "z"  # and closes
LINK_RICH = "c"  # a link whose text holds emphasis, so that it has to be nested with care

TOKEN = later(f"{OPEN}([a-z])([0-9]+){CLOSE}")
LINE_ENDS = later(f"[\n{GONE}{BREAK}]")
_RESERVED = later("[\ufdd0-\ufdef]")
_CONTROLS = later("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])


class Opening(Struct):
    """The first line of a directive, read."""

    name: str
    args: list[tuple[str, str]]
    line: int
    end: int = -1  # number of the token that closes it
    body: str = "markdown"
    lead: bool = False  # whether the words behind it are the first paragraph of the body


class Draft(Struct):
    """One page on its way through the room. Mutable, and thrown away when the page is done."""

    text: str
    path: str
    first_line: int = 1
    trusted: bool = False
    ascii: bool = False  # whether nothing but ASCII was typed
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    openings: dict[int, Opening] = field(default_factory=dict)
    attributes: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    asides: list[int] = field(default_factory=list)  # Notion call-outs that are still open
    ids: set[str] = field(default_factory=set)
    html: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    raw: bool = False  # whether the page holds tags that have to pass the allow-list
    abbreviations: dict[str, str] = field(default_factory=dict)
    _mark: tuple[int, int] = (0, 0)
    _marked: str = ""

    def token(self, html: str, source: str, plain: str = "", letter: str = INLINE) -> str:
        """Remember one piece; what to write in its place. Line ends of the source stay counted."""
        number = len(self.html)
        self.html.append(html)
        self.source.append(source)
        self.plain.append(plain)
        if "\n" in source or GONE in source or BREAK in source:
            return f"{OPEN}{letter}{number}{CLOSE}{GONE * len(LINE_ENDS.findall(source))}"
        return f"{OPEN}{letter}{number}{CLOSE}"

    def restore(self, text: str) -> str:
        """The text with every token turned back into what the writer typed."""
        if OPEN in text:
            for _ in range(20):  # a piece may hold pieces that were cut out before it
                text, count = TOKEN.subn(lambda m: self.source[int(m[2])], text)
                if not count:
                    break
        if GONE in text:
            text = text.replace(GONE, "")
        if BREAK in text:
            text = text.replace(BREAK, "\n")
        return text.replace(WALL, "") if WALL in text else text

    def plain_text(self, text: str) -> str:
        """The text with every token replaced by the words a reader sees."""
        if OPEN in text:
            for _ in range(20):
                text, count = TOKEN.subn(lambda m: self.plain[int(m[2])], text)
                if not count:
                    break
            text = re.sub(f"{OPEN}I([0-9]+){CLOSE}", lambda m: self.pictures[int(m[1])].alt, text)
        if GONE in text or BREAK in text:
            text = LINE_ENDS.sub(" ", text)
        return text.replace(WALL, "") if WALL in text else text

    def line(self, offset: int) -> int:
        """Number in the file of the line at ``offset`` of the present text (fast when ascending)."""
        start, line = self._mark
        if self._marked is not self.text or offset < start:
            start, line = 0, self.first_line
        count = self.text.count
        line += count("\n", start, offset)
        if GONE in self.text:
            line += count(GONE, start, offset)
        if BREAK in self.text:
            line += count(BREAK, start, offset)
        self._mark, self._marked = (offset, line), self.text
        return line

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, both counted from 1."""
        line = self.line(offset)
        start = max(self.text.rfind(sign, 0, offset) for sign in ("\n", GONE, BREAK)) + 1
        before = self.text[start:offset]
        return line, len(self.restore(before) if OPEN in before else before) + 1

    def problem(
        self, code: str, message: str, line: int, hint: str = "", level: Level = "warning",
        column: int = 0,
    ) -> None:  # fmt: skip
        """Add one thing to mend."""
        self.problems.append(Problem(code, message, Span(self.path, line, column), hint, level))

    def refer(self, target: str, line: int, column: int = 0) -> str:
        """Remember a link into the site; the marker that stands for its address."""
        self.references.append(Reference("link", target, line, column))
        return f"{OPEN}L{len(self.references) - 1}{CLOSE}"

    def picture(
        self, target: str, alt: str, title: str, place: tuple[int, int],
        attributes: tuple[tuple[str, str], ...] = (),
    ) -> str:  # fmt: skip
        """Remember an image; the marker that stands for the whole element."""
        self.pictures.append(Picture(target, alt, title, *place, attributes))
        return f"{OPEN}I{len(self.pictures) - 1}{CLOSE}"


def clean(text: str) -> str:
    """The text without characters that could be taken for tokens or that HTML forbids."""
    if not text.isascii():
        text = _RESERVED.sub("\ufffd", text)
        text = text.replace("\u2028", " ").replace("\u2029", " ")
    data = text.encode("utf-8", "surrogatepass")
    if len(data.translate(None, _CONTROL_BYTES)) < len(data):  # ten times faster than a search
        text = _CONTROLS.sub("", text.replace("\x0b", " ").replace("\x0c", " "))
    return text


def escape(text: str) -> str:
    """Text as HTML text."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def escape_attribute(text: str) -> str:
    """Text as the inside of a double-quoted attribute."""
    text = escape(text)
    return text.replace('"', "&quot;") if '"' in text else text
