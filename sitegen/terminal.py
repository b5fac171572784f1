"""What the commands print, and how: on terminals, in pipes, in old encodings, on full disks.

Words come in finished; this module decides only where they go and that nothing can break them.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

from sitegen import __version__

if TYPE_CHECKING:
    from sitegen.build import Result
    from sitegen.problems import Problem

PROBLEMS = 1
"""The exit code where something was printed that could not leave."""


class Progress:
    """One line on a terminal that is rewritten; silent in a pipe and for short work."""

    def __init__(self) -> None:
        self._tty = is_terminal(sys.stderr)
        self._process = os.getpid()
        self._started = time.monotonic()
        self._shown = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if (self._tty and now - self._started > 0.5 and now - self._shown > 0.1
                and os.getpid() == self._process):  # fmt: skip
            self._shown = now
            print(f"\r{what}: {min(done, total)} of {total} ", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave the terminal's line as it was."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = 0.0


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sits there. A stream is None where a program was started without one."""
    return stream is not None and not stream.closed and stream.isatty()


def speak_utf8() -> None:
    """Start again where file names would be read in an old encoding: the same files must give the
    same site everywhere. What is printed stays in the terminal's own encoding."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and sys.executable:
        if sys.stdout is not None and not os.environ.get("PYTHONIOENCODING"):
            os.environ["PYTHONIOENCODING"] = sys.stdout.encoding
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def forgiving(stream: TextIO | None) -> None:
    """Let a stream write ``\\xe9`` where its encoding lacks a sign, instead of failing."""
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def flushed(code: int) -> int:
    """The exit code, once everything printed has left; a reader that went away is no mistake."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and not stream.closed:
                stream.flush()
    except BrokenPipeError:
        abandon_pipes()
    except OSError as error:
        return unprinted(str(error.strerror))
    return code


class UnprintableError(Exception):
    """Standard output takes nothing, for example because its disk is full."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


def print_line(text: str) -> None:
    try:
        print(safe(text))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnprintableError(str(error.strerror)) from error


def print_drawn(text: str) -> None:
    """A line that may hold the colours of ``swatch``; all else in it must be safe already."""
    try:
        print(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnprintableError(str(error.strerror)) from error


def swatch() -> Callable[[tuple[int, int, int]], str]:
    """What paints two columns in a colour and a space after them; nothing where no terminal is, or
    where NO_COLOR asks for none."""
    kind = os.environ.get("TERM", "")
    if not is_terminal(sys.stdout) or os.environ.get("NO_COLOR") or kind in ("", "dumb"):
        return lambda rgb: ""
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit") or kind.endswith("direct"):
        return lambda rgb: f"\x1b[48;2;{rgb[0]};{rgb[1]};{rgb[2]}m  \x1b[0m "
    return lambda rgb: f"\x1b[48;5;{_of_256(*rgb)}m  \x1b[0m "


def _of_256(red: int, green: int, blue: int) -> int:
    """The nearest of the 216 colours that every coloured terminal has."""
    steps = (0, 95, 135, 175, 215, 255)
    at = [min(range(6), key=lambda step: abs(steps[step] - part)) for part in (red, green, blue)]
    return 16 + 36 * at[0] + 6 * at[1] + at[2]


def unprinted(reason: str) -> int:
    say(f"What was to be printed could not be written: {reason}.")
    abandon_pipes()
    return PROBLEMS


def abandon_pipes() -> None:
    """Send what still waits to be printed nowhere, or Python complains when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)


def say(text: str) -> None:
    if sys.stderr is not None:
        print(text, file=sys.stderr)


def print_problems(problems: Iterable[Problem]) -> None:
    from sitegen import problems as reports

    for problem in problems:
        say(safe(reports.text(problem)))


def safe(text: str) -> str:
    """Text from a project, with the signs replaced that would steer a terminal."""
    return "".join("\ufffd" if (sign < " " and sign != "\n") or "\x7f" <= sign <= "\x9f" else sign
                   for sign in text)  # fmt: skip


ALIKE = 8
"""Pages left out for one and the same reason that are named one by one."""


def print_hidden(hidden: Sequence[tuple[str, str]]) -> None:
    """Each page that is left out; many for one reason as their number and the first few."""
    groups: dict[str, list[str]] = {}
    for path, reason in hidden:
        groups.setdefault(reason, []).append(path)
    for reason, paths in groups.items():
        if len(paths) > ALIKE:
            first = ", ".join(paths[:3])
            say(safe(f"{len(paths)} pages are not shown, because {reason}: {first}, ... "
                     "(sitegen why PAGE tells of each)"))  # fmt: skip
            continue
        for path in paths:
            say(safe(f"{path}: not shown, because {reason}"))


def counted(problems: Sequence[Problem], strict: bool) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    warnings = sum(problem.level == "warning" for problem in problems)
    parts = [f"{errors} error{'s' if errors != 1 else ''}"]
    if strict:
        parts.append(f"{warnings} warning{'s' if warnings != 1 else ''}")
    return " and ".join(parts)


def print_json(result: Result, failed: bool) -> None:
    import json

    from sitegen import problems as reports

    print_line(json.dumps({
        "ok": not failed,
        "problems": [reports.as_data(problem) for problem in result.problems],
        "hidden": [{"path": path, "reason": reason} for path, reason in result.hidden],
        "pages": result.pages,
        "rendered": result.rendered,
        "written": result.written,
        "removed": result.removed,
    }, indent=1))  # fmt: skip


def bug(error: BaseException) -> str:
    """What to say of a mistake of ours; the details go to a file that can be sent."""
    import tempfile
    import traceback

    trace = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", prefix="sitegen-bug-", delete=False,
                                         encoding="utf-8", errors="replace") as file:  # fmt: skip
            file.write(f"sitegen {__version__}, Python {sys.version}\n{trace}")
        where = f"The details are in {file.name}: please send them to the project."
    except OSError:
        where = f"It was: {type(error).__name__}: {error}"
    return f"This is a bug in sitegen, not a mistake of yours. {where}"
