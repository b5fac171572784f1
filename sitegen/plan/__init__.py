"""A site to artifacts: every output file with everything that determines its bytes.

An artifact's key is a digest of its inputs, so whether it must be made again is a comparison of
two texts. No bytes of pages are made here and nothing is read; addresses are from the top of the
site and become relative in ``render``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from sitegen import assemble, links
from sitegen.assemble import Site
from sitegen.config import PATH
from sitegen.links import Links
from sitegen.model import Details, digest
from sitegen.pictures import Published
from sitegen.plan import brandkit, cards, files, journey, passing, shared
from sitegen.plan.artifacts import (
    Artifact,
    Brand,
    Card,
    Memory,
    PagePlan,
    PicturePlan,
    Plan,
    Shared,
)
from sitegen.plan.asks import Asks
from sitegen.plan.pages import Pages
from sitegen.plan.parts import Parts
from sitegen.problems import Problem, Span, as_data, from_data
from sitegen.sources import Tree

__all__ = (
    "Artifact",
    "Brand",
    "Card",
    "Memory",
    "PagePlan",
    "PicturePlan",
    "Plan",
    "site",
    "used_pictures",
)


def used_pictures(site: Site, links_: Links) -> tuple[str, ...]:
    """The source paths of every picture that some page or setting shows."""
    wanted: list[tuple[str, str]] = []
    for page in site.pages:
        doc = page.doc
        wanted += [(doc.path, target) for target in doc.shows]
        wanted += [(doc.path, target) for target in (doc.image, doc.ask.to or doc.ask.form)]
    config = site.config
    entries = [*config.nav, *config.footer]
    entries += [child for entry in entries for child in entry.children]
    wanted += [(PATH, entry.to) for entry in entries]
    wanted += [(PATH, name) for name in (config.logo, config.share_image, config.ask.to)]
    found = set()
    for source, target in wanted:
        path = links_.resolve(source, target, Span(source), [])[2] if target else ""
        if path and links.is_image(path):
            found.add(path)
    return tuple(sorted(found))


def site(
    site: Site,
    tree: Tree,
    links_: Links,
    published: Mapping[str, Published],
    brand: Brand,
    code: str,
    details: Callable[[str], Details],
    memory: Memory,
    kit: Callable[[brandkit.Wanted], brandkit.Made] | None = None,
) -> tuple[Plan, tuple[Problem, ...]]:
    """Plan every output file of a site. ``details`` gives a document's details by key, ``kit`` the
    files of its brand kit."""
    parts = Parts(site, links_, published)
    asks = Asks(parts)
    common = shared.of(parts, asks, brand)
    claims = passing.claims(parts, details) if common.cards else {}
    drawn = cards.of(site, common.cards, claims)
    pages = Pages(parts, asks, details, drawn)
    linked, problems = parts.taken()
    problems += cards.judge(site, claims)
    outline = _outline(site, tree, published, common, code)
    rows: dict[str, list[Any]] = {}
    artifacts = _pages(parts, pages, common, code, asks.rung_urls.values(),
                       memory if memory.outline == outline else Memory(), rows)  # fmt: skip
    where: dict[str, journey.Leads] = {}
    for row in rows.values():
        linked.update(row[2])
        problems += [from_data(problem) for problem in row[3]]
        where.update(row[4])
    way = journey.of(site, asks, where)
    # A site without a ladder is not held to one, nor one whose campaign is over or that shows a few
    # pages only; and while a form cannot be connected, all that it would lead to would look lost
    # for one and the same mistake.
    ready = all(wired or asks.shut(form) for form, wired in asks.connected())
    staging = site.config.staging
    if site.ladder.rungs and ready and not (staging.closed or staging.only):
        problems += way.dead_ends
    offered = functools.partial(brandkit.wanted, site, parts, asks, way)
    if site.config.brand_page and kit is not None:
        wanted = offered()
        wanted = replace(wanted, said=wanted.said[: brandkit.CARDS])
        plan, found, said = brandkit.page(parts, kit(wanted), brand.colours)
        artifacts += [*found, _keyed(plan, common.key, site.theme.digest, code)]
        problems += said
    extra, remarks = files.host(site)
    artifacts += files.data(site, common, brand)
    artifacts += files.receivers(asks)
    artifacts += files.gathered(pages.sheets, pages.calendars)
    artifacts += files.pictures(published)
    artifacts += dict.fromkeys(each for both in drawn.values() for each in both)
    artifacts += files.copies(tree, linked)
    artifacts += extra
    by_path = {artifact.path: artifact for artifact in reversed(artifacts)}
    ordered = tuple(by_path[path] for path in sorted(by_path))
    made = Plan(ordered, common, outline, rows, way, asks.connected(), offered)
    return made, (*problems, *remarks, *_clashes(artifacts))


def _outline(
    site: Site, tree: Tree, published: Mapping[str, Published], common: Shared, code: str
) -> str:
    """A digest of everything but a page's own text that its plan can depend on."""
    sources = tuple((file.path, file.digest) for file in tree.files.values()
                    if file.path.startswith("content/") and not file.path.endswith(".md"))  # fmt: skip
    faces = tuple((page.doc.path, page.doc.face or page.doc.title, page.url, page.view)
                  for page in site.pages)  # fmt: skip
    names = tuple((path, tuple(sized.output for sized in (*record.files, *record.webp)))
                  for path, record in sorted(published.items()))  # fmt: skip
    return digest(common.key, site.config, site.theme.digest, code, site.forms, site.backends, site.ladder, site.progress, faces, site.hidden, site.past,
                  sources, names)  # fmt: skip


