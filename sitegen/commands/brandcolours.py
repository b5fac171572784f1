"""``sitegen brand``: the sheet of a group's colours, and the file of design tokens."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from sitegen import terminal

if TYPE_CHECKING:
    from sitegen.brand.tokens import Tokens
    from sitegen.model import Options
    from sitegen.problems import Problem

FINE, PROBLEMS = 0, 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the sheet."""
    parser.add_argument("--colour", "--color", metavar="COLOUR", default="",
                        help="look at this colour instead of the site's")  # fmt: skip
    parser.add_argument("--accent", metavar="COLOUR", default="", help="with this second colour")
    parser.add_argument("--tokens", metavar="FILE", default="", help="write the colours as design "
                        "tokens (DTCG 2025.10) into this file, or - to print them")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the sheet as JSON, for other "
                        "programs")  # fmt: skip


def run(parsed: argparse.Namespace, options: Options) -> int:
    """Print the sheet, or write the tokens."""
    name, made, problems = _made(parsed, options)
    wrong = any(problem.level == "error" for problem in problems)
    if made is None or not parsed.json:
        # What a colour could not do is in the sheet itself, with all places.
        terminal.print_problems(
            problem for problem in problems if problem.code != "brand-contrast"
        )
    if made is None:
        return PROBLEMS
    if parsed.tokens:
        return PROBLEMS if wrong else _write(parsed.tokens, name, made)
    from sitegen.brand import sheet

    if parsed.json:
        import json

        from sitegen.problems import as_data

        found = {**sheet.data(made, name), "problems": [as_data(problem) for problem in problems]}
        terminal.print_line(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        import shutil

        width = shutil.get_terminal_size((80, 24)).columns
        for line in sheet.text(made, terminal.safe(name), width, terminal.swatch()):
            terminal.print_drawn(line)
    return PROBLEMS if wrong else FINE


def _made(
    parsed: argparse.Namespace, options: Options
) -> tuple[str, Tokens | None, tuple[Problem, ...]]:
    """The name and colours of the site, or of what was given to look at."""
    from sitegen.problems import Span

    if parsed.colour:
        from sitegen.brand import tokens

        made = tokens.compile(tokens.Brand(parsed.colour, parsed.accent), Span("--colour"),
                              Span("--accent"))  # fmt: skip
        wrong = any(problem.level == "error" for problem in made.notes)
        return "", None if wrong else made, made.notes
    from sitegen import config, drawing, sources
    from sitegen.cache import Cache

    tree = sources.scan(Path(parsed.project))
    found, problems = config.read(tree, options, Cache(None))
    if found is None:
        return "", None, (*tree.problems, *problems)
    if parsed.accent:
        found = replace(found, accent=parsed.accent)
    colours, said = drawing.compiled(found, tree)
    return (
        found.name,
        colours,
        (*(problem for problem in problems if problem.level == "error"), *said),
    )


def _write(place: str, name: str, made: Any) -> int:
    from sitegen.brand import dtcg

    text = dtcg.write(made, name)
    if place == "-":
        terminal.print_line(text.rstrip("\n"))
        return FINE
    try:
        _replace(Path(place), text)
    except OSError as error:
        terminal.say(f"{place} cannot be written: {error.strerror}. Name another file.")
        return PROBLEMS
    terminal.print_line(f"The colours are in {place}. To use that file: put it into content/assets/ "
                        "and name it in site.yaml, brand: {tokens: assets/...}")  # fmt: skip
    return FINE


def _replace(place: Path, text: str) -> None:
    """The whole file or none of it."""
    import os
    import tempfile

    handle, spare = tempfile.mkstemp(prefix=f".{place.name}-", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(spare, 0o666 & ~mask)  # what mkstemp makes is its owner's alone
        os.replace(spare, place)
    except BaseException:
        os.unlink(spare)
        raise
