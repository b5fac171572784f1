"""``sitegen why``: what becomes of one page."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen import terminal
from sitegen.commands.arguments import FINE, PROBLEMS, common, options, refused

DESCRIPTION = (
    "Says where a page goes, why it is not shown, what it depends on, and whether "
    "the next build makes it anew."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common(parser)
    parser.add_argument("page", metavar="PAGE", help="a file such as content/about.md, or an address "
                     "such as /about/")  # fmt: skip


def run(parsed: argparse.Namespace) -> int:
    """Run the command."""
    project = Path(parsed.project)
    if refused(project):
        return PROBLEMS
    from sitegen import why

    found, problems = why.explain(project, parsed.page, options(parsed))
    terminal.print_problems(problems)
    for line in found:
        terminal.print_line(line)
    return FINE if found else PROBLEMS
