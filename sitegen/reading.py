"""How every page of a site reads: what ``sitegen check`` tells writers.

Looks at the site as the next build would see it. Writes nothing but the memory of what was parsed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from sitegen import problems, readability
from sitegen.build import Look
from sitegen.cache import Cache
from sitegen.model import Body, Options
from sitegen.problems import Problem
from sitegen.readability import Reading


class PageReading(Struct, frozen=True):
    """One page's file and title, and how it reads."""

    path: str
    title: str
    reading: Reading


def of(
    project: Path, options: Options, wanted: Iterable[str] = ()
) -> tuple[tuple[PageReading, ...], tuple[Problem, ...]]:
    """Every page that has a text, the hardest first, and what a build would say of the site.

    ``wanted`` are parts of paths; with them only such pages are looked at. One that fits none is a
    problem.
    """
    cache = Cache(project / ".sitegen")
    try:
        look = Look(project, options, cache)
        said = list(look.problems)
        pages = look.site.pages if look.site is not None else ()
        names = [page.doc.path for page in pages if not page.generated]
        for part in wanted:
            if not any(part in name for name in names):
                said.append(Problem("page-unknown", f'No page has "{part}" in its path.', None,
                                    problems.did_you_mean(part, names)))  # fmt: skip
        found = []
        for page in pages:
            doc = page.doc
            if page.generated or (wanted and not any(part in doc.path for part in wanted)):
                continue
            data = cache.get("body", doc.key)
            if data is None:
                continue
            language = doc.language or (look.site.config.language if look.site else "en")
            reading = of_body(data, language)
            if reading.words:
                found.append(PageReading(doc.path, doc.title, reading))
        found.sort(key=lambda each: (-(each.reading.score or 0), each.path))
        return tuple(found), tuple(said)
    finally:
        cache.close()


def of_body(data: bytes, language: str) -> Reading:
    """How a page's text reads. ``data`` is its body as the cache holds it."""
    body = msgspec.json.decode(data, type=Body)
    html = "\n".join([body.html, *(part for inner, items in body.blocks
                                   for part in (inner, *(item.html for item in items)))])  # fmt: skip
    return readability.of(readability.plain(html), language)
