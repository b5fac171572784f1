"""Documents to a site: where each page lies, and how they belong together.

Pure: takes values, returns values and problems. Addresses are given here; what a template sees is
made in ``plan``.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, unquote

from msgspec import Struct
from msgspec.structs import replace

from sitegen import visibility
from sitegen.config import Config
from sitegen.forms.backend import Backend
from sitegen.forms.model import Form
from sitegen.ladder import NO_LADDER, Ladder
from sitegen.later import later
from sitegen.model import Document, Options
from sitegen.problems import Problem, Span
from sitegen.progress import Tally
from sitegen.theme import Theme
from sitegen.visibility import Hidden

SAFE = "~@!$&()*+,;=:"
"""Signs that stand in an address as they are, besides letters and digits."""

MAP, SEARCH = "/site-map/", "/search/"
FEW = 10
"""As many pages as menus name; a site with more of them has one that names all."""
INDEXES = ("index", "_index", "readme")
"""What the page of a folder may be called; the first one there is it."""

MAX_PARTS = 40
MAX_NAME = 240
MAX_OUTPUT = 900
"""Folders of an address, bytes of one of them, bytes of the whole: what every disk can hold."""


class Page(Struct, frozen=True):
    """A document with a place. ``url`` starts and, for folders, ends with a slash; it is
    percent-encoded. ``output`` is the file below the output folder. ``parent`` is a page's url."""

    doc: Document
    url: str
    output: str
    view: str
    parent: str = ""
    generated: bool = False


ENTRY = "entry"
"""The view of what stands in a list and has no page: it has neither address nor output."""


class Site(Struct, frozen=True):
    """Everything ``plan`` needs, with look-ups by source path and by address. ``entries`` are what a
    section lists besides its pages."""

    config: Config
    theme: Theme
    forms: tuple[Form, ...]
    pages: tuple[Page, ...]
    hidden: tuple[Hidden, ...]
    by_path: Mapping[str, Page]
    by_url: Mapping[str, Page]
    children: Mapping[str, tuple[Page, ...]]
    tags: tuple[tuple[str, str, tuple[Page, ...]], ...]
    aliases: tuple[tuple[str, Page], ...]
    boundary: str
    backends: tuple[Backend, ...] = ()
    ladder: Ladder = NO_LADDER
    past: tuple[str, ...] = ()
    progress: tuple[Tally, ...] = ()
    entries: Mapping[str, tuple[Page, ...]] = MappingProxyType({})

    @property
    def map(self) -> str:
        """The address of the page that names all others, which is the search page where there is
        one; "" for a small site. A page of the site's own may take its place."""
        if self.config.search:
            return SEARCH
        return MAP if len(self.pages) > FEW or MAP in self.by_url else ""

    def listed(self, page: Page) -> bool:
        """Whether visitors should come across a page: no draft, no thanks for a form."""
        return page.view != "thanks" and not page.doc.draft

    def form(self, name: str) -> Form | None:
        """The form of that name, or None."""
        return next((form for form in self.forms if form.name == name), None)


_SLUG = later(r"[a-z0-9_]+(?:[.-][a-z0-9_]+)*")
_PLAIN = later(r"[a-z0-9_./-]+")
"""What most names and addresses are: nothing in them has to be changed, or encoded."""


def slugify(text: str) -> str:
    """One segment of an address: letters and digits of any script, in lower case, and hyphens."""
    if _SLUG.fullmatch(text):
        return text
    text = text.lower()
    if not text.isascii():
        # Marks are half of many scripts' letters, but the regular expressions call them none.
        text = "".join(sign if sign.isalnum() or sign in "_.'’" or unicodedata.category(sign)[0] == "M"
                       else "-" for sign in unicodedata.normalize("NFC", text))  # fmt: skip
        text = re.sub(r"['’]", "", text)
    else:
        text = re.sub(r"[^a-z0-9_.-]+", "-", text.replace("'", ""))
    return re.sub(r"-{2,}", "-", text).strip("-.")


