"""``sitegen theme``: list, new, check, diff, preview, add, update, lock, and files laid over a theme."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sitegen import sources
from sitegen.themes import parcel
from tests.conftest import Project

THEME = (
    "name: harbour\nversion: 1.2.0\nsummary: Grey and wet.\nextends: base\ncss: [assets/h.css]\n"
)
CSS = ".foot { background: var(--surface-2); color: var(--text); }\n"


@pytest.fixture
def theme(project: Project) -> Any:
    """Run ``sitegen theme`` in the project."""
    from sitegen import cli

    def run(*words: object) -> int:
        return cli.main(["theme", *map(str, words), "-C", str(project.root)])

    return run


@pytest.fixture
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A theme in a folder somewhere else."""
    folder = tmp_path_factory.mktemp("from") / "harbour"
    for path, text in {"theme.yaml": THEME, "assets/h.css": CSS, "LICENSE": "MIT"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def zipped(place: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as file:
        for path, data in files.items():
            file.writestr(path, data)
    return place


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
                          cwd=folder, check=True, capture_output=True, text=True)  # fmt: skip
    return done.stdout.strip()


def everything(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*"))
            if path.is_file() and ".sitegen" not in path.parts}  # fmt: skip


# list, new, check ---------------------------------------------------------------------------


def test_the_list_says_what_there_is_and_what_can_be_set(
    project: Project, theme: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("themes/harbour/theme.yaml", THEME + "settings:\n  width:\n    type: number\n    min: 1\n"
                  "    max: 3\n    default: 2\n    help: How wide.\n  corners: {choices: [square, round]}\n")  # fmt: skip
    project.write("themes/harbour/assets/h.css", CSS)
    project.write("themes/base/strings/en.yaml", "menu: Open\n")
    assert 0 == theme("list")
    out = capsys.readouterr().out
    assert "grassroots  (comes with sitegen, in use)" in out
    assert "harbour  (in this project)" in out
    assert "width: a number, at least 1, at most 3 (2). How wide." in out
    assert "corners: one of square, round (square)." in out
    assert "Your files over it: themes/base/strings/en.yaml" in out


def test_a_new_theme_builds_at_once_and_passes_its_check(
    project: Project, theme: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == theme("new", "harbour")
    assert 0 == theme("check", "harbour")
    said = capsys.readouterr()
    assert "" == said.err
    assert "of 14336 bytes" in said.out
    project.write(
        "content/site.yaml", "name: A\nurl: https://a.example\nform: join\ntheme: harbour\n"
    )
    project.page("a.md", "::: harbour-note Ana\nBread.\n:::", title="A", description="A.").built()
    assert '<figure class="harbour-note">' in project.out("a/index.html")


def test_a_new_theme_names_every_role(project: Project, theme: Any) -> None:
    from sitegen.brand import tokens

    theme("new", "harbour", "--extends", "grassroots")
    text = (project.root / "themes/harbour/assets/harbour.css").read_text()
    assert [] == [
        name for name, _ in tokens.compile(tokens.Brand()).light if f"--{name} " not in text
    ]


@pytest.mark.parametrize(("words", "said"), [
    (("new", "Harbour"), "small letters"), (("new", "base"), "sitegen's own themes"),
    (("new", "../x"), "small letters"), (("new", "x", "--extends", "bas"), 'Did you mean "base"?'),
    (("check", "bas"), 'Did you mean "base"?'), (("diff", "bas"), 'Did you mean "base"?'),
    (("preview", "bas"), 'Did you mean "base"?'), (("update", "base"), "did not come from elsewhere"),
    (("add", "nowhere"), "There is nothing there"), (("add", "http://example.org/x"), "https://"),
    (("add", "ext::sh -c x"), "https://"), (("add", "git://example.org/x"), "https://"),
    (("add", "fd::17"), "https://"),
])  # fmt: skip
def test_a_wrong_word_is_said_with_one_way_out(
    project: Project,
    theme: Any,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    before = everything(project.root)
    assert 1 == theme(*words)
    assert said in capsys.readouterr().err
    assert before == everything(project.root)


def test_a_check_finds_what_is_wrong_with_file_and_line(
    project: Project, theme: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("themes/harbour/theme.yaml", THEME + "colour: red\n")
    project.write("themes/harbour/assets/h.css", "\n.a { color: var(--accent); background: var(--surface); }\n"
                  ".b { color: #b00; }\n.c { background: url(https://evil.com/a.png); }\n")  # fmt: skip
    project.write("themes/harbour/assets/other.css", "")
    project.write("themes/harbour/assets/n.woff2", b"wOF2" + b"\0" * 70_000)
    project.write("themes/harbour/build.py", "import os")
    project.write("themes/harbour/blocks/bad/block.yaml", "summary: Bad.\n")
    project.write("themes/harbour/blocks/bad/block.html", "<p>\n{{ nothing }}</p>\n")
    project.write("themes/harbour/blocks/bad/example.md", "::: bad\nText.\n:::\n")
    assert 1 == theme("check", "harbour")
    said = capsys.readouterr().err
    for place in (
        "theme.yaml:6:1: warning: \"colour\" is not a known setting", "assets/h.css:2:1: warning: --accent on --surface",
        "assets/h.css:3:1: info: #b00", "assets/h.css:4:1: error: This style sheet asks another site",
        "assets/other.css: warning: No page uses", "assets/n.woff2: warning: No template",
        "build.py: warning: This is no part of a theme", "theme.yaml: warning: Its fonts have 70 kB",
    ):  # fmt: skip
        assert f"themes/harbour/{place}" in said
    project.write("themes/harbour/assets/h.css", "")
    theme("check", "harbour")
    assert "themes/harbour/blocks/bad/block.html:2:1: error:" in capsys.readouterr().err


def test_a_file_of_another_theme_is_copied_into_ones_own_and_never_over_something(
    project: Project, theme: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 1 == theme("show", "base", "templates/page.html", "--into", "harbour")
    theme("new", "harbour")
    assert 0 == theme("show", "base", "templates/page.html", "--into", "harbour")
    copy = project.root / "themes/harbour/templates/page.html"
    assert (
        sources.bundled("themes") / "base/templates/page.html"
    ).read_bytes() == copy.read_bytes()
    assert 1 == theme("show", "base", "templates/page.html", "--into", "harbour")
    assert 1 == theme("show", "base", "templates/pag.html")
    capsys.readouterr()
    assert 0 == theme("show", "base")
    assert "templates/layout.html" in capsys.readouterr().out


# add ----------------------------------------------------------------------------------------


def test_a_theme_is_taken_from_a_folder_and_written_into_the_lock(
    project: Project, theme: Any, source: Path
) -> None:
    (source / "run.py").write_text("import os")
    (source / "assets/menu.js").write_text("alert(1)")
    assert 0 == theme("add", source)
    files = {path for path in everything(project.root) if path.startswith("themes/")}
    assert {"LICENSE", "assets/h.css", "assets/menu.js", "theme.yaml"} == {
        path.removeprefix("themes/harbour/") for path in files}  # fmt: skip
    entry = json.loads((project.root / "themes.lock").read_text())["themes"]["harbour"]
    assert (str(source), "1.2.0") == (entry["source"], entry["version"])
    project.write(
        "content/site.yaml", "name: A\nurl: https://a.example\nform: join\ntheme: harbour\n"
    ).build()
    assert not project.result.failed
    assert not any("menu" in path for path in project.outputs())
    assert 1 == theme("add", source)
    assert 0 == theme("add", source, "--force")
    assert 0 == theme("add", source, "--as", "port")


def test_a_theme_is_taken_from_a_zip_file(project: Project, theme: Any, tmp_path: Path) -> None:
    place = zipped(tmp_path / "h.zip", {"harbour-main/theme.yaml": THEME, "harbour-main/assets/h.css": CSS,
                                        "harbour-main/setup.exe": "MZ", "harbour-main/docs/x.pdf": "x"})  # fmt: skip
    assert 0 == theme("add", place)
    assert (project.root / "themes/harbour/assets/h.css").read_text() == CSS
    assert not (project.root / "themes/harbour/setup.exe").exists()
    assert not os.stat(project.root / "themes/harbour/theme.yaml").st_mode & stat.S_IXUSR


EVIL: tuple[tuple[dict[str, str | bytes], str], ...] = (
    ({"theme.yaml": THEME, "../../content/site.yaml": "x"}, "theme-unsafe"),
    ({"theme.yaml": THEME, "/etc/cron.d/x": "x"}, "theme-unsafe"),
    ({"theme.yaml": THEME, "assets/..\\..\\x.css": "x"}, "theme-unsafe"),
    ({"theme.yaml": THEME, "C:/x.css": "x"}, "theme-unsafe"),
    ({"theme.yaml": THEME, "assets/nul.css": "x"}, "theme-unsafe"),
    ({"theme.yaml": THEME, "assets/a.css. ": "x"}, "theme-unsafe"),
    ({"theme.yaml": THEME, "assets/a\x07.css": "x"}, "theme-unsafe"),
    ({"theme.yaml": THEME, "assets/a.css": "x", "assets/A.CSS": "y"}, "theme-unsafe"),
    ({"theme.yaml": THEME, "assets/a.png": b"\0" * 6_000_000}, "theme-too-large"),
    ({"theme.yaml": THEME, **{f"assets/{n}.png": b"\0" * 4_900_000 for n in range(5)}}, "theme-too-large"),
    ({"theme.yaml": THEME, **{f"assets/{n}.css": "" for n in range(401)}}, "theme-unsafe"),
    ({f"x/{n}.txt": "" for n in range(5_001)}, "theme-too-many"),
    ({"readme.md": "x"}, "theme-missing"),
    ({"a/theme.yaml": THEME, "b/theme.yaml": THEME}, "theme-several"),
    ({"theme.yaml": "name: evil\nextends: nowhere\n"}, "theme-missing"),
    ({"theme.yaml": "name: grassroots\nextends: base\n"}, "theme-name"),
)  # fmt: skip


@pytest.mark.parametrize(("files", "code"), EVIL)
def test_a_zip_file_that_would_do_harm_leaves_nothing_behind(
    project: Project, theme: Any, tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str], files: dict[str, str | bytes], code: str,
) -> None:  # fmt: skip
    place = zipped(tmp_path_factory.mktemp("zip") / "evil.zip", files)
    before = everything(project.root)
    assert 1 == theme("add", place)
    assert f"[{code}]" in capsys.readouterr().err
    assert before == everything(project.root)
    assert not (project.root / "themes").exists() or [] == os.listdir(project.root / "themes")


def test_a_zip_file_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    place = zipped(tmp_path / "a.zip", {"theme.yaml": THEME, "assets/a.png": b"\0" * 6_000_000})
    data = place.read_bytes().replace(
        (6_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    )
    place.write_bytes(data)
    given, problems = parcel.take(str(place))
    assert (None, 1) == (given, len(problems))


def test_links_are_left_out(project: Project, theme: Any, source: Path, tmp_path: Path) -> None:
    (source / "assets/a.css").symlink_to("/etc/passwd")
    (source / "strings").symlink_to(tmp_path)
    given, (problem,) = parcel.take(str(source))
    assert given is not None
    assert ["LICENSE", "assets/h.css", "theme.yaml"] == [path for path, _ in given.files]
    assert "assets/a.css (a link)" in problem.message
    with zipfile.ZipFile(tmp_path / "l.zip", "w") as file:
        info = zipfile.ZipInfo("assets/a.css")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr("theme.yaml", THEME)
        file.writestr(info, "/etc/passwd")
    given, (problem,) = parcel.take(str(tmp_path / "l.zip"))
    assert given is not None
    assert ["theme.yaml"] == [path for path, _ in given.files]


def test_a_broken_zip_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and nothing else")
    given, (problem,) = parcel.take(str(tmp_path / "a.zip"))
    assert (None, "theme-source") == (given, problem.code)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_theme_is_taken_from_git_without_running_anything_and_updated_later(
    project: Project, theme: Any, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trap = tmp_path / "trap"
    (source / ".gitattributes").write_text("* filter=evil\n")
    git(source, "init", "-q", "-b", "main")
    (source / ".git/hooks/post-checkout").write_text(f"#!/bin/sh\ntouch {trap}\n")
    (source / ".git/hooks/post-checkout").chmod(0o755)
    (source / "assets/leak.css").symlink_to("/etc/passwd")
    git(source, "add", ".")
    git(source, "commit", "-q", "-m", "one")
    assert 0 == theme("add", f"file://{source}")
    assert not trap.exists()
    target = project.root / "themes/harbour"
    assert ["LICENSE", "assets/h.css", "theme.yaml"] == sorted(everything(target))
    entry = json.loads((project.root / "themes.lock").read_text())["themes"]["harbour"]
    assert git(source, "rev-parse", "HEAD") == entry["commit"]

    (source / "assets/h.css").write_text(CSS + ".top { color: var(--link); }\n")
    git(source, "commit", "-q", "-a", "-m", "two")
    before = everything(project.root)
    capsys.readouterr()
    assert 0 == theme("diff", "harbour")
    out = capsys.readouterr().out
    assert "1 changed" in out
    assert "+.top { color: var(--link); }" in out
    assert before == everything(project.root)
    (target / "assets/h.css").write_text(CSS + "/* mine */\n")
    assert 1 == theme("update", "harbour")
    assert "Your own changes would be lost: 1 changed" in capsys.readouterr().err
    assert 0 == theme("update", "harbour", "--force")
    assert ".top" in (target / "assets/h.css").read_text()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_git_address_that_fails_or_is_an_option_is_said(tmp_path: Path) -> None:
    for address, ref in ((f"file://{tmp_path}/none", ""), (f"file://{tmp_path}", "--upload-pack=x"),
                         ("--upload-pack=touch x", "")):  # fmt: skip
        given, problems = parcel.take(address, ref)
        assert (None, "theme-source") == (given, problems[-1].code)


def test_a_failure_half_way_leaves_the_old_theme(
    project: Project, theme: Any, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme("add", source)
    before = everything(project.root)
    (source / "assets/h.css").write_text("other")
    from sitegen import disk

    real, count = disk.write, iter(range(99))

    def full(place: Path | str, data: bytes) -> None:
        if next(count) == 1:
            raise OSError(28, "No space left on device")
        real(place, data)

    monkeypatch.setattr(disk, "write", full)
    assert 1 == theme("add", source, "--force")
    assert before == everything(project.root)


# Overlays and the lock ----------------------------------------------------------------------


def test_a_single_file_replaces_that_file_of_a_theme_and_no_other(project: Project) -> None:
    plain = project.built().outputs()
    project.write(
        "themes/grassroots/assets/grassroots.css", ".only { color: var(--text); }"
    ).built()
    css = next(path for path in project.outputs() if "built/site." in path)
    assert ".only{" in project.out(css)
    assert plain["index.html"].count(b"<") == project.outputs()["index.html"].count(b"<")
    project.remove("themes/grassroots/assets/grassroots.css")
    assert plain == project.built().outputs()
    project.write("themes/base/templates/page.html", "<p>{{ page.title }}</p>")
    project.page("a.md", "Text.", title="A", description="A.").built()
    assert "<p>A</p>" == project.out("a/index.html").strip()


def test_words_that_lie_over_a_theme_need_not_be_all(project: Project) -> None:
    project.write("themes/base/strings/en.yaml", "menu: What there is\n").built()
    assert "What there is" in project.out("index.html")
    assert "Skip to" in project.out("index.html")


def test_a_whole_copy_of_a_theme_is_a_theme_of_its_own(project: Project) -> None:
    shutil.copytree(
        sources.bundled("themes") / "grassroots", project.root / "themes" / "grassroots"
    )
    project.built()
    (project.root / "themes/grassroots/assets/grassroots.css").unlink()
    project.build()
    assert "Remove themes/grassroots/theme.yaml" in project.problem("theme-css-missing").hint


def test_a_changed_theme_is_said_until_it_is_agreed_to(
    project: Project, theme: Any, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theme("add", source)
    project.write(
        "content/site.yaml", "name: A\nurl: https://a.example\nform: join\ntheme: harbour\n"
    )
    assert 0 == theme("lock")
    first = (project.root / "themes.lock").read_bytes()
    assert 0 == theme("lock")
    assert first == (project.root / "themes.lock").read_bytes()
    project.built()
    project.write("themes/harbour/assets/h.css", CSS + "/* mine */\n").build()
    problem = project.problem("theme-changed")
    assert ("warning", "themes.lock") == (problem.level, problem.span and problem.span.path)
    assert "1 changed" in problem.message
    assert first == (project.root / "themes.lock").read_bytes()
    capsys.readouterr()
    theme("diff", "harbour")
    assert "+/* mine */" in capsys.readouterr().out
    theme("lock")
    project.built()


def test_an_update_of_our_own_themes_is_said_and_shown(
    project: Project, theme: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    theme("lock")
    place = project.root / "themes.lock"
    data = json.loads(place.read_text())
    row = data["themes"]["base"]
    assert "sitegen" == row["source"]
    row["files"]["templates/page.html"] = row["digest"] = "0" * 32
    place.write_text(json.dumps(data))
    project.build()
    problem = project.problem("theme-updated")
    assert "info" == problem.level
    assert "1 changed" in problem.message
    capsys.readouterr()
    assert 0 == theme("diff", "base")
    assert "changed  templates/page.html" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[]", '{"themes": []}', '{"themes": {"base": 1}}', "\xff\n{",
                                  '{"themes": {"base": {"files": [1]}}}'])  # fmt: skip
def test_a_damaged_lock_stops_nothing(project: Project, text: str) -> None:
    project.write("themes.lock", text.encode("latin-1")).build()
    problem = project.problem("lock-unreadable")
    assert ("warning", "themes.lock") == (problem.level, problem.span and problem.span.path)
    assert "sitegen theme lock" in problem.hint


def test_a_new_site_has_agreed_to_its_themes(tmp_path: Path) -> None:
    from sitegen.scaffold import Answers, create

    assert () == create(tmp_path / "site", Answers("Elm"))
    locked = json.loads((tmp_path / "site" / "themes.lock").read_text())["themes"]
    assert {"base": "sitegen", "grassroots": "sitegen"} == {
        name: row["source"] for name, row in locked.items()
    }


# preview ------------------------------------------------------------------------------------


def test_a_preview_shows_every_theme_and_touches_nothing_else(
    project: Project, theme: Any
) -> None:
    project.write("themes/broken/theme.yaml", "name: broken\nextends: base\n")
    project.write("themes/broken/templates/home.html", "{{ nothing }}")
    project.built()
    before = everything(project.root)
    assert 1 == theme("preview")  # one of them is broken
    assert before == everything(project.root)
    page = (project.root / ".sitegen/themes/index.html").read_text()
    for name in ("base", "grassroots"):
        assert 4 == page.count(f'src="{name}/index.html"')
        assert (project.root / f".sitegen/themes/{name}/index.html").is_file()
    assert "themes/broken/templates/home.html:1:1: error" in page
    assert "<script" not in page
    assert 0 == theme("preview", "base")
