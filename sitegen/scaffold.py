"""``sitegen new``: the starter content in a new folder, with the group's own facts put in.

Writes only below the folder it is given, and all of it or nothing. Whole lines of the starter's
settings are replaced, so that their comments stay.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from sitegen import themes
from sitegen.later import later
from sitegen.problems import Problem, Span
from sitegen.sources import LOCK, bundled

GITIGNORE = "/output/\n.sitegen/\n"
NAME_MAX = 200

_UNWRITABLE = later("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
"""Signs that YAML refuses, or that a page cannot show."""


class Answers(Struct, frozen=True):
    """What the person who starts a site knows already; "" keeps the starter's own.

    ``form`` is an https address or an e-mail address.
    """

    name: str = ""
    colour: str = ""
    form: str = ""
    url: str = ""


STANDARD = Answers("Our group", "#7b1e4b")
"""What an empty answer means; no form address means that forms keep the example's."""


def create(folder: Path, answers: Answers) -> tuple[Problem, ...]:
    """Copy the starter and put the answers in. An existing folder must be empty, or hold no more
    than a fresh ``.git``; on any problem nothing is left behind."""
    problems = check(answers)
    if problems:
        return problems
    shown = Span(str(folder))
    folder = Path(os.path.abspath(folder))
    missing = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    waiting = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    try:
        if not missing and (not folder.is_dir() or set(os.listdir(folder)) - {".git"}):
            return (Problem("folder-taken", "There is something here already." if folder.is_dir()
                            else "This is a file.", shown,
                            "Name a folder that does not exist yet, or an empty one."),)  # fmt: skip
        waiting.mkdir(parents=True)
        _fill(waiting, answers)
        _move(waiting, folder)
    except OSError as error:
        _undo(waiting, missing)
        return (Problem("folder-unwritable", f"The site cannot be made here: "
                        f"{error.strerror or error}.", shown,
                        "Name a folder in a place that you may write to."),)  # fmt: skip
    except BaseException:
        _undo(waiting, missing)
        raise
    return ()


def _fill(folder: Path, answers: Answers) -> None:
    content = folder / "content"
    _copy(bundled("content"), content)
    (folder / "themes").mkdir()
    _write(folder / ".gitignore", GITIGNORE)
    _write(folder / "README.md", _readme(answers))
    _settings(content, answers)
    if answers.form:
        _receiver(content / "site.yaml", answers.form.strip())
    _write(folder / LOCK, themes.first_lock(folder))


