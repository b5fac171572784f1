"""Every command line that the documentation shows is one that sitegen understands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen import cli, scaffold

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = re.compile(
    r"sitegen[ ]+(?:--?[a-z]|(?:build|new|serve|theme|why|map|forms|brand|publish|check|import)\b)"
)
ENDS = re.compile(r"\s{2,}|\s#|&&|\|\||[|;)\"]|`|$")


def commands(text: str) -> Iterator[tuple[int, str]]:
    """The command lines in a text's code, with their lines. Code is fenced, indented or between
    back-ticks; in other prose "sitegen" is a name."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*(```|~~~)", line):
            fenced = not fenced
            continue
        code = [line] if fenced or line.startswith("    ") else re.findall(r"`([^`]+)`", line)
        for piece in code:
            for found in COMMAND.finditer(piece):
                end = ENDS.search(piece, found.end())
                assert end is not None
                yield number, piece[found.start() : end.start()].strip()


def _all() -> list[tuple[str, str]]:
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")),
             *sorted((ROOT / "sitegen").glob("*.md")), ROOT / "Makefile"]  # fmt: skip
    found = []
    for file in files:
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            if file.suffix != ".md":
                text = f"```\n{text}\n```"
            found += [
                (f"{file.relative_to(ROOT)}:{number}", line) for number, line in commands(text)
            ]
    return found


def _understood(line: str) -> bool:
    """Whether the command line can be run; a command's bare name may stand for the command."""
    words = shlex.split(line)[1:]
    parser = cli._parser()
    if len(words) == 1 and words[0] in cli._commands(parser):
        return True
    try:
        parser.parse_args(words)
    except SystemExit as leaving:
        return leaving.code == 0  # --help and --version end like this
    return True


@pytest.mark.parametrize(("place", "line"), _all())
def test_a_documented_command_is_understood(place: str, line: str) -> None:
    assert _understood(line), f"{place}: {line}"


def test_commands_are_found_in_the_documentation() -> None:
    places = {place.split(":")[0] for place, _ in _all()}
    assert {"docs/publish.md"} <= places
    assert not (ROOT / "README.md").exists() or "README.md" in places


def test_a_command_is_taken_out_of_all_kinds_of_code() -> None:
    text = ("Call sitegen why not.\n\n```sh\n$ sitegen build --strict && ls  # both\n```\n\n"
            "    sitegen serve     see it\n\nOr `sitegen why PAGE`, or `sitegen new a b`.\n")  # fmt: skip
    found = [line for _, line in commands(text)]
    assert [
        "sitegen build --strict",
        "sitegen serve",
        "sitegen why PAGE",
        "sitegen new a b",
    ] == found
    assert [True, True, True, False] == [_understood(line) for line in found]
    assert [True, False, False] == [
        _understood(line) for line in ("sitegen new", "sitegen import", "sitegen build --nope")]  # fmt: skip


def test_the_read_me_of_a_new_site_shows_commands_that_work() -> None:
    found = [line for _, line in commands(scaffold._readme(scaffold.Answers("Elm")))]
    assert ["sitegen serve", "sitegen build", "sitegen why PAGE", "sitegen map"] == found
    assert {True} == {_understood(line) for line in found}
