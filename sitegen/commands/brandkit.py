"""``sitegen brand --to DIR``: the brand kit in a folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import terminal

if TYPE_CHECKING:
    from sitegen.model import Options

FINE, PROBLEMS = 0, 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the kit."""
    parser.add_argument("--to", metavar="DIR", default="", help="write the brand kit into this "
                        "folder: wordmarks, icons, cards, posters, colours, words")  # fmt: skip
    parser.add_argument("--source", metavar="NAME", type=_source, default="",
                        help="with --to: a place or day, such as market-day, that sign-ups through "
                             "the codes will carry")  # fmt: skip


def _source(text: str) -> str:
    from sitegen import kitfolder

    wrong = kitfolder.wrong_source(text) if text else ""
    if wrong:
        raise argparse.ArgumentTypeError(wrong)
    return text


def run(project: Path, folder: Path, source: str, options: Options) -> int:
    """Draw the kit, write it, and say what is in it and what is not."""
    from sitegen import kitfolder
    from sitegen.cache import Cache

    cache, bar = Cache(project / ".sitegen"), terminal.Progress()

    def tell(done: int, whole: int) -> None:
        bar("Drawing the brand kit", done, whole)

    try:
        drawn = kitfolder.draw(project, options, cache, source, tell)
    finally:
        bar.clear()
        cache.close()
    problems = drawn.problems
    if drawn.kit is not None:
        unsaved = kitfolder.save(drawn.kit, folder)
        problems = (*problems, *unsaved)
    terminal.print_problems(problems)
    if drawn.kit is None or unsaved:
        terminal.say("Nothing was written.")
        return PROBLEMS
    count = len(drawn.kit.files)
    terminal.print_line(f"The brand kit is in {folder} ({count} files). Begin with README.md")
    return PROBLEMS if any(problem.level == "error" for problem in problems) else FINE
