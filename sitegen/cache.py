"""What earlier builds worked out, kept on disk under the digest of everything it came from.

A row may be missing or the whole file gone: the value is then worked out again. So a damaged
cache costs time and never correctness. Rows carry a checksum, and nothing stored here is ever run.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from sitegen.disk import digest

if TYPE_CHECKING:
    from sitegen.sources import Stat

Value = TypeVar("Value")

_LAYOUT = 2
"""Of the table itself, not of the values, whose keys say what they were made from."""

KEEP_UNUSED = 5_000
KEEP_UNUSED_LARGE: Mapping[str, int] = {"blob": 400, "kit": 40, "index": 20}
"""How many rows that no page needs may stay, for an undo; fewer of pictures and brands."""

BYTES = ("blob", "locked")
"""The kinds whose keys are digests of files: no code can make them wrong."""

_HARMLESS = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR")
"""Errors of the moment or the place, which say nothing about the file's contents."""


def checksum(kind: str, key: str, code: str, value: bytes) -> bytes:
    """Eight bytes that tell a row that can be used from one that is damaged, lies under a wrong
    name, or was worked out by another version of sitegen."""
    name = f"{kind} {key} {code if kind not in BYTES else ''} "
    state = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8)
    state.update(value)
    return state.digest()


def encoded(value: object) -> bytes:
    """A value as the bytes that ``decoded`` makes it from; equal values have equal bytes."""
    return msgspec.json.encode(value)


def decoded(data: bytes, of: type[Value]) -> Value | None:
    """The value of this type, or None where these bytes are no such thing."""
    try:
        return msgspec.json.decode(data, type=of)
    except msgspec.DecodeError:
        return None


