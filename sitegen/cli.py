"""The command line: arguments in, printed words and an exit code out.

Exit codes: 0 fine, 1 problems in the project, 2 wrong usage, 3 a bug in sitegen. Only the command
that was asked for is imported, and only its arguments are declared: a build with nothing to do is
over in the time that all of them would take.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from sitegen import __version__, terminal

FINE, PROBLEMS, USAGE, BUG = 0, 1, 2, 3

COMMANDS = (
    ("new", "start a site in a new folder"),
    ("serve", "show the site on this computer while you write"),
    ("build", "make the finished site in output/"),
    ("why", "say what becomes of one page, and why"),
    ("map", "draw how visitors can move up your ladder"),
    ("brand", "show your colours, draw your brand kit"),
    ("check", "look for mistakes, and say how the pages read"),
    ("theme", "list, make, check, compare and add themes"),
    ("forms", "list the forms, and try one out"),
)
"""Each command, a module of ``sitegen.commands``, and what it does in a few words."""


def program() -> NoReturn:
    """Run the command of this process and end it.

    Everything is closed and printed by then. Without the last line Python would first give back
    each of the values that a large build holds, which takes as long as making a hundred pages; the
    system takes all of them at once.
    """
    code = terminal.flushed(main())
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    if arguments is None:
        terminal.speak_utf8()
    try:
        for stream in (sys.stdout, sys.stderr):
            terminal.forgiving(stream)
        words = sys.argv[1:] if arguments is None else arguments
        parsed = _parser(words).parse_args(words)
        code = int(parsed.run(parsed))
        return terminal.flushed(code)
    except SystemExit as leaving:
        return terminal.flushed(leaving.code if isinstance(leaving.code, int) else USAGE)
    except KeyboardInterrupt:
        terminal.say("\nStopped. What was there before is untouched.")
        return PROBLEMS
    except BrokenPipeError:
        terminal.abandon_pipes()
        return FINE
    except terminal.UnprintableError as error:
        return terminal.unprinted(error.reason)
    except Exception as error:
        terminal.say(terminal.bug(error))
        return BUG


# Arguments ----------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Says what to do about a wrong command line, in words for people."""

    def error(self, message: str) -> NoReturn:
        found = _explained(message, self)
        self.exit(USAGE, f"{found}\nTo see what there is: {self.prog} --help\n")


def _explained(message: str, parser: argparse.ArgumentParser) -> str:
    """argparse's message for the mistakes that people make, said plainly."""
    import re

    from sitegen.problems import did_you_mean

    if found := re.search(r"invalid choice: '(.*?)' ", message):
        near = did_you_mean(found[1], _commands(parser))
        return f'There is no command "{found[1]}". {near}'.strip()
    if message.startswith("the following arguments are required: COMMAND"):
        return "Say what to do, for example: sitegen build"
    if message.startswith("the following arguments are required: "):
        return f"Something is missing: {message.rpartition(': ')[2]}"
    if message.startswith("unrecognized arguments: "):
        wrong = message.removeprefix("unrecognized arguments: ").split()[0]
        near = did_you_mean(wrong, _switches(parser)) if wrong.startswith("-") else ""
        return f'"{wrong}" is not understood here. {near}'.strip()
    if found := re.match(r"argument (\S+): expected one argument", message):
        return f"A value is missing after {found[1].split('/')[-1]}."
    if found := re.match(r"argument (\S+): (.*)", message, re.S):
        return f"{found[1].split('/')[-1]}: {found[2]}"
    return message


def _commands(parser: argparse.ArgumentParser) -> list[str]:
    return [name for action in parser._actions if isinstance(action.choices, dict)
            for name in action.choices]  # fmt: skip


def _switches(parser: argparse.ArgumentParser) -> list[str]:
    """Every option of the parser and of its commands."""
    own = list(parser._option_string_actions)
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for inner in action.choices.values():
                own += list(inner._option_string_actions)
    return [name for name in own if name.startswith("--")]


def _parser(words: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser for a command line, which knows no more than the command that it begins with and
    that one's arguments; where it begins with none, all commands; without ``words`` everything."""
    parser = _Parser(
        prog="sitegen",
        description="Turns a folder of Markdown into a finished campaign site.",
        epilog="Start with:              sitegen new my-campaign\n"
               "More about one command:  sitegen build --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"sitegen {__version__}",
                        help="say which version this is")  # fmt: skip
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True,
                                     parser_class=_Parser, prog="sitegen")  # fmt: skip
    named = [row for row in COMMANDS if row[0] in (words or ())[:1]]
    for name, what in named or COMMANDS:
        command = commands.add_parser(name, help=what)
        if words is None or name in words:
            module = import_module(f"sitegen.commands.{name}")
            command.description = module.DESCRIPTION
            command.set_defaults(run=module.run)
            module.add(command)
    return parser
