"""What every page of a site has in common: menus, icons, the picture for link previews.

Also what a page says to machines about itself. Everything that reaches all pages belongs in
``Shared``, so that one key stands for it.
"""

from __future__ import annotations

import json

from msgspec.structs import replace

from sitegen import stages
from sitegen.assemble import Page
from sitegen.config import PATH, Config, Entry
from sitegen.imprint import Imprint
from sitegen.model import AskRef, digest
from sitegen.plan.artifacts import Banner, Brand, Link, PicturePlan, Shared
from sitegen.plan.asks import Asks
from sitegen.plan.parts import Parts
from sitegen.problems import Span
from sitegen.staging import NO_BANNER, Candidate

NAV_TOP = 7
NAV_CHILDREN = 10
"""More than a reader takes in at a glance; what is left out stands on the section's page."""


def of(parts: Parts, asks: Asks, brand: Brand) -> Shared:
    """The site's menus, files and pictures, with their key."""
    site, config = parts.site, parts.site.config
    logo = _own_picture(parts, config.logo, "", "brand.logo")
    share = _own_picture(parts, config.share_image, config.name, "share_image")
    footer = _menu(parts, config.footer, False)
    if config.brand_page:
        footer = (*footer, Link(parts.word("brand_title", "Brand kit"), "/brand/"))
    if site.map and all(link.url != site.map for link in footer):
        footer = (*footer, Link(map_title(parts), site.map))
    dated = any(page.doc.date for page in site.pages)
    # Pages see the settings without those that reach them in another way, or not at all.
    seen = replace(config, nav=(), footer=(), ask=AskRef(), form="", backend="",
                   backend_settings=None, host="", timezone="", edit="", lines=(),
                   staging=replace(config.staging, imprint=Imprint(), changes="", line=0, ask=AskRef()))  # fmt: skip
    made = Shared(
        config=seen,
        nav=_menu(parts, config.nav, True) if config.nav else _sections(parts, asks, footer),
        footer=footer,
        social=config.social,
        css="/" + brand.css_name,
        icons=tuple((rel, "/" + name, kind, size) for rel, name, kind, size, _ in brand.icons),
        logo=logo,
        share=_share(config.name, share, brand),
        feed="/feed.xml" if config.feed and config.url and dated else "",
        assets=tuple((name, "/" + output) for name, output, _ in brand.assets),
        theme_colors=brand.theme_colors,
        cards=brand.cards,
        letters=brand.letters,
        fonts=tuple("/" + output for output, _ in brand.fonts),
        banner=_banner(parts),
        standing=_standing(parts, config.staging.candidate),
        map=Link(map_title(parts), site.map) if site.map else None,
    )
    return replace(made, key=digest(made))


def map_title(parts: Parts) -> str:
    """What the page is called that names all others."""
    ready = parts.site.config.search == "index"
    return parts.word("search") if ready else parts.word("site_map", "Site map")


def _own_picture(parts: Parts, target: str, alt: str, setting: str) -> PicturePlan | None:
    """A picture that site.yaml names."""
    if not target:
        return None
    return parts.picture(PATH, target, alt, Span(PATH, parts.site.config.line(setting)))


def _share(
    name: str, picture: PicturePlan | None, brand: Brand
) -> tuple[str, int, int, str] | None:
    """The picture that link previews show: address, size, description."""
    if picture is not None:
        return picture.src, picture.width, picture.height, name
    if brand.share is not None:
        return "/" + brand.share[0], 1200, 630, name
    return None


# The stage ----------------------------------------------------------------------------------


def _banner(parts: Parts) -> Banner | None:
    """What the stage says above every page: the site's words, else its own; mostly nothing."""
    staging, word = parts.site.config.staging, parts.word
    if staging.banner.lower() in NO_BANNER:
        return None
    text, link = staging.banner, staging.link_title
    if staging.stage == "polling-day":
        text, link = text or word("stage_polling"), link or word("stage_vote")
    elif staging.stage == "archive":
        ended = word("stage_archived_on").replace("{date}", parts.date(staging.date))
        text = text or (ended if staging.date else word("stage_archived"))
        link = link or word("stage_next")
    if not text:
        return None
    if not staging.link:
        return Banner(text)
    url, page = parts.link(PATH, staging.link, Span(PATH, staging.line))
    return Banner(text, url, link or (page.doc.title if page else word("ask_button")))


