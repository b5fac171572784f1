"""What a link in a text means: a page, a file to publish, another site, or a mistake.

Pure. Accepts what people type: paths from the page, paths from the content folder, addresses of
pages, with or without ending, in other capitals. Only ``plan`` calls it.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct, field

from sitegen.assemble import MAP, Page, Site
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.sources import File

SAFE = "~!$&'()*+,;=:@/?%-._"
"""Signs that may stand in a fragment as they are."""

MAX_SUGGESTIONS = 40
"""Searching for a near name costs time; beyond this many broken links it helps nobody."""

UNSAFE = ("javascript", "vbscript", "data", "file", "blob", "about", "view-source")
"""Schemes that run something, or that lead nowhere from another computer."""

IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".heic", ".bmp", ".tif",
          ".tiff")  # fmt: skip


class Links(Struct):
    """All names by which something of the site can be linked. Remembers what it has resolved.

    ``hidden`` gives the reason for each page that is not shown; ``staged`` are those that only
    the campaign's stage leaves out.
    """

    site: Site
    files: Mapping[str, File]
    anchors: Mapping[str, tuple[str, ...]]
    hidden: Mapping[str, str]
    staged: frozenset[str] = frozenset()
    folded: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], tuple[str, str, str]] = field(default_factory=dict)
    suggested: int = 0

    def resolve(
        self, source: str, target: str, span: Span, problems: list[Problem]
    ) -> tuple[str, Page | None, str]:
        """(address, page, file) of a link written in the file ``source``.

        The address starts with ``/`` for this site (fragment included) or is complete. ``file`` is
        the source path when the link leads to a file to publish; the address then is only what
        comes after the file's own, such as ``#page=3``. A broken link is a problem, and its
        address is the site's home.
        """
        if _external(target):
            return self._elsewhere(target, span, problems), None, ""
        path, mark, fragment = target.partition("#")
        path, question, query = path.partition("?")
        tail = (question + quote(query, safe="=&%+/:;,@!$'()*~-._?")) if question else ""
        folder = source.rpartition("/")[0]
        if not path:
            return self._same_page(source, fragment, span, problems)
        name = (folder, path)
        if name not in self.known:
            self.known[name] = self._find(folder, path)
        kind, found, note = self.known[name]
        if not kind and mark + question:  # a file whose own name holds these signs
            name = (folder, target)
            if name not in self.known:
                self.known[name] = self._find(folder, target)
            if self.known[name][0] == "file":
                (kind, found, note), fragment, tail = self.known[name], "", ""
        if note:
            problems.append(Problem("link-capitals",
                f'The link "{path}" is written in other letters than "{note}".', span,
                f"Write {note}, so that it works on every computer.", "warning"))  # fmt: skip
        if kind == "page":
            page = self.site.by_path[found]
            if mark and fragment:
                fragment = self._anchor(page, fragment, span, problems)
            end = mark + quote(fragment, safe=SAFE) if fragment else ""
            return page.url + tail + end, page, ""
        end = tail + (mark + quote(fragment, safe=SAFE) if fragment else "")
        if kind == "url":
            return found + end, None, ""
        if kind == "file":
            return end, None, found
        if kind == "hidden":
            staged = found in self.staged  # so it is meant, and passes with the stage
            problems.append(Problem("link-hidden",
                f'This link leads to "{found}", which is not shown: {self.hidden[found]}.', span,
                "Until then it leads to the home page." if staged
                else "Publish that page, or remove the link.", "info" if staged else "warning"))  # fmt: skip
            return "/", None, ""
        problems.append(Problem("link-missing", f'There is no page or file "{path}".', span,
                                self._suggest(source, path)))  # fmt: skip
        return "/", None, ""

    def out_of_stage(self, source: str, target: str) -> bool:
        """Whether a link can only mean a page that the campaign's stage leaves out."""
        if not self.staged or _external(target):
            return False
        kind, found, _ = self._find(posixpath.dirname(source), target.partition("#")[0])
        return kind == "hidden" and found in self.staged

    def _elsewhere(self, target: str, span: Span, problems: list[Problem]) -> str:
        scheme = target.split(":", 1)[0].lower()
        if scheme in UNSAFE:
            problems.append(Problem("link-unsafe", f'An address may not start with "{scheme}:".',
                span, "Write the address of a page or a file."))  # fmt: skip
            return "/"
        if (scheme in ("http", "https") or target.startswith("//")) and not host(target):
            problems.append(Problem("link-invalid", f'"{target}" is not a web address.', span,
                                    "Write it like https://example.org/page"))  # fmt: skip
            return "/"
        return target

    def _same_page(
        self, source: str, fragment: str, span: Span, problems: list[Problem]
    ) -> tuple[str, Page | None, str]:
        page = self.site.by_path.get(source)
        if page is None:
            return "#" + quote(fragment, safe=SAFE), None, ""
        if fragment:
            fragment = self._anchor(page, fragment, span, problems)
        return "#" + quote(fragment, safe=SAFE), page, ""

    def _anchor(self, page: Page, fragment: str, span: Span, problems: list[Problem]) -> str:
        anchors = self.anchors.get(page.doc.path, ())
        wanted = unicodedata.normalize("NFC", unquote(fragment))
        if wanted in anchors or wanted in ("top", "main", "content") or page.generated:
            return wanted
        lower = wanted.lower()
        if lower in anchors:
            return lower
        where = "this page" if page.doc.path == span.path else f'"{page.doc.path}"'
        problems.append(Problem("anchor-missing", f'There is no heading "#{wanted}" on {where}.',
            span, did_you_mean(wanted, anchors, "Link to the page without the part after #."),
            "warning"))  # fmt: skip
        return ""

    def _find(self, folder: str, path: str) -> tuple[str, str, str]:
        """(kind, what, spelling to suggest) of a link's path."""
        decoded = unicodedata.normalize("NFC", unquote(path))
        names = [_named(folder, decoded)]
        if decoded != path:  # a file's own name may hold "%20"
            names.append(_named(folder, path))
        for name in names:
            for option in _options(name):
                kind = self._kind(option)
                if kind:
                    return kind, option, ""
        by_url = self._by_url(folder, decoded)
        if by_url:
            return by_url
        if not self.folded:
            self.folded.update((_fold(path), path) for path in self.files)
            self.folded.update((_fold(path), path) for path in self.site.by_path)
        for name in names:
            for option in _options(name):
                found = self.folded.get(_fold(option), "")
                kind = self._kind(found)
                if kind:
                    same = unicodedata.normalize("NFC", found) == option
                    return kind, found, "" if same else posixpath.relpath(found, folder)
        return "", "", ""

    def _kind(self, path: str) -> str:
        if path in self.site.by_path:
            return "page"
        if path in self.hidden:
            return "hidden"
        if path in self.files and (
            path.startswith(("content/assets/", "content/static/"))
            or not path.endswith((".md", ".markdown", ".yaml", ".yml"))
        ):
            return "file"
        return ""

    def _by_url(self, folder: str, decoded: str) -> tuple[str, str, str] | None:
        """A link written as an address: ``/tactics/canvass/`` or ``../canvass/``."""
        shown = folder.removeprefix("content").strip("/")
        for base in ("/",) if decoded.startswith("/") else (f"/{shown}/", f"/{shown}/page/"):
            url = posixpath.normpath(posixpath.join(base, decoded)).replace("//", "/")
            url = quote(url.removesuffix("/index.html").removesuffix(".html").rstrip("/") + "/",
                        safe="/~@!$&()*+,;=:")  # fmt: skip
            if url in self.site.by_url:
                return "page", self.site.by_url[url].doc.path, ""
            prefix = self.site.config.base_path
            if prefix != "/" and url.startswith(prefix):
                inner = self.site.by_url.get("/" + url.removeprefix(prefix))
                if inner is not None:
                    return "page", inner.doc.path, ""
            for alias, page in self.site.aliases:
                if alias == url:
                    return "page", page.doc.path, ""
            if self.site.tags and (
                url == "/tags/" or any(url == tag[1] for tag in self.site.tags)
            ):
                return "url", url, ""
            if self.site.config.brand_page and url == "/brand/":
                return "url", url, ""
            if self.site.map and url in (MAP, self.site.map):
                return "url", self.site.map, ""
        return None

    def _suggest(self, source: str, path: str) -> str:
        self.suggested += 1
        if self.suggested > MAX_SUGGESTIONS:
            return "Check the name, or remove the link."
        wanted = posixpath.basename(unquote(path).rstrip("/")).removesuffix(".md")
        names: dict[str, str] = {}
        for option in (*self.site.by_path, *self.files):
            if option.startswith("content/"):
                stem = posixpath.basename(option).removesuffix(".md")
                if stem == "index":
                    stem = posixpath.basename(posixpath.dirname(option))
                names.setdefault(stem, option)
        from sitegen.problems import suggest

        near = suggest(wanted, names)
        if not near:
            return "Check the name, or remove the link."
        return f'Did you mean "{posixpath.relpath(names[near], posixpath.dirname(source))}"?'


