"""What commands have in common: their arguments, and the project that they work on."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import terminal

if TYPE_CHECKING:
    from sitegen.model import Options
    from sitegen.problems import Problem

FINE, PROBLEMS = 0, 1
"""Exit codes of commands that ran."""


def common(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes that looks at a project."""
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


def port(text: str) -> int:
    """A number as ``--port`` takes it."""
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


def no_project(project: Path) -> tuple[Problem, ...]:
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
            hint = f"Did you mean the site above? Add: -C {typed(os.path.relpath(above))}"
            break
    return (Problem("site-missing", "There is no site in this folder: it holds no content/.",
                    Span(str(project)), hint),)  # fmt: skip


def refused(project: Path) -> bool:
    """Whether there is no site in the folder, which is then said."""
    problems = no_project(project)
    terminal.print_problems(problems)
    return bool(problems)


def stands(problems: Iterable[Problem], strict: bool) -> bool:
    """Whether any of the problems stops a build."""
    levels = ("error", "warning") if strict else ("error",)
    return any(problem.level in levels for problem in problems)


def typed(path: str) -> str:
    """A path as it must be typed."""
    return f'"{path}"' if " " in path else path
