"""Everything of a project that is no page, read once: settings, theme, forms, receivers, ladder.

A build reads it when such a file changed; a preview keeps it meanwhile.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from sitegen import config, entries, ladder, progress, settings, sources, theme
from sitegen.cache import Cache
from sitegen.config import Config
from sitegen.forms import consents, own
from sitegen.forms import read as forms_
from sitegen.forms.backend import Backend
from sitegen.forms.model import Form
from sitegen.ladder import NO_LADDER, Ladder
from sitegen.model import Document, Options
from sitegen.problems import Problem, Span
from sitegen.progress import Tally
from sitegen.sources import RESERVED, Tree
from sitegen.theme import Theme


class Settled(Struct, frozen=True):
    """What a project's settings came to, with all that they were read from."""

    inputs: object
    config: Config | None
    theme: Theme | None
    forms: tuple[Form, ...] = ()
    own: tuple[Backend, ...] = ()
    ladder: Ladder = NO_LADDER
    progress: tuple[Tally, ...] = ()
    entries: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(tree: Tree, options: Options, cache: Cache, inputs: object) -> Settled:
    """site.yaml, the theme it names, the forms, the backends of the site's own, the ladder."""
    made, problems = config.read(tree, options, cache)
    said = [*problems]
    if made is None:
        return Settled(inputs, None, None, problems=problems)
    if made.search:
        from sitegen import search

        absent = search.missing(made.line("search"))
        if absent is not None:
            made = replace(made, search="map")
            said.append(absent)
    look, problems = theme.load(tree, made.theme, made.language, dict(made.theme_settings),
                                cache, Span(config.PATH, made.line("theme")),
                                dict(made.lines), made.theme_scripts)  # fmt: skip
    said += problems
    if look is not None and sources.LOCK in tree.files:
        from sitegen import themelock

        said += themelock.check(tree, look, cache)
    forms = []
    for file in tree.under("content/forms"):
        if file.path.endswith((".yaml", ".yml")):
            node, problems = settings.load(tree, file.path, cache)
            form, more = forms_.form(node, file.path)
            said += (*problems, *more)
            if form is not None:
                form, more = consents.worded(form, dict(look.strings if look else ()),
                                             made.movement, made.language)  # fmt: skip
                said += more
                forms.append(form)
    receivers = []
    for file in tree.under(own.FOLDER):
        if file.path.endswith((".yaml", ".yml")):
            node, problems = settings.load(tree, file.path, cache)
            backend, more = own.read(node, file.path)
            said += (*problems, *more)
            if backend is not None:
                receivers.append(backend)
    steps, problems = _ladder(tree, tuple(forms), cache)
    said += problems
    path = next((path for path in progress.PATHS if path in tree.files), "")
    node, problems = settings.load(tree, path, cache) if path else (None, ())
    numbers, more = progress.read(node, path)
    said += (*problems, *more)
    rows, problems = _entries(tree, look, cache)
    said += problems
    return Settled(inputs, made, look, tuple(forms), tuple(receivers), steps, numbers, rows,
                   tuple(said))  # fmt: skip


def _entries(
    tree: Tree, look: Theme | None, cache: Cache
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Rows and items of lists in the folders of content types."""
    types = {kind.name: kind for kind in (look.types if look else ())}
    words = dict(look.strings if look else ())
    found: list[Document] = []
    said: list[Problem] = []
    for file in tree.under("content"):
        if not file.path.endswith((entries.TABLE, *entries.LISTS)):
            continue
        top = file.path.split("/")[1]
        kind = None if top in RESERVED else entries.kind(file.path, types)
        if kind is None:
            continue
        problems: tuple[Problem, ...] = ()
        if file.path.endswith(entries.TABLE):
            rows, more = entries.table(tree.data(file.path), file.path, kind, words)
        else:
            node, problems = settings.load(tree, file.path, cache)
            rows, more = entries.listed(node, file.path, kind, words)
        found += rows
        said += (*problems, *more)
    return tuple(found), tuple(said)


def _ladder(
    tree: Tree, forms: tuple[Form, ...], cache: Cache
) -> tuple[Ladder, tuple[Problem, ...]]:
    """The rungs that supporters can climb, if the site has a ladder."""
    path = next((path for path in ladder.PATHS if path in tree.files), "")
    node, problems = settings.load(tree, path, cache) if path else (None, ())
    rungs, more = ladder.read(node, path)
    made, unknown = ladder.connect(rungs, forms)
    return made, (*problems, *more, *unknown)
