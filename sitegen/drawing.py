"""What is drawn for one site: its settings as ``Facts``, its logo as pixels, its fonts by name.

Joins the rooms ``brand`` and ``config``; what is drawn, and how, is decided in ``brand``.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from sitegen import dates, imprint, languages
from sitegen.brand.facts import Facts, Imprint, Words
from sitegen.brand.pagefonts import SYSTEM
from sitegen.config import PATH, Config
from sitegen.model import digest
from sitegen.plan.brandkit import Wanted
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.sources import Tree
from sitegen.theme import Theme

if TYPE_CHECKING:
    from sitegen.brand.bundle import File, Kit, Tell
    from sitegen.brand.cards import Deck
    from sitegen.brand.tokens import Tokens


class Fonts(Struct, frozen=True):
    """The faces that draw, by name; "" for the usual ones."""

    display: str = ""
    text: str = ""


class Drawn(Struct, frozen=True):
    """What everything that is drawn for a site starts from. ``drawing`` is its logo as SVG."""

    facts: Facts
    tokens: Tokens
    fonts: Fonts
    drawing: bytes = b""


def logo_path(config: Config) -> str:
    """Where the site's logo lies among the sources, "" for none."""
    return posixpath.normpath("content/" + config.logo.lstrip("/")) if config.logo else ""


def key(config: Config, theme: Theme, tree: Tree, code: str) -> str:
    """A digest of everything that a share card of this site shows besides its title.

    The statement of the site's pages stands for the law that holds, which other media share.
    """
    logo = logo_path(config)
    shown = tree.files[logo].digest if logo in tree.files else ""
    tokens = token_path(config)
    given = tree.files[tokens].digest if tokens in tree.files else ""
    return digest(_facts(config), config.colour, config.accent, tokens, given, shown,
                  fonts(config, theme), code, replace(config.staging.imprint, lines=()),
                  config.staging.stage, config.staging.statement)  # fmt: skip


def fonts(config: Config, theme: Theme) -> Fonts:
    """The faces of the site's pages; where those are the reader's own, "" for the usual ones."""
    return Fonts(*("" if name == SYSTEM else name
                   for name in (config.font or theme.fonts[0], theme.fonts[1])))  # fmt: skip


def tokens(config: Config, tree: Tree) -> Tokens:
    """The site's colours. What is wrong with them is said where the style sheet is made."""
    return compiled(config, tree)[0]


def compiled(config: Config, tree: Tree) -> tuple[Tokens, tuple[Problem, ...]]:
    """The site's colours, from its settings and from its file of design tokens, with all that is to
    be said. A colour in site.yaml wins over the file."""
    from sitegen.brand import tokens

    main, accent = place(config, "colour"), place(config, "accent")
    written = tokens.Brand(config.colour, config.accent)
    problems: tuple[Problem, ...] = ()
    if config.tokens:
        from sitegen.brand import dtcg

        path, text, problems = _token_text(config, tree)
        found, said = dtcg.read(text, path) if not problems else (dtcg.Found(), ())
        problems = (*problems, *said)
        if not written.colour and found.colour:
            main = found.span or main
        if not written.accent and found.accent:
            accent = found.second or accent
        written = tokens.Brand(written.colour or found.colour, written.accent or found.accent,
                               found.roles)  # fmt: skip
    made = tokens.compile(written, main, accent)
    return made, (*problems, *made.notes)


def token_path(config: Config) -> str:
    """Where the site's file of design tokens lies among the sources, "" for none."""
    return posixpath.normpath("content/" + config.tokens.lstrip("/")) if config.tokens else ""


def place(config: Config, name: str) -> Span:
    """Where a setting of the brand stands, or the brand itself."""
    lines = dict(config.lines)
    spelt = "brand.color" if name == "colour" and "brand.color" in lines else f"brand.{name}"
    return Span(PATH, lines.get(spelt, lines.get("brand", 1)))


def _token_text(config: Config, tree: Tree) -> tuple[str, str, tuple[Problem, ...]]:
    """The file of design tokens: its path and its text, or why there is none."""
    from sitegen import parse

    path = token_path(config)
    if path not in tree.files:
        names = [name.removeprefix("content/") for name in tree.files
                 if name.endswith((".json", ".tokens"))]  # fmt: skip
        near = did_you_mean(config.tokens, names, "Put the file there, or correct the name.")
        return path, "", (Problem("tokens-missing", f'There is no file "{config.tokens}".',
                                  place(config, "tokens"), near),)  # fmt: skip
    text, problems = parse.decode(tree.data(path), path)
    return path, text, problems


