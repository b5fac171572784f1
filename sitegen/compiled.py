"""The compiled code of templates, kept between runs under the user's own account.

Compiling a theme takes longer than making a page with it. What is kept here is run, so it may not
lie in the project, which can come from a stranger: the folder is the user's, like the one where
Python keeps the code of modules, and it is used only if nobody else could have written to it.
Nothing else is kept here, and without it only speed is lost.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress

from jinja2.bccache import Bucket, BytecodeCache

MOST = 400
"""So many templates are kept; of more the ones that were not used for longest go."""


def folder(environment: Mapping[str, str]) -> str:
    """Where this system keeps what programs can make again; "" where that is unknown.

    Linux: the XDG Base Directory Specification; macOS: Library/Caches; Windows: LOCALAPPDATA.
    """
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        home = environment.get("HOME", "")
        base = home and os.path.join(home, "Library", "Caches")
    else:
        home = environment.get("HOME", "")
        base = environment.get("XDG_CACHE_HOME", "") or (home and os.path.join(home, ".cache"))
    return os.path.join(base, "sitegen", "templates") if os.path.isabs(base) else ""


class Compiled(BytecodeCache):
    """Templates' code in ``place``, as made by the sitegen whose digest is ``code``."""

    def __init__(self, place: str, code: str) -> None:
        self._place = place
        self._code = code
        self._usable: bool | None = None
        self._added = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its code is here, whole and made from this very source."""
        if not self._ours():
            return
        place = self._file(bucket)
        try:
            with open(place, "rb") as file:
                sum_, data = file.read(16), file.read()
            if sum_ == _sum(data):
                bucket.bytecode_from_string(data)
                os.utime(place)
        except OSError:
            pass

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code, whole or not at all."""
        if not self._ours(make=True):
            return
        data = bucket.bytecode_to_string()
        waiting = f"{self._file(bucket)}.{os.getpid()}"
        try:
            with open(waiting, "wb") as file:
                file.write(_sum(data) + data)
            os.replace(waiting, waiting.rpartition(".")[0])
            self._added = True
        except OSError:
            with suppress(OSError):
                os.unlink(waiting)

    def tidy(self) -> None:
        """After something was added: remove what has not been used for longest."""
        if not self._added:
            return
        with suppress(OSError):
            found = sorted(os.scandir(self._place), key=lambda entry: -entry.stat().st_mtime)
            for entry in found[MOST:]:
                os.unlink(entry.path)

    def _file(self, bucket: Bucket) -> str:
        # The source's own digest stands in the bucket and is compared when it is filled.
        name = hashlib.blake2b(
            f"{self._code} {bucket.key} {bucket.checksum}".encode(), digest_size=16
        )
        return os.path.join(self._place, name.hexdigest())

    def _ours(self, make: bool = False) -> bool:
        """Whether the folder is there, the user's own and closed to writing by others."""
        if self._usable is None or (make and not self._usable):
            self._usable = bool(self._place) and _private(self._place, make)
        return self._usable


def _private(place: str, make: bool) -> bool:
    try:
        if make:
            os.makedirs(place, mode=0o700, exist_ok=True)
        info = os.lstat(place)
    except OSError:
        return False
    if not stat.S_ISDIR(info.st_mode):
        return False
    if sys.platform == "win32":  # what lies below a user's profile is closed to others there
        return True
    return info.st_uid == os.geteuid() and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