def site(
    config: Config,
    theme: Theme,
    documents: tuple[Document, ...],
    forms: tuple[Form, ...],
    options: Options,
    backends: tuple[Backend, ...] = (),
    ladder: Ladder = NO_LADDER,
    progress: tuple[Tally, ...] = (),
    entries: tuple[Document, ...] = (),
) -> tuple[Site, tuple[Problem, ...]]:
    """Put the documents together. Two pages at one address are an error that names both.

    ``backends`` are those of the site's own making, ``entries`` what lists show without a page.
    """
    shown, hidden, boundary, problems = visibility.sift(documents, config, options)
    timed = {kind.name for kind in theme.types if kind.past}
    past, ends = visibility.past([doc for doc in shown if doc.type in timed], config, options)
    boundary = min(filter(None, (boundary, ends)), default="")
    pages = _place(shown, problems)
    kept = [doc for doc in entries if visibility.out_of_stage(doc, config) is None]
    pages, rows = _fill(pages, kept, config, forms, problems)
    by_path: dict[str, Page] = {}
    by_url: dict[str, Page] = {}
    folded: dict[str, Page] = {}
    for page in pages:
        other = folded.setdefault(_fold(page.output), page)
        if other is not page:
            problems.append(Problem("address-twice",
                f'"{other.doc.path}" and "{page.doc.path}" would both become {page.url}.',
                Span(page.doc.path, page.doc.line("slug")),
                f"Give one of them another name, or a line such as: slug: "
                f"{page.url.strip('/').split('/')[-1] or 'home'}-2"))  # fmt: skip
            continue
        by_path[page.doc.path] = page
        by_url[page.url] = page
    pages = tuple(page for page in pages if by_path.get(page.doc.path) is page)
    children: dict[str, list[Page]] = {}
    for page in pages:
        if page.view not in ("home", "thanks") and page.parent:
            children.setdefault(page.parent, []).append(page)
    ordered = {url: tuple(_ordered(group)) for url, group in children.items()}
    made = Site(config, theme, forms, pages, hidden, by_path, by_url, ordered,
                _tags(pages, by_url, problems), (), boundary, backends, ladder, past, progress,
                _grouped(rows, children, problems))  # fmt: skip
    return replace(made, aliases=_aliases(pages, problems)), tuple(problems)


# Places -------------------------------------------------------------------------------------


def _parted(path: str) -> tuple[str, str]:
    """A source file's folder, and its name in lower case without the ending."""
    folder, name = path.rsplit("/", 1)
    return folder, name.rsplit(".", 1)[0].lower()


def _segments(path: str) -> list[str]:
    """A page's address from its file's name, one slug for each folder."""
    parts = path.removeprefix("content/").split("/")
    stem = parts[-1].rsplit(".", 1)[0]
    folders = [slugify(part) or "page" for part in parts[:-1]]
    if stem.lower() in INDEXES:
        return folders
    return [*folders, slugify(stem) or "page"]


def _address(doc: Document, problems: list[Problem]) -> list[str]:
    segments = _segments(doc.path)
    if doc.slug:
        segments = _renamed(doc, segments, problems)
    if not _fits(segments):
        problems.append(Problem("address-too-long", "This page's address is too long for a disk.",
            Span(doc.path, doc.line("slug")), "Give it a short one: slug: a-few-words"))  # fmt: skip
        return [segment[:20] for segment in segments[:MAX_PARTS]]
    return segments


def _renamed(doc: Document, segments: list[str], problems: list[Problem]) -> list[str]:
    """The address that the page's ``slug`` asks for."""
    wanted = unquote(doc.slug).removesuffix(".html").removesuffix("/index")
    pieces = [part for part in wanted.split("/") if part not in ("", ".")]
    parts = [slugify(part) for part in pieces]
    if (
        ".." in pieces
        or not all(parts)
        or ":" in wanted
        or (not parts and wanted not in ("", "/"))
    ):
        problems.append(Problem("slug-invalid", f'"{doc.slug}" cannot be part of an address.',
            Span(doc.path, doc.line("slug")),
            f"Use letters, digits and hyphens: slug: {(segments or ['home'])[-1]}"))  # fmt: skip
        return segments
    if doc.slug.startswith("/") or len(parts) > 1 or not segments:
        return parts
    return [*segments[:-1], *parts]


def _fits(segments: list[str]) -> bool:
    sizes = [len(segment.encode()) for segment in segments]
    return len(sizes) <= MAX_PARTS and max(sizes, default=0) <= MAX_NAME and \
        sum(sizes) <= MAX_OUTPUT  # fmt: skip


def _place(documents: list[Document], problems: list[Problem]) -> tuple[Page, ...]:
    pages = []
    for doc in documents:
        segments = _address(doc, problems)
        view = "home" if not segments else "page"
        if segments and _parted(doc.path)[1] in INDEXES:
            view = "section"
        pages.append(Page(doc, _url(segments), "/".join([*segments, "index.html"]), view))
    return tuple(pages)


def _url(segments: Sequence[str]) -> str:
    path = "/".join(segments)
    if _PLAIN.fullmatch(path):
        return f"/{path}/"
    return "/" + "".join(f"{quote(segment, safe=SAFE)}/" for segment in segments)


