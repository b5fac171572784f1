"""What earlier builds worked out, kept on disk under the digest of everything it came from.

A row may be missing or the whole file gone: the value is then worked out again. So a damaged
cache costs time and never correctness. Rows carry a checksum, and nothing stored here is ever run.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

_LAYOUT = 1
"""Of the table itself, not of the values, whose keys say what they were made from."""

KEEP_UNUSED = 5_000


def checksum(data: bytes) -> bytes:
    """Eight bytes that tell a whole row from a damaged one."""
    return hashlib.blake2b(data, digest_size=8).digest()


class Cache:
    """Values by (kind, key). Reads go to the file at once; writes are kept until ``save``."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / "cache.sqlite" if folder is not None else None
        self._db: Any = None
        self._opened = False
        self._new: dict[tuple[str, str], bytes] = {}
        self._read: dict[tuple[str, str], bytes] = {}

    def _open(self) -> Any:
        if self._opened or self._path is None:
            return self._db
        self._opened = True
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
                if attempt == 1:
                    try:
                        os.unlink(self._path)
                    except OSError:
                        return None
        return None

    def get(self, kind: str, key: str) -> bytes | None:
        """The bytes stored under ``key``, or None."""
        name = (kind, key)
        if name in self._new:
            return self._new[name]
        if name in self._read:
            return self._read[name]
        for found, value in self._select(kind, "AND key = ?", (key,)):
            self._read[name] = value
            return value if found else None
        return None

    def all(self, kind: str) -> dict[str, bytes]:
        """Every row of one kind."""
        rows = dict(self._select(kind, "", ()))
        rows.update((key, value) for (of, key), value in self._new.items() if of == kind)
        return rows

    def _select(self, kind: str, where: str, values: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        database = self._open()
        if database is None:
            return
        import sqlite3

        try:
            rows = database.execute(
                f"SELECT key, sum, value FROM memo WHERE kind = ? {where}", (kind, *values)
            ).fetchall()
        except sqlite3.Error:
            self._broken()
            return
        for key, stored, value in rows:
            if isinstance(value, bytes) and checksum(value) == stored:
                yield key, value

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Store ``value`` when ``save`` is called."""
        self._new[kind, key] = value

    def get_json(self, kind: str, key: str) -> Any:
        """The value stored by ``put_json``, or None."""
        data = self.get(kind, key)
        return json.loads(data) if data is not None else None

    def put_json(self, kind: str, key: str, value: Any) -> None:
        """Store plain data; tuples come back as lists."""
        self.put(kind, key, json.dumps(value, separators=(",", ":")).encode())

    def save(self, used: Mapping[str, Iterable[str]] | None = None) -> None:
        """Write what is new. Of each kind in ``used``, rows beyond those named are dropped once
        they outnumber them by ``KEEP_UNUSED``. A full or read-only disk is not an error here."""
        database = self._open()
        if database is None or not (self._new or used):
            return
        import sqlite3

        try:
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT OR REPLACE INTO memo VALUES (?, ?, ?, ?)",
                [(kind, key, checksum(value), value) for (kind, key), value in self._new.items()],
            )
            for kind, keys in (used or {}).items():
                keep = set(keys)
                count = database.execute("SELECT count(*) FROM memo WHERE kind = ?",
                                         (kind,)).fetchone()[0]  # fmt: skip
                if count > len(keep) + KEEP_UNUSED:
                    stale = [key for (key,) in database.execute(
                        "SELECT key FROM memo WHERE kind = ?", (kind,)) if key not in keep]  # fmt: skip
                    database.executemany("DELETE FROM memo WHERE kind = ? AND key = ?",
                                         [(kind, key) for key in stale])  # fmt: skip
            database.execute("COMMIT")
            self._read.update(self._new)
            self._new.clear()
        except sqlite3.Error:
            self._broken()

    def _broken(self) -> None:
        """Give the file up: it is removed, and this run goes on without it."""
        database, self._db = self._db, None
        try:
            database.close()
            if self._path is not None:
                os.unlink(self._path)
        except Exception:  # noqa: BLE001  a cache that cannot even be removed is simply not used
            pass

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
            self._opened = False
