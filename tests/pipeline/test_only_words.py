"""Where only words of pages changed the site is not read, placed and planned again; and it is the
same site, with the same problems, as if it were."""

from __future__ import annotations

import errno
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from folders import FORM, NOW, ROOT, SITE, Files, files_below, surroundings
from msgspec.structs import replace

from sitegen import build, placement
from sitegen.build import Result, Session
from sitegen.cache import Cache
from sitegen.model import Options
from sitegen.write import Output

LATER = "2026-11-03T12:20:00+00:00"
PAGE = """\
---
title: Stall
tags: [street]
---

## Before

Bring [a table](../about.md "on our list") and ![a map](map.svg).

::: callout
Words in a box.
:::

::: signup join
:::

Last words.
"""
MAP = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9'/></svg>"
STALL = "content/tactics/stall.md"
LAYOUT = (
    (ROOT / "themes/base/templates/layout.html")
    .read_text()
    .replace(
        "</body>",
        "{% for link in site.footer_links if link.current %}<i>{{ link.title }}</i>{% endfor %}</body>",
    )
)
FILES = {
    "content/site.yaml": SITE.replace("theme: base", "theme: street"),
    "content/forms/join.yaml": f"{FORM}intro: First words & *more*.\n",
    "content/index.md": "---\ntitle: Home\n---\nHello.\n\nWelcome.\n",
    "content/about.md": "---\ntitle: About\nexpires: 2026-11-03T12:10:00+00:00\n---\nUs.\n",
    "content/tactics/index.md": "---\ntitle: Tactics\n---\nWhat we do.\n\n::: cards /tactics/index.md\n:::\n",
    STALL: PAGE,
    "content/tactics/door.md": "---\ntitle: Door\ndraft: yes\n---\nKnock.\n",
    "content/tactics/walk.md": "---\ntitle: Walk\n---\nOne.\n\n[Away](gone.md \"x\")\n",
    "content/tactics/map.svg": MAP,
    "content/static/notes.md": "Notes.\n",
    "themes/street/theme.yaml": "extends: base\n",
    "themes/street/assets/NOTICE.md": "Whose it is.\n",
    "themes/street/templates/layout.html": LAYOUT,
}  # fmt: skip


First = tuple[Result, Files]
"""What a first build of some sources says and makes."""


class Street:
    """A project that is built again and again. ``firsts`` are the first builds of such sources, by
    all that they are made from."""

    def __init__(self, root: Path, firsts: dict[object, First]) -> None:
        self.root, self.firsts = root, firsts

    def write(self, path: str, text: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def edit(self, old: str, new: str, path: str = STALL) -> None:
        text = (self.root / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new))

    def build(self, session: Session | None = None, output: str = "output", **chosen: object
              ) -> Result:  # fmt: skip
        return _build(self.root, self.root / output, session, **chosen)

    def same(self, result: Result, **chosen: object) -> None:
        """What lies there, and what was said, is what a first build makes and says."""
        name = (*(tuple(files_below(self.root / folder).items()) for folder in ("content", "themes")),
                tuple(chosen.items()))  # fmt: skip
        if name not in self.firsts:
            with tempfile.TemporaryDirectory() as place:
                for folder in ("content", "themes"):
                    shutil.copytree(self.root / folder, Path(place) / folder)
                made = _build(Path(place), Path(place) / "output", None, **chosen)
                self.firsts[name] = made, files_below(Path(place) / "output")
        first, files = self.firsts[name]
        assert not result.failed
        assert first.problems == tuple(each for each in result.problems
                                       if each.code != "output-edited")  # fmt: skip
        assert (first.pages, first.hidden) == (result.pages, result.hidden)
        assert files == files_below(self.root / "output")


def _build(root: Path, output: Path, session: Session | None, **chosen: object) -> Result:
    return build.run(root, output, replace(Options(NOW), **chosen), session=session)


@pytest.fixture(scope="module")
def firsts() -> dict[object, First]:
    return {}


@pytest.fixture(params=["command", "preview"])
def session(request: pytest.FixtureRequest) -> Session | None:
    return Session() if request.param == "preview" else None


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a first build keeps what it worked out, so that not each test draws the same icons."""
    return tmp_path_factory.mktemp("drawn") / "cache.sqlite"


@pytest.fixture
def street(
    tmp_path: Path, session: Session | None, firsts: dict[object, First], drawn: Path
) -> Street:
    made = Street(tmp_path / "project", firsts)
    for path, text in FILES.items():
        made.write(path, text)
    made.write("content/tactics/gone.md", "---\ntitle: Gone\n---\nStill here.\n")
    memory = made.root / ".sitegen/cache.sqlite"
    if drawn.exists():
        memory.parent.mkdir()
        shutil.copy(drawn, memory)
    assert () == made.build(session).problems
    if not drawn.exists():
        shutil.copy(memory, drawn)
    return made


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Says each time that pages are put in their places."""
    found: list[str] = []
    real = placement.of

    def of(*given: Any) -> placement.Placement:
        found.append("placed")
        return real(*given)

    monkeypatch.setattr(placement, "of", of)
    return found


