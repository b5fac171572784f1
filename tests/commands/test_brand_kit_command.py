"""``sitegen brand --to``: a folder with everything, complete or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from sitegen import kitfolder
from sitegen.brand.bundle import File, Kit
from tests.conftest import SITE, Project

FILES = (File("README.md", b"one"), File("print/a.pdf", b"two"))


def listed(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def test_the_command_writes_the_kit_and_says_where(
    project: Project, tmp_path: Path, sitegen_main: Any
) -> None:
    project.write("content/site.yaml", SITE + "form: join\nask: join\nimprint: By us, 1 Quay.\n")
    kit = tmp_path / "kit"
    ran = sitegen_main("brand", "-C", project.root, "--to", kit, "--source", "market-day")
    assert (0, "") == (ran.code, ran.err)
    assert f"The brand kit is in {kit}" in ran.out
    assert "# Test Street: brand kit" in (kit / "README.md").read_text(encoding="utf-8")
    with Image.open(kit / "look" / "poster-a4.png") as opened:
        larger = opened.convert("L").resize((opened.width * 3, opened.height * 3))
        [code] = zxingcpp.read_barcodes(larger)
    assert "https://test.example/?ref=poster-market-day#ask" == code.text


def test_a_source_is_checked_before_anything_is_drawn(project: Project, sitegen_main: Any) -> None:
    ran = sitegen_main("brand", "-C", project.root, "--to", "kit", "--source", "Market Day")
    assert 2 == ran.code
    assert "Use small letters, digits and hyphens" in ran.err


# The folder -----------------------------------------------------------------------------------


def test_a_new_kit_takes_the_place_of_the_old_one_and_leaves_what_is_not_ours(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "kit"
    assert () == kitfolder.save(Kit(FILES, ()), folder)
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    (folder / "print" / "notes.txt").write_text("mine too", encoding="utf-8")
    assert () == kitfolder.save(Kit((File("README.md", b"new"),), ()), folder)
    found = listed(folder)
    del found[kitfolder.LIST]
    assert {"README.md": b"new", "mine.txt": b"mine", "print/notes.txt": b"mine too"} == found
    assert ["kit"] == [path.name for path in tmp_path.iterdir()]


def test_a_file_that_somebody_changed_is_not_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "kit"
    kitfolder.save(Kit(FILES, ()), folder)
    (folder / "README.md").write_text("mine now", encoding="utf-8")
    before = listed(folder)
    [problem] = kitfolder.save(Kit((File("README.md", b"new"),), ()), folder)
    assert "kit-changed" == problem.code
    assert before == listed(folder)


def test_a_changed_file_that_is_no_longer_made_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "kit"
    kitfolder.save(Kit(FILES, ()), folder)
    (folder / "print" / "a.pdf").write_text("mine now", encoding="utf-8")
    assert () == kitfolder.save(Kit((File("README.md", b"new"),), ()), folder)
    assert b"mine now" == (folder / "print" / "a.pdf").read_bytes()


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_no_kit_of_ours_is_left_alone(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "kit"
    if kind == "folder":
        folder.mkdir()
        (folder / "letter.txt").write_text("mine", encoding="utf-8")
    elif kind == "file":
        folder.write_text("mine", encoding="utf-8")
    else:
        (tmp_path / "other").mkdir()
        folder.symlink_to(tmp_path / "other")
    [problem] = kitfolder.save(Kit(FILES, ()), folder)
    assert "folder-taken" == problem.code
    assert {"kit", "other"} >= {path.name for path in tmp_path.iterdir()}


def test_where_nothing_may_be_written_the_reason_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    [problem] = kitfolder.save(Kit(FILES, ()), tmp_path / "kit")
    assert "folder-unwritable" == problem.code
    assert "No space left on device" in problem.message
    assert [] == list(tmp_path.iterdir())
