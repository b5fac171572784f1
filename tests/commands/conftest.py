"""Run the real command, in a process of its own or, where that is all a test needs, in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import sitegen
from sitegen import cli

CODE = str(Path(sitegen.__file__).resolve().parent.parent)


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


def environment(**more: str) -> dict[str, str]:
    """This environment, in which the package under test can be imported from any folder."""
    path = os.pathsep.join(filter(None, (CODE, os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, **more}


@pytest.fixture
def command() -> Callable[..., Ran]:
    """Run ``sitegen ...`` as a process; its input is empty."""

    def run(*words: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "sitegen", *map(str, words)], cwd=cwd, timeout=120,
            env=environment(**(env or {})), stdin=subprocess.DEVNULL, capture_output=True,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def sitegen_main(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run ``sitegen ...`` in this process."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def process_environment() -> Callable[..., dict[str, str]]:
    """The environment for processes that a test starts by itself."""
    return environment
