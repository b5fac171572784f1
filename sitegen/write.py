"""The only writer of the output folder: what lies there, and changing it over as a whole.

Two trees take turns. The new site is completed in a spare tree beside the output, sharing
unchanged files by hard links, and then the two folders exchange names in one step, so that a
server, or a kill at any instant, meets the whole old site or the whole new one. A ledger beside
them, named after the folder's inode, says which files are ours; no other file is ever deleted.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.problems import Problem, Span

LOCK_SECONDS = 30.0
RACY_NS = 50_000_000
"""A file changed this close to the writing of its ledger is read again instead of trusted."""

Stat = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of ours: the key of the artifact it was made from, its digest, its ``stat``."""

    key: str
    digest: str
    stat: Stat


@dataclass(slots=True)
class Ledger:
    """Which files of a tree are ours. ``build`` is what the builder wants to know again."""

    entries: dict[str, Entry] = field(default_factory=dict)
    build: dict[str, object] = field(default_factory=dict)
    written_ns: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What a change-over did."""

    written: int
    removed: int
    problems: tuple[Problem, ...] = ()


def digest(data: bytes) -> str:
    """The digest under which the ledger knows a file's bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class Output:
    """An output folder, its spare and their ledgers. ``real`` is where it truly lies."""

    def __init__(self, folder: Path, shown: str = "") -> None:
        self.real = Path(os.path.realpath(folder))
        self.shown = shown or str(folder)
        self.work = self.real.parent / ".sitegen" / self.real.name
        self.spare = self.work / "spare"
        self.aside = self.work / "aside"

    # What is there -------------------------------------------------------------------------

    @contextmanager
    def lock(self, wait: float = LOCK_SECONDS) -> Iterator[bool]:
        """Hold the folder for one build; False when another one keeps it for ``wait`` seconds.

        The lock belongs to the process, so a killed build frees it. Raises OSError when the place
        cannot be written at all.
        """
        self.work.mkdir(parents=True, exist_ok=True)
        with open(self.work / "lock", "a+b") as handle:
            held = _lock(handle.fileno(), wait)
            try:
                if held:
                    self._recover()
                yield held
            finally:
                if held:
                    _unlock(handle.fileno())

    def _recover(self) -> None:
        """Finish what a kill between two renames left, where folders cannot be exchanged."""
        if self.aside.is_dir() and not self.real.exists():
            os.rename(self.aside, self.real)

    def ledger(self) -> Ledger:
        """What is known of the folder; empty when it is not ours."""
        return self._ledger(self.real)

    def _ledger(self, tree: Path) -> Ledger:
        try:
            name = os.stat(tree).st_ino
            with open(self.work / f"ledger-{name}.json", encoding="utf-8") as file:
                data = json.load(file)
            entries = {path: Entry(row[0], row[1], (row[2], row[3], row[4], row[5]))
                       for path, row in data["entries"].items()}  # fmt: skip
            return Ledger(entries, data["build"], int(data["written"]))
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return Ledger()

    def intact(self, ledger: Ledger, tree: Path | None = None) -> dict[str, Entry]:
        """The entries whose files still hold the recorded bytes."""
        root = f"{tree or self.real}{os.sep}"
        kept: dict[str, Entry] = {}
        for path, entry in ledger.entries.items():
            stat = _stat(root + path)
            if stat is None:
                continue
            settled = ledger.written_ns - stat[2] > RACY_NS
            if (stat == entry.stat and settled) or _file_digest(root + path) == entry.digest:
                kept[path] = Entry(entry.key, entry.digest, stat)
        return kept

    # Changing over -------------------------------------------------------------------------

    def change_over(
        self,
        ledger: Ledger,
        intact: Mapping[str, Entry],
        wanted: Mapping[str, str],
        fresh: Mapping[str, bytes],
        build: dict[str, object],
    ) -> Change:
        """Make the folder hold exactly ``wanted`` (path to key), besides what is not ours.

        ``fresh`` has the bytes of every wanted path that is not intact under its key. Returns
        problems instead of raising: then the old site stands untouched.
        """
        try:
            return self._change_over(ledger, intact, wanted, fresh, build)
        except OSError as error:
            return Change(0, 0, (self.trouble(error),))

    def trouble(self, error: OSError) -> Problem:
        """An operating system's error as what the user can do."""
        span = Span(self.shown)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return Problem("disk-full", "The disk is full; the site that was there is untouched.",
                           span, "Free some space and build again.")  # fmt: skip
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return Problem("output-unwritable", "This folder cannot be written.", span,
                           "Check its permissions, or name another folder: --output DIR")  # fmt: skip
        if error.errno in (errno.ENOTDIR, errno.EEXIST):
            return Problem("output-not-folder", "There is a file where the output folder goes.",
                           span, "Remove it, or name another folder: --output DIR")  # fmt: skip
        if error.errno == errno.ENAMETOOLONG:
            return Problem("name-too-long", "A page's name is too long for this disk.", span,
                           "Give the page a shorter slug.")  # fmt: skip
        return Problem("output-failed", f"The site could not be written: {error.strerror}.", span,
                       "The site that was there is untouched. Try again.")  # fmt: skip

    def _change_over(
        self,
        ledger: Ledger,
        intact: Mapping[str, Entry],
        wanted: Mapping[str, str],
        fresh: Mapping[str, bytes],
        build: dict[str, object],
    ) -> Change:
        digests = {path: digest(data) for path, data in fresh.items()}
        target: dict[str, str] = {}
        changed: list[str] = []
        for path in wanted:
            had = intact.get(path)
            now = digests.get(path) or (had.digest if had else "")
            target[path] = now
            if had is None or had.digest != now:
                changed.append(path)
        removed = [path for path in ledger.entries if path not in wanted
                   and os.path.lexists(self.real / path)]  # fmt: skip
        if not changed and not removed and self.real.is_dir():
            self._record(self.real, wanted, target, build)
            return Change(0, 0)
        if len(changed) == 1 and not removed and self._replace_one(changed[0], fresh, ledger):
            self._record(self.real, wanted, target, build)
            return Change(1, 0)
        foreign = self._foreign(ledger) if self.real.is_dir() else {}
        problems = self._fill_spare(wanted, target, fresh, intact, foreign, ledger, build)
        self._swap()
        self._tidy(foreign, wanted)
        return Change(len(changed), len(removed), problems)

    def _replace_one(self, path: str, fresh: Mapping[str, bytes], ledger: Ledger) -> bool:
        """A single changed file needs no second tree: a rename is a change-over too."""
        place = self.real / path
        if path not in ledger.entries or place.is_dir() or not place.parent.is_dir() \
                or place.parent.resolve() != place.parent:  # fmt: skip
            return False
        waiting = self.work / "one"
        _write(waiting, fresh[path])
        os.replace(waiting, place)
        return True

    def _foreign(self, ledger: Ledger) -> dict[str, int]:
        """Files in the output folder that are not ours, with their inodes; folders end in ``/``."""
        found: dict[str, int] = {}
        root = str(self.real)
        for folder, folders, names in os.walk(root):
            inner = os.path.relpath(folder, root).replace(os.sep, "/")
            prefix = "" if inner == "." else inner + "/"
            for name in list(folders):
                if os.path.islink(os.path.join(folder, name)):
                    names.append(name)
                    folders.remove(name)
            if not folders and not names and prefix:
                found[prefix] = 0
            for name in names:
                if prefix + name not in ledger.entries:
                    found[prefix + name] = os.lstat(os.path.join(folder, name)).st_ino
        return found

    def _fill_spare(
        self,
        wanted: Mapping[str, str],
        target: Mapping[str, str],
        fresh: Mapping[str, bytes],
        intact: Mapping[str, Entry],
        foreign: Mapping[str, int],
        ledger: Ledger,
        build: dict[str, object],
    ) -> tuple[Problem, ...]:
        """Complete the new site in the spare tree."""
        self.spare.mkdir(parents=True, exist_ok=True)
        old = self._ledger(self.spare)
        there = self.intact(old, self.spare)
        # Said before the first file is made: after a kill, all of these are known to be ours.
        claimed = dict.fromkeys((*old.entries, *wanted), "")
        self._record(self.spare, claimed, claimed, {}, stats=False)
        for path in old.entries:
            if path not in wanted:
                _remove(self.spare, path)
        self._drop_strays(old, wanted)
        made: set[str] = set()
        for path in wanted:
            had = there.get(path)
            if had is not None and had.digest == target[path]:
                continue
            place = f"{self.spare}{os.sep}{path}"
            parent = os.path.dirname(place)
            if parent not in made:
                _folder(self.spare, parent)
                made.add(parent)
            if had is not None or os.path.lexists(place):
                _clear(place)
            if path in fresh:
                _write(place, fresh[path])
            elif not _share(f"{self.real}{os.sep}{path}", place) or (
                _file_digest(place) != target[path]
            ):
                raise OSError(errno.EIO, f"{path} changed while it was being built", path)
        problems = self._keep_foreign(foreign, target, ledger)
        self._record(self.spare, wanted, target, build)
        return problems

    def _drop_strays(self, old: Ledger, wanted: Mapping[str, str]) -> None:
        """What an interrupted run left in the spare: twins of files that live in the output."""
        for folder, _, names in os.walk(self.spare):
            for name in names:
                place = os.path.join(folder, name)
                path = os.path.relpath(place, self.spare).replace(os.sep, "/")
                if path in wanted or path in old.entries:
                    continue
                twin = self.real / path
                if os.path.lexists(twin):
                    os.unlink(place)
                else:  # it has no other copy: it goes back to where its owner put it
                    twin.parent.mkdir(parents=True, exist_ok=True)
                    os.rename(place, twin)

    def _keep_foreign(
        self, foreign: Mapping[str, int], target: Mapping[str, str], ledger: Ledger
    ) -> tuple[Problem, ...]:
        """Give the spare the owner's files too. One that lies where a page must go is kept aside."""
        displaced: list[str] = []
        for path in foreign:
            source = self.real / path.rstrip("/")
            place = self.spare / path.rstrip("/")
            if path in target:
                if _file_digest(str(source)) != target[path]:
                    kept = self.work / "replaced" / path
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    if not os.path.lexists(kept):
                        _share(str(source), str(kept))
                    displaced.append(path)
                continue
            if path.endswith("/"):
                place.mkdir(parents=True, exist_ok=True)
                continue
            if os.path.lexists(place):
                _clear(str(place))
            _folder(self.spare, str(place.parent))
            if source.is_symlink():
                os.symlink(os.readlink(source), place)
            else:
                _share(str(source), str(place))
        if not displaced:
            return ()
        return (Problem("output-replaced",
            f"{len(displaced)} files lay where pages go and were not known to be sitegen's, for "
            f"example {displaced[0]}.", Span(self.shown),
            f"They are kept in {self.work.name}/replaced beside the output "
            f"({os.path.relpath(self.work / 'replaced')}).", "warning"),)  # fmt: skip

    def _swap(self) -> None:
        """The one step in which the new site becomes the site."""
        if not os.path.lexists(self.real):
            os.rename(self.spare, self.real)
            return
        if not self.real.is_dir():
            raise OSError(errno.ENOTDIR, "not a folder", str(self.real))
        if exchange(str(self.spare), str(self.real)):
            return
        if self.aside.exists():
            shutil.rmtree(self.aside)
        os.rename(self.real, self.aside)
        try:
            os.rename(self.spare, self.real)
        except OSError:
            os.rename(self.aside, self.real)
            raise
        os.rename(self.aside, self.spare)

    def _tidy(self, foreign: Mapping[str, int], wanted: Mapping[str, str]) -> None:
        """Take the owner's files out of the old tree, which is the spare from now on."""
        for path, inode in foreign.items():
            if path.endswith("/"):
                continue
            place = self.spare / path
            try:
                if path not in wanted and not os.path.lexists(self.real / path):
                    continue
                if os.lstat(place).st_ino == inode:
                    _remove(self.spare, path)
            except OSError:
                continue
        for name in os.listdir(self.work):
            if name.startswith("ledger-") and name not in (
                f"ledger-{_inode(self.real)}.json", f"ledger-{_inode(self.spare)}.json"
            ):  # fmt: skip
                os.unlink(self.work / name)

    def _record(
        self, tree: Path, wanted: Mapping[str, str], target: Mapping[str, str],
        build: dict[str, object], stats: bool = True,
    ) -> None:  # fmt: skip
        root = f"{tree}{os.sep}"
        rows: dict[str, tuple[str | int, ...]] = {}
        for path, key in wanted.items():
            stat = (_stat(root + path) if stats else None) or (0, 0, 0, 0)
            rows[path] = (key, target[path], *stat)
        waiting = self.work / "ledger.new"
        waiting.touch()
        data = {"written": os.stat(waiting).st_mtime_ns, "build": build, "entries": rows}
        waiting.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
        os.replace(waiting, self.work / f"ledger-{_inode(tree)}.json")


