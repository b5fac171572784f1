"""What people do with themes: list, start, check, compare, take in, look at side by side.

``theme`` says what a theme is and ``themelock`` what was agreed to; here are the commands' works.
Only ``install`` and ``start`` write into a project, and ``preview`` below its ``.sitegen``.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from sitegen import config, settings, sources, themelock
from sitegen import theme as themes
from sitegen.cache import Cache
from sitegen.config import Config
from sitegen.model import Options
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.sources import Tree
from sitegen.theme import Theme


class Row(Struct, frozen=True):
    """One theme that a site could use. ``over`` are files that the project lays over it."""

    name: str
    summary: str
    version: str
    extends: str
    source: str
    used: bool
    over: tuple[str, ...]
    theme: Theme | None


def look(project: Path, options: Options, cache: Cache) -> tuple[Tree, Config | None]:
    """The files of a project and its settings; None where there is no readable site.yaml."""
    tree = sources.scan(project)
    made, _ = config.read(tree, options, cache)
    return tree, made


def names(tree: Tree) -> list[str]:
    """Every theme of a project, its own and sitegen's."""
    return sorted({path.split("/")[1] for path in tree.files
                   if path.startswith("themes/") and path.count("/") == 2
                   and path.endswith("/theme.yaml")})  # fmt: skip


def missing(tree: Tree, name: str) -> tuple[Problem, ...]:
    """That there is no theme of this name, unless there is."""
    known = names(tree)
    if name in known:
        return ()
    return (Problem("theme-missing", f'There is no theme "{name}".', Span("themes"),
                    did_you_mean(name, known, "Themes here: " + ", ".join(known) + ".")),)  # fmt: skip


def rows(tree: Tree, made: Config | None, cache: Cache) -> tuple[Row, ...]:
    """All themes by name, each with its settings as this site would get them."""
    locked, _ = themelock.read(tree)
    found = []
    used = made.theme if made is not None else ""
    language = made.language if made is not None else "en"
    for name in names(tree):
        path = f"themes/{name}/theme.yaml"
        node, _ = settings.load_map(tree, path, cache)
        written = {key.value: getattr(value, "value", "") for key, value in node.entries}
        given = dict(made.theme_settings) if made is not None and name == used else {}
        loaded, _ = themes.load(tree, name, language, given, cache, Span(path))
        source = themelock.OURS if themelock.is_ours(tree, name) else (
            locked[name].source if name in locked else themelock.OWN)  # fmt: skip
        over = tuple(file.path for file in tree.under(f"themes/{name}")
                     if source == themelock.OURS and not tree.is_ours(file.path))  # fmt: skip
        found.append(Row(name, written.get("summary", ""), written.get("version", ""),
                         written.get("extends", ""), source, name == used, over, loaded))  # fmt: skip
    return tuple(found)


def first_lock(project: Path) -> str:
    """The text of a new site's lock: the themes that it starts with."""
    tree, made = look(project, Options("2026-01-01T00:00:00+00:00"), Cache(None))
    used = next((row.theme for row in rows(tree, made, Cache(None)) if row.used), None)
    chain = used.chain if used is not None else ()
    return themelock.text(themelock.entry(tree, name, themelock.OURS) for name in chain)