def _standing(parts: Parts, candidate: Candidate | None) -> str:
    """For what the candidate stands, in the site's language."""
    if candidate is None or not (candidate.office or candidate.area):
        return ""
    what = ", ".join(filter(None, (candidate.office, candidate.area)))
    return parts.word("candidate_for").replace("{office}", what)


# Menus --------------------------------------------------------------------------------------


def _sections(parts: Parts, asks: Asks, footer: tuple[Link, ...]) -> tuple[Link, ...]:
    """Where site.yaml names no menu: the sections at the top, then the pages, in order."""
    elsewhere = {link.url for link in footer}
    elsewhere.update(asks.thanks_url(form) for form in parts.site.forms)
    tops = [page for page in parts.site.children.get("/", ()) if page.url not in elsewhere]
    tops.sort(key=lambda page: page.view != "section")
    return tuple(Link(page.doc.title, page.url, _below(parts, page)) for page in tops[:NAV_TOP])


def _below(parts: Parts, page: Page) -> tuple[Link, ...]:
    """The second level of a menu, unless it would be a list to search."""
    return parts.below(page) if fits(parts, page) else ()


def fits(parts: Parts, page: Page) -> bool:
    """Whether what lies below a page is few enough to be named beside it."""
    return len(parts.site.children.get(page.url, ())) <= NAV_CHILDREN


def _menu(parts: Parts, entries: tuple[Entry, ...], deep: bool) -> tuple[Link, ...]:
    """A menu as site.yaml names it; a section brings its pages with it where ``deep``."""
    found = []
    stage = parts.site.config.staging.stage
    for entry in entries:
        url, page = "", None
        if not stages.applies(entry.stages, stage) or (
            entry.to and not entry.children and parts.out_of_stage(PATH, entry.to)
        ):  # fmt: skip
            continue
        if entry.to:
            url, page = parts.link(PATH, entry.to, Span(PATH, entry.line))
        children = _menu(parts, entry.children, False)
        if deep and not children and page is not None and page.view == "section":
            children = _below(parts, page)
        title = entry.title or (page.doc.title if page else entry.to)
        found.append(Link(title, url or (children[0].url if children else "/"), children))
    return tuple(found)


# For machines -------------------------------------------------------------------------------


def jsonld(
    config: Config, view: str, title: str, url: str, date: str, language: str,
    trail: tuple[Link, ...],
) -> tuple[str, ...]:  # fmt: skip
    """What the page is in the words of schema.org: the group, an article, or a place below it."""
    home = config.url + "/"
    data: dict[str, object]
    if not config.url:
        return ()
    who = config.staging.candidate
    group: dict[str, object] = {"@type": "Organization", "name": config.movement}
    publisher: dict[str, object] = {**group, "url": home}
    if who is not None:
        publisher = {"@type": "Person", "name": who.name, "url": home, "affiliation": group}
    if view == "home":
        data = publisher
        if config.description:
            data["description"] = config.description
    elif date and view == "page":
        data = {
            "@type": "Article", "headline": title[:110], "datePublished": date,
            "url": config.url + url, "inLanguage": language or config.language,
            "publisher": publisher,
        }  # fmt: skip
    elif len(trail) > 1:
        steps = [(link.title, {"item": config.url + link.url}) for link in trail]
        data = {"@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, **where}
            for at, (name, where) in enumerate([*steps, (title, {})], 1)
        ]}  # fmt: skip
    else:
        return ()
    return (script(data),)


def script(data: dict[str, object]) -> str:
    """Facts for machines as the text of a script element."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False,
                      separators=(",", ":"))  # fmt: skip
    # No text of a page may end the script element that it stands in.
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