def _pages(
    parts: Parts, pages: Pages, common: Shared, code: str, rungs: Iterable[str], memory: Memory,
    rows: dict[str, list[Any]],
) -> list[Artifact]:  # fmt: skip
    """All pages, planned only where memory does not know them; fills ``rows`` for next time."""
    theme = parts.site.theme.digest

    def keyed(plan: PagePlan) -> Artifact:
        return _keyed(plan, common.key, theme, code)

    found: list[Artifact] = []
    for page in parts.site.pages:
        row = memory.rows.get(page.output)
        if (
            row is not None
            and [page.doc.key, memory.current.get(page.output)] == row[:2]
            and all(memory.current.get(path) == key for path, key in row[5])
        ):
            found.append(Artifact(page.output, row[1], "page", name=page.doc.path))
            found += [Artifact(path, key, "mail", name=page.doc.path) for path, key in row[5]]
        else:
            plan = pages.of(page)
            made = keyed(plan)
            letters = files.letters(parts, page, made)
            found += [made, *letters]
            row = [page.doc.key, made.key, *_remembered(parts),
                   {plan.url: journey.leads(plan, rungs)},
                   [[each.path, each.key] for each in letters]]  # fmt: skip
        rows[page.output] = row
    row = memory.rows.get("")
    if row is not None and all(memory.current.get(path) == key for path, key, _ in row[0]):
        found += [Artifact(path, key, "page", name=name) for path, key, name in row[0]]
    else:
        plans = pages.others()
        others = [keyed(plan) for plan in plans]
        found += others
        row = [[[each.path, each.key, each.name] for each in others], "", *_remembered(parts),
               {plan.url: journey.leads(plan, rungs) for plan in plans
                if plan.view == "thanks"}]  # fmt: skip
    rows[""] = row
    return found


_WRITER: Final = json.JSONEncoder(check_circular=False, default=repr)
"""Writes a plan as ``repr`` does but for the names of its classes, in a fraction of the time."""


def _keyed(plan: PagePlan, common: str, theme: str, code: str) -> Artifact:
    key = digest(common, theme, code, _WRITER.encode(plan))
    return Artifact(plan.output, key, "page", plan, name=plan.source)


def _remembered(parts: Parts) -> tuple[dict[str, str], list[dict[str, str | int]]]:
    linked, problems = parts.taken()
    return linked, [as_data(problem) for problem in problems]


def _clashes(artifacts: list[Artifact]) -> list[Problem]:
    """Two outputs that some computer would store in one place, or a file where a folder goes."""
    places: dict[str, Artifact] = {}
    problems = []

    def clash(one: Artifact, two: Artifact) -> None:
        names = [each.name if each.kind in ("page", "file") and each.name
                 else f"{each.path} (made by sitegen)" for each in (one, two)]  # fmt: skip
        problems.append(Problem("output-twice",
            f'"{names[0]}" and "{names[1]}" would both be written to {two.path}.',
            Span(names[1]), "Rename one of the two."))  # fmt: skip

    for artifact in artifacts:
        other = places.setdefault(assemble._fold(artifact.path), artifact)
        if (other.key, other.name) != (artifact.key, artifact.name):
            clash(other, artifact)
    seen: set[str] = set()
    for artifact in artifacts:
        folder = artifact.path.rpartition("/")[0]
        while folder and folder not in seen:
            seen.add(folder)
            above = places.get(assemble._fold(folder))
            if above is not None:
                clash(above, artifact)
            folder = folder.rpartition("/")[0]
    return problems