def of(config: Config, theme: Theme, tree: Tree, tokens: Tokens, now: str) -> Drawn:
    """The site's facts with its logo. A logo that cannot be shown is left out; pages say so."""
    card, printed = _statements(config, dates.day(now, config.timezone))
    facts = replace(_facts(config), card=card, print=printed)
    picture, drawing = _logo(tree, logo_path(config))
    return Drawn(replace(facts, logo=picture), tokens, fonts(config, theme), drawing)


def deck(drawn: Drawn, size: tuple[int, int] | None = None) -> Deck:
    """The cards of the site; for link previews unless another size is asked for."""
    from sitegen.brand import cards, emblem, look, voices

    sign = emblem.of(drawn.facts, drawn.tokens, pixels=emblem.CARD)
    return cards.Deck(drawn.facts, look.inks(drawn.tokens), voices.of(drawn.fonts.display, drawn.fonts.text), sign,
                      size or cards.WIDE)  # fmt: skip


def kit_key(cards: str, wanted: Wanted) -> str:
    """A digest of everything that the kit of a site is made from; ``cards`` is that of ``key``."""
    return digest("kit", cards, wanted)


def kit(
    config: Config,
    theme: Theme,
    tree: Tree,
    tokens: Tokens,
    wanted: Wanted,
    now: str,
    tell: Tell | None = None,
) -> Kit:
    """All files of the brand kit, and what could not be made."""
    from sitegen.brand import bundle, icons

    drawn = of(config, theme, tree, tokens, now)
    path = logo_path(config)
    logo = tree.data(path) if path in tree.files else b""
    facts = replace(drawn.facts, address=wanted.address, call=wanted.call,
                                 words=Words(scan=wanted.scan))  # fmt: skip
    made = [*icons.make(config.name, tokens, logo), *icons.more(config.name, tokens, logo)]
    files = {icon.name: bundle.File(f"icons/{icon.name}", icon.data) for icon in made}
    extras = bundle.Extras(
        drawn.drawing, tuple(files.values()), wanted.asks, drawn.fonts.display, drawn.fonts.text
    )
    said = [bundle.Said(name, title) for name, title in wanted.said]
    return bundle.make(facts, tokens, said, extras, tell)


def published(made: Kit, folder: str) -> tuple[File, ...]:
    """What the kit's page offers: the zip, and all files but the many cards by themselves."""
    from sitegen.brand import bundle

    alone = [file for file in made.files if not file.path.startswith(("cards/", "icons/"))
             and file.path != "README.md"]  # fmt: skip
    inside = [file for file in made.files if not file.path.startswith("look/")]
    return (*alone, bundle.File("brand-kit.zip", bundle.zipped(inside, folder)))


def _facts(config: Config) -> Facts:
    """The site's own words. The name is the group's; a candidate's stands in the slot for it."""
    who = config.staging.candidate
    return Facts(
        config.movement, config.tagline, config.description, config.url, config.language,
        languages.direction(config.language) == "rtl", who.name if who else "", who.office if who else "",
    )  # fmt: skip


def _statements(config: Config, today: str) -> tuple[Imprint, Imprint]:
    """What a card and a printed piece must say, by the law that holds today."""
    made = []
    for medium in ("card", "print"):
        said = imprint.statement(config.staging.imprint, config.staging.stage, medium, today)
        wrong = next((f"{problem.message}\n{problem.hint}".strip() for problem in said.problems
                      if problem.level == "error"), "")  # fmt: skip
        made.append(Imprint(said.lines, said.required, said.least, wrong if said.required else ""))
    return made[0], made[1]


def _logo(tree: Tree, path: str) -> tuple[bytes, bytes]:
    """The logo as PNG and, where it is a drawing, as clean SVG; (b"", b"") where there is none."""
    if path not in tree.files:
        return b"", b""
    from sitegen import images

    data = tree.data(path)
    info, _ = images.probe(data, path)
    if info is None or info.animated:
        return b"", b""
    made, _ = images.variants(data, info, (min(info.width, 1280),))
    if not made:
        return b"", b""
    if info.format != "svg":
        still = [variant for variant in made if variant.format in ("png", "jpeg")]
        return (still[-1].data if still else b""), b""
    from sitegen.brand import emblem, faces

    source = faces.get("source-sans")
    files = (source.drawing(400), source.drawing(700)) if source is not None else ()
    wide = 640 if info.width <= info.height else 1280
    return emblem.raster(made[0].data, wide, files), made[0].data
