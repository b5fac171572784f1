"""``themes.lock``: which themes a site was last agreed to use, with a digest of every file.

Read by a build, which only compares; written where somebody adds, updates or accepts a theme. The
text of locked files is remembered in the cache, so that a difference can be shown later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from sitegen.cache import Cache
from sitegen.model import Pairs, digest
from sitegen.problems import Problem, Span
from sitegen.sources import BENEATH, LOCK, Tree
from sitegen.theme import Theme

OURS, OWN = "sitegen", "project"
"""Where a theme comes from, if not from an address: with sitegen, or made in this project."""
TEXTS = (".yaml", ".html", ".css", ".md", ".js", ".svg", ".txt")
MAX_KEPT = 200_000
"""Bytes of a file whose text is remembered."""


class Locked(Struct, frozen=True):
    """One theme as it was agreed to. ``files`` are paths in its folder with their digests."""

    name: str
    source: str
    digest: str
    files: Pairs
    version: str = ""
    commit: str = ""


class Change(Struct, frozen=True):
    """How files differ: paths by what became of them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __str__(self) -> str:
        parts = ((self.changed, "changed"), (self.added, "added"), (self.removed, "removed"))
        return ", ".join(f"{len(paths)} {what}" for paths, what in parts if paths)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def whole(name: str, source: str, files: Iterable[tuple[str, str]], version: str = "",
          commit: str = "") -> Locked:  # fmt: skip
    """A lock's entry with the digest that its files have together."""
    sorted_files = tuple(sorted(files))
    return Locked(name, source, digest(sorted_files), sorted_files, version, commit)


def brought(tree: Tree, name: str) -> dict[str, str]:
    """The files, by path in the folder, that came with a theme: path in the tree. What a project
    lays over a theme of sitegen's is its own and not among them."""
    root = f"themes/{name}/"
    files = {file.path.removeprefix(root): file.path for file in tree.under(root)}
    if is_ours(tree, name):
        files = {inner: path for inner, path in files.items() if tree.is_ours(path)}
        over = BENEATH + root
        files |= {file.path.removeprefix(over): file.path for file in tree.under(over)}
    return files


def is_ours(tree: Tree, name: str) -> bool:
    """Whether a theme came with sitegen, though single files may lie over it."""
    path = f"themes/{name}/theme.yaml"
    return BENEATH + path not in tree.files and path in tree.files and tree.is_ours(path)


def digests(tree: Tree, name: str) -> Pairs:
    """Each file that came with a theme, and its digest."""
    return tuple(sorted((inner, tree.files[path].digest)
                        for inner, path in brought(tree, name).items()))  # fmt: skip


def entry(tree: Tree, name: str, source: str, commit: str = "") -> Locked:
    """What the lock says of a theme as it lies here."""
    path = f"themes/{name}/theme.yaml"
    text = tree.data(path).decode("utf-8", "replace") if path in tree.files else ""
    found = re.search(r"^version:[ \t]*[\"']?([^\s\"'#]+)", text, re.M)
    return whole(name, source, digests(tree, name), found[1] if found else "", commit)


def difference(before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> Change:
    """What became of each file."""
    old, new = dict(before), dict(after)
    return Change(tuple(sorted(new.keys() - old.keys())),
                  tuple(sorted(p for p in old.keys() & new.keys() if old[p] != new[p])),
                  tuple(sorted(old.keys() - new.keys())))  # fmt: skip


# The file -----------------------------------------------------------------------------------


def read(tree: Tree) -> tuple[dict[str, Locked], tuple[Problem, ...]]:
    """The lock's entries by theme; none, with a problem, where the file is damaged."""
    if LOCK not in tree.files:
        return {}, ()
    try:
        data = json.loads(tree.data(LOCK))
        return {name: _entry(name, row) for name, row in data["themes"].items()}, ()
    except json.JSONDecodeError as error:
        line = error.lineno
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        line = 1
    return {}, (Problem("lock-unreadable", "The list of agreed themes cannot be read.",
        Span(LOCK, line), "Write it anew: sitegen theme lock", "warning"),)  # fmt: skip


def _entry(name: str, row: Mapping[str, Any]) -> Locked:
    texts = [str(row.get(key, "")) for key in ("source", "digest", "version", "commit")]
    files = tuple(sorted((str(path), str(code)) for path, code in row["files"].items()))
    return Locked(name, texts[0], texts[1], files, texts[2], texts[3])


def text(entries: Iterable[Locked]) -> str:
    """The lock as it stands on disk: sorted, one file a line, so that people can compare it."""
    rows = {}
    for entry in sorted(entries, key=lambda one: one.name):
        row: dict[str, Any] = {"source": entry.source, "version": entry.version,
                               "commit": entry.commit, "digest": entry.digest}  # fmt: skip
        rows[entry.name] = {key: value for key, value in row.items() if value} | {
            "files": dict(entry.files)}  # fmt: skip
    return json.dumps({"themes": rows}, indent=1, ensure_ascii=False) + "\n"


# A build ------------------------------------------------------------------------------------


def check(tree: Tree, theme: Theme, cache: Cache) -> tuple[Problem, ...]:
    """What is no longer as agreed, of the themes in use; and their texts are remembered."""
    locked, problems = read(tree)
    found = [*problems]
    for name in theme.chain if not problems else ():
        entry = locked.get(name)
        ours = is_ours(tree, name)
        if entry is None:
            if ours:  # what is made here changes all the time, and nobody else changes it
                found.append(Problem("theme-unlocked", f'The theme "{name}" is not in the list '
                    "of agreed themes yet.", Span(LOCK), "Add it: sitegen theme lock", "info"))  # fmt: skip
            continue
        now = digests(tree, name)
        if entry.digest == digest(now):
            remember(tree, name, entry.digest, cache)
        elif entry.source == OURS and ours:
            found.append(Problem("theme-updated", f'sitegen brings another "{name}" than the one '
                f"agreed to: {difference(entry.files, now)}.", Span(LOCK), "See what became "
                f"different: sitegen theme diff {name}. Agree to it: sitegen theme lock", "info"))  # fmt: skip
        elif entry.source != OWN:
            found.append(Problem("theme-changed", f'The theme "{name}" is no longer what was '
                f"agreed to: {difference(entry.files, now)}.", Span(LOCK), "See what became "
                f"different: sitegen theme diff {name}. Agree to it: sitegen theme lock",
                "warning"))  # fmt: skip
    return tuple(found)


def remember(tree: Tree, name: str, key: str, cache: Cache) -> None:
    """Keep the texts of a theme under its digest, unless they are kept already."""
    if cache.get("locked", key) is not None:
        return
    texts = {}
    for inner, path in brought(tree, name).items():
        if inner.endswith(TEXTS) and tree.files[path].size <= MAX_KEPT:
            texts[inner] = tree.data(path).decode("utf-8", "replace")
    cache.put_value("locked", key, texts)


def remembered(key: str, cache: Cache) -> dict[str, str] | None:
    """The texts of an agreed theme by path; None where they were never seen here."""
    return cache.get_value("locked", key, dict[str, str])