class Cache:
    """Values by (kind, key). Reads go to the file at once; writes are kept until ``save``.

    ``code`` is the digest of the code that works values out; rows of any other are not used.
    """

    def __init__(self, folder: Path | None, code: str = "") -> None:
        self.code = code
        self._path = folder / "cache.sqlite" if folder is not None else None
        self._db: Any = None
        self._opened = False
        self._owner = 0
        self._inherited: Any = None
        self._new: dict[tuple[str, str], bytes] = {}
        self._read: dict[tuple[str, str], bytes] = {}

    def _open(self) -> Any:
        if self._path is None:
            return None
        if self._opened:
            if self._owner == os.getpid():
                return self._db
            # SQLite forbids using, or closing, a connection that was opened before a fork.
            self._inherited = self._db
        self._opened, self._owner = True, os.getpid()
        import sqlite3

        for attempt in (1, 2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                database = sqlite3.connect(self._path, timeout=10, isolation_level=None)
                # Losing the last rows to a power cut is harmless, waiting for the disk is not.
                database.execute("PRAGMA synchronous=OFF")
                database.execute("PRAGMA journal_mode=MEMORY")
                if database.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
                    database.execute("DROP TABLE IF EXISTS memo")
                    database.execute("CREATE TABLE memo (kind TEXT, key TEXT, sum BLOB, value BLOB,"
                                     " PRIMARY KEY (kind, key)) WITHOUT ROWID")  # fmt: skip
                    database.execute(f"PRAGMA user_version={_LAYOUT}")
                self._db = database
                return database
            except (sqlite3.Error, OSError):
                if attempt == 1 and not self._discard():
                    return None
        return None

    def _discard(self) -> bool:
        """Remove whatever lies where the file goes; False where that cannot be."""
        if self._path is None:
            return False
        try:
            if self._path.is_dir() and not self._path.is_symlink():
                import shutil

                shutil.rmtree(self._path)
            else:
                os.unlink(self._path)
            return True
        except OSError:
            return False

    def get(self, kind: str, key: str) -> bytes | None:
        """The bytes stored under ``key``, or None."""
        name = (kind, key)
        if name in self._new:
            return self._new[name]
        if name in self._read:
            return self._read[name]
        for _, value in self._select(kind, "AND key = ?", (key,)):
            self._read[name] = value
            return value
        return None

    def all(self, kind: str) -> dict[str, bytes]:
        """Every row of one kind."""
        rows = dict(self._select(kind, "", ()))
        rows.update((key, value) for (of, key), value in self._new.items() if of == kind)
        return rows

    def _select(
        self, kind: str, where: str, values: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes]]:
        database = self._open()
        if database is None:
            return
        import sqlite3

        try:
            rows = database.execute(
                f"SELECT key, sum, value FROM memo WHERE kind = ? {where}", (kind, *values)
            ).fetchall()
        except sqlite3.Error as error:
            self._broken(error)
            return
        for key, stored, value in rows:
            if isinstance(value, bytes) and checksum(kind, key, self.code, value) == stored:
                yield key, value

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Store ``value`` when ``save`` is called."""
        self._new[kind, key] = value

    def get_value(self, kind: str, key: str, of: type[Value]) -> Value | None:
        """The value of this type stored by ``put_value``, or None."""
        data = self.get(kind, key)
        return decoded(data, of) if data is not None else None

    def put_value(self, kind: str, key: str, value: object) -> None:
        """Store a value made of structs, tuples, dicts by text, texts and numbers."""
        self.put(kind, key, encoded(value))

    def save(self, used: Mapping[str, Iterable[str]] | None = None) -> None:
        """Write what is new. Of each kind in ``used``, rows that are neither named there nor were
        asked for are dropped once there are too many. A full or read-only disk is no error here."""
        database = self._open()
        if database is None or not (self._new or used):
            return
        import sqlite3

        try:
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT OR REPLACE INTO memo VALUES (?, ?, ?, ?)",
                [
                    (kind, key, checksum(kind, key, self.code, value), value)
                    for (kind, key), value in self._new.items()
                ],
            )
            for kind, keys in (used or {}).items():
                keep = set(keys).union(key for of, key in (*self._read, *self._new) if of == kind)
                count = database.execute("SELECT count(*) FROM memo WHERE kind = ?",
                                         (kind,)).fetchone()[0]  # fmt: skip
                if count > len(keep) + KEEP_UNUSED_LARGE.get(kind, KEEP_UNUSED):
                    stale = [key for (key,) in database.execute(
                        "SELECT key FROM memo WHERE kind = ?", (kind,)) if key not in keep]  # fmt: skip
                    database.executemany("DELETE FROM memo WHERE kind = ? AND key = ?",
                                         [(kind, key) for key in stale])  # fmt: skip
            database.execute("COMMIT")
            self._read.update(self._new)
            self._new.clear()
        except sqlite3.Error as error:
            self._broken(error)

    def _broken(self, error: Exception) -> None:
        """Go on without the file; unless it is only busy, full or read-only, it is removed."""
        import sqlite3

        database, self._db = self._db, None
        with suppress(sqlite3.Error):
            database.close()
        if not str(getattr(error, "sqlite_errorname", "")).startswith(_HARMLESS):
            self._discard()

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
            self._opened = False


# Which files were seen ------------------------------------------------------------------------


def load_stats(project: Path) -> dict[str, tuple[Stat, str]]:
    """The digest of each source file as it was last seen, with what the disk said of it then."""
    try:
        with open(project / ".sitegen" / "sources.json", "rb") as file:
            stored, _, data = file.read().partition(b"\n")
        if stored.decode() != digest(data):
            return {}
        return msgspec.json.decode(data, type=dict[str, tuple[tuple[int, int, int, int], str]])
    except (OSError, ValueError):  # of the disk, of the text, or msgspec's of what it holds
        return {}


def save_stats(project: Path, stats: Mapping[str, tuple[Stat, str]]) -> None:
    """Remember what ``load_stats`` gives; a disk that refuses costs only speed."""
    folder = project / ".sitegen"
    try:
        data = encoded(stats)
        folder.mkdir(exist_ok=True)
        waiting = folder / "sources.new"
        waiting.write_bytes(digest(data).encode() + b"\n" + data)
        os.replace(waiting, folder / "sources.json")
    except (OSError, UnicodeEncodeError):  # also where a folder's name is no text
        pass
