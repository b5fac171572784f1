"""The only writer of the output folder: what lies there, and changing it over as a whole.

Two trees take turns. The new site is completed in a spare tree beside the output, sharing
unchanged files by hard links, and then the two folders exchange names in one step, so that a
server, or a kill at any instant, meets the whole old site or the whole new one. A ledger beside
them, named after the folder's inode, says which files are ours; no other file is ever deleted.

Where folders cannot be exchanged (an old kernel, Windows), three renames take the place of one:
a kill between the first two leaves no output folder until the next run, which puts it back first.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from sitegen import disk
from sitegen.ledger import RACY_NS, Entry, Ledger, Ledgers, Notes
from sitegen.problems import Problem, Span

LOCK_SECONDS = 30.0


class Change(Struct, frozen=True):
    """What a change-over did."""

    written: int
    removed: int
    problems: tuple[Problem, ...] = ()


Placed = tuple[str, disk.Stat]
"""A file that lies in the spare tree already: the digest of its bytes, and its ``stat``."""


class Spare(Struct, frozen=True):
    """The spare tree, ready to be filled. ``there`` are its files that may stay, ``foreign`` the
    files in the output that are not ours."""

    root: Path
    there: Mapping[str, Entry]
    foreign: tuple[str, ...]

    def put(self, path: str, data: bytes) -> Placed:
        """Write one file of the new site. May be called in several processes at once, for
        different paths; nobody sees the file before ``Output.change_over``. Raises OSError."""
        place = f"{self.root}{os.sep}{path}"
        try:
            handle = disk.create(place)
        except (FileNotFoundError, NotADirectoryError):
            disk.folder(self.root, os.path.dirname(place))
            handle = disk.create(place)
        except FileExistsError:  # perhaps a second name of a file that is being served
            disk.clear(place)
            handle = disk.create(place)
        try:
            disk.pour(handle, data)
            info = os.fstat(handle)
        finally:
            os.close(handle)
        return disk.digest(data), (info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)

    def data(self, path: str) -> bytes:
        """The bytes of a file that was put here. Raises OSError."""
        return (self.root / path).read_bytes()


class Output:
    """An output folder, its spare and their ledgers. ``real`` is where it truly lies; ``known`` is
    as in ``Ledgers``."""

    def __init__(
        self, folder: Path, shown: str = "", known: dict[str, Ledger] | None = None
    ) -> None:
        self.real = Path(os.path.realpath(folder))
        self.shown = shown or str(folder)
        self.work = self.real.parent / ".sitegen" / "outputs" / self.real.name
        self.ledgers = Ledgers(self.work, known)
        self.spare = self.work / "spare"
        self.aside = self.work / "aside"
        self.replaced = self.work / "replaced"
        self.state = self.work / "spare.json"

    # What is there -------------------------------------------------------------------------

    @contextmanager
    def lock(self, wait: float = LOCK_SECONDS) -> Iterator[bool]:
        """Hold the folder for one build; False when another one keeps it for ``wait`` seconds.

        The lock belongs to the process, so a killed build frees it. Raises OSError when the place
        cannot be written at all.
        """
        disk.folder(self.work.parent.parent, str(self.work))
        place = self.work / "lock"
        if place.is_dir():
            shutil.rmtree(place)
        with open(place, "a+b") as handle:
            held = disk.lock(handle.fileno(), wait)
            try:
                if held:
                    self._recover()
                yield held
            finally:
                if held:
                    disk.unlock(handle.fileno())

    def _recover(self) -> None:
        """Finish what a kill between renames left, where folders cannot be exchanged."""
        if not os.path.lexists(self.aside):
            return
        if self.aside.is_symlink() or not self.aside.is_dir():
            os.unlink(self.aside)
        elif not os.path.lexists(self.real):
            os.rename(self.aside, self.real)
        elif not os.path.lexists(self.spare):
            os.rename(self.aside, self.spare)
        else:
            self.replaced.mkdir(parents=True, exist_ok=True)
            os.rename(self.aside, self.replaced / f"tree-{disk.inode(self.aside)}")

    def ledger(self) -> Ledger:
        """What is known of the folder."""
        return self.ledgers.of(self.real)

    def intact(self, ledger: Ledger, tree: Path | None = None) -> dict[str, Entry]:
        """The entries whose files still hold the recorded bytes."""
        root = f"{tree or self.real}{os.sep}"
        kept: dict[str, Entry] = {}
        for path, entry in ledger.entries.items():
            stat = disk.stat(root + path)
            if stat is None:
                continue
            settled = ledger.written_ns - stat[2] > RACY_NS
            if (stat == entry.stat and settled) or disk.digest_if_file(
                root + path
            ) == entry.digest:
                kept[path] = Entry(entry.key, entry.digest, stat, entry.notes)
        return kept

    def data(self, path: str) -> bytes:
        """The bytes of an intact file. Raises OSError."""
        return (self.real / path).read_bytes()

    # Changing over -------------------------------------------------------------------------

    def prepare(self, ledger: Ledger, wanted: Container[str]) -> Spare:
        """Make the spare tree ready for a site of the paths ``wanted``, before all of it is made.

        Files can then be put there by whoever makes them. Raises OSError.
        """
        old = self._make_ready(ledger.entries)
        foreign = self._foreign(ledger)
        # Said before the first file is made: until the swap gives the spare another inode, all
        # that lies here is ours or a second name.
        self._say("filling")
        there = self.intact(old, self.spare)
        for path in old.entries:
            if path not in wanted:
                disk.remove(self.spare, path)
        return Spare(self.spare, there, tuple(foreign))

    def change_over(
        self,
        ledger: Ledger,
        intact: Mapping[str, Entry],
        wanted: Mapping[str, str],
        fresh: Mapping[str, bytes],
        build: dict[str, object],
        notes: Mapping[str, Notes],
        spare: Spare | None = None,
        placed: Mapping[str, Placed] = MappingProxyType({}),
    ) -> Change:
        """Make the folder hold exactly ``wanted`` (path to key), besides what is not ours.

        ``fresh`` has the bytes of every wanted path that is neither intact under its key nor
        ``placed`` in the ``spare`` already; ``notes`` come back with the entry. Returns problems
        instead of raising: then the old site stands untouched.
        """
        try:
            return self._change_over(ledger, intact, wanted, fresh, build, notes, spare, placed)
        except OSError as error:
            self.give_up()
            return Change(0, 0, (self.trouble(error),))

    def trouble(self, error: OSError) -> Problem:
        """An operating system's error as what the user can do."""
        span = Span(self.shown)
        beside = str(self.work.parent.parent)
        place = str(error.filename or "")
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return Problem("disk-full", "The disk is full; the site that was there is untouched.",
                           span, "Free some space and build again.")  # fmt: skip
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            if place.startswith(beside):
                return Problem("output-unwritable", "A new site is made ready beside this folder, "
                    f"and {beside} cannot be written.", span,
                    "Check its permissions, or name another folder: --output DIR")  # fmt: skip
            return Problem("output-unwritable", "This folder cannot be written.", span,
                           "Check its permissions, or name another folder: --output DIR")  # fmt: skip
        if error.errno in (errno.EXDEV, errno.EBUSY):
            return Problem("output-is-disk", "This folder is a disk of its own, holds one or is in "
                "use, and so cannot change over as a whole.", span,
                f"Name a folder inside it: --output {os.path.join(self.shown, 'site')}")  # fmt: skip
        if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
            while len(place) > len(beside) and not os.path.lexists(place):
                place = os.path.dirname(place)
            if place.startswith(beside) and os.path.lexists(place):
                return Problem("output-blocked", f"{place} is in the way: sitegen keeps its "
                               "records there.", span, "Remove it and build again.")  # fmt: skip
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
        notes: Mapping[str, Notes],
        spare: Spare | None,
        placed: Mapping[str, Placed],
    ) -> Change:
        if os.path.lexists(self.real) and not self.real.is_dir():
            raise OSError(errno.ENOTDIR, "not a folder", str(self.real))
        target: dict[str, Entry] = {}
        changed: list[str] = []
        for path, key in wanted.items():
            had = intact.get(path)
            if path in placed:
                now = placed[path][0]
            elif path in fresh:
                now = disk.digest(fresh[path])
            elif had is not None:
                now = had.digest
            else:
                raise OSError(errno.EIO, f"{path} was not made", path)
            target[path] = Entry(key, now, had.stat if had else (0, 0, 0, 0), notes.get(path, ()))
            if had is None or had.digest != now:
                changed.append(path)
        removed = [path for path in ledger.entries if path not in wanted
                   and os.path.lexists(self.real / path)]  # fmt: skip
        if not changed and not removed and self.real.is_dir():
            self._note(target, build)
            return Change(0, 0)
        if len(changed) == 1 and not removed and changed[0] in intact and changed[0] in fresh:
            stat = self._replace_one(changed[0], fresh[changed[0]])
            if stat is not None:
                target[changed[0]] = replace(target[changed[0]], stat=stat)
                self._note(target, build)
                return Change(1, 0)
        problems = self._fill(spare or self.prepare(ledger, target), ledger, intact, target, fresh,
                              placed, build)  # fmt: skip
        self._swap()
        # The new site stands; what fails from here on is put right by the next build.
        with suppress(OSError):
            if self.spare.is_dir():
                self._settle(ledger.entries, target)
                self._say("settled")
        with suppress(OSError):
            self.ledgers.forget(self.real, self.spare)
        return Change(len(changed), len(removed), problems)

    def _note(self, entries: Mapping[str, Entry], build: dict[str, object]) -> None:
        """Record a folder that already holds what it should; failing, only speed is lost."""
        with suppress(OSError):
            self.ledgers.record(self.real, entries, build)

    def _replace_one(self, path: str, data: bytes) -> disk.Stat | None:
        """A single changed file needs no second tree: a rename is a change-over too."""
        place = self.real / path
        if place.parent.resolve() != place.parent:
            return None
        waiting = self.work / "one"
        disk.write(waiting, data)
        os.replace(waiting, place)
        return disk.stat(str(place))

    def _fill(
        self,
        spare: Spare,
        ledger: Ledger,
        intact: Mapping[str, Entry],
        target: dict[str, Entry],
        fresh: Mapping[str, bytes],
        placed: Mapping[str, Placed],
        build: dict[str, object],
    ) -> tuple[Problem, ...]:
        """Complete the new site in the spare tree, and note its files' new ``stat`` in target."""
        for path, entry in target.items():
            if path in placed:
                target[path] = replace(entry, stat=placed[path][1])
                continue
            had = spare.there.get(path)
            if had is not None and had.digest == entry.digest:
                target[path] = replace(entry, stat=had.stat)
            elif path in fresh:
                target[path] = replace(entry, stat=spare.put(path, fresh[path])[1])
            else:
                place = f"{self.spare}{os.sep}{path}"
                disk.folder(self.spare, os.path.dirname(place))
                if os.path.lexists(place):
                    disk.clear(place)
                source = f"{self.real}{os.sep}{path}"
                if not disk.share(source, place) or disk.digest_of(place) != entry.digest:
                    raise OSError(errno.EIO, f"{path} changed while it was being built", path)
                target[path] = replace(entry, stat=disk.stat(place) or entry.stat)
        edited = self._keep_edited(ledger, intact, target)
        displaced = self._keep_foreign(spare.foreign, target)
        self.ledgers.record(self.spare, target, build)
        return (*edited, *displaced)

    def _make_ready(self, ours: Mapping[str, Entry]) -> Ledger:
        """Make the spare ready to be filled, with nothing in it but the files of its ledger."""
        if self.spare.is_symlink() or not self.spare.is_dir():
            if os.path.lexists(self.spare):
                os.unlink(self.spare)
            self.spare.mkdir()
            return Ledger()
        old = self.ledgers.read(disk.inode(self.spare))
        state = self._said()
        if state == "settled" and old.written_ns:
            return old
        if state == "filling":
            for path in list(disk.walk(str(self.spare))):
                if path not in old.entries:
                    disk.remove(self.spare, path)
            self.spare.mkdir(exist_ok=True)
        elif old.written_ns:
            self._settle(old.entries, ours)
        else:
            shutil.rmtree(self.spare)
            self.spare.mkdir()
        return old

    def _say(self, state: str) -> None:
        """Note what the spare is, under its inode: ``filling`` while a new site is made in it,
        ``settled`` once an old one is free of its owner's files."""
        data = json.dumps([disk.inode(self.spare), state]).encode()
        if self.state.is_dir():
            shutil.rmtree(self.state)
        disk.write(self.state, data)

    def _said(self) -> str:
        try:
            inode, state = json.loads(self.state.read_bytes())
        except (OSError, ValueError, TypeError):
            return ""
        return str(state) if inode == disk.inode(self.spare) else ""

    def give_up(self) -> None:
        """Free the room that an unfinished tree takes: all in it is ours or a second name."""
        with suppress(OSError):
            waiting = self.work / "ledger.new"
            if waiting.is_file():
                os.unlink(waiting)
            if self._said() == "filling":
                shutil.rmtree(self.spare)

    def _swap(self) -> None:
        """The one step in which the new site becomes the site."""
        if not os.path.lexists(self.real):
            os.rename(self.spare, self.real)
            return
        with suppress(OSError):
            shutil.copymode(self.real, self.spare)
        if disk.exchange(str(self.spare), str(self.real)):
            return
        os.rename(self.real, self.aside)
        try:
            os.rename(self.spare, self.real)
        except OSError:
            os.rename(self.aside, self.real)
            raise
        with suppress(OSError):  # the new site stands; the next run finds the old tree aside
            os.rename(self.aside, self.spare)

    # What is not ours ----------------------------------------------------------------------

    def _foreign(self, ledger: Ledger) -> list[str]:
        """Files in the output folder that are not ours; empty folders end in ``/``."""
        if not self.real.is_dir():
            return []
        return [path for path in disk.walk(str(self.real)) if path not in ledger.entries]

    def _keep_foreign(
        self, foreign: Iterable[str], target: Mapping[str, Entry]
    ) -> tuple[Problem, ...]:
        """Give the spare the owner's files too. One that lies where a page goes is kept aside."""
        folders = {above for path in target for above in _above(path)}
        displaced: list[str] = []
        for path in foreign:
            name = path.rstrip("/")
            source, place = self.real / name, self.spare / name
            if name in target and not path.endswith("/"):
                if disk.digest_if_file(str(source)) != target[name].digest:
                    displaced.append(self._keep(source, name))
            elif name in target or any(above in target for above in _above(name)):
                if not path.endswith("/"):
                    displaced.append(self._keep(source, name))
            elif path.endswith("/"):
                place.mkdir(parents=True, exist_ok=True)
            elif name in folders:
                displaced.append(self._keep(source, name))
            else:
                disk.folder(self.spare, str(place.parent))
                if os.path.lexists(place):
                    disk.clear(str(place))
                if not disk.share(str(source), str(place)):
                    continue  # its owner has just removed it
        return self._kept("output-replaced", displaced, "lay where the site's files go and",
                          "not made by sitegen", "warning")  # fmt: skip

    def _keep_edited(
        self, ledger: Ledger, intact: Mapping[str, Entry], target: Mapping[str, Entry]
    ) -> tuple[Problem, ...]:
        """Files of ours that somebody changed by hand: their version is kept aside."""
        kept: list[str] = []
        for path in ledger.entries:
            if path in intact:
                continue
            place = self.real / path
            link = place.is_symlink()
            if (link or place.is_file()) and os.path.realpath(place.parent) == str(place.parent):
                found = "" if link else disk.digest_if_file(str(place))
                if path not in target or found != target[path].digest:
                    kept.append(self._keep(place, path))
        return self._kept("output-edited", kept, "in the output folder", "changed by hand", "info")

    def _kept(
        self, code: str, paths: list[str], where: str, how: str, level: str
    ) -> tuple[Problem, ...]:
        if not paths:
            return ()
        count = "1 file" if len(paths) == 1 else f"{len(paths)} files"
        was = "was" if len(paths) == 1 else "were"
        shown = os.path.join(os.path.dirname(self.shown), os.path.relpath(
            self.replaced, self.real.parent))  # fmt: skip
        return (Problem(code, f"{count} {where} {was} {how}: {', '.join(paths[:3])}"
            f"{' and others' if len(paths) > 3 else ''}.", Span(self.shown),
            f"What was there is kept in {shown}.", "warning" if level == "warning" else "info"),)  # fmt: skip

    def _keep(self, source: Path, path: str) -> str:
        """Keep a file that must give way, once; gives its path again."""
        for number in itertools.count(1):
            kept = self.replaced / str(number) / path
            with suppress(FileExistsError, NotADirectoryError):  # the next number has room for it
                kept.parent.mkdir(parents=True, exist_ok=True)
                if not os.path.lexists(kept):
                    disk.share(str(source), str(kept))
                    break
                if not source.is_symlink() and disk.digest_if_file(
                    str(kept)
                ) == disk.digest_if_file(str(source)):
                    break
        return path

    def _settle(self, known: Mapping[str, Entry], ours: Mapping[str, Entry]) -> None:
        """Leave in the spare, which was the output once, nothing but ``known`` files of ours.

        Its other files belong to their owner and live in the output by now. What was put there or
        changed in the moment of the change-over follows; ``ours`` are the output's own files.
        """
        for path in list(disk.walk(str(self.spare))):
            if path in known:
                continue
            place, twin = self.spare / path, self.real / path
            if path.endswith("/"):
                disk.remove(self.spare, path)
                continue
            mine = os.lstat(place)
            try:
                other: os.stat_result | None = os.lstat(twin)
            except (FileNotFoundError, NotADirectoryError):
                other = None
            if path in ours:
                if disk.digest_if_file(str(place)) != ours[path].digest:
                    self._keep(place, path)
            elif other is None:
                try:
                    twin.parent.mkdir(parents=True, exist_ok=True)
                    os.rename(place, twin)
                except (FileExistsError, NotADirectoryError):
                    self._keep(place, path)
            elif twin.is_dir() and not twin.is_symlink():
                self._keep(place, path)
            elif mine.st_ino != other.st_ino and mine.st_mtime_ns > other.st_mtime_ns:
                os.replace(place, twin)
            disk.remove(self.spare, path)


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in, from the top."""
    at = path.find("/")
    while at > 0:
        yield path[:at]
        at = path.find("/", at + 1)
