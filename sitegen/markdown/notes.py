"""Footnotes of Python-Markdown, where the original counts through all notes for each sign."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor


class Notes(FootnoteExtension):
    """Numbers repeated references by counting; the original tries every number each time."""

    def unique_ref(self, reference: str, found: bool = False) -> str:
        if not found:
            return reference
        count = self.found_refs.get(reference, 0) + 1
        self.found_refs[reference] = count
        if count == 1:
            return reference
        first, rest = reference.split(self.get_separator(), 1)
        return f"{first}{count}{self.get_separator()}{rest}"


class NoteSign(FootnoteInlineProcessor):
    """Looks a note's number up; the original counts through all notes for each sign."""

    def __init__(self, notes: FootnoteExtension) -> None:
        super().__init__(r"\[\^([^\]]*)\]", notes)
        self.numbers: dict[str, int] = {}
        self.seen: object = None  # the notes that were counted: a new page has a new table of them

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        notes = self.footnotes
        name = m[1]
        if name not in notes.footnotes:
            return None, None, None
        if self.seen is not notes.footnotes:
            self.seen = notes.footnotes
            self.numbers = {key: number for number, key in enumerate(notes.footnotes, 1)}
        sup = Element("sup", {"id": notes.makeFootnoteRefId(name, found=True)})
        link = SubElement(
            sup, "a", {"class": "footnote-ref", "href": f"#{notes.makeFootnoteId(name)}"}
        )
        link.text = str(self.numbers[name])
        return sup, m.start(0), m.end(0)
