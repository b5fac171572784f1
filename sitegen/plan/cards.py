"""Which pages have a share card of their own, and what stands on it.

A card costs time and a file, so a large site draws them only for the pages that are passed on most:
the home page, sections, and what is newest. ``share_cards: all`` draws every one.
"""

from __future__ import annotations

from typing import Final

from sitegen import assemble
from sitegen.assemble import Page, Site
from sitegen.model import BUILT, digest
from sitegen.plan.artifacts import Artifact

SIZE: Final = (1200, 630)
MOST: Final = 100
"""So many pages have cards unless a site asks for all."""


def of(site: Site, key: str) -> dict[str, Artifact]:
    """The card of each page that has one, by the page's output. ``key`` stands for what all cards
    show; it is "" where there are none."""
    if not key:
        return {}
    found = {}
    for page in chosen(site):
        title = words(site, page)
        name = digest(key, title)
        found[page.output] = Artifact(f"{BUILT}card-{name[:12]}.png", name, "card", name=title)
    return found


def words(site: Site, page: Page) -> str:
    """The title on a page's card: the home page says what the group stands for."""
    if page.view == "home" and site.config.tagline:
        return site.config.tagline
    return page.doc.title


def chosen(site: Site) -> tuple[Page, ...]:
    """The pages with cards, those first that are passed on most."""
    shown = [page for page in site.pages if page.view != "thanks"]
    first = [page for page in shown if page.view == "home"]
    first += [page for page in shown if page.view == "section"]
    ordered = dict.fromkeys([*first, *assemble.dated(tuple(shown)), *shown])
    return tuple(ordered)[: None if site.config.share_cards == "all" else MOST]
