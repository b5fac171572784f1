"""Work spread over processes. Results come back in the order of the work, whoever did it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")

SHARE = 16
"""As many pieces of work, or fewer, are taken at a time."""

MOST_SHARES, NUMBER = 8_000, 4
"""So many numbers of so many bytes fit into a pipe that nobody reads yet, on any system."""

FEW = 48
"""Below this many pieces of work starting another process costs more than it saves."""


def default() -> int:
    """How many processes this machine can really run at once."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether children can inherit memory; elsewhere the work is done in this process.

    macOS has fork but its system libraries do not survive it.
    """
    return sys.platform == "linux"


def map_all(task: Callable[[Work], Result], items: Sequence[Work], jobs: int) -> list[Result]:
    """``[task(item) for item in items]``, in up to ``jobs`` processes, this one included.

    Children inherit ``task`` and ``items`` by forking, so only results are copied between
    processes. Each takes the next few items whenever it is through with its last, because cores are
    not equally fast. What a child could not finish is done here. However this ends, no child is left.
    """
    jobs = min(jobs, len(items))
    if jobs < 2 or not can_fork():
        return [task(item) for item in items]
    import multiprocessing

    context = multiprocessing.get_context("fork")
    children: list[tuple[Any, Any]] = []
    results: dict[int, list[Any]] = {}
    share = max(1, min(SHARE, len(items) // (4 * jobs)), -(-len(items) // MOST_SHARES))
    shares = range(0, len(items), share)
    with _queue(shares) as queue:

        def work() -> Iterator[tuple[int, list[Any]]]:
            for start in queue():
                yield start, [task(item) for item in items[start : start + share]]

        try:
            for _ in range(1, jobs):
                ours, theirs = context.Pipe(duplex=False)
                child = context.Process(target=_child, args=(theirs, work, os.getpid()),
                                        daemon=True)  # fmt: skip
                try:
                    child.start()
                except OSError:  # no memory or no process to be had: the work is done here
                    ours.close()
                    break
                finally:
                    theirs.close()
                children.append((child, ours))
            results.update(work())
            for _, ours in children:
                with suppress(EOFError, OSError):
                    results.update(ours.recv() or {})
        except BaseException:
            for child, _ in children:
                child.kill()
            raise
        finally:
            for child, ours in children:
                ours.close()
                child.join()
    for start in shares:
        if start not in results:
            results[start] = [task(item) for item in items[start : start + share]]
    return [result for start in shares for result in results[start]]


@contextmanager
def _queue(numbers: Sequence[int]) -> Iterator[Callable[[], Iterator[int]]]:
    """Numbers of which each is given out once, to whichever process asks first: a pipe, from which
    the system lets one process read at a time."""
    source, sink = os.pipe()
    try:
        os.write(sink, b"".join(number.to_bytes(NUMBER, "big") for number in numbers))
    finally:
        os.close(sink)

    def taken() -> Iterator[int]:
        while number := os.read(source, NUMBER):
            yield int.from_bytes(number, "big")

    try:
        yield taken
    finally:
        os.close(source)


def _child(pipe: Any, work: Callable[[], Iterator[tuple[int, list[Any]]]], parent: int) -> None:
    # Ctrl+C reaches the whole group; the parent answers it. A killed parent takes its children
    # along: they would go on holding the lock of the output folder.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(parent)
    done: dict[int, list[Any]] | None
    try:
        done = dict(work())
    except Exception:  # the parent does the work again and meets the same error in the open
        done = None
    try:
        pipe.send(done)
    except OSError:
        pass
    finally:
        pipe.close()
        os._exit(0)


def _end_with(parent: int) -> None:
    """Linux only: prctl(2) with PR_SET_PDEATHSIG."""
    import ctypes

    try:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:  # it was too late
        os._exit(1)
