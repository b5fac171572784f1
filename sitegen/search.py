"""Finished pages to a search index: their words, and Pagefind's files over them.

Pagefind is a program that comes with the extra ``search``. It is spoken to in memory (its service
mode, one message for each page), writes nothing, and gives the same files for the same words.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from html import escape, unescape
from typing import Any

from msgspec import Struct

from sitegen.later import later
from sitegen.model import Pairs, digest
from sitegen.problems import Problem, Span

FOLDER = "assets/search/"
"""Where the index lies; the names in it that do not change with the bytes are Pagefind's own."""
ENTRY = FOLDER + "pagefind.js"
PACKAGE = "pagefind_bin"
COMMAND = "pip install pagefind-bin"
WAIT = 300.0
"""Seconds for an index; a thousand pages take four."""

_UNUSED = later(r"pagefind-(?:ui|modular-ui|component-ui|highlight)\.|playground/")
"""Parts that no page of ours loads."""

_MAIN = later(r"<main\b[^>]*>(.*)</main>", re.S)
_PARTS = later(
    r"<!--.*?-->|<(script|style|template|svg|form|nav|select|button|audio|video)\b.*?</\1\s*>"
    r"|<h([1-6])\b([^>]*)>(.*?)</h\2\s*>",
    re.S | re.I,
)
_ID = later(r"\bid=\"([^\"]*)\"")
_INLINE = later(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|i|kbd|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^>]*>",
    re.I,
)
_TAG = later(r"<[^>]*>")


class Entry(Struct, frozen=True):
    """What is found of one page: its address from the top of the site, without a slash in front,
    its title, and its words as ``words`` gives them."""

    url: str
    title: str
    words: str


class Failed(Exception):  # noqa: N818  it is made a problem at once
    """Pagefind did not do its work; says why."""


def missing(line: int) -> Problem | None:
    """A warning where a site asks for search and Pagefind is not installed."""
    if importlib.util.find_spec(PACKAGE) is not None:
        return None
    return Problem("search-missing", "Search needs Pagefind, which is not installed. The site map "
        "takes the place of the search page.", Span("content/site.yaml", line),
        f"Install it where sitegen is installed: {COMMAND}", "warning")  # fmt: skip


def words(html: str) -> str:
    """The words of a page's ``<main>``, without its forms and menus, as little HTML: a line for
    each heading with its id, and for each paragraph. Equal words give equal lines."""
    main = _MAIN.search(html)
    if main is None:
        return ""
    text = main[1]
    lines: list[str] = []
    at = 0
    for part in _PARTS.finditer(text):
        _add(lines, "p", "", text[at : part.start()])
        at = part.end()
        if part[2]:
            found = _ID.search(part[3])
            _add(lines, f"h{part[2]}", unescape(found[1]) if found else "", part[4])
    _add(lines, "p", "", text[at:])
    return "\n".join(lines)


def _add(lines: list[str], tag: str, id_: str, html: str) -> None:
    mark = f' id="{escape(id_)}"' if id_ else ""
    for plain in _TAG.split(_INLINE.sub("", html)):
        said = escape(" ".join(unescape(plain).split()), quote=False)
        if said:
            lines.append(f"<{tag}{mark}>{said}</{tag}>")


def key(entries: Sequence[Entry], language: str) -> str:
    """A digest of everything that an index depends on, but for sitegen and Pagefind."""
    return digest(language, tuple(entries))


def index(entries: Sequence[Entry], language: str) -> tuple[tuple[str, bytes], ...]:
    """Pagefind's files over the pages, as (output path, bytes). Raises ``Failed``."""
    requests: list[dict[str, Any]] = [{"type": "NewIndex", "config": {
        "force_language": language.split("-")[0].lower(), "keep_index_url": True}}]  # fmt: skip
    requests += [{"type": "AddFile", "index_id": 0, "url": "/" + entry.url, "file_path": None,
                  "file_contents": _page(entry, language)} for entry in entries]  # fmt: skip
    requests.append({"type": "GetFiles", "index_id": 0})
    found: Pairs = ()
    for answer in _ask(requests):
        if answer["type"] == "Error":
            raise Failed(str(answer.get("message", "")))
        if answer["type"] == "GetFiles":
            found = tuple((file["path"], file["content"]) for file in answer["files"])
    return tuple((FOLDER + path, base64.b64decode(content)) for path, content in sorted(found)
                 if not _UNUSED.match(path))  # fmt: skip


def _page(entry: Entry, language: str) -> str:
    title = escape(entry.title)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><title>{title}</title></head><body>'
        f'<main data-pagefind-body><meta data-pagefind-meta="title[content]" content="{title}">\n'
        f"{entry.words}\n</main></body></html>"
    )


def _ask(requests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pagefind's answers. A message is JSON in base64 with a comma behind it; the program ends
    when nothing more can be asked, so its input stays open until the last answer is there."""
    import subprocess
    import threading

    data = b"".join(
        base64.b64encode(json.dumps({"message_id": number, "payload": request}).encode()) + b","
        for number, request in enumerate(requests, 1)
    )
    try:
        import pagefind_bin

        process = subprocess.Popen([str(pagefind_bin.get_executable()), "--service"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
    except (ImportError, OSError) as error:
        raise Failed(str(error)) from None
    assert process.stdin is not None
    assert process.stdout is not None
    source, sink = process.stdout, process.stdin

    def write() -> None:
        with suppress(OSError):  # it has ended, which the reader sees
            sink.write(data)
            sink.flush()

    writer = threading.Thread(target=write, daemon=True)
    guard = threading.Timer(WAIT, process.kill)
    guard.daemon = True
    parts: list[bytes] = []
    got = 0
    try:
        writer.start()
        guard.start()
        while got < len(requests):
            part = source.read1(1 << 20)  # type: ignore[attr-defined]
            if not part:
                raise Failed("Pagefind ended before its work was done.")
            parts.append(part)
            got += part.count(b",")
    finally:
        guard.cancel()
        process.kill()
        process.wait()
        writer.join()
        source.close()
        with suppress(OSError):
            sink.close()
    answers = b"".join(parts).split(b",")[: len(requests)]
    try:
        return [json.loads(base64.b64decode(answer))["payload"] for answer in answers]
    except (ValueError, KeyError, TypeError):
        raise Failed("Pagefind's answer cannot be read.") from None
