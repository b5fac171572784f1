"""Puts a theme into a project, whole or not at all, and writes down what was agreed to."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from sitegen import disk, sources, themelock
from sitegen import themes as wardrobe
from sitegen.cache import Cache
from sitegen.model import Options
from sitegen.problems import Problem, Span, short
from sitegen.sources import LOCK, Tree
from sitegen.themelock import Locked
from sitegen.themes import parcel
from sitegen.themes.parcel import Parcel

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def unusable(name: str) -> tuple[Problem, ...]:
    """Why a theme cannot have this name, if it cannot."""
    if not NAME.fullmatch(name):
        return (Problem("theme-name", f'"{short(name)}" cannot be the name of a theme.', None,
                        "Use small letters, digits and -, such as harbour"),)  # fmt: skip
    if (sources.bundled("themes") / name).is_dir():
        return (Problem("theme-name", f'"{name}" is the name of one of sitegen\'s own themes.', None,
                        f"Give it another, such as --as our-{name}"),)  # fmt: skip
    return ()


def add(
    project: Path, given: Parcel, name: str, force: bool, cache: Cache
) -> tuple[str, tuple[Problem, ...]]:
    """Put the files into ``themes/<name>/`` and the lock; the name it has now, or "" and why."""
    name = name or given.name.lower()
    found = unusable(name)
    if found:
        return "", found
    target = project / "themes" / name
    tree = sources.scan(project)
    wanted = re.search(rb"^extends:[ \t]*[\"']?([\w-]+)", dict(given.files)["theme.yaml"], re.M)
    parent = wanted[1].decode() if wanted else ""
    if parent and parent != name and parent not in wardrobe.names(tree):
        return "", (Problem("theme-missing", f'This theme builds on another, "{parent}", which is not '
            "here.", Span(short(given.source)), f'Add "{parent}" first.'),)  # fmt: skip
    if os.path.lexists(target) and not force:
        return "", (Problem("theme-taken", f"There is a theme {name} already.",
            Span(f"themes/{name}"), "Replace it with --force, or give this one another name: "
            "--as NAME"),)  # fmt: skip
    locked, _ = themelock.read(tree)
    entry = locked.get(name)
    if entry is not None and entry.source not in (themelock.OURS, themelock.OWN) and not force:
        return "", (Problem("theme-taken", f'The name "{name}" is in the lock already.', Span(LOCK),
                            "Replace it with --force"),)  # fmt: skip
    try:
        _put(target, given.files)
        tree = sources.scan(project)
        new = themelock.entry(tree, name, given.source, given.commit)
        save(project, [*(row for row in locked.values() if row.name != name), new])
        themelock.remember(tree, name, new.digest, cache)
    except OSError as error:
        return "", (Problem("folder-unwritable", f"The theme cannot be put here: "
            f"{error.strerror or error}.", Span(f"themes/{name}"),
            "Check the permissions of the folder themes/."),)  # fmt: skip
    return name, ()


def _put(target: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """The files in a folder of that name: beside it first, then in its place in one step."""
    target.parent.mkdir(exist_ok=True)
    waiting = target.with_name(f".{target.name}.new-{os.getpid()}")
    shutil.rmtree(waiting, ignore_errors=True)
    try:
        for inner, data in files:
            place = waiting / inner
            place.parent.mkdir(parents=True, exist_ok=True)
            disk.write(place, data)
        if not os.path.lexists(target):
            os.rename(waiting, target)
            return
        if not disk.exchange(str(waiting), str(target)):
            old = target.with_name(f".{target.name}.old-{os.getpid()}")
            os.rename(target, old)
            os.rename(waiting, target)
            os.rename(old, waiting)
    finally:
        if os.path.lexists(waiting):
            disk.clear(str(waiting))


# The lock -----------------------------------------------------------------------------------


def save(project: Path, entries: Iterable[Locked]) -> None:
    """Write the lock, whole or not at all. Raises OSError."""
    waiting = project / f".{LOCK}.{os.getpid()}"
    try:
        disk.write(waiting, themelock.text(entries).encode())
        os.replace(waiting, project / LOCK)
    finally:
        waiting.unlink(missing_ok=True)


def agreed(tree: Tree, chain: Iterable[str]) -> list[Locked]:
    """The lock as it should be, now that the files are what they are: the themes in use, and
    those that came from elsewhere and lie here unused."""
    locked, _ = themelock.read(tree)
    used = list(chain)
    found = []
    for name in [*used, *(name for name in locked if name not in used)]:
        entry = locked.get(name)
        away = entry is not None and entry.source not in (themelock.OURS, themelock.OWN)
        if name not in used and not away:
            continue
        if f"themes/{name}/theme.yaml" not in tree.files:
            continue
        if themelock.is_ours(tree, name):
            found.append(themelock.entry(tree, name, themelock.OURS))
        elif entry is not None and away:
            found.append(themelock.entry(tree, name, entry.source, entry.commit))
        else:
            found.append(themelock.entry(tree, name, themelock.OWN))
    return found


def lock(
    project: Path, options: Options, cache: Cache
) -> tuple[list[Locked], tuple[Problem, ...]]:
    """Agree to the themes as they lie here."""
    tree, made = wardrobe.look(project, options, cache)
    row = next((row for row in wardrobe.rows(tree, made, cache) if row.used), None)
    if row is None or row.theme is None:
        return [], wardrobe.missing(tree, made.theme if made else "") or (Problem("site-missing",
            "There is no site here whose themes could be agreed to.", Span(str(project)),
            "Go to the folder that holds content/."),)  # fmt: skip
    entries = agreed(tree, row.theme.chain)
    try:
        save(project, entries)
    except OSError as error:
        return [], (Problem("folder-unwritable", f"The lock cannot be written: "
            f"{error.strerror or error}.", Span(LOCK), "Check the permissions."),)  # fmt: skip
    for entry in entries:
        themelock.remember(tree, entry.name, entry.digest, cache)
    return entries, ()


def update(project: Path, name: str, force: bool, cache: Cache) -> tuple[str, tuple[Problem, ...]]:
    """Take a theme anew from where it came from; "" and why where that cannot be."""
    tree = sources.scan(project)
    locked, problems = themelock.read(tree)
    entry = locked.get(name)
    if problems:
        return "", problems
    if entry is None or entry.source in (themelock.OURS, themelock.OWN):
        return "", (Problem("theme-source", f'The theme "{name}" did not come from elsewhere.',
            Span(LOCK), "sitegen's own themes are updated together with sitegen. To agree to all "
            "themes as they are: sitegen theme lock"),)  # fmt: skip
    changed = themelock.difference(entry.files, themelock.digests(tree, name))
    if changed and not force:
        return "", (Problem("theme-changed", f"Your own changes would be lost: {changed}.",
            Span(f"themes/{name}"), "Look at them: sitegen theme diff; keep them in a theme of your "
            f"own that extends {name}; or add --force"),)  # fmt: skip
    given, problems = parcel.take(entry.source)
    if given is None:
        return "", problems
    done, more = add(project, given, name, True, cache)
    return done, (*problems, *more)
