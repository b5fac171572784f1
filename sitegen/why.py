"""What becomes of one page, and why: for the question "where is my page?".

Looks at the site as the next build would see it. Writes nothing but the memory of what was parsed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from msgspec.structs import replace

from sitegen import assemble, links
from sitegen import problems as reports
from sitegen.assemble import Page, Site
from sitegen.build import Look
from sitegen.cache import Cache
from sitegen.forms.shown import FormView
from sitegen.lastbuild import Last
from sitegen.links import Links
from sitegen.model import Document, Options
from sitegen.plan import Artifact, Card, PagePlan, Plan
from sitegen.problems import Problem, Span, suggest
from sitegen.sources import PAGES, RESERVED
from sitegen.write import Output

LISTED = 15
"""How many names of one kind are written out."""

_PARTS = (
    ("sitegen", "sitegen itself, or a library that it uses, was updated"),
    ("theme", "the theme has changed"),
    ("settings", "site.yaml, the menu or the looks of the site have changed"),
)
_MADE = {
    "tags": "It lists all tags.",
    "tag": "It lists the pages with one tag.",
    "not_found": "It is what a visitor sees at an address that does not exist.",
}


def explain(
    project: Path, wanted: str, options: Options
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Lines that say where the page goes, or why it is not shown; or a problem."""
    cache = Cache(project / ".sitegen")
    try:
        look = Look(project, options, cache)
        if look.site is None or look.plan is None:
            return (), look.problems
        question = _Question(look, look.site, look.plan, project, wanted, cache)
        return question.answer(options)
    finally:
        cache.close()


