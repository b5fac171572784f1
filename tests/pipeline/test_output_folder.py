"""What may lie in, around and in place of the output folder, and what disks do wrong."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import NOW, Files, Picture, command, files_below, surroundings

from sitegen import build, disk, write
from sitegen.build import Result
from sitegen.model import Options

SITE = "name: Test Street\ndescription: Neighbours in tests.\ntheme: base\n"


def folder_site(root: Path, words: str = "one", pages: int = 4) -> Path:
    """A project whose pages hold the words."""
    content = root / "content"
    content.mkdir(parents=True, exist_ok=True)
    (content / "site.yaml").write_text(SITE)
    (content / "index.md").write_text(f"---\ntitle: Home\n---\n{words}\n")
    for number in range(pages):
        (content / f"page-{number}.md").write_text(f"---\ntitle: Page {number}\n---\n{words}\n")
    return root


def run(project: Path, folder: Path | None = None) -> Result:
    return build.run(project, folder or project / "output", Options(NOW))


def codes(result: Result) -> list[str]:
    return [problem.code for problem in result.problems]


@pytest.fixture(params=[build.FEW, 1], ids=["few", "many"])
def ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few pages are written at the end, many by whoever renders them."""
    monkeypatch.setattr(build, "FEW", request.param)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return folder_site(tmp_path / "project")


@pytest.fixture
def clean(tmp_path: Path) -> Callable[[Path], Files]:
    """A function that gives what a clean build of a project's sources makes."""

    def made(project: Path) -> Files:
        root = tmp_path / "clean"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(project / "content", root / "content")
        assert not run(root).failed
        return files_below(root / "output")

    return made


# Where the output may lie ---------------------------------------------------------------------


@pytest.mark.parametrize("place", [".", "content", "content/site", "themes", "themes/x/out", "..",
                                   ".sitegen", ".git", ".git/site", "link/inner"])  # fmt: skip
def test_an_output_folder_on_or_among_the_sources_is_refused(site: Path, place: str) -> None:
    (site / "link").symlink_to("content")
    (site / "themes").mkdir()
    before = files_below(site)
    result = run(site, site / place)
    assert ["output-unsafe"] == codes(result)
    assert before == files_below(site)


def test_content_that_is_a_link_is_guarded_where_it_truly_lies(site: Path, tmp_path: Path) -> None:
    (site / "content").rename(tmp_path / "texts")
    (site / "content").symlink_to(tmp_path / "texts")
    assert ["output-unsafe"] == codes(run(site, tmp_path / "texts" / "site"))


def test_a_project_inside_the_output_folder_is_refused(site: Path) -> None:
    assert ["output-unsafe"] == codes(run(site, site.parent))
    assert ["output-unsafe"] == codes(run(site, site.parent.parent))


def test_a_file_where_the_output_goes_is_left_alone(site: Path) -> None:
    (site / "output").write_text("mine")
    result = run(site)
    assert ["output-not-folder"] == codes(result)
    assert "mine" == (site / "output").read_text()


def test_a_file_above_the_output_is_left_alone(site: Path) -> None:
    (site / "public").write_text("mine")
    result = run(site, site / "public" / "site")
    assert result.failed
    assert 1 == len(result.problems)
    assert "mine" == (site / "public").read_text()


def test_a_link_to_a_folder_stays_a_link_and_the_folder_gets_the_site(
    site: Path, tmp_path: Path, clean: Callable[[Path], Files]
) -> None:
    (tmp_path / "www").mkdir()
    (site / "output").symlink_to(tmp_path / "www")
    for words in ("one", "two"):
        folder_site(site, words)
        assert not run(site).failed
        assert (site / "output").is_symlink()
        assert clean(site) == files_below(tmp_path / "www")


