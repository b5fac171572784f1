"""A theme from somebody else, as the files that may be taken in: from a folder, a zip file or git.

Everything here is a stranger's. Nothing is written and nothing of it is run: git is asked for the
bytes of single files, no working copy is made, and its hooks, filters and submodules stay out.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.problems import Problem, Span, short
from sitegen.theme import ASSETS

MOST_ENTRIES = 5_000
MOST_FILES = 400
LARGEST = 5_000_000
LARGEST_TOGETHER = 20_000_000
LARGEST_SOURCE = 200_000_000
"""Bytes that a zip file or what git fetches may have."""
PATIENCE = 120.0
"""Seconds for git."""
PROTOCOLS = "https:ssh:file"

_GIT = re.compile(r"(?:https|ssh|file)://\S+|[\w.-]+@[\w.-]+:\S+")
_OTHER = re.compile(r"[a-z][a-z0-9+.-]*:(?://|:)", re.I)
_PLACES = re.compile(
    r"theme\.yaml|templates/(?:.+/)?[^/]+\.html|blocks/[^/]+/(?:block\.yaml|block\.html|example\.md)"
    r"|(?:strings|types)/[^/]+\.ya?ml|(?:readme|licen[cs]e|copying|changelog|ofl|notice)[^/]*", re.I
)  # fmt: skip
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)


class Parcel(Struct, frozen=True):
    """A theme's files by their paths in its folder. ``name`` is how it calls itself; ``commit``
    is what git fetched, "" from elsewhere."""

    name: str
    source: str
    commit: str
    files: tuple[tuple[str, bytes], ...]


class _Entry(Struct, frozen=True):
    """One thing in a source; ``kind`` is file, link or other. ``size`` is what the source says."""

    path: str
    size: int
    kind: str
    data: Callable[[], bytes]


class _RefusedError(Exception):
    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, None, hint)


def is_git(source: str) -> bool:
    """Whether a source is an address that git understands and that may be asked."""
    return _GIT.fullmatch(source) is not None


def take(source: str, ref: str = "") -> tuple[Parcel | None, tuple[Problem, ...]]:
    """The theme at ``source``: a folder, a zip file or a git address, there at ``ref`` if given.

    None, and why, where any of it is not safe. What is no part of a theme is left out and said.
    """
    said: list[Problem] = []
    try:
        if is_git(source):
            with tempfile.TemporaryDirectory(prefix="sitegen-") as folder:
                commit = _fetch(source, ref, folder)
                name = re.sub(r"\.git/*$", "", source.rstrip("/")).rsplit("/", 1)[-1]
                return _parcel(_in_git(folder), source, name.rsplit(":", 1)[-1], commit, said)
        if _OTHER.match(source) or source.startswith("-"):
            raise _RefusedError("theme-source", f'"{short(source)}" is no address that may be asked '
                "for a theme.", "Give a folder, a .zip file, or an address that begins with "
                "https:// or ssh://")  # fmt: skip
        place = Path(source)
        if place.is_dir():
            name = Path(os.path.abspath(source)).name
            return _parcel(list(_in_folder(str(place))), source, name, "", said)
        if place.is_file():
            if place.stat().st_size > LARGEST_SOURCE:
                raise _RefusedError("theme-too-large", "This file is far larger than a theme.",
                                    "Take the theme's own zip file.")  # fmt: skip
            try:
                with zipfile.ZipFile(place) as file:
                    return _parcel(list(_in_zip(file)), source, place.stem, "", said)
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError,
                    ValueError) as error:  # fmt: skip
                raise _RefusedError("theme-source", "This file cannot be read as a zip file: "
                    f"{short(str(error))}.", "Download it once more.") from None  # fmt: skip
        raise _RefusedError("theme-source", "There is nothing there.",
                            "Give a folder, a .zip file, or a git address.")  # fmt: skip
    except _RefusedError as refused:
        return None, (*said, replace(refused.problem, span=Span(short(source))))
    except OSError as error:
        return None, (*said, Problem("theme-source", f"This cannot be read: {error.strerror or error}.",
                                     Span(short(source)), "Check its permissions."))  # fmt: skip


def _parcel(
    entries: list[_Entry], source: str, name: str, commit: str, said: list[Problem]
) -> tuple[Parcel, tuple[Problem, ...]]:
    """What of the entries is a theme. Raises _RefusedError."""
    for entry in entries:
        if not _is_safe(entry.path):
            raise _RefusedError("theme-unsafe", f'It holds a file that would be put outside of its '
                f'folder, or that no computer could keep: "{short(entry.path)}".',
                "Do not use this theme; it was made to do harm, or is broken.")  # fmt: skip
    roots = sorted({entry.path[: -len("theme.yaml")] for entry in entries if entry.kind == "file"
                    and entry.path.rpartition("/")[2] == "theme.yaml"},
                   key=lambda root: (root.count("/"), root))  # fmt: skip
    if not roots:
        raise _RefusedError("theme-missing", "There is no theme here: no file theme.yaml.",
                            "Give the folder that holds theme.yaml.")  # fmt: skip
    if len(roots) > 1 and roots[0].count("/") == roots[1].count("/"):
        listed = ", ".join(root.rstrip("/") for root in roots[:5])
        raise _RefusedError("theme-several", f"There are several themes here: {listed}.",
                            "Take one of these folders.")  # fmt: skip
    root = roots[0]
    name = root.rstrip("/").rpartition("/")[2] or name
    kept: dict[str, bytes] = {}
    left: list[str] = []
    together = 0
    for entry in sorted(entries, key=lambda entry: entry.path):
        inner = entry.path.removeprefix(root)
        if not entry.path.startswith(root) or inner.startswith(".") or "/." in inner:
            continue
        if entry.kind != "file" or not _belongs(inner):
            left.append(inner + (" (a link)" if entry.kind == "link" else ""))
            continue
        data = entry.data() if entry.size <= LARGEST else b""
        together += len(data)
        if entry.size > LARGEST or len(data) > LARGEST or together > LARGEST_TOGETHER:
            raise _RefusedError("theme-too-large", f'"{inner}" makes it larger than '
                f"{LARGEST_TOGETHER // 1_000_000} MB, or has more than {LARGEST // 1_000_000} MB.",
                "Ask its author for smaller pictures.")  # fmt: skip
        if inner.lower() in {other.lower() for other in kept} or len(kept) >= MOST_FILES:
            raise _RefusedError("theme-unsafe", f'"{inner}" is there twice, or is one file too many '
                f"(a theme has at most {MOST_FILES}).", "Do not use this theme; it is broken.")  # fmt: skip
        kept[inner] = data
    if left:
        said.append(Problem("theme-left-out", f"Left out, because no part of a theme: "
            f"{', '.join(left[:8])}{f' and {len(left) - 8} more' if len(left) > 8 else ''}.",
            Span(short(source)), "Nothing is missing in your site.", "warning"))  # fmt: skip
    found = re.search(rb"^name:[ \t]*[\"']?([\w-]+)", kept["theme.yaml"], re.M)
    called = found[1].decode() if found else name
    return Parcel(called, source, commit, tuple(sorted(kept.items()))), tuple(said)


def _belongs(inner: str) -> bool:
    if inner.startswith("assets/"):
        return inner.lower().endswith(ASSETS) or "licen" in inner.lower()
    return _PLACES.fullmatch(inner) is not None


def _is_safe(path: str) -> bool:
    """Whether a path stays below the folder it is put into, on any computer."""
    if (
        not path
        or path[0] == "/"
        or len(path) > 250
        or re.search(r"[\x00-\x1f\x7f\\:*?\"<>|]", path)
    ):
        return False
    return all(part not in ("", ".", "..") and part[-1] not in ". "
               and not _RESERVED.fullmatch(part) for part in path.split("/"))  # fmt: skip


# Folders and zip files ----------------------------------------------------------------------


def _too_many() -> _RefusedError:
    return _RefusedError("theme-too-many", f"It holds more than {MOST_ENTRIES} files.",
                         "Give the folder of the theme alone.")  # fmt: skip


def _in_folder(root: str) -> Iterator[_Entry]:
    count = 0
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (
            *files,
            *(name for name in folders if os.path.islink(os.path.join(folder, name))),
        ):
            count += 1
            if count > MOST_ENTRIES:
                raise _too_many()
            place = os.path.join(folder, name)
            path = os.path.relpath(place, root).replace(os.sep, "/")
            if path.startswith(".") or "/." in path:
                continue
            info = os.lstat(place)
            kind = "link" if stat.S_ISLNK(info.st_mode) else (
                "file" if stat.S_ISREG(info.st_mode) else "other")  # fmt: skip
            yield _Entry(path, info.st_size, kind, lambda place=place: _read(place))  # type: ignore[misc]


def _read(place: str) -> bytes:
    with open(place, "rb") as file:
        return file.read(LARGEST + 1)


def _in_zip(file: zipfile.ZipFile) -> Iterator[_Entry]:
    if len(file.infolist()) > MOST_ENTRIES:
        raise _too_many()
    for info in file.infolist():
        if info.orig_filename != info.filename and "\0" in info.orig_filename:
            raise _RefusedError("theme-unsafe", "It holds a name with a hidden end.",
                                "Do not use this theme; it was made to do harm.")  # fmt: skip
        if info.is_dir() and _is_safe(info.filename.rstrip("/")):
            continue
        if info.flag_bits & 1:
            raise _RefusedError(
                "theme-source", "It is locked with a password.", "Unpack it first."
            )
        kind = "link" if stat.S_ISLNK(info.external_attr >> 16) else "file"
        if info.filename.startswith("__MACOSX/") and _is_safe(info.filename):
            continue
        yield _Entry(info.filename, info.file_size, kind, lambda info=info: _unpacked(file, info))  # type: ignore[misc]


def _unpacked(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A file's bytes, but not more than is allowed, whatever the zip file says of its size."""
    with file.open(info) as stream:
        return stream.read(LARGEST + 1)


