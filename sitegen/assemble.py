"""Documents to a site: which pages are shown, where each lies, and how they belong together.

Pure: takes values, returns values and problems. Addresses are given here; what a template sees is
made in ``plan``.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from sitegen.config import Config
from sitegen.forms.model import Form
from sitegen.model import Document, Options
from sitegen.problems import Problem, Span
from sitegen.theme import Theme

RESERVED = ("forms", "assets", "strings", "backends", "types", "groups", "static")
"""Folders of content/ that hold no pages."""

RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"))


@dataclass(frozen=True, slots=True)
class Page:
    """A document with a place. ``url`` starts and, for folders, ends with a slash; it is
    percent-encoded. ``output`` is the file below the output folder. ``parent`` is a page's url."""

    doc: Document
    url: str
    output: str
    view: str
    parent: str = ""
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """A page that is not built, and why."""

    path: str
    reason: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything ``plan`` needs, with look-ups by source path and by address."""

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

    def form(self, name: str) -> Form | None:
        """The form of that name, or None."""
        return next((form for form in self.forms if form.name == name), None)


def direction(language: str) -> str:
    """``rtl`` for scripts written from right to left, else ``ltr``."""
    return "rtl" if language.split("-")[0].lower() in RTL else "ltr"


def slugify(text: str) -> str:
    """One segment of an address: letters and digits of any script, in lower case, and hyphens."""
    text = unicodedata.normalize("NFC", text).lower() if not text.isascii() else text.lower()
    if _SLUG.match(text):
        return text
    text = text.replace("'", "").replace("’", "")
    return _HYPHENS.sub("-", _NO_SLUG.sub("-", text)).strip("-.")


_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_NO_SLUG = re.compile(r"[^\w.-]+")
_HYPHENS = re.compile(r"-{2,}")


def site(
    config: Config,
    theme: Theme,
    documents: tuple[Document, ...],
    forms: tuple[Form, ...],
    options: Options,
) -> tuple[Site, tuple[Problem, ...]]:
    """Put the documents together. Two pages at one address are an error that names both."""
    problems: list[Problem] = []
    shown, hidden, boundary = _visible(documents, config, options, problems)
    pages = _place(shown, problems)
    pages = _fill(pages, config, forms, problems)
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
                _tags(pages, by_url, problems), (), boundary)  # fmt: skip
    return replace(made, aliases=_aliases(pages, by_url, problems)), tuple(problems)


# Visibility ---------------------------------------------------------------------------------


def _visible(
    documents: tuple[Document, ...], config: Config, options: Options, problems: list[Problem]
) -> tuple[list[Document], tuple[Hidden, ...], str]:
    """Shown documents, hidden ones with the reason, and the next instant that changes either."""
    now = datetime.datetime.fromisoformat(options.now)
    shown: list[Document] = []
    hidden: list[Hidden] = []
    next_change: datetime.datetime | None = None
    for doc in documents:
        reason = until = ""
        if doc.draft:
            reason = "it is a draft"
        elif doc.publish or doc.expires:
            opens = _instant(doc.publish, config, problems, doc)
            closes = _instant(doc.expires, config, problems, doc)
            if opens and closes and closes <= opens:
                problems.append(Problem("expires-early",
                    "This page would expire before it is published.",
                    Span(doc.path, doc.line("expires")), "Correct publish or expires."))  # fmt: skip
            for instant in (opens, closes):
                if instant and instant > now and (next_change is None or instant < next_change):
                    next_change = instant
            if opens and now < opens:
                reason, until = f"it is to be published on {doc.publish}", doc.publish
            elif closes and now >= closes:
                reason = f"it expired on {doc.expires}"
        if reason and not options.drafts:
            hidden.append(Hidden(doc.path, reason, until))
        else:
            shown.append(doc)
    boundary = next_change.astimezone(datetime.UTC).isoformat() if next_change else ""
    return shown, tuple(hidden), boundary


def _instant(
    text: str, config: Config, problems: list[Problem], doc: Document
) -> datetime.datetime | None:
    """ISO text as an instant; without a zone it is in the site's time zone."""
    if not text:
        return None
    stamp = datetime.datetime.fromisoformat(text)
    if stamp.tzinfo is not None:
        return stamp
    if config.timezone.upper() == "UTC":
        return stamp.replace(tzinfo=datetime.UTC)
    import zoneinfo

    try:
        return stamp.replace(tzinfo=zoneinfo.ZoneInfo(config.timezone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        problems.append(Problem("timezone-unknown",
            f'"{config.timezone}" is not a time zone.',
            Span("content/site.yaml", config.line("timezone")),
            "Use a name such as Europe/London or America/New_York."))  # fmt: skip
        return stamp.replace(tzinfo=datetime.UTC)


# Places -------------------------------------------------------------------------------------


def _segments(path: str) -> list[str]:
    """A page's address from its file's name, one slug for each folder."""
    parts = path.removeprefix("content/").split("/")
    stem = parts[-1].rsplit(".", 1)[0]
    folders = [slugify(part) or "page" for part in parts[:-1]]
    if stem.lower() in ("index", "_index", "readme"):
        return folders
    return [*folders, slugify(stem) or "page"]


def _address(doc: Document, problems: list[Problem]) -> list[str]:
    segments = _segments(doc.path)
    if not doc.slug:
        return segments
    wanted = doc.slug.removesuffix(".html").removesuffix("/index")
    parts = [slugify(part) for part in wanted.split("/") if part not in ("", ".")]
    if ".." in wanted.split("/") or not all(parts) or ":" in wanted:
        problems.append(Problem("slug-invalid", f'"{doc.slug}" cannot be part of an address.',
            Span(doc.path, doc.line("slug")),
            f"Use letters, digits and hyphens: slug: {(segments or ['home'])[-1]}"))  # fmt: skip
        return segments
    if doc.slug.startswith("/") or len(parts) > 1 or not segments:
        return parts
    return [*segments[:-1], *parts]


def _place(documents: list[Document], problems: list[Problem]) -> tuple[Page, ...]:
    pages = []
    for doc in documents:
        segments = _address(doc, problems)
        url = "/" + "".join(f"{quote(segment, safe='~@!$&()*+,;=:')}/" for segment in segments)
        output = "/".join([*segments, "index.html"])
        stem = doc.path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
        view = "home" if not segments else "section" if stem in ("index", "_index") else "page"
        pages.append(Page(doc, url, output, view))
    return tuple(pages)


def _fill(
    pages: tuple[Page, ...], config: Config, forms: tuple[Form, ...], problems: list[Problem]
) -> tuple[Page, ...]:
    """Add a page for each folder without an index, and know each page's parent."""
    urls = {page.url for page in pages}
    wanted: dict[str, str] = {}
    for page in pages:
        folder = page.doc.path.rsplit("/", 1)[0]
        parts = page.url.strip("/").split("/")
        depth = len(parts) - 1
        while depth > 0 and folder not in ("content", ""):
            url = "/" + "/".join(parts[:depth]) + "/"
            wanted.setdefault(url, folder if page.view != "section" else folder.rsplit("/", 1)[0])
            folder = folder.rsplit("/", 1)[0]
            depth -= 1
    made = list(pages)
    if "/" not in urls:
        doc = Document("content/index.md", "generated", config.name,
                       description=config.tagline or config.description)  # fmt: skip
        made.append(Page(doc, "/", "index.html", "home", generated=True))
        problems.append(Problem("home-missing", "There is no content/index.md; the home page "
            "lists the sections only.", Span("content/index.md"),
            "Add content/index.md with a title and a few lines.", "warning"))  # fmt: skip
    for url in sorted(set(wanted) - urls):
        name = wanted[url].rsplit("/", 1)[-1]
        title = re.sub(r"[-_\s]+", " ", name).strip()
        doc = Document(f"{wanted[url]}/index.md", "generated", title[:1].upper() + title[1:])
        output = "/".join([*wanted_segments(url), "index.html"])
        made.append(Page(doc, url, output, "section", generated=True))
    urls = {page.url for page in made}
    thanks = {thanks_path(form) for form in forms}
    placed = []
    for page in made:
        parts = page.url.strip("/").split("/")
        parent = next(("/" + "/".join(parts[:depth]) + "/" for depth in range(len(parts) - 1, 0, -1)
                       if "/" + "/".join(parts[:depth]) + "/" in urls), "/")  # fmt: skip
        view = "thanks" if page.doc.path in thanks else page.view
        placed.append(replace(page, parent="" if page.url == "/" else parent, view=view))
    return tuple(placed)


def wanted_segments(url: str) -> list[str]:
    """The decoded segments of an address."""
    from urllib.parse import unquote

    return [unquote(part) for part in url.strip("/").split("/") if part]


def _fold(output: str) -> str:
    """Two outputs that some computer would store in one file fold to the same text."""
    return output.lower() if output.isascii() else unicodedata.normalize("NFC", output).casefold()


def _ordered(group: Iterable[Page]) -> list[Page]:
    """By ``order``, then dated pages newest first, then by title."""

    def key(page: Page) -> tuple[object, ...]:
        doc = page.doc
        newest = tuple(-ord(sign) for sign in doc.date)
        return (doc.order is None, doc.order or 0, not doc.date, newest, doc.title.casefold(),
                doc.path)  # fmt: skip

    return sorted(group, key=key)  # type: ignore[arg-type]


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
                slug = slugs[tag] = slugify(tag)
            if not slug:
                problems.append(Problem("tag-invalid", f'The tag "{tag}" has no letter or digit.',
                    Span(page.doc.path, page.doc.line("tags")), "Remove it.", "warning"))  # fmt: skip
                continue
            group = groups.setdefault(slug, (tag, []))[1]
            if page not in group[-1:]:
                group.append(page)
    found = []
    for slug in sorted(groups):
        words, group = groups[slug]
        found.append((words, f"/tags/{quote(slug)}/", tuple(_newest(group))))
    if found and "/tags/" in by_url:
        problems.append(Problem("address-reserved",
            f'"{by_url["/tags/"].doc.path}" lies where the list of tags goes.',
            Span(by_url["/tags/"].doc.path), "Give the page another name."))  # fmt: skip
    return tuple(found)


def _newest(group: list[Page]) -> list[Page]:
    return [*dated(group), *sorted((page for page in group if not page.doc.date),
                                   key=lambda page: (page.doc.title.casefold(), page.doc.path))]  # fmt: skip


def _aliases(
    pages: tuple[Page, ...], by_url: Mapping[str, Page], problems: list[Problem]
) -> tuple[tuple[str, Page], ...]:
    """(old address, page) for every alias; an old address that is still in use is an error."""
    seen: dict[str, Page] = {}
    for page in pages:
        for alias in page.doc.aliases:
            span = Span(page.doc.path, page.doc.line("aliases"))
            parts = [part for part in alias.strip().split("/") if part not in ("", ".")]
            if ".." in parts or "://" in alias or "?" in alias or "#" in alias or not parts:
                problems.append(Problem("alias-invalid", f'"{alias}" cannot be an old address.',
                    span, "Write a path on this site, such as /old-page/."))  # fmt: skip
                continue
            last = parts[-1]
            url = "/" + "/".join(quote(part, safe="~@!$&()*+,;=:%") for part in parts)
            url = url.removesuffix("/index.html") or "/"
            if not re.search(r"\.html?$", last) and not url.endswith("/"):
                url += "/"
            if url in by_url or url in seen:
                other = by_url.get(url) or seen[url]
                if other is page:
                    continue
                problems.append(Problem("alias-taken",
                    f'The old address {url} belongs to "{other.doc.path}".', span,
                    "Remove this alias."))  # fmt: skip
                continue
            seen[url] = page
    return tuple(sorted(seen.items()))


def thanks_path(form: Form) -> str:
    """The source path of the site's own thank-you page for a form, or ""."""
    import posixpath

    if form.thanks is None or not form.thanks.page:
        return ""
    written = form.thanks.page
    if written.startswith("/"):
        return posixpath.normpath("content" + written)
    return posixpath.normpath(posixpath.join(posixpath.dirname(form.path), written))
