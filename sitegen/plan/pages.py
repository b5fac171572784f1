"""Every page of the output as a ``PagePlan``: documents, tags, thanks, moved pages, the 404 page.

Decides what each page shows. What that looks like is the theme's affair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from msgspec.structs import replace

from sitegen import assemble, search
from sitegen.assemble import Page
from sitegen.contenttypes import PLAIN
from sitegen.forms.shown import FormView
from sitegen.model import AskRef, Details, Document, Picture
from sitegen.plan import agenda, files, passing, shared, sheets
from sitegen.plan.artifacts import (
    Artifact,
    BlockPlan,
    Card,
    Fact,
    Filter,
    Link,
    PagePlan,
    PicturePlan,
)
from sitegen.plan.asks import Asks
from sitegen.plan.blocks import Blocks
from sitegen.plan.parts import Parts
from sitegen.plan.share import Share
from sitegen.plan.thanks import OWN_CODE, SCRIPT
from sitegen.problems import Span

HOME_UPDATES = 20
"""So many of the newest pages stand on the home page."""

COPY = "assets/copy.js"
"""The theme's script that copies words to be passed on."""

SHEETS = ("facts", "lists", "quotes", "blocks", "brief")
"""Style sheets that only some pages load, by the names of their files: what content types say, lists
that can be narrowed, somebody's own words, blocks that name this sheet, and briefings on paper."""

NO_LAYOUT = ("layout", "form", "picture", "ask")
"""Templates that write a part of a page, so no page can ask for one as its layout."""