class _Question:
    """One look at one name; holds what its steps share."""

    def __init__(
        self, look: Look, site: Site, plan: Plan, project: Path, wanted: str, cache: Cache
    ) -> None:
        self.look, self.site, self.plan = look, site, plan
        self.project, self.wanted, self.cache = project, wanted, cache
        self.address = _address(wanted, site)
        self.path = _path(project, wanted)
        self.artifacts = {artifact.path: artifact for artifact in plan.artifacts}
        self.hidden = {gone.path: gone.reason for gone in site.hidden}
        self.stages = {gone.path: gone.stage for gone in site.hidden}
        anchors = {page.doc.path: page.doc.anchors for page in site.pages}
        self.links = Links(site, look.tree.files, anchors, self.hidden,
                           frozenset(gone.path for gone in site.hidden if gone.stage))  # fmt: skip

    def answer(self, options: Options) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        site = self.site
        page = site.by_path.get(self.path) or site.by_url.get(self.address) or self._by_stem()
        if page is not None:
            return self._page(page)
        path = self.path
        if path not in self.look.tree.files:
            path = self._hidden_at(options) or path
        said = self._said(path)
        if path in self.hidden:
            stage = self.stages[path]
            way = f"--stage {stage}" if stage else "--drafts"
            return (f"{path} is not shown, because {self.hidden[path]}.",
                    f"See it all the same with: sitegen serve {way}"), said  # fmt: skip
        for url, target in site.aliases:
            if url == self.address:
                return (f"{url} is an old address. It leads on to {target.url} "
                        f"({target.doc.path}).",), said  # fmt: skip
        if path in self.look.tree.files:
            return self._file(path), said
        made = self._made()
        if made:
            return made, said
        return (), (Problem("page-unknown", f'There is no page "{self.wanted}".', None,
                            self._near()),)  # fmt: skip

    # Kinds of answer -----------------------------------------------------------------------

    def _page(self, page: Page) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        doc = page.doc
        said = self._said(doc.path)
        artifact = self.artifacts[page.output]
        if page.generated:
            lines = [f"{page.url} ({page.output}) is made by sitegen, because the folder has pages "
                     "and no index.md of its own."]  # fmt: skip
        else:
            lines = [f"{doc.path} becomes {page.url} ({page.output})."]
        lines.append(f'Its title is "{doc.title}".')
        if page.parent:
            lines.append(f"It is listed on {self._name(page.parent)}.")
        lines += [f"{url} leads to it as well." for url, target in self.site.aliases
                  if target is page]  # fmt: skip
        lines += _dates(doc)
        lines.append(self._state(artifact, doc))
        lines += self._depends(artifact, doc)
        errors = reports.errors(self.look.problems)
        if errors and not reports.errors(said):
            lines.append(f"But the site cannot be built: {reports.text(errors[0])}")
        return tuple(lines), said

    def _file(self, path: str) -> tuple[str, ...]:
        """A source file that is no page."""
        if path.endswith(PAGES):
            parts = path.split("/")
            if parts[0] == "content" and parts[1] in RESERVED:
                return (f"{path} is not a page: the folder {parts[1]}/ holds no pages.",)
            return (f"{path} is not shown, because something else has its address.",)
        copies = {f"/{artifact.path}" for artifact in self.plan.artifacts if artifact.name == path}
        users = [page.doc.path for page in self.site.pages
                 if path in self._sources(self.artifacts[page.output], page.doc)
                 or copies.intersection(self._linked(page))]  # fmt: skip
        settings = self.site.config
        if path in (f"content/{settings.logo}", f"content/{settings.share_image}"):
            users.insert(0, "content/site.yaml")
        if not users:
            return (f"{path} is not a page, and no page uses it.",)
        return (f"{path} is not a page. It is used by:", *_list(users))

    def _linked(self, page: Page) -> list[str]:
        """The addresses that a page's text links to, decoded."""
        plan = self.artifacts[page.output].page
        return [unquote(target) for target in plan.targets] if plan is not None else []

    def _made(self) -> tuple[str, ...]:
        """An output file for which no page stands."""
        name = unquote(self.address.strip("/"))
        for option in (name, f"{name}/index.html", f"{name}.html"):
            artifact = self.artifacts.get(option)
            if artifact is None:
                continue
            state = self._state(artifact, None)
            page = artifact.page
            if page is not None:
                why = f"It thanks for the form {page.source}." if page.source else _MADE.get(
                    page.view, "")  # fmt: skip
                return (f"/{option} is a page that sitegen makes. {why}".rstrip(), state)
            if artifact.kind == "file":
                return (f"/{option} is a copy of {artifact.name}.", state)
            return (f"/{option} is a file that sitegen makes.", state)
        return ()

    def _hidden_at(self, options: Options) -> str:
        """The hidden page that has this address once it is shown."""
        ways = [replace(options, drafts=True)] if not options.drafts else []
        ways += [
            replace(options, stage=stage) for stage in sorted(set(self.stages.values())) if stage
        ]
        for other in ways if self.hidden else ():
            site = Look(self.project, other, self.cache).site
            page = site.by_url.get(self.address) if site is not None else None
            if page is not None and page.doc.path in self.hidden:
                return page.doc.path
        return ""

    def _by_stem(self) -> Page | None:
        """The only page of that name, wherever it lies."""
        if self.path in self.look.tree.files:
            return None
        found = [page for path, page in self.site.by_path.items() if _stem(path) == self.wanted]
        return found[0] if len(found) == 1 else None

    def _near(self) -> str:
        """The page that was meant, most likely: by the last part of its name."""
        stems: dict[str, str] = {}
        for path in (*self.site.by_path, *self.hidden):
            stems.setdefault(_stem(path), path)
        typed, _ = os.path.splitext(os.path.basename(self.wanted.rstrip("/\\")))
        near = suggest(typed, stems)
        return f'Did you mean "{stems[near]}"?' if near else "Pages are the .md files in content/."

    # Parts of answers ----------------------------------------------------------------------

    def _said(self, path: str) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.look.problems
                     if problem.span is not None and problem.span.path == path)  # fmt: skip

    def _name(self, url: str) -> str:
        page = self.site.by_url[url]
        return url if page.generated else f"{url} ({page.doc.path})"

    def _state(self, artifact: Artifact, doc: Document | None) -> str:
        """What the next build does with the file in the output folder, and why."""
        output = Output(self.project / "output")
        ledger = output.ledger()
        had = ledger.entries.get(artifact.path)
        if had is None:
            return "It is not in output/ yet: run sitegen build."
        if had.key != artifact.key:
            return f"The next build makes it anew, because {self._cause(artifact, doc, ledger.build)}."
        if artifact.path not in output.intact(ledger):
            return "The next build makes it anew, because its file in output/ was changed by hand."
        return "The file in output/ is up to date."

    def _cause(self, artifact: Artifact, doc: Document | None, built: object) -> str:
        """The first thing that differs from the build which made the file."""
        parts = built.get("parts") if isinstance(built, dict) else None
        now = {"sitegen": self.look.code, "theme": self.site.theme.digest,
               "settings": self.plan.shared.key}  # fmt: skip
        if isinstance(parts, dict):
            for name, words in _PARTS:
                if parts.get(name) != now[name]:
                    return words
        last = self.cache.get_value("last", "build", Last)
        row = last and last.rows.get(artifact.path)
        if doc is not None and row and row.document != doc.key:
            return f"{doc.path} has changed"
        return "something that it shows of other files has changed"

    def _depends(self, artifact: Artifact, doc: Document) -> list[str]:
        lines = ["It depends on:"]
        lines += _list(list(self._sources(artifact, doc)))
        plan = artifact.page
        shown = [] if plan is None else [url for url in _shown(plan) if url in self.site.by_url]
        others = list(dict.fromkeys(self._name(url) for url in shown if plan and url != plan.url))
        if others:
            lines.append("It shows the titles of these pages, besides the menu:")
            lines += _list(others)
        return lines

    def _sources(self, artifact: Artifact, doc: Document) -> dict[str, None]:
        """The source files whose text or picture is on the page, in order."""
        found = [doc.path] if doc.path in self.look.tree.files else []
        for target in (*doc.shows, doc.image):
            if target:
                _, _, path = self.links.resolve(doc.path, target, Span(doc.path), [])
                if links.is_image(path):
                    found.append(path)
        plan = artifact.page
        if plan is not None:
            for name in _forms(plan):
                form = self.site.form(name)
                if form is not None:
                    found.append(form.path)
            if plan.ask is not None and self.site.ladder.rungs:
                found.append(self.site.ladder.rungs[0].path)
        found.append("content/site.yaml")
        if plan is not None:
            templates = dict(self.site.theme.templates)
            found.append(f"the theme {self.site.theme.name}, with "
                         f"{templates.get(plan.template, plan.template)}")  # fmt: skip
        return dict.fromkeys(found)


