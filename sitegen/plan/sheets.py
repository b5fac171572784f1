"""Messages gathered: a sheet to print, and files for spreadsheets and programs.

A section whose pages hold words to be passed on (blocks whose theme wants them ``plain``) gets a page
with all of them and the same as CSV and JSON. What is a draft or no longer used stays out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from msgspec import Struct

from sitegen.assemble import Page
from sitegen.model import Block, Details
from sitegen.plan import passing
from sitegen.plan.artifacts import Link, SheetGroup
from sitegen.plan.parts import Parts
from sitegen.views import SheetRowView

NAME = "sheet"


class Sheet(Struct, frozen=True):
    """All messages of one section. ``url`` is the address of the page that shows them, ``language``
    the site's."""

    section: Page
    url: str
    groups: tuple[SheetGroup, ...]
    language: str

    @property
    def files(self) -> tuple[tuple[str, bytes], ...]:
        """(output path, bytes) of the CSV and the JSON file."""
        folder = self.section.output.removesuffix("index.html")
        return ((f"{folder}messages.csv", _csv(self.groups, self.language)),
                (f"{folder}messages.json", _json(self.groups, self.language)))  # fmt: skip


def of(parts: Parts, details: Callable[[str], Details]) -> tuple[Sheet, ...]:
    """A sheet for each section that has messages."""
    plain = {block.spec.name for block in parts.site.theme.blocks if block.spec.plain}
    found = []
    for section in parts.site.pages:
        if section.view != "section":
            continue
        groups = []
        for page in parts.fields.listed(parts.site.children.get(section.url, ()))[0]:
            kind = parts.fields.type(page.doc)
            if page.view != "page" or not kind.sheet or not passing.usable(page) or page.generated:
                continue
            uses = [use for use in details(page.doc.key).uses if use.name in plain]
            rows = tuple(row for use in uses if (row := _row(parts, page, use)).text)
            if rows:
                facts = tuple((fact.label, ", ".join(item.title for item in fact.items))
                              for fact in parts.fields.brief(page))  # fmt: skip
                groups.append(SheetGroup(page.doc.title, page.url, facts, rows,
                                         passing.language(parts, page)))  # fmt: skip
        if groups:
            found.append(Sheet(section, f"{section.url}{NAME}/", tuple(groups),
                               parts.site.config.language))  # fmt: skip
    return tuple(found)


def links(parts: Parts, sheet: Sheet) -> tuple[Link, ...]:
    """The ways to the sheet and its files, for the section's page."""
    word = parts.word
    return (Link(word("sheet", "All on one sheet, to print"), sheet.url),
            *(Link(output.rpartition(".")[2].upper(), f"{sheet.section.url}{output.rpartition('/')[2]}")
              for output, _ in sheet.files))  # fmt: skip


def _row(parts: Parts, page: Page, use: Block) -> SheetRowView:
    given = dict(use.args)
    channel = given.get("channel", "")
    return SheetRowView(parts.word(f"channels_{channel}", channel), given.get("subject", ""),
                    passing.words(parts, page, given)[0])  # fmt: skip


def _csv(groups: tuple[SheetGroup, ...], language: str) -> bytes:
    """RFC 4180, with the mark at its start by which spreadsheets know UTF-8. Languages have a column
    where there are several."""
    several = ["language"] if any(group.language for group in groups) else []
    labels = list(dict.fromkeys(label for group in groups for label, _ in group.facts))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["title", *labels, *several, "channel", "subject", "text"])
    for group in groups:
        given = dict(group.facts)
        for row in group.rows:
            tags = [group.language or language for _ in several]
            writer.writerow([group.title, *(given.get(label, "") for label in labels), *tags,
                             row.channel, row.subject, row.text])  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _json(groups: tuple[SheetGroup, ...], language: str) -> bytes:
    rows = [{"title": group.title, **dict(group.facts), "language": group.language or language, "variants": [
        {"channel": row.channel, **({"subject": row.subject} if row.subject else {}), "text": row.text}
        for row in group.rows]} for group in groups]  # fmt: skip
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
