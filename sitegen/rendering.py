"""The render stage: artifacts to bytes, or to files of the spare tree, in as many processes as help.

Only ``build`` asks. What failed is a problem.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from sitegen import workers
from sitegen.cache import Cache
from sitegen.config import Config
from sitegen.model import Body
from sitegen.plan import Artifact, Shared
from sitegen.problems import Problem, Span
from sitegen.sources import Tree
from sitegen.theme import Theme
from sitegen.write import Placed, Spare

if TYPE_CHECKING:
    from sitegen.brand.cards import Deck

DRAWN = frozenset(("page", "card", "square", "mail"))
"""Kinds of artifacts whose bytes are made here; those of all others lie somewhere already."""

Made = tuple[bytes | Placed, tuple[Problem, ...]]
"""An artifact's bytes, or where they were put, and what is wrong with it."""


class Means(Struct, frozen=True):
    """What a build lends to this stage: its time and how many processes may help. ``environment`` is that of an earlier build in memory, with
    the digest of its theme; ``code`` the digest of sitegen itself."""

    now: str
    jobs: int
    code: str
    environment: tuple[str, Any]
    tell: Callable[[str, int, int], None]


def kept(
    artifacts: Sequence[Artifact], tree: Tree, cache: Cache
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The bytes of what is not drawn, by path: data, pictures from the cache, files as they are."""
    fresh: dict[str, bytes] = {}
    problems: list[Problem] = []
    for artifact in artifacts:
        match artifact.kind:
            case "data":
                fresh[artifact.path] = artifact.data
            case "blob":
                fresh[artifact.path] = _blob(artifact, cache, problems)
            case "file":
                fresh[artifact.path] = _copy(artifact.name, tree, problems)
    return fresh, tuple(problems)


class Ground(Struct, frozen=True):
    """What all pages of a build are rendered with. ``css`` gives the site's style sheet, ``body``
    a document's text by its key."""

    config: Config
    theme: Theme
    shared: Shared
    tree: Tree
    css: Callable[[], bytes]
    body: Callable[[str], Body]


def drawn(
    artifacts: Sequence[Artifact], ground: Ground, spare: Spare | None, means: Means
) -> tuple[list[Made], tuple[str, Any]]:
    """Each of the artifacts, in order, and the environment for the next build. Where there is a
    spare tree each file is put there at once, by the process that made it."""
    if not artifacts:
        return [], means.environment
    from sitegen import checks, compiled, parse
    from sitegen.render import Renderer, imprint

    theme, config, tree = ground.theme, ground.config, ground.tree
    known, environment = means.environment
    templates = compiled.Compiled(compiled.folder(os.environ), means.code)
    renderer = Renderer(
        ground.shared, theme, lambda path: parse.decode(tree.data(path), path)[0], ground.body,
        imprint(config), environment if known == theme.digest else None, templates,
    )  # fmt: skip
    sheet = None
    if not config.staging.imprint.is_text:
        sheet = checks.Sheet(ground.css().decode())
    decks = _decks(ground, {one.kind for one in artifacts}, means.now)
    done = 0

    def one(artifact: Artifact) -> Made:
        nonlocal done
        done += 1
        means.tell("Making pages", done * max(1, means.jobs), len(artifacts))
        problems: tuple[Problem, ...] = ()
        if artifact.kind in decks:
            data = decks[artifact.kind].card(artifact.name) or b""
        else:
            data, problems = renderer.page(artifact)
            if artifact.kind == "page" and not problems and artifact.page is not None:
                problems = checks.page(artifact.page, data.decode(), config, sheet)
        return data if spare is None else spare.put(artifact.path, data), problems

    try:
        made = workers.map_all(one, artifacts, means.jobs)
    finally:
        renderer.close()
        templates.tidy()
    return made, (theme.digest, renderer.environment)


def _blob(artifact: Artifact, cache: Cache, problems: list[Problem]) -> bytes:
    """A picture's bytes; without them nothing is written, least of all an empty picture."""
    data = cache.get("blob", artifact.name)
    if data is None:
        problems.append(Problem("picture-lost",
            f"The bytes of {artifact.path} vanished from the cache during the build.",
            Span(artifact.path), "Build again."))  # fmt: skip
    return data or b""


def _copy(path: str, tree: Tree, problems: list[Problem]) -> bytes:
    try:
        return tree.data(path)
    except OSError as error:
        problems.append(Problem("file-unreadable",
            f"This file cannot be read: {error.strerror}.", Span(path),
            "Check its permissions."))  # fmt: skip
        return b""


def _decks(ground: Ground, kinds: set[str], now: str) -> dict[str, Deck]:
    """What all share cards of a size have in common, drawn before processes part."""
    wanted = kinds & {"card", "square"}
    if not wanted:
        return {}
    from sitegen import drawing
    from sitegen.brand import cards

    config, tree = ground.config, ground.tree
    shown = drawing.of(config, ground.theme, tree, drawing.tokens(config, tree), now)
    sizes = {"card": cards.WIDE, "square": cards.SQUARE}
    return {kind: drawing.deck(shown, sizes[kind]) for kind in sorted(wanted)}
