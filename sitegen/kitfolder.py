"""The brand kit in a folder of its own: drawn from the site as the next build would see it.

The folder is completed beside its place and then takes it in one step. What sitegen did not put
there stays, and what somebody changed is never written over.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from sitegen import disk, drawing
from sitegen.build import Look
from sitegen.cache import Cache
from sitegen.config import PATH
from sitegen.model import Options
from sitegen.problems import Problem, Span, errors

if TYPE_CHECKING:
    from sitegen.brand.bundle import Kit, Tell

LIST = ".sitegen-kit.json"
"""Says which files of the folder are ours, with their digests."""


class Drawn(Struct, frozen=True):
    """A kit, or None with the problems that stand against it."""

    kit: Kit | None
    problems: tuple[Problem, ...]


def draw(
    project: Path, options: Options, cache: Cache, source: str = "", tell: Tell | None = None
) -> Drawn:
    """The kit of a project. ``source`` is added to the tags of its codes, to tell places apart."""
    look = Look(project, options, cache)
    if look.site is None or look.plan is None:
        return Drawn(None, look.problems)
    config, wanted = look.site.config, look.plan.kit()
    if source:
        wanted = replace(wanted, address=wanted.address.replace("{tag}", f"{{tag}}-{source}"))
    span = Span(PATH, config.line("imprint"))
    made = drawing.kit(config, look.site.theme, look.tree, drawing.tokens(config, look.tree), wanted,
                       options.now, tell)  # fmt: skip
    found = [Problem("kit-refused", f"Not made: {what}. {why}", span,
                     do or "docs/brand.md says what a piece needs.")
             for what, why, do in made.lacking]  # fmt: skip
    if not config.url:
        found.append(Problem("kit-no-address", "The print pieces have no code to scan, because the "
            "site's address is not known.", Span(PATH, config.line("name")),
            "Add a line such as url: https://your-group.org", "warning"))  # fmt: skip
    stands = tuple(problem for problem in errors(look.problems) if problem.code != "kit-refused")
    return Drawn(made, (*stands, *found))


def wrong_source(source: str) -> str:
    """What is wrong with the name of a source, or ""."""
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", source) and len(source) <= 30:
        return ""
    return (
        f'"{source}" cannot be a source. Use small letters, digits and hyphens, as in market-day.'
    )


def save(kit: Kit, folder: Path) -> tuple[Problem, ...]:
    """Put the kit's files into the folder, all or none. Old ones of ours that are no longer made go."""
    shown = Span(str(folder))
    folder = Path(os.path.abspath(folder))
    waiting = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    try:
        own, problem = _theirs(kit, folder, shown)
        if problem is not None:
            return (problem,)
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(parents=True)
        for file in kit.files:
            place = waiting / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.data)
        rows = {file.path: disk.digest(file.data) for file in kit.files}
        (waiting / LIST).write_text(json.dumps(rows, indent=0) + "\n", encoding="utf-8")
        for path in own:
            _keep(folder / path, waiting / path)
        _take_place(waiting, folder)
    except OSError as error:
        shutil.rmtree(waiting, ignore_errors=True)
        return (Problem("folder-unwritable", f"The kit cannot be written here: "
                        f"{error.strerror or error}.", shown,
                        "Name a folder in a place that you may write to."),)  # fmt: skip
    return ()


def _theirs(kit: Kit, folder: Path, shown: Span) -> tuple[list[str], Problem | None]:
    """The files in the folder that are not ours, and why nothing may be written there, if so."""
    if not os.path.lexists(folder):
        return [], None
    if not folder.is_dir() or folder.is_symlink():
        return [], Problem("folder-taken", "This is a file.", shown, "Name another folder.")
    found = [path for path in disk.walk(str(folder)) if path != LIST]
    try:
        rows = json.loads((folder / LIST).read_text(encoding="utf-8"))
        ours = {str(path): str(digest) for path, digest in rows.items()}
    except (OSError, ValueError, AttributeError):
        ours = {}
        if found:
            return [], Problem("folder-taken", "There is something here already that is no brand "
                "kit.", shown, "Name a folder that does not exist yet, or an empty one.")  # fmt: skip
    new = {file.path for file in kit.files}
    own = []
    for path in found:
        changed = path not in ours or disk.digest((folder / path).read_bytes()) != ours[path]
        if not changed:
            continue
        if path in new:
            return [], Problem("kit-changed", f"{path} was changed by hand, and would be written "
                "over.", Span(os.path.join(shown.path, path)),
                "Move it to another name, or name another folder.")  # fmt: skip
        own.append(path)
    return own, None


def _keep(old: Path, new: Path) -> None:
    """Somebody's own file in the new folder too, without a copy where the system can."""
    if old.is_dir() and not old.is_symlink():
        new.mkdir(parents=True, exist_ok=True)
        return
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)


def _take_place(waiting: Path, folder: Path) -> None:
    """The finished folder under its name; what stood there is gone after."""
    if not folder.exists():
        os.rename(waiting, folder)
        return
    if disk.exchange(str(waiting), str(folder)):
        shutil.rmtree(waiting, ignore_errors=True)
        return
    old = folder.with_name(f".{folder.name}.old-{os.getpid()}")
    os.rename(folder, old)
    try:
        os.rename(waiting, folder)
    except OSError:
        os.rename(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
