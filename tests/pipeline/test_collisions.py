"""Two sources for one output file stop the build and are both named."""

from __future__ import annotations

from pathlib import Path

import pytest
from folders import NOW, Picture, files_below

from sitegen import build
from sitegen.build import Result
from sitegen.model import Options

SITE = (
    "name: Test Street\ndescription: Neighbours in tests.\ntheme: base\nurl: https://t.example\n"
)
FORM = """\
title: Join us
fields: [email]
consent: none
backend: custom
settings: {url: "https://forms.test-street.org/join"}
"""


def page(title: str = "Title", **meta: str) -> str:
    lines = "".join(f"{name}: {value}\n" for name, value in meta.items())
    return f"---\ntitle: {title}\n{lines}---\nText.\n"


def attempt(root: Path, files: dict[str, str | bytes]) -> Result:
    """Build a site with these files besides its home page."""
    for path, data in {"site.yaml": SITE, "index.md": page("Home"), **files}.items():
        place = root / "content" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data if isinstance(data, bytes) else data.encode())
    return build.run(root, root / "output", Options(NOW))


CASES: dict[str, tuple[dict[str, str | bytes], str, str]] = {
    "two pages by slug": (
        {"a.md": page(slug="same"), "b.md": page(slug="same")}, "content/a.md", "content/b.md"),
    "two pages by suffix": (
        {"a.md": page(), "a.markdown": page()}, "content/a.md", "content/a.markdown"),
    "a page and a folder's index": (
        {"a.md": page(), "a/index.md": page()}, "content/a.md", "content/a/index.md"),
    "pages that differ in spaces": (
        {"my page.md": page(), "my-page.md": page()}, "content/my page.md", "content/my-page.md"),
    "names that differ in capitals": (
        {"About.md": page(), "about.md": page()}, "content/About.md", "content/about.md"),
    "folders that differ in capitals": (
        {"Tactics/a.md": page(), "tactics/a.md": page()},
        "content/Tactics/a.md", "content/tactics/a.md"),
    "names that differ in how an accent is stored": (
        {"caf\u00e9.md": page(), "cafe\u0301.md": page()},
        "content/caf\u00e9.md", "content/cafe\u0301.md"),
    "names that differ in a sharp s": (
        {"stra\u00dfe.md": page(), "STRASSE.md": page()},
        "content/stra\u00dfe.md", "content/STRASSE.md"),
    "slugs that differ in how an accent is stored": (
        {"a.md": page(slug="caf\u00e9"), "b.md": page(slug="cafe\u0301")},
        "content/a.md", "content/b.md"),
    "an old address and a page": (
        {"a.md": page(aliases="[/b/]"), "b.md": page()}, "content/a.md", "content/b.md"),
    "an old address and a page in other capitals": (
        {"a.md": page(aliases="[/B/]"), "b.md": page()}, "content/a.md", "content/b.md"),
    "two old addresses": (
        {"a.md": page(aliases="[/old/]"), "b.md": page(aliases="[/old/]")},
        "content/a.md", "content/b.md"),
    "an old address inside another that is a file": (
        {"a.md": page(aliases="[/old.html]"), "b.md": page(aliases="[/old.html/in/]")},
        "content/a.md", "content/b.md"),
    "an old address and a static file": (
        {"a.md": page(aliases="[/old/]"), "static/old/index.html": "x"},
        "content/a.md", "content/static/old/index.html"),
    "a page and a static file": (
        {"a.md": page(), "static/a/index.html": "x"}, "content/a.md", "content/static/a/index.html"),
    "a page and a static file in other capitals": (
        {"a.md": page(), "static/A/Index.html": "x"}, "content/a.md", "content/static/A/Index.html"),
    "a static file where a page needs a folder": (
        {"a.md": page(), "static/a": "x"}, "content/a.md", "content/static/a"),
    "two files to copy": (
        {"assets/a.txt": "one", "static/assets/a.txt": "two"},
        "content/assets/a.txt", "content/static/assets/a.txt"),
    "a linked download and a static file": (
        {"a/paper.txt": "one", "a/index.md": page() + "[p](paper.txt)\n",
         "static/a/paper.txt": "two"}, "content/a/paper.txt", "content/static/a/paper.txt"),
    "a page and the list of tags": (
        {"tags.md": page(), "a.md": page(tags="[x]")}, "content/tags.md", "tags"),
    "a page and a tag's list": (
        {"tags/x.md": page(), "a.md": page(tags="[x]")}, "content/tags/x.md", "tags/x/index.html"),
    "a page and a form's thank-you page": (
        {"thanks/join.md": page(), "forms/join.yaml": FORM},
        "content/thanks/join.md", "content/forms/join.yaml"),
    "two forms in one file name": (
        {"forms/join.yaml": FORM, "forms/join.yml": FORM},
        "content/forms/join.yaml", "content/forms/join.yml"),
    "a static file and the page for missing pages": (
        {"static/404.html": "x"}, "content/static/404.html", "404.html"),
    "a static file and the sitemap": (
        {"static/sitemap.xml": "x"}, "content/static/sitemap.xml", "sitemap.xml"),
    "a static file and the robots file": (
        {"static/robots.txt": "x"}, "content/static/robots.txt", "robots.txt"),
    "a static file and a host's own file": (
        {"site.yaml": SITE + "host: github-pages\n", "static/CNAME": "other.example"},
        "content/static/CNAME", "CNAME"),
    "a static file and a host's redirects": (
        {"site.yaml": SITE + "host: netlify\n", "static/_redirects": "/a /b",
         "a.md": page(aliases="[/old/]")}, "content/static/_redirects", "_redirects"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(CASES))
def test_two_sources_for_one_output_stop_the_build_and_are_both_named(
    tmp_path: Path, name: str
) -> None:
    files, one, two = CASES[name]
    assert not attempt(tmp_path, {}).failed
    before = files_below(tmp_path / "output")
    result = attempt(tmp_path, files)
    assert result.failed
    naming = [problem for problem in result.problems if problem.level == "error"
              and one in f"{problem.message} {problem.span}" and two in f"{problem.message} {problem.span}"]  # fmt: skip
    assert naming, result.problems
    assert naming[0].hint
    assert before == files_below(tmp_path / "output")


def test_equal_pictures_with_one_name_share_their_files(tmp_path: Path, picture: Picture) -> None:
    files = {"a/pic.png": picture(40, 1), "b/pic.png": picture(40, 1), "c/pic.png": picture(40, 2),
             "a/index.md": page() + "![A](pic.png)", "b/index.md": page() + "![B](pic.png)",
             "c/index.md": page() + "![C](pic.png)"}  # fmt: skip
    assert not attempt(tmp_path, files).failed
    found = [path for path in files_below(tmp_path / "output") if path.endswith(".png")
             and "/pic-" in path]  # fmt: skip
    assert 2 == len(found)


def test_a_page_may_have_an_old_address_twice(tmp_path: Path) -> None:
    assert not attempt(tmp_path, {"a.md": page(aliases="[/old/, /old, /a/]")}).failed
    assert (tmp_path / "output/old/index.html").is_file()
