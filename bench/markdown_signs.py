#!/usr/bin/env python3
"""On how many pages of a folder a visitor would see raw Markdown signs.

    python bench/markdown_signs.py FOLDER...
    python bench/markdown_signs.py --most 60 --json result.json site-one site-two

Each folder counts as one site. Its Markdown files go through sitegen's own reading of settings and
text; then everything a visitor would read, outside code, is searched for signs that should have
become something: ``**``, ``](``, ``##``, a dash at the beginning of a line, an address that cannot
be clicked, a tag shown as text, and so on. What is found is a hint, not a verdict: ``2 * 3`` and
``*required`` are meant. So each hit is printed with its words, to be judged by a person.

Three more things are looked at: words of the source that are missing from the page; lists that
markdown-it-py (``pip install markdown-it-py linkify-it-py``; left out where it is not installed)
would read otherwise; and tags of other generators, which no engine can know and which therefore
count by themselves.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sitegen import frontmatter, parse
from sitegen.markdown import Converter
from sitegen.markdown.directives import unmarked
from sitegen.model import Converted
from tests.markdown import words
from tests.markdown.conftest import BLOCKS

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
NO_CONTENT = re.compile(
    r"(?i)(?:^|/)(?:\.|node_modules/|vendor/|themes/|archetypes/|_includes/|_layouts/|_sass/"
    r"|(?:readme|contributing|license|changelog|code_of_conduct|security|agents|claude)\b[^/]*$)"
)
CODE = frozenset(("pre", "code", "kbd", "samp", "tt"))
BLOCK = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tr td th blockquote pre hr div section "
    "article aside details summary figure figcaption caption header footer main nav address center".split()
)
LINK = "\u2b1b"  # stands for a link or picture, and
VERBATIM = "\u25a0"  # for code, where signs are meant


class Text(NamedTuple):
    """What one element shows: with its links, without them, and the element's name."""

    full: str
    unlinked: str
    tag: str