WORDS = {
    "a word": ("Last words.", "Other words."),
    "a line further up": ("::: callout", "More and *more*.\n\n::: callout"),
    "words in a block": ("Words in a box.", "Other **words** in it.\n\nAnd more."),
    "an address elsewhere": ("Last words.", "Last [words](https://other.example/a)."),
}


@pytest.mark.parametrize("change", WORDS, ids=lambda name: name.replace(" ", "-"))
def test_other_words_go_the_short_way(
    street: Street, session: Session | None, placed: list[str], change: str
) -> None:
    street.edit(*WORDS[change])
    result = street.build(session)
    assert [] == placed
    assert (1, 1, 1, 0) == (result.rendered, result.parsed, result.written, result.removed)
    street.same(result)
    street.edit("title: Stall", "title: Bench")  # and what comes after stands on firm ground
    street.same(street.build(session))


def test_one_edit_after_another_goes_the_short_way(
    street: Street, session: Session | None, placed: list[str]
) -> None:
    for number in range(4):
        street.write(STALL, f"{PAGE}\nNumber {number}.\n")
        street.edit("elcome", "elcome, elcome", "content/index.md")
        result = street.build(session)
        assert (2, 2) == (result.rendered, result.written)
        assert 0 == street.build(session).written
    assert [] == placed
    street.same(result)


SEEN = {
    "a title": ("title: Stall", "title: Bench"),
    "a heading": ("## Before", "## Afterwards"),
    "a first paragraph": ("Bring [a", "Carry [a"),
    "a link": ("../about.md", "index.md"),
    "a link that leads nowhere": ("../about.md", "../nowhere.md"),
    "the words for a picture": ("![a map]", "![a plan]"),
    "one picture less": (" and ![a map](map.svg)", ""),
    "one block less": ("::: signup join\n:::\n", ""),
    "another block": ("Last words.", "::: quote\nSo it is.\n:::"),
    "a mistake": ("Last words.", "::: cards nowhere\n:::"),
    "a draft": ("title: Stall", "title: Stall\ndraft: yes"),
    "a date to come": ("title: Stall", "title: Stall\npublish: 2026-12-01"),
    "another address": ("title: Stall", "title: Stall\nslug: bench"),
    "an ask": ("title: Stall", "title: Stall\nask: join"),
    "an unknown key": ("title: Stall", "title: Stall\ntagz: a"),
}


@pytest.mark.parametrize("change", SEEN, ids=lambda name: name.replace(" ", "-"))
def test_what_a_plan_can_see_goes_the_long_way(
    street: Street, session: Session | None, placed: list[str], change: str
) -> None:
    street.edit(*SEEN[change])
    result = street.build(session)
    assert ["placed"] == placed
    if not result.failed:
        street.same(result)
    street.write(STALL, PAGE)
    street.same(street.build(session))


def other_settings(street: Street) -> None:
    street.edit("name: Test", "name: Other", "content/site.yaml")


def a_file_that_looks_like_a_page(street: Street) -> None:
    street.write("content/static/notes.md", "Other notes.\n")


def a_file_of_the_theme_that_looks_like_a_page(street: Street) -> None:
    street.write("themes/street/assets/NOTICE.md", "Whose it is now.\n")


def a_draft(street: Street) -> None:
    street.edit("Knock.", "Knock twice.", "content/tactics/door.md")


def a_new_page(street: Street) -> None:
    street.write("content/tactics/new.md", "---\ntitle: New\n---\nNew.\n")


def a_page_less(street: Street) -> None:
    (street.root / "content/tactics/walk.md").unlink()


def a_spoilt_output(street: Street) -> None:
    (street.root / "output/about/index.html").write_text("spoilt")


@pytest.mark.parametrize("change", [other_settings, a_file_that_looks_like_a_page, a_file_of_the_theme_that_looks_like_a_page, a_draft, a_new_page, a_page_less,
                                    a_spoilt_output], ids=lambda change: change.__name__)  # fmt: skip
def test_words_beside_another_change_go_the_long_way(
    street: Street, session: Session | None, placed: list[str], change: Callable[[Street], None]
) -> None:
    change(street)
    street.edit(*WORDS["a word"])
    result = street.build(session)
    assert ["placed"] == placed
    street.same(result)


def test_a_page_with_a_problem_is_told_where_it_stands_now(
    street: Street, session: Session | None
) -> None:
    (street.root / "content/tactics/gone.md").unlink()
    street.write("content/tactics/gone.md", "---\ntitle: Gone\n---\nWords.\n\n![](map.svg)\n")
    assert () != street.build(session).problems
    street.edit("::: callout", "More.\n\n::: callout")
    street.edit("![", "Some lines.\n\n![", "content/tactics/gone.md")
    street.same(street.build(session))


