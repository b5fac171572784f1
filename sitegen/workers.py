"""Work spread over processes. Results come back in the order of the work, whoever did it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")


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
    import sys

    return sys.platform == "linux"


def map_all(
    task: Callable[[Work], Result], items: Sequence[Work], jobs: int
) -> list[Result]:
    """``[task(item) for item in items]``, in up to ``jobs`` processes, this one included.

    Children inherit ``task`` and ``items`` by forking, so only results are copied between
    processes. What a child could not finish is done here.
    """
    jobs = min(jobs, len(items))
    if jobs < 2 or not can_fork():
        return [task(item) for item in items]
    context = multiprocessing.get_context("fork")
    children = []
    for number in range(1, jobs):
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_child, args=(theirs, task, items[number::jobs]))
        child.start()
        theirs.close()
        children.append((number, child, ours))
    results: list[Any] = [None] * len(items)
    results[0::jobs] = [task(item) for item in items[0::jobs]]
    for number, child, ours in children:
        try:
            done: list[Any] | None = ours.recv()
        except (EOFError, OSError):
            done = None
        child.join()
        if done is None:
            done = [task(item) for item in items[number::jobs]]
        results[number::jobs] = done
    return results


def _child(pipe: Any, task: Callable[[Any], Any], items: Sequence[Any]) -> None:
    try:
        done = [task(item) for item in items]
    except Exception:  # the parent does the work again and meets the same error in the open
        done = None  # type: ignore[assignment]
    try:
        pipe.send(done)
    except OSError:
        pass
    finally:
        pipe.close()
        os._exit(0)
