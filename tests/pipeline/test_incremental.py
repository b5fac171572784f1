"""How much each kind of change makes anew: what shows it, and nothing else."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from folders import FORM, ROOT, SITE, Files, Picture, command, files_below

from sitegen import build, sources
from sitegen import cache as cache_room
from sitegen.build import Result, Session
from sitegen.cache import Cache
from sitegen.model import Options

PAGES = 14
NOW = "2026-11-03T12:00:00+00:00"


class Site:
    """A project with a section of numbered pages that no menu shows."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before: Files = {}
        self.write("site.yaml", SITE)
        self.write("forms/join.yaml", FORM)
        self.page("index.md", "Home", "Hello.")
        self.page("about.md", "About", "Us.\n\n::: signup join\n:::")
        self.page("tactics/index.md", "Tactics", "What we do.")
        for number in range(PAGES):
            self.number(number)

    def write(self, path: str, text: str) -> None:
        place = self.root / "content" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def page(self, path: str, title: str, body: str, more: str = "") -> None:
        self.write(path, f"---\ntitle: {title}\n{more}---\n{body}\n")

    def number(self, number: int, title: str = "", body: str = "Text.", more: str = "") -> None:
        self.page(f"tactics/way-{number:02}.md", title or f"Way {number}", body,
                  f"order: {number}\n{more}")  # fmt: skip

    def build(self, session: Session | None = None, **options: object) -> Result:
        self.before = files_below(self.root / "output")
        chosen = Options(**{"now": NOW, **options})  # type: ignore[arg-type]
        return build.run(self.root, self.root / "output", chosen, session=session)

    def changed(self) -> set[str]:
        """Output files that differ from what lay there before the last build."""
        after = files_below(self.root / "output")
        return {path for path in self.before.keys() | after.keys()
                if self.before.get(path) != after.get(path)}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path / "project")
    result = made.build()
    assert not result.failed
    assert result.rendered == result.pages > PAGES
    return made


LISTS = ("tactics/index.html", "site-map/index.html")
"""Pages that list the others: the home page names what lies in a section only where that is little."""


def way(number: int) -> str:
    return f"tactics/way-{number:02}/index.html"


def test_nothing_changed_makes_and_reads_nothing(site: Site) -> None:
    result = site.build()
    assert (0, 0, 0, 0) == (result.rendered, result.written, result.removed, result.parsed)
    assert not result.changed
    assert PAGES + 6 == result.pages


def test_touching_a_file_makes_nothing(site: Site) -> None:
    os.utime(site.root / "content/about.md")
    result = site.build()
    assert (0, 0, 0) == (result.rendered, result.written, result.parsed)


@pytest.mark.parametrize("session", [None, Session()], ids=["command", "preview"])
def test_an_edited_body_makes_one_page(site: Site, session: Session | None) -> None:
    for words in ("Other words.", "And others."):
        site.number(5, body=f"Text.\n\n{words}")
        result = site.build(session)
        assert (1, 1, 1) == (result.rendered, result.written, result.parsed)
        assert {way(5)} == site.changed()


def cards(paths: set[str]) -> set[str]:
    """The share cards of pages among outputs."""
    return {path for path in paths if path.startswith("assets/built/card-")}


def test_a_changed_title_makes_the_pages_that_show_it(site: Site) -> None:
    site.number(5, title="Another way")
    result = site.build()
    changed = site.changed()
    assert {way(4), way(5), way(6), *LISTS} == changed - cards(changed)
    assert 2 == len(cards(changed))  # the old one goes and the new one comes
    assert 5 == result.rendered
    assert 1 == result.parsed


def test_a_changed_description_makes_the_page_and_its_lists(site: Site) -> None:
    site.number(5, more="description: Short and clear.\n")
    result = site.build()
    assert {way(5), "tactics/index.html"} == site.changed()
    assert 2 == result.rendered


def test_a_first_tag_makes_the_page_its_lists_and_the_tags(site: Site) -> None:
    site.number(5, more="tags: street\n")
    result = site.build()
    made = {way(5), "tags/index.html", "tags/street/index.html", "sitemap.xml",
            "site-map/index.html"}  # fmt: skip
    assert made == site.changed() - {"tactics/index.html"}
    assert 5 == result.rendered


def test_an_alias_makes_its_page_and_one_redirect(site: Site) -> None:
    site.number(5, more="aliases: [/old-way/]\n")
    result = site.build()
    assert {"old-way/index.html"} == site.changed()
    assert 2 == result.rendered


def test_a_changed_form_makes_the_pages_that_show_it(site: Site) -> None:
    site.write("forms/join.yaml", FORM.replace("Count me in", "I am in"))
    result = site.build()
    assert {"about/index.html"} == site.changed()
    assert 1 == result.rendered


