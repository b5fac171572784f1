"""Files that are no pages: downloads, static files, and what a host wants."""

from __future__ import annotations

import pytest
from reading import hrefs, soup

from tests.conftest import SITE, Project


def test_a_linked_file_is_published_under_its_own_name(project: Project) -> None:
    project.write("content/news/Our plan (2).pdf", b"%PDF-1.4 plan")
    project.page("news/a.md", "[Plan](<Our plan (2).pdf>)", title="A", description="A.").built()
    assert b"%PDF-1.4 plan" == project.outputs()["news/Our plan (2).pdf"]
    assert ["../../news/Our%20plan%20(2).pdf"] == hrefs(soup(project, "news/a/index.html"),
                                                       ".prose p a")  # fmt: skip


def test_a_file_that_nothing_links_to_is_not_published(project: Project) -> None:
    project.write("content/news/notes.pdf", b"private")
    project.page("news/a.md", "Text.", title="A", description="A.").built()
    assert not project.has("news/notes.pdf")


def test_a_download_in_the_menu_or_on_a_button_is_published(project: Project) -> None:
    project.write("content/news/plan.pdf", b"plan").write("content/news/map.pdf", b"map")
    project.write("content/site.yaml", SITE + "form: join\nfooter: [news/plan.pdf]\n")
    project.page(
        "news/a.md", "::: button map.pdf The map\n:::", title="A", description="A."
    ).built()
    assert project.has("news/plan.pdf")
    assert project.has("news/map.pdf")


def test_files_stay_published_when_only_another_page_changes(project: Project) -> None:
    project.write("content/news/plan.pdf", b"plan")
    project.page("news/a.md", "[Plan](plan.pdf)", title="A", description="A.")
    project.page("b.md", "One.", title="B", description="B.").built()
    project.page("b.md", "Two.", title="B", description="B.").built()
    assert 1 == project.result.rendered
    assert project.has("news/plan.pdf")
    project.page("news/a.md", "No plan.", title="A", description="A.").built()
    assert not project.has("news/plan.pdf")


def test_everything_in_assets_but_pictures_is_copied(project: Project) -> None:
    project.write("content/assets/press/kit.zip", b"PK").built()
    assert b"PK" == project.outputs()["assets/press/kit.zip"]


def test_static_files_are_copied_as_they_are_to_the_top(project: Project) -> None:
    raw = b"\x89PNG raw"
    project.write("content/static/about/security.txt", "Contact: x\n")
    project.write("content/static/raw.png", raw).write("content/static/page.md", "# Not a page")
    project.built()
    assert "Contact: x\n" == project.out("about/security.txt")
    assert raw == project.outputs()["raw.png"]
    assert "# Not a page" == project.out("page.md")


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("content/static/a/index.html", "content/a.md"),
        ("content/static/robots.txt", "robots.txt (made by sitegen)"),
        ("content/static/A/Index.html", "content/a.md"),
        ("content/static/a", "content/a.md"),
        ("content/static/404.html", "404.html (made by sitegen)"),
        ("content/static/thanks/join/index.html", "content/forms/join.yaml"),
        ("content/static/tags/street/index.html", "tags/street/index.html (made by sitegen)"),
        ("content/static/old/index.html", "content/a.md"),
    ],
)
def test_two_sources_of_one_file_stop_the_build_and_are_named(
    project: Project, path: str, other: str
) -> None:
    project.page("a.md", "Text.", title="A", description="A.", tags="street", aliases="/old/")
    project.built()
    before = project.outputs()
    project.write(path, "mine").build()
    problem = project.problem("output-twice")
    assert f'"{path}"' in problem.message
    assert f'"{other}"' in problem.message
    assert before == project.outputs()


def test_two_files_of_one_name_are_refused_even_when_they_are_the_same(project: Project) -> None:
    project.write("content/assets/a.txt", "same").write("content/static/assets/a.txt", "same")
    project.build()
    assert ["output-twice"] == project.codes()


HOSTS = {
    "": set(),
    "plain": set(),
    "github-pages": {".nojekyll", "CNAME"},
    "netlify": {"_headers", "_redirects"},
    "cloudflare-pages": {"_headers", "_redirects"},
}


@pytest.mark.parametrize("host", HOSTS)
def test_each_host_gets_its_own_files(project: Project, host: str) -> None:
    project.write("content/site.yaml", f"{SITE}form: join\nhost: {host}\n")
    project.page("a.md", "Text.", title="A", description="A.", aliases="[/old place/]").built()
    known = {".nojekyll", "CNAME", "_headers", "_redirects"}
    assert HOSTS[host] == known & set(project.outputs())
    if "CNAME" in HOSTS[host]:
        assert "test.example\n" == project.out("CNAME")
    if "_headers" in HOSTS[host]:
        assert "frame-ancestors 'none'" in project.out("_headers")
        assert "/assets/built/*" in project.out("_headers")
        assert project.out("_redirects").startswith("/old%20place/ /a/ 301")


def test_a_host_that_is_not_known_is_said_with_the_nearest(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nhost: netlfy\n").build()
    problem = project.problem("host-unknown")
    assert problem.span is not None
    assert ("content/site.yaml", 5, 'Did you mean "netlify"?') == (
        problem.span.path, problem.span.line, problem.hint)  # fmt: skip


def test_what_will_not_work_on_a_host_is_said_at_its_setting(project: Project) -> None:
    project.write("content/site.yaml", "name: N\nform: join\nurl: https://n.org/below/\n"
                  "host: netlify\n").build()  # fmt: skip
    problem = project.problem("host-path")
    assert problem.span is not None
    assert ("content/site.yaml", 4) == (problem.span.path, problem.span.line)


def test_what_was_said_of_a_page_is_said_again_when_another_changes(project: Project) -> None:
    project.page("a.md", "![Six people](https://img.test-tube.org/a.jpg)", title="A",
                 description="A.")  # fmt: skip
    project.page("b.md", "One.", title="B", description="B.").build()
    assert ["image-elsewhere"] == project.codes()
    project.page("b.md", "Two.", title="B", description="B.").build()
    assert (1, ["image-elsewhere"]) == (project.result.rendered, project.codes())


def test_what_a_check_found_on_a_page_is_said_again_when_another_changes(project: Project) -> None:
    from reading import photo

    project.write("content/assets/dot.png", photo(4, 4, "PNG"))
    project.page("a.md", "![](assets/dot.png)", title="A", description="A.")
    project.page("b.md", "One.", title="B", description="B.").built()
    assert ["image-undescribed"] == project.codes()
    project.page("b.md", "Two.", title="B", description="B.").built()
    assert (1, ["image-undescribed"]) == (project.result.rendered, project.codes())
