"""Real receivers on 127.0.0.1: started for the tests, asked until they answer, stopped by number.

Without one its tests are skipped with a line that says so; ``SITEGEN_RECEIVERS=required`` (as in
CI) makes that a failure.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAMS = HERE / "node_modules" / ".bin"
PATIENCE = 90.0
"""Seconds that a receiver has to start; machines that run tests can be slow."""


def missing(what: str) -> None:
    reason = f"tests with real receivers need {what}"
    if os.environ.get("SITEGEN_RECEIVERS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def running(
    command: list[str], port: int, folder: Path, environment: Mapping[str, str] | None = None,
    ready: str = "",
) -> Iterator[str]:  # fmt: skip
    """Run a program until it answers on its port, at the path ``ready`` with success; gives its
    address."""
    log = folder / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            env={**os.environ, **(environment or {})}, start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + PATIENCE
        while not answers(address + ready, bool(ready)):
            words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            assert process.poll() is None, words
            assert time.monotonic() < end, words
            time.sleep(0.1)
        yield address
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)  # its own session: what it started, no more
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def answers(address: str, well: bool) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return not well
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """The path of a program from package.json beside this file."""

    def find(name: str) -> str:
        if not (PROGRAMS / name).is_file():
            missing(f"{name} (in tests/receivers: npm install --no-package-lock)")
        return str(PROGRAMS / name)

    return find
