"""``sitegen build``: the finished site."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import terminal
from sitegen.commands.arguments import FINE, PROBLEMS, common, no_project, options, stands, typed

if TYPE_CHECKING:
    from sitegen.build import Result


DESCRIPTION = (
    "Makes the finished site in output/. While something is wrong in the content, "
    "it says what and where, and leaves the last good site as it is."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common(parser)
    parser.add_argument("-o", "--output", metavar="DIR",
                       help="where the site goes (output/ beside content/)")  # fmt: skip
    parser.add_argument("--strict", action="store_true", help="stop at warnings too")
    parser.add_argument("--json", action="store_true", help="print what happened as JSON, for "
                       "other programs")  # fmt: skip
    parser.add_argument("--timings", action="store_true", help="say how long each stage took")


def run(parsed: argparse.Namespace) -> int:
    """Run the command."""
    import gc

    from sitegen import build

    gc.disable()  # a build is short and leaves few cycles; looking for them costs a tenth of it
    started = time.perf_counter()
    project = Path(parsed.project)
    folder = Path(parsed.output) if parsed.output else project / "output"
    problems = no_project(project)
    if problems:
        result = build.Result(problems)
    else:
        bar = terminal.Progress()
        try:
            result = build.run(project, folder, options(parsed), parsed.strict, bar)
        finally:
            bar.clear()
    seconds = time.perf_counter() - started
    failed = stands(result.problems, parsed.strict)
    if parsed.json:
        terminal.print_json(result, failed)
    else:
        terminal.print_problems(result.problems)
        terminal.print_hidden(result.hidden)
        if failed:
            terminal.say(
                f"{terminal.counted(result.problems, parsed.strict)}. {_outcome(result, folder)}"
            )
        else:
            terminal.print_line(_summary(result, folder, seconds))
    if parsed.timings:
        for stage, took in result.timings:
            terminal.say(f"{took * 1000:8.1f} ms  {stage}")
    return PROBLEMS if failed else FINE


def _outcome(result: Result, folder: Path) -> str:
    if result.changed:
        return f"The site was written all the same. Open {typed(_home(folder))}"
    if (folder / "index.html").is_file():
        return "Nothing was written; the last good site is untouched."
    return "Nothing was written."


def _summary(result: Result, folder: Path, seconds: float) -> str:
    what = f"{result.pages} page{'s' if result.pages != 1 else ''}"
    where = f"Open {typed(_home(folder))}"
    if not result.changed:
        return f"Nothing changed: {what}, up to date. {where}"
    return f"Built {what} ({result.rendered} made anew) in {seconds:.1f} s. {where}"


def _home(folder: Path) -> str:
    home = folder / "index.html"
    try:
        return os.path.relpath(home)
    except ValueError:  # on another drive
        return str(home)
