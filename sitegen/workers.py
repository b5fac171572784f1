"""Work spread over processes. Results come back in the order of the work, whoever did it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")

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
    processes. What a child could not finish is done here. However this ends, no child is left.
    """
    jobs = min(jobs, len(items))
    if jobs < 2 or not can_fork():
        return [task(item) for item in items]
    import multiprocessing

    context = multiprocessing.get_context("fork")
    children: list[tuple[int, Any, Any]] = []
    results: list[Any] = [None] * len(items)
    try:
        for number in range(1, jobs):
            ours, theirs = context.Pipe(duplex=False)
            child = context.Process(target=_child, args=(theirs, task, items[number::jobs],
                                                          os.getpid()), daemon=True)  # fmt: skip
            try:
                child.start()
            except OSError:  # no memory or no process to be had: the work is done here
                ours.close()
                break
            finally:
                theirs.close()
            children.append((number, child, ours))
        results[0::jobs] = [task(item) for item in items[0::jobs]]
        started = {number: ours for number, _, ours in children}
        for number in range(1, jobs):
            try:
                done = started[number].recv() if number in started else None
            except (EOFError, OSError):
                done = None
            results[number::jobs] = done or [task(item) for item in items[number::jobs]]
    except BaseException:
        for _, child, _ in children:
            child.kill()
        raise
    finally:
        for _, child, ours in children:
            ours.close()
            child.join()
    return results


def _child(pipe: Any, task: Callable[[Any], Any], items: Sequence[Any], parent: int) -> None:
    # Ctrl+C reaches the whole group; the parent answers it. A killed parent takes its children
    # along: they would go on holding the lock of the output folder.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(parent)
    done: list[Any] | None
    try:
        done = [task(item) for item in items]
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