def test_a_removed_page_makes_its_neighbours(site: Site) -> None:
    (site.root / "content/tactics/way-05.md").unlink()
    result = site.build()
    changed = site.changed()
    assert {way(4), way(5), way(6), *LISTS, "sitemap.xml"} == changed - cards(changed)
    assert 1 == len(cards(changed))
    assert (4, 2) == (result.rendered, result.removed)  # the page and its card
    assert not (site.root / "output" / way(5)).parent.exists()


def test_a_moved_page_changes_its_address_and_its_neighbours(site: Site) -> None:
    old = site.root / "content/tactics/way-05.md"
    old.rename(old.with_name("moved.md"))
    result = site.build()
    new = "tactics/moved/index.html"
    assert {way(4), way(5), way(6), new, *LISTS, "sitemap.xml"} == site.changed()
    assert 5 == result.rendered


def test_the_sites_name_makes_every_page_and_reads_none(site: Site) -> None:
    site.write("site.yaml", SITE.replace("Test Street", "Other Street"))
    result = site.build()
    assert (result.pages, 0) == (result.rendered, 0)


def test_a_setting_that_no_page_shows_makes_no_page(site: Site) -> None:
    site.write("site.yaml", SITE + "# a remark\n")
    assert 0 == site.build().rendered


def test_a_template_of_the_project_makes_every_page(site: Site) -> None:
    theme = site.root / "themes/mine"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yaml").write_text("name: mine\nextends: base\n")
    site.write("site.yaml", SITE.replace("theme: base", "theme: mine"))
    site.build()
    (theme / "templates/redirect.html").write_text("moved\n")
    result = site.build()
    assert result.pages == result.rendered
    assert 0 == result.parsed


def test_a_page_that_is_due_appears_when_its_instant_has_come_and_goes_when_time_runs_back(
    site: Site,
) -> None:
    site.number(5, more="publish: 2026-11-10T09:00:00+02:00\n")
    site.build(now="2026-11-10T06:59:59+00:00")
    assert way(5) in site.changed()
    assert 0 == site.build(now="2026-11-10T06:59:59.9+00:00").rendered
    result = site.build(now="2026-11-10T08:00:00+01:00")
    changed = site.changed()
    assert {way(4), way(5), way(6), *LISTS, "sitemap.xml"} == changed - cards(changed)
    assert 1 == len(cards(changed))
    assert 5 == result.rendered
    assert 0 == site.build(now="2030-01-01T00:00:00+00:00").rendered
    site.build(now="2026-11-01T00:00:00+00:00")
    assert not (site.root / "output" / way(5)).exists()


@pytest.mark.parametrize("harm", ["changed", "cut", "deleted", "same size and time", "a link"])
def test_a_vandalised_page_is_made_anew_alone(site: Site, harm: str) -> None:
    place = site.root / "output" / way(5)
    whole, info = place.read_bytes(), place.stat()
    match harm:
        case "changed":
            place.write_bytes(whole + b"x")
        case "cut":
            place.write_bytes(whole[:100])
        case "deleted":
            place.unlink()
        case "same size and time":
            place.write_bytes(whole.replace(b"Text.", b"Lies."))
            os.utime(place, ns=(info.st_atime_ns, info.st_mtime_ns))
        case "a link":
            place.rename(site.root / "elsewhere.html")
            place.symlink_to(site.root / "elsewhere.html")
    result = site.build()
    assert (1, 0) == (result.rendered, result.parsed)
    assert whole == place.read_bytes()
    assert not place.is_symlink()
    assert 0 == site.build().rendered


def test_a_lost_cache_reads_pages_again_and_makes_none(site: Site) -> None:
    (site.root / ".sitegen/cache.sqlite").unlink()
    site.write("unused.yaml", "a: change\n")
    result = site.build()
    assert (0, 0) == (result.rendered, result.written)
    assert PAGES + 3 == result.parsed


def test_what_a_check_said_of_a_page_is_said_again_while_the_page_stands(site: Site) -> None:
    site.number(5, body="The key is AKIAIOSFODNN7EXAMPLE and sk_live_4eC39HqLyjWDarjtT1zdp7dc.")
    said = [site.build().problems]
    warned = [problem for problem in said[0] if problem.level != "info"]
    assert warned, "no check speaks up for this page any more"
    said.append(site.build().problems)
    site.number(6, body="Another page changes.")
    said.append(site.build().problems)
    (site.root / ".sitegen/cache.sqlite").unlink()
    site.number(7, body="And another.")
    said.append(site.build().problems)
    assert [warned] * 4 == [[p for p in each if p.level != "info"] for each in said]


