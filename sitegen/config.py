"""``content/site.yaml`` as one checked value. Every setting of a site is declared here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from msgspec import Struct

from sitegen import languages, parse, schema, settings, stages, staging
from sitegen.brand import faces
from sitegen.cache import Cache
from sitegen.later import later
from sitegen.model import AskRef, Options, Pairs
from sitegen.parse import ASK
from sitegen.problems import Problem, Span, errors
from sitegen.schema import Field, Map, Node, Seq, Text
from sitegen.sources import Tree
from sitegen.staging import Candidate, Staging

PATH = "content/site.yaml"

SITE_FIELDS: Mapping[str, Field] = {
    "name": Field(required=True, help="Your group's name"),
    "tagline": Field(),
    "description": Field(),
    "url": Field(),
    "language": Field(default="en"),
    "timezone": Field(default="UTC"),
    "brand": Field("map", short="colour", fields={
        "colour": Field(), "color": Field(), "accent": Field(), "logo": Field(), "font": Field(),
        "tokens": Field(), "page": Field("flag", default=False),
    }),
    "theme": Field(default="grassroots"),
    "theme_settings": Field("pairs"),
    "theme_scripts": Field("list"),
    "host": Field(default="plain"),
    "form": Field(),
    "backend": Field("map", short="name", fields={
        "name": Field(), "settings": Field("any", default={}),
    }),
    "forms": Field("map", fields={
        "script": Field("flag", default=True), "offline": Field("flag", default=False),
    }),
    "ask": ASK,
    "nav": Field("any", default=()),
    "footer": Field("any", default=()),
    "imprint": Field("any"),
    "stage": Field("any"),
    "stages": Field("any"),
    "candidate": Field("any"),
    "privacy": Field("map", short="page", fields={"page": Field(), "handled_by": Field()}),
    "social": Field("pairs"),
    "share_image": Field(),
    "share_cards": Field("choice", default="auto", choices=("auto", "all", "messages", "none")),
    "html": Field("choice", default="safe", choices=("safe", "trusted")),
    "links": Field("choice", default="files", choices=("files", "folders")),
    "hosts_allowed": Field("list"),
    "edit": Field(),
    "feed": Field("flag", default=True),
    "author": Field(),
    "search": Field("flag", default=False),
}  # fmt: skip


_ENTRY: Mapping[str, Field] = {"to": Field(), "title": Field(), "children": Field("any"),
                               "stages": Field("list")}  # fmt: skip


class Entry(Struct, frozen=True):
    """One line of a menu: a page or address, its words (or "" for the page's title); and the
    stages in which it stands there, all where there are none."""

    to: str
    title: str = ""
    children: tuple[Entry, ...] = ()
    line: int = 0
    stages: tuple[str, ...] = ()


class Config(Struct, frozen=True):
    """A site's settings. ``url`` has no slash at its end and is "" when none is set;
    ``base_path`` starts and ends with a slash.

    ``name``, ``tagline``, ``description``, ``logo`` and ``share_image`` are the candidate's in
    the stages that have one; ``movement`` is always the group's own name. ``search`` is
    "index" where its pages can be searched, and "map" where it asks for that in vain.
    """

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
    tokens: str
    brand_page: bool
    theme: str
    theme_settings: tuple[tuple[str, str], ...]
    theme_scripts: tuple[str, ...]
    host: str
    form: str
    script: bool
    offline: bool
    backend: str
    backend_settings: Map | None
    ask: AskRef
    nav: tuple[Entry, ...]
    footer: tuple[Entry, ...]
    movement: str
    staging: Staging
    privacy: str
    handled_by: str
    social: Pairs
    share_image: str
    share_cards: str
    trusted: bool
    folders: bool
    hosts_allowed: tuple[str, ...]
    edit: str
    feed: bool
    author: str
    font: str
    search: str
    lines: tuple[tuple[str, int], ...]

    def line(self, key: str) -> int:
        """The line of a setting in site.yaml, or 1."""
        return dict(self.lines).get(key, 1)


def read(tree: Tree, options: Options, cache: Cache) -> tuple[Config | None, tuple[Problem, ...]]:
    """The site's settings; None when there is no site.yaml at all."""
    if any(problem.span is not None and problem.span.path == PATH for problem in tree.problems):
        return None, ()  # it is there, and why it cannot be read has been said
    if PATH not in tree.files:
        found = [path for path in tree.files if path.lower() in (PATH, "content/site.yml")]
        hint = f'Rename "{found[0]}" to {PATH}.' if found else (
            'Start one with "sitegen new DIR", or go to the folder that holds content/.'
        )  # fmt: skip
        return None, (Problem("site-missing", "There is no site here: content/site.yaml is "
                              "missing.", Span(PATH), hint),)  # fmt: skip
    node, problems = settings.load_map(tree, PATH, cache)
    if errors(problems):
        return None, problems  # with nothing set, every page would seem to be wrong
    checked = schema.check(node, SITE_FIELDS, PATH)
    value = checked.values
    found_problems = [*problems, *checked.problems]
    place = Span(PATH, checked.lines.get("url", 1))
    if options.base_url:
        place = Span("--base-url")
    url, base_path = _url(options.base_url or value["url"], place, found_problems)
    language = value["language"].strip().replace("_", "-") or "en"
    if not languages.is_tag(language):
        found_problems.append(Problem("language-unknown",
            f'"{language}" is not a language tag.', Span(PATH, checked.lines.get("language", 1)),
            "Use a tag such as en, de or pt-BR."))  # fmt: skip
        language = "en"
    if value["forms"]["offline"] and not value["forms"]["script"]:
        found_problems.append(Problem("forms-offline",
            "Without the script for forms nothing can be kept for later.",
            Span(PATH, checked.lines.get("forms.offline", 1)),
            "Remove the line script: no, or the line offline: yes.", "warning"))  # fmt: skip
    hosts = _hosts(checked, found_problems)
    asks = parse.ask(value["ask"], checked.lines.get("ask", 0), PATH, found_problems)
    timezone = value["timezone"] or "UTC"
    staged, said = staging.read(node, options.stage, language, options.now, timezone, cache)
    found_problems += said
    who = staged.candidate or Candidate()
    return Config(
        name=who.name or value["name"] or "Untitled",
        tagline=who.slogan or value["tagline"],
        description=who.description or value["description"],
        url=url,
        base_path=base_path,
        language=language,
        timezone=timezone,
        colour=value["brand"]["colour"] or value["brand"]["color"],
        accent=value["brand"]["accent"],
        logo=who.logo or value["brand"]["logo"],
        tokens=value["brand"]["tokens"],
        brand_page=value["brand"]["page"],
        theme=options.theme or value["theme"],
        theme_settings=tuple(value["theme_settings"].items()),
        theme_scripts=value["theme_scripts"],
        host=value["host"],
        form=value["form"],
        script=value["forms"]["script"],
        offline=value["forms"]["offline"],
        backend=value["backend"]["name"],
        backend_settings=_backend_settings(node, found_problems),
        ask=asks,
        nav=_entries(node.get("nav"), "nav", found_problems),
        footer=_entries(node.get("footer"), "footer", found_problems),
        movement=value["name"] or "Untitled",
        staging=staged,
        privacy=value["privacy"]["page"].strip(),
        handled_by=value["privacy"]["handled_by"].strip(),
        social=_social(checked, found_problems),
        share_image=who.share_image or value["share_image"],
        share_cards=value["share_cards"],
        trusted=value["html"] == "trusted",
        folders=value["links"] == "folders",
        hosts_allowed=hosts,
        edit=_edit(checked, found_problems),
        feed=value["feed"],
        author=value["author"],
        font=_font(checked, found_problems),
        search="index" if value["search"] else "",
        lines=tuple(checked.lines.items()),
    ), tuple(found_problems)


def _backend_settings(node: Map, problems: list[Problem]) -> Map | None:
    backend = node.get("backend")
    found = backend.get("settings") if isinstance(backend, Map) else None
    if found is None or isinstance(found, Map) or (isinstance(found, Text) and not found.value):
        return found if isinstance(found, Map) else None
    problems.append(Problem("value-kind",
        '"backend.settings" must be a group of name: value lines, indented below it.',
        Span(PATH, found.line, found.column), "Write for example:  url: https://example.org/join"))  # fmt: skip
    return None


def _hosts(checked: schema.Checked, problems: list[Problem]) -> tuple[str, ...]:
    """Hosts whose pictures and embeds may be shown, as written or taken from an address."""
    found = set()
    for text in checked.values["hosts_allowed"]:
        try:
            host = urlsplit(text if "//" in text else f"//{text}").netloc.lower()
        except ValueError:
            host = ""
        if re.fullmatch(r"(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?", host):
            found.add(host)
        elif text:
            problems.append(Problem("host-invalid", f'"{text}" is not the name of a site.',
                Span(PATH, checked.lines.get("hosts_allowed", 1)),
                "Write it like example.org"))  # fmt: skip
    return tuple(sorted(found))


def _social(checked: schema.Checked, problems: list[Problem]) -> Pairs:
    found = []
    for label, address in checked.values["social"].items():
        if re.match(r"(?:https?://|mailto:|tel:)[^\s\"<>\[\]]+$", address.strip()):
            found.append((label, address.strip()))
        elif address:
            problems.append(Problem("social-invalid", f'"{address}" is not a web address.',
                Span(PATH, checked.lines.get(f"social.{label}", 1)),
                f"Write it like {label or 'Mastodon'}: https://example.org/@you"))  # fmt: skip
    return tuple(found)


def _font(checked: schema.Checked, problems: list[Problem]) -> str:
    """The name of the face for headlines, "system", or "" for the theme's own."""
    written: str = checked.values["brand"]["font"]
    if not written.strip() or faces.is_system(written):
        return "system" if written.strip() else ""
    face = faces.get(written)
    if face is None or not face.sets:
        problems.append(faces.unknown(written, Span(PATH, checked.lines.get("brand.font", 1))))
        return ""
    return face.name


def _edit(checked: schema.Checked, problems: list[Problem]) -> str:
    edit: str = checked.values["edit"].strip().rstrip("/")
    if edit and not re.match(r"https?://[^\s\"<>]+$", edit):
        problems.append(Problem("edit-invalid", f'"{edit}" is not a web address.',
            Span(PATH, checked.lines.get("edit", 1)),
            "Write it like https://github.com/you/site/edit/main"))  # fmt: skip
        return ""
    return edit


_HOST = later(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")


def _url(text: str, span: Span, problems: list[Problem]) -> tuple[str, str]:
    """The address without its last slash, and the path below which the site lies."""
    if not text:
        return "", "/"
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode()
        host = f"[{host}]" if ":" in host else host
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:  # of the parser, and UnicodeError of the encoding
        host = port = ""
        parts = urlsplit("")
    odd = re.search(r"[\s\"<>\\^`{|}]", text) or "@" in parts.netloc
    if odd or not _HOST.fullmatch(host) or parts.scheme not in ("http", "https"):
        problems.append(Problem("url-invalid", f'"{text}" is not a web address.', span,
                                "Write it like https://example.org"))  # fmt: skip
        return "", "/"
    path = quote("/" + "/".join(part for part in parts.path.split("/") if part not in ("", ".")),
                 safe="/%~@!$&()*+,;=:")  # fmt: skip
    if parts.query or parts.fragment or "/../" in path + "/":
        problems.append(Problem("url-query", "The site's address may not hold ?, # or two dots.",
                                span, f"Write {parts.scheme}://{host}{port}/"))  # fmt: skip
        return "", "/"
    base = path if path == "/" else path + "/"
    return f"{parts.scheme}://{host}{port}{base.rstrip('/')}", base


def _entries(node: Node | None, name: str, problems: list[Problem]) -> tuple[Entry, ...]:
    """Menu lines: a path, ``title: path``, or ``{to, title, children}``."""
    if node is None or (isinstance(node, Text) and not node.value.strip()):
        return ()
    if isinstance(node, Map) and not _is_entry(node):  # nav: {Join: join.md, About: about.md}
        node = Seq(tuple(Map((pair,), pair[0].line, pair[0].column) for pair in node.entries))
    entries: list[Entry] = []
    for item in node.items if isinstance(node, Seq) else (node,):
        line = item.line
        if isinstance(item, Text) and item.value.strip():
            entries.append(Entry(item.value.strip(), "", (), line))
            continue
        if isinstance(item, Map) and _is_entry(item):
            checked = schema.check(item, _ENTRY, PATH, f"{name}.")
            problems += checked.problems
            to, title = checked.values["to"], checked.values["title"]
            below = _entries(item.get("children"), name, problems)
            only, unknown = stages.read(checked.values["stages"], Span(PATH, line))
            problems += unknown
            if to or below:
                entries.append(Entry(to, title, below, line, only))
                continue
        elif isinstance(item, Map) and len(item.entries) == 1:
            title, value = item.entries[0]
            if isinstance(value, Text) and value.value.strip():
                entries.append(Entry(value.value.strip(), title.value, (), title.line))
                continue
            if isinstance(value, Seq | Map) and (below := _entries(value, name, problems)):
                entries.append(Entry("", title.value, below, title.line))
                continue
        problems.append(Problem("nav-entry", f'A line of "{name}" must name a page.',
            Span(PATH, line, item.column), "Write for example:  - tactics/index.md"))  # fmt: skip
    return tuple(entries)


def _is_entry(node: Map) -> bool:
    return any(key.value in ("to", "children") for key, _ in node.entries)
