"""One page of Markdown in, one ``Converted`` out: the order of the steps, and nothing else.

The steps before the tree work on the source and never lose count of its lines. This module reads
no file, and no text makes it raise: what cannot be converted is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from sitegen.later import later
from sitegen.markdown import (
    addresses,
    admonitions,
    braces,
    code,
    directives,
    emoji,
    leftovers,
    links,
    render,
    slips,
    tags,
)
from sitegen.markdown.draft import GONE, WALL, Draft, clean, escape
from sitegen.markdown.leaves import Leaves
from sitegen.markdown.structure import Structure
from sitegen.model import BlockSpec, Converted
from sitegen.problems import Problem, Span

LARGEST = 2_000_000  # characters; the longest real page seen was a tenth of a megabyte
_NOTE_IN_NOTE = later(r"^([ ]*)\[\^(?=[^\]\n]*\]:)", re.MULTILINE)
_WHITE_LINE = later(r"^[ \t]+$", re.MULTILINE)


class Converter:
    """Converts all pages of a build; holds what does not change between them."""

    def __init__(self, blocks: Mapping[str, BlockSpec], trusted: bool = False) -> None:
        self.blocks = dict(blocks)
        self.trusted = trusted
        self.leaves = Leaves()

    def convert(self, text: str, path: str, first_line: int = 1) -> Converted:
        """The page as HTML with markers, and all that was found in it. Never raises."""
        if len(text) > LARGEST:
            return Converted("", problems=(Problem(
                "page-too-large", "This page is larger than two million characters.", Span(path, first_line),
                "Split it into several pages, or put pictures into files of their own.",
            ),))  # fmt: skip
        draft = Draft(clean(text), path, first_line, self.trusted, text.isascii())
        try:
            return self._convert(draft)
        except RecursionError:
            problem = Problem(
                "nesting-too-deep", "Something on this page is nested too deep to be read.",
                Span(path, first_line), "Look for very many quotes, lists or asterisks in a row.",
            )  # fmt: skip
            return Converted(
                f"<pre>{escape(clean(text))}</pre>", problems=(*draft.problems, problem)
            )

    def _convert(self, draft: Draft) -> Converted:
        self.prepare(draft)
        lines = draft.text.split("\n")
        structure = Structure(draft, self.leaves)

        def nested(parent: Element, chunk: str) -> None:
            chunk = _NOTE_IN_NOTE.sub(f"\\1[{WALL}^", chunk)
            structure.parse(parent, chunk.split("\n"), 1)

        self.leaves.begin(nested, draft.abbreviations)
        root = Element("div")
        structure.parse(root, lines)
        self.leaves.finish(root)
        renderer = render.Renderer(draft)
        summary = renderer.summary(root)
        html = renderer.page(root)
        if "\x02" in html:
            html = render.notes(html)
        return Converted(
            html, tuple(draft.references), tuple(draft.pictures), tuple(draft.blocks),
            tuple(draft.headings), summary, tuple(draft.problems),
        )  # fmt: skip

    def prepare(self, draft: Draft) -> None:
        """Everything that is decided in the source, before there is a tree."""
        code.fences(draft)
        leftovers.highlights(draft)
        if "\t" in draft.text:
            draft.text = draft.text.expandtabs(4)
        if " \n" in draft.text or draft.text.endswith(" "):
            draft.text = _WHITE_LINE.sub("", draft.text)
        admonitions.blocks(draft)
        code.indented(draft)
        code.spans(draft)
        leftovers.templates(draft)
        directives.alerts(draft)
        directives.lines(draft, self.blocks)
        braces.attributes(draft)
        slips.mend(draft)
        tags.cut(draft)
        links.brackets(draft)
        addresses.bare(draft)
        emoji.named(draft)
        slips.breaks(draft)
        if GONE in draft.text:
            draft.text = draft.text.replace(GONE, "")
