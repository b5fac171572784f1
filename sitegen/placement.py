"""Where the pages of a build lie; and the same with other texts, where nothing else changed.

Only ``build`` asks. What is known of the last build is taken where everything that it was made from
is equal, never because a change looks small.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from sitegen import assemble, dates
from sitegen.assemble import Page, Site
from sitegen.links import Links
from sitegen.model import Document, Options
from sitegen.plan import outputs
from sitegen.problems import Problem
from sitegen.settled import Settled
from sitegen.sources import Tree


class Placement(Struct, frozen=True):
    """Where the documents of a build lie, and the pictures that they show."""

    settled: Settled
    files: tuple[str, ...]
    now: str
    documents: tuple[Document, ...]
    site: Site
    problems: tuple[Problem, ...]
    pictures: tuple[str, ...]


def of(
    settled: Settled, documents: tuple[Document, ...], tree: Tree, options: Options,
    known: Placement | None,
) -> Placement:  # fmt: skip
    """Documents to a site, and which pictures it shows: the last one, where only texts of pages
    changed since. Needs settings that could be read."""
    files = tuple(tree.files)
    if known is not None and known.settled is settled and known.files == files:
        found = _as_before(known, documents, options.now)
        if found is not None:
            return found
    assert settled.config is not None
    assert settled.theme is not None
    site, problems = assemble.site(settled.config, settled.theme, documents, settled.forms,
                                   options, settled.own, settled.ladder,
                                   settled.progress, settled.entries)  # fmt: skip
    used = outputs.used_pictures(site, links(site, tree))
    return Placement(settled, files, options.now, documents, site, problems, used)


def _as_before(known: Placement, documents: tuple[Document, ...], now: str) -> Placement | None:
    """The placement with other texts in the same places, or None where more changed than that.

    Nobody who puts pages in their places looks at a page's key.
    """
    if not dates.nothing_due(known.now, now, known.site.boundary) or len(known.documents) != len(
        documents
    ):
        return None
    changed = {}
    for old, new in zip(known.documents, documents, strict=True):
        if new is not old:
            if replace(new, key=old.key) != old:
                return None
            changed[new.path] = new

    def put(page: Page) -> Page:
        new = changed.get(page.doc.path)
        return page if new is None or page.generated else replace(page, doc=new)

    def all_of(pages: tuple[Page, ...]) -> tuple[Page, ...]:
        return tuple(map(put, pages))

    site = known.site
    return replace(known, now=now, documents=documents, site=replace(site,
        pages=all_of(site.pages),
        by_path={path: put(page) for path, page in site.by_path.items()},
        by_url={url: put(page) for url, page in site.by_url.items()},
        children={url: all_of(pages) for url, pages in site.children.items()},
        tags=tuple((words, url, all_of(pages)) for words, url, pages in site.tags),
        aliases=tuple((url, put(page)) for url, page in site.aliases),
    ))  # fmt: skip


def links(site: Site, tree: Tree) -> Links:
    """All names by which something of the site can be linked."""
    anchors = {page.doc.path: page.doc.anchors for page in site.pages}
    return Links(site, tree.files, anchors, {gone.path: gone.reason for gone in site.hidden},
                 frozenset(gone.path for gone in site.hidden if gone.stage))  # fmt: skip
