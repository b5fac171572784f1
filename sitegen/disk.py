"""What the writer of the output asks of the operating system, one call at a time.

Knows files, folders and locks; what they mean, and in which order they change, is decided in
``write``. Where systems differ, the difference stays here.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

Stat = tuple[int, int, int, int]
"""Size, times of the last change of content and of state in nanoseconds, and inode."""


def digest(data: bytes) -> str:
    """The digest under which the ledger knows a file's bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def exchange(one: str, two: str) -> bool:
    """Swap the names of two folders in one step; False where the system cannot.

    Linux: renameat2(2) with RENAME_EXCHANGE; macOS: renamex_np(2) with RENAME_SWAP.
    """
    import ctypes

    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            done = libc.renameat2(-100, os.fsencode(one), -100, os.fsencode(two), 2)
        elif sys.platform == "darwin":
            done = libc.renamex_np(os.fsencode(one), os.fsencode(two), 2)
        else:
            return False
    except (AttributeError, OSError):
        return False
    return bool(done == 0)


def lock(handle: int, wait: float) -> bool:
    until = time.monotonic() + wait
    while True:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                raise
            if time.monotonic() > until:
                return False
            time.sleep(0.05)


def unlock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_UN)


def names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def walk(root: str) -> Iterator[str]:
    """Paths of all files below ``root``, and of empty folders with a ``/`` at the end.

    Symbolic links are files. Raises OSError for a folder that cannot be read: files that are not
    seen would be lost.
    """
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            found = list(entries)
        if prefix and not found:
            yield prefix
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name


def inode(path: Path) -> int:
    try:
        return os.lstat(path).st_ino
    except OSError:
        return 0


def stat(place: str) -> Stat | None:
    try:
        info = os.lstat(place)
    except OSError:
        return None
    return info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino


def digest_of(place: str) -> str:
    with open(place, "rb") as file:
        return digest(file.read())


def digest_if_file(place: str) -> str:
    """The digest of a file's bytes; "" for a link and for what cannot be read."""
    try:
        return "" if os.path.islink(place) else digest_of(place)
    except OSError:
        return ""


def create(place: str) -> int:
    """A handle to write a file that was not there. Raises OSError."""
    return os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)


def pour(handle: int, data: bytes) -> None:
    """Write all of it: a system may take less than it is given. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def write(place: Path | str, data: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0),
                     0o644)  # fmt: skip
    try:
        pour(handle, data)
    finally:
        os.close(handle)


def share(source: str, place: str) -> bool:
    """The same file under a second name; a copy where the disk cannot. False if it is gone.

    Another disk inside the output is refused: it would move with the old tree.
    """
    try:
        os.link(source, place, follow_symlinks=False)
        return True
    except FileNotFoundError:
        return False
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno == errno.EXDEV:
            raise
        try:
            shutil.copy2(source, place, follow_symlinks=False)
            return True
        except FileNotFoundError:
            return False


def folder(root: Path, folder: str) -> None:
    """Make a folder below ``root``; a file that stands in its way there is removed."""
    try:
        os.makedirs(folder, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        part = folder
        while len(part) > len(str(root)):
            if os.path.lexists(part) and (not os.path.isdir(part) or os.path.islink(part)):
                os.unlink(part)
            part = os.path.dirname(part)
        os.makedirs(folder, exist_ok=True)


def clear(place: str) -> None:
    if os.path.isdir(place) and not os.path.islink(place):
        shutil.rmtree(place)
    else:
        os.unlink(place)


def remove(root: Path, path: str) -> None:
    """Remove a file, or an empty folder, and the folders that it leaves empty."""
    place = root / path
    try:
        if path.endswith("/"):
            os.rmdir(place)
        else:
            os.unlink(place)
    except (FileNotFoundError, NotADirectoryError):
        pass
    parent = place.parent
    while parent != root:
        try:
            os.rmdir(parent)
        except OSError:
            return
        parent = parent.parent
