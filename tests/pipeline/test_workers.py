"""Work in several processes: the same results in the same order, and nobody left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from folders import surroundings

from sitegen import workers, write

forking = pytest.mark.skipif(not workers.can_fork(), reason="this system cannot fork safely")


@pytest.mark.parametrize("jobs", [1, 2, 3, 50])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 20])
def test_results_come_in_the_order_of_the_work(jobs: int, count: int) -> None:
    assert [n * n for n in range(count)] == workers.map_all(lambda n: n * n, range(count), jobs)


@forking
def test_large_results_arrive_whole() -> None:
    done = workers.map_all(lambda n: bytes([n]) * 3_000_000, range(4), 2)
    assert [(3_000_000, n) for n in range(4)] == [(len(data), data[-1]) for data in done]


@forking
def test_work_is_shared_between_processes() -> None:
    def slow(_: int) -> int:
        time.sleep(0.3)
        return os.getpid()

    assert 3 == len(set(workers.map_all(slow, range(6), 3)))


@forking
def test_who_is_slow_leaves_more_to_the_others() -> None:
    parent = os.getpid()

    def task(number: int) -> bool:
        here = os.getpid() == parent
        time.sleep(0.05 if here else 1)
        return here

    assert 1 == workers.map_all(task, range(12), 2).count(False)


@forking
@pytest.mark.parametrize("bad", [0, 1, 4])
def test_an_error_comes_out_wherever_it_happened_and_no_child_is_left(bad: int) -> None:
    def task(number: int) -> int:
        if number == bad:
            raise LookupError(number)
        return number

    with pytest.raises(LookupError, match=str(bad)):
        workers.map_all(task, range(6), 3)
    assert [] == multiprocessing.active_children()


@forking
def test_what_a_killed_child_left_undone_is_done_here(tmp_path: Path) -> None:
    parent = os.getpid()

    def task(number: int) -> int:
        if os.getpid() != parent:
            (tmp_path / str(number)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.1)
        return number

    assert list(range(8)) == workers.map_all(task, range(8), 2)
    assert 1 == len(list(tmp_path.iterdir()))


@forking
def test_no_process_to_be_had_only_costs_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", fork)
    assert list(range(8)) == workers.map_all(lambda n: n, range(8), 3)


SLOW = """
import os, sys, time
from pathlib import Path
from sitegen import workers, write

def task(number):
    os.write(1, b"working\\n")
    time.sleep(30)

with write.Output(Path(sys.argv[1])).lock() as held:
    workers.map_all(task, range(4), 2)
"""


@forking
def test_a_killed_build_takes_its_helpers_along_and_frees_the_folder(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path / "out")],
                               env=surroundings(), stdout=subprocess.PIPE)  # fmt: skip
    assert process.stdout is not None
    assert [b"working\n"] * 2 == [process.stdout.readline() for _ in range(2)]
    process.kill()
    process.wait(10)
    with write.Output(tmp_path / "out").lock(5.0) as held:
        assert held


@forking
def test_ctrl_c_is_answered_once_and_leaves_nobody(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path / "out")],
                               env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               start_new_session=True)  # fmt: skip
    assert process.stdout is not None
    for _ in range(2):
        process.stdout.readline()
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert time.monotonic() - started < 15
    assert 1 == said.count(b"KeyboardInterrupt\n"), said.decode()
    assert b"Process" not in said
