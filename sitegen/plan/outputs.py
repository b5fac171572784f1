"""All output files of a site, planned by the modules beside this one.

An artifact's key is a digest of its inputs, so whether it must be made again is a comparison of
two texts. No bytes of pages are made here and nothing is read.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence

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
    Memory,
    Plan,
    Row,
    Shared,
    bare,
    keyed,
)
from sitegen.plan.asks import Asks
from sitegen.plan.pages import Pages
from sitegen.plan.parts import Parts
from sitegen.problems import Problem, Span
from sitegen.sources import Tree, is_page


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
    artifacts, rows = _pages(parts, pages, common, code, asks.rung_urls.values(),
                             memory if memory.outline == outline else Memory())  # fmt: skip
    where: dict[str, journey.Leads] = {}
    for row in rows.values():
        linked.update(row.linked)
        problems += row.problems
        where.update(row.leads)
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
        artifacts += [*found, keyed(plan, common.key, site.theme.digest, code)]
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
                    if file.path.startswith("content/") and not is_page(file.path))  # fmt: skip
    faces = tuple((page.doc.path, page.doc.face or page.doc.title, page.url, page.view)
                  for page in site.pages)  # fmt: skip
    names = tuple((path, tuple(sized.output for sized in (*record.files, *record.webp)))
                  for path, record in sorted(published.items()))  # fmt: skip
    return digest(common.key, site.config, site.theme.digest, code, site.forms, site.backends, site.ladder, site.progress, faces, site.hidden, site.past,
                  sources, names)  # fmt: skip


def _pages(
    parts: Parts, pages: Pages, common: Shared, code: str, rungs: Iterable[str], memory: Memory
) -> tuple[list[Artifact], dict[str, Row]]:
    """All pages, planned only where memory does not know them, and the rows for next time."""
    theme = parts.site.theme.digest
    found: list[Artifact] = []
    rows: dict[str, Row] = {}
    for page in parts.site.pages:
        row = memory.rows.get(page.output)
        if row is not None and row.document == page.doc.key and memory.holds(row):
            found += row.made
        else:
            plan = pages.of(page)
            made = keyed(plan, common.key, theme, code)
            planned = [made, *files.letters(parts, page, made)]
            found += planned
            row = _row(page.doc.key, planned, parts, {plan.url: journey.leads(plan, rungs)})
        rows[page.output] = row
    row = memory.rows.get("")
    if row is not None and memory.holds(row):
        found += row.made
    else:
        plans = pages.others()
        others = [keyed(plan, common.key, theme, code) for plan in plans]
        found += others
        row = _row("", others, parts, {plan.url: journey.leads(plan, rungs) for plan in plans
                                       if plan.view == "thanks"})  # fmt: skip
    rows[""] = row
    return found, rows


def _row(
    document: str, planned: Sequence[Artifact], parts: Parts, leads: dict[str, journey.Leads]
) -> Row:
    linked, problems = parts.taken()
    return Row(document, tuple(map(bare, planned)), linked, tuple(problems), leads)


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
