"""``sitegen forms``: the list of forms; ``sitegen forms test`` tries one out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import terminal
from sitegen.commands.arguments import FINE, PROBLEMS, common, no_project, options, stands

if TYPE_CHECKING:
    from sitegen.formbook import Book


DESCRIPTION = (
    "Lists every form of the site: where it goes, how, and what the service that "
    "receives it cannot do. With test and a form's name it sends one marked "
    "submission to the real service and says what came back."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common(parser)
    parser.add_argument("--json", action="store_true", help="print the list as JSON, for other "
                       "programs")  # fmt: skip
    tried = parser.add_subparsers(title="commands", metavar="test", parser_class=type(parser))
    trial = tried.add_parser(
        "test", help="send one marked submission to the real service",
        description="Sends one submission, in which everything says that it is a test, to the "
                    "real service, once, and says what came back.",
    )  # fmt: skip
    common(trial)
    for action in trial._actions:  # what stands before "test" must not be forgotten
        action.default = argparse.SUPPRESS
    trial.add_argument("form", metavar="NAME", help="the form's name, that of its file")
    trial.add_argument("--email", metavar="ADDRESS", default="", help="the address to sign up with "
                       "(test@example.org)")  # fmt: skip
    trial.add_argument("--yes", action="store_true", help="do not ask before sending")
    trial.set_defaults(run=_test)


def run(parsed: argparse.Namespace) -> int:
    """Run the command."""
    from sitegen import formlist

    book = _book(parsed)
    if book is None:
        return PROBLEMS
    listed = formlist.rows(book)
    if parsed.json:
        import json

        terminal.print_line(json.dumps(formlist.data(listed), indent=1, ensure_ascii=False))
    else:
        terminal.print_line(formlist.text(listed))
    return PROBLEMS if stands(book.problems, False) else FINE


def _test(parsed: argparse.Namespace) -> int:
    from sitegen import formtrial

    book = _book(parsed)
    if book is None:
        return PROBLEMS
    trial, problems = formtrial.prepare(book, parsed.form, parsed.email or formtrial.EMAIL)
    if trial is None:
        terminal.print_problems(problems)
        return PROBLEMS
    terminal.print_line(f"This sends one submission to {trial.to}")
    for name, value in trial.pairs:
        terminal.print_line(f"  {name}: {value}")
    if trial.left_out:
        terminal.print_line(f"Left out: {', '.join(trial.left_out)}.")
    if not parsed.yes:
        if not terminal.is_terminal(sys.stdin):
            terminal.say("Nothing was sent. Add --yes to send it without being asked.")
            return PROBLEMS
        try:
            agreed = input("Send it? [y/N] ").strip().lower() in ("y", "yes")
        except EOFError:
            agreed = False
        if not agreed:
            terminal.say("Nothing was sent.")
            return PROBLEMS
    outcome = formtrial.send(trial)
    if outcome.status:
        terminal.print_line(f"Answer: {outcome.status}")
    for line in outcome.said:
        terminal.print_line(line)
    return PROBLEMS if outcome.good is False else FINE


def _book(parsed: argparse.Namespace) -> Book | None:
    """The site's forms; None, with the reason printed, where there is no site."""
    project = Path(parsed.project)
    problems = no_project(project)
    if not problems:
        from sitegen import formbook
        from sitegen.cache import Cache

        cache = Cache(project / ".sitegen")
        try:
            book = formbook.read(project, options(parsed), cache)
        finally:
            cache.close()
        if book.forms or not stands(book.problems, False):
            return book
        problems = book.problems
    terminal.print_problems(problems)
    return None
