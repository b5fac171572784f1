"""Folders as values, the command in a process of its own, and builds that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sitegen import disk

ROOT = Path(__file__).parents[2]
NOW = "2026-11-03T12:00:00+00:00"

SITE = """\
name: Test Street
description: Neighbours in tests.
theme: base
url: https://test.example
nav: [/tactics/index.md, /about.md]
form: join
ask: none
"""
FORM = """\
title: Join us
button: Count me in
fields: [email]
consent: none
backend: custom
settings: {url: "https://forms.test-street.org/join"}
"""

Files = dict[str, bytes]
Picture = Callable[[int, int], bytes]


def files_below(folder: Path) -> Files:
    """Every file below a folder with its bytes; a link as what it points to."""
    found: Files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[path.relative_to(folder).as_posix()] = b"-> " + os.fsencode(os.readlink(path))
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def surroundings(env: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment in which another process finds this sitegen."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}


def command(
    *arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """``sitegen`` with arguments, run to its end."""
    return subprocess.run([sys.executable, "-m", "sitegen", *arguments], check=False, cwd=cwd,
                          env=surroundings(env), capture_output=True, text=True,
                          encoding="utf-8", timeout=60)  # fmt: skip


STEPS = ("open", "write", "link", "symlink", "rename", "replace", "unlink", "mkdir", "rmdir")


def count_down(
    number: int, then: Callable[[], None], patch: pytest.MonkeyPatch, steps: tuple[str, ...]
) -> None:
    """Call ``then`` just before the given one of all calls that change the disk."""
    left = [number]

    def wrapped(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                then()
            return real(*args, **options)

        return call

    for name in steps:
        patch.setattr(os, name, wrapped(getattr(os, name)))
    patch.setattr(disk, "exchange", wrapped(disk.exchange))


def killed(work: Callable[[pytest.MonkeyPatch], None]) -> bool:
    """Do the work in a child process; whether it killed itself on the way."""
    child = os.fork()
    if child == 0:
        try:
            with pytest.MonkeyPatch.context() as patch:
                work(patch)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
