"""The tree becomes HTML: headings get ids, blocks become markers, tokens what they stand for.

Written by hand instead of taken from Python-Markdown, because the order of the steps matters: raw
HTML is put back and cleaned first, our own pieces after that. This module decides no address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html import unescape
from xml.etree.ElementTree import Element

from sitegen.later import later
from sitegen.markdown import allowed, nesting
from sitegen.markdown.braces import take
from sitegen.markdown.draft import BREAK, CLOSE, OPEN, RAW, TOKEN, WALL, Draft, escape_attribute
from sitegen.model import Block, Heading, Item

_AMPERSAND = later(r"&(?!(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[0-9a-zA-Z]{1,31});)")
_RAW_TOKEN = later(f"{OPEN}{RAW}([0-9]+){CLOSE}")
_TAGS = later(r"<[^<>]*>")
_NOT_IN_ID = later(r"[^\w\s-]+")
_SPACES = later(r"[\s-]+")
_LINED = frozenset(
    ["ul", "ol", "table", "thead", "tbody", "tr", "dl", "blockquote", "div"]
)  # their children begin on a line of their own
_ENDS: Mapping[str, str] = {
    tag: f"</{tag}>\n" for tag in (*sorted(_LINED), "li", "dt", "dd", "td", "th")
} | {
    tag: f"</{tag}>" for tag in ("a", "abbr", "code", "del", "em", "span", "strong", "sub", "sup")
}
_EMPTY = later(r"<p>\s*</p>\n?")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LOOSE_BREAK = later(r"(?:<br>\n?)+(?=</(?:p|li|h[1-6]|td|dd)>)|(?<=>)(?:<br>\n?)+(?=</p>)")
_NOTE_SIGNS = (
    ("\x02zz1337820767766393qq\x03", "&#8617;"),
    ("\x02qq3936677670287331zz\x03", "&#160;"),
)
SUMMARY = 160


def text(value: str) -> str:
    """Text of the tree as HTML; entities the writer typed stay."""
    if "&" in value:
        value = _AMPERSAND.sub("&amp;", value)
    if "<" in value:
        value = value.replace("<", "&lt;")
    return value.replace(">", "&gt;") if ">" in value else value


class Renderer:
    """Turns one page's tree into HTML and collects blocks and headings on the way."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.used: dict[str, int] = {}
        self.taken = set(draft.ids)

    def page(self, root: Element) -> str:
        """The page's own HTML; blocks, headings and problems land in the draft."""
        return self.fragment(list(root))

    def fragment(self, elements: list[Element], before: str = "") -> str:
        """Finished HTML of some elements."""
        out: list[str] = [before] if before else []
        for element in elements:
            self._write(element, out)
        return self._finish("".join(out).strip("\n"))

    def _finish(self, html: str) -> str:
        draft = self.draft
        if f"{OPEN}{RAW}" in html:
            html = _RAW_TOKEN.sub(lambda m: draft.html[int(m[1])], html)
            if BREAK in html:
                html = html.replace(BREAK, "\n")
            if not draft.trusted:
                html = nesting.mend(allowed.clean(html))
        if OPEN in html:
            for _ in range(20):
                pieces = TOKEN.split(html)  # text, letter, number, text, letter, number, ...
                if len(pieces) == 1:
                    break
                inner = pieces[1::3] = [draft.html[int(number)] for number in pieces[2::3]]
                pieces[2::3] = [""] * len(inner)
                html = "".join(pieces)
                if not any(OPEN in piece for piece in inner):
                    break
        if BREAK in html:
            html = html.replace(BREAK, "\n")
        if WALL in html:
            html = html.replace(WALL, "")
        if "<br>" in html:
            html = _LOOSE_BREAK.sub("", html)
        if "<p></p>" in html or "<p> " in html or "<p>\n" in html or "<p>\u00a0" in html:
            html = _EMPTY.sub("", html)
        return nesting.unlinked(html)

    def _write(self, element: Element, out: list[str]) -> None:
        tag = element.tag
        if tag == "p":
            if element.text or len(element):
                out.append(self._opening(element) if element.attrib else "<p>")
                self._inside(element, out)
                out.append("</p>\n")
        elif tag in _ENDS:
            out.append(self._opening(element) if element.attrib else f"<{tag}>")
            if tag in _LINED:
                out.append("\n")
            self._inside(element, out)
            if tag == "li":
                while out[-1] == "\n":
                    out.pop()
            out.append(_ENDS[tag])
        elif tag == "sg-tight":
            self._inside(element, out)
            out.append("\n")
        elif tag in _HEADINGS:
            self._heading(element, out)
        elif tag == "sg-html":
            self._inside(element, out)
            out.append("\n")
        elif tag == "sg-fence":
            out.append(f"{element.text}\n")
        elif tag == "sg-block":
            out.append(f"{self._block(element)}\n")
        elif tag == "sg-span":
            self._inside(element, out)
        elif tag == "sg-link":
            number = int(element.get("n", "0"))
            out.append(f"{OPEN}c{number}{CLOSE}")
            self._inside(element, out)
            out.append(f"{OPEN}z{number + 1}{CLOSE}")  # its HTML comes after the cleaning
        elif tag == "pre":
            code = self.draft.restore(unescape("".join(element.itertext())))
            out.append(f"<pre><code>{text(code.replace('&', '&amp;'))}</code></pre>\n")
        else:
            out.append(self._opening(element))
            if tag in ("hr", "br", "img", "input"):
                out.append("\n" if tag == "hr" else "")
            else:
                self._inside(element, out)
                out.append(f"</{tag}>")
        if element.tail:
            out.append(text(element.tail))

    def _inside(self, element: Element, out: list[str]) -> None:
        if element.text:
            out.append(text(element.text))
        for child in element:
            self._write(child, out)

    def _opening(self, element: Element) -> str:
        if not element.attrib:
            return f"<{element.tag}>"
        pairs = sorted(element.items())
        if "id" in element.attrib:
            if element.attrib["id"] in self.taken:
                pairs = [pair for pair in pairs if pair[0] != "id"]
            self.taken.add(element.attrib["id"])
        attributes = "".join(f' {key}="{escape_attribute(value or "")}"' for key, value in pairs)
        return f"<{element.tag}{attributes}>"

    # Headings ----------------------------------------------------------------------------------

    def _heading(self, element: Element, out: list[str]) -> None:
        inner, title, attributes = self._title(element)
        if not title and f"{OPEN}I" not in inner:
            out.append(
                inner
            )  # nothing to read: a heading would be an empty entry in every outline
            return
        anchor = self._anchor(attributes.pop("id", ""), title)
        attributes.pop("n", None)
        level = int(element.tag[1])
        more = "".join(
            f' {key}="{escape_attribute(value)}"' for key, value in sorted(attributes.items())
        )
        out.append(f'<h{level} id="{escape_attribute(anchor)}"{more}>{inner}</h{level}>\n')
        self.draft.headings.append(Heading(level, anchor, title))

    def _title(self, element: Element) -> tuple[str, str, dict[str, str]]:
        """Inner HTML (tokens still in it), plain text and attributes of a heading."""
        last = element[-1] if len(element) else None
        attributes = dict(element.items())
        if last is not None and last.tail:
            last.tail, found = take(self.draft, last.tail)
            attributes.update(found)
        elif last is None and element.text:
            element.text, found = take(self.draft, element.text)
            attributes.update(found)
        pieces: list[str] = []
        self._inside(element, pieces)
        inner = "".join(pieces).strip()
        return inner, self.words(inner), attributes

    def words(self, html: str) -> str:
        """Plain text of HTML that may still hold tokens."""
        plain = _TAGS.sub("", html) if "<" in html else html
        if OPEN in plain:
            plain = self.draft.plain_text(plain)
        if "&" in plain:
            plain = unescape(plain)
        return " ".join(plain.split())

    def _anchor(self, wanted: str, title: str) -> str:
        """An id from the title that no other element of the page has."""
        base = re.sub(r"\s+", "-", wanted)
        if not base:
            plain = title if title.isascii() else unicodedata.normalize("NFC", title)
            words = plain.lower().split()
            if "".join(words).isalnum():
                base = "-".join(words)
            else:
                base = _SPACES.sub("-", _NOT_IN_ID.sub("", plain.lower())).strip("-") or "section"
        anchor = base
        while anchor in self.taken:
            count = self.used.get(base, 0) + 1
            self.used[base] = count
            anchor = f"{base}-{count}"
        self.taken.add(anchor)
        return anchor

    # Blocks ------------------------------------------------------------------------------------

    def _block(self, element: Element) -> str:
        draft = self.draft
        opening = draft.openings[int(element.get("n", "0"))]
        number = len(draft.blocks)
        draft.blocks.append(
            Block(opening.name, (), "", (), opening.line)
        )  # keeps the order of the source
        args = dict(opening.args)
        items: tuple[Item, ...] = ()
        if opening.body == "items":
            html, items = self._items(list(element))
        else:
            html = self.fragment(list(element))
        draft.blocks[number] = Block(opening.name, tuple(args.items()), html, items, opening.line)
        return f"{OPEN}B{number}{CLOSE}"

    def _items(self, elements: list[Element]) -> tuple[str, tuple[Item, ...]]:
        """The body split at the highest headings in it; what stands before the first comes first."""
        levels = [element.tag for element in elements if element.tag in _HEADINGS]
        if not levels:
            return self.fragment(elements), ()
        top = min(levels)
        starts = [number for number, element in enumerate(elements) if element.tag == top]
        lead = self.fragment(elements[: starts[0]])
        items = []
        for start, stop in zip(starts, [*starts[1:], len(elements)], strict=True):
            inner, title, attributes = self._title(elements[start])
            anchor = self._anchor(attributes.get("id", ""), title)
            items.append(
                Item(self._finish(inner), anchor, self.fragment(elements[start + 1 : stop]))
            )
        return lead, tuple(items)

    def summary(self, root: Element) -> str:
        """The first paragraph that says something, as plain text cut at a word."""
        taken = set(self.taken)
        for element in root:
            if element.tag == "p":
                pieces: list[str] = []
                self._inside(element, pieces)
                self.taken = set(taken)  # what is read here has not been written
                words = re.sub(f"{OPEN}I[0-9]+{CLOSE}", "", "".join(pieces))
                plain = self.words(words)
                if any(character.isalnum() for character in plain):
                    return shortened(plain)
        return ""


def shortened(plain: str) -> str:
    """At most ``SUMMARY`` characters, ending with a whole word."""
    if len(plain) <= SUMMARY:
        return plain
    cut = plain[: SUMMARY - 1]
    space = cut.rfind(" ")
    if space > SUMMARY // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:–—-") + "…"


def notes(html: str) -> str:
    """Python-Markdown's stand-ins in notes."""
    for sign, entity in _NOTE_SIGNS:
        html = html.replace(sign, entity)
    return html
