"""A brand's files for one site: the style sheet, the icons, the share card. Remembered by digest.

Joins the rooms ``brand`` and ``styles``; draws nothing itself.
"""

from __future__ import annotations

import base64
import posixpath

from markupsafe import escape

from sitegen import guard, styles
from sitegen.cache import Cache
from sitegen.config import PATH, Config
from sitegen.model import digest
from sitegen.plan.artifacts import Brand
from sitegen.problems import Problem, Span, as_data, from_data
from sitegen.sources import Tree
from sitegen.theme import Theme


def imprint(config: Config) -> str:
    """The statement of who publishes, as HTML: one paragraph, lines as written."""
    lines = [str(escape(line.strip())) for line in config.imprint.strip().split("\n")]
    return f"<p>{'<br>'.join(lines)}</p>" if config.imprint.strip() else ""


def make(
    config: Config, theme: Theme, tree: Tree, cache: Cache, code: str
) -> tuple[Brand, tuple[Problem, ...]]:
    """Everything the brand and the theme's styles give, from memory where nothing changed."""
    logo = posixpath.normpath("content/" + config.logo.lstrip("/")) if config.logo else ""
    logo_digest = tree.files[logo].digest if logo in tree.files else ""
    name = digest(config.name, config.tagline, config.colour, config.accent, logo_digest,
                  bool(config.share_image), config.url != "", theme.digest, code)  # fmt: skip
    span = Span(PATH, config.line("brand"))
    stored = cache.get_json("kit", name)
    if stored is not None:
        brand, said = stored
        return _from_json(brand), tuple(from_data(row)._replace(span=span) for row in said)
    made, problems = _make(config, theme, tree, logo, span)
    if all(problem.span == span for problem in problems):
        cache.put_json("kit", name, [_to_json(made), [as_data(problem) for problem in problems]])
    return made, problems


def _make(
    config: Config, theme: Theme, tree: Tree, logo: str, span: Span
) -> tuple[Brand, tuple[Problem, ...]]:
    from sitegen.brand import icons, share, tokens

    compiled = tokens.compile(tokens.Brand(config.colour, config.accent), span)
    files, unclean = styles.assets(tree, theme)
    for _, path in theme.templates:
        unclean += guard.template(tree.data(path).decode("utf-8", "replace"), path)
    css_name, css, found = styles.join(tree, theme, compiled.css, files)
    sheets, more = styles.sheets(tree, theme, files)
    mark = tree.data(logo) if logo in tree.files else b""
    drawn = icons.make(config.name, compiled, mark)
    card = b""
    if not config.share_image:
        card = share.share_card(config.tagline or config.name, config.name, compiled)
    light, dark = dict(compiled.light), dict(compiled.dark)
    return Brand(
        css_name,
        css,
        tuple((icon.rel, icon.name, icon.type, icon.sizes, icon.data) for icon in drawn),
        (styles.fingerprint("share.png", card), card) if card else None,
        (("(prefers-color-scheme: light)", light["surface"]),
         ("(prefers-color-scheme: dark)", dark["surface"])),
        (*files, *sheets),
    ), (*compiled.notes, *unclean, *found, *more)  # fmt: skip


def _to_json(brand: Brand) -> list[object]:
    def text(data: bytes) -> str:
        return base64.b64encode(data).decode()

    return [
        brand.css_name, brand.css.decode(),
        [[*icon[:4], text(icon[4])] for icon in brand.icons],
        [brand.share[0], text(brand.share[1])] if brand.share else None,
        brand.theme_colors,
        [[name, output, text(data)] for name, output, data in brand.assets],
    ]  # fmt: skip


def _from_json(data: list[object]) -> Brand:
    css_name, css, icons, share, colors, assets = data
    decode = base64.b64decode
    return Brand(
        str(css_name), str(css).encode(),
        tuple((row[0], row[1], row[2], row[3], decode(row[4])) for row in icons),  # type: ignore[attr-defined]
        (share[0], decode(share[1])) if share else None,  # type: ignore[index]
        tuple((media, colour) for media, colour in colors),  # type: ignore[attr-defined]
        tuple((name, output, decode(data)) for name, output, data in assets),  # type: ignore[attr-defined]
    )  # fmt: skip
