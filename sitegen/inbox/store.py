"""What the stand-ins received, kept in ``.sitegen/inbox.sqlite`` on this computer.

A trouble with the file never stops a preview: an unreadable one is replaced, and where nothing
can be written the inbox is empty and says so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict, astuple

if TYPE_CHECKING:
    from sqlite3 import Connection

Found = TypeVar("Found")

MOST = 200
"""How many posts are kept; the oldest go first."""
LONGEST = 20_000
"""How many signs of one value are kept."""
FIELDS = 500
"""How many names and values of one post are kept."""

_TABLE = (
    "create table if not exists post (id integer primary key autoincrement, data text not null)"
)


class Row(Struct, frozen=True):
    """One name and value: the backend's name, ours and the label where the form has them."""

    name: str
    value: str
    ours: str = ""
    label: str = ""


class Entry(Struct, frozen=True):
    """One post as the inbox shows it. ``at`` is the moment in UTC, ISO 8601.

    ``status`` and ``led`` are the answer: its status and where it led to. ``rows`` would have
    been stored; ``control`` steered the backend; ``dropped`` it would have ignored.
    """

    at: str
    form: str
    backend: str
    address: str
    method: str
    encoding: str
    by_script: bool
    stored: bool
    reason: str
    mend: str
    honeypot: str
    status: int
    led: str
    rows: tuple[Row, ...] = ()
    control: tuple[Row, ...] = ()
    dropped: tuple[Row, ...] = ()
    files: tuple[tuple[str, str, int], ...] = ()
    advice: tuple[str, ...] = ()
    id: int = 0


class Store:
    """The inbox of one project. ``trouble`` says why the last step could not be taken."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "inbox.sqlite"
        self.trouble = ""

    def add(self, entry: Entry) -> None:
        """Keep a post; drop the oldest beyond ``MOST``."""
        data = json.dumps(_data(entry), ensure_ascii=False)

        def work(base: Connection) -> None:
            base.execute("insert into post (data) values (?)", (data,))
            base.execute("delete from post where id <= (select max(id) from post) - ?", (MOST,))

        self._try(work, None)

    def all(self) -> tuple[Entry, ...]:
        """Every post, the newest first."""

        def work(base: Connection) -> tuple[Entry, ...]:
            rows = base.execute("select id, data from post order by id desc")
            return tuple(_entry(json.loads(data), id_) for id_, data in rows)

        return self._try(work, ())

    def erase(self, id_: int | None = None) -> None:
        """Erase one post, or all; what is erased is gone from the file too."""

        def work(base: Connection) -> None:
            base.execute("delete from post where ? is null or id = ?", (id_, id_))
            base.execute("vacuum")

        self._try(work, None)

    def _try(self, work: Callable[[Connection], Found], otherwise: Found) -> Found:
        import sqlite3

        self.trouble = ""
        for _ in range(2):
            try:
                os.makedirs(self.path.parent, exist_ok=True)
                with closing(sqlite3.connect(self.path, timeout=5, isolation_level=None)) as base:
                    base.execute("pragma secure_delete = on")
                    base.execute(_TABLE)
                    return work(base)
            except (OSError, sqlite3.OperationalError) as error:  # locked, full, read-only
                self.trouble = str(error)
                return otherwise
            except (sqlite3.DatabaseError, ValueError, KeyError, TypeError) as error:
                self.trouble = str(error)  # something else lies there under our name
                try:
                    os.unlink(self.path)
                except OSError:
                    return otherwise
        return otherwise


def _data(entry: Entry) -> dict[str, Any]:
    def short(rows: tuple[Row, ...]) -> list[list[str]]:
        return [[text if len(text) <= LONGEST else text[:LONGEST] + " ..."
                 for text in astuple(row)] for row in rows[:FIELDS]]  # fmt: skip

    cut = {name: short(getattr(entry, name)) for name in ("rows", "control", "dropped")}
    return {**asdict(entry), **cut, "files": [list(file) for file in entry.files]}


def _entry(data: dict[str, Any], id_: int) -> Entry:
    def rows(name: str) -> tuple[Row, ...]:
        return tuple(Row(*row) for row in data[name])

    return Entry(**{
        **data, "rows": rows("rows"), "control": rows("control"), "dropped": rows("dropped"),
        "files": tuple((field, name, size) for field, name, size in data["files"]),
        "advice": tuple(data["advice"]), "id": id_,
    })  # fmt: skip
