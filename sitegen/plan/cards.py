"""Which pages have a share card of their own, and what stands on it.

A card costs time and a file, so a large site draws them only for the pages that are passed on most:
the home page, sections, messages, and what is newest. ``share_cards: all`` draws every one, ``messages`` those alone. A message's
card shows its own words, and it has a square one to be posted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sitegen import assemble
from sitegen.assemble import Page, Site
from sitegen.config import PATH
from sitegen.model import BUILT, digest
from sitegen.plan.artifacts import Artifact
from sitegen.problems import Problem, Span

MOST: Final = 100
"""So many pages have cards unless a site asks for all."""


def of(site: Site, key: str, said: Mapping[str, str]) -> dict[str, tuple[Artifact, ...]]:
    """The card of each page that has one, by the page's output; a message's is followed by its square
    one. ``key`` stands for what all cards show; it is "" where there are none. ``said`` are the words
    of messages by their output."""
    if not key:
        return {}
    found: dict[str, tuple[Artifact, ...]] = {}
    for page in chosen(site, said):
        title = said.get(page.output) or words(site, page)
        found[page.output] = (_card(key, title, "card"),)
        if page.output in said:
            found[page.output] += (_card(key, title, "square"),)
    return found


def _card(key: str, title: str, kind: str) -> Artifact:
    name = digest(key, title) if kind == "card" else digest(key, title, kind)
    return Artifact(f"{BUILT}{kind}-{name[:12]}.png", name, kind, name=title)


def judge(site: Site, said: Mapping[str, str]) -> tuple[Problem, ...]:
    """Say how many messages have no card, which nobody would notice before passing one on."""
    if not said:
        return ()
    drawn = {page.output for page in chosen(site, said)}
    left = len(said.keys() - drawn)
    if not left:
        return ()
    return (Problem("cards-left", f"{left} of {len(said)} messages have no share card of their own: "
                    f"sitegen draws {MOST} for a site.", Span(PATH, site.config.line("share_cards")),
                    f"For all of them add a line to {PATH}: share_cards: all", "info"),)  # fmt: skip


def words(site: Site, page: Page) -> str:
    """The title on a page's card: the home page says what the group stands for."""
    if page.view == "home" and site.config.tagline:
        return site.config.tagline
    return page.doc.title


def chosen(site: Site, said: Mapping[str, str]) -> tuple[Page, ...]:
    """The pages with cards, those first that are passed on most. ``said`` has the messages among them."""
    shown = [page for page in site.pages if page.view != "thanks"]
    if site.config.share_cards == "messages":
        return tuple(page for page in shown if page.output in said)
    first = [page for page in shown if page.view == "home"]
    first += [page for page in shown if page.view == "section"]
    first += [page for page in shown if page.output in said]
    ordered = dict.fromkeys([*first, *assemble.dated(tuple(shown)), *shown])
    return tuple(ordered)[: None if site.config.share_cards == "all" else MOST]