# Git ----------------------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    return {**os.environ, "GIT_ALLOW_PROTOCOL": PROTOCOLS, "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_REPLACE_OBJECTS": "1", "GIT_LFS_SKIP_SMUDGE": "1", "LC_ALL": "C",
            "GIT_OPTIONAL_LOCKS": "0"}  # fmt: skip


def _fetch(address: str, ref: str, folder: str) -> str:
    """The newest commit at an address, into a repository without files; gives its name."""
    if ref and not re.fullmatch(r"[\w./][\w./-]*", ref):
        raise _RefusedError("theme-source", f'"{short(ref)}" is no name of a branch or tag.',
                            "Leave it out to take the newest.")  # fmt: skip
    words = ["git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
             "-c", "fetch.fsckObjects=true", "clone", "--quiet", "--bare", "--depth", "1",
             "--no-tags", "--single-branch", "--no-recurse-submodules", "--no-local", "--template=",
             *(["--branch", ref] if ref else []), "--", address, folder]  # fmt: skip
    try:
        process = subprocess.Popen(words, env=_environment(), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
    except FileNotFoundError:
        raise _RefusedError("theme-source", "The program git is not installed here.",
            "Install git, or download the theme as a zip file and give that.") from None  # fmt: skip
    until = time.monotonic() + PATIENCE
    try:
        while True:
            try:
                _, errors = process.communicate(timeout=0.5)
                break
            except subprocess.TimeoutExpired:
                if time.monotonic() > until or _weight(folder) > LARGEST_SOURCE:
                    raise _RefusedError("theme-too-large", "Fetching it takes too long, or it is far "
                        "larger than a theme.", "Download it as a zip file.") from None  # fmt: skip
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode:
        lines = [line for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
        raise _RefusedError("theme-source", "git could not fetch it: "
            f"{short(lines[-1] if lines else 'no reason given', 200)}.",
            "Check the address, and that you may read it.")  # fmt: skip
    return _git(folder, "rev-parse", "HEAD").decode().strip()


def _weight(folder: str) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except OSError:
                continue
    return total


def _git(folder: str, *words: str) -> bytes:
    done = subprocess.run(["git", f"--git-dir={folder}", *words], env=_environment(), timeout=PATIENCE,
                          stdin=subprocess.DEVNULL, capture_output=True)  # fmt: skip
    if done.returncode:
        raise _RefusedError("theme-source", "What git fetched cannot be read.", "Try once more.")
    return done.stdout


def _in_git(folder: str) -> list[_Entry]:
    listed = _git(folder, "ls-tree", "-r", "-l", "-z", "HEAD").split(b"\0")[:-1]
    if len(listed) > MOST_ENTRIES:
        raise _too_many()
    found = []
    for row in listed:
        head, _, path = row.partition(b"\t")
        mode, _, code, size = head.split()
        kind = {b"100644": "file", b"100755": "file", b"120000": "link"}.get(mode, "other")
        name = path.decode("utf-8", "surrogateescape")
        if name.startswith(".") or "/." in name:
            continue
        found.append(_Entry(
            name, int(size) if size.isdigit() else 0, kind,
            lambda code=code: _git(folder, "cat-file", "blob", code.decode()),  # type: ignore[misc]
        ))  # fmt: skip
    return found
