"""A build killed at any instant leaves the whole old site or the whole new one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from folders import NOW, STEPS, Files, count_down, files_below, killed, surroundings

from sitegen import build, disk, write
from sitegen.model import Options

SITE = (
    "name: Test Street\ndescription: Neighbours in tests.\ntheme: base\nurl: https://t.example\n"
)
FOREIGN: Files = {"notes.txt": b"mine", ".git/HEAD": b"ref: main", "page-3/sketch.svg": b"<svg/>"}
INSTANTS = 100
"""Half of them with few pages, half with many."""


@dataclass(frozen=True)
class Pair:
    """Two versions of a site that take turns in one output folder."""

    root: Path
    sites: tuple[Files, Files]

    @property
    def output(self) -> Path:
        return self.root / "out" / "site"

    def project(self, version: int) -> Path:
        return self.root / f"version-{version}"

    def build(self, version: int) -> build.Result:
        return build.run(self.project(version), self.output, Options(NOW))

    def state(self) -> int | None:
        """Which version lies in the output, besides what is its owner's; None for neither."""
        found = files_below(self.output) if self.output.is_dir() else {}
        assert FOREIGN == {path: found.pop(path, None) for path in FOREIGN}
        assert b"-> notes.txt" == found.pop("link", None)
        return self.sites.index(found) if found in self.sites else None

    def foreign(self) -> None:
        for path, data in FOREIGN.items():
            place = self.output / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        (self.output / "link").symlink_to("notes.txt")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Of thirty pages, eight are in one version only, eight in the other, and half differ."""
    yield from versions(tmp_path_factory.mktemp("kill"), 30)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The same of 160 pages: so many are written by the processes that render them."""
    yield from versions(tmp_path_factory.mktemp("kill-large"), 160)


def versions(root: Path, pages: int) -> Iterator[Pair]:
    sites = []
    for version in (0, 1):
        content = root / f"version-{version}" / "content"
        content.mkdir(parents=True)
        (content / "site.yaml").write_text(SITE)
        (content / "index.md").write_text(f"---\ntitle: Home\n---\nVersion {version}.\n")
        for number in range(pages):
            if number >= 8 * version and (version or number < pages - 8):
                words = version if number % 2 else "both"
                text = f"---\ntitle: Page {number}\norder: {number}\n---\nWords of {words}.\n"
                (content / f"page-{number}.md").write_text(text)
        folder = root / f"reference-{version}" / "site"
        result = build.run(content.parent, folder, Options(NOW))
        assert not result.failed
        sites.append(files_below(folder))
    made = Pair(root, (sites[0], sites[1]))
    assert sites[0] != sites[1]
    made.build(0)
    made.foreign()
    yield made
    shutil.rmtree(root)


def spawn(pair: Pair, version: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "sitegen", "build", "-C", str(pair.project(version)), "-o",
         str(pair.output), "--date", NOW], env=surroundings(), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize("size", ["pair", "large"])