def test_a_link_to_nothing_gets_its_folder(site: Path, tmp_path: Path) -> None:
    (site / "output").symlink_to(tmp_path / "www")
    assert not run(site).failed
    assert (tmp_path / "www" / "index.html").is_file()


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="needs a second file system")
def test_the_output_may_lie_on_another_file_system(
    site: Path, clean: Callable[[Path], Files]
) -> None:
    home = Path("/dev/shm") / f"sitegen-test-{os.getpid()}"
    try:
        for words in ("one", "two"):
            folder_site(site, words)
            assert not run(site, home / "deep" / "site").failed
            assert clean(site) == files_below(home / "deep" / "site")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def test_a_copied_project_knows_its_own_files_again(site: Path) -> None:
    run(site)
    copy = site.parent / "copy"
    shutil.copytree(site, copy)
    (copy / "content/page-0.md").unlink()
    result = run(copy)
    assert [] == [code for code in codes(result) if code.startswith("output")]
    assert not (copy / "output/page-0").exists()


@pytest.mark.usefixtures("ways")
# What else lies in it -------------------------------------------------------------------------
def test_files_links_and_folders_of_the_owner_survive_every_kind_of_build(site: Path) -> None:
    run(site)
    out = site / "output"
    (out / ".git/objects/ab").mkdir(parents=True)
    (out / ".git/objects/ab/cdef").write_bytes(b"\x00\x01")
    (out / ".git/refs/empty").mkdir(parents=True)
    (out / ".git/hooks").symlink_to("objects")
    (out / "page-1/photo.jpg").write_bytes(b"jpeg")
    (out / "CNAME").write_text("example.org")
    (out / "run.sh").write_text("#!/bin/sh")
    (out / "run.sh").chmod(0o755)
    (out / "nothing").symlink_to("/nowhere/at/all")
    os.mkfifo(out / "pipe")
    mine = {path: data for path, data in files_below(out).items()
            if path.startswith((".git", "CNAME", "run.sh", "nothing")) or "photo" in path}  # fmt: skip
    inode = (out / "CNAME").stat().st_ino
    assert 6 == len(mine)
    for words, pages in (("one", 4), ("two", 4), ("two", 1), ("three", 6)):
        shutil.rmtree(site / "content")
        folder_site(site, words, pages)
        assert not run(site).failed
        found = files_below(out)
        assert mine == {path: found.get(path) for path in mine}
        assert (out / ".git/refs/empty").is_dir()
        assert (out / "pipe").is_fifo()
        assert os.access(out / "run.sh", os.X_OK)
        assert inode == (out / "CNAME").stat().st_ino
        assert 1 == (out / "CNAME").stat().st_nlink
        assert (pages > 2) == ("page-2/index.html" in found)


def test_an_empty_folder_that_its_owner_removed_stays_away(site: Path) -> None:
    run(site)
    (site / "output/kept/inner").mkdir(parents=True)
    for words in ("two", "three"):
        run(folder_site(site, words))
    assert (site / "output/kept/inner").is_dir()
    shutil.rmtree(site / "output/kept")
    for words in ("four", "five", "six"):
        run(folder_site(site, words))
        assert not (site / "output/kept").exists()


def test_a_removed_page_takes_its_folder_along(site: Path) -> None:
    (site / "content/deep/er").mkdir(parents=True)
    (site / "content/deep/er/page.md").write_text("---\ntitle: Deep\n---\nText.\n")
    run(site)
    assert (site / "output/deep/er/page/index.html").is_file()
    shutil.rmtree(site / "content/deep")
    for _ in range(2):
        assert not run(site).failed
        assert not (site / "output/deep").exists()


@pytest.mark.usefixtures("ways")
@pytest.mark.parametrize("name", ["about/index.html", "about", "robots.txt/inner.txt"])
def test_a_file_of_the_owner_that_must_give_way_to_a_page_is_kept_aside(
    site: Path, clean: Callable[[Path], Files], name: str
) -> None:
    place = site / "output" / name
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    (site / "content/about.md").write_text("---\ntitle: About\n---\nUs.\n")
    result = run(site)
    problem = next(problem for problem in result.problems if problem.code == "output-replaced")
    assert name in problem.message
    assert "warning" == problem.level
    assert clean(site) == files_below(site / "output")
    kept = site / ".sitegen/outputs/output/replaced"
    assert {f"1/{name}": b"mine"} == files_below(kept)
    assert (
        str(os.path.relpath(kept)) == problem.hint.removeprefix("What was there is kept in ")[:-1]
    )


