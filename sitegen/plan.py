"""A site to artifacts: every output file with everything that determines its bytes.

An artifact's key is a digest of its inputs, so whether it must be made again is a comparison of
two texts. No bytes of pages are made here and nothing is read; addresses are from the top of the
site and become relative in ``render``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from sitegen import __version__, assemble, feeds, hosts, links, policy
from sitegen.assemble import Page, Site
from sitegen.config import Config, Entry
from sitegen.forms import view, wiring
from sitegen.forms.model import Form
from sitegen.forms.view import FormView
from sitegen.links import Links
from sitegen.model import BUILT, AskRef, Block, Details, Document, Pairs, Picture, digest
from sitegen.pictures import Published
from sitegen.problems import Problem, Span, as_data, did_you_mean, from_data
from sitegen.sources import Tree
from sitegen.theme import BlockDef

SIZES = "(min-width: 60rem) 50rem, 100vw"
HOME_UPDATES = 20
NAV_TOP = 7
NAV_CHILDREN = 10
TITLE_MAX = 60


@dataclass(frozen=True, slots=True)
class Link:
    """A title and an address from the top of the site; ``children`` for a menu."""

    title: str
    url: str
    children: tuple[Link, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """An image's files with their widths, and its words."""

    src: str
    files: tuple[tuple[str, int], ...]
    webp: tuple[tuple[str, int], ...]
    width: int
    height: int
    alt: str
    title: str = ""
    attributes: Pairs = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A page as lists show it."""

    title: str
    url: str
    description: str
    date: str
    date_text: str
    image: PicturePlan | None = None
    tags: tuple[Link, ...] = ()
    children: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What a page asks for: a form, or an address."""

    title: str
    text: str
    button: str
    url: str
    form: FormView | None


