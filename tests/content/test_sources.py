"""Finding the files of a project: what is read, what is refused, and that nothing gets lost."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import unicodedata
from pathlib import Path

import pytest

from sitegen import sources
from sitegen.problems import Problem, text
from sitegen.sources import Tree
from tests.conftest import Project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path


def scan(root: Path) -> Tree:
    return sources.scan(root)


def content(tree: Tree) -> list[str]:
    return [path for path in tree.files if path.startswith("content/")]


def said(tree: Tree) -> list[tuple[str, str]]:
    return [(p.code, p.span.path) for p in tree.problems if p.span is not None]


def put(root: Path, path: str, data: bytes = b"x") -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def test_files_come_sorted_with_size_and_bytes(root: Path) -> None:
    for name in ("b.md", "a/c.md", "a.md"):
        put(root, f"content/{name}", name.encode())
    tree = scan(root)
    assert ["content/a.md", "content/a/c.md", "content/b.md"] == content(tree)
    assert (b"a/c.md", 6) == (tree.data("content/a/c.md"), tree.files["content/a/c.md"].size)
    assert () == tree.problems


def test_the_order_in_which_files_were_made_does_not_matter(tmp_path: Path) -> None:
    names = [f"n{number}.md" for number in range(20)]
    for folder, order in (("one", names), ("two", reversed(names))):
        for name in order:
            put(tmp_path / folder, f"content/{name}", name.encode())
    one, two = (scan(tmp_path / folder) for folder in ("one", "two"))
    assert list(one.files.values()) == list(two.files.values())


def test_files_of_editors_and_systems_are_passed_over(root: Path) -> None:
    for name in (".hidden.md", ".git/config", "a.md~", "Thumbs.db", "desktop.ini", ".DS_Store"):
        put(root, f"content/{name}")
    assert [] == content(scan(root))


def test_a_theme_of_the_project_replaces_the_bundled_one_as_a_whole(root: Path) -> None:
    put(root, "themes/grassroots/theme.yaml", b"extends: base")
    paths = [path for path in scan(root).files if path.startswith("themes/grassroots/")]
    assert ["themes/grassroots/theme.yaml"] == paths
    assert "themes/base/theme.yaml" in scan(root).files


def test_a_missing_project_is_an_empty_tree(tmp_path: Path) -> None:
    assert [] == content(scan(tmp_path / "nowhere"))
    (tmp_path / "content").write_text("a file")
    assert [] == content(scan(tmp_path))


# Sizes --------------------------------------------------------------------------------------


def test_a_text_of_50_megabytes_is_refused_by_name_and_size(root: Path) -> None:
    with (root / "content" / "big.md").open("wb") as file:
        file.truncate(50_000_000)
    tree = scan(root)
    assert [] == content(tree)
    (problem,) = tree.problems
    assert (
        "content/big.md: error: This file has 50.0 MB; the limit is 2 MB. [file-too-large]"
        == (text(problem).split("\n")[0])
    )


def test_a_film_of_50_megabytes_is_taken_and_one_of_200_is_not(root: Path) -> None:
    for name, size in (("film.mp4", 50_000_000), ("long.mp4", 200_000_000)):
        with (root / "content" / name).open("wb") as file:
            file.truncate(size)
    tree = scan(root)
    assert ["content/film.mp4"] == content(tree)
    assert [("file-too-large", "content/long.mp4")] == said(tree)
    assert "link to it there" in tree.problems[0].hint


def test_thousands_of_folders_inside_each_other_end_in_one_problem(tmp_path: Path) -> None:
    # On a real disk making and removing so many takes half a minute.
    memory = Path("/dev/shm")
    levels = 10_000 if memory.is_dir() else 1_000
    root = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else tmp_path))
    (root / "content").mkdir()
    here = os.open(root / "content", os.O_RDONLY)
    try:
        for _ in range(levels):
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        tree = scan(root)
    finally:
        os.close(here)
        _remove_deep(root / "content")
        shutil.rmtree(root)
    assert ["folder-too-deep"] == [problem.code for problem in tree.problems]


def _remove_deep(folder: Path) -> None:
    """``shutil.rmtree`` cannot: pull the chain up, one level at a time."""
    while (folder / "d" / "d").exists():
        os.rename(folder / "d" / "d", folder / "e")
        os.rmdir(folder / "d")
        os.rename(folder / "e", folder / "d")


def test_forty_folders_are_fine(root: Path) -> None:
    put(root, "content/" + "d/" * 39 + "a.md")
    assert () == scan(root).problems


# Symbolic links -----------------------------------------------------------------------------


def test_a_link_inside_the_project_is_followed(root: Path) -> None:
    put(root, "shared/a.md", b"shared")
    (root / "content" / "us").symlink_to(root / "shared")
    (root / "content" / "b.md").symlink_to(root / "shared" / "a.md")
    tree = scan(root)
    assert ["content/b.md", "content/us/a.md"] == content(tree)
    assert b"shared" == tree.data("content/us/a.md")


@pytest.mark.parametrize("target", ["/etc/passwd", "/etc", "/", "../..", "../../other"])
def test_a_link_that_leaves_the_project_is_refused(tmp_path: Path, target: str) -> None:
    root = tmp_path / "site"
    put(root, "content/a.md")
    put(tmp_path, "other/secret.md")
    (root / "content" / "out").symlink_to(target)
    tree = scan(root)
    assert ["content/a.md"] == content(tree)
    assert [("link-outside", "content/out")] == said(tree)


def test_a_folder_whose_name_only_starts_like_the_project_is_outside(tmp_path: Path) -> None:
    put(tmp_path, "site/content/a.md")
    put(tmp_path, "site-secret/b.md")
    (tmp_path / "site" / "content" / "out").symlink_to(tmp_path / "site-secret")
    assert [("link-outside", "content/out")] == said(scan(tmp_path / "site"))


def test_a_link_to_a_hidden_file_is_refused(root: Path) -> None:
    put(root, ".env", b"PASSWORD=1")
    put(root, ".git/config", b"token")
    (root / "content" / "a.txt").symlink_to("../.env")
    (root / "content" / "git").symlink_to("../.git")
    tree = scan(root)
    assert [] == content(tree)
    assert ["link-hidden-file"] * 2 == [problem.code for problem in tree.problems]


def test_links_that_lead_round_end(root: Path) -> None:
    put(root, "content/a/x.md")
    put(root, "content/b/y.md")
    (root / "content" / "a" / "up").symlink_to("..")
    (root / "content" / "a" / "b").symlink_to("../b")
    (root / "content" / "b" / "a").symlink_to("../a")
    (root / "content" / "self").symlink_to("self")
    tree = scan(root)
    assert {"content/a/x.md", "content/b/y.md"} <= set(content(tree))
    assert {("link-loop", "content/a/up"), ("link-broken", "content/self")} <= set(said(tree))


def test_many_links_between_folders_do_not_multiply_without_end(root: Path) -> None:
    names = [f"f{number}" for number in range(9)]
    for name in names:
        put(root, f"content/{name}/page.md")
    for name in names:
        for other in names:
            if other != name:
                (root / "content" / name / f"to-{other}").symlink_to(f"../{other}")
    tree = scan(root)
    assert 1_000 > len(content(tree))
    assert "link-loop" in {problem.code for problem in tree.problems}


def test_there_is_an_end_to_how_many_files_are_taken(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_FILES", 20)
    for number in range(30):
        put(root, f"content/f{number}/page.md")
    assert ("files-too-many", "content") in said(scan(root))


def test_a_link_to_nothing_is_said(root: Path) -> None:
    (root / "content" / "a.md").symlink_to("gone.md")
    assert [("link-broken", "content/a.md")] == said(scan(root))


def test_a_project_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    put(tmp_path, "real/content/a.md")
    (tmp_path / "link").symlink_to("real")
    tree = scan(tmp_path / "link")
    assert (["content/a.md"], ()) == (content(tree), tree.problems)


# Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["100% ours.md", "what?.md", "a#b.md", "it's.md", 'say "hi".md', "a&b.md", "<x>.md", "ü ✊.md",
     "Screenshot\u202f1.md", "a\u00a0b.md", "日本.md", "हिन्दी.md", ";rm -rf.md", "$(x).md", "a:b.md"],
)  # fmt: skip
def test_odd_but_usable_names_are_taken(root: Path, name: str) -> None:
    put(root, f"content/{name}")
    tree = scan(root)
    assert ([f"content/{name}"], ()) == (content(tree), tree.problems)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.md", "content/a\\nb.md"),
        (b"a\tb.md", "content/a\\tb.md"),
        (b"a\x1b[31mb.md", "content/a\\x1b[31mb.md"),
        (b"a\x7fb.md", "content/a\\x7fb.md"),
        (b"a\\b.md", "content/a\\b.md"),
        (b"caf\xe9.md", "content/caf\\udce9.md"),
        ("a\u2028b.md".encode(), "content/a\\u2028b.md"),
        ("a\u0085b.md".encode(), "content/a\\x85b.md"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_unusable_names_are_refused_and_can_be_printed(
    root: Path, name: bytes, shown: str
) -> None:
    place = os.fsencode(root / "content") + b"/" + name
    with open(place, "wb") as file:
        file.write(b"x")
    tree = scan(root)
    assert ([], [("name-unusable", shown)]) == (content(tree), said(tree))
    text(tree.problems[0]).encode()
    os.unlink(place)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_an_unusable_folder_is_refused_with_all_it_holds(root: Path) -> None:
    os.makedirs(os.fsencode(root / "content") + b"/caf\xe9/in")
    put(root, "content/caf\udce9/in/a.md")
    tree = scan(root)
    assert ([], [("name-unusable", "content/caf\\udce9")]) == (content(tree), said(tree))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("About.md", "about.md"),
        ("a/Team.md", "A/team.md"),
        (unicodedata.normalize("NFC", "über.md"), unicodedata.normalize("NFD", "über.md")),
        ("ÜBER.md", "über.md"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot hold both")
def test_names_that_other_computers_cannot_tell_apart_are_an_error_with_both(
    root: Path, one: str, two: str
) -> None:
    put(root, f"content/{one}")
    put(root, f"content/{two}")
    (problem,) = scan(root).problems
    assert "name-clash" == problem.code
    assert f'"content/{one}"' in problem.message
    assert f'"content/{two}"' in problem.message


# What cannot be read ------------------------------------------------------------------------


def test_a_folder_that_cannot_be_read_is_said_and_does_not_vanish(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "content/locked/a.md")
    put(root, "content/b.md")
    real = os.scandir

    def scandir(folder: str) -> object:
        if str(folder).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    tree = scan(root)
    assert ["content/b.md"] == content(tree)
    assert [("file-unreadable", "content/locked")] == said(tree)


def test_a_file_that_cannot_be_read_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "content/a.md")
    put(root, "content/b.md")
    real = os.stat

    def stat(path: object, *rest: object, **named: object) -> object:
        if str(path).endswith("a.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", stat)
    tree = scan(root)
    assert ["content/b.md"] == content(tree)
    expected = Problem("file-unreadable", "This cannot be read: Permission denied.",
                       tree.problems[0].span, "Check its permissions, or remove it.")  # fmt: skip
    assert (expected, "content/a.md") == (tree.problems[0], said(tree)[0][1])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_said_and_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "content" / "a.md")
    assert ([], [("file-special", "content/a.md")]) == (content(tree := scan(root)), said(tree))


def test_a_build_stops_at_an_unreadable_source_and_names_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.page("locked/a.md", "Here.", title="A").built()
    before = project.outputs()
    real = os.scandir

    def scandir(folder: str) -> object:
        if str(folder).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    project.build()
    monkeypatch.undo()
    assert ["file-unreadable"] == project.codes()
    assert before == project.outputs()


# Remembering --------------------------------------------------------------------------------


def test_a_digest_is_taken_over_only_while_the_file_is_the_same(root: Path) -> None:
    put(root, "content/a.md", b"one")
    late = 2**62
    first = sources.scan(root, now_ns=late)
    place = first.places["content/a.md"]
    stat, _ = first.stats[place]
    lied = sources.scan(root, {place: (stat, "remembered")}, late)
    assert "remembered" == lied.files["content/a.md"].digest
    put(root, "content/a.md", b"two")
    assert "remembered" != sources.scan(
        root, {place: (stat, "remembered")}, late).files["content/a.md"].digest  # fmt: skip


def test_a_file_changed_a_moment_ago_is_read_again_next_time(root: Path) -> None:
    put(root, "content/a.md")
    changed = os.stat(root / "content" / "a.md").st_ctime_ns
    assert {} == {place: row for place, row in sources.scan(root, now_ns=changed + 1).stats.items()
                  if place.endswith("/content/a.md")}  # fmt: skip