def _fill(
    pages: tuple[Page, ...], entries: list[Document], config: Config, forms: tuple[Form, ...],
    problems: list[Problem],
) -> tuple[tuple[Page, ...], tuple[Page, ...]]:  # fmt: skip
    """Add a page for each folder without an index, and know the parent of each page and entry.

    A page belongs to the folder that its file lies in, wherever its address is.
    """
    by_url = {page.url: page for page in pages}
    made = {page.doc.path: page for page in pages}
    home = by_url.get("/")
    if home is None:
        # An index.md with a slug of its own lies elsewhere and is a page by itself.
        path = "content/site.yaml" if "content/index.md" in made else "content/index.md"
        doc = Document(path, "generated", config.name,
                       description=config.tagline or config.description)  # fmt: skip
        home = made[path] = Page(doc, "/", "index.html", "home", generated=True)
        if path == "content/index.md":
            problems.append(Problem("home-missing", "There is no content/index.md; the home page "
                "lists the sections only.", Span("content/index.md"),
                "Add content/index.md with a title and a few lines.", "warning"))  # fmt: skip
    heads = {"content": home}
    for page in pages:
        folder, stem = _parted(page.doc.path)
        if stem in INDEXES and folder != "content":
            heads.setdefault(folder, page)
    for folder in sorted(_folders([*(page.doc for page in pages), *entries])):
        if folder in heads:
            continue
        above, name = folder.rsplit("/", 1)
        segments = _segments(f"{folder}/index.md")
        there = by_url.get(_url(segments))
        if there is None:
            title = re.sub(r"[-_\s]+", " ", name).strip()
            doc = Document(f"{folder}/index.md", "generated", title[:1].upper() + title[1:])
            there = Page(doc, _url(segments), "/".join([*segments, "index.html"]), "section",
                         generated=True)  # fmt: skip
            made[doc.path] = by_url[there.url] = there
        elif there.doc.path.rsplit("/", 1)[0] == above and there.view == "page":
            there = made[there.doc.path] = replace(there, view="section")  # a.md beside a/
        else:
            there = heads[above]
        heads[folder] = there
    thanks = {thanks_path(form) for form in forms}
    placed = []
    for page in made.values():
        folder = _parted(page.doc.path)[0]
        if heads[folder].doc.path == page.doc.path and folder != "content":
            folder = folder.rsplit("/", 1)[0]
        parent = "" if page.url == "/" else heads[folder].url
        view = "thanks" if page.doc.path in thanks else page.view
        placed.append(replace(page, parent=parent, view=view))
    rows = tuple(Page(doc, "", "", ENTRY, heads[_parted(doc.path)[0]].url) for doc in entries)
    return tuple(placed), rows


def _grouped(
    rows: tuple[Page, ...], children: Mapping[str, list[Page]], problems: list[Problem]
) -> dict[str, tuple[Page, ...]]:
    """Entries by the section that lists them; the same title twice in one is an error."""
    found: dict[str, list[Page]] = {}
    for row in rows:
        found.setdefault(row.parent, []).append(row)
    for url, group in found.items():
        titles = {page.doc.title.casefold(): page.doc for page in children.get(url, ())}
        for row in group:
            doc = row.doc
            other = titles.setdefault(doc.title.casefold(), doc)
            if other is not doc:
                where = (
                    f"{other.path}, line {other.line('title')}" if other.columns else other.path
                )
                problems.append(Problem("entry-twice", f'"{doc.title}" stands in this list twice: '
                    f"here and in {where}.", doc.place("title"),
                    "Remove one of the two, or tell them apart by their titles."))  # fmt: skip
    return {url: tuple(group) for url, group in found.items()}


def _folders(documents: Iterable[Document]) -> set[str]:
    """Every folder that a document lies in, directly or further down."""
    found: set[str] = set()
    for doc in documents:
        folder = doc.path.rsplit("/", 1)[0]
        while folder != "content" and folder not in found:
            found.add(folder)
            folder = folder.rsplit("/", 1)[0]
    return found


def wanted_segments(url: str) -> list[str]:
    """The decoded segments of an address."""
    return [unquote(part) for part in url.strip("/").split("/") if part]


def _fold(output: str) -> str:
    """Two outputs that some computer would store in one file fold to the same text."""
    return output.lower() if output.isascii() else unicodedata.normalize("NFC", output).casefold()


