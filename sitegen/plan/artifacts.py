"""What a plan consists of: immutable values, complete enough that their digest is a key.

Addresses are from the top of the site (``/tactics/``) or complete; nothing here is relative to a
page, and nothing here decides anything.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from sitegen.cache import encoded
from sitegen.config import Config
from sitegen.disk import digest as file_digest
from sitegen.forms.shown import FormView
from sitegen.model import Pairs, digest
from sitegen.plan.share import Share
from sitegen.policy import Forms
from sitegen.problems import Problem
from sitegen.views import ProgressView, SheetRowView

if TYPE_CHECKING:
    from sitegen.forms.model import Form
    from sitegen.forms.wiring import Wiring
    from sitegen.plan.brandkit import Wanted
    from sitegen.plan.journey import Journey


SCRIPT = "assets/form.js"
"""The theme's script that looks after forms."""


CARD_SIZE = (1200, 630)
"""Width and height of a page's share card, in pixels."""


class Link(Struct, frozen=True, array_like=True):
    """A title and an address; ``children`` for a menu, ``count`` for a tag."""

    title: str
    url: str
    children: tuple["Link", ...] = ()
    count: int = 0


class PicturePlan(Struct, frozen=True, tag=True, tag_field="struct"):
    """An image's files with their widths, and its words."""

    src: str
    files: tuple[tuple[str, int], ...]
    webp: tuple[tuple[str, int], ...]
    width: int
    height: int
    alt: str
    title: str = ""
    attributes: Pairs = ()


class Fact(Struct, frozen=True, array_like=True):
    """A field of a content type as a page shows it; an item without an address is plain text.
    ``quoted``: the words are somebody's own."""

    name: str
    label: str
    items: tuple[Link, ...]
    quoted: bool = False


class Option(Struct, frozen=True, array_like=True):
    """One value by which a list can be narrowed. ``number`` is its own on the page, ``id`` what a
    link to the narrowed list ends in, ``many`` the number of pages."""

    number: int
    title: str
    id: str
    many: int
    value: str


class Filter(Struct, frozen=True, array_like=True):
    """A field by which a list can be narrowed."""

    name: str
    label: str
    options: tuple[Option, ...]


class Card(Struct, frozen=True, tag=True, tag_field="struct"):
    """A page as lists show it. ``marks`` are the numbers of the options that it falls under."""

    title: str
    url: str
    description: str
    date: str
    date_text: str
    image: PicturePlan | None = None
    tags: tuple[Link, ...] = ()
    children: tuple[Link, ...] = ()
    type: str = "page"
    facts: tuple[Fact, ...] = ()
    marks: tuple[int, ...] = ()
    past: bool = False


class Ask(Struct, frozen=True, array_like=True):
    """What a page asks for: a form, or an address."""

    title: str
    text: str
    button: str
    url: str
    form: FormView | None


class Step(Struct, frozen=True, tag=True, tag_field="struct"):
    """A rung of the ladder as a block shows it. ``width``, ``x`` and ``y`` are its place in a drawing
    of 100 across; ``url`` is where the step can be taken."""

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
    url: str
    tactics: tuple[Link, ...]
    messages: tuple[Link, ...]


class Pick(Struct, frozen=True, tag=True, tag_field="struct"):
    """What to begin with on one rung; ``url`` is where the rung can be taken."""

    title: str
    ask: str
    url: str
    cards: tuple[Card, ...]


BlockValue = (
    str | PicturePlan | FormView | Share | ProgressView | tuple[Card | Step | Pick, ...] | None
)
"""An argument of a block; None where its picture or form is missing, which has been said."""


class BlockPlan(Struct, frozen=True, array_like=True):
    """A block with its arguments resolved. ``links`` names those that are addresses."""

    name: str
    template: str = ""
    id: str = ""
    args: tuple[tuple[str, BlockValue], ...] = ()
    links: tuple[str, ...] = ()


class SheetGroup(Struct, frozen=True, array_like=True):
    """A message with its variants. ``language`` is that of its words where it is not the site's."""

    title: str
    url: str
    facts: Pairs
    rows: tuple[SheetRowView, ...]
    language: str = ""


class KitFile(Struct, frozen=True, array_like=True):
    """A file of the brand kit: its title, its address ("" where it could not be made), its size."""

    title: str
    url: str
    size: str


class KitPage(Struct, frozen=True, array_like=True):
    """What the page of the brand kit shows."""

    zip: KitFile
    wordmarks: tuple[KitFile, ...]
    colour: tuple[KitFile, ...]
    single: tuple[KitFile, ...]
    pictures: tuple[KitFile, ...]
    screen: tuple[KitFile, ...]
    sheet: KitFile
    colours: Pairs