BlockValue = str | PicturePlan | FormView | tuple[Card, ...] | None


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """A block with its arguments resolved. ``links`` are indexes of arguments to make relative."""

    name: str
    template: str
    id: str
    args: tuple[tuple[str, BlockValue], ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PagePlan:
    """Everything that determines the bytes of one HTML page, but for what all pages share."""

    output: str
    url: str
    depth: int
    view: str
    template: str
    body: str
    title: str
    description: str
    layout: str = ""
    language: str = ""
    date: str = ""
    date_text: str = ""
    draft: bool = False
    tags: tuple[Link, ...] = ()
    image: PicturePlan | None = None
    headings: tuple[tuple[int, str, str], ...] = ()
    trail: tuple[Link, ...] = ()
    children: tuple[Card, ...] = ()
    sections: tuple[Card, ...] = ()
    prev: Link | None = None
    next: Link | None = None
    ask: Ask | None = None
    edit: str = ""
    extra: Pairs = ()
    targets: tuple[str, ...] = ()
    pictures: tuple[PicturePlan | str, ...] = ()
    blocks: tuple[BlockPlan, ...] = ()
    form_origins: tuple[str, ...] = ()
    posts: bool = False
    text: str = ""
    canonical: str = ""
    robots: str = ""
    jsonld: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What every page of the site has in common; ``key`` is the digest of all of it."""

    config: Config
    nav: tuple[Link, ...]
    footer: tuple[Link, ...]
    social: Pairs
    css: str
    icons: tuple[tuple[str, str, str, str], ...]
    logo: PicturePlan | None
    wordmark: str
    share: tuple[str, int, int, str] | None
    feed: str
    assets: Pairs
    theme_colors: tuple[tuple[str, str], ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One output file. ``kind`` says how its bytes are had: a ``page`` is rendered, ``data`` is
    at hand, a ``blob`` lies in the cache and a ``file`` in the sources under ``name``."""

    path: str
    key: str
    kind: str
    page: PagePlan | None = None
    data: bytes = b""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Brand:
    """What the brand room and the style joiner made: CSS, icons, and a share card if any."""

    css_name: str
    css: bytes
    icons: tuple[tuple[str, str, str, str, bytes], ...]
    share: tuple[str, bytes] | None
    theme_colors: tuple[tuple[str, str], ...]
    assets: tuple[tuple[str, str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All artifacts by path, what the pages share, and what to remember of them (see ``Memory``)."""

    artifacts: tuple[Artifact, ...]
    shared: Shared
    outline: str
    rows: Mapping[str, list[Any]]


def used_pictures(site: Site, links_: Links) -> tuple[str, ...]:
    """The source paths of every picture that some page or setting shows."""
    wanted: list[tuple[str, str]] = []
    for page in site.pages:
        doc = page.doc
        wanted += [(doc.path, target) for target in doc.shows]
        if doc.image:
            wanted.append((doc.path, doc.image))
    config = site.config
    wanted += [("content/site.yaml", name) for name in (config.logo, config.share_image) if name]
    found = set()
    for source, target in wanted:
        _, _, path = links_.resolve(source, target, Span(source), [])
        if path and links.is_image(path):
            found.add(path)
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Memory:
    """What the last plan found, for pages whose own text and surroundings are unchanged.

    ``outline`` is a digest of all that pages see of each other and of the site. Of each page by
    output path, ``rows`` has its document's key, its artifact's key, the files it publishes and
    the problems it has. ``current`` are the keys that lie intact in the output.
    """

    outline: str = ""
    rows: Mapping[str, list[Any]] = field(default_factory=dict)
    current: Mapping[str, str] = field(default_factory=dict)


def site(
    site: Site,
    tree: Tree,
    links_: Links,
    published: Mapping[str, Published],
    brand: Brand,
    code: str,
    details: Callable[[str], Details],
    memory: Memory,
) -> tuple[Plan, tuple[Problem, ...]]:
    """Plan every output file of a site. ``details`` gives a document's details by key."""
    planner = _Planner(site, tree, links_, published, brand, code, details)
    return planner.plan(memory), tuple(planner.problems)


class _Planner:
    """One run of ``site``; holds what its steps share. Used once and thrown away."""

    def __init__(
        self,
        site: Site,
        tree: Tree,
        links_: Links,
        published: Mapping[str, Published],
        brand: Brand,
        code: str,
        details: Callable[[str], Details],
    ) -> None:
        self.site, self.tree, self.links, self.published = site, tree, links_, published
        self.details = details
        self.brand, self.code = brand, code
        self.config = site.config
        self.strings = dict(site.theme.strings)
        self.problems: list[Problem] = []
        self.files: dict[str, str] = {}
        self.templates = {name for name, _ in site.theme.templates}
        self.blocks = {block.spec.name: block for block in site.theme.blocks}
        self.cards: dict[str, Card] = {}
        by_slug = {assemble.slugify(tag[0]): Link(tag[0], tag[1]) for tag in site.tags}
        self.tag_links: dict[str, Link] = {}
        for tag in {tag for page in site.pages for tag in page.doc.tags}:
            if (slug := assemble.slugify(tag)) in by_slug:
                self.tag_links[tag] = by_slug[slug]
        self.wirings = {form.name: self._wire(form) for form in site.forms}

    # The whole -----------------------------------------------------------------------------

    def plan(self, memory: Memory) -> Plan:
        shared = self._shared()
        outline = self._outline(shared)
        base = (shared.key, self.site.theme.digest, self.code)
        known = memory.rows if memory.outline == outline else {}
        artifacts: list[Artifact] = []
        rows: dict[str, list[Any]] = {}
        for page in self.site.pages:
            row = known.get(page.output)
            if row is not None and row[0] == page.doc.key and (
                memory.current.get(page.output) == row[1]
            ):  # fmt: skip
                artifacts.append(Artifact(page.output, row[1], "page"))
                rows[page.output] = row
                self.files.update(row[2])
                self.problems += [from_data(data) for data in row[3]]
                continue
            files, self.files = self.files, {}
            at = len(self.problems)
            plan = self._page(page)
            artifact = Artifact(plan.output, digest(base, plan), "page", plan)
            artifacts.append(artifact)
            rows[page.output] = [page.doc.key, artifact.key, self.files,
                                 [as_data(problem) for problem in self.problems[at:]]]  # fmt: skip
            self.files = files | self.files
        made = known.get("")
        if made is not None and all(memory.current.get(path) == key for path, key in made):
            artifacts += [Artifact(path, key, "page") for path, key in made]
            rows[""] = made
        else:
            plans = [*self._tag_pages(), *self._thanks_pages(), self._not_found(),
                     *self._redirects()]  # fmt: skip
            more = [Artifact(plan.output, digest(base, plan), "page", plan) for plan in plans]
            artifacts += more
            if not any(plan.ask for plan in plans):  # those may have problems of their own
                rows[""] = [[artifact.path, artifact.key] for artifact in more]
        artifacts += self._data(shared)
        artifacts += self._pictures()
        artifacts += self._copies()
        artifacts += self._host_files(shared)
        kept: dict[str, Artifact] = {}
        seen: dict[str, Artifact] = {}
        for artifact in artifacts:
            folded = assemble._fold(artifact.path)
            other = seen.setdefault(folded, artifact)
            if other is not artifact and other.key != artifact.key:
                self._clash(other, artifact)
            kept.setdefault(artifact.path, artifact)
        for path in kept:
            parts = path.split("/")
            for depth in range(1, len(parts)):
                above = seen.get(assemble._fold("/".join(parts[:depth])))
                if above is not None:
                    self._clash(above, kept[path])
        return Plan(tuple(kept[path] for path in sorted(kept)), shared, outline, rows)

    def _outline(self, shared: Shared) -> str:
        """A digest of everything but a page's own text that its plan can depend on."""
        site = self.site
        files = tuple((file.path, file.digest) for file in self.tree.files.values()
                      if file.path.startswith("content/") and not file.path.endswith(".md"))  # fmt: skip
        faces = tuple((page.doc.path, page.doc.face or page.doc.title, page.url, page.view)
                      for page in site.pages)  # fmt: skip
        return digest(shared.key, site.config, site.theme.digest, self.code, site.forms, faces,
                      site.hidden, files)  # fmt: skip

    def _clash(self, one: Artifact, two: Artifact) -> None:
        names = [self._source(artifact) for artifact in (one, two)]
        self.problems.append(Problem("output-twice",
            f'"{names[0]}" and "{names[1]}" would both be written to {two.path}.',
            Span(names[1]), "Rename one of the two."))  # fmt: skip

    def _source(self, artifact: Artifact) -> str:
        if artifact.page is not None and artifact.page.source:
            return artifact.page.source
        return artifact.name or f"{artifact.path} (made by sitegen)"

    # Links and pictures --------------------------------------------------------------------

    def _resolve(self, source: str, target: str, span: Span) -> str:
        """A written link as an address from the top of the site; files get published."""
        url, _, file = self.links.resolve(source, target, span, self.problems)
        return self._file(file) if file else url

    def _file(self, path: str) -> str:
        """Publish a source file under its own name, or the largest clean copy of a picture."""
        if path in self.published:
            return "/" + self.published[path].files[-1].output
        from urllib.parse import quote

        output = path.removeprefix("content/").removeprefix("static/")
        self.files[path] = output
        return "/" + quote(output, safe="/~@!$&()*+,;=:")

    def _picture(
        self, source: str, target: str, alt: str, span: Span, title: str = "",
        attributes: Pairs = (),
    ) -> PicturePlan | None:  # fmt: skip
        if re.match(r"(?:https?:)?//", target):
            host = urlsplit(target).netloc.lower()
            if host in self.config.hosts_allowed:
                return PicturePlan(target, (), (), 0, 0, alt, title, attributes)
            self.problems.append(Problem("image-elsewhere",
                f"This picture lies on another site ({host}), which would learn of every visitor.",
                span, f"Save it in content/assets/, or add to site.yaml: hosts_allowed: [{host}]",
                "warning"))  # fmt: skip
            return None
        _, page, path = self.links.resolve(source, target, span, self.problems)
        if page is not None:
            self.problems.append(Problem("image-is-page", f'"{target}" is a page, not a picture.',
                                         span, "Write a link without the exclamation mark."))  # fmt: skip
        if not path or path not in self.published:
            if path and not links.is_image(path):
                self.problems.append(Problem("image-unknown", f'"{target}" is not a picture.', span,
                    "Use a JPEG, PNG, WebP, GIF or SVG file."))  # fmt: skip
            return None
        found = self.published[path]
        return PicturePlan(
            "/" + found.files[-1].output,
            tuple(("/" + f.output, f.width) for f in found.files) if len(found.files) > 1 else (),
            tuple(("/" + f.output, f.width) for f in found.webp),
            found.width, found.height, alt, title, attributes,
        )  # fmt: skip

    # Parts of pages ------------------------------------------------------------------------

    def _card(self, page: Page, children: bool = False) -> Card:
        name = page.url + ("+" if children else "")
        if name not in self.cards:
            doc = page.doc
            image = None
            if doc.image:
                image = self._picture(doc.path, doc.image, doc.image_alt,
                                      Span(doc.path, doc.line("image")))  # fmt: skip
            below = tuple(Link(child.doc.title, child.url)
                          for child in self.site.children.get(page.url, ())) if children else ()  # fmt: skip
            self.cards[name] = Card(
                doc.title, page.url, doc.description or doc.summary, doc.date[:10],
                self._date_text(doc.date), image,
                tuple(self.tag_links[tag] for tag in doc.tags if tag in self.tag_links), below,
            )  # fmt: skip
        return self.cards[name]

    def _date_text(self, iso: str) -> str:
        """The date as people write it in the site's language."""
        months = [month.strip() for month in self.strings.get("months", "").split(",")]
        if not iso or len(months) != 12:
            return iso[:10]
        year, month, day = iso[:10].split("-")
        pattern = self.strings.get("date_format", "{day} {month} {year}")
        return (pattern.replace("{day}", str(int(day))).replace("{year}", year)
                .replace("{month}", months[int(month) - 1]))  # fmt: skip

    def _trail(self, page: Page) -> tuple[Link, ...]:
        found: list[Link] = []
        at = page.parent
        while at:
            above = self.site.by_url[at]
            found.append(Link(above.doc.title if at != "/" else self._home_word(), above.url))
            at = above.parent
        return tuple(reversed(found))

    def _home_word(self) -> str:
        return self.strings.get("home", "Home")

    def _neighbours(self, page: Page) -> tuple[Link | None, Link | None]:
        group = self.site.children.get(page.parent, ())
        if page.view != "page" or page.parent == "/":
            return None, None
        at = group.index(page) if len(group) < 60 else self._index(page.parent)[page.url]
        before = group[at - 1] if at else None
        after = group[at + 1] if at + 1 < len(group) else None
        return (Link(before.doc.title, before.url) if before else None,
                Link(after.doc.title, after.url) if after else None)  # fmt: skip

    def _index(self, parent: str) -> dict[str, int]:
        return {page.url: at for at, page in enumerate(self.site.children[parent])}

    # Forms and asks ------------------------------------------------------------------------

    def _wire(self, form: Form) -> wiring.Wiring | None:
        default = wiring.Default(self.config.backend, self.config.backend_settings,
                                 "content/site.yaml")  # fmt: skip
        url = self._thanks_url(form)
        absolute = self.config.url + url if self.config.url else url
        wired = wiring.connect(form, default, absolute, self.config.url, self.strings)
        if wired is None:
            self.problems.append(wiring.missing(form, default))
            return None
        self.problems += wired.problems
        return wired

    def _thanks_url(self, form: Form) -> str:
        path = assemble.thanks_path(form)
        if path and path in self.site.by_path:
            return self.site.by_path[path].url
        if form.thanks is not None and form.thanks.page:
            span = Span(form.path, form.line)
            _, page, _ = self.links.resolve(form.path, form.thanks.page, span, self.problems)
            return page.url if page else "/"
        return f"/thanks/{assemble.slugify(form.name)}/"

    def _form(self, name: str, prefix: str, span: Span) -> FormView | None:
        form = self.site.form(name)
        if form is None:
            names = [form.name for form in self.site.forms]
            known = ", ".join(names) or "none yet"
            self.problems.append(Problem("form-missing", f'There is no form "{name}".', span,
                did_you_mean(name, names, f"Forms here: {known}. A form is a file in "
                             "content/forms/.")))  # fmt: skip
            return None
        wired = self.wirings[form.name]
        return view.see(form, wired, self.strings, prefix) if wired is not None else None

    def _origins(self, forms: Iterable[FormView]) -> tuple[str, ...]:
        found: list[str] = []
        for form in forms:
            wired = self.wirings.get(form.name)
            if wired is not None and not form.link:
                found += wired.form_action_origins
        return tuple(dict.fromkeys(found))

    def _ask(self, page: Page, shown: set[str]) -> Ask | None:
        """The page's ask, else the site's; none where the page already shows that form."""
        own, site = page.doc.ask, self.config.ask
        if own.none or (own == AskRef(line=own.line) and site.none):
            return None
        span = Span(page.doc.path, own.line) if own.line else Span(
            "content/site.yaml", site.line or self.config.line("form"))  # fmt: skip
        source = page.doc.path
        form, to = own.form, own.to
        if not form and not to:
            form, to = site.form or self.config.form, site.to
            if to:
                form, source, span = "", "content/site.yaml", Span("content/site.yaml", site.line)
        if page.view == "thanks" and not own.line:
            return None
        words = replace(site, **{name: value for name in ("title", "text", "button")
                                 if (value := getattr(own, name))})  # fmt: skip
        if own.form or own.to:
            words = own
        if to:
            url, target, file = self.links.resolve(source, to, span, self.problems)
            url = self._file(file) if file else url
            if target is page:
                return None
            title = words.title or (target.doc.title if target else "")
            return Ask(title, words.text or (target.doc.description if target else ""),
                       words.button or self.strings.get("ask_button", "Go"), url, None)  # fmt: skip
        if not form or form in shown:
            return None
        found = self._form(form, "ask", span)
        if found is None:
            return None
        return Ask(words.title or found.title, words.text, words.button or found.button, "", found)

    # Blocks --------------------------------------------------------------------------------

    def _block(self, page: Page, number: int, use: Block, targets: tuple[str, ...]) -> BlockPlan:
        definition = self.blocks.get(use.name)
        span = Span(page.doc.path, use.line)
        if definition is None:
            return BlockPlan(use.name, "", "", (), ())
        given = dict(use.args)
        id_ = f"{use.name}-{number + 1}"
        args: list[tuple[str, BlockValue]] = []
        linked: list[str] = []
        for field in definition.fields:
            value = given.get(field.name, "")
            if field.required and not value:
                self.problems.append(Problem("block-field-missing",
                    f'The block "{use.name}" needs {field.name}.', span,
                    self._example(definition)))  # fmt: skip
            resolved = self._block_value(page, use, field.kind, field.name, value, span, id_,
                                         targets)  # fmt: skip
            if field.kind == "choice" and value and value not in field.choices:
                self.problems.append(Problem("block-choice",
                    f'"{value}" is not a {field.name} of the block "{use.name}".', span,
                    did_you_mean(value, field.choices, "Choices: " + ", ".join(field.choices))))  # fmt: skip
            if field.kind == "link" and isinstance(resolved, str):
                linked.append(field.name)
            args.append((field.name, resolved))
        return BlockPlan(use.name, definition.template, id_, tuple(args), tuple(linked))

    def _example(self, definition: BlockDef) -> str:
        spec = definition.spec
        words = " ".join(name.upper() for name in spec.args)
        return f"Write for example:  ::: {spec.name} {words}".rstrip()

    def _block_value(
        self, page: Page, use: Block, kind: str, name: str, value: str, span: Span, id_: str,
        targets: tuple[str, ...],
    ) -> BlockValue:  # fmt: skip
        source = page.doc.path
        match kind:
            case "link":
                return self._resolve(source, value, span) if value else ""
            case "image":
                alt = dict(use.args).get("alt", "")
                return self._picture(source, value, alt, span) if value else None
            case "form":
                form = value or self.config.form
                if not form:
                    self.problems.append(Problem("form-unnamed",
                        "This sign-up names no form, and the site has no default.", span,
                        "Write ::: signup join, or add form: join to site.yaml."))  # fmt: skip
                    return None
                return self._form(form, id_, span)
            case "pages":
                return self._listed(page, use, value, span, targets)
            case "number":
                return value if value.isdigit() else ""
        return value

    def _listed(
        self, page: Page, use: Block, value: str, span: Span, targets: tuple[str, ...]
    ) -> tuple[Card, ...]:
        """The pages that a block lists: a section's, a tag's, or those its body links to."""
        options = dict(use.args)
        tag = options.get("tag", "") or (value[4:] if value.startswith("tag:") else "")
        pages: list[Page] = []
        if tag:
            found = next((t for t in self.site.tags if assemble.slugify(t[0])
                          == assemble.slugify(tag)), None)  # fmt: skip
            if found is None:
                self.problems.append(Problem("tag-unknown", f'No page has the tag "{tag}".', span,
                    did_you_mean(tag, (t[0] for t in self.site.tags)), "warning"))  # fmt: skip
            pages = list(found[2]) if found else []
        elif value:
            _, target, _ = self.links.resolve(page.doc.path, value, span, self.problems)
            if target is None and not value.startswith("/"):
                target = None
            if target is not None:
                pages = list(self.site.children.get(target.url, ())) or [target]
        else:
            wanted = [int(n) for n in options.get("links", "").split(",") if n]
            by_url = self.site.by_url
            for n in wanted:
                if n < len(targets):
                    found_page = by_url.get(targets[n].partition("#")[0])
                    if found_page is not None and found_page not in pages:
                        pages.append(found_page)
        limit = options.get("limit", "")
        if limit.isdigit() and int(limit):
            pages = pages[: int(limit)]
        return tuple(self._card(each) for each in pages)

    # Pages ---------------------------------------------------------------------------------

    def _page(self, page: Page) -> PagePlan:
        doc = page.doc
        details = self.details(doc.key) if not page.generated else Details()
        targets = tuple(self._resolve(doc.path, reference.target,
                                      Span(doc.path, reference.line, reference.column))
                        for reference in details.references)  # fmt: skip
        pictures = tuple(self._inline(doc, picture) for picture in details.pictures)
        blocks = tuple(self._block(page, number, use, targets)
                       for number, use in enumerate(details.uses))  # fmt: skip
        forms = [value for block in blocks for _, value in block.args
                 if isinstance(value, FormView)]  # fmt: skip
        ask = self._ask(page, {form.name for form in forms})
        if ask is not None and ask.form is not None:
            forms.append(ask.form)
        before, after = self._neighbours(page)
        image = None
        if doc.image:
            image = self._picture(doc.path, doc.image, doc.image_alt,
                                  Span(doc.path, doc.line("image")))  # fmt: skip
        children: tuple[Card, ...] = ()
        sections: tuple[Card, ...] = ()
        if page.view == "section":
            children = tuple(self._card(child) for child in self.site.children.get(page.url, ()))
        elif page.view == "home":
            newest = assemble.dated(self.site.pages)[:HOME_UPDATES]
            children = tuple(self._card(child) for child in newest)
            sections = tuple(self._card(child, children=True)
                             for child in self.site.children.get("/", ())
                             if child.view == "section")  # fmt: skip
        plan = PagePlan(
            output=page.output,
            url=page.url,
            depth=page.output.count("/"),
            view=page.view,
            template=self._template(page),
            body=doc.key if not page.generated else "",
            title=doc.title,
            description=doc.description or doc.summary,
            layout=doc.layout,
            language=doc.language,
            date=doc.date,
            date_text=self._date_text(doc.date),
            draft=doc.draft,
            tags=tuple(self.tag_links[tag] for tag in doc.tags if tag in self.tag_links),
            image=image,
            headings=tuple((head.level, head.id, head.title) for head in details.headings),
            trail=self._trail(page),
            children=children,
            sections=sections,
            prev=before,
            next=after,
            ask=ask,
            edit=f"{self.config.edit}/{doc.path}" if self.config.edit else "",
            extra=doc.extra,
            targets=targets,
            pictures=pictures,
            blocks=blocks,
            form_origins=self._origins(forms),
            posts=any(not form.link for form in forms),
            canonical=self._absolute(page.url),
            robots="noindex" if page.view == "thanks" or doc.draft else "",
            source=doc.path,
        )
        return replace(plan, jsonld=self._jsonld(plan))

    def _inline(self, doc: Document, picture: Picture) -> PicturePlan | str:
        """A picture in the text; one that cannot be shown leaves its description."""
        span = Span(doc.path, picture.line, picture.column)
        found = self._picture(doc.path, picture.target, picture.alt, span, picture.title,
                              picture.attributes)  # fmt: skip
        return found if found is not None else picture.alt

    def _template(self, page: Page) -> str:
        layout = page.doc.layout
        own = f"templates/{layout}.html"
        if layout and own in self.templates and layout not in ("layout", "form", "picture", "ask"):
            return own
        return f"templates/{page.view}.html"

    def _absolute(self, url: str) -> str:
        return self.config.url + url if self.config.url else ""

    def _made(self, output: str, url: str, view_: str, title: str, **values: object) -> PagePlan:
        """A page that no file stands for."""
        plan = PagePlan(output=output, url=url, depth=output.count("/"), view=view_,
                        template=f"templates/{view_}.html", body="", title=title,
                        description="", canonical=self._absolute(url))  # fmt: skip
        return replace(plan, **values)  # type: ignore[arg-type]

    def _tag_pages(self) -> list[PagePlan]:
        tags = self.site.tags
        if not tags:
            return []
        home = Link(self._home_word(), "/")
        word = self.strings.get("tags", "Topics")
        listed = tuple(Link(words, url, (), len(pages)) for words, url, pages in tags)
        made = [self._made("tags/index.html", "/tags/", "tags", word, tags=listed, trail=(home,),
                           description=self._sentence("tags_description", word))]  # fmt: skip
        for words, url, pages in tags:
            slug = assemble.wanted_segments(url)[-1]
            made.append(self._made(
                f"tags/{slug}/index.html", url, "tag", words,
                children=tuple(self._card(page) for page in pages),
                trail=(home, Link(word, "/tags/")),
                description=self._sentence("tag_description", words),
            ))  # fmt: skip
        return made

    def _sentence(self, name: str, words: str) -> str:
        return self.strings.get(name, "").replace("{tag}", words).replace(
            "{site}", self.config.name)  # fmt: skip

    def _thanks_pages(self) -> list[PagePlan]:
        """A thank-you page for each form that names none of the site's own."""
        made = []
        for form in self.site.forms:
            if form.thanks is not None and form.thanks.page:
                continue
            slug = assemble.slugify(form.name)
            thanks = form.thanks
            title = (thanks.title if thanks else "") or self.strings.get("thanks_title",
                                                                         "Thank you")  # fmt: skip
            text = (thanks.text if thanks else "") or self.strings.get("thanks_text", "")
            ask = None
            follow = (thanks.next if thanks else "") or form.next
            if follow:
                ask = self._ask_of(form, follow)
            made.append(self._made(
                f"thanks/{slug}/index.html", f"/thanks/{slug}/", "thanks", title, text=text,
                robots="noindex", trail=(Link(self._home_word(), "/"),), ask=ask,
                form_origins=self._origins([ask.form] if ask and ask.form else []),
                posts=bool(ask and ask.form and not ask.form.link), source=form.path,
                description=text,
            ))  # fmt: skip
        return made

    def _ask_of(self, form: Form, follow: str) -> Ask | None:
        span = Span(form.path, form.line)
        name = follow.removeprefix("forms/").removesuffix(".yaml")
        if self.site.form(name) is not None:
            found = self._form(name, "ask", span)
            return Ask(found.title, "", found.button, "", found) if found else None
        url, target, _ = self.links.resolve(form.path, follow, span, self.problems)
        if target is None:
            return None
        return Ask(target.doc.title, target.doc.description or target.doc.summary,
                   self.strings.get("ask_button", "Go"), url, None)  # fmt: skip

    def _not_found(self) -> PagePlan:
        title = self.strings.get("not_found_title", "Page not found")
        return self._made("404.html", "/404.html", "not_found", title, depth=-1, canonical="",
                          robots="noindex", description=self.strings.get("not_found_text", ""))  # fmt: skip

    def _redirects(self) -> list[PagePlan]:
        made = []
        for url, page in self.site.aliases:
            parts = assemble.wanted_segments(url)
            output = "/".join(parts) if re.search(r"\.html?$", url) else "/".join(
                [*parts, "index.html"])  # fmt: skip
            made.append(self._made(output, url, "redirect", page.doc.title, robots="noindex",
                                   canonical=self._absolute(page.url), targets=(page.url,),
                                   source=page.doc.path))  # fmt: skip
        return made

    # What pages share ----------------------------------------------------------------------

    def _shared(self) -> Shared:
        config = self.config
        logo = None
        if config.logo:
            logo = self._picture("content/site.yaml", config.logo, "",
                                 Span("content/site.yaml", config.line("brand.logo")))  # fmt: skip
        share = self._share()
        shared = Shared(
            config=config,
            nav=self._nav(),
            footer=self._menu(config.footer),
            social=config.social,
            css="/" + self.brand.css_name,
            icons=tuple((rel, "/" + name, kind, sizes)
                        for rel, name, kind, sizes, _ in self.brand.icons),
            logo=logo,
            wordmark=logo.src if logo else "",
            share=share,
            feed="/feed.xml" if self._has_feed() else "",
            assets=tuple((name, "/" + output) for name, output, _ in self.brand.assets),
            theme_colors=self.brand.theme_colors,
        )  # fmt: skip
        seen = (config.name, config.tagline, config.description, config.url, config.base_path,
                config.language, config.imprint, config.folders, config.hosts_allowed,
                config.trusted, config.host, config.author)  # fmt: skip
        return replace(shared, key=digest(
            seen, shared.nav, shared.footer, shared.social, shared.css, shared.icons, logo, share,
            shared.feed, shared.assets, shared.theme_colors, self.site.theme.strings,
            self.site.theme.settings))  # fmt: skip

    def _share(self) -> tuple[str, int, int, str] | None:
        """The picture that link previews show: address, size, description."""
        config = self.config
        if config.share_image:
            found = self._picture("content/site.yaml", config.share_image, config.name,
                                  Span("content/site.yaml", config.line("share_image")))  # fmt: skip
            if found is not None:
                return found.src, found.width, found.height, config.name
        if self.brand.share is not None:
            return "/" + self.brand.share[0], 1200, 630, config.name
        return None

    def _has_feed(self) -> bool:
        return self.config.feed and bool(self.config.url) and any(
            page.doc.date for page in self.site.pages)  # fmt: skip

    def _nav(self) -> tuple[Link, ...]:
        """The menu from site.yaml, else the sections and pages at the top, in order."""
        if self.config.nav:
            return self._menu(self.config.nav)
        thanks = {self._thanks_url(form) for form in self.site.forms}
        footer = {link.url for link in self._menu(self.config.footer)}
        tops = [page for page in self.site.children.get("/", ())
                if page.url not in thanks and page.url not in footer]  # fmt: skip
        sections = [page for page in tops if page.view == "section"]
        others = [page for page in tops if page.view != "section"]
        return tuple(Link(page.doc.title, page.url, self._below(page))
                     for page in (sections + others)[:NAV_TOP])  # fmt: skip

    def _below(self, page: Page) -> tuple[Link, ...]:
        below = self.site.children.get(page.url, ())
        if len(below) > NAV_CHILDREN:
            return ()
        return tuple(Link(child.doc.title, child.url) for child in below)

    def _menu(self, entries: tuple[Entry, ...]) -> tuple[Link, ...]:
        found = []
        for entry in entries:
            span = Span("content/site.yaml", entry.line)
            url, page, file = "", None, ""
            if entry.to:
                url, page, file = self.links.resolve("content/site.yaml", entry.to, span,
                                                     self.problems)  # fmt: skip
            if file:
                url = self._file(file)
            children = self._menu(entry.children)
            if not children and page is not None and entry in self.config.nav \
                    and page.view == "section":  # fmt: skip
                children = self._below(page)
            title = entry.title or (page.doc.title if page else entry.to)
            found.append(Link(title, url or (children[0].url if children else "/"), children))
        return tuple(found)

    def _jsonld(self, plan: PagePlan) -> tuple[str, ...]:
        """Structured data (schema.org) for the home page and for dated pages."""
        config = self.config
        if not config.url:
            return ()
        if plan.view == "home":
            data: dict[str, object] = {
                "@context": "https://schema.org", "@type": "Organization", "name": config.name,
                "url": config.url + "/",
            }  # fmt: skip
            if config.description:
                data["description"] = config.description
            return (_script_json(data),)
        if plan.date and plan.view == "page":
            data = {
                "@context": "https://schema.org", "@type": "Article", "headline": plan.title[:110],
                "datePublished": plan.date, "url": config.url + plan.url,
                "inLanguage": plan.language or config.language,
                "publisher": {"@type": "Organization", "name": config.name,
                              "url": config.url + "/"},
            }  # fmt: skip
            return (_script_json(data),)
        if len(plan.trail) > 1:
            items = [{"@type": "ListItem", "position": at + 1, "name": link.title,
                      "item": config.url + link.url} for at, link in enumerate(plan.trail)]  # fmt: skip
            items.append({"@type": "ListItem", "position": len(items) + 1, "name": plan.title})
            return (_script_json({"@context": "https://schema.org", "@type": "BreadcrumbList",
                                  "itemListElement": items}),)  # fmt: skip
        return ()

    # Files that are not pages --------------------------------------------------------------

    def _data(self, shared: Shared) -> list[Artifact]:
        files: list[tuple[str, bytes]] = [(self.brand.css_name, self.brand.css)]
        files += [(name, data) for _, name, _, _, data in self.brand.icons]
        files += [(output, data) for _, output, data in self.brand.assets]
        if self.brand.share is not None and not (
            shared.share and self.config.share_image and shared.share[0] != "/" + self.brand.share[0]
        ):
            files.append(self.brand.share)
        files.append(("robots.txt", feeds.robots(self.config.url).encode()))
        if self.config.url:
            files.append(("sitemap.xml", self._sitemap().encode()))
        if shared.feed:
            files.append(("feed.xml", self._atom().encode()))
        return [Artifact(path, digest(path, data), "data", data=data) for path, data in files]

    def _sitemap(self) -> str:
        urls = [(self._absolute(page.url), page.doc.date[:10]) for page in self.site.pages
                if page.view != "thanks" and not page.doc.draft]  # fmt: skip
        if self.site.tags:
            urls.append((self._absolute("/tags/"), ""))
            urls += [(self._absolute(tag[1]), "") for tag in self.site.tags]
        return feeds.sitemap(sorted(urls))

    def _atom(self) -> str:
        config = self.config
        entries = [
            feeds.Entry(page.doc.title, self._absolute(page.url), _rfc3339(page.doc.date),
                        page.doc.description or page.doc.summary, page.doc.tags)
            for page in assemble.dated(self.site.pages)[: feeds.MAX_ENTRIES]
        ]  # fmt: skip
        return feeds.atom(config.name, config.tagline or config.description, config.url + "/",
                          config.url + "/feed.xml", config.language, config.author or config.name,
                          entries)  # fmt: skip

    def _pictures(self) -> list[Artifact]:
        found = []
        for path in sorted(self.published):
            record = self.published[path]
            for sized in (*record.files, *record.webp):
                found.append(Artifact(sized.output, sized.blob, "blob", name=sized.blob))
        return found

    def _copies(self) -> list[Artifact]:
        """Linked files, everything in ``assets/`` that is no picture, and ``static/`` as it is."""
        for file in self.tree.under("content/assets"):
            if not links.is_image(file.path):
                self.files.setdefault(file.path, file.path.removeprefix("content/"))
        for file in self.tree.under("content/static"):
            self.files.setdefault(file.path, file.path.removeprefix("content/static/"))
        return [Artifact(output, self.tree.files[path].digest, "file", name=path)
                for path, output in sorted(self.files.items()) if path in self.tree.files]  # fmt: skip

    def _host_files(self, shared: Shared) -> list[Artifact]:
        given = hosts.HostInput(
            url=self.config.url, base_path=self.config.base_path,
            redirects=tuple((url, page.url) for url, page in self.site.aliases),
            csp=policy.everywhere(), has_404=True, fingerprinted_prefix=f"/{BUILT}",
        )  # fmt: skip
        host = hosts.find(self.config.host)
        if host is None:
            names = [host.name for host in hosts.TABLE]
            self.problems.append(Problem("host-unknown",
                f'"{self.config.host}" is no host that sitegen knows.',
                Span("content/site.yaml", self.config.line("host")),
                did_you_mean(self.config.host, names, "Known: " + ", ".join(names) + ".")))  # fmt: skip
            return []
        span = Span("content/site.yaml", self.config.line("host"))
        self.problems += [replace(problem, span=problem.span or span)
                          for problem in host.check(given)]  # fmt: skip
        return [Artifact(path, digest(path, data), "data", data=data)
                for path, data in host.files(given)]  # fmt: skip


def _rfc3339(iso: str) -> str:
    """A date, or a time without zone, as an instant."""
    if "T" not in iso:
        return iso + "T00:00:00Z"
    return iso if re.search(r"[+-]\d\d:\d\d$", iso) else iso + "Z"


def _script_json(data: object) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


GENERATOR = f"sitegen {__version__}"
