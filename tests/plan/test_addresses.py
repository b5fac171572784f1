"""Every address in a page leads to a file, from wherever the page lies."""

from __future__ import annotations

import pytest
from reading import hrefs, one, soup, targets, value

from tests.conftest import SITE, Project


def deep(project: Project) -> Project:
    """A site with pages at four depths, a download and a picture."""
    project.write("content/assets/plan.pdf", b"%PDF-1.4 plan")
    project.write("content/assets/my notes.txt", b"notes")
    project.page("about.md", "[Home](index.md) [Deep](one/two/three/deep.md)", title="About",
                 description="Who we are.")  # fmt: skip
    project.page("one/index.md", "Text.", title="One", description="One.")
    project.page("one/two/index.md", "Text.", title="Two", description="Two.")
    return project.page(
        "one/two/three/deep.md",
        "[About](../../../about.md) [Up](../index.md) [Plan](/assets/plan.pdf)\n"
        "[Notes](</assets/my notes.txt>) [Below](#below)\n\n## Below\n\nText.",
        title="Deep", description="Far down.",
    )  # fmt: skip


PAGES = ("index.html", "about/index.html", "one/index.html", "one/two/index.html",
         "one/two/three/index.html", "one/two/three/deep/index.html",
         "thanks/join/index.html")  # fmt: skip


@pytest.mark.parametrize("links", ["files", "folders"])
def test_every_address_in_every_page_leads_to_a_file_at_any_depth(
    project: Project, links: str
) -> None:
    deep(project).write("content/site.yaml", f"{SITE}form: join\nlinks: {links}\n").built()
    for page in PAGES:
        for written, place in targets(project, page).items():
            found = place if project.has(place) else f"{place}/index.html".lstrip("./")
            assert project.has(found), (page, written)
            assert not written.startswith("/"), (page, written)


def test_links_name_files_so_that_they_work_from_a_disk(project: Project) -> None:
    deep(project).built()
    tree = soup(project, "one/two/three/deep/index.html")
    assert hrefs(tree, ".prose p a") == [
        "../../../../about/index.html", "../../../../one/two/index.html",
        "../../../../assets/plan.pdf", "../../../../assets/my%20notes.txt", "#below",
    ]  # fmt: skip
    assert "../../../../index.html" == value(tree, "a.mark", "href")


def test_links_name_folders_where_the_site_asks_for_it(project: Project) -> None:
    deep(project).write("content/site.yaml", SITE + "form: join\nlinks: folders\n").built()
    tree = soup(project, "one/two/three/deep/index.html")
    assert "../../../../about/" == hrefs(tree, ".prose p a")[0]
    assert "../../../../" == value(tree, "a.mark", "href")
    assert "./" == value(soup(project, "index.html"), "a.mark", "href")


def test_a_fragment_and_a_query_stay_at_the_end_of_a_link(project: Project) -> None:
    project.page("a.md", "[There](b.md?from=a#part)", title="A", description="A.")
    project.page("b.md", "## Part\n\nText.", title="B", description="B.").built()
    assert ["../b/index.html?from=a#part"] == hrefs(soup(project, "a/index.html"), ".prose p a")


def test_a_page_with_signs_of_other_scripts_is_reached_by_an_escaped_link(
    project: Project,
) -> None:
    project.page("über uns.md", "Text.", title="Über uns", description="Wir.")
    project.page("a.md", "[Wir](<über uns.md>)", title="A", description="A.").built()
    assert project.has("über-uns/index.html")
    link = hrefs(soup(project, "a/index.html"), ".prose p a")[0]
    assert "../%C3%BCber-uns/index.html" == link
    assert "https://test.example/%C3%BCber-uns/" == value(
        soup(project, "über-uns/index.html"), 'link[rel="canonical"]', "href")  # fmt: skip


def test_links_to_other_sites_stay_as_they_are(project: Project) -> None:
    project.page("a.md", "[Out](https://test-tube.org/?a=1&b=2) [Mail](mailto:a@test-tube.org)",
                 title="A", description="A.").built()  # fmt: skip
    assert ["https://test-tube.org/?a=1&b=2", "mailto:a@test-tube.org"] == hrefs(
        soup(project, "a/index.html"), ".prose p a")  # fmt: skip


def test_the_404_page_works_at_any_depth_below_the_sites_base_path(project: Project) -> None:
    project.write("content/site.yaml", "name: N\ndescription: D.\nform: join\n"
                  "url: https://me.test-pages.org/repo/\n")  # fmt: skip
    project.page("a.md", "Text.", title="A", description="A.").built()
    tree = soup(project, "404.html")
    assert "/repo/index.html" == value(tree, "a.mark", "href")
    assert value(tree, 'link[rel="stylesheet"]', "href").startswith("/repo/assets/built/site.")
    assert "/repo/a/index.html" in hrefs(tree, "nav a")
    assert [] == tree.select('link[rel="canonical"]')
    assert "noindex" == value(tree, 'meta[name="robots"]', "content")
    assert "Page not found" != one(tree, "h1").get_text() != ""


def test_the_404_page_of_a_site_at_a_domain_starts_at_its_root(project: Project) -> None:
    project.built()
    assert "/index.html" == value(soup(project, "404.html"), "a.mark", "href")


def test_another_base_address_for_one_build_changes_addresses_only_where_they_are_complete(
    project: Project,
) -> None:
    page = "one/two/three/deep/index.html"
    deep(project).built()
    before = hrefs(soup(project, page), "nav a")
    project.built(base_url="https://preview.test-pages.org/pr-1/")
    tree = soup(project, page)
    assert "https://preview.test-pages.org/pr-1/one/two/three/deep/" == value(
        tree, 'link[rel="canonical"]', "href")  # fmt: skip
    assert before == hrefs(tree, "nav a")
    assert "/pr-1/index.html" == value(soup(project, "404.html"), "a.mark", "href")
