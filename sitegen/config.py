"""``content/site.yaml`` as one checked value. Every setting of a site is declared here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sitegen import schema, settings
from sitegen.cache import Cache
from sitegen.model import AskRef, Options, Pairs
from sitegen.parse import ASK
from sitegen.problems import Problem, Span
from sitegen.schema import Field
from sitegen.sources import Tree

PATH = "content/site.yaml"

SITE_FIELDS: Mapping[str, Field] = {
    "name": Field(required=True, help="Your group's name"),
    "tagline": Field(),
    "description": Field(),
    "url": Field(),
    "language": Field(default="en"),
    "timezone": Field(default="UTC"),
    "brand": Field("map", short="colour", fields={
        "colour": Field(), "color": Field(), "accent": Field(), "logo": Field(),
    }),
    "theme": Field(default="grassroots"),
    "theme_settings": Field("any", default={}),
    "host": Field(default="plain"),
    "form": Field(),
    "backend": Field("map", short="name", fields={
        "name": Field(), "settings": Field("any", default={}),
    }),
    "ask": ASK,
    "nav": Field("any", default=()),
    "footer": Field("any", default=()),
    "imprint": Field(),
    "social": Field("pairs"),
    "share_image": Field(),
    "html": Field("choice", default="safe", choices=("safe", "trusted")),
    "links": Field("choice", default="files", choices=("files", "folders")),
    "hosts_allowed": Field("list"),
    "edit": Field(),
    "feed": Field("flag", default=True),
    "author": Field(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu: a page or address, its words (or "" for the page's title)."""

    to: str
    title: str = ""
    children: tuple[Entry, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Config:
    """A site's settings. ``url`` has no slash at its end and is "" when none is set;
    ``base_path`` starts and ends with a slash."""

    name: str
    tagline: str
    description: str
    url: str
    base_path: str
    language: str
    timezone: str
    colour: str
    accent: str
    logo: str
    theme: str
    theme_settings: tuple[tuple[str, str], ...]
    host: str
    form: str
    backend: str
    backend_settings: schema.Map | None
    ask: AskRef
    nav: tuple[Entry, ...]
    footer: tuple[Entry, ...]
    imprint: str
    social: Pairs
    share_image: str
    trusted: bool
    folders: bool
    hosts_allowed: tuple[str, ...]
    edit: str
    feed: bool
    author: str
    lines: tuple[tuple[str, int], ...]

    def line(self, key: str) -> int:
        """The line of a setting in site.yaml, or 1."""
        return dict(self.lines).get(key, 1)


def read(
    tree: Tree, options: Options, cache: Cache
) -> tuple[Config | None, tuple[Problem, ...]]:
    """The site's settings; None when there is no site.yaml at all."""
    if PATH not in tree.files:
        found = [path for path in tree.files if path.lower() in (PATH, "content/site.yml")]
        hint = f'Rename "{found[0]}" to {PATH}.' if found else (
            'Start one with "sitegen new DIR", or go to the folder that holds content/.'
        )  # fmt: skip
        return None, (Problem("site-missing", "There is no site here: content/site.yaml is "
                              "missing.", Span(PATH), hint),)  # fmt: skip
    node, problems = settings.load_map(tree, PATH, cache)
    checked = schema.check(node, SITE_FIELDS, PATH)
    value = checked.values
    found_problems = [*problems, *checked.problems]
    url, base_path = _url(options.base_url or value["url"], checked, found_problems)
    language = value["language"].replace("_", "-") or "en"
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        found_problems.append(Problem("language-unknown",
            f'"{language}" is not a language tag.', Span(PATH, checked.lines.get("language", 1)),
            "Use a tag such as en, de or pt-BR."))  # fmt: skip
        language = "en"
    hosts = tuple(sorted({_host(item) for item in value["hosts_allowed"]} - {""}))
    ask = value["ask"]
    form, to = ask["form"], ask["to"]
    if to.startswith("forms/"):
        form, to = to.removeprefix("forms/").removesuffix(".yaml"), ""
    line = checked.lines.get("ask", 0)
    asks = AskRef(form, to, ask["title"], ask["text"], ask["button"], form == "none", line)
    return Config(
        name=value["name"] or "Untitled",
        tagline=value["tagline"],
        description=value["description"],
        url=url,
        base_path=base_path,
        language=language,
        timezone=value["timezone"] or "UTC",
        colour=value["brand"]["colour"] or value["brand"]["color"],
        accent=value["brand"]["accent"],
        logo=value["brand"]["logo"],
        theme=value["theme"],
        theme_settings=_texts(value["theme_settings"]),
        host=value["host"],
        form=value["form"],
        backend=value["backend"]["name"],
        backend_settings=_backend_settings(node),
        ask=asks,
        nav=_entries(value["nav"], checked.lines.get("nav", 1), found_problems),
        footer=_entries(value["footer"], checked.lines.get("footer", 1), found_problems),
        imprint=value["imprint"],
        social=tuple(value["social"].items()),
        share_image=value["share_image"],
        trusted=value["html"] == "trusted",
        folders=value["links"] == "folders",
        hosts_allowed=hosts,
        edit=value["edit"].rstrip("/"),
        feed=value["feed"],
        author=value["author"],
        lines=tuple(checked.lines.items()),
    ), tuple(found_problems)


def _texts(value: Any) -> Pairs:
    if not isinstance(value, dict):
        return ()
    return tuple((str(key), item if isinstance(item, str) else repr(item))
                 for key, item in value.items())  # fmt: skip


def _backend_settings(node: schema.Map) -> schema.Map | None:
    backend = node.get("backend")
    found = backend.get("settings") if isinstance(backend, schema.Map) else None
    return found if isinstance(found, schema.Map) else None


def _host(text: str) -> str:
    host = urlsplit(text if "//" in text else f"//{text}").netloc.lower()
    return host if re.fullmatch(r"[a-z0-9.*-]+(:\d+)?", host) else ""


def _url(text: str, checked: schema.Checked, problems: list[Problem]) -> tuple[str, str]:
    """The address without its last slash, and the path below which the site lies."""
    if not text:
        return "", "/"
    span = Span(PATH, checked.lines.get("url", 1))
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        host = None
        parts = urlsplit("")
    if not host or parts.scheme not in ("http", "https") or " " in text:
        problems.append(Problem("url-invalid", f'"{text}" is not a web address.', span,
                                "Write it like https://example.org"))  # fmt: skip
        return "", "/"
    if parts.query or parts.fragment:
        problems.append(Problem("url-query", "The site's address may not hold ? or #.", span,
                                f"Write {parts.scheme}://{parts.netloc}{parts.path}"))  # fmt: skip
    try:
        netloc = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except UnicodeError:
        netloc = parts.netloc
    path = "/" + "/".join(part for part in parts.path.split("/") if part)
    base = path if path == "/" else path + "/"
    return f"{parts.scheme}://{netloc.lower()}{base.rstrip('/')}", base


def _entries(value: Any, line: int, problems: list[Problem]) -> tuple[Entry, ...]:
    """Menu lines: a path, ``{path: title}``, or ``{to, title, children}``."""
    if isinstance(value, str):
        value = (value,) if value else ()
    if isinstance(value, dict):
        value = tuple({"title": title, "to": to} for title, to in value.items())
    entries = []
    for item in value:
        if isinstance(item, str):
            entries.append(Entry(item, "", (), line))
        elif isinstance(item, dict) and ("to" in item or "children" in item):
            entries.append(Entry(str(item.get("to", "")), str(item.get("title", "")),
                                 _entries(item.get("children", ()), line, problems), line))  # fmt: skip
        elif isinstance(item, dict) and len(item) == 1:
            title, to = next(iter(item.items()))
            entries.append(Entry(str(to), str(title), (), line))
        else:
            problems.append(Problem("nav-entry", "A menu line must name a page.",
                Span(PATH, line), "Write for example:  - tactics/index.md"))  # fmt: skip
    return tuple(entries)