class Pages:
    """The pages of one planning run. ``details`` gives a document's details by its key,
    ``cards`` the share cards of each output that has any."""

    def __init__(
        self, parts: Parts, asks: Asks, details: Callable[[str], Details],
        cards: Mapping[str, tuple[Artifact, ...]],
    ) -> None:  # fmt: skip
        self._cards = cards
        self._parts, self._asks, self._details = parts, asks, details
        self._site, self._config = parts.site, parts.site.config
        self._blocks = Blocks(parts, asks)
        self._sheet = {block.spec.name: block.spec.sheets for block in self._site.theme.blocks}
        self._stems = {name: PurePosixPath(name).stem for name in self._site.theme.sheets}
        self._thanking = asks.thanking
        self._templates = {name for name, _ in self._site.theme.templates}
        self._avoid = parts.fields.avoided()
        passing.judge(parts)
        self.sheets = sheets.of(parts, details)
        self.calendars = agenda.of(parts)
        self._turns: dict[str, tuple[Link | None, Link | None]] = {}

    # Documents -------------------------------------------------------------------------------

    def of(self, page: Page) -> PagePlan:
        """The plan of a document's page, or of a section's that has no document."""
        doc, parts, config = page.doc, self._parts, self._config
        details = self._details(doc.key) if not page.generated else Details()
        targets = tuple([parts.link(doc.path, reference.target,
                                    Span(doc.path, reference.line, reference.column))[0]
                         for reference in details.references])  # fmt: skip
        blocks = tuple([self._blocks.plan(page, number, use, targets)
                        for number, use in enumerate(details.uses)])  # fmt: skip
        forms = [value for block in blocks for _, value in block.args
                 if isinstance(value, FormView)]  # fmt: skip
        ask = self._asks.of(self._asking(page), forms)
        if ask is not None and ask.form is not None:
            forms.append(ask.form)
        before, after = self._neighbours(page)
        children, sections, filters = self._lists(page)
        trail = parts.trail(page.parent)
        share = self._thanking.share() if page.view == "thanks" else None
        facts = parts.fields.facts(page)
        agenda.judge(parts, page)
        event = agenda.jsonld(parts, page)
        kind = parts.fields.type(doc)
        offered = (*(link for sheet in self.sheets if sheet.section.url == page.url
                     for link in sheets.links(parts, sheet)),
                   *agenda.links(parts, page, self.calendars), *self._pictures(page))  # fmt: skip
        cards = self._cards.get(page.output, ())
        return PagePlan(
            output=page.output,
            url=page.url,
            depth=page.output.count("/"),
            view=page.view,
            template=self._template(page),
            title=doc.title,
            description=doc.description or doc.summary,
            body=doc.key if not page.generated else "",
            layout=doc.layout,
            # On a page of words to be passed on it is theirs, and the page speaks as the site does.
            language="" if kind.sheet else doc.language,
            date=doc.date,
            date_text=parts.date(doc.date),
            draft=doc.draft,
            tags=parts.tag_links(doc),
            image=parts.image(doc),
            headings=tuple([(head.level, head.id, head.title) for head in details.headings]),
            trail=trail,
            children=children,
            sections=sections,
            prev=before,
            next=after,
            ask=ask,
            edit=f"{config.edit}/{doc.path}" if config.edit else "",
            extra=doc.extra,
            targets=targets,
            pictures=tuple([self._inline(doc, picture) for picture in details.pictures]),
            blocks=blocks,
            forms=self._asks.needs(forms),
            canonical=parts.absolute(page.url),
            robots="noindex" if page.view == "thanks" or doc.draft else "",
            jsonld=(shared.script(event),) if event else shared.jsonld(
                config, page.view, doc.title, page.url, doc.date, doc.language, trail),
            source=doc.path,
            scripts=self._scripts(forms, share, blocks, filters),
            happens=self._asks.happens(page) if page.view == "thanks" else "",
            share=share,
            type=doc.type,
            avoid=() if any(name == "avoid" for name, _ in doc.fields) else self._avoid,
            facts=facts,
            filters=filters,
            downloads=offered,
            styles=self._styles({
                "facts": bool(facts) or bool(offered), "lists": bool(filters),
                "quotes": _quotes(facts, children, blocks), "brief": kind.brief and bool(facts),
                **({self._sheet.get(use.name, ""): True for use in details.uses} if doc.dressed else {}),
            }),
            brief=kind.brief,
            card="/" + cards[0].path if cards else "",
            card_words=cards[0].name if len(cards) > 1 else "",
        )  # fmt: skip

    def _styles(self, shown: Mapping[str, bool]) -> tuple[str, ...]:
        """The theme's further style sheets for what the page shows (words of ``SHEETS``). One that
        is named for nothing of that kind comes with any of them."""
        wanted = {name for name, there in shown.items() if name and there}
        return tuple(sheet for sheet, stem in self._stems.items()
                     if wanted and (stem in wanted or stem not in SHEETS))  # fmt: skip

    def _pictures(self, page: Page) -> tuple[Link, ...]:
        """The cards of a message, to be saved and posted."""
        made = self._cards.get(page.output, ())
        if len(made) < 2:
            return ()
        return tuple(Link(self._parts.word(f"picture_{each.kind}"), f"/{each.path}")
                     for each in made)  # fmt: skip

    def _scripts(
        self, forms: list[FormView], share: Share | None, blocks: tuple[BlockPlan, ...] = (),
        filters: tuple[Filter, ...] = (),
    ) -> tuple[str, ...]:  # fmt: skip
        """The theme's scripts that a page with these forms wants, besides the one for forms."""
        if not self._config.script:
            return ()
        asked = [self._site.form(form.name) for form in forms if not (form.link or form.closed)]
        coded = any(field.name == OWN_CODE for form in asked if form for field in form.fields)
        own = (SCRIPT,) if share is not None or coded else ()
        passed = any(isinstance(value, Share) for block in blocks for _, value in block.args)
        return (*own, *((COPY,) if passed else ()), *((files.NARROW,) if filters else ()))

    def _inline(self, doc: Document, picture: Picture) -> PicturePlan | str:
        """A picture in the text; one that cannot be shown leaves its description."""
        span = Span(doc.path, picture.line, picture.column)
        found = self._parts.picture(doc.path, picture.target, picture.alt, span, picture.title,
                                    picture.attributes)  # fmt: skip
        return found if found is not None else picture.alt

    def _template(self, page: Page) -> str:
        own = f"templates/{page.doc.layout}.html"
        if page.doc.layout not in NO_LAYOUT and own in self._templates:
            return own
        kind = self._parts.fields.type(page.doc)
        typed = f"templates/{kind.template or kind.name}.html"
        if page.view == "page" and kind is not PLAIN and typed in self._templates:
            return typed
        return f"templates/{page.view}.html"

    def _asking(self, page: Page) -> Page:
        """The page, asking with the form that its content type names where it asks nothing itself."""
        form, span = self._parts.fields.form(page.doc)
        if not form or page.doc.ask.line or self._site.form(form) is None:
            return page
        return replace(page, doc=replace(page.doc, ask=AskRef(form, line=span.line)))

    def _lists(self, page: Page) -> tuple[tuple[Card, ...], tuple[Card, ...], tuple[Filter, ...]]:
        """The pages that a section or the home page lists, the sections on the home page, and by
        what the list can be narrowed."""
        parts, site = self._parts, self._site
        if page.view == "section":
            rows = site.entries.get(page.url, ())
            for row in rows:
                parts.fields.facts(row)  # says what is wrong in them
            listed, kind = parts.fields.listed((*site.children.get(page.url, ()), *rows))
            filters = parts.fields.filters(listed, kind)
            return tuple(replace(parts.card(each), marks=parts.fields.marks(each, filters))
                         for each in listed), (), filters  # fmt: skip
        if page.view == "home":
            newest = assemble.dated(site.pages)[:HOME_UPDATES]
            sections = [child for child in site.children.get("/", ()) if child.view == "section"]
            return (tuple(parts.card(child) for child in newest),
                    tuple(parts.card(child, children=shared.fits(parts, child))
                          for child in sections), ())  # fmt: skip
        return (), (), ()

    def _neighbours(self, page: Page) -> tuple[Link | None, Link | None]:
        """The pages before and after in the same section; those at the top are in no order."""
        if page.view != "page" or page.parent == "/":
            return None, None
        if page.url not in self._turns:
            group = self._site.children[page.parent]
            links = [None, *(Link(each.doc.title, each.url) for each in group), None]
            for at, each in enumerate(group):
                self._turns[each.url] = links[at], links[at + 2]
        return self._turns[page.url]

    # Pages that no document stands for -------------------------------------------------------

    def others(self) -> list[PagePlan]:
        """Tags, thanks, the 404 page, all pages by name, and one page for each old address."""
        return [*self._tags(), *self._thanks(), self._not_found(), *self._map(), *self._moved(),
                *self._sheets()]  # fmt: skip

    def _bare(self, output: str, url: str, view: str, title: str, robots: str = "") -> PagePlan:
        return PagePlan(output, url, output.count("/"), view, f"templates/{view}.html", title,
                        canonical=self._parts.absolute(url), robots=robots)  # fmt: skip

    def _tags(self) -> list[PagePlan]:
        tags = self._site.tags
        if not tags:
            return []
        word = self._parts.word("tags", "Topics")
        home = self._parts.trail("/")
        page = self._bare("tags/index.html", "/tags/", "tags", word)
        listed = tuple(Link(words, url, (), len(pages)) for words, url, pages in tags)
        made = [replace(page, tags=listed, trail=home,
                        description=self._sentence("tags_description", word))]  # fmt: skip
        for words, url, pages in tags:
            slug = assemble.wanted_segments(url)[-1]
            page = self._bare(f"tags/{slug}/index.html", url, "tag", words)
            made.append(replace(page, trail=(*home, Link(word, "/tags/")),
                children=tuple(self._parts.card(each) for each in pages),
                description=self._sentence("tag_description", words),
            ))  # fmt: skip
        return made

    def _sentence(self, name: str, tag: str) -> str:
        sentence = self._parts.word(name).replace("{tag}", tag)
        return sentence.replace("{site}", self._config.name)

    def _thanks(self) -> list[PagePlan]:
        """A thank-you page for each form that names none of the site's own."""
        made = []
        for form in self._site.forms:
            if form.thanks.page:
                continue
            url = self._asks.thanks_url(form)
            ask, share = self._asks.after(form), self._thanking.share()
            forms = [ask.form] if ask and ask.form else []
            plan = self._bare(f"{url.strip('/')}/index.html", url, "thanks",
                              self._thanking.title(form), "noindex")  # fmt: skip
            made.append(replace(plan,
                description=self._thanking.text(form), trail=self._parts.trail("/"), ask=ask,
                forms=self._asks.needs(forms), source=form.path,
                scripts=self._scripts(forms, share), happens=self._thanking.happens(form),
                share=share,
            ))  # fmt: skip
        return made

    def _not_found(self) -> PagePlan:
        title = self._parts.word("not_found_title", "Page not found")
        page = self._bare("404.html", "/404.html", "not_found", title, "noindex")
        return replace(page, depth=-1, canonical="",
                       description=self._parts.word("not_found_text"))  # fmt: skip

    def _map(self) -> list[PagePlan]:
        """The page that names all others, and where they can be searched. It is for people who are
        lost here; those who come from elsewhere are to find the pages themselves."""
        site, word, url = self._site, self._parts.word, self._site.map
        own = site.by_url.get(url)
        if own is not None and self._config.search:
            self._parts.say("address-reserved", f'"{own.doc.path}" lies where the search page goes.',
                Span(own.doc.path, own.doc.line("slug")), "Give it another folder or slug.")  # fmt: skip
        if not url or own is not None:
            return []
        ready = self._config.search == "index"
        page = self._bare(
            f"{url.strip('/')}/index.html", url, "map", shared.map_title(self._parts), "noindex"
        )
        links = [Link(word("home", "Home"), "/"), *self._below("/")]
        if site.tags:
            links.append(Link(word("tags", "Topics"), "/tags/"))
        if self._config.brand_page:
            links.append(Link(word("brand_title", "Brand kit"), "/brand/"))
        made = [replace(page,
            trail=self._parts.trail("/"), map=tuple(links),
            description=word("map_text").replace("{site}", self._config.name),
            search="/" + search.ENTRY if ready else "", scripts=(files.SEARCH,) if ready else (),
        )]  # fmt: skip
        if url != assemble.MAP and assemble.MAP not in site.by_url:
            moved = self._bare(
                "site-map/index.html", assemble.MAP, "redirect", page.title, "noindex"
            )
            made.append(replace(moved, canonical=page.canonical, targets=(url,)))
        return made

    def _below(self, url: str) -> tuple[Link, ...]:
        """The pages of a section, each with its own; those of a section that is not shown go up."""
        found: list[Link] = []
        for page in self._site.children.get(url, ()):
            below = self._below(page.url)
            if self._site.listed(page):
                found.append(Link(page.doc.title, page.url, below))
            else:
                found += below
        return tuple(found)

    def _sheets(self) -> list[PagePlan]:
        """Words that stand on other pages too, so search engines are to send people there."""
        made = []
        for sheet in self.sheets:
            title = f"{sheet.section.doc.title}: {self._parts.word('sheet', 'all to print')}"
            page = self._bare(f"{sheet.url.strip('/')}/index.html", sheet.url, "sheet", title)
            made.append(replace(page, trail=self._parts.trail(sheet.section.url), sheet=sheet.groups,
                                      styles=self._styles({"lists": True}),
                                      description=sheet.section.doc.description, robots="noindex",
                                      source=sheet.section.doc.path))  # fmt: skip
        return made

    def _moved(self) -> list[PagePlan]:
        made = []
        for url, page in self._site.aliases:
            output = "/".join(assemble.wanted_segments(url))
            if not re.search(r"\.html?$", url):
                output += "/index.html"
            plan = self._bare(output, url, "redirect", page.doc.title, "noindex")
            made.append(replace(plan, canonical=self._parts.absolute(page.url), targets=(page.url,),
                                source=page.doc.path))  # fmt: skip
        return made


def _quotes(
    facts: tuple[Fact, ...], children: tuple[Card, ...], blocks: tuple[BlockPlan, ...]
) -> bool:
    """Whether somebody's words stand on the page or on one of its cards."""
    listed = [entry for block in blocks for _, value in block.args if isinstance(value, tuple)
              for entry in value if isinstance(entry, Card)]  # fmt: skip
    return any(fact.quoted for fact in facts) or any(
        fact.quoted for card in (*children, *listed) for fact in card.facts)  # fmt: skip