def test_a_secret_in_new_words_stops_the_build(
    street: Street, session: Session | None, placed: list[str]
) -> None:
    before = files_below(street.root / "output")
    key = "AKIA" + "ABCDEFGHIJ234567"
    street.edit("Last words.", f"Last words {key}.")
    result = street.build(session)
    assert ["secret-published"] == [each.code for each in result.problems]
    assert [] == placed
    assert before == files_below(street.root / "output")
    street.edit(key, "")
    result = street.build(session)
    assert () == result.problems
    street.same(result)


def test_time_goes_on_meanwhile(
    street: Street, session: Session | None, placed: list[str]
) -> None:
    street.edit(*WORDS["a word"])
    result = street.build(session, now=LATER)  # the page "About" has expired
    assert ["placed"] == placed
    street.same(result, now=LATER)


def test_other_options_are_another_build(
    street: Street, session: Session | None, placed: list[str]
) -> None:
    street.edit(*WORDS["a word"])
    result = street.build(session, drafts=True)
    assert ["placed"] == placed
    street.same(result, drafts=True)


@pytest.mark.parametrize("kind", ["last", "page", "head", "details"])
def test_what_the_cache_lost_is_worked_out_again(
    street: Street, session: Session | None, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    real = Cache.get
    monkeypatch.setattr(
        Cache, "get", lambda self, of, key: None if of == kind else real(self, of, key)
    )
    street.edit(*WORDS["a word"])
    result = street.build(session)
    assert 1 == result.written
    monkeypatch.setattr(Cache, "get", real)
    street.same(result)


def test_two_folders_of_one_project_do_not_mistake_each_other(
    street: Street, session: Session | None
) -> None:
    street.build(None, "../other")
    street.edit(*WORDS["a word"])
    assert 1 == street.build(session).written
    street.edit("Other words.", "Third words.")
    street.same(street.build(session))
    assert 1 == street.build(None, "../other").written
    assert files_below(street.root / "../other") == files_below(street.root / "output")


PLANNERS = ("sitegen.assemble", "sitegen.forms.wiring", "sitegen.kit", "sitegen.placement",
            "sitegen.plan.outputs", "sitegen.settled", "PIL", "yaml")  # fmt: skip


def test_nothing_that_plans_a_site_is_imported(street: Street) -> None:
    street.edit(*WORDS["a word"])
    code = (
        "import sys\nfrom pathlib import Path\nfrom sitegen import build\n"
        "from sitegen.model import Options\n"
        f"made = build.run(Path('.'), Path('output'), Options({NOW!r}))\n"
        f"print(made.written, sorted(name for name in {PLANNERS!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=street.root, env=surroundings(),
                          check=True, capture_output=True, text=True)  # fmt: skip
    assert "1 []" == done.stdout.strip()


def test_a_folder_older_than_what_is_remembered_goes_the_long_way(
    street: Street, session: Session | None
) -> None:
    street.build(None, "../other", now=LATER)  # meanwhile the page "About" has expired
    street.edit(*WORDS["a word"])
    street.same(street.build(session, now=LATER), now=LATER)


def test_what_was_taken_back_is_not_parsed_again(
    street: Street, session: Session | None, placed: list[str]
) -> None:
    street.edit(*WORDS["a word"])
    street.build(session)
    street.write(STALL, PAGE)
    result = street.build(session)
    assert (0, 1) == (result.parsed, result.written)
    assert [] == placed
    street.same(result)


def test_a_build_that_could_not_be_written_is_not_the_last_one(
    street: Street, session: Session | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Output, "_swap", full)
    street.edit("title: Stall", "title: Bench")
    assert "disk-full" in [each.code for each in street.build(session, now=LATER).problems]
    monkeypatch.undo()
    street.edit(*WORDS["a word"])
    street.same(street.build(session, now=LATER), now=LATER)


def test_links_in_the_footer_are_marked_on_their_own_pages_alone(
    street: Street, session: Session | None
) -> None:
    for name in ("index", "one", "two", "three"):  # no page of any menu
        street.write(f"content/notes/{name}.md", f"---\ntitle: {name}\n---\nWords.\n\nMore.\n")
    street.edit("form: join", "form: join\nfooter: [/notes/one.md, /notes/two.md]",
                "content/site.yaml")  # fmt: skip
    street.build(session)
    street.edit("More.", "Much more.", "content/notes/two.md")
    street.same(street.build(session))
    for name, marked in (("one", ["<i>one</i>"]), ("two", ["<i>two</i>"]), ("three", [])):
        page = (street.root / f"output/notes/{name}/index.html").read_text()
        assert marked == re.findall("<i>.*?</i>", page)