# The operating system -----------------------------------------------------------------------


def exchange(one: str, two: str) -> bool:
    """Swap the names of two folders in one step; False where the system cannot.

    Linux: renameat2(2) with RENAME_EXCHANGE; macOS: renamex_np(2) with RENAME_SWAP.
    """
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


def _lock(handle: int, wait: float) -> bool:
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


def _unlock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_UN)


def _inode(path: Path) -> int:
    try:
        return os.stat(path).st_ino
    except OSError:
        return 0


def _stat(place: str) -> Stat | None:
    try:
        info = os.lstat(place)
    except OSError:
        return None
    return info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino


def _file_digest(place: str) -> str:
    try:
        if os.path.islink(place):
            return ""
        with open(place, "rb") as file:
            return digest(file.read())
    except OSError:
        return ""


def _write(place: Path | str, data: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
    finally:
        os.close(handle)


def _share(source: str, place: str) -> bool:
    """The same file under a second name; a copy where the disk cannot. False if it is gone."""
    try:
        os.link(source, place, follow_symlinks=False)
        return True
    except FileNotFoundError:
        return False
    except OSError:
        try:
            shutil.copy2(source, place)
            return True
        except FileNotFoundError:
            return False


def _folder(root: Path, folder: str) -> None:
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


def _clear(place: str) -> None:
    if os.path.isdir(place) and not os.path.islink(place):
        shutil.rmtree(place)
    else:
        os.unlink(place)


def _remove(root: Path, path: str) -> None:
    """Remove a file and the folders that it leaves empty."""
    place = root / path
    try:
        os.unlink(place)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
        return
    parent = place.parent
    while parent != root:
        try:
            os.rmdir(parent)
        except OSError:
            return
        parent = parent.parent