@pytest.mark.usefixtures("ways")
def test_a_linked_folder_that_must_give_way_to_a_page_keeps_what_it_points_to(
    site: Path, tmp_path: Path, clean: Callable[[Path], Files]
) -> None:
    run(site)
    shutil.move(site / "output/page-1", tmp_path / "elsewhere")
    (site / "output/page-1").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/other.txt").write_text("mine")
    before = files_below(tmp_path / "elsewhere")
    for words in ("two", "three"):
        assert not run(folder_site(site, words)).failed
        assert before == files_below(tmp_path / "elsewhere")
    assert clean(site) == files_below(site / "output")


@pytest.mark.usefixtures("ways")
def test_a_page_edited_in_the_output_is_made_anew_and_the_edit_kept_aside(
    site: Path, clean: Callable[[Path], Files]
) -> None:
    run(site)
    for text in ("by hand", "by hand again", "by hand"):
        (site / "output/page-1/index.html").write_text(text)
        result = run(site)
        assert ["output-edited"] == codes(result)
        assert clean(site) == files_below(site / "output")
    kept = files_below(site / ".sitegen/outputs/output/replaced")
    assert {b"by hand", b"by hand again"} == set(kept.values())
    assert 2 == len(kept)


def test_the_hand_edited_output_of_a_removed_page_is_kept_aside(site: Path) -> None:
    run(site)
    (site / "output/page-1/index.html").write_text("by hand")
    (site / "content/page-1.md").unlink()
    assert ["output-edited"] == codes(run(site))
    assert not (site / "output/page-1").exists()
    assert [b"by hand"] == list(files_below(site / ".sitegen/outputs/output/replaced").values())


@pytest.mark.usefixtures("ways")
def test_an_output_folder_that_was_replaced_by_another_loses_nothing(site: Path) -> None:
    run(site)
    for _ in range(3):  # a new folder may get the old one's inode
        shutil.rmtree(site / "output")
        (site / "output/page-1").mkdir(parents=True)
        (site / "output/page-1/index.html").write_text("mine")
        (site / "output/page-9").mkdir(parents=True)
        (site / "output/page-9/index.html").write_text("mine too")
        assert not run(site).failed
        assert "mine too" == (site / "output/page-9/index.html").read_text()
        kept = files_below(site / ".sitegen/outputs/output/replaced")
        assert {b"mine"} == set(kept.values())


