"""``sitegen check``: everything a build would say, and how the pages read. Nothing is built."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from msgspec.structs import asdict

from sitegen import problems as reports
from sitegen import terminal
from sitegen.commands.arguments import PROBLEMS, common, options, refused
from sitegen.readability import LONG_SENTENCE

SHOWN = 12
"""Pages that are listed unless some are asked for: the hardest."""


DESCRIPTION = (
    "Says everything that a build would say, and how hard each page is to read, without building. "
    "With a page's name: its long sentences. The score is LIX: below 40 is easy, from 50 on hard. "
    "It does not know whether a text is true."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common(parser)
    parser.add_argument("pages", metavar="PAGE", nargs="*", help="a file, or a part of its path")
    parser.add_argument("--json", action="store_true", help="print it as JSON, for other programs")


def run(parsed: argparse.Namespace) -> int:
    """Run the command; 1 where something is wrong."""
    project = Path(parsed.project)
    if refused(project):
        return PROBLEMS
    from sitegen import reading

    pages, problems = reading.of(project, options(parsed), parsed.pages)
    if parsed.json:
        rows = [{"path": each.path, "title": each.title, **asdict(each.reading),
                 "level": each.reading.level} for each in pages]  # fmt: skip
        terminal.print_line(json.dumps({"pages": rows, "problems": [reports.as_data(one) for one in problems]},
                         ensure_ascii=False, indent=1))  # fmt: skip
        return 1 if reports.errors(problems) else 0
    terminal.print_problems(problems)
    listed = pages if parsed.pages else pages[:SHOWN]
    for each in listed:
        found = each.reading
        score = f"{found.score:>3} {found.level}" if found.score is not None else "  -"
        long = f", {len(found.long)} long sentences" if len(found.long) > 1 else \
            ", 1 long sentence" if found.long else ""  # fmt: skip
        terminal.print_line(
            f"{score:<14} {each.path}  ({found.words} words, {found.minutes} min{long})"
        )
        if parsed.pages:
            for sentence in found.long:
                terminal.print_line(terminal.safe(f"    {sentence}"))
    if len(listed) < len(pages):
        terminal.print_line(f"... and {len(pages) - len(listed)} pages that are easier. "
              f"A page's name shows its sentences of more than {LONG_SENTENCE} words.")  # fmt: skip
    return 1 if reports.errors(problems) else 0
