"""The only reader of a project: which files there are, their digests and their bytes.

Digests of unchanged files are taken from an index of earlier ``stat`` results, as Git does. This
module decides nothing about content; it refuses only what could harm: links that leave the
project, names that another computer cannot keep apart, and text files beyond any real page.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from sitegen.problems import Problem, Span

MAX_TEXT = 2_000_000
"""Bytes in one Markdown, YAML or template file: thirty times the largest real page measured."""
MAX_FILE = 100_000_000
MAX_TEMPLATE = 300_000
"""Bytes in one template; thirty times the largest of ours. Translating more would take minutes."""
MAX_FILES = 100_000
MAX_FOLDERS = 40
"""Folders inside each other: every level is a part of an address."""
MAX_LINKS = 2
"""Symbolic links to folders inside each other; without a limit, a few of them make millions of
paths."""
RACY_NS = 50_000_000
"""A file changed this close to the moment it was indexed could change again within one tick."""

LOCK = "themes.lock"
BENEATH = "sitegen/"
"""Files of sitegen's own themes that the project replaces have this in front of their path."""
PAGES = (".md", ".markdown")
"""How the names of pages end."""
RESERVED = ("forms", "assets", "strings", "backends", "types", "static")
"""Folders of content/ that hold no pages."""
TEXT_SUFFIXES = (*PAGES, ".yaml", ".yml", ".html", ".css", ".csv")

Stat = tuple[int, int, int, int]


class File(Struct, frozen=True):
    """One source file: project path with ``/``, digest of its bytes, size in bytes."""

    path: str
    digest: str
    size: int


def is_page(path: str) -> bool:
    """Whether a source file may become a page."""
    return path.startswith("content/") and path.endswith(PAGES) and (
        path.split("/")[1] not in RESERVED)  # fmt: skip


class Tree(Struct):
    """All sources of one build. ``stats`` is what to remember for the next one, ``bundle`` where
    the themes lie that come with sitegen."""

    files: dict[str, File]
    problems: tuple[Problem, ...]
    stats: dict[str, tuple[Stat, str]]
    places: dict[str, str] = field(default_factory=dict)
    bundle: str = ""

    def is_ours(self, path: str) -> bool:
        """Whether a file came with sitegen; all others came from whoever made the project."""
        return self.places[path].startswith(self.bundle + os.sep)

    def data(self, path: str) -> bytes:
        """The bytes of a file of this tree. Raises OSError if it has gone since the scan."""
        with open(self.places[path], "rb") as file:
            return file.read()

    def under(self, folder: str) -> tuple[File, ...]:
        """The files below a folder, by path."""
        start = folder.rstrip("/") + "/"
        return tuple(file for path, file in self.files.items() if path.startswith(start))


def bundled(name: str) -> Path:
    """A folder that comes with sitegen: ``themes`` or ``content``.

    In an installed package they lie inside it; in a checkout, beside it.
    """
    inside = Path(__file__).parent / "bundled" / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name


