"""Ledgers: which files of a tree are ours, what they were made from, and what the disk said of them.

Each is named after the inode of its tree, so ledger and tree cannot be mixed up, and begins with the
digest of its text. They lie beside the output and come with a project, so nothing in them is trusted.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from sitegen import disk

RACY_NS = 50_000_000
"""A file changed this close to the writing of its ledger is read again instead of trusted."""
KEPT = 4
"""How many ledgers are remembered: of the output and its spare, before and after."""

Notes = tuple[Mapping[str, Any], ...]


class Entry(Struct, frozen=True, array_like=True):
    """A file of ours: the key of the artifact it was made from, its digest, its ``stat``, and
    what the builder noted about it (plain data)."""

    key: str
    digest: str
    stat: disk.Stat = (0, 0, 0, 0)
    notes: Notes = ()


class Ledger(Struct):
    """Which files of a tree are ours. ``build`` is what the builder wants to know again;
    ``written_ns`` is 0 when there was no ledger."""

    entries: dict[str, Entry] = field(default_factory=dict)
    build: dict[str, object] = field(default_factory=dict)
    written_ns: int = 0


class Ledgers:
    """The ledgers in a folder. ``known`` are some by the digest of their text, which whoever builds
    again can keep: reading one of a thousand files takes longer than making one page."""

    def __init__(self, work: Path, known: dict[str, Ledger] | None = None) -> None:
        self._work = work
        self._known = {} if known is None else known

    def of(self, tree: Path) -> Ledger:
        """What is known of a tree. A copied project has ledgers under other names: of those
        only the files count that still hold the very bytes we made."""
        found = self.read(disk.inode(tree))
        if found.written_ns or not tree.is_dir():
            return found
        adopted: dict[str, Entry] = {}
        for name in disk.names(self._work):
            number = name.removeprefix("ledger-").removesuffix(".json")
            for path, entry in self.read(int(number) if number.isdigit() else 0).entries.items():
                if path not in adopted and disk.digest_if_file(f"{tree}/{path}") == entry.digest:
                    adopted[path] = entry
        return Ledger(adopted)

    def read(self, inode: int) -> Ledger:
        """The ledger of the tree with this inode; an empty one where there is none to be trusted."""
        try:
            with open(self._work / f"ledger-{inode}.json", "rb") as file:
                stored, _, data = file.read().partition(b"\n")
            name = disk.digest(data)
            if stored.decode() != name:
                return Ledger()
            if name in self._known:
                return self._known[name]
            found = msgspec.json.decode(data, type=Ledger)
        except (OSError, ValueError):  # of the disk, of the text, or msgspec's of what it holds
            return Ledger()
        for path in [path for path in found.entries if not _inside(path)]:
            del found.entries[path]
        return found

    def record(self, tree: Path, entries: Mapping[str, Entry], build: dict[str, object]) -> None:
        """Write the ledger of a tree. Raises OSError."""
        waiting = str(self._work / "ledger.new")
        if os.path.isdir(waiting):
            shutil.rmtree(waiting)
        disk.write(waiting, b"-")
        ledger = Ledger(dict(entries), build, os.stat(waiting).st_mtime_ns)
        data = msgspec.json.encode(ledger)
        name = disk.digest(data)
        disk.write(waiting, name.encode() + b"\n" + data)
        place = self._work / f"ledger-{disk.inode(tree)}.json"
        if place.is_dir():
            shutil.rmtree(place)
        os.replace(waiting, place)
        while len(self._known) >= KEPT:
            del self._known[next(iter(self._known))]
        self._known[name] = ledger

    def forget(self, *trees: Path) -> None:
        """Remove the ledgers of all trees but these."""
        kept = {f"ledger-{disk.inode(tree)}.json" for tree in trees}
        for name in disk.names(self._work):
            if name.startswith("ledger-") and name not in kept:
                disk.clear(str(self._work / name))


def _inside(path: str) -> bool:
    """Whether a ledger's path stays in its tree; the file may come from somebody else."""
    return path[:1] not in ("", "/") and (".." not in path or ".." not in path.split("/"))
