"""The command line: arguments in, printed words and an exit code out.

Exit codes: 0 fine, 1 problems in the project, 2 wrong usage, 3 a bug in sitegen. Nothing else in
the package prints. Everything but arguments is imported by the command that needs it, because a
build with nothing to do is over in the time that some libraries take to load.
"""

from __future__ import annotations

import argparse
import functools
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sitegen import __version__, terminal

if TYPE_CHECKING:
    from sitegen.build import Result
    from sitegen.formbook import Book
    from sitegen.model import Options
    from sitegen.problems import Problem
    from sitegen.scaffold import Answers

FINE, PROBLEMS, USAGE, BUG = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    if arguments is None:
        terminal.speak_utf8()
    try:
        for stream in (sys.stdout, sys.stderr):
            terminal.forgiving(stream)
        parsed = _parser().parse_args(arguments)
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


def _parser() -> argparse.ArgumentParser:
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
                                     parser_class=_Parser)  # fmt: skip

    new = commands.add_parser(
        "new", help="start a site in a new folder",
        description="Makes a folder with a whole site in it, ready to be changed. Asks for what "
                    "you do not give here.",
    )  # fmt: skip
    new.add_argument("folder", metavar="DIR", help="the folder to make")
    new.add_argument("--name", metavar="TEXT", help="your group's name")
    new.add_argument("--colour", "--color", metavar="COLOUR",
                     help='your colour, such as "#b3261e" or teal')  # fmt: skip
    new.add_argument("--form", metavar="ADDRESS", help="where sign-ups go: the https address from "
                     "your form service, or an e-mail address")  # fmt: skip
    new.add_argument("--url", metavar="URL", help="the address the site will have, if you know it")
    new.set_defaults(run=_new)

    serve = commands.add_parser(
        "serve", help="show the site on this computer while you write",
        description="Shows the site in your browser and reloads it each time you save. Only this "
                    "computer can see it. Ctrl+C ends it.",
    )  # fmt: skip
    _common(serve)
    serve.add_argument("--port", metavar="N", type=_port, default=8000,
                       help="the number after 127.0.0.1: in its address (8000)")  # fmt: skip
    serve.add_argument("--open", action="store_true", help="open it in the browser")
    serve.add_argument("--no-reading", action="store_true",
                       help="do not show on each page how hard it is to read")  # fmt: skip
    serve.set_defaults(run=_serve)

    build = commands.add_parser(
        "build", help="make the finished site in output/",
        description="Makes the finished site in output/. While something is wrong in the content, "
                    "it says what and where, and leaves the last good site as it is.",
    )  # fmt: skip
    _common(build)
    build.add_argument("-o", "--output", metavar="DIR",
                       help="where the site goes (output/ beside content/)")  # fmt: skip
    build.add_argument("--strict", action="store_true", help="stop at warnings too")
    build.add_argument("--json", action="store_true", help="print what happened as JSON, for "
                       "other programs")  # fmt: skip
    build.add_argument("--timings", action="store_true", help="say how long each stage took")
    build.set_defaults(run=_build)

    why = commands.add_parser(
        "why", help="say what becomes of one page, and why",
        description="Says where a page goes, why it is not shown, what it depends on, and whether "
                    "the next build makes it anew.",
    )  # fmt: skip
    _common(why)
    why.add_argument("page", metavar="PAGE", help="a file such as content/about.md, or an address "
                     "such as /about/")  # fmt: skip
    why.set_defaults(run=_why)

    chart = commands.add_parser(
        "map", help="draw how visitors can move up your ladder",
        description="Draws how a visitor can move through the site: from pages to forms, to the "
                    "thanks and the next step. Dead ends are marked with !.",
    )  # fmt: skip
    _common(chart)
    chart.add_argument("--svg", metavar="FILE", help="draw it as a picture into this file")
    chart.add_argument("--json", action="store_true", help="print it as JSON, for other programs")
    chart.set_defaults(run=_map)

    from sitegen.commands import brand, check, theme

    for name, module in (("brand", brand), ("check", check), ("theme", theme)):
        module.add(commands, _common)
        anywhere = brand.anywhere if module is brand else None
        commands.choices[name].set_defaults(
            run=functools.partial(_of_project, module.run, anywhere)
        )

    forms = commands.add_parser(
        "forms", help="list the forms, and try one out",
        description="Lists every form of the site: where it goes, how, and what the service that "
                    "receives it cannot do. With test and a form's name it sends one marked "
                    "submission to the real service and says what came back.",
    )  # fmt: skip
    _common(forms)
    forms.add_argument("--json", action="store_true", help="print the list as JSON, for other "
                       "programs")  # fmt: skip
    forms.set_defaults(run=_forms)
    tried = forms.add_subparsers(title="commands", metavar="test", parser_class=_Parser)
    trial = tried.add_parser(
        "test", help="send one marked submission to the real service",
        description="Sends one submission, in which everything says that it is a test, to the "
                    "real service, once, and says what came back.",
    )  # fmt: skip
    _common(trial)
    for action in trial._actions:  # what stands before "test" must not be forgotten
        action.default = argparse.SUPPRESS
    trial.add_argument("form", metavar="NAME", help="the form's name, that of its file")
    trial.add_argument("--email", metavar="ADDRESS", default="", help="the address to sign up with "
                       "(test@example.org)")  # fmt: skip
    trial.add_argument("--yes", action="store_true", help="do not ask before sending")
    trial.set_defaults(run=_forms_test)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-C", "--project", metavar="DIR", default=".",
                        help="the folder that holds content/ (the one you are in)")  # fmt: skip
    parser.add_argument("--drafts", action="store_true", help="include drafts and pages that are "
                        "not due yet")  # fmt: skip
    parser.add_argument("--date", metavar="DATE", type=_moment, help="build as if it were this day, "
                        "such as 2026-11-03")  # fmt: skip
    parser.add_argument("--stage", metavar="STAGE", type=_stage,
                        help="show the site as it is in this stage, such as candidate or archive")  # fmt: skip
    parser.add_argument("--base-url", metavar="URL", type=_address,
                        help="put the site at another address than the one in site.yaml")  # fmt: skip
    parser.add_argument("-j", "--jobs", metavar="N", type=_count, default=0,
                        help="how many processor cores to use (all)")  # fmt: skip