def scan(project: Path, known: dict[str, tuple[Stat, str]] | None = None, now_ns: int = 0) -> Tree:
    """Find and digest everything under ``content`` and ``themes``, and the bundled themes.

    ``known`` maps places to earlier stats and digests. A theme folder of the project that holds a
    ``theme.yaml`` replaces the bundled theme of that name as a whole; without one it lies over
    it, file by file. What is replaced is found under ``BENEATH``. ``now_ns`` is the file system's
    own time of the scan.
    """
    known = known or {}
    problems: list[Problem] = []
    places: dict[str, str] = {}
    themes = project / "themes"
    builtin = bundled("themes")
    bundle = str(themes)
    beneath: dict[str, str] = {}
    if builtin.resolve() != themes.resolve():
        bundle = str(builtin)
        for entry in _entries(builtin):
            if _is_dir(entry):
                whole = (themes / entry.name / "theme.yaml").is_file()
                _walk(entry.path, f"themes/{entry.name}", str(builtin.resolve()),
                      beneath if whole else places, problems)  # fmt: skip
    ours = dict(places)
    root = str(project.resolve())
    for name in ("content", "themes"):
        _walk(str(project / name), name, root, places, problems)
    beneath |= {path: place for path, place in ours.items() if places[path] != place}
    places |= {BENEATH + path: place for path, place in beneath.items()}
    if (project / LOCK).is_file() and not (project / LOCK).is_symlink():
        places[LOCK] = str(project / LOCK)
    files: dict[str, File] = {}
    stats: dict[str, tuple[Stat, str]] = {}
    for path in sorted(places):
        place = places[path]
        try:
            file, entry_ = _index(path, place, known, now_ns)
        except OSError as error:
            problems.append(_unreadable(path, error))
            continue
        limit = MAX_TEXT if path.endswith((*TEXT_SUFFIXES, LOCK)) else MAX_FILE
        if path.startswith("themes/") and path.endswith(".html"):
            limit = MAX_TEMPLATE
        if file.size > limit:
            mend = "Split it into several, or move pictures out of it into files of their own."
            said = f"{file.size / 1_000_000:.1f} MB; the limit is {limit // 1_000_000} MB"
            if limit == MAX_TEMPLATE:
                said = f"{file.size // 1000} kB; the limit is {limit // 1000} kB"
            if limit == MAX_FILE:
                mend = "Move it to a place for large files, and link to it there."
            problems.append(Problem("file-too-large",
                f"This file has {said}.", Span(path), mend))  # fmt: skip
            continue
        files[path] = file
        if entry_ is not None:
            stats[place] = entry_
    problems += _clashes(files)
    return Tree(files, tuple(problems), stats, places, bundle)


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _walk(
    start: str, shown: str, root: str, places: dict[str, str], problems: list[Problem]
) -> None:
    """Collect files below ``start``; a symbolic link may point anywhere inside ``root``, and one
    in a theme only to what lies in that theme: it may have come from anybody."""
    waiting: list[tuple[str, str, tuple[str, ...]]] = [(start, shown, ())]
    home = root
    folders = 0
    while waiting:
        folders += 1
        if len(places) + folders > MAX_FILES:
            problems.append(Problem("files-too-many",
                f"There are more than {MAX_FILES} files and folders here.", Span(shown),
                "Move what is no part of the site out of this folder."))  # fmt: skip
            return
        folder, prefix, above = waiting.pop()
        root, whole = home, "project"
        if prefix.startswith("themes/"):
            top = start if shown != "themes" else os.path.join(start, prefix.split("/")[1])
            root, whole = os.path.realpath(top), "theme"
        for entry in _read_folder(folder, prefix, problems):
            name = entry.name
            if (
                (name.startswith(".") and name != ".well-known")
                or name.endswith("~")
                or name in ("Thumbs.db", "desktop.ini")
            ):
                continue
            path = f"{prefix}/{name}"
            inner = above
            if not _usable(name):
                problems.append(Problem("name-unusable",
                    "This name holds signs that a web address cannot carry.",
                    Span(_visible(path)), "Rename it."))  # fmt: skip
                continue
            try:
                if entry.is_symlink():
                    target = os.path.realpath(entry.path)
                    wrong = _link(target, folder, root, above, path, whole)
                    if wrong is not None:
                        problems.append(wrong)
                        continue
                    inner = (*above, target)
                is_folder, is_file = entry.is_dir(), entry.is_file()
            except OSError as error:
                problems.append(_unreadable(path, error))
                continue
            if is_folder and path.count("/") > MAX_FOLDERS:
                problems.append(Problem("folder-too-deep",
                    f"Folders lie more than {MAX_FOLDERS} levels deep here.", Span(path),
                    "Move them further up."))  # fmt: skip
            elif is_folder:
                waiting.append((entry.path, path, inner))
            elif is_file:
                places[path] = entry.path
            else:
                problems.append(Problem("file-special", "This is neither a file nor a folder.",
                                        Span(path), "Remove it.", "warning"))  # fmt: skip


