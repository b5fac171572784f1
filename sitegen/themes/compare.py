"""``sitegen theme diff``: what became of a theme's files, with the lines that differ. Changes nothing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from sitegen import sources, themelock
from sitegen import themes as wardrobe
from sitegen.cache import Cache
from sitegen.problems import Problem, Span
from sitegen.sources import BENEATH, Tree
from sitegen.themelock import TEXTS, Change
from sitegen.themes import parcel

MOST_LINES = 40
"""Lines shown of one file; ``git diff`` and its like show all."""
MOST = 400


class Report(Struct, frozen=True):
    """How two states of a theme differ: a sentence on what is compared, and lines to print."""

    title: str
    change: Change
    lines: tuple[str, ...]


def reports(
    project: Path, name: str, cache: Cache
) -> tuple[tuple[Report, ...], tuple[Problem, ...]]:
    """Everything that an update would change of one theme, or has changed since it was agreed to."""
    tree = sources.scan(project)
    wrong = wardrobe.missing(tree, name)
    locked, problems = themelock.read(tree)
    if wrong or problems:
        return (), (*wrong, *problems)
    entry = locked.get(name)
    now = _texts(tree, themelock.brought(tree, name))
    digests = themelock.digests(tree, name)
    found: list[Report] = []
    if entry is not None:
        old = themelock.remembered(entry.digest, cache)
        found.append(_report(f'"{name}" as agreed to in themes.lock, and as it is now', entry.files,
                             digests, old, now))  # fmt: skip
    over = BENEATH + f"themes/{name}/"
    beneath = {file.path.removeprefix(over): file.path for file in tree.under(over)}
    if beneath:
        own = {inner: f"themes/{name}/{inner}" for inner in beneath}
        whole = f"{over}theme.yaml" in tree.files
        if whole:
            own = dict(themelock.brought(tree, name))
        own = {inner: path for inner, path in own.items() if path in tree.files}
        found.append(_report(
            f"sitegen's own \"{name}\", and {'your copy of it' if whole else 'your files over it'}",
            _digests(tree, beneath), _digests(tree, own), _texts(tree, beneath), _texts(tree, own)))  # fmt: skip
    if entry is not None and entry.source not in (themelock.OURS, themelock.OWN):
        given, more = parcel.take(entry.source)
        problems = more
        if given is not None:
            from sitegen.disk import digest

            new = {inner: data.decode("utf-8", "replace") for inner, data in given.files
                   if inner.endswith(TEXTS)}  # fmt: skip
            found.append(_report(
                f'"{name}" as it is now, and as it is at {entry.source}', digests,
                tuple((inner, digest(data)) for inner, data in given.files), now, new))  # fmt: skip
    if entry is None and not beneath:
        problems = (*problems, Problem("theme-unlocked", f'Nothing was agreed to for "{name}" yet, so '
            "there is nothing to compare it with.", Span(sources.LOCK),
            "Agree to the themes as they are: sitegen theme lock", "info"))  # fmt: skip
    return tuple(found), problems


def _digests(tree: Tree, paths: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((inner, tree.files[path].digest) for inner, path in paths.items())


def _texts(tree: Tree, paths: Mapping[str, str]) -> dict[str, str]:
    return {inner: tree.data(path).decode("utf-8", "replace") for inner, path in paths.items()
            if inner.endswith(TEXTS) and tree.files[path].size <= themelock.MAX_KEPT}  # fmt: skip


def _report(
    title: str, before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...],
    old: Mapping[str, str] | None, new: Mapping[str, str],
) -> Report:  # fmt: skip
    change = themelock.difference(before, after)
    lines: list[str] = []
    for path in change.removed:
        lines.append(f"removed  {path}")
    for path in change.added:
        lines.append(f"added    {path}")
    for path in change.changed:
        lines.append(f"changed  {path}")
        if old is None:
            continue
        one, two = old.get(path), new.get(path)
        if one is None or two is None:
            continue
        shown = list(difflib.unified_diff(one.splitlines(), two.splitlines(), "before", "after",
                                          n=2, lineterm=""))[2:]  # fmt: skip
        lines += [f"    {line[:160]}" for line in shown[:MOST_LINES]]
        if len(shown) > MOST_LINES:
            lines.append(f"    ... {len(shown) - MOST_LINES} lines more")
    if old is None and change.changed:
        lines.append(
            "The older text was never seen on this computer, so its lines cannot be shown."
        )
    if len(lines) > MOST:
        lines = [*lines[:MOST], f"... {len(lines) - MOST} lines more"]
    return Report(title, change, tuple(lines))
