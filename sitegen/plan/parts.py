"""What pages are made of: addresses, pictures, cards, dates, the way back to the home page.

One ``Parts`` serves one planning run. It resolves what documents name; it plans no page and knows
nothing of forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from sitegen import assemble, links, policy
from sitegen.assemble import Page, Site
from sitegen.later import later
from sitegen.links import Links
from sitegen.model import Document, Pairs
from sitegen.pictures import Published
from sitegen.plan.artifacts import Card, Link, PicturePlan
from sitegen.plan.fields import Fields
from sitegen.problems import Level, Problem, Span

_ELSEWHERE = later(r"(?:https?:)?//")


class Parts:
    """The parts of one site's pages. Notes the problems it meets and the files it must publish."""

    def __init__(self, site: Site, links_: Links, published: Mapping[str, Published]) -> None:
        self.site = site
        self.words = dict(site.theme.strings)
        self.fields = Fields(self)
        self.past = frozenset(site.past)
        self.tags = {assemble.slugify(tag[0]): tag for tag in site.tags}
        self._links, self._published = links_, published
        self._problems: list[Problem] = []
        self._files: dict[str, str] = {}
        self._cards: dict[tuple[str, bool], Card] = {}
        self._trails: dict[str, tuple[Link, ...]] = {}
        self._tag_links: dict[str, Link | None] = {}
        self._months = [month.strip() for month in self.word("months").split(",")]

    def word(self, name: str, otherwise: str = "") -> str:
        """A word of the interface in the site's language."""
        return self.words.get(name, otherwise)

    # What turns up on the way ----------------------------------------------------------------

    def say(
        self, code: str, message: str, span: Span | None, hint: str = "", level: Level = "error"
    ) -> None:
        """Note a problem."""
        self._problems.append(Problem(code, message, span, hint, level))

    def note(self, problems: tuple[Problem, ...]) -> None:
        """Note problems that another room found."""
        self._problems += problems

    def taken(self) -> tuple[dict[str, str], list[Problem]]:
        """Files to publish (source to output) and problems since this was last asked."""
        found = self._files, self._problems
        self._files, self._problems = {}, []
        return found

    # Addresses -------------------------------------------------------------------------------

    def link(self, source: str, target: str, span: Span) -> tuple[str, Page | None]:
        """A link written in the file ``source`` as an address, and the page that lies there.

        A linked file is published.
        """
        url, page, file = self._links.resolve(source, target, span, self._problems)
        return (self._file(file, span) + url if file else url), page

    def file(self, source: str, target: str) -> tuple[str, int]:
        """The file that a link leads to, and its size, 0 where it is published in another one; ("", 0)
        where it leads to none. Notes nothing."""
        path = self._links.resolve(source, target, Span(source), [])[2]
        return path, 0 if path in self._published or not path else self._links.files[path].size

    def leads(self, source: str, target: str) -> bool:
        """Whether a link written in the file ``source`` leads anywhere. Notes nothing."""
        problems: list[Problem] = []
        self._links.resolve(source, target, Span(source), problems)
        return not any(problem.level == "error" for problem in problems)

    def out_of_stage(self, source: str, target: str) -> bool:
        """Whether a link can only mean a page that the campaign's stage leaves out."""
        return self._links.out_of_stage(source, target)

    def _file(self, path: str, span: Span) -> str:
        """Publish a file under its own name, or the largest clean copy of a picture."""
        if path in self._published:
            return "/" + self._published[path].files[-1].output
        if links.is_image(path) and not path.startswith("content/static/"):
            # As it is it may tell who took it and where.
            self.say("image-uncleaned", f'"{path}" cannot be published from this link.', span,
                     "Link to it by its plain name, without a question mark.")  # fmt: skip
            return "/"
        output = path.removeprefix("content/").removeprefix("static/")
        self._files[path] = output
        return "/" + quote(output, safe="/~@!$&()*+,;=:")

    def absolute(self, url: str) -> str:
        """The complete address, or "" where the site has none."""
        return self.site.config.url + url if self.site.config.url else ""

    # Pictures --------------------------------------------------------------------------------

    def picture(
        self,
        source: str,
        target: str,
        alt: str,
        span: Span,
        title: str = "",
        attributes: Pairs = (),
    ) -> PicturePlan | None:
        """A picture that the file ``source`` shows; None, and a problem, where it cannot be."""
        if _ELSEWHERE.match(target):
            host = links.host(target)
            if policy.allows(self.site.config, host):
                return PicturePlan(target, (), (), 0, 0, alt, title, attributes)
            self.say("image-elsewhere",
                f"This picture lies on another site ({host}), which would learn of every visitor.",
                span, f"Save it in content/assets/, or add to site.yaml: hosts_allowed: [{host}]",
                "warning")  # fmt: skip
            return None
        _, page, path = self._links.resolve(source, target, span, self._problems)
        found = self._published.get(path)
        if found is not None:
            files = tuple(("/" + sized.output, sized.width) for sized in found.files)
            webp = tuple(("/" + sized.output, sized.width) for sized in found.webp)
            return PicturePlan(files[-1][0], files if len(files) > 1 else (), webp, found.width,
                               found.height, alt, title, attributes)  # fmt: skip
        if page is not None:
            self.say("image-is-page", f'"{target}" is a page, not a picture.', span,
                     "Write a link without the exclamation mark.")  # fmt: skip
        elif path and not links.is_image(path):
            self.say("image-unknown", f'"{target}" is not a picture.', span,
                     "Use a JPEG, PNG, WebP, GIF or SVG file.")  # fmt: skip
        return None

    def image(self, doc: Document) -> PicturePlan | None:
        """The picture that stands for a page."""
        if not doc.image:
            return None
        return self.picture(doc.path, doc.image, doc.image_alt, Span(doc.path, doc.line("image")))

    # Pages as others show them ---------------------------------------------------------------

    def card(self, page: Page, children: bool = False) -> Card:
        """The page in a list, with what lies below it if asked."""
        if page.view == assemble.ENTRY:
            return self._entry(page)
        found = self._cards.get((page.url, children))
        if found is None:
            doc = page.doc
            below = self.below(page) if children else ()
            found = self._cards[page.url, children] = Card(
                doc.title, page.url, doc.description or doc.summary, doc.date[:10],
                self.date(doc.date), self.image(doc), self.tag_links(doc), below, doc.type,
                self.fields.brief(page), past=doc.path in self.past,
            )  # fmt: skip
        return found

    def _entry(self, page: Page) -> Card:
        """What has no page of its own leads where its ``link`` says."""
        doc = page.doc
        target = self.fields.leads(doc)
        url = self.link(doc.path, target, doc.place("link"))[0] if target else ""
        return Card(doc.title, url, doc.description, "", "", type=doc.type,
                    facts=self.fields.brief(page))  # fmt: skip

    def cards(self, url: str) -> tuple[Card, ...]:
        """The pages directly below an address."""
        return tuple(self.card(child) for child in self.site.children.get(url, ()))

    def below(self, page: Page) -> tuple[Link, ...]:
        """Links to the pages directly below a page."""
        children = self.site.children.get(page.url, ())
        return tuple(Link(child.doc.title, child.url) for child in children)

    def tag_links(self, doc: Document) -> tuple[Link, ...]:
        """A document's tags, each leading to its page."""
        found = []
        for tag in doc.tags:
            if tag not in self._tag_links:
                known = self.tags.get(assemble.slugify(tag))
                self._tag_links[tag] = Link(known[0], known[1]) if known else None
            link = self._tag_links[tag]
            if link is not None:
                found.append(link)
        return tuple(found)

    def trail(self, url: str) -> tuple[Link, ...]:
        """The way from the home page down to the page at ``url``; "" is above the home page."""
        found = self._trails.get(url)
        if found is None:
            links_: list[Link] = []
            at = url
            while at:
                page = self.site.by_url[at]
                title = page.doc.title if page.parent else self.word("home", "Home")
                links_.append(Link(title, at))
                at = page.parent
            found = self._trails[url] = tuple(reversed(links_))
        return found

    def date(self, iso: str) -> str:
        """The date as people write it in the site's language."""
        if not iso or len(self._months) != 12:
            return iso[:10]
        year, month, day = iso[:10].split("-")
        pattern = self.word("date_format", "{day} {month} {year}")
        return (pattern.replace("{day}", str(int(day))).replace("{year}", year)
                .replace("{month}", self._months[int(month) - 1]))  # fmt: skip
