"""The command line: arguments in, printed words and an exit code out.

Exit codes: 0 fine, 1 problems in the project, 2 wrong usage, 3 a bug in sitegen. Nothing else in
the package prints.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import __version__

if TYPE_CHECKING:
    from sitegen.build import Result
    from sitegen.model import Options
    from sitegen.problems import Problem

FINE, PROBLEMS, USAGE, BUG = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    try:
        parsed = _parser().parse_args(arguments)
        return int(parsed.run(parsed))
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    except KeyboardInterrupt:
        _say("Stopped. The site that was there is untouched.")
        return PROBLEMS
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        return _bug(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sitegen",
        description="Build a campaign site from a folder of Markdown.",
        epilog="Start with:  sitegen new my-campaign",
    )
    parser.add_argument("--version", action="version", version=f"sitegen {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    build = commands.add_parser("build", help="turn content/ into a finished site in output/")
    _common(build)
    build.add_argument("-o", "--output", metavar="DIR", help="where the site goes (output)")
    build.add_argument("--strict", action="store_true", help="treat warnings as errors")
    build.add_argument("--json", action="store_true", help="print problems as JSON")
    build.add_argument("--timings", action="store_true", help="say how long each stage took")
    build.set_defaults(run=_build)

    serve = commands.add_parser("serve", help="show the site on this computer while you write")
    _common(serve)
    serve.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (8000)")
    serve.add_argument("--open", action="store_true", help="open it in the browser")
    serve.set_defaults(run=_serve)

    new = commands.add_parser("new", help="start a site in a new folder")
    new.add_argument("folder", metavar="DIR")
    new.add_argument("--name", help="your group's name")
    new.add_argument("--colour", "--color", help="your colour, such as #b3261e or teal")
    new.add_argument("--form", metavar="URL", help="where sign-ups go: an https address, or an "
                     "e-mail address")  # fmt: skip
    new.add_argument("--url", help="the address the site will have, if you know it")
    new.set_defaults(run=_new)

    why = commands.add_parser("why", help="say what becomes of one page, and why")
    _common(why)
    why.add_argument("page", metavar="PAGE", help="a file, or an address such as /about/")
    why.set_defaults(run=_why)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-C", "--project", metavar="DIR", default=".",
                        help="the folder that holds content/ (this one)")  # fmt: skip
    parser.add_argument("--drafts", action="store_true", help="include drafts and pages that are "
                        "not due yet")  # fmt: skip
    parser.add_argument("--date", metavar="DATE", type=_moment, help="build as if it were this day "
                        "(2026-11-03) or instant")  # fmt: skip
    parser.add_argument("--base-url", metavar="URL", default="", help="another address than "
                        "site.yaml names")  # fmt: skip
    parser.add_argument("-j", "--jobs", metavar="N", type=_count, default=0,
                        help="processes to use (one for each core)")  # fmt: skip


def _moment(text: str) -> str:
    from datetime import UTC, datetime

    from sitegen import schema
    from sitegen.problems import Span

    iso, problem = schema.date(text, Span("--date"), "date")
    if not iso:
        raise argparse.ArgumentTypeError(problem.message if problem else "not a date")
    stamp = datetime.fromisoformat(iso)
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).isoformat()


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 256:
        raise argparse.ArgumentTypeError("between 1 and 256")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("between 0 and 65535")
    return number


def options(parsed: argparse.Namespace) -> Options:
    """What the arguments ask of a build; the clock is read here and nowhere below."""
    from sitegen.model import Options

    if parsed.date:
        now = parsed.date
    else:
        now = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
    jobs = parsed.jobs
    if not jobs:
        try:
            jobs = len(os.sched_getaffinity(0))
        except AttributeError:
            jobs = os.cpu_count() or 1
    return Options(now, parsed.drafts, parsed.base_url, jobs)


# Commands -----------------------------------------------------------------------------------


def _build(parsed: argparse.Namespace) -> int:
    from sitegen import build

    started = time.perf_counter()
    project = Path(parsed.project)
    folder = Path(parsed.output) if parsed.output else project / "output"
    bar = _Progress()
    result = build.run(project, folder, options(parsed), parsed.strict, bar)
    bar.clear()
    seconds = time.perf_counter() - started
    failed = _stands(result, parsed.strict)
    if parsed.json:
        _print_json(result, failed)
    else:
        _print_problems(result.problems)
        _print_hidden(result.hidden)
        if failed:
            _say(_count_problems(result.problems, parsed.strict)
                 + " Nothing was written; the last good site is untouched.")  # fmt: skip
        else:
            print(_summary(result, folder, seconds))
    if parsed.timings:
        for stage, took in result.timings:
            print(f"{took * 1000:8.1f} ms  {stage}", file=sys.stderr)
    return PROBLEMS if failed else FINE


def _stands(result: Result, strict: bool) -> bool:
    levels = ("error", "warning") if strict else ("error",)
    return any(problem.level in levels for problem in result.problems)


def _summary(result: Result, folder: Path, seconds: float) -> str:
    home = folder / "index.html"
    try:
        shown = os.path.relpath(home)
    except ValueError:
        shown = str(home)
    what = f"{result.pages} pages"
    if not result.changed:
        return f"Nothing changed: {what} are up to date. Open {shown}"
    return f"Built {what} ({result.rendered} made anew) in {seconds:.1f} s. Open {shown}"


def _serve(parsed: argparse.Namespace) -> int:
    from sitegen import serve

    return serve.run(Path(parsed.project), parsed.port, lambda: options(parsed), parsed.open, print)


def _new(parsed: argparse.Namespace) -> int:
    from sitegen import scaffold

    answers = scaffold.Answers(parsed.name or "", parsed.colour or "", parsed.form or "",
                               parsed.url or "")  # fmt: skip
    if sys.stdin.isatty() and sys.stdout.isatty():
        answers = _ask(answers)
    problems = scaffold.create(Path(parsed.folder), answers)
    _print_problems(problems)
    if any(problem.level == "error" for problem in problems):
        return PROBLEMS
    print(f"Your site is in {parsed.folder}. See it while you write:\n"
          f"    sitegen serve -C {parsed.folder}\n"
          f"Build it for publishing:\n    sitegen build -C {parsed.folder}")  # fmt: skip
    return FINE


def _ask(answers: scaffold.Answers) -> scaffold.Answers:  # type: ignore[name-defined]  # noqa: F821
    from dataclasses import replace

    from sitegen import scaffold

    def ask(question: str, standard: str) -> str:
        return input(f"{question} [{standard}]: ").strip() or standard

    standard = scaffold.STANDARD
    return replace(
        answers,
        name=answers.name or ask("Your group's name", standard.name),
        colour=answers.colour or ask("Your colour", standard.colour),
        form=answers.form or ask("Where sign-ups go (an https or e-mail address)", standard.form),
    )


def _why(parsed: argparse.Namespace) -> int:
    from sitegen import why

    found, problems = why.explain(Path(parsed.project), parsed.page, options(parsed))
    _print_problems(problems)
    for line in found:
        print(line)
    return FINE if found else PROBLEMS


# Printing -----------------------------------------------------------------------------------


class _Progress:
    """One line on a terminal that is rewritten; silent in a pipe and for short work."""

    def __init__(self) -> None:
        self._tty = sys.stderr.isatty()
        self._started = time.monotonic()
        self._shown = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self._tty and now - self._started > 0.5 and now - self._shown > 0.1:
            self._shown = now
            print(f"\r{what}: {min(done, total)} of {total} ", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave the terminal's line as it was."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _print_problems(problems: Sequence[Problem]) -> None:
    from sitegen import problems as reports

    for problem in problems:
        _say(_printable(reports.text(problem)))


def _printable(text: str) -> str:
    """Text whose signs the terminal's encoding may lack or misread."""
    text = "".join(sign if sign >= " " or sign == "\n" else "\ufffd" for sign in text)
    encoding = sys.stderr.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _print_hidden(hidden: Sequence[tuple[str, str]]) -> None:
    for path, reason in hidden:
        _say(_printable(f"{path}: not shown, because {reason}"))


