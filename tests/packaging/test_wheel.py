"""The wheel alone is enough: installed in an empty environment it starts and builds a site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("sitegen", "themes", "content", "pyproject.toml", "README.md", "LICENSE")


@dataclass(frozen=True)
class Installed:
    """An environment that holds nothing but the wheel, and sees the libraries of this one."""

    folder: Path
    home: Path

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin") / "python"

    def run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, far from the project's folder."""
        env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.run(
            [str(self.python.with_name(program)), *words], cwd=self.home, env=env, timeout=120,
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that nothing is left in the project."""
    pytest.importorskip("hatchling")
    copy = tmp_path_factory.mktemp("source")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name,
                            ignore=shutil.ignore_patterns("__pycache__", ".sitegen"))  # fmt: skip
        else:
            shutil.copy(ROOT / name, copy / name)
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)], cwd=copy,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    made = Installed(tmp_path_factory.mktemp("empty") / "venv", tmp_path_factory.mktemp("home"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(made.folder)], check=True)
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(made.python), "install", "--quiet",
         "--disable-pip-version-check", "--no-deps", "--no-index", "--no-compile", str(wheel)],
        check=True, timeout=120,
    )  # fmt: skip
    inside = next(made.folder.rglob("sitegen/__init__.py")).parent.parent
    (inside / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return made


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
            and not any(part.startswith((".", "__")) for part in path.parts[len(ROOT.parts):-1])
            and path.name != ".DS_Store"}  # fmt: skip


def test_the_wheel_holds_the_package_the_themes_and_the_starter_and_nothing_else(
    wheel: Path,
) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("themes", "content"):
        assert {f"sitegen/bundled/{name}/{path}" for path in _files(ROOT / name)} == {
            inner for inner in names if inner.startswith(f"sitegen/bundled/{name}/")}  # fmt: skip
    package = {f"sitegen/{path}" for path in _files(ROOT / "sitegen") if not path.endswith(".pyc")}
    rest = {name for name in names if not name.startswith("sitegen/bundled/")}
    assert package == {name for name in rest if ".dist-info/" not in name}
    assert [True, True] == [any(name.endswith(end) for name in rest)
                            for end in ("entry_points.txt", "licenses/LICENSE")]  # fmt: skip


def test_the_environment_has_the_package_from_the_wheel(installed: Installed) -> None:
    code = (
        "import sitegen, sitegen.sources as s\n"
        "print(sitegen.__file__, s.bundled('themes'), s.bundled('content'), sep='\\n')"
    )
    done = installed.run("python", "-c", code)
    places = done.stdout.splitlines()
    assert 3 == len(places), done.stderr
    for place in places:
        assert place.startswith(str(installed.folder)), place


def test_the_command_is_there_and_says_its_version(installed: Installed) -> None:
    from sitegen import __version__

    done = installed.run("sitegen", "--version")
    assert (0, f"sitegen {__version__}\n", "") == (done.returncode, done.stdout, done.stderr)


def test_a_new_site_is_made_and_built_strictly_from_the_wheel_alone(installed: Installed) -> None:
    done = installed.run("sitegen", "new", "site", "--name", "Elm Street", "--colour", "teal",
                         "--form", "https://forms.elm-street.org/join")  # fmt: skip
    assert (0, "") == (done.returncode, done.stderr)
    done = installed.run("sitegen", "build", "--strict", "-C", "site")
    assert 0 == done.returncode, done.stderr
    site = installed.home / "site"
    assert "Elm Street" in (site / "output" / "index.html").read_text(encoding="utf-8")
    pages = {path.relative_to(ROOT / "content") for path in (ROOT / "content").rglob("*.md")}
    assert pages == {path.relative_to(site / "content")
                     for path in (site / "content").rglob("*.md")}  # fmt: skip
    done = installed.run("sitegen", "why", "-C", "site", "about.md")
    assert "content/about.md becomes /about/" in done.stdout
