"""Templates' compiled code: used when whole and the user's own, and never otherwise."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2.compiler import CodeGenerator

from sitegen import compiled
from tests.conftest import Project


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where templates' code is kept during one test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches" / "sitegen" / "templates"


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of templates that were compiled, as they are compiled."""
    names: list[str] = []
    real: Callable[..., None] = CodeGenerator.visit_Template

    def noted(self: CodeGenerator, *args: object) -> None:
        names.append(self.name or "")
        real(self, *args)

    monkeypatch.setattr(CodeGenerator, "visit_Template", noted)
    return names


linux = pytest.mark.skipif(sys.platform != "linux", reason="folders of other systems differ")


@linux
def test_a_second_run_compiles_nothing_and_makes_the_same_pages(
    project: Project, place: Path, compilations: list[str]
) -> None:
    project.write("content/site.yaml", "name: Test Street\n").page("index.md", "One.")
    assert not project.build().failed
    page = (project.root / "output/index.html").read_bytes()
    assert "templates/layout.html" in compilations
    compilations.clear()
    project.page("index.md", "Two.")
    assert not project.build().failed
    assert [] == compilations
    assert page.replace(b"One.", b"Two.") == (project.root / "output/index.html").read_bytes()


@linux
@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 4000])
def test_damaged_code_is_never_run(
    project: Project, place: Path, compilations: list[str], damage: bytes
) -> None:
    project.write("content/site.yaml", "name: Test Street\n").page("index.md", "One.")
    project.build()
    for file in place.iterdir():
        file.write_bytes(damage)
    compilations.clear()
    project.page("index.md", "Two.")
    assert not project.build().failed
    assert "templates/layout.html" in compilations


@linux
def test_a_folder_that_others_can_write_to_is_not_used(
    project: Project, place: Path, compilations: list[str]
) -> None:
    place.mkdir(parents=True)
    place.chmod(0o777)
    project.write("content/site.yaml", "name: Test Street\n").page("index.md", "One.")
    assert not project.build().failed
    assert [] == list(place.iterdir())
    place.rmdir()
    os.symlink(project.root, place)
    project.page("index.md", "Two.")
    compilations.clear()
    assert not project.build().failed
    assert "templates/layout.html" in compilations


@linux
def test_without_a_home_or_with_a_file_in_the_way_only_speed_is_lost(
    project: Project, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.parent.mkdir(parents=True)
    place.write_text("in the way")
    project.write("content/site.yaml", "name: Test Street\n").page("index.md", "One.")
    assert not project.build().failed
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    project.page("index.md", "Two.")
    assert not project.build().failed
    assert "in the way" == place.read_text()


def test_a_relative_or_unknown_folder_is_none() -> None:
    assert "" == compiled.folder({})
    assert "" == compiled.folder({"XDG_CACHE_HOME": "caches", "LOCALAPPDATA": "caches"})


@linux
def test_only_so_many_templates_are_kept(
    project: Project, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "MOST", 3)
    project.write("content/site.yaml", "name: Test Street\n").page("index.md", "One.")
    project.build()
    assert 3 == len(list(place.iterdir()))