def test_a_build_killed_at_random_instants_leaves_the_whole_old_or_the_whole_new_site(
    size: str, request: pytest.FixtureRequest
) -> None:
    pair: Pair = request.getfixturevalue(size)
    chance = random.Random(20261103)
    whole, now = 60.0, 0
    for version in (0, 1, 0, 1):
        started = time.perf_counter()
        assert spawn(pair, version).wait(60) == 0
        whole = min(whole, time.perf_counter() - started)
        now = pair.state()
        assert now == version
    survived = 0
    for _ in range(INSTANTS // 2):
        version = 1 - now
        process = spawn(pair, version)
        time.sleep(chance.uniform(0.3, 1.1) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        now = pair.state()
        assert now is not None, "half a site"
        survived += now != version
    assert 0 < survived, "every build was over before it was killed"
    pair.build(1 - now)
    assert pair.state() == 1 - now


# At every single step ------------------------------------------------------------------------


def kill_before(
    pair: Pair, version: int, number: int, exchange: bool, steps: tuple[str, ...] = STEPS
) -> bool:
    """Build in a child that kills itself before a step; whether it got that far."""

    def work(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(build, "FEW", 1000 if number % 4 == 0 else 1)  # both ways of writing
        count_down(number, lambda: os.kill(os.getpid(), signal.SIGKILL), patch, steps)
        if not exchange:
            patch.setattr(disk, "exchange", lambda one, two: False)
        pair.build(version)

    return killed(work)


def settled(pair: Pair) -> set[str]:
    """What is left beside the output once a build has ended well."""
    return {
        path.name.split("-")[0]
        for path in (pair.output.parent / ".sitegen/outputs/site").iterdir()
    }


def test_a_build_killed_before_each_of_its_steps_leaves_the_whole_old_or_the_whole_new_site(
    pair: Pair,
) -> None:
    pair.build(0)
    number, seen = 0, set()
    while True:
        number += 2
        if not kill_before(pair, 1, number, exchange=True):
            break
        state = pair.state()
        assert state is not None, f"half a site at step {number}"
        seen.add(state)
        if number % 2 or state == 1:
            assert not pair.build(1).failed
            assert pair.state() == 1
            assert [] == [p for p in pair.build(1).problems if p.code.startswith("output")]
        assert not pair.build(0).failed
        assert pair.state() == 0
    assert {0, 1} == seen
    assert not (pair.output.parent / ".sitegen/outputs/site/replaced").exists()
    assert settled(pair) <= {"lock", "ledger", "spare", "spare.json", "one", "ledger.new"}


def test_without_an_exchange_of_folders_the_next_run_finishes_what_a_kill_left(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "exchange", lambda one, two: False)
    pair.build(0)
    number = 0
    while True:
        number += 3
        if not kill_before(pair, 1, number, exchange=False):
            break
        with write.Output(pair.output).lock() as held:
            assert held
        assert pair.state() is not None, f"half a site at step {number}"
        if number % 2:
            assert not pair.build(1).failed
            assert pair.state() == 1
        assert not pair.build(0).failed
        assert pair.state() == 0


def test_only_between_two_renames_is_there_no_folder_and_the_next_run_puts_it_back(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "exchange", lambda one, two: False)
    for number, state in ((1, 0), (2, None), (3, 1)):
        pair.build(0)
        pair.build(1)
        pair.build(0)
        assert kill_before(pair, 1, number, exchange=False, steps=("rename",))
        if state is None:
            assert not pair.output.exists()
            with write.Output(pair.output).lock() as held:
                assert held
            state = 0
        assert pair.state() == state
        assert not pair.build(1).failed
        assert pair.state() == 1


def test_a_file_that_its_owner_removes_after_a_killed_build_stays_away(pair: Pair) -> None:
    for number in range(50, 300, 6):
        pair.build(0)
        (pair.output / "draft.txt").write_text("mine")
        dead = kill_before(pair, 1, number, exchange=True)
        (pair.output / "draft.txt").unlink()
        if not dead or pair.state() == 1:
            break
        for version in (1, 0, 1):
            pair.build(version)
            assert pair.state() == version


@pytest.mark.parametrize("exchange", [True, False])
def test_a_first_build_killed_before_any_step_leaves_nothing_or_the_whole_site(
    pair: Pair, tmp_path: Path, exchange: bool
) -> None:
    fresh = Pair(tmp_path, pair.sites)
    for version in (0, 1):
        (tmp_path / f"version-{version}").symlink_to(pair.project(version))
    number, seen = 0, set()
    while True:
        number += 9
        if not kill_before(fresh, 0, number, exchange):
            break
        seen.add(fresh.output.exists())
        if fresh.output.exists():
            assert pair.sites[0] == files_below(fresh.output)
            shutil.rmtree(fresh.output)
    assert {False} <= seen
    assert not fresh.build(1).failed
    assert pair.sites[1] == files_below(fresh.output)