def _copy(source: Path, target: Path) -> None:
    """Copy names and bytes. Permissions stay behind: an installed package may be read-only."""
    target.mkdir()
    for entry in sorted(source.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            _copy(entry, target / entry.name)
        else:
            shutil.copyfile(entry, target / entry.name)


def _move(waiting: Path, folder: Path) -> None:
    """Put the finished site in its place, in one step where nothing is there yet."""
    if not folder.exists():
        os.rename(waiting, folder)
        return
    moved: list[Path] = []
    try:
        for entry in sorted(waiting.iterdir()):
            os.rename(entry, folder / entry.name)
            moved.append(folder / entry.name)
        waiting.rmdir()
    except BaseException:
        for place in moved:
            if place.is_dir():
                shutil.rmtree(place, ignore_errors=True)
            else:
                place.unlink(missing_ok=True)
        raise


def _undo(waiting: Path, missing: list[Path]) -> None:
    """Remove what was made so far, and the folders above that were made for it."""
    shutil.rmtree(waiting, ignore_errors=True)
    for place in missing[1:]:
        try:
            place.rmdir()
        except OSError:
            return


# Answers ------------------------------------------------------------------------------------


def check(answers: Answers) -> tuple[Problem, ...]:
    """What is wrong with the answers; those left empty are fine."""
    found: list[Problem] = []
    if answers.name:
        found += _check_name(answers.name)
    if answers.colour:
        from sitegen.brand import colour

        found += colour.parse(answers.colour, Span("--colour"))[1]
    if answers.form:
        found += _check_form(answers.form.strip())
    if answers.url:
        found += _check_url(answers.url.strip())
    return tuple(problem for problem in found if problem.level == "error")


def _check_name(name: str) -> list[Problem]:
    span = Span("--name")
    if not any(unicodedata.category(sign)[0] in "LNSP" for sign in name):
        return [Problem("name-unusable", "There is nothing to read in this name.", span,
                        "Write the name as people should read it.")]  # fmt: skip
    if len(name) > NAME_MAX:
        return [Problem("name-unusable", f"This name has {len(name)} signs; {NAME_MAX} are the "
                        "most a page can show.", span, "Use the short form of your name.")]  # fmt: skip
    return []


def _check_form(form: str) -> list[Problem]:
    from sitegen.forms import guards

    span = Span("--form")
    if _UNWRITABLE.search(form):
        return [Problem("form-address", "This address holds signs that cannot be written.", span,
                        "Copy it once more.")]  # fmt: skip
    mailbox = _mailbox(form)
    if mailbox:
        return list(guards.email(mailbox, "--form", span, lenient=True))
    found = guards.secret("url", form, span) or guards.address(form, "--form", span, lenient=True)
    return list(found)


def _mailbox(form: str) -> str:
    """The e-mail address that the answer is, or ""."""
    if form.lower().startswith("mailto:"):
        return unquote(form[7:].split("?")[0]).strip()
    return form if "@" in form and "/" not in form else ""


def _check_url(url: str) -> list[Problem]:
    try:
        parts = urlsplit(_absolute(url))
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return [Problem("url-invalid", f'"{url}" is not a web address.', Span("--url"),
                        "Write it like https://example.org")]  # fmt: skip
    if (parts.scheme not in ("http", "https") or not re.fullmatch(r"[^\s.]+(\.[^\s.]+)+|localhost", host)
            or parts.query or parts.fragment or re.search(r"\s", url) or _UNWRITABLE.search(url)):  # fmt: skip
        return [Problem("url-invalid", f'"{url}" is not the address of a site.', Span("--url"),
                        "Write it like https://example.org")]  # fmt: skip
    return []


def _absolute(url: str) -> str:
    return url if "://" in url else f"https://{url}"


def _clean(name: str) -> str:
    """A name on one line, without signs that cannot be written."""
    return " ".join(_UNWRITABLE.sub(" ", name).split())


# Files --------------------------------------------------------------------------------------


def _settings(content: Path, answers: Answers) -> None:
    """The answers in site.yaml. What shows the sample group by name or emblem goes."""
    path = content / "site.yaml"
    text = path.read_text(encoding="utf-8")
    if answers.name:
        name = _clean(answers.name)
        text = _line(text, "name", f"name: {_quoted(name)}\n")
        text = _line(text, "tagline", "# tagline: A few words that stand beside your name\n")
        text = _line(text, "imprint", f"imprint:\n  entity: {_quoted(name)}\n"
                     "  # address: PO Box 12, Anytown     (or email:, phone: or web:)\n"
                     "  # jurisdiction: uk     (or us, au, nz, ca, ie, eu: then its law is checked)\n")  # fmt: skip
    if answers.colour:
        text = _line(text, "colour", f"  colour: {_quoted(answers.colour.strip())}\n", "  ")
        text = _line(text, "accent", '  # accent: "#ffb81c"\n', "  ")
    if answers.name or answers.colour:
        for key, words, indent in (
            ("logo", "  # logo: assets/your-logo.svg\n", "  "),
            ("share_image", "# share_image: assets/your-picture.jpg   (1200 by 630; else drawn)\n", ""),
        ):  # fmt: skip
            old = re.search(rf"^{indent}{key}:\s*(\S+)", text, re.M)
            text = _line(text, key, words, indent)
            if old is not None:
                _drop_unused(content, old[1].strip("\"'"))
    url = _quoted(_absolute(answers.url.strip())) if answers.url else ""
    text = _line(text, "url", f"url: {url}\n" if url else "# url: https://your-group.org\n")
    _write(path, text)


def _line(text: str, key: str, new: str, indent: str = "") -> str:
    """Replace one setting with what is indented below it."""
    pattern = rf"^{indent}{key}:.*\n(?:{indent}[ \t]+.*\n)*"
    text = text if text.endswith("\n") else text + "\n"
    return re.sub(pattern, lambda _: new, text, count=1, flags=re.M)


def _drop_unused(content: Path, picture: str) -> None:
    """Remove a picture of the sample group, unless a page shows it."""
    name = picture.rsplit("/", 1)[-1]
    pages = content.rglob("*.md")
    if not any(name in page.read_text(encoding="utf-8", errors="replace") for page in pages):
        (content / picture).unlink(missing_ok=True)


def _receiver(path: Path, form: str) -> None:
    """Point all forms at the address given: a web address, or a mailbox."""
    text = path.read_text(encoding="utf-8")
    mailbox = _mailbox(form)
    if mailbox:
        text = _line(text, "backend", "backend:\n  name: mailto\n  settings:\n    mailto:\n"
                     f"      address: {_quoted(mailbox)}\n")  # fmt: skip
    else:
        text = _line(text, "url", f"      url: {_quoted(form)}\n", "      ")
    _write(path, text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _readme(answers: Answers) -> str:
    name = _clean(answers.name) or "Our campaign site"
    return (f"# {name}\n\nThe text is in `content/`: one Markdown file for each page. Name, colours "
            "and menu are in `content/site.yaml`, the forms in `content/forms/`, the "
            "steps that people take with you in `content/ladder.yaml`.\n\n"
            "    sitegen serve     see it while you write\n"
            "    sitegen build     make the finished site in output/\n"
            "    sitegen why PAGE  say what becomes of one page\n"
            "    sitegen map       draw how visitors move from step to step\n")  # fmt: skip
