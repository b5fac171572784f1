"""What a site gives to its brand kit: where its codes lead, what is asked, which pages have cards.

And the page that offers the kit, for sites that want one. Decides; what is drawn is ``drawing``'s
affair.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from sitegen.assemble import Site
from sitegen.brand.facts import lacking
from sitegen.config import PATH
from sitegen.plan import cards
from sitegen.plan.artifacts import Artifact, KitFile, KitPage, PagePlan
from sitegen.plan.asks import Asks
from sitegen.plan.fields import file_size
from sitegen.plan.journey import Journey
from sitegen.plan.parts import Parts
from sitegen.problems import Problem, Span

URL: Final = "/brand/"
ZIP: Final = "brand-kit.zip"
CARDS: Final = 24
"""Pages whose cards are in the zip: each takes 170 KB, and hosts have limits. A folder has all."""
SIZES: Final = {"a6": "A6", "a5": "A5", "a4": "A4", "a3": "A3", "letter": "US Letter",
                "half-letter": "US half letter"}  # fmt: skip


class Wanted(Struct, frozen=True):
    """``address`` is where codes lead, with ``{tag}`` for the source; ``call`` what is asked for.
    ``said`` are (name, title) of the pages with cards; ``asks`` are sentences."""

    address: str = ""
    call: str = ""
    asks: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    scan: str = ""


class Made(Struct, frozen=True):
    """A kit that lies in the cache: (path, bytes' name, length) of each file, and what is not in
    it and why."""

    files: tuple[tuple[str, str, int], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def wanted(site: Site, parts: Parts, asks: Asks, way: Journey) -> Wanted:
    """What the kit of this site is made from, besides its settings."""
    config = site.config
    form, call = _form(site)
    address = ""
    if config.url:
        stop = next((stop for stop in way.forms if stop.name == form), None)
        pages = sorted(stop.pages, key=lambda url: (url != "/", len(url), url)) if stop else []
        # The page's ask has this place; where the form stands elsewhere, a page begins at its top.
        address = f"{config.url}{pages[0] if pages else '/'}?ref={{tag}}{'#ask' if pages else ''}"
    lines = tuple(
        f"{rung.ask or rung.title}" for rung in site.ladder.rungs if rung.ask or rung.title
    )
    said = tuple((_name(page.url), cards.words(site, page)) for page in cards.chosen(site, {}))
    return Wanted(address, call or parts.word("ask_button"), lines, said, parts.word("brand_scan"))


def _form(site: Site) -> tuple[str, str]:
    """The form that a passer-by is asked for, and the words that ask: the site's own ask, else the
    first rung's, else the first form there is."""
    config, ladder = site.config, site.ladder
    named = ladder.rung(config.ask.form or config.ask.to)
    name = named.form if named is not None else config.ask.form
    words = config.ask.title or (named.ask if named else "")
    if not name:
        first = next((rung for rung in ladder.rungs if rung.form), None)
        name = config.form or (first.form if first else "")
        words = words or (first.ask if first else "")
    form = site.form(name) or (site.forms[0] if site.forms else None)
    if form is None:
        return "", words
    return form.name, words or form.title


def _name(url: str) -> str:
    return url.strip("/").removesuffix(".html").replace("/", "-") or "home"


# The page -----------------------------------------------------------------------------------


def page(
    parts: Parts, made: Made, colours: tuple[str, str]
) -> tuple[PagePlan, list[Artifact], list[Problem]]:
    """The page at ``URL``, its files, and what is missing from them."""
    config = parts.site.config
    files = {path: (blob, length) for path, blob, length in made.files}
    root = URL.strip("/")
    artifacts = [Artifact(f"{root}/{path}", blob, "blob", name=blob)
                 for path, (blob, _) in files.items()]  # fmt: skip
    problems = [Problem("kit-refused", f"The brand kit has no {what}. {why}",
                        Span(PATH, config.line("brand.page")),
                        do or "docs/brand.md says what a piece needs.", "warning")
                for what, why, do in lacking(made.refused)]  # fmt: skip
    view = KitPage(
        zip=_file(files, ZIP, parts.word("brand_all")),
        wordmarks=tuple(_file(files, path, path.rpartition("/")[2]) for path in sorted(files, key=len)
                        if path.startswith("wordmark/") and path.endswith(".svg")),
        colour=_pieces(parts, files, "print/colour/"),
        single=_pieces(parts, files, "print/one-ink/"),
        pictures=tuple(_file(files, path, _title(parts, path)) for path in files
                       if path.startswith("look/")),
        screen=tuple(_file(files, path, parts.word(f"brand_{path[7:-4].replace('-', '_')}"))
                     for path in files if path.startswith("screen/")),
        sheet=_file(files, "colours/colours.pdf", parts.word("brand_colour_sheet")),
        colours=((parts.word("brand_first"), colours[0]), (parts.word("brand_second"), colours[1])),
    )  # fmt: skip
    title = parts.word("brand_title", "Brand kit")
    text = parts.word("brand_text").replace("{site}", config.name)
    plan = PagePlan(f"{root}/index.html", URL, 1, "brand", "templates/brand.html", title,
                    description=text, canonical=parts.absolute(URL), trail=parts.trail("/"),
                    robots="noindex", kit=view)  # fmt: skip
    return plan, artifacts, problems


def _file(files: Mapping[str, tuple[str, int]], path: str, title: str) -> KitFile:
    length = files[path][1] if path in files else 0
    return KitFile(title, URL + path, file_size(length)) if length else KitFile(title, "", "")


def _pieces(parts: Parts, files: Mapping[str, tuple[str, int]], start: str) -> tuple[KitFile, ...]:
    return tuple(_file(files, path, _title(parts, path)) for path in files
                 if path.startswith(start))  # fmt: skip


def _title(parts: Parts, path: str) -> str:
    """``print/colour/flyer-half-letter.pdf`` in the site's language."""
    name = path.rpartition("/")[2].rpartition(".")[0]
    kind = next(
        kind for kind in ("flyer", "poster", "table-card", "stickers") if name.startswith(kind)
    )
    size = SIZES.get(name.removeprefix(f"{kind}-"), "")
    return f"{parts.word('brand_' + kind.replace('-', '_'))} {size}".strip()