class Reader(HTMLParser):
    """Takes a page apart into what a visitor sees of each element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[Text] = []
        self.items: list[list[Any]] = []  # depth, kind, words
        self._pieces: list[tuple[str, bool]] = []
        self._tag = "p"
        self._links = self._code = self._hidden = 0
        self._lists: list[str] = []
        self._open: list[int] = []

    def end(self) -> None:
        if self._pieces:
            full = "".join(text for text, _ in self._pieces)
            unlinked = "".join(LINK if linked else text for text, linked in self._pieces)
            self.texts.append(Text(full, unlinked, self._tag))
            self._pieces = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCK:
            self.end()
            self._tag = tag
        if tag in ("script", "style"):
            self._hidden += 1
        elif tag in CODE:
            self._code += 1
        elif tag == "a":
            self._links += 1
        elif tag in ("br", "img"):
            self._pieces.append(("\r\n" if tag == "br" else LINK, False))
        elif tag in ("ul", "ol"):
            self._lists.append(tag)
        elif tag == "li":
            kind = self._lists[-1] if self._lists else "?"
            self.items.append([len(self._lists), kind, ""])
            self._open.append(len(self.items) - 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK:
            self.end()
        if tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)
        elif tag in CODE:
            self._code = max(0, self._code - 1)
        elif tag == "a":
            self._links = max(0, self._links - 1)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "li" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._open:
            self.items[self._open[-1]][2] += data
        self._pieces.append((VERBATIM if self._code else data, self._links > 0))


class Sign(NamedTuple):
    """One sign in a text that a visitor sees."""

    cause: str
    around: str


SIGNS: dict[str, re.Pattern[str]] = {
    "bold": re.compile(r"\*\*"),
    "star": re.compile(r"(?<![\w*\\])\*(?=[^\s*])(?!(?<=\(\*)[0-9])|(?<=[^\s*])(?!(?<=\()\* [0-9])\*(?![\w*])"),
    "underscore": re.compile(r"(?<![\w/@:._\\-])_{1,3}(?=[^\s_])[^_\n]*_{1,3}(?!\w)"),
    "link": re.compile(r"\]\(|\]\s?\[[^\]]*\]|\]:\s*http|\]\s\((?:http|/|mailto)"),
    "heading": re.compile(r"(?m)^\s*#{1,6} |^#{2,}| #{2,6}(?:\s|$)"),
    # Between lines of the source only what begins an item; a long dash only where a line breaks.
    "item": re.compile(r"(?m)^\s*(?:[-*+•●◦▪]|\d{1,2}[.)])\s+\S|\r\s*–\s+\S"),
    "quote": re.compile(r"(?m)^\s*>"),
    "table": re.compile(r"(?m)\|\s*:?-{2,}|^\s*\||\|\s*$"),
    "struck": re.compile(r"~~"),
    "backtick": re.compile(r"`"),
    "tag": re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--|-->|<[a-z]+\s+\w+="),
    "entity": re.compile(r"&(?:[a-zA-Z]{2,8}|#x?[0-9a-fA-F]+);"),
    "attributes": re.compile(r"\{:|\{\.|\{\w+=|\{::|\{[^{}\n]*\}\s*$"),
    "block": re.compile(r"(?m):::|^!{3} |^\?{3}\+? |^=== "),
    "wiki link": re.compile(r"\[\[|\]\]"),
    "note": re.compile(r"\[\^|\^\["),
    "task": re.compile(r"\[[ xX]?\] "),
    "mark": re.compile(r"==\S[^=\n]*==|%%|\+\+\+"),
    "rule": re.compile(r"(?m)^\s*(?:[-*_=]\s?){3,}$"),
    "backslash": re.compile(r"\\[!-/:-@\[-`{-~]|\\(?=\s|$)"),
    "contents": re.compile(r"(?i)\[_*toc_*\]|^toc$"),
    "settings": re.compile(r"^(?:title|layout|date|author|tags|categories): "),
    "emoji": re.compile(r"(?<![\w:]):[a-z][a-z_+-]{2,}[a-z]:(?!\w)"),
    "formula": re.compile(r"\$\$|\\\("),
}  # fmt: skip
OUTSIDE_LINKS = {
    "address": re.compile(r"(?<![\w@/.])(?:https?://[\w\[]|www\.\w+\.\w)"),
    "mail": re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}\b(?!/)"),
}
OTHER_GENERATORS = {
    "template": re.compile(r"\{%|%\}|\{\{|\}\}|\{#|\{<|<%"),
    "component": re.compile(r"(?m)^import \w.* from |^export (?:const|default)"),
}
HASHTAGS = re.compile(r"(?s)\W*(?:#[\w&-]+[\s,;.|!?:]*)+")


def whole(page: Converted) -> str:
    """The page's HTML with its blocks in it, and stand-ins for addresses and pictures."""

    def block(number: int, depth: int) -> str:
        found = page.blocks[number]
        shown = [f"<p>{html.escape(unmarked(value))}</p>" for key, value in found.args
                 if key not in ("kind", "links", "to", "src", "form")]  # fmt: skip
        items = [f"<h3>{item.title}</h3>{item.html}" for item in found.items]
        return filled("".join([*shown, found.html, *items]), depth)

    def filled(text: str, depth: int = 0) -> str:
        if depth < 12:
            text = re.sub("\ufdd0B([0-9]+)\ufdd1", lambda m: f"<div>{block(int(m[1]), depth + 1)}</div>", text)  # fmt: skip
        return re.sub("\ufdd0I[0-9]+\ufdd1", "<img>", re.sub("\ufdd0L[0-9]+\ufdd1", "#", text))

    return filled(page.html)