class PagePlan(Struct, frozen=True, array_like=True):
    """Everything that determines the bytes of one HTML page, but for what all pages share.

    ``depth`` is the number of folders above the file, and -1 for a page that is shown at any
    depth. ``body`` is the key of the document's text. ``targets``, ``pictures`` and ``blocks``
    stand where the markers of the text are; a picture that cannot be shown is its description.
    ``avoid`` are words that it should not say, with better ones. ``scripts`` and ``styles`` are names
    of the theme's own files, besides those of every page. ``happens`` is what a thank-you page says of
    what comes next. ``card`` is the address of the page's own share card, ``card_words`` what it says
    where that is not the title. ``brief``: it is printed as a briefing. ``map`` are all pages
    of the site, where the page names them; ``search`` is the address of what searches them, if any.
    """

    output: str
    url: str
    depth: int
    view: str
    template: str
    title: str
    description: str = ""
    body: str = ""
    layout: str = ""
    language: str = ""
    date: str = ""
    date_text: str = ""
    draft: bool = False
    tags: tuple[Link, ...] = ()
    image: PicturePlan | None = None
    headings: tuple[tuple[int, str, str], ...] = ()
    trail: tuple[Link, ...] = ()
    children: tuple[Card, ...] = ()
    sections: tuple[Card, ...] = ()
    prev: Link | None = None
    next: Link | None = None
    ask: Ask | None = None
    edit: str = ""
    extra: Pairs = ()
    targets: tuple[str, ...] = ()
    pictures: tuple[PicturePlan | str, ...] = ()
    blocks: tuple[BlockPlan, ...] = ()
    forms: Forms = Forms()
    canonical: str = ""
    robots: str = ""
    jsonld: tuple[str, ...] = ()
    source: str = ""
    scripts: tuple[str, ...] = ()
    happens: str = ""
    share: Share | None = None
    type: str = "page"
    facts: tuple[Fact, ...] = ()
    filters: tuple[Filter, ...] = ()
    downloads: tuple[Link, ...] = ()
    sheet: tuple[SheetGroup, ...] = ()
    styles: tuple[str, ...] = ()
    avoid: Pairs = ()
    card: str = ""
    card_words: str = ""
    brief: bool = False
    kit: KitPage | None = None
    map: tuple[Link, ...] = ()
    search: str = ""


class Banner(Struct, frozen=True, array_like=True):
    """What stands above every page in a stage: a sentence, and a link with its words if any."""

    text: str
    url: str = ""
    link: str = ""


class Shared(Struct, frozen=True, array_like=True):
    """What every page of the site has in common; ``key`` is the digest of all of it.

    ``standing`` says for what the candidate stands, "" where there is none. ``map`` leads to
    the page that names all others, if there is one; ``letters`` are the colours of links and
    buttons and of the words on these.
    """

    config: Config
    nav: tuple[Link, ...]
    footer: tuple[Link, ...]
    social: Pairs
    css: str
    icons: tuple[tuple[str, str, str, str], ...]
    logo: PicturePlan | None
    share: tuple[str, int, int, str] | None
    feed: str
    assets: Pairs
    theme_colors: tuple[tuple[str, str], ...]
    cards: str = ""
    letters: tuple[str, str, str] = ("", "", "")
    fonts: tuple[str, ...] = ()
    banner: Banner | None = None
    standing: str = ""
    map: Link | None = None
    key: str = ""


class Artifact(Struct, frozen=True, array_like=True):
    """One output file. ``kind`` says how its bytes are had: a ``page`` is rendered, ``data`` is
    at hand, a ``blob`` lies in the cache, a ``file`` in the sources, a ``card`` or ``square``
    is drawn, and a ``mail`` is a page as a letter, as HTML or text by its path's ending.
    ``name`` is the blob's, the card's title, or the path of the source that asks for this output.
    A page that need not be made again has
    no plan, the ``data`` of another is its plan as ``keyed`` remembers it."""

    path: str
    key: str
    kind: str
    page: PagePlan | None = None
    data: bytes = b""
    name: str = ""


class Brand(Struct, frozen=True):
    """What the brand room and the style joiner made: CSS, icons, and a share card if any. ``fonts``
    are the bundled fonts of the pages, headlines first.

    ``cards`` is a digest of what all cards of the site show, "" where pages have none of their own.
    ``colours`` are the two that the group gave.
    """

    css_name: str
    css: bytes
    icons: tuple[tuple[str, str, str, str, bytes], ...]
    share: tuple[str, bytes] | None
    theme_colors: tuple[tuple[str, str], ...]
    assets: tuple[tuple[str, str, bytes], ...]
    cards: str = ""
    colours: tuple[str, str] = ("", "")
    fonts: tuple[tuple[str, bytes], ...] = ()
    letters: tuple[str, str, str] = ("", "", "")


class Row(Struct, frozen=True, array_like=True):
    """What the last plan found for one page, or, without a document, for all pages that no
    document stands for: the artifacts without their plans, the files it publishes, the problems it
    has, and where each address leads."""

    document: str
    made: tuple[Artifact, ...]
    linked: dict[str, str]
    problems: tuple[Problem, ...]
    leads: dict[str, list[list[str]]]


class Plan(Struct, frozen=True):
    """All artifacts by path, what the pages share, what to remember of them (see ``Memory``), and
    how visitors can move through them.

    ``forms`` says how each form is connected, None where nothing receives it; ``kit`` gives
    what the brand kit is made from.
    """

    artifacts: tuple[Artifact, ...]
    shared: Shared
    outline: str
    rows: Mapping[str, Row]
    journey: "Journey"
    forms: "tuple[tuple[Form, Wiring | None], ...]"
    kit: Callable[[], "Wanted"]


class Memory(Struct, frozen=True):
    """What the last plan found, for pages whose own text and surroundings are unchanged.

    ``outline`` is a digest of all that pages see of each other and of the site. ``rows`` are by
    output path, with ``""`` for the pages that no document stands for. ``current`` are the keys
    that lie intact in the output.
    """

    outline: str = ""
    rows: Mapping[str, Row] = MappingProxyType({})
    current: Mapping[str, str] = MappingProxyType({})

    def holds(self, row: Row) -> bool:
        """Whether all that the row planned lies in the output."""
        return all(self.current.get(each.path) == each.key for each in row.made)


def bare(artifact: Artifact) -> Artifact:
    """An artifact as it is remembered: its plan lies under its key."""
    return Artifact(artifact.path, artifact.key, artifact.kind, name=artifact.name)


def keyed(plan: PagePlan, common: str, theme: str, code: str) -> Artifact:
    """A page under the digest of its plan, of what all pages share, and of who renders it."""
    data = encoded(plan)
    key = digest(common, theme, code, file_digest(data))
    return Artifact(plan.output, key, "page", plan, data, plan.source)