def _moment(text: str) -> str:
    from datetime import UTC, datetime

    from sitegen import dates
    from sitegen.problems import Span

    iso, problem = dates.date(text, Span("--date"), "date")
    if not iso:
        said = problem.message if problem else f'"{text}" is no date.'
        raise argparse.ArgumentTypeError(f"{said} Write it like 2026-11-03.")
    stamp = datetime.fromisoformat(iso)
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).isoformat()


def _stage(text: str) -> str:
    from sitegen import stages
    from sitegen.problems import Span

    found = stages.find(text)
    if not found:
        said = stages.unknown(text, Span("--stage"))
        raise argparse.ArgumentTypeError(f"{said.message} {said.hint}")
    return found


def _address(text: str) -> str:
    import re
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.-]+|[\da-f:]+", host):
        raise argparse.ArgumentTypeError(f'"{text}" is not a web address. Write it like '
                                         "https://example.org")  # fmt: skip
    return text


def _count(text: str) -> int:
    return _number(text, 1, 256)


def _port(text: str) -> int:
    return _number(text, 0, 65535)


def _number(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from {least} to {most}.')
    return int(text)


def options(parsed: argparse.Namespace) -> Options:
    """What the arguments ask of a build; the clock is read here and nowhere below."""
    from sitegen import workers
    from sitegen.model import Options

    now = parsed.date or time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
    return Options(now, parsed.drafts, parsed.base_url or "", parsed.jobs or workers.default(),
                   parsed.stage or "")  # fmt: skip


# Commands -----------------------------------------------------------------------------------


def _build(parsed: argparse.Namespace) -> int:
    import gc

    from sitegen import build

    gc.disable()  # a build is short and leaves few cycles; looking for them costs a tenth of it
    started = time.perf_counter()
    project = Path(parsed.project)
    folder = Path(parsed.output) if parsed.output else project / "output"
    problems = _no_project(project)
    if problems:
        result = build.Result(problems)
    else:
        bar = terminal.Progress()
        try:
            result = build.run(project, folder, options(parsed), parsed.strict, bar)
        finally:
            bar.clear()
    seconds = time.perf_counter() - started
    failed = _stands(result.problems, parsed.strict)
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


def _no_project(project: Path) -> tuple[Problem, ...]:
    """Where there is no content/, nothing may be made either; the place may be near."""
    if (project / "content").is_dir():
        return ()
    from sitegen.problems import Problem, Span

    if not project.is_dir():
        return (Problem("site-missing", "There is no such folder.", Span(str(project)),
                        "Name the folder that holds content/."),)  # fmt: skip
    hint = 'Go to the folder that holds content/, or start a site with "sitegen new DIR".'
    for above in Path(os.path.abspath(project)).parents:
        if (above / "content" / "site.yaml").is_file():
            hint = f"Did you mean the site above? Add: -C {_typed(os.path.relpath(above))}"
            break
    return (Problem("site-missing", "There is no site in this folder: it holds no content/.",
                    Span(str(project)), hint),)  # fmt: skip


def _stands(problems: Iterable[Problem], strict: bool) -> bool:
    levels = ("error", "warning") if strict else ("error",)
    return any(problem.level in levels for problem in problems)


def _outcome(result: Result, folder: Path) -> str:
    if result.changed:
        return f"The site was written all the same. Open {_typed(_home(folder))}"
    if (folder / "index.html").is_file():
        return "Nothing was written; the last good site is untouched."
    return "Nothing was written."


def _summary(result: Result, folder: Path, seconds: float) -> str:
    what = f"{result.pages} page{'s' if result.pages != 1 else ''}"
    where = f"Open {_typed(_home(folder))}"
    if not result.changed:
        return f"Nothing changed: {what}, up to date. {where}"
    return f"Built {what} ({result.rendered} made anew) in {seconds:.1f} s. {where}"


def _home(folder: Path) -> str:
    home = folder / "index.html"
    try:
        return os.path.relpath(home)
    except ValueError:  # on another drive
        return str(home)


def _typed(path: str) -> str:
    """A path as it must be typed."""
    return f'"{path}"' if " " in path else path


def _serve(parsed: argparse.Namespace) -> int:
    project = Path(parsed.project)
    problems = _no_project(project)
    if problems:
        terminal.print_problems(problems)
        return PROBLEMS
    from sitegen import serve

    bar = terminal.Progress()

    def say(text: str) -> None:
        bar.clear()
        print(terminal.safe(text), flush=True)  # it is read while it happens, also through a pipe

    return serve.run(
        project,
        parsed.port,
        lambda: options(parsed),
        parsed.open,
        say,
        terminal.bug,
        bar,
        help_reading=not parsed.no_reading,
    )


def _new(parsed: argparse.Namespace) -> int:
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
    folder = _typed(parsed.folder)
    terminal.print_line(f"Your site is in {folder}\n"
          f"  See it while you write:   sitegen serve -C {folder}\n"
          f"  Build it for publishing:  sitegen build -C {folder}")  # fmt: skip
    if not answers.form:
        terminal.print_line("Its forms still have an example's address, so sign-ups reach nobody. Put yours into "
              "content/site.yaml, after backend.")  # fmt: skip
    return FINE


def _ask(answers: Answers) -> Answers:
    """Ask for what was not given. An answer that cannot be used is asked for again."""
    from dataclasses import replace

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


def _why(parsed: argparse.Namespace) -> int:
    project = Path(parsed.project)
    found: tuple[str, ...] = ()
    problems = _no_project(project)
    if not problems:
        from sitegen import why

        found, problems = why.explain(project, parsed.page, options(parsed))
    terminal.print_problems(problems)
    for line in found:
        terminal.print_line(line)
    return FINE if found else PROBLEMS


def _map(parsed: argparse.Namespace) -> int:
    project = Path(parsed.project)
    problems = _no_project(project)
    if problems:
        terminal.print_problems(problems)
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
        terminal.print_line(f"The map is in {_typed(parsed.svg)}")
    else:
        import shutil

        for line in chart.text(seen.journey, shutil.get_terminal_size((80, 24)).columns):
            terminal.print_line(line)
    return PROBLEMS if problems else FINE


def _of_project(
    run: Callable[[argparse.Namespace, Options], int],
    anywhere: Callable[[argparse.Namespace], bool] | None,
    parsed: argparse.Namespace,
) -> int:
    """A command of ``sitegen.commands``; all but those asked for ``anywhere`` need a project."""
    if not (anywhere and anywhere(parsed)):
        problems = _no_project(Path(parsed.project))
        if problems:
            terminal.print_problems(problems)
            return PROBLEMS
    return run(parsed, options(parsed))


def _forms(parsed: argparse.Namespace) -> int:
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
    return PROBLEMS if _stands(book.problems, False) else FINE


def _forms_test(parsed: argparse.Namespace) -> int:
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
    problems = _no_project(project)
    if not problems:
        from sitegen import formbook
        from sitegen.cache import Cache

        cache = Cache(project / ".sitegen")
        try:
            book = formbook.read(project, options(parsed), cache)
        finally:
            cache.close()
        if book.forms or not _stands(book.problems, False):
            return book
        problems = book.problems
    terminal.print_problems(problems)
    return None