def test_another_version_of_the_code_makes_everything_anew(tmp_path: Path) -> None:
    """Also what is remembered of settings: the cache of one version is never used by another."""
    home = tmp_path / "home"
    shutil.copytree(
        ROOT / "sitegen", home / "sitegen", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "themes", home / "themes")
    site = Site(tmp_path / "project")
    env = {"PYTHONPATH": str(home)}
    assert 0 == command("build", "--date", NOW, cwd=site.root, env=env).returncode
    place = site.root / "output/index.html"
    assert "Neighbours in tests." in place.read_text()
    with (home / "sitegen/yamltext.py").open("a") as file:
        file.write(
            "\n\n_old_read = read\n\n\ndef read(text, path, *more, **others):\n"
            "    return _old_read(text.replace('Neighbours', 'Friends'), path, *more, **others)\n"
        )
    done = command("build", "--date", NOW, cwd=site.root, env=env)
    assert 0 == done.returncode, done.stderr
    assert "Friends in tests." in place.read_text()
    again = command("build", "--date", NOW, cwd=site.root, env=env)
    assert "Nothing changed" in again.stdout


# Sources that change while they are read -------------------------------------------------------


def test_a_page_saved_while_it_is_read_is_never_remembered_under_its_old_name(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else undoing the change would bring the wrong text back from the cache."""
    real = sources.scan
    pending = ["Second text."]

    def scan(*values: object) -> sources.Tree:
        tree = real(*values)  # type: ignore[arg-type]
        if pending:
            site.number(5, body=pending.pop())
        return tree

    site.number(5, body="First text.")
    with monkeypatch.context() as patch:
        patch.setattr(sources, "scan", scan)
        assert not site.build().failed
    assert "Second text." in (site.root / "output" / way(5)).read_text()
    site.number(5, body="First text.")
    assert not site.build().failed
    assert "First text." in (site.root / "output" / way(5)).read_text()


def test_a_page_deleted_while_the_site_is_built_is_simply_gone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sources.scan
    site.number(5, body="Changed, then deleted.")

    def scan(*values: object) -> sources.Tree:
        tree = real(*values)  # type: ignore[arg-type]
        (site.root / "content/tactics/way-05.md").unlink(missing_ok=True)
        return tree

    monkeypatch.setattr(sources, "scan", scan)
    assert [] == [problem for problem in site.build().problems if problem.level != "info"]
    assert not (site.root / "output" / way(5)).exists()


def test_sources_that_never_settle_are_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sources.scan
    before = files_below(site.root / "output")

    def scan(*values: object) -> sources.Tree:
        site.number(5, body=f"Text {time.perf_counter_ns()}")
        tree = real(*values)  # type: ignore[arg-type]
        site.number(5, body=f"Text {time.perf_counter_ns()}")
        return tree

    monkeypatch.setattr(sources, "scan", scan)
    result = site.build()
    assert ["sources-changing"] == [problem.code for problem in result.problems]
    assert before == files_below(site.root / "output")


# The cache ---------------------------------------------------------------------------------------


def test_the_cache_gives_back_what_was_stored_and_nothing_else(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "code")
    cache.put("kind", "key", b"value")
    cache.put_value("other", "key", {"a": [1, "ü"]})
    cache.save()
    cache.close()
    again = Cache(tmp_path, "code")
    assert b"value" == again.get("kind", "key")
    assert {"a": [1, "ü"]} == again.get_value("other", "key", dict[str, list[int | str]])
    assert again.get_value("other", "key", dict[str, int]) is None
    assert {"key": b"value"} == again.all("kind")
    assert again.get("kind", "other") is None
    again.close()
    assert Cache(tmp_path, "other code").get("kind", "key") is None


def test_two_caches_on_one_file_do_not_harm_each_other(tmp_path: Path) -> None:
    one, two = Cache(tmp_path), Cache(tmp_path)
    for number in range(20):
        cache = (one, two)[number % 2]
        cache.put("kind", f"key {number}", b"%d" % number)
        cache.save()
    assert {f"key {n}": b"%d" % n for n in range(20)} == Cache(tmp_path).all("kind")


def test_a_cache_without_a_place_is_only_forgetful(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for folder in (None, tmp_path / "file"):
        cache = Cache(folder)
        cache.put("kind", "key", b"value")
        cache.save()
        assert b"value" == cache.get("kind", "key")


def test_rows_that_no_page_needs_any_more_do_not_pile_up(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(6_000):
        cache.put("body", f"old {number}", b"x")
    cache.put("body", "used", b"y")
    cache.save()
    cache.close()
    Cache(tmp_path).save({"body": ["used"]})
    assert {"used"} == Cache(tmp_path).all("body").keys()


def test_pictures_that_no_page_shows_any_more_do_not_pile_up(
    site: Site, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_room, "KEEP_UNUSED_LARGE", {"blob": 3})
    place = site.root / "content/assets/pic.png"
    place.parent.mkdir()
    site.number(5, body="![Us](/assets/pic.png)")
    for shade in range(8):
        place.write_bytes(picture(40, shade))
        assert not site.build().failed
    left = Cache(site.root / ".sitegen").all("blob")
    assert len(left) <= 5
    used = {data for path, data in files_below(site.root / "output").items() if "/pic-" in path}
    assert used <= set(left.values())