def _count_problems(problems: Sequence[Problem], strict: bool) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    warnings = sum(problem.level == "warning" for problem in problems)
    parts = [f"{errors} error{'s' if errors != 1 else ''}"]
    if strict:
        parts.append(f"{warnings} warning{'s' if warnings != 1 else ''}")
    return " and ".join(parts) + "."


def _print_json(result: Result, failed: bool) -> None:
    from sitegen import problems as reports

    print(json.dumps({
        "ok": not failed,
        "problems": [reports.as_data(problem) for problem in result.problems],
        "hidden": [{"path": path, "reason": reason} for path, reason in result.hidden],
        "pages": result.pages,
        "rendered": result.rendered,
        "written": result.written,
        "removed": result.removed,
    }, ensure_ascii=False, indent=1))  # fmt: skip


def _bug(error: Exception) -> int:
    """A mistake of ours: said plainly, with the details in a file that can be sent."""
    import tempfile
    import traceback

    details = f"sitegen {__version__}, Python {sys.version}\n{traceback.format_exc()}"
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", prefix="sitegen-bug-", delete=False,
                                         encoding="utf-8") as file:  # fmt: skip
            file.write(details)
        where = f"The details are in {file.name}: please send them to the project."
    except OSError:
        where = f"It was: {type(error).__name__}: {error}"
    _say(f"This is a bug in sitegen, not a mistake of yours. {where}")
    return BUG
