"""What a template sees: names, finished addresses, nothing to work out.

Every address is already relative to the page it stands on. The classes are the contract with
theme authors; docs/themes.md describes them.
"""

from markupsafe import Markup
from msgspec import Struct

from sitegen.forms.shown import FormView
from sitegen.model import Pairs


class LinkView(Struct, frozen=True):
    """A link. ``current``: it is this page; ``active``: this page lies below it."""

    title: str
    href: str
    current: bool = False
    active: bool = False
    children: tuple["LinkView", ...] = ()
    count: int = 0


class PictureView(Struct, frozen=True):
    """An image in all its sizes. ``srcset`` and ``webp`` are "" where there is only one."""

    src: str
    srcset: str
    webp: str
    sizes: str
    width: int
    height: int
    alt: str
    title: str = ""
    attributes: Pairs = ()


class FactView(Struct, frozen=True):
    """A field of the page's content type. An item with an ``href`` leads somewhere; ``quoted`` words
    are somebody's own."""

    name: str
    label: str
    items: tuple[LinkView, ...]
    quoted: bool = False


class OptionView(Struct, frozen=True):
    """One value by which a list can be narrowed: ``many`` pages have it."""

    number: int
    title: str
    id: str
    many: int


class FilterView(Struct, frozen=True):
    """A field by which the list on a page can be narrowed."""

    name: str
    label: str
    options: tuple[OptionView, ...]


class StepView(Struct, frozen=True):
    """A rung of the ladder. ``width``, ``x`` and ``y`` are its place in a drawing of 100 across."""

    name: str
    title: str
    ask: str
    text: str
    does: str
    up: str
    people: str
    width: float
    x: float
    y: int
    href: str
    tactics: tuple[LinkView, ...]
    messages: tuple[LinkView, ...]


class ProgressView(Struct, frozen=True, tag=True, tag_field="struct"):
    """A number of the group's, the day it was counted, and by how many percent its goal is reached."""

    label: str
    reached: str
    goal: str
    share: int
    date_text: str
    date: str


class SheetRowView(Struct, frozen=True, array_like=True):
    """Words for one channel."""

    channel: str
    subject: str
    text: str


class SheetGroupView(Struct, frozen=True):
    """A message with its variants, on a sheet."""

    title: str
    href: str
    facts: Pairs
    rows: tuple[SheetRowView, ...]
    language: str = ""
    dir: str = "auto"


class CardView(Struct, frozen=True):
    """A page as others show it. ``marks`` are the numbers of the filters' options it falls under."""

    title: str
    href: str
    description: str
    date: str
    date_text: str
    image: PictureView | None
    tags: tuple[LinkView, ...]
    children: tuple[LinkView, ...]
    type: str = "page"
    facts: tuple[FactView, ...] = ()
    marks: tuple[int, ...] = ()
    past: bool = False


class PickView(Struct, frozen=True):
    """What to begin with on one rung of the ladder. ``href`` is where the rung can be taken."""

    title: str
    ask: str
    href: str
    cards: tuple[CardView, ...]


class AskView(Struct, frozen=True):
    """What the page asks for: a form, or a button that leads to ``href``."""

    title: str
    text: str
    button: str
    href: str
    form: FormView | None


class ShareLinkView(Struct, frozen=True):
    """A service with which the site can be passed on. ``name`` is a word for style sheets."""

    name: str
    title: str
    href: str


class ShareView(Struct, frozen=True):
    """How to pass the site on: its address with a tag, a few words, a link for each service."""

    href: str
    title: str
    text: str
    links: tuple[ShareLinkView, ...]
    size: str = ""
    language: str = ""
    dir: str = "auto"


class HeadingView(Struct, frozen=True):
    """An entry of the page's own contents."""

    level: int
    id: str
    title: str


class SocialView(Struct, frozen=True):
    """A profile elsewhere."""

    label: str
    href: str


class BannerView(Struct, frozen=True):
    """What stands above every page in the campaign's stage; ``href`` and ``link`` may be ""."""

    text: str
    href: str
    link: str


class CandidateView(Struct, frozen=True):
    """Who stands, from the stage on that shows it. ``standing`` says for what, in a sentence."""

    name: str
    office: str
    area: str
    slogan: str
    standing: str


class SiteView(Struct, frozen=True):
    """The site, as seen from one page. ``name`` is the candidate's once there is one, and
    ``movement`` always the group's. ``map`` leads to the page that names all others, None for none."""

    name: str
    tagline: str
    description: str
    language: str
    dir: str
    url: str
    home: str
    feed: str
    nav: tuple[LinkView, ...]
    imprint: Markup | str
    footer_links: tuple[LinkView, ...]
    wordmark: str
    logo: PictureView | None
    social: tuple[SocialView, ...]
    movement: str = ""
    stage: str = ""
    candidate: CandidateView | None = None
    banner: BannerView | None = None
    map: LinkView | None = None


class KitFileView(Struct, frozen=True):
    """A file of the brand kit; ``href`` is "" where it could not be made."""

    title: str
    href: str
    size: str


class KitView(Struct, frozen=True):
    """The brand kit. ``colours`` are pairs of a name and ``#rrggbb``."""

    zip: KitFileView
    wordmarks: tuple[KitFileView, ...]
    colour: tuple[KitFileView, ...]
    single: tuple[KitFileView, ...]
    pictures: tuple[KitFileView, ...]
    screen: tuple[KitFileView, ...]
    sheet: KitFileView
    colours: Pairs


class PageView(Struct, frozen=True):
    """The page itself."""

    title: str
    description: str
    html: Markup
    view: str
    layout: str
    date: str
    date_text: str
    tags: tuple[LinkView, ...]
    image: PictureView | None
    headings: tuple[HeadingView, ...]
    trail: tuple[LinkView, ...]
    children: tuple[CardView, ...]
    sections: tuple[CardView, ...]
    prev: LinkView | None
    next: LinkView | None
    ask: AskView | None
    language: str
    dir: str
    edit: str
    draft: bool
    url: str
    redirect: str
    alternates: tuple[LinkView, ...]
    extra: tuple[tuple[str, str], ...]
    happens: str = ""
    share: ShareView | None = None
    kit: KitView | None = None
    type: str = "page"
    facts: tuple[FactView, ...] = ()
    filters: tuple[FilterView, ...] = ()
    downloads: tuple[LinkView, ...] = ()
    sheet: tuple[SheetGroupView, ...] = ()
    brief: bool = False
    map: tuple[LinkView, ...] = ()
    search: str = ""


class IconView(Struct, frozen=True):
    """One icon of the site."""

    rel: str
    href: str
    type: str
    sizes: str


class ThemeColorView(Struct, frozen=True):
    """The colour a browser may use for its own frame, in light or dark."""

    media: str
    content: str


class HeadView(Struct, frozen=True):
    """What stands in ``<head>``. ``script`` is the address of the script that looks after the page's
    forms, "" where there is none, and ``words`` what it says, as JSON."""

    title: str
    description: str
    canonical: str
    css: str
    icons: tuple[IconView, ...]
    og: Pairs
    twitter: Pairs
    jsonld: tuple[Markup, ...]
    csp: str
    generator: str
    robots: str
    theme_color: tuple[ThemeColorView, ...]
    script: str = ""
    words: str = ""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


class ItemView(Struct, frozen=True):
    """One titled part of a block."""

    title: Markup
    id: str
    html: Markup


class BlockView(Struct, frozen=True):
    """One block. ``args`` has every declared argument and field; absent ones are ""."""

    name: str
    id: str
    args: dict[str, object]
    html: Markup
    items: tuple[ItemView, ...]