def _read_folder(folder: str, shown: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    """What lies in a folder; one that cannot be read is said, for its pages would vanish."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problems.append(_unreadable(shown, error))
        return []


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem("file-unreadable", f"This cannot be read: {error.strerror or error}.",
                   Span(path), "Check its permissions, or remove it.")  # fmt: skip


def _link(
    target: str, folder: str, root: str, above: tuple[str, ...], path: str, whole: str
) -> Problem | None:
    """Why a symbolic link is not followed, if it is not."""
    if not (target + os.sep).startswith(root + os.sep):
        return Problem("link-outside",
            f"This is a symbolic link to a place outside the {whole}.", Span(path),
            "Copy the file here instead.")  # fmt: skip
    if any(part.startswith(".") for part in target[len(root) :].split(os.sep)):
        return Problem("link-hidden-file",
            "This is a symbolic link to a hidden file, which may hold what nobody should read.",
            Span(path), "Copy the file here if it is to be published.")  # fmt: skip
    loop = (os.path.realpath(folder) + os.sep).startswith(target + os.sep)
    if loop or target in above or len(above) >= MAX_LINKS:
        return Problem("link-loop",
            "This symbolic link leads back to a folder that contains it.", Span(path),
            "Remove the link.")  # fmt: skip
    if not os.path.exists(target):
        return Problem("link-broken", "This symbolic link points to nothing.", Span(path),
                       "Remove the link, or put the file back.")  # fmt: skip
    return None


def _usable(name: str) -> bool:
    """No control characters, line ends, halves of characters, or the other kind of slash."""
    if name.isascii():
        return name.isprintable() and "\\" not in name
    return "\\" not in name and all(
        unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp") for sign in name)  # fmt: skip


def _visible(path: str) -> str:
    """A path that can be printed on one line of any terminal."""
    return "".join(sign if _usable(sign) or sign == "\\" else
                   sign.encode("unicode_escape", "surrogatepass").decode() for sign in path)  # fmt: skip


def _index(
    path: str, place: str, known: Mapping[str, tuple[Stat, str]], now_ns: int
) -> tuple[File, tuple[Stat, str] | None]:
    info = os.stat(place)
    stat = (info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)
    earlier = known.get(place)
    if earlier is not None and earlier[0] == stat:
        return File(path, earlier[1], stat[0]), earlier
    if stat[0] > MAX_FILE:
        return File(path, "", stat[0]), None
    with open(place, "rb") as file:
        data = file.read(MAX_FILE + 1)
    found = hashlib.blake2b(data, digest_size=16).hexdigest()
    settled = now_ns - info.st_ctime_ns > RACY_NS and len(data) == stat[0]
    return File(path, found, len(data)), ((stat, found) if settled else None)


def _clashes(paths: Iterable[str]) -> list[Problem]:
    """Names that differ only in capitals or in how an accent is stored."""
    seen: dict[str, str] = {}
    problems = []
    for path in paths:
        folded = (
            unicodedata.normalize("NFC", path).casefold() if not path.isascii() else path.lower()
        )
        other = seen.setdefault(folded, path)
        if other != path:
            problems.append(Problem("name-clash",
                f'"{other}" and "{path}" differ only in capitals or in how accents are stored; '
                "many computers can keep only one of them.", Span(path),
                "Rename one of the two."))  # fmt: skip
    return problems


def code_digest(
    known: Mapping[str, tuple[Stat, str]], now_ns: int
) -> tuple[str, dict[str, tuple[Stat, str]]]:
    """A digest of sitegen's own code and of the versions of what it builds with, and the stats of
    the code's files, which make the next call cheap. The arguments are those of ``scan``.

    Versions are read from the names of the installed metadata folders, which costs one directory
    listing; asking the metadata itself costs more than a whole build with nothing to do.
    """
    state = hashlib.blake2b(digest_size=16)
    stats: dict[str, tuple[Stat, str]] = {}
    root = os.path.dirname(os.path.abspath(__file__))
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "bundled"))
        for name in sorted(names):
            place = os.path.join(folder, name)
            if name.endswith((".py", ".yaml")):
                file, entry = _index(name, place, known, now_ns)
                state.update(f"{name} {file.digest} ".encode())
                if entry is not None:
                    stats[place] = entry
            elif name.endswith((".ttf", ".woff2")):  # two megabytes that only an update changes
                state.update(f"{name} {os.stat(place).st_size} ".encode())
    for name in sorted(_installed()):
        state.update(name.encode())
    return state.hexdigest(), stats


def _installed() -> set[str]:
    """``name-version.dist-info`` of each library that can change a page."""
    import sys

    wanted = ("jinja2-", "markdown-", "pyyaml-", "nh3-", "pillow-", "markupsafe-", "rcssmin-",
              "coloraide-", "uharfbuzz-", "segno-", "resvg_py-", "pagefind_bin-")  # fmt: skip
    found: set[str] = set()
    for place in sys.path:
        if place.endswith("-packages"):
            found.update(
                entry.name
                for entry in _entries(place)
                if entry.name.lower().startswith(wanted) and entry.name.endswith(".dist-info")
            )
    return found
