"""``sitegen serve``: the preview."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen import terminal
from sitegen.commands.arguments import PROBLEMS, common, options, port, refused

DESCRIPTION = (
    "Shows the site in your browser and reloads it each time you save. Only this "
    "computer can see it. Ctrl+C ends it."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common(parser)
    parser.add_argument("--port", metavar="N", type=port, default=8000,
                       help="the number after 127.0.0.1: in its address (8000)")  # fmt: skip
    parser.add_argument("--open", action="store_true", help="open it in the browser")


def run(parsed: argparse.Namespace) -> int:
    """Run the command."""
    project = Path(parsed.project)
    if refused(project):
        return PROBLEMS
    from sitegen import serve

    bar = terminal.Progress()

    def say(text: str) -> None:
        bar.clear()
        print(terminal.safe(text), flush=True)  # it is read while it happens, also through a pipe

    return serve.run(
        project, parsed.port, lambda: options(parsed), parsed.open, say, terminal.bug, bar
    )
