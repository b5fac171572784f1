"""``sitegen why PAGE``: where a page goes, why it is not shown, what it depends on."""

from __future__ import annotations

from typing import Any

import pytest

TODAY = ("--date", "2026-11-03")


@pytest.fixture
def why(project: Any, sitegen_main: Any) -> Any:
    """Ask about one page of the project."""
    return lambda *words: sitegen_main("why", "-C", project.root, *TODAY, *words)


@pytest.fixture
def build(project: Any, sitegen_main: Any) -> Any:
    """Build the project by the command and demand success."""

    def run() -> None:
        assert 0 == sitegen_main("build", "-C", project.root, *TODAY).code

    return run


@pytest.fixture
def about(project: Any) -> Any:
    """The project with one more page, a picture and a list of it."""
    project.page("team/about.md", "Us, and ![hands](hands.svg).", title="About us")
    project.write("content/team/hands.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" '
                  'height="9"><path d="M0 0h9v9z"/></svg>')  # fmt: skip
    return project


@pytest.mark.parametrize("name", [
    "content/team/about.md", "team/about.md", "./team/about.md", "team/about", "about",
    "/team/about/", "/team/about", "/team/about/index.html", "team\\about.md",
    "https://test.example/team/about/?x=1#us", "/Team/About",
])  # fmt: skip
def test_a_page_is_found_by_file_or_by_address(name: str, about: Any, why: Any) -> None:
    ran = why(name)
    assert 0 == ran.code
    assert "content/team/about.md becomes /team/about/ (team/about/index.html)." in ran.out
    assert 'Its title is "About us".' in ran.out


def test_a_page_is_found_from_inside_the_content_folder(about: Any, command: Any) -> None:
    ran = command("why", "-C", "..", "team/about.md", cwd=about.root / "content")
    assert "content/team/about.md becomes /team/about/" in ran.out


def test_an_address_below_the_sites_own_path_is_understood(about: Any, why: Any) -> None:
    about.write("content/site.yaml", "name: X\nurl: https://test.example/repo\nform: join\n")
    assert "content/team/about.md becomes" in why("/repo/team/about/").out


def test_what_a_page_depends_on_is_listed(about: Any, why: Any) -> None:
    about.write("content/site.yaml", "name: X\nform: join\nask: join\n")
    out = why("about").out
    depends = out.split("It depends on:\n")[1].split("It shows")[0]
    assert [
        "content/team/about.md", "content/team/hands.svg", "content/forms/join.yaml",
        "content/site.yaml", "the theme grassroots, with themes/base/templates/page.html",
    ] == [line.strip() for line in depends.splitlines()]  # fmt: skip


def test_the_pages_that_a_page_lists_are_named(about: Any, why: Any) -> None:
    about.page("team/index.md", "All of us.", title="Team")
    shown = why("/team/").out.split("It shows the titles")[1]
    assert "/team/about/ (content/team/about.md)" in shown


@pytest.mark.parametrize(("settings", "reason"), [
    ({"draft": "true"}, "it is a draft"),
    ({"publish": "2026-12-01"}, "it is to be published on 2026-12-01"),
    ({"expires": "2026-10-01"}, "it expired on 2026-10-01"),
])  # fmt: skip
@pytest.mark.parametrize("name", ["content/news.md", "/news/"])
def test_a_hidden_page_is_explained_by_file_and_by_address(
    name: str, settings: dict[str, str], reason: str, project: Any, why: Any
) -> None:
    project.page("news.md", "New.", title="News", **settings)
    ran = why(name)
    assert 0 == ran.code
    assert f"content/news.md is not shown, because {reason}." in ran.out
    assert "sitegen serve --drafts" in ran.out


def test_with_drafts_a_hidden_page_is_said_to_be_one(project: Any, why: Any) -> None:
    project.page("news.md", "New.", title="News", draft="true")
    out = why("--drafts", "news.md").out
    assert "content/news.md becomes /news/" in out
    assert "It is a draft, shown because you asked for drafts." in out


def test_the_days_of_a_page_are_said(project: Any, why: Any) -> None:
    project.page("news.md", "New.", title="News", publish="2026-10-01", expires="2026-12-01")
    out = why("news.md").out
    assert "It is shown from 2026-10-01." in out
    assert "It is shown until 2026-12-01." in out


def test_an_alias_is_said_to_lead_on(project: Any, why: Any) -> None:
    project.page("news.md", "New.", title="News", aliases="[/old/place/]")
    assert "/old/place/ is an old address. It leads on to /news/ (content/news.md)." in (
        why("/old/place/").out)  # fmt: skip
    assert "/old/place/ leads to it as well." in why("news.md").out


def test_a_page_that_lost_its_address_to_another_is_explained(project: Any, why: Any) -> None:
    project.page("news.md", "One.", title="One").page("other.md", "Two.", title="Two", slug="news")
    ran = why("content/other.md")
    assert "content/other.md is not shown, because something else has its address." in ran.out
    assert '"content/news.md" and "content/other.md" would both become /news/' in ran.err


@pytest.mark.parametrize(("name", "said"), [
    ("/tags/", "is a page that sitegen makes. It lists all tags."),
    ("/tags/canvass/", "It lists the pages with one tag."),
    ("/404.html", "It is what a visitor sees at an address that does not exist."),
    ("/thanks/join/", "It thanks for the form content/forms/join.yaml."),
    ("/sitemap.xml", "is a file that sitegen makes."),
    ("/team/", "is made by sitegen, because the folder has pages and no index.md of its own."),
])  # fmt: skip
def test_what_sitegen_makes_by_itself_is_explained(
    name: str, said: str, about: Any, why: Any
) -> None:
    about.page("more.md", "More.", title="More", tags="[canvass]")
    ran = why(name)
    assert (0, True) == (ran.code, said in ran.out)


