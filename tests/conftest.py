"""A throw-away project for tests: write files, build, look at what came out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest

from sitegen import build, sources
from sitegen.build import Result, Session
from sitegen.model import Options

NOW = "2026-11-03T12:00:00+00:00"

SITE = """\
name: Test Street
description: Neighbours on a street that exists in tests only.
url: https://test.example
"""

FORM = """\
title: Join us
button: Count me in
fields: [email]
consent: none
backend: custom
settings: {url: "https://forms.test-street.org/join"}
"""


@pytest.fixture(autouse=True, scope="session")
def _own_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests do not write into the caches of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture(scope="session")
def _own_code() -> str:
    """The digest of the code that this run has loaded."""
    return sources.code_digest({}, 0)[0]


@pytest.fixture(autouse=True)
def _steady_code(_own_code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who edits sitegen during a run must not make it count pages again."""
    monkeypatch.setattr(sources, "code_digest", lambda *_: (_own_code, {}))


@pytest.fixture(scope="session")
def _remembered(tmp_path_factory: pytest.TempPathFactory, _own_code: str) -> Path:
    """What a build of the smallest site leaves in its cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "code_digest", lambda *_: (_own_code, {}))
        made = street(tmp_path_factory.mktemp("remembered"))
        made.built()
    shutil.rmtree(made.root / ".sitegen" / "outputs")
    return made.root / ".sitegen"


@pytest.fixture(autouse=True)
def _warm(_remembered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of tests build a small site; reading the themes and drawing the same brand for each
    would be most of their time."""
    monkeypatch.setattr(Project, "remembered", _remembered)


@dataclass
class Project:
    """A project folder with the shortest ways to fill, build and read it."""

    remembered: ClassVar[Path | None] = None
    root: Path
    session: Session | None = None
    result: Result = field(default_factory=lambda: Result(()))

    def write(self, path: str, content: str | bytes) -> Project:
        """Write a source file; gives the project again, so that calls can be chained."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def page(self, path: str, body: str = "", **settings: object) -> Project:
        """Write ``content/<path>`` with front matter."""
        lines = "".join(f"{name}: {value}\n" for name, value in settings.items())
        return self.write(f"content/{path}", f"---\n{lines}---\n{body}\n" if lines else body)

    def remove(self, path: str) -> Project:
        (self.root / path).unlink()
        return self

    def build(
        self, now: str = NOW, drafts: bool = False, base_url: str = "", jobs: int = 1,
        strict: bool = False,
    ) -> Result:  # fmt: skip
        """Build into ``output/`` and keep the result."""
        options = Options(now, drafts, base_url, jobs)
        if self.remembered is not None and not (self.root / ".sitegen").exists():
            shutil.copytree(self.remembered, self.root / ".sitegen")
        self.result = build.run(self.root, self.root / "output", options, strict,
                                session=self.session)  # fmt: skip
        return self.result

    def built(self, **options: object) -> Project:
        """Build and demand that nothing is wrong."""
        result = self.build(**options)  # type: ignore[arg-type]
        assert [] == [p for p in result.problems if p.level != "info"]
        return self

    def out(self, path: str) -> str:
        """The text of an output file."""
        return (self.root / "output" / path).read_text(encoding="utf-8")

    def has(self, path: str) -> bool:
        return (self.root / "output" / path).is_file()

    def outputs(self) -> dict[str, bytes]:
        """Every output file by path."""
        root = self.root / "output"
        return {path.relative_to(root).as_posix(): path.read_bytes()
                for path in sorted(root.rglob("*")) if path.is_file()}  # fmt: skip

    def codes(self) -> list[str]:
        """The codes of the last build's problems, in order."""
        return [problem.code for problem in self.result.problems]

    def problem(self, code: str) -> build.Problem:
        """The one problem with this code."""
        found = [problem for problem in self.result.problems if problem.code == code]
        assert len(found) == 1, self.result.problems
        return found[0]


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """A folder with nothing in it."""
    return Project(tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small site with a home page and one form, which builds without a warning."""
    return street(tmp_path)


def street(root: Path) -> Project:
    """The small site in a folder."""
    made = Project(root)
    made.write("content/site.yaml", SITE + "form: join\n")
    made.write("content/forms/join.yaml", FORM)
    return made.page("index.md", "Welcome.", title="A street that acts",
                     description="What we do on our street.")  # fmt: skip


@pytest.fixture
def new_project(tmp_path: Path) -> Callable[[str], Project]:
    """Further empty projects by name."""
    return lambda name: Project(tmp_path / name)
