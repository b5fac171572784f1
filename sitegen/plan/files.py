"""Every output file that is no page: styles, icons, feeds, pictures, copies, a host's own files.

Their bytes are made here or lie ready; none depends on a page's text but through the plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from sitegen import assemble, feeds, hosts, links, policy
from sitegen.assemble import Page, Site
from sitegen.config import PATH
from sitegen.disk import digest as file_digest
from sitegen.forms import consents, functions
from sitegen.model import BUILT, digest
from sitegen.pictures import Published
from sitegen.plan.agenda import Calendar
from sitegen.plan.artifacts import SCRIPT, Artifact, Brand, Shared
from sitegen.plan.asks import Asks
from sitegen.plan.parts import Parts
from sitegen.plan.sheets import Sheet
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.sources import Tree

NARROW, SEARCH = "assets/narrow.js", "assets/search.js"
"""The theme's files for lists that can be narrowed and for the search page: like that for forms, a
site without them need not publish them."""


def letters(parts: Parts, page: Page, made: Artifact) -> list[Artifact]:
    """The page as a letter, HTML and text, where it asks for that. ``made`` is the page itself."""
    if dict(page.doc.fields).get("mail") is not True or page.view == "thanks":
        return []
    if not parts.site.config.url:
        parts.say("mail-address", "A letter needs complete addresses, and this site has none.",
                  page.doc.place("mail"), f"Add a line to {PATH}: url: https://example.org",
                  "warning")  # fmt: skip
        return []
    folder = made.path.removesuffix("index.html")
    return [Artifact(f"{folder}mail.{ending}", digest(made.key, ending), "mail", made.page,
                     name=page.doc.path) for ending in ("html", "txt")]  # fmt: skip


def data(site: Site, shared: Shared, brand: Brand) -> list[Artifact]:
    """What is at hand: the brand's files, robots.txt, and the sitemap and feed if there are any."""
    files = [(brand.css_name, brand.css)]
    files += [(name, content) for _, name, _, _, content in brand.icons]
    asked = site.config.script and site.forms and not site.config.staging.closed
    unused: set[str] = set() if asked else {SCRIPT}
    if not site.entries and not any(page.doc.fields or page.doc.dressed for page in site.pages):
        unused.update((*site.theme.sheets, NARROW))
    if site.config.search != "index":
        unused.add(SEARCH)
    files += [(output, content) for name, output, content in brand.assets if name not in unused]
    files += brand.fonts
    if brand.share is not None and shared.share and shared.share[0] == "/" + brand.share[0]:
        files.append(brand.share)
    files.append(("robots.txt", feeds.robots(site.config.url).encode()))
    if site.config.url:
        files.append(("sitemap.xml", _sitemap(site).encode()))
    files += [(f"consent/{version}.txt", text.encode())
              for version, text in consents.records(site.forms).items()]  # fmt: skip
    if shared.feed:
        files += [("feed.xml", _written(site, "/feed.xml", feeds.atom).encode()),
                  ("feed.json", _written(site, "/feed.json", feeds.json_feed).encode())]  # fmt: skip
    return [_ready(path, content) for path, content in files]


def gathered(sheets: tuple[Sheet, ...], calendars: tuple[Calendar, ...]) -> list[Artifact]:
    """Messages as files for spreadsheets and programs, and events for calendars."""
    files = [file for sheet in sheets for file in sheet.files]
    files += [(calendar.output, calendar.data) for calendar in calendars]
    return [_ready(path, content) for path, content in files]


def _ready(path: str, content: bytes) -> Artifact:
    return Artifact(path, digest(path, file_digest(content)), "data", data=content)


def _sitemap(site: Site) -> str:
    urls = [(page.url, page.doc.date[:10]) for page in site.pages
            if site.listed(page)]  # fmt: skip
    if site.tags:
        urls += [("/tags/", ""), *((url, "") for _, url, _ in site.tags)]
    return feeds.sitemap((site.config.url + url, day) for url, day in sorted(urls))


def _entries(site: Site) -> list[feeds.Entry]:
    return [
        feeds.Entry(page.doc.title, site.config.url + page.url, _rfc3339(page.doc.date),
                    page.doc.description or page.doc.summary, page.doc.tags)
        for page in assemble.dated(site.pages)[: feeds.MAX_ENTRIES]
    ]  # fmt: skip


def _written(site: Site, url: str, write: Callable[..., str]) -> str:
    config = site.config
    return write(config.name, config.tagline or config.description, config.url + "/",
                 config.url + url, config.language, config.author or config.name,
                 _entries(site))  # fmt: skip


def _rfc3339(iso: str) -> str:
    """A date, or a time without zone, as an instant."""
    if "T" not in iso:
        return iso + "T00:00:00Z"
    return iso if re.search(r"[+-]\d\d:\d\d$", iso) else iso + "Z"


def receivers(asks: Asks) -> list[Artifact]:
    """Programs with which the site itself receives its forms, where its backend is the host."""
    made = functions.files(asks.connected(), asks.backends)
    return [_ready(path, content) for path, content in made]


def pictures(published: Mapping[str, Published]) -> list[Artifact]:
    """Every size of every picture."""
    return [
        Artifact(sized.output, sized.blob, "blob", name=sized.blob)
        for _, record in sorted(published.items())
        for sized in (*record.files, *record.webp)
    ]


def copies(tree: Tree, linked: Mapping[str, str]) -> list[Artifact]:
    """Linked files, everything in ``assets/`` that is no picture, and ``static/`` as it is."""
    wanted = {file.path: file.path.removeprefix("content/")
              for file in tree.under("content/assets") if not links.is_image(file.path)}  # fmt: skip
    wanted |= {file.path: file.path.removeprefix("content/static/")
               for file in tree.under("content/static")}  # fmt: skip
    wanted |= linked
    return [Artifact(output, tree.files[path].digest, "file", name=path)
            for path, output in sorted(wanted.items()) if path in tree.files]  # fmt: skip


def host(site: Site) -> tuple[list[Artifact], tuple[Problem, ...]]:
    """What the site's host wants beside the pages, and what will not work there."""
    config = site.config
    span = Span(PATH, config.line("host"))
    found = hosts.find(config.host)
    if found is None:
        names = [known.name for known in hosts.TABLE]
        return [], (Problem("host-unknown", f'"{config.host}" is no host that sitegen knows.', span,
            did_you_mean(config.host, names, "Known: " + ", ".join(names) + ".")),)  # fmt: skip
    given = hosts.HostInput(
        url=config.url, base_path=config.base_path,
        redirects=tuple((url, page.url) for url, page in site.aliases),
        csp=policy.everywhere(), has_404=True, fingerprinted_prefix=f"/{BUILT}",
    )  # fmt: skip
    problems = [replace(problem, span=problem.span or span) for problem in found.check(given)]
    return [_ready(path, content) for path, content in found.files(given)], tuple(problems)
