"""``sitegen check``: mistakes without a build, and how the pages read."""

from __future__ import annotations

import json

import pytest

from sitegen import cli
from tests.conftest import Project

LONG = "This " + "very " * 30 + "long sentence never ends."


def test_the_hardest_pages_come_first(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    hard = "Representatives acknowledged fundamental organisational disagreements nevertheless. "
    project.page("hard.md", hard * 12, title="Hard", description="H.")
    project.page("easy.md", "We met. We ate. We left. " * 12, title="Easy", description="E.")
    assert 0 == cli.main(["check", "-C", str(project.root), "--date", "2026-11-03"])
    lines = [line for line in capsys.readouterr().out.splitlines() if "content/" in line]
    assert ["content/hard.md", "content/easy.md"] == [line.split("  (")[0].split()[-1]
                                                      for line in lines[:2]]  # fmt: skip
    assert "very hard" in lines[0]
    assert not project.has("index.html")


def test_a_pages_long_sentences_are_shown(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.page("a.md", f"Short. {LONG}", title="A", description="A.")
    assert 0 == cli.main(["check", "-C", str(project.root), "a.md"])
    shown = capsys.readouterr().out
    assert f"    {LONG}" in shown
    assert "1 long sentence)" in shown


def test_mistakes_are_told_as_a_build_tells_them(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.page("a.md", "[x](gone.md)", title="A", description="A.")
    assert 1 == cli.main(["check", "-C", str(project.root)])
    assert "content/a.md:5:1: error" in capsys.readouterr().err


def test_a_page_that_is_not_there_is_told(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 1 == cli.main(["check", "-C", str(project.root), "indx.md"])
    assert 'No page has "indx.md" in its path.' in capsys.readouterr().err


def test_programs_get_json(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.page("a.md", LONG, title="A", description="A.")
    assert 0 == cli.main(["check", "-C", str(project.root), "a.md", "--json"])
    (page,) = json.loads(capsys.readouterr().out)["pages"]
    assert ("content/a.md", 35, [LONG]) == (page["path"], page["words"], page["long"])


def test_where_there_is_no_site_that_is_said(
    empty: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 1 == cli.main(["check", "-C", str(empty.root)])
    assert "content/" in capsys.readouterr().err
