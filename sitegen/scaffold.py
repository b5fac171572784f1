"""``sitegen new``: the starter content in a new folder, with the group's own facts put in."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from sitegen.problems import Problem, Span
from sitegen.sources import bundled

GITIGNORE = "/output/\n.sitegen/\n"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person who starts a site knows already; "" keeps the starter's own."""

    name: str = ""
    colour: str = ""
    form: str = ""
    url: str = ""


STANDARD = Answers("Our group", "#7b1e4b", "mailto:you@example.org")


def create(folder: Path, answers: Answers) -> tuple[Problem, ...]:
    """Copy the starter and put the answers in. An existing folder must be empty; on any error
    nothing is left behind."""
    problems = _check(answers)
    if problems:
        return problems
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return (Problem("folder-taken", "This folder exists already and is not empty.",
                        Span(str(folder)), "Choose another name."),)  # fmt: skip
    waiting = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    try:
        waiting.mkdir(parents=True)
        shutil.copytree(bundled("content"), waiting / "content")
        (waiting / ".gitignore").write_text(GITIGNORE, encoding="utf-8")
        (waiting / "themes").mkdir()
        (waiting / "README.md").write_text(_readme(answers), encoding="utf-8")
        _settings(waiting / "content" / "site.yaml", answers)
        if answers.form:
            for form in sorted((waiting / "content" / "forms").glob("*.yaml")):
                _receiver(form, answers.form)
        if folder.exists():
            folder.rmdir()
        os.rename(waiting, folder)
    except OSError as error:
        shutil.rmtree(waiting, ignore_errors=True)
        return (Problem("folder-unwritable", f"The site cannot be made here: {error.strerror}.",
                        Span(str(folder)), "Choose a folder that you may write to."),)  # fmt: skip
    return ()


def _check(answers: Answers) -> tuple[Problem, ...]:
    from sitegen.brand import colour

    found: list[Problem] = []
    if answers.colour:
        found += colour.parse(answers.colour, Span("--colour"))[1]
    form = answers.form
    if form and not re.match(r"https://[^\s/]+\.[^\s/]+/?\S*$|(?:mailto:)?[^\s@:/]+@[^\s@/]+\.[^\s@/]+$",
                             form):  # fmt: skip
        found.append(Problem("form-address", f'"{form}" is neither an https address nor an e-mail '
            "address.", Span("--form"),
            "Copy the form's address from your form service, starting with https://"))  # fmt: skip
    return tuple(found)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _settings(path: Path, answers: Answers) -> None:
    """Replace whole lines of site.yaml, so that its comments stay."""
    text = path.read_text(encoding="utf-8")
    if answers.name:
        old = re.search(r"^name:\s*(.+)$", text, re.M)
        text = re.sub(r"^name:.*$", lambda _: f"name: {_quoted(answers.name)}", text, count=1,
                      flags=re.M)  # fmt: skip
        text = re.sub(r"^tagline:.*\n", "", text, count=1, flags=re.M)
        if old is not None:
            text = text.replace(f"by {old[1]}", f"by {answers.name}")
    if answers.colour:
        text = re.sub(r"^(\s+)colour:.*$", lambda m: f"{m[1]}colour: {_quoted(answers.colour)}",
                      text, count=1, flags=re.M)  # fmt: skip
        text = re.sub(r"^\s+(?:accent|logo):.*\n", "", text, flags=re.M)
    url = answers.url
    text = re.sub(r"^url:.*\n", lambda _: f"url: {_quoted(url)}\n" if url else "", text, count=1,
                  flags=re.M)  # fmt: skip
    path.write_text(text, encoding="utf-8")


def _receiver(path: Path, form: str) -> None:
    """Point a form at the address given: a web address, or a mailbox."""
    text = path.read_text(encoding="utf-8")
    if "@" in form and not form.startswith("https:"):
        address = form.removeprefix("mailto:")
        text = re.sub(r"^backend:.*\n", "backend: mailto\n", text, flags=re.M)
        text = re.sub(r"^settings:\n(?:[ ]+.*\n)+", lambda _: f"settings:\n  address: {address}\n",
                      text + "\n", flags=re.M).rstrip("\n") + "\n"  # fmt: skip
    else:
        text = re.sub(r"^(\s+)url:.*$", lambda m: f"{m[1]}url: {_quoted(form)}", text, count=1,
                      flags=re.M)  # fmt: skip
    path.write_text(text, encoding="utf-8")


def _readme(answers: Answers) -> str:
    name = answers.name or "Our campaign site"
    return (f"# {name}\n\nThe text is in `content/`: one Markdown file for each page. Name, colours "
            "and menu are in `content/site.yaml`, the forms in `content/forms/`.\n\n"
            "    sitegen serve     see it while you write\n"
            "    sitegen build     make the finished site in output/\n")  # fmt: skip