def read(text: str) -> Reader:
    """A page's HTML, taken apart."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    reader.end()
    return reader


def signs(reader: Reader) -> list[Sign]:
    """Everything in the page that looks like Markdown."""
    found = []
    for text in reader.texts:
        for cause, pattern in (*SIGNS.items(), *OTHER_GENERATORS.items()):
            if cause == "item" and (text.tag[0] == "h" or text.tag in ("td", "th")):
                continue
            match = pattern.search(text.full)
            if match and not (cause == "heading" and HASHTAGS.fullmatch(text.full)):
                found.append(Sign(cause, _around(text.full, match)))
        for cause, pattern in OUTSIDE_LINKS.items():
            if match := pattern.search(text.unlinked):
                found.append(Sign(cause, _around(text.unlinked, match)))
    return found


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 60) : match.end() + 60].replace("\r", "").replace("\n", "⏎")


def items(reader: Reader) -> Counter[tuple[int, str, str]]:
    """The items of all lists: depth, kind and the first letters."""
    named = ((depth, kind, _letters(text)) for depth, kind, text in reader.items)
    return Counter(item for item in named if item[2])


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", re.sub(r"https?://\S+", "", text)).lower()[:25]


def reference() -> Callable[[str], str] | None:
    """markdown-it-py, if it is there."""
    try:
        from markdown_it import MarkdownIt

        engine = MarkdownIt("gfm-like")
        engine.render("a")
    except ModuleNotFoundError:
        return None
    return engine.render


def files(folder: str, most: int, everything: bool) -> list[str]:
    """The folder's Markdown files that are content; an even sample of them where they are many."""
    found = []
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in names:
            path = os.path.relpath(os.path.join(root, name), folder)
            if name.lower().endswith(MARKDOWN) and (
                everything or not NO_CONTENT.search(path.replace(os.sep, "/"))
            ):
                found.append(path)
    found.sort()
    if most and len(found) > most:
        found = [found[number * len(found) // most] for number in range(most)]
    return found


def pages(folder: str, names: Sequence[str]) -> Iterator[tuple[str, str, Converted, float]]:
    """Each page with its name, its text as written and the seconds it took."""
    converter = Converter(BLOCKS)
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            text, _ = parse.decode(file.read(), name)
        split = frontmatter.split(text, name)
        start = time.perf_counter()
        page = converter.convert(split.body, name, split.line)
        yield name, split.body, page, time.perf_counter() - start


def measure(folder: str, most: int = 0, everything: bool = False) -> dict[str, Any]:
    """One site: its pages, and those where something was found."""
    engine = reference()
    report: dict[str, Any] = {"site": folder, "pages": 0, "seconds": 0.0, "items": 0, "found": []}
    for name, source, page, seconds in pages(folder, files(folder, most, everything)):
        reader = read(whole(page))
        if not any(text.full.strip() for text in reader.texts):
            continue  # nothing to see: settings only, or pictures
        report["pages"] += 1
        report["seconds"] += seconds
        report["items"] += len(reader.items)
        hits = signs(reader)
        record = {
            "signs": [sign for sign in hits if sign.cause not in OTHER_GENERATORS],
            "templates": [sign for sign in hits if sign.cause in OTHER_GENERATORS],
            "missing": dict(words.missing(source, page).most_common(12)),
            "lists": sorted(items(read(engine(source))) - items(reader))[:8] if engine else [],
        }
        if any(record.values()):
            report["found"].append({"page": name, **record})
    return report


def share(part: int, count: int) -> str:
    return f"{100 * part / max(1, count):5.2f} %"


def table(reports: Sequence[dict[str, Any]]) -> str:
    """A line for each site and one for all of them."""
    kinds = ("signs", "templates", "missing", "lists")
    lines = [f"{'site':40} {'pages':>6} {'signs':>6} {'share':>8} {'templates':>10} {'words':>6} {'lists':>6} {'ms/page':>8}"]  # fmt: skip
    total: Counter[str] = Counter()
    for report in reports:
        counts = {kind: sum(bool(page[kind]) for page in report["found"]) for kind in kinds}
        total.update({**counts, "pages": report["pages"], "seconds": report["seconds"]})
        lines.append(_line(os.path.basename(os.path.normpath(report["site"])), counts, report["pages"], report["seconds"]))  # fmt: skip
    if len(reports) > 1:
        lines.append(_line("all", total, int(total["pages"]), total["seconds"]))
    causes = Counter(
        cause
        for report in reports
        for page in report["found"]
        for cause in {sign.cause for sign in page["signs"]}
    )
    lines.append("pages by cause: " + ", ".join(f"{cause} {count}" for cause, count in causes.most_common()))  # fmt: skip
    return "\n".join(lines)


def _line(name: str, counts: Any, count: int, seconds: float) -> str:
    return (
        f"{name[:40]:40} {count:6} {counts['signs']:6} {share(counts['signs'], count):>8} {counts['templates']:10}"
        f" {counts['missing']:6} {counts['lists']:6} {1000 * seconds / max(1, count):8.2f}"
    )


def details(report: dict[str, Any]) -> Iterator[str]:
    """Every page with what was found on it, for a person to judge."""
    for page in report["found"]:
        yield f"{os.path.join(report['site'], page['page'])}"
        for kind in ("signs", "templates"):
            seen: Counter[str] = Counter()
            for sign in page[kind]:
                seen[sign.cause] += 1
                if seen[sign.cause] <= 3:
                    yield f"    {sign.cause}: {sign.around}"
        if page["missing"]:
            yield f"    missing words: {page['missing']}"
        for depth, kind, text in page["lists"]:
            yield f"    other list: depth {depth} {kind} {text}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument(
        "folder", nargs="+", help="a folder of Markdown files, counted as one site"
    )
    parser.add_argument("--most", type=int, default=0, help="an even sample of at most so many files of each folder")  # fmt: skip
    parser.add_argument(
        "--all", action="store_true", help="also README files, themes and the like"
    )
    parser.add_argument("--brief", action="store_true", help="only the table")
    parser.add_argument("--json", metavar="FILE", help="write everything that was found to a file")
    options = parser.parse_args()
    reports = [measure(folder, options.most, options.all) for folder in options.folder]
    if options.json:
        Path(options.json).write_text(json.dumps(reports, ensure_ascii=False, indent=1), "utf-8")
    if not options.brief:
        for report in reports:
            print(*details(report), sep="\n")
    print(table(reports))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