def _stem(path: str) -> str:
    """What people call a page: its file's name, or its folder's for an index."""
    stem, _ = os.path.splitext(os.path.basename(path))
    return os.path.basename(os.path.dirname(path)) if stem == "index" else stem


def _forms(plan: PagePlan) -> Iterator[str]:
    for block in plan.blocks:
        yield from (value.name for _, value in block.args if isinstance(value, FormView))
    if plan.ask is not None and plan.ask.form is not None:
        yield plan.ask.form.name


def _shown(plan: PagePlan) -> Iterator[str]:
    """The addresses of the pages whose titles the page shows."""
    cards: list[Card] = [*plan.children, *plan.sections]
    for block in plan.blocks:
        for _, value in block.args:
            if isinstance(value, tuple):
                cards += [each for each in value if isinstance(each, Card)]
    for card in cards:
        yield card.url
        yield from (link.url for link in card.children)
    yield from (link.url for link in (*plan.trail, plan.prev, plan.next) if link is not None)


def _dates(doc: Document) -> list[str]:
    found = []
    if doc.draft:
        found.append("It is a draft, shown because you asked for drafts.")
    if doc.stages:
        found.append(f"It is shown in these stages only: {', '.join(doc.stages)}.")
    if doc.publish:
        found.append(f"It is shown from {doc.publish}.")
    if doc.expires:
        found.append(f"It is shown until {doc.expires}.")
    return found


def _list(names: list[str]) -> list[str]:
    shown = [f"  {name}" for name in names[:LISTED]]
    return [*shown, f"  and {len(names) - LISTED} more"] if len(names) > LISTED else shown


def _path(project: Path, wanted: str) -> str:
    """A path as typed, from here, from the project or from content/, as the project knows it."""
    name = wanted.replace("\\", "/").removeprefix("./")
    home = os.path.realpath(project)
    for option in (wanted, project / wanted, project / "content" / name.lstrip("/")):
        place = os.path.realpath(option)
        if not place.startswith(home + os.sep):
            continue
        inner = os.path.relpath(place, home).replace(os.sep, "/")
        for ending in ("", "/index.md", ".md"):
            if os.path.isfile(place + ending):
                return inner + ending
    return name if name.startswith("content/") else f"content/{name.lstrip('/')}"


def _address(wanted: str, site: Site) -> str:
    """The address that was typed, as the site knows it: from its own root."""
    path = wanted
    if wanted.startswith(("http://", "https://")):
        path = "/" + wanted.split("//", 1)[1].partition("/")[2].split("?")[0].split("#")[0]
    base = site.config.base_path
    if base != "/" and (path + "/").startswith(base):
        path = path[len(base) - 1 :]
    path = unquote(path.partition("#")[0].partition("?")[0])
    parts = [part for part in path.split("/") if part]
    if parts and parts[-1] == "index.html":
        parts.pop()
    url = "/" + "".join(
        quote(part, safe="~@!$&()*+,;=:", errors="replace") + "/" for part in parts
    )
    if url in site.by_url or any(alias == url for alias, _ in site.aliases):
        return url
    return url if "." in (parts[-1] if parts else "") else "/" + "".join(
        quote(assemble.slugify(part), errors="replace") + "/" for part in parts)  # fmt: skip