@pytest.mark.usefixtures("ways")
def test_what_the_owner_puts_in_while_the_folder_changes_over_is_there_afterwards(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(site)
    out = site / "output"
    (out / "notes.txt").write_text("old")
    (out / "kept.txt").write_text("kept")
    run(folder_site(site, "two"))
    real = disk.exchange

    def meddle(one: str, two: str) -> bool:
        (out / "new.txt").write_text("new")
        (out / "notes.new").write_text("newer")
        os.replace(out / "notes.new", out / "notes.txt")
        return real(one, two)

    monkeypatch.setattr(disk, "exchange", meddle)
    assert not run(folder_site(site, "three")).failed
    assert "new" == (out / "new.txt").read_text()
    assert "newer" == (out / "notes.txt").read_text()
    assert "kept" == (out / "kept.txt").read_text()


@pytest.mark.usefixtures("ways")
def test_a_file_vandalised_while_pages_are_made_is_not_trusted_afterwards(
    site: Path, monkeypatch: pytest.MonkeyPatch, clean: Callable[[Path], Files]
) -> None:
    run(site)
    real = write.Output.change_over

    def meddle(self: write.Output, *values: object) -> write.Change:
        (site / "output/page-2/index.html").write_text("defaced")
        time.sleep(0.06)  # beyond what counts as the same moment
        return real(self, *values)  # type: ignore[arg-type]

    (site / "content/page-1.md").write_text("---\ntitle: Page 1\n---\nnew\n")
    with monkeypatch.context() as patch:
        patch.setattr(write.Output, "change_over", meddle)
        run(site)
    run(site)
    assert clean(site) == files_below(site / "output")


def test_the_folders_own_permissions_stay(site: Path) -> None:
    run(site)
    (site / "output").chmod(0o750)
    run(folder_site(site, "two"))
    assert 0o750 == (site / "output").stat().st_mode & 0o777


# A ledger, a cache, a lock that are not what they should be ---------------------------------


def damages() -> dict[str, Callable[[Path], None]]:
    def garble(place: Path) -> None:
        place.write_bytes(bytes((n * 89) % 256 for n in range(4096)))

    def folder(place: Path) -> None:
        place.unlink()
        place.mkdir()
        (place / "inner").write_text("x")

    def flip(place: Path) -> None:
        data = bytearray(place.read_bytes())
        for at in range(len(data) // 3, len(data), max(1, len(data) // 9)):
            data[at] ^= 4
        place.write_bytes(data)

    return {
        "garbled": garble, "a folder": folder, "flipped bits": flip,
        "cut": lambda place: place.write_bytes(place.read_bytes()[: place.stat().st_size // 2]),
        "gone": Path.unlink, "empty": lambda place: place.write_bytes(b""),
        "other JSON": lambda place: place.write_text('{"a": [1, null, {"b": "c"}]}'),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "damage"),
    [*((name, damage) for damage in damages() if damage != "empty"
       for name in ("sources.json", "cache.sqlite", "outputs/output/ledger-*.json")),
     ("outputs/output/lock", "a folder"), ("outputs/output/spare.json", "a folder"),
     ("outputs/output/spare.json", "other JSON"), ("outputs/output/ledger-*.json", "empty")],
)  # fmt: skip
def test_a_damaged_memory_costs_time_and_never_a_page(
    site: Path, clean: Callable[[Path], Files], picture: Picture, name: str, damage: str
) -> None:
    (site / "content/assets").mkdir()
    (site / "content/assets/pic.png").write_bytes(picture(40, 3))
    (site / "content/page-3.md").write_text("---\ntitle: P\n---\n![Us](assets/pic.png)\n")
    run(site)
    run(folder_site(site, "two", pages=3))
    places = list((site / ".sitegen").glob(name))
    assert places
    for place in places:
        damages()[damage](place)
    (site / "content/page-1.md").write_text("---\ntitle: Page 1\n---\n![Me](assets/pic.png)\n")
    (site / "content/page-2.md").unlink()
    result = run(site)
    assert not result.failed
    expected, found = clean(site), files_below(site / "output")
    assert expected == {path: found.get(path) for path in expected}
    assert found.keys() - expected.keys() <= (
        {"page-2/index.html"} if name.startswith("outputs/output/ledger") else set()
    )
    again = run(site)
    assert (0, 0, 0) == (again.rendered, again.written, again.parsed)


def test_rows_of_the_cache_that_were_swapped_are_not_believed(
    site: Path, clean: Callable[[Path], Files]
) -> None:
    import sqlite3

    run(site)
    database = sqlite3.connect(site / ".sitegen/cache.sqlite")
    rows = database.execute("SELECT kind, key, sum, value FROM memo").fetchall()
    bodies = [row for row in rows if row[0] == "body"]
    assert 3 < len(bodies)
    for (kind, key, _, _), other in zip(bodies, bodies[1:] + bodies[:1], strict=True):
        database.execute("UPDATE memo SET sum = ?, value = ? WHERE kind = ? AND key = ?",
                         (other[2], other[3], kind, key))  # fmt: skip
    database.commit()
    database.close()
    (site / "content/site.yaml").write_text(SITE.replace("Test", "Other"))
    run(site)
    assert clean(site) == files_below(site / "output")


def test_memory_in_an_older_layout_is_replaced(site: Path, clean: Callable[[Path], Files]) -> None:
    import sqlite3

    (site / ".sitegen/output/spare").mkdir(parents=True)
    (site / ".sitegen/output/ledger-1.json").write_text('{"entries": {}}')
    (site / ".sitegen/sources.json").write_text('{"content/index.md": [1, 2]}')
    database = sqlite3.connect(site / ".sitegen/cache.sqlite")
    database.execute("CREATE TABLE memo (name TEXT PRIMARY KEY, value BLOB)")
    database.execute("INSERT INTO memo VALUES ('body', x'00')")
    database.execute("PRAGMA user_version=1")
    database.commit()
    database.close()
    assert [] == codes(run(site))
    assert clean(site) == files_below(site / "output")
    (site / "content/index.md").write_text("---\ntitle: Home\n---\nother\n")
    assert 1 == run(site).parsed


def test_a_ledger_from_somebody_else_cannot_name_files_outside_the_folder(site: Path) -> None:
    import json

    run(site)
    (site / "precious.txt").write_text("mine")
    for ledger in (site / ".sitegen/outputs/output").glob("ledger-*.json"):
        data = json.loads(ledger.read_bytes().split(b"\n", 1)[1])
        row = next(iter(data["entries"].values()))
        for path in ("../precious.txt", "/etc/precious", "a/../../precious.txt", "../../../x"):
            data["entries"][path] = row
        text = json.dumps(data).encode()
        ledger.write_bytes(disk.digest(text).encode() + b"\n" + text)
    for words in ("two", "three"):
        assert not run(folder_site(site, words)).failed
    assert "mine" == (site / "precious.txt").read_text()


def test_a_file_named_like_sitegens_own_folder_is_said_and_left(site: Path) -> None:
    (site / ".sitegen").write_text("mine")
    result = run(site)
    assert ["output-blocked"] == codes(result)
    assert str(site / ".sitegen") in result.problems[0].message
    assert "mine" == (site / ".sitegen").read_text()


# Two builds at once ---------------------------------------------------------------------------


def test_a_second_build_says_that_another_one_is_running(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(site)
    before = files_below(site / "output")
    monkeypatch.setattr(write.Output.lock.__wrapped__, "__defaults__", (0.2,))
    with write.Output(site / "output").lock() as held:
        assert held
        assert ["output-locked"] == codes(run(folder_site(site, "two")))
    assert before == files_below(site / "output")


def test_a_second_build_waits_for_the_first(site: Path, clean: Callable[[Path], Files]) -> None:
    run(site)
    folder_site(site, "two")
    results: list[Result] = []
    with write.Output(site / "output").lock():
        thread = threading.Thread(target=lambda: results.append(run(site)))
        thread.start()
        time.sleep(0.3)
        assert [] == results
        assert b"two" not in (site / "output/index.html").read_bytes()
    thread.join(20)
    assert [] == codes(results[0])
    assert clean(site) == files_below(site / "output")


def test_builds_started_at_once_end_with_one_whole_site(tmp_path: Path) -> None:
    projects = [folder_site(tmp_path / words, words, 12) for words in ("one", "two", "three")]
    out = tmp_path / "out"
    started = [
        subprocess.Popen([sys.executable, "-m", "sitegen", "build", "-C", str(project), "-o", str(out)],
                         env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for project in projects
    ]  # fmt: skip
    assert [0, 0, 0] == [process.wait(60) for process in started]
    for process in started:
        process.communicate()
    found = files_below(out)
    references = []
    for project in projects:
        run(project, tmp_path / f"{project.name}-clean")
        references.append(files_below(tmp_path / f"{project.name}-clean"))
    assert 1 == references.count(found)


def test_two_outputs_of_one_project_can_be_built_at_once(
    site: Path, clean: Callable[[Path], Files]
) -> None:
    results: list[Result] = []
    threads = [threading.Thread(target=lambda name=name: results.append(run(site, site / name)))
               for name in ("one", "two", "three")]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [[]] * 3 == [codes(result) for result in results]
    expected = clean(site)
    for name in ("one", "two", "three"):
        assert expected == files_below(site / name)


# Disks that fail ----------------------------------------------------------------------------

CALLS = ("open", "write", "link", "symlink", "rename", "replace", "unlink", "mkdir", "rmdir",
         "scandir", "listdir", "stat", "readlink")  # fmt: skip


def fail_from(
    patch: pytest.MonkeyPatch, code: int, first: int, last: int, below: str
) -> list[int]:
    """Make calls on the output and what lies beside it fail, from one to another."""
    count = [0]

    def wrapped(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            about = [str(arg) for arg in args if isinstance(arg, str | os.PathLike)]
            if name == "write" or any(text.startswith(below) for text in about):
                count[0] += 1
                if first <= count[0] <= last:
                    raise OSError(code, os.strerror(code), about[0] if about else None)
            return real(*args, **options)

        return call

    for name in CALLS:
        patch.setattr(os, name, wrapped(name, getattr(os, name)))
    for module in (disk, write):
        patch.setattr(module, "open", wrapped("open", open), raising=False)
    return count


@pytest.mark.usefixtures("ways")
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO], ids=errno.errorcode.get)
@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "renames"])
def test_a_disk_that_fails_at_any_step_leaves_a_whole_site_and_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, lasting: bool, exchange: bool
) -> None:
    old, new = (
        folder_site(tmp_path / words, words, pages) for words, pages in (("old", 3), ("new", 2))
    )
    out = tmp_path / "www" / "out"
    sites = []
    for project in (old, new):
        run(project, tmp_path / f"{project.name}-clean")
        sites.append(files_below(tmp_path / f"{project.name}-clean"))
    run(new, out)
    run(old, out)
    (out / "mine.txt").write_text("mine")
    if not exchange:
        monkeypatch.setattr(disk, "exchange", lambda one, two: False)
    number = 0
    failures = 0
    while True:
        number += 2 if code == errno.ENOSPC and not lasting else 7
        with monkeypatch.context() as patch:
            count = fail_from(
                patch, code, number, 10**9 if lasting else number, str(tmp_path / "www")
            )
            result = run(new, out)
        if not out.exists():  # between two renames, with the way back failing too
            assert not exchange
            assert lasting
            assert result.failed
            with write.Output(out).lock():
                pass
        found = files_below(out)
        assert b"mine" == found.pop("mine.txt")
        assert found in sites, f"half a site at step {number}"
        assert result.failed == (found == sites[0]), f"the report is wrong at step {number}"
        if result.failed:
            failures += 1
            problem = result.problems[-1]
            assert 1 == len(result.problems)
            assert {errno.ENOSPC: "disk-full", errno.EACCES: "output-unwritable",
                    errno.EIO: "output-failed"}[code] == problem.code  # fmt: skip
            assert problem.hint
        whole = [(new, sites[1]), (old, sites[0])]
        for project, site in whole if number % 3 == 0 else whole[1:]:
            assert not run(project, out).failed
            assert {**site, "mine.txt": b"mine"} == files_below(out)
        if count[0] < number:
            break
    assert 0 < failures


@pytest.mark.usefixtures("ways")
def test_a_truly_full_disk_leaves_the_old_site_and_is_said(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)],
                             capture_output=True, check=False)  # fmt: skip
    if mounted.returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        project = folder_site(tmp_path / "project", "one", 2)
        assert [] == codes(run(project, disk / "out"))
        before = files_below(disk / "out")
        folder_site(project, "two " * 200, 60)
        result = run(project, disk / "out")
        assert ["disk-full"] == codes(result)
        assert before == files_below(disk / "out")
        shutil.rmtree(project / "content")
        folder_site(project, "three", 2)
        assert [] == codes(run(project, disk / "out"))
        assert b"three" in (disk / "out/index.html").read_bytes()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_mounted_disk_as_the_output_folder_is_refused_with_a_way_out(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)],
                             capture_output=True, check=False)  # fmt: skip
    if mounted.returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        (disk / "mine.txt").write_text("mine")
        project = folder_site(tmp_path / "project")
        result = run(project, disk)
        assert ["output-is-disk"] == codes(result)
        assert {"mine.txt": b"mine"} == files_below(disk)
        assert [] == codes(run(project, disk / "site"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_the_command_says_in_one_sentence_that_a_folder_cannot_be_written(tmp_path: Path) -> None:
    project = folder_site(tmp_path / "project")
    (tmp_path / "public").write_text("a file")
    done = command("build", "-C", str(project), "-o", str(tmp_path / "public"))
    assert 1 == done.returncode
    assert "Traceback" not in done.stderr
    assert "error: There is a file where the output folder goes." in done.stderr
