"""What plans consist of, as the templates of pages at one depth see it: every address from there."""

from __future__ import annotations

from markupsafe import Markup
from msgspec.structs import replace

from sitegen import languages, views
from sitegen.forms.shown import FormView
from sitegen.later import later
from sitegen.model import Pairs
from sitegen.plan.artifacts import (
    Ask,
    Banner,
    Card,
    Fact,
    KitFile,
    KitPage,
    Link,
    Pick,
    PicturePlan,
    Step,
)
from sitegen.plan.share import Share

SIZES = "(min-width: 60rem) 50rem, 100vw"
"""How wide a picture is shown, for browsers that choose among sizes."""
_PIXELS = later(r"\s*([1-9][0-9]{0,4})(?:px)?\s*")
_WRITTEN = frozenset(("src", "srcset", "sizes", "width", "height", "alt", "title", "loading", "decoding",
                      "fetchpriority"))  # fmt: skip
"""Attributes of a picture that templates write themselves."""


class Showing:
    """Makes what templates see. ``prefix`` leads from a page to the top of the site; with ``folders``
    links name folders and not the files in them."""

    def __init__(self, prefix: str, folders: bool) -> None:
        self.prefix, self._folders = prefix, folders
        self._hrefs: dict[str, str] = {}

    def href(self, url: str) -> str:
        """An address from the top of the site as one that works from here, on any host or disk."""
        if url[:1] != "/" or url[:2] == "//":
            return url
        found = self._hrefs.get(url)
        if found is None:
            at = min((n for n in (url.find("?"), url.find("#")) if n >= 0), default=len(url))
            path, tail = url[:at], url[at:]
            if path.endswith("/") and not self._folders:
                path += "index.html"
            found = self._hrefs[url] = (self.prefix + path[1:] or "./") + tail
        return found

    def link(self, link: Link, at: str = "", trail: frozenset[str] = frozenset()
              ) -> views.LinkView:  # fmt: skip
        """A link, and whether it is the page at ``at`` or one above it."""
        children = tuple(self.link(child, at, trail) for child in link.children)
        here = link.url == at
        return views.LinkView(link.title, self.href(link.url), here,
                              here or link.url in trail, children, link.count)  # fmt: skip

    def picture(self, picture: PicturePlan | None) -> views.PictureView | None:
        """A picture with the addresses of its files."""
        if picture is None:
            return None
        sizes = SIZES if picture.files or picture.webp else ""
        width, height, attributes = _sized(picture)
        return views.PictureView(
            self.href(picture.src),
            ", ".join(f"{self.href(url)} {width}w" for url, width in picture.files),
            ", ".join(f"{self.href(url)} {width}w" for url, width in picture.webp),
            sizes, width, height, picture.alt, picture.title, attributes,
        )  # fmt: skip

    def card(self, card: Card) -> views.CardView:
        """A page in a list."""
        return views.CardView(
            card.title, self.href(card.url), card.description, card.date, card.date_text,
            self.picture(card.image),
            tuple(self.link(tag) for tag in card.tags),
            tuple(self.link(child) for child in card.children),
            card.type, self.facts(card.facts), card.marks, card.past,
        )  # fmt: skip

    def kit(self, kit: KitPage | None) -> views.KitView | None:
        """The files of the brand kit."""
        if kit is None:
            return None

        def one(file: KitFile) -> views.KitFileView:
            return views.KitFileView(file.title, self.href(file.url), file.size)

        def all_(files: tuple[KitFile, ...]) -> tuple[views.KitFileView, ...]:
            return tuple(one(file) for file in files)

        return views.KitView(
            one(kit.zip), all_(kit.wordmarks), all_(kit.colour), all_(kit.single),
            all_(kit.pictures), all_(kit.screen), one(kit.sheet), kit.colours,
        )  # fmt: skip

    def facts(self, facts: tuple[Fact, ...]) -> tuple[views.FactView, ...]:
        """What a page of a content type says."""
        return tuple([views.FactView(fact.name, fact.label,
                                     tuple([self.link(item) for item in fact.items]), fact.quoted)
                      for fact in facts])  # fmt: skip

    def entry(self, entry: Card | Step | Pick) -> views.CardView | views.StepView | views.PickView:
        """What a block lists."""
        if isinstance(entry, Step):
            return self._step(entry)
        if isinstance(entry, Pick):
            return views.PickView(entry.title, entry.ask, self.href(entry.url) if entry.url else "",
                                  tuple(self.card(card) for card in entry.cards))  # fmt: skip
        return self.card(entry)

    def _step(self, step: Step) -> views.StepView:
        return views.StepView(
            step.name,
            step.title,
            step.ask,
            step.text,
            step.does,
            step.up,
            step.people,
            step.width,
            step.x,
            step.y,
            self.href(step.url) if step.url else "",
            tuple(self.link(link) for link in step.tactics),
            tuple(self.link(link) for link in step.messages),
        )

    def ask(self, ask: Ask | None) -> views.AskView | None:
        """What a page asks for."""
        if ask is None:
            return None
        href = self.href(ask.url) if ask.form is None else ""
        form = self.form(ask.form) if ask.form else None
        return views.AskView(ask.title, ask.text, ask.button, href, form)

    def form(self, form: FormView) -> FormView:
        """A form, with the addresses that lead on from it."""
        thanks = replace(form.thanks, href=self.href(form.thanks.href))
        return replace(form, intro=Markup(form.intro), thanks=thanks,
                       privacy_href=self.href(form.privacy_href),
                       closed_href=self.href(form.closed_href))  # fmt: skip

    def banner(self, banner: Banner | None) -> views.BannerView | None:
        """What stands above every page."""
        if banner is None:
            return None
        return views.BannerView(banner.text, self.href(banner.url), banner.link)


def _sized(picture: PicturePlan) -> tuple[int, int, Pairs]:
    """Width and height in pixels as the text wants them, in the picture's own shape where it names
    one of them, and the attributes that are left. A share of the line's width is the theme's."""
    wanted = dict(picture.attributes)
    rest = tuple(pair for pair in picture.attributes if pair[0] not in _WRITTEN)
    across, down = (int(found[1]) if (found := _PIXELS.fullmatch(wanted.get(name, ""))) else 0
                    for name in ("width", "height"))  # fmt: skip
    width, height = picture.width, picture.height
    if not (width and height) or not (across or down):
        return across or width, down or height, rest
    return (across or max(1, round(down * width / height)),
            down or max(1, round(across * height / width)), rest)  # fmt: skip


def share(share: Share | None) -> views.ShareView | None:
    if share is None:
        return None
    links = tuple(views.ShareLinkView(link.name, link.title, link.url) for link in share.links)
    return views.ShareView(share.url, share.title, share.text, links, share.size, share.language,
                           direction(share.language))  # fmt: skip


def direction(language: str) -> str:
    """Which way words run; where nothing says in which language they are, the reader's program looks."""
    return languages.direction(language) if language else "auto"