def _named(folder: str, path: str) -> str:
    """The source path that a link's path names, from its page's folder or from ``content``."""
    if path.startswith("/"):
        return posixpath.normpath("content/" + path.lstrip("/"))
    return posixpath.normpath(posixpath.join(folder, path))


def _options(name: str) -> tuple[str, ...]:
    """What may be meant by a source path, which people write without ending or as an address."""
    if name != "content" and not name.startswith("content/"):
        return ()
    return (name, f"{name}.md", f"{name}/index.md",
            name.removesuffix("/index.html") + "/index.md", name.removesuffix(".html") + ".md",
            "content/static" + name.removeprefix("content"))  # fmt: skip


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _external(target: str) -> bool:
    """Whether the address names a scheme or another host."""
    if target.startswith("//"):
        return True
    head = target.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    scheme = head.split(":", 1)[0]
    return ":" in head and scheme.replace("+", "").replace("-", "").replace(".", "").isalnum() \
        and scheme[:1].isalpha() and len(scheme) > 1  # fmt: skip


def host(target: str) -> str:
    """The host of a complete address, in lower case; "" when it is malformed."""
    try:
        return urlsplit(target).netloc.lower()
    except ValueError:
        return ""


def is_image(path: str) -> bool:
    """Whether a file is published as a picture, that is cleaned and sized."""
    return path.lower().endswith(IMAGES)
