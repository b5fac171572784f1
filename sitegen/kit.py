"""A brand's files for one site: the style sheet, the icons, the share card. Remembered by digest.

Joins the rooms ``brand`` and ``styles``; draws nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from sitegen import drawing, guard, styles
from sitegen.assemble import Site
from sitegen.brand import faces
from sitegen.cache import Cache
from sitegen.config import PATH, Config
from sitegen.model import Pairs, digest
from sitegen.plan.artifacts import Brand
from sitegen.plan.brandkit import Made, Wanted
from sitegen.problems import Problem, Span
from sitegen.sources import Tree
from sitegen.theme import Theme


class Kept(Struct, frozen=True, array_like=True):
    """A brand as it is remembered: without the fonts' bytes, which are files of sitegen's own, given
    as (output, file); and what was said of it."""

    brand: Brand
    problems: tuple[Problem, ...]
    fonts: Pairs


def make(
    config: Config, theme: Theme, tree: Tree, cache: Cache, code: str, now: str
) -> tuple[Brand, tuple[Problem, ...]]:
    """Everything the brand and the theme's styles give, from memory where nothing changed."""
    logo = drawing.logo_path(config)
    cards = drawing.key(config, theme, tree, code)
    line = config.line("brand")
    layout = tuple(
        drawing.place(config, part).line - line for part in ("colour", "accent", "tokens")
    )
    name = digest(cards, bool(config.share_image), config.share_cards, config.font, config.language,
                  theme.digest, layout)  # fmt: skip
    kept = cache.get_value("kit", name, Kept)
    if kept is not None:
        kept = replace(kept, problems=tuple(_moved(each, line) for each in kept.problems))
    else:
        kept = _make(config, theme, tree, logo, Span(PATH, line), cards, now)
        known = (PATH, drawing.token_path(config))
        if all(each.span is not None and each.span.path in known for each in kept.problems):
            cache.put_value("kit", name, replace(
                kept, problems=tuple(_moved(each, -line) for each in kept.problems)
            ))  # fmt: skip
    fonts = tuple((output, faces.data(file)) for output, file in kept.fonts)
    return replace(kept.brand, fonts=fonts), kept.problems


def _moved(problem: Problem, lines: int) -> Problem:
    """A problem of site.yaml so many lines further down: it is remembered beside the line of the
    brand, which other settings may push about."""
    span = problem.span
    if span is None or span.path != PATH:
        return problem
    return replace(problem, span=replace(span, line=span.line + lines))


def _make(
    config: Config, theme: Theme, tree: Tree, logo: str, span: Span, cards: str, now: str
) -> Kept:
    from sitegen.brand import icons

    compiled, said = drawing.compiled(config, tree)
    files, unclean = styles.assets(tree, theme)
    for _, path in theme.templates:
        unclean += guard.template(tree.data(path).decode("utf-8", "replace"), path)
    rules, fonts = styles.fonts(theme, config.font, config.language)
    css_name, css, found = styles.join(tree, theme, compiled.css + rules, files)
    sheets, more = styles.sheets(tree, theme, files)
    mark = tree.data(logo) if logo in tree.files else b""
    drawn = icons.make(config.name, compiled, mark)
    card: bytes | None = None
    refused = ""
    if not config.url or (config.share_image and config.share_cards not in ("all", "messages")):
        cards = ""
    if cards or not config.share_image:
        deck = drawing.deck(drawing.of(config, theme, tree, compiled, now))
        refused = deck.refused
        card = None if config.share_image else deck.card(config.tagline or config.movement)
    if refused:
        cards = ""
        why, _, do = refused.partition("\n")
        found = (*found, Problem("card-refused", f"No share cards are drawn. {why}", span,
            do or "docs/brand.md says what a card needs.", "warning"))  # fmt: skip
    light, dark = dict(compiled.light), dict(compiled.dark)
    brand = Brand(
        css_name,
        css,
        tuple((icon.rel, icon.name, icon.type, icon.sizes, icon.data) for icon in drawn),
        (styles.fingerprint("share.png", card), card) if card else None,
        (("(prefers-color-scheme: light)", light["surface"]),
         ("(prefers-color-scheme: dark)", dark["surface"])),
        (*files, *sheets),
        cards="" if config.share_cards == "none" else cards,
        colours=(compiled.main, compiled.accent),
        letters=(light["link"], light["button"], light["on-button"]),
    )  # fmt: skip
    return Kept(brand, (*said, *unclean, *found, *more), fonts)


def drawn(
    site: Site, tree: Tree, cache: Cache, code: str, wanted: Wanted, now: str,
    tell: Callable[[str, int, int], None], draw: bool,
) -> Made:  # fmt: skip
    """The files of the brand kit, from memory where nothing that is on them changed. Without
    ``draw`` only from there: nobody who only looks waits for seconds of drawing."""
    from sitegen import drawing
    from sitegen.disk import digest as file_digest

    name = drawing.kit_key(drawing.key(site.config, site.theme, tree, code), wanted)
    stored = cache.get_value("kit", name, Made)
    if stored is not None and all(cache.get("blob", blob) for _, blob, _ in stored.files):
        return stored
    if not draw:
        return Made()
    made = drawing.kit(site.config, site.theme, tree, drawing.tokens(site.config, tree), wanted, now,
                       lambda done, whole: tell("Drawing the brand kit", done, whole))  # fmt: skip
    rows = []
    for file in drawing.published(made, "brand-kit"):
        blob = file_digest(file.data)
        cache.put("blob", blob, file.data)
        rows.append((file.path, blob, len(file.data)))
    stored = Made(tuple(rows), made.refused)
    cache.put_value("kit", name, stored)
    return stored
