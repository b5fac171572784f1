"""The digest of sitegen's own code: cheap where nothing changed, another where anything did."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sitegen import sources
from sitegen.sources import code_digest


@pytest.fixture
def code_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with two files and a font, taken for sitegen."""
    (tmp_path / "rooms").mkdir()
    for name in ("sources.py", "rooms/one.py", "rooms/two.yaml", "rooms/face.ttf"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(sources, "__file__", str(tmp_path / "sources.py"))
    return tmp_path


def later() -> int:
    """A time at which files that were just written have settled."""
    return time.time_ns() + 10**9


def test_known_files_are_not_read_again(
    code_of_ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, known = code_digest({}, later())
    assert {"sources.py", "one.py", "two.yaml"} == {os.path.basename(place) for place in known}

    def read(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("builtins.open", read)
    assert (first, known) == code_digest(known, later())


@pytest.mark.parametrize(
    "name", ["sources.py", "rooms/one.py", "rooms/two.yaml", "rooms/face.ttf"]
)
def test_a_changed_file_gives_another_digest(code_of_ours: Path, name: str) -> None:
    first, known = code_digest({}, later())
    (code_of_ours / name).write_text("something else, and longer")
    assert first != code_digest(known, later())[0]


def test_a_file_more_or_less_gives_another_digest(code_of_ours: Path) -> None:
    first, known = code_digest({}, later())
    (code_of_ours / "rooms" / "three.py").write_text("")
    more, known = code_digest(known, later())
    assert first != more
    (code_of_ours / "rooms" / "three.py").unlink()
    assert first == code_digest(known, later())[0]


def test_what_was_only_just_written_is_read_again(code_of_ours: Path) -> None:
    assert {} == code_digest({}, time.time_ns())[1]