def test_a_download_is_a_copy_and_names_the_page_that_links_to_it(project: Any, why: Any) -> None:
    project.page("deep/page.md", "Take [this](files/our%20leaflet.pdf).", title="Deep")
    project.write("content/deep/files/our leaflet.pdf", b"%PDF-1.4\n")
    by_address = why("/deep/files/our%20leaflet.pdf").out
    assert (
        "/deep/files/our leaflet.pdf is a copy of content/deep/files/our leaflet.pdf."
        in by_address
    )
    by_file = why("content/deep/files/our leaflet.pdf").out
    assert by_file.endswith("is not a page. It is used by:\n  content/deep/page.md\n")


def test_a_picture_and_a_form_name_the_pages_that_use_them(about: Any, why: Any) -> None:
    about.page("more.md", "::: signup join\n:::", title="More")
    for name, user in (("team/hands.svg", "team/about.md"), ("forms/join.yaml", "more.md")):
        out = why(f"content/{name}").out
        assert out.startswith(f"content/{name} is not a page. It is used by:\n")
        assert f"  content/{user}\n" in out


def test_a_file_that_nobody_uses_is_said_to_be_unused(project: Any, why: Any) -> None:
    project.write("content/lonely.txt", "x")
    assert "no page uses it" in why("content/lonely.txt").out


@pytest.mark.parametrize("name", ["abuot", "/team/abuot/", "content/team/abot.md"])
def test_a_typing_mistake_gets_a_suggestion(name: str, about: Any, why: Any) -> None:
    ran = why(name)
    assert (1, "") == (ran.code, ran.out)
    assert f'There is no page "{name}".' in ran.err
    assert 'Did you mean "content/team/about.md"?' in ran.err


@pytest.mark.parametrize("name", ["", "/", ".", "content"])
def test_the_home_page_has_many_names(name: str, project: Any, why: Any) -> None:
    assert "content/index.md becomes / (index.html)." in why(name).out


@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 5000, "%00", "\udcff", "a//b/../c"])
def test_a_strange_name_is_simply_unknown(name: str, project: Any, why: Any) -> None:
    ran = why(name)
    assert (1, "") == (ran.code, ran.out)
    assert "[page-unknown]" in ran.err


# What the next build does -------------------------------------------------------------------


def _next(out: str) -> str:
    """The one line on the next build."""
    return next(line for line in out.splitlines() if "output/" in line or "next build" in line)


def test_before_the_first_build_the_page_is_not_in_the_output(project: Any, why: Any) -> None:
    assert "It is not in output/ yet: run sitegen build." == _next(why("/").out)


def test_after_a_build_it_is_up_to_date(about: Any, why: Any, build: Any) -> None:
    build()
    assert "The file in output/ is up to date." == _next(why("about").out)


def test_a_changed_text_is_named_as_the_cause(about: Any, why: Any, build: Any) -> None:
    build()
    about.page("team/about.md", "Others.", title="About us")
    assert "because content/team/about.md has changed." in _next(why("about").out)
    assert "The file in output/ is up to date." == _next(why("/").out)


def test_changed_settings_are_named_as_the_cause(about: Any, why: Any, build: Any) -> None:
    build()
    about.write("content/site.yaml", "name: Another\nform: join\n")
    assert "because site.yaml, the menu or the looks of the site" in _next(why("about").out)


def test_a_changed_theme_is_named_as_the_cause(about: Any, why: Any, build: Any) -> None:
    about.write("content/site.yaml", "name: X\nform: join\ntheme: ours\n")
    about.write("themes/ours/theme.yaml", "name: ours\nversion: 1.0.0\nsummary: Ours.\n"
                "extends: base\n")  # fmt: skip
    build()
    about.write("themes/ours/templates/tag.html", "{{ page.title }}")
    assert "because the theme has changed." in _next(why("about").out)


def test_a_new_sitegen_is_named_as_the_cause(
    about: Any, why: Any, build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    monkeypatch.setattr("sitegen.sources.code_digest", lambda *_: ("another", {}))
    assert "because sitegen itself, or a library that it uses, was updated." in (
        _next(why("about").out))  # fmt: skip


def test_something_shown_from_elsewhere_is_named_as_the_cause(
    about: Any, why: Any, build: Any
) -> None:
    about.write("content/site.yaml", "name: X\nform: join\nnav: [index.md]\n")
    about.page("team/index.md", "All of us.", title="Team")
    build()
    about.page("team/about.md", "Us.", title="Another title")
    assert "because something that it shows of other files has changed." in (
        _next(why("/team/").out))  # fmt: skip


def test_a_file_changed_by_hand_is_made_anew(about: Any, why: Any, build: Any) -> None:
    build()
    about.write("output/team/about/index.html", "vandalised")
    assert "because its file in output/ was changed by hand." in _next(why("about").out)


# Trouble ------------------------------------------------------------------------------------


def test_the_problems_of_that_page_alone_are_printed(about: Any, why: Any) -> None:
    about.page("bad.md", "[x](nowhere.md)", title="Bad")
    ran = why("bad.md")
    assert "content/bad.md:4:1: error" in ran.err
    fine = why("about")
    assert "" == fine.err
    assert "But the site cannot be built: content/bad.md:4:1" in fine.out


def test_a_broken_settings_file_is_said(project: Any, why: Any) -> None:
    project.write("content/site.yaml", "name: [")
    ran = why("/")
    assert "content/site.yaml:" in ran.err
    assert "Traceback" not in ran.text


def test_asking_writes_nothing_into_the_output(about: Any, why: Any, build: Any) -> None:
    build()
    before = about.outputs()
    about.page("team/about.md", "Others.", title="About us")
    why("about")
    assert before == about.outputs()