def _ordered(group: Iterable[Page]) -> list[Page]:
    """By ``order``, then dated pages newest first, then by title."""

    def key(page: Page) -> tuple[Any, ...]:
        doc = page.doc
        newest = tuple(-ord(sign) for sign in doc.date)
        return (doc.order is None, doc.order or 0, not doc.date, newest, doc.title.casefold(),
                doc.path)  # fmt: skip

    return sorted(group, key=key)


def dated(pages: Iterable[Page]) -> list[Page]:
    """Pages that have a date, newest first."""
    return sorted((page for page in pages if page.doc.date),
                  key=lambda page: (page.doc.date, page.doc.path), reverse=True)  # fmt: skip


def _tags(
    pages: tuple[Page, ...], by_url: Mapping[str, Page], problems: list[Problem]
) -> tuple[tuple[str, str, tuple[Page, ...]], ...]:
    """(words, address, pages) of every tag; spellings that share an address are one tag."""
    groups: dict[str, tuple[str, list[Page]]] = {}
    slugs: dict[str, str] = {}
    for page in pages:
        for tag in page.doc.tags:
            slug = slugs.get(tag)
            if slug is None:
                slug = slugs[tag] = _tag_slug(tag)
            if not slug:
                problems.append(Problem("tag-invalid",
                    f'The tag "{tag[:80]}" cannot be part of an address.',
                    Span(page.doc.path, page.doc.line("tags")),
                    "Choose a short word with letters or digits.", "warning"))  # fmt: skip
                continue
            group = groups.setdefault(slug, (tag, []))[1]
            if page not in group[-1:]:
                group.append(page)
    found = []
    for slug in sorted(groups):
        words, group = groups[slug]
        found.append((words, f"/tags/{quote(slug)}/", tuple(_newest(group))))
    taken = next((page for page in pages if page.url.startswith("/tags/") and not page.generated),
                 None)  # fmt: skip
    if found and taken is not None:
        problems.append(Problem("address-reserved",
            f'"{taken.doc.path}" lies where the list of tags goes.',
            Span(taken.doc.path, taken.doc.line("slug")), "Give it another folder or slug."))  # fmt: skip
    return tuple(found)


def _tag_slug(tag: str) -> str:
    slug = slugify(tag)
    return slug if slug != "index.html" and _fits([slug]) else ""


def _newest(group: list[Page]) -> list[Page]:
    return [*dated(group), *sorted((page for page in group if not page.doc.date),
                                   key=lambda page: (page.doc.title.casefold(), page.doc.path))]  # fmt: skip


def _aliases(pages: tuple[Page, ...], problems: list[Problem]) -> tuple[tuple[str, Page], ...]:
    """(old address, page) for every alias; an old address that is still in use is an error."""
    seen: dict[str, Page] = {}
    taken = {_fold(page.output): page for page in pages}
    for page in pages:
        for alias in page.doc.aliases:
            span = Span(page.doc.path, page.doc.line("aliases"))
            parts = _old_path(alias)
            if not parts:
                problems.append(Problem("alias-invalid", f'"{alias}" cannot be an old address.',
                    span, "Write a path on this site, such as /old-page/."))  # fmt: skip
                continue
            single = re.search(r"\.html?$", parts[-1]) is not None
            url = (
                "/" + "/".join(quote(part, safe=SAFE) for part in parts) + ("" if single else "/")
            )
            place = _fold("/".join(parts if single else [*parts, "index.html"]))
            other = taken.get(place)
            if other is None:
                seen[url] = taken[place] = page
            elif other is not page:
                problems.append(Problem("alias-taken",
                    f'The old address {url} belongs to "{other.doc.path}".', span,
                    "Remove this alias."))  # fmt: skip
    return tuple(sorted(seen.items(), key=lambda item: item[0]))


def _old_path(alias: str) -> list[str]:
    """The decoded parts of an alias; empty when it can be no file of this site."""
    parts = [unicodedata.normalize("NFC", unquote(part))
             for part in alias.split("/") if part not in ("", ".")]  # fmt: skip
    if parts and parts[-1] == "index.html":
        parts.pop()
    odd = "://" in alias or "?" in alias or "#" in alias or not _fits(parts)
    if odd or any(part in ("", ".", "..") or "/" in part or "\\" in part or any(
            unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in part)
            for part in parts):  # fmt: skip
        return []
    return parts


def thanks_path(form: Form) -> str:
    """The source path of the site's own thank-you page for a form, or ""."""
    if form.thanks is None or not form.thanks.page:
        return ""
    written = form.thanks.page
    if written.startswith("/"):
        return posixpath.normpath("content" + written)
    return posixpath.normpath(posixpath.join(posixpath.dirname(form.path), written))
