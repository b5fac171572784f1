"""``sitegen map``: how visitors move up the ladder."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen import terminal
from sitegen.commands.arguments import FINE, PROBLEMS, common, options, refused, typed

DESCRIPTION = (
    "Draws how a visitor can move through the site: from pages to forms, to the "
    "thanks and the next step. Dead ends are marked with !."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common(parser)
    parser.add_argument("--svg", metavar="FILE", help="draw it as a picture into this file")
    parser.add_argument("--json", action="store_true", help="print it as JSON, for other programs")


def run(parsed: argparse.Namespace) -> int:
    """Run the command."""
    project = Path(parsed.project)
    if refused(project):
        return PROBLEMS
    from sitegen import chart

    seen, problems = chart.look(project, options(parsed))
    terminal.print_problems(problems)
    if seen is None:
        return PROBLEMS
    if parsed.svg:
        try:
            chart.save(seen, Path(parsed.svg))
        except OSError as error:
            terminal.say(f"{parsed.svg} cannot be written: {error.strerror}. Name another file.")
            return PROBLEMS
    if parsed.json:
        import json

        terminal.print_line(json.dumps(chart.data(seen.journey), indent=1))
    elif parsed.svg:
        terminal.print_line(f"The map is in {typed(parsed.svg)}")
    else:
        import shutil

        for line in chart.text(seen.journey, shutil.get_terminal_size((80, 24)).columns):
            terminal.print_line(line)
    return PROBLEMS if problems else FINE
