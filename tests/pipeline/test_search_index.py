"""The search index and the site map: what they hold, when they are made anew, what is said."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from sitegen import search
from tests.conftest import SITE, Project

FOLDER = "assets/search/"


@pytest.fixture
def site(tmp_path: Path) -> Project:
    """Three pages, a section, a draft, search."""
    project = Project(tmp_path)
    project.write("content/site.yaml", SITE + "search: true\n")
    project.page("index.md", "Welcome.", title="Home", description="H.")
    project.page("notes/index.md", "Notes.", title="Notes", description="N.")
    project.page("notes/one.md", "A **lan**tern.\n\n## Where?\n\nAt the quay.", title="One",
                 description="O.")  # fmt: skip
    project.page("notes/two.md", "Two boats & one <b>net</b>.", title="Two", description="T.")
    project.page("notes/draft.md", "Zebra.", title="Draft", description="D.", draft=True)
    return project


def index(project: Project) -> dict[str, bytes]:
    return {path: data for path, data in project.outputs().items() if path.startswith(FOLDER)}


def fragments(project: Project) -> dict[str, dict[str, Any]]:
    """What is indexed, by address."""
    found = {}
    for path, data in index(project).items():
        if path.endswith(".pf_fragment"):
            _, _, text = gzip.decompress(data).partition(b"pagefind_dcd")
            row = json.loads(text)
            found[row["url"]] = row
    return found


def test_every_page_that_visitors_come_across_is_indexed_with_its_words(site: Project) -> None:
    found = fragments(site.built())
    assert {"/index.html", "/notes/index.html", "/notes/one/index.html",
            "/notes/two/index.html"} == set(found)  # fmt: skip
    one = found["/notes/one/index.html"]
    assert one["meta"]["title"] == "One"
    assert "A lantern." in one["content"]
    assert "At the quay." in one["content"]
    for word in ("Zebra", "Neighbours on a street", "Site map"):  # a draft, and the foot of pages
        assert word not in json.dumps(found)


def test_drafts_that_are_built_are_still_not_indexed(site: Project) -> None:
    site.build(drafts=True)
    assert site.has("notes/draft/index.html")
    assert "/notes/draft/index.html" not in fragments(site)
    names = site.out("search/index.html").partition('aria-labelledby="pages"')[2]
    assert "notes/one" in names
    assert "notes/draft" not in names.partition("</nav>")[0]


def test_addresses_are_those_of_links(site: Project) -> None:
    site.write("content/site.yaml", SITE + "search: true\nlinks: folders\n")
    assert "/notes/one/" in fragments(site.built())


def test_the_same_pages_give_the_same_bytes(site: Project, tmp_path: Path) -> None:
    first = index(site.built())
    again = Project(tmp_path / "again")
    for path in sorted((site.root / "content").rglob("*"), reverse=True):
        if path.is_file():
            again.write(path.relative_to(site.root).as_posix(), path.read_bytes())
    again.build(jobs=2)
    assert first == index(again)
    assert f"{FOLDER}pagefind.js" in first
    assert [] == [path for path in first if "-ui" in path]


def test_the_index_is_made_again_only_when_words_changed(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    whole = search.index

    def count(entries: Any, language: str) -> Any:
        made.append(len(entries))
        return whole(entries, language)

    monkeypatch.setattr(search, "index", count)
    before = index(site.built())
    assert [4] == made
    site.page("notes/two.md", "Two boats & one <i>net</i>.", title="Two", description="T.")
    assert site.built().result.written == 1  # the page, whose words are the same
    assert ([4], before) == (made, index(site))
    site.page("notes/two.md", "Two boats and one crane.", title="Two", description="T.")
    site.built()
    assert [4, 4] == made
    assert "crane" in fragments(site)["/notes/two/index.html"]["content"]
    incremental = site.outputs()
    (site.root / ".sitegen" / "cache.sqlite").unlink()
    site.remove("output/index.html")
    assert incremental == site.built().outputs()


def test_files_of_the_index_that_vanished_come_back(site: Project) -> None:
    before = site.built().outputs()
    site.remove(f"output/{FOLDER}pagefind.js")
    assert before == site.built().outputs()


def test_turning_search_off_takes_the_index_away(site: Project) -> None:
    site.built()
    site.write("content/site.yaml", SITE)
    many(site).built()
    assert {} == index(site)
    assert not site.has("search/index.html")
    assert "wasm" not in site.out("site-map/index.html")
    assert [] == [path for path in site.outputs() if "built/search." in path]


def test_without_pagefind_the_site_map_takes_the_place_of_search(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec",
                        lambda name: None if name == "pagefind_bin" else find(name))  # fmt: skip
    site.page("notes/one.md", "[Search](/search/) or [all](/site-map/).", title="One",
              description="O.")  # fmt: skip
    result = site.build()
    said = site.problem("search-missing")
    assert ("warning", False) == (said.level, result.failed)
    assert said.span is not None
    assert ("content/site.yaml", 4) == (said.span.path, said.span.line)
    assert "pip install pagefind-bin" in said.hint
    page = site.out("search/index.html")
    assert "<h1>Site map</h1>" in page
    assert "data-search" not in page
    assert {} == index(site)
    assert '../../search/index.html">all' in site.out("notes/one/index.html")


def test_a_pagefind_that_fails_stops_the_build_and_says_why(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.built().outputs()
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: Path("/bin/false"))
    site.page("notes/two.md", "Two cranes.", title="Two", description="T.")
    assert site.build().failed
    said = site.problem("search-failed")
    assert said.message.endswith("Pagefind ended before its work was done.")
    assert before == site.outputs()


def test_what_lies_in_the_place_of_search_is_named(site: Project) -> None:
    site.write("content/static/assets/search/mine.txt", "x")
    site.build()
    assert "content/static/assets/search/mine.txt" in site.problem("address-reserved").message
    site.remove("content/static/assets/search/mine.txt")
    site.page("search.md", "Mine.", title="Mine", description="M.")
    site.build()
    assert "content/search.md" in site.problem("address-reserved").message


# The site map -------------------------------------------------------------------------------


def many(project: Project) -> Project:
    """So many pages that the menus do not name all."""
    for number in range(8):
        project.page(f"notes/more{number}.md", "More.", title=f"More {number}", description="M.")
    return project


def test_a_site_map_names_every_page_below_its_section(site: Project) -> None:
    site.write("content/site.yaml", SITE + "search: no\n")
    page = many(site).built().out("site-map/index.html")
    assert '<meta name="robots" content="noindex">' in page
    assert "site-map" not in site.out("sitemap.xml")
    at = [page.index(f'href="../notes/{name}index.html"', page.index("aria-labelledby"))
          for name in ("", "one/", "two/")]  # fmt: skip
    assert at == sorted(at)
    assert 'href="../site-map/index.html"' in site.out("notes/index.html")
    assert 'href="/site-map/index.html"' in site.out("404.html")
    assert "draft" not in page.lower()


def test_a_small_site_needs_none_and_an_own_one_stays(site: Project, tmp_path: Path) -> None:
    small = Project(tmp_path / "small")
    small.write("content/site.yaml", SITE)
    small.page("index.md", "Welcome.", title="Home", description="H.")
    small.page("about.md", "Us.", title="About", description="A.")
    assert not small.built().has("site-map/index.html")
    assert "Site map" not in small.out("404.html")
    site.write("content/site.yaml", SITE)
    site.page("site-map.md", "By hand.", title="Where is what", description="W.")
    assert "By hand." in site.built().out("site-map/index.html")
    assert 'href="../site-map/index.html"' in site.out("notes/index.html")


def test_old_links_to_the_site_map_lead_to_the_search_page(site: Project) -> None:
    page = site.built().out("site-map/index.html")
    assert "url=../search/index.html" in page


def test_words_are_those_of_main_without_menus_and_forms() -> None:
    html = ('<header>no</header><main id="main"><nav>no</nav><h1 id="a&amp;b">Big <b>wo</b>rd</h1>'
            "<p>One</p><p>two &lt;three&gt;</p><form>no</form><script>no</script>"
            "<!-- no --><ul><li>four</li></ul></main><footer>no</footer>")  # fmt: skip
    assert search.words(html).split("\n") == [
        '<h1 id="a&amp;b">Big word</h1>',
        "<p>One</p>",
        "<p>two &lt;three&gt;</p>",
        "<p>four</p>",
    ]
    assert search.words("<p>a page without it</p>") == ""


def test_the_search_page_alone_may_run_webassembly(site: Project) -> None:
    pages = {path: data.decode() for path, data in site.built().outputs().items()
             if path.endswith(".html")}  # fmt: skip
    assert ["search/index.html"] == [path for path, text in pages.items() if "wasm" in text]
