"""The same sources give the same bytes, whoever builds them, where and when."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from folders import NOW, Files, Picture, files_below, surroundings

FORM = """\
title: Join us
fields: [name, email, phone, city]
consent: We write to you about our street.
backend: custom
settings: {url: "https://forms.test-street.org/join", hidden: {b: two, a: one, c: three}}
"""
SITE = """\
name: Tëst Street
description: Neighbours in tests.
url: https://test.example/repo
brand: {colour: teal, accent: '#b3261e'}
theme: grassroots
form: join
host: github-pages
timezone: Europe/London
social: {mastodon: https://social.example/@us, bluesky: https://sky.example/us}
footer: [/about.md]
"""


def sources(picture: Picture) -> Files:
    """Sixty pages, enough for two processes, with everything whose order could differ."""
    files: dict[str, str | bytes] = {
        "content/site.yaml": SITE, "content/forms/join.yaml": FORM,
        "content/forms/host.yaml": FORM.replace("Join us", "Host an evening"),
        "content/index.md": "---\ntitle: Home\n---\nWelcome.\n\n::: cards tag:street\n:::\n",
        "content/about.md": "---\ntitle: About\naliases: [/us/, /who/]\n---\n::: signup host\n:::\n",
        "content/tactics/index.md": "---\ntitle: Tactics\n---\nWhat we do.\n",
        "content/assets/one.png": picture(700, 1), "content/assets/two.png": picture(40, 2),
        "content/assets/flyer.txt": "A flyer.", "content/static/x/keep.txt": "Kept.",
    }  # fmt: skip
    for number in range(56):
        day = f"date: 2026-{number % 9 + 1:02}-11\n" if number % 3 else ""
        files[f"content/tactics/Wäy {number}.md"] = (
            f"---\ntitle: Way {number % 7}\n{day}tags: [street, Été, 'tag {number % 5}']\n---\n"
            f"Text {number}.\n\n![One](/assets/one.png) [Flyer](/assets/flyer.txt)\n\n## Part\n\n"
            f"::: callout tip\nSee [the next](<Wäy {(number + 1) % 56}.md>).\n:::\n"
        )
    return {path: data if isinstance(data, bytes) else data.encode()
            for path, data in files.items()}  # fmt: skip


def lay_out(root: Path, files: Files, order: int) -> None:
    """Write the files in some order, with other times, below folders made in another order."""
    chance = random.Random(order)
    paths = sorted(files)
    chance.shuffle(paths)
    for path in paths:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(files[path])
        os.utime(place, (chance.randrange(10**9), chance.randrange(10**9)))


def built(
    project: str, output: Path, cwd: Path, env: Mapping[str, str], *more: str
) -> tuple[Files, str]:
    """The output and everything printed by one build in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", "-C", project, "-o", str(output), "--date", NOW,
         "--json", *more], cwd=cwd, env=surroundings(env), capture_output=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert 0 == done.returncode, (done.stdout + done.stderr).decode()
    assert b"" == done.stderr
    return files_below(output), done.stdout.decode()


VARIATIONS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "another hash seed": ({"PYTHONHASHSEED": "1"}, ()),
    "another time zone": ({"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"}, ()),
    "a plain locale": ({"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, ()),
    "a Turkish locale": ({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, ()),
    "two processes": ({"PYTHONHASHSEED": "3"}, ("-j", "2")),
}  # fmt: skip


@pytest.fixture(scope="module")
def reference(
    tmp_path_factory: pytest.TempPathFactory, picture: Picture
) -> tuple[Files, str, Files]:
    """The sources, and what one process made of them."""
    root = tmp_path_factory.mktemp("reference")
    files = sources(picture)
    lay_out(root / "project", files, 0)
    output, printed = built(str(root / "project"), root / "out", root,
                            {"PYTHONHASHSEED": "0", "TZ": "UTC"}, "-j", "1")  # fmt: skip
    assert len(output) > 60
    return output, printed, files


@pytest.mark.parametrize("name", list(VARIATIONS))
def test_the_surroundings_do_not_show_in_the_output(
    reference: tuple[Files, str, Files], tmp_path: Path, name: str
) -> None:
    expected, printed, files = reference
    env, more = VARIATIONS[name]
    here = tmp_path / "some where" / "Élse"
    lay_out(here, files, len(name))
    found, said = built(".", tmp_path / "out", here, env, *more)
    assert expected == found
    assert printed == said


def test_the_day_of_the_build_does_not_show_in_the_output(
    reference: tuple[Files, str, Files], tmp_path: Path
) -> None:
    expected, _, files = reference
    lay_out(tmp_path / "project", files, 9)
    done = subprocess.run([sys.executable, "-m", "sitegen", "build", "-o", "out", "--date", "2031-01-01"],
                          cwd=tmp_path / "project", env=surroundings(), check=False, timeout=120,
                          capture_output=True)  # fmt: skip
    assert 0 == done.returncode, (done.stdout + done.stderr).decode()
    assert expected == files_below(tmp_path / "project/out")


def test_names_from_another_file_system_do_not_show_in_the_output(
    reference: tuple[Files, str, Files], tmp_path: Path
) -> None:
    """macOS may store an accent as a sign of its own; addresses and links stay the same."""
    import unicodedata

    expected, _, files = reference
    other = {unicodedata.normalize("NFD", path): data for path, data in files.items()}
    assert other.keys() != files.keys()
    lay_out(tmp_path / "project", other, 4)
    found, _ = built("project", tmp_path / "out", tmp_path, {})
    assert expected == found
    shutil.rmtree(tmp_path / "project")
