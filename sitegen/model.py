"""The immutable values that pass between the stages, and ``digest()`` over them.

Everything here is a frozen struct of strings, numbers, tuples and more of the same, so that a
value can be compared, remembered on disk as JSON and digested. Nothing here reads, writes or decides.
"""

from msgspec import Struct

from sitegen.problems import Problem, Span

FieldValue = str | int | float | bool | tuple[str, ...]
"""What a field of a content type can hold, as read."""

Pairs = tuple[tuple[str, str], ...]

BUILT = "assets/built/"
"""Where files go whose names change with their bytes, and nothing else: hosts keep these for ever."""


# What the Markdown room gives back ------------------------------------------------------------


class BlockSpec(Struct, frozen=True):
    """What a page may write after ``::: name``: as much of a theme's block.yaml as parsing needs.

    ``body`` is ``"markdown"``, ``"items"`` (split at headings) or ``"none"``. With ``rest`` the
    last positional argument takes all remaining words. ``plain``: what it holds is also wanted as
    text without marks, under the argument ``plain``. ``sheets``: the name of the further
    style sheet of the theme that has its styles, "" where they are in those of every page.
    """

    name: str
    args: tuple[str, ...] = ()
    rest: bool = False
    body: str = "markdown"
    fields: tuple[str, ...] = ()
    plain: bool = False
    sheets: str = ""


class Reference(Struct, frozen=True, array_like=True):
    """A link to something inside the site, as written; it becomes an address only in ``plan``."""

    kind: str
    target: str
    line: int = 0
    column: int = 0


class Picture(Struct, frozen=True, array_like=True):
    """An image in a page's text, as written."""

    target: str
    alt: str
    title: str = ""
    line: int = 0
    column: int = 0
    attributes: Pairs = ()


class Item(Struct, frozen=True, array_like=True):
    """One titled part of a block whose body is split at its headings; both texts are HTML."""

    title: str
    id: str
    html: str


class Block(Struct, frozen=True, array_like=True):
    """One use of a block: its arguments and fields by name, and its converted body."""

    name: str
    args: Pairs = ()
    html: str = ""
    items: tuple[Item, ...] = ()
    line: int = 0


class Heading(Struct, frozen=True, array_like=True):
    """A heading of a page; ``title`` is plain text."""

    level: int
    id: str
    title: str


class Converted(Struct, frozen=True):
    """A page's Markdown as HTML with markers where the rest of the site is needed.

    ``\\ufdd0L3\\ufdd1`` stands for the address of ``references[3]``, ``\\ufdd0I2\\ufdd1`` for the whole
    image ``pictures[2]``, ``\\ufdd0B1\\ufdd1`` for the whole block ``blocks[1]``. The two signs are
    Unicode non-characters, which no text may hold, so a marker cannot be forged by content.
    """

    html: str
    references: tuple[Reference, ...] = ()
    pictures: tuple[Picture, ...] = ()
    blocks: tuple[Block, ...] = ()
    headings: tuple[Heading, ...] = ()
    summary: str = ""
    problems: tuple[Problem, ...] = ()


# A page, as parsed ----------------------------------------------------------------------------


class AskRef(Struct, frozen=True, array_like=True):
    """What a page asks for, as written: a form's name, or a target with a button's words; and the
    stages in which it does, all where there are none."""

    form: str = ""
    to: str = ""
    title: str = ""
    text: str = ""
    button: str = ""
    none: bool = False
    line: int = 0
    stages: tuple[str, ...] = ()


class Document(Struct, frozen=True, array_like=True):
    """One Markdown file, parsed. Knows its own path and nothing of site, address or brand.

    ``key`` names the parse: the digest of the file's bytes and of everything that turns bytes into
    this value. The converted text itself is a ``Body`` kept apart under the same key, because
    planning needs every document and rendering only a few bodies. ``lines`` places front matter
    keys for later problems; ``stages`` are those in which it is shown, all where there are none;
    ``extra`` holds keys that the theme declares, ``fields`` those of the page's content type that
    are given; ``dressed``: it holds blocks that want the theme's further style sheets; ``shows`` are
    the targets of all pictures. ``face`` is a digest of everything that other pages can see of this
    one: while no face changes, no other page needs to be planned again. A row of a table is one too;
    ``columns`` are the places of its cells.
    """

    path: str
    key: str
    title: str
    description: str = ""
    date: str = ""
    publish: str = ""
    expires: str = ""
    draft: bool = False
    order: float | None = None
    image: str = ""
    image_alt: str = ""
    tags: tuple[str, ...] = ()
    slug: str = ""
    aliases: tuple[str, ...] = ()
    layout: str = ""
    language: str = ""
    ask: AskRef = AskRef()
    extra: Pairs = ()
    type: str = "page"
    fields: tuple[tuple[str, FieldValue], ...] = ()
    dressed: bool = False
    summary: str = ""
    anchors: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()
    face: str = ""
    stages: tuple[str, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()

    def line(self, key: str) -> int:
        """The line of a front matter key, or 1."""
        return dict(self.lines).get(key, 1)

    def place(self, key: str) -> Span:
        """Where a front matter key stands, or the cell of an entry."""
        return Span(self.path, self.line(key), dict(self.columns).get(key, 0))


class Details(Struct, frozen=True, array_like=True):
    """What planning needs of one page's own text: its outline, links, pictures and blocks."""

    headings: tuple[Heading, ...] = ()
    references: tuple[Reference, ...] = ()
    pictures: tuple[Picture, ...] = ()
    uses: tuple[Block, ...] = ()


class Body(Struct, frozen=True, array_like=True):
    """The converted text of a document: HTML with markers, and what its blocks hold."""

    html: str
    blocks: tuple[tuple[str, tuple[Item, ...]], ...] = ()


class Options(Struct, frozen=True):
    """What the caller chose. ``now`` is ISO 8601 with a zone; no step of a build has a clock.
    ``stage`` is the campaign's stage to build instead of the site's own, ``theme`` stands in for
    the one that the site names; "" for none."""

    now: str
    drafts: bool = False
    base_url: str = ""
    jobs: int = 1
    stage: str = ""
    theme: str = ""


def digest(*values: object) -> str:
    """128 bits over the representation of immutable values, as hexadecimal.

    ``repr`` of tuples, strings, numbers and frozen structs is complete and the same in every
    process; sets and dicts have no place in the values digested here.
    """
    import hashlib

    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"),
                           digest_size=16).hexdigest()  # fmt: skip
