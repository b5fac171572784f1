"""``sitegen new``: a whole site in a new folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import terminal
from sitegen.commands.arguments import FINE, PROBLEMS, typed

if TYPE_CHECKING:
    from sitegen.scaffold import Answers


DESCRIPTION = (
    "Makes a folder with a whole site in it, ready to be changed. Asks for what "
    "you do not give here."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    parser.add_argument("--name", metavar="TEXT", help="your group's name")
    parser.add_argument("--colour", "--color", metavar="COLOUR",
                     help='your colour, such as "#b3261e" or teal')  # fmt: skip
    parser.add_argument("--form", metavar="ADDRESS", help="where sign-ups go: the https address from "
                     "your form service, or an e-mail address")  # fmt: skip
    parser.add_argument(
        "--url", metavar="URL", help="the address the site will have, if you know it"
    )


def run(parsed: argparse.Namespace) -> int:
    """Run the command."""
    from sitegen import scaffold

    answers = scaffold.Answers(parsed.name or "", parsed.colour or "", parsed.form or "",
                               parsed.url or "")  # fmt: skip
    problems = scaffold.check(answers)
    if not problems and terminal.is_terminal(sys.stdin) and terminal.is_terminal(sys.stdout):
        try:
            answers = _ask(answers)
        except (EOFError, KeyboardInterrupt):
            terminal.say("\nStopped. Nothing was made.")
            return PROBLEMS
    problems = problems or scaffold.create(Path(parsed.folder), answers)
    terminal.print_problems(problems)
    if problems:
        return PROBLEMS
    folder = typed(parsed.folder)
    terminal.print_line(f"Your site is in {folder}\n"
          f"  See it while you write:   sitegen serve -C {folder}\n"
          f"  Build it for publishing:  sitegen build -C {folder}")  # fmt: skip
    if not answers.form:
        terminal.print_line("Its forms still have an example's address, so sign-ups reach nobody. Put yours into "
              "content/site.yaml, after backend.")  # fmt: skip
    return FINE


def _ask(answers: Answers) -> Answers:
    """Ask for what was not given. An answer that cannot be used is asked for again."""
    from msgspec.structs import replace

    from sitegen import scaffold

    standard = scaffold.STANDARD
    for key, question, otherwise in (
        ("name", "Your group's name", standard.name),
        ("colour", "Your colour", standard.colour),
        ("form", "Where sign-ups go, an https or e-mail address", standard.form),
    ):
        while not getattr(answers, key):
            typed = input(f"{question} [{otherwise or 'later'}]: ").strip() or otherwise
            if not typed:
                break
            problems = scaffold.check(replace(scaffold.Answers(), **{key: typed}))
            if not problems:
                answers = replace(answers, **{key: typed})
            for problem in problems:
                print(f"  {problem.message} {problem.hint}")
    return answers
