"""Each kind of page: home, section, tag, old address, page not found, page with a layout."""

from __future__ import annotations

from reading import hrefs, one, soup, value, words

from tests.conftest import SITE, Project


def test_a_folder_without_an_index_gets_a_page_that_lists_it(project: Project) -> None:
    project.page("street work/knock.md", "Text.", title="Knock", description="On doors.").built()
    tree = soup(project, "street-work/index.html")
    assert ["Street work"] == words(tree, "h1")
    assert ["Knock"] == words(tree, ".card-title")
    assert ["../street-work/knock/index.html"] == hrefs(tree, ".card a")


def test_a_section_lists_its_pages_with_their_descriptions(project: Project) -> None:
    project.page("a/index.md", "Words.", title="Part", description="P.")
    project.page("a/one.md", "The first words of it.\n\nMore.", title="One", order=1)
    project.page("a/two.md", "Text.", title="Two", description="Said.", order=2, date="2026-10-02")
    project.page("a/sub/index.md", "Text.", title="Sub", description="Below.", order=3)
    project.page("a/sub/deep.md", "Text.", title="Deep", description="D.").built()
    tree = soup(project, "a/index.html")
    assert ["One", "Two", "Sub"] == words(tree, ".card-title")
    assert ["The first words of it.", "Said.", "Below."] == words(tree, ".card-text")
    assert ["2 October 2026"] == words(tree, ".card-date")


def test_the_home_page_shows_its_sections_and_the_newest_pages(project: Project) -> None:
    project.page("a/index.md", "Text.", title="Part", description="P.")
    for day in range(1, 24):
        project.page(f"a/{day}.md", "Text.", title=f"Day {day}", description="D.",
                     date=f"2026-10-{day:02}")  # fmt: skip
    project.page("c/index.md", "Text.", title="Short part", description="C.")
    project.page("c/one.md", "Text.", title="One", description="O.")
    project.page("b.md", "Text.", title="No section", description="B.").built()
    tree = soup(project, "index.html")
    assert ["Part", "Short part"] == words(tree, ".patch h2")
    assert ["One"] == words(tree, ".patch li")  # 23 would be a list to search
    assert [f"Day {day}" for day in range(23, 3, -1)] == words(tree, ".cards.news .card-title")


def test_a_site_without_a_home_page_gets_one_and_says_so(empty: Project) -> None:
    empty.write("content/site.yaml", SITE)
    empty.page("a/b.md", "Text.", title="B", description="B.").build()
    assert "warning" == empty.problem("home-missing").level
    assert ["A"] == words(soup(empty, "index.html"), ".patch h2")


def test_tags_have_a_page_each_and_a_page_for_all(project: Project) -> None:
    project.page("a.md", "Text.", title="A", description="A.", tags="[Street work, Räte]")
    project.page("b.md", "Text.", title="B", description="B.", tags="street-work").built()
    tree = soup(project, "tags/index.html")
    assert ["Räte 1", "Street work 2"] == words(tree, ".tags a")
    assert ["r%C3%A4te/index.html", "street-work/index.html"] == [
        link.removeprefix("../tags/") for link in hrefs(tree, ".tags a")]  # fmt: skip
    assert ["A", "B"] == words(soup(project, "tags/street-work/index.html"), ".card-title")
    assert ["A"] == words(soup(project, "tags/räte/index.html"), ".card-title")
    page = soup(project, "b/index.html")
    assert ["Street work"] == words(page, ".tagged .tags a")
    assert ["../tags/street-work/index.html"] == hrefs(page, ".tagged .tags a")


def test_a_site_without_tags_has_no_page_for_them(project: Project) -> None:
    project.built()
    assert not project.has("tags/index.html")


def test_an_old_address_leads_to_the_page(project: Project) -> None:
    project.page("a/b.md", "Text.", title="B", description="B.",
                 aliases="[/old/place/, /old.html, 'alt ort']").built()  # fmt: skip
    for path, target in (("old/place/index.html", "../../a/b/index.html"),
                         ("old.html", "a/b/index.html"),
                         ("alt ort/index.html", "../a/b/index.html")):  # fmt: skip
        tree = soup(project, path)
        assert f"0; url={target}" == value(tree, 'meta[http-equiv="refresh"]', "content")
        assert [target] == hrefs(tree, "main a")
        assert "https://test.example/a/b/" == value(tree, 'link[rel="canonical"]', "href")
        assert "noindex" == value(tree, 'meta[name="robots"]', "content")
    assert "old" not in project.out("sitemap.xml")


def test_a_link_to_an_old_address_leads_to_the_page_at_once(project: Project) -> None:
    project.page("a.md", "Text.", title="A", description="A.", aliases="[/old/]")
    project.page("b.md", "[There](/old/)", title="B", description="B.").built()
    assert ["../a/index.html"] == hrefs(soup(project, "b/index.html"), ".prose p a")


def test_a_page_may_choose_a_template_of_the_theme(project: Project) -> None:
    project.write("themes/own/theme.yaml", "name: own\nextends: grassroots\n")
    project.write("themes/own/templates/wide.html", "<p>Wide: {{ page.title }}</p>\n")
    project.write("content/site.yaml", SITE + "form: join\ntheme: own\n")
    project.page("a.md", "Text.", title="A", description="A.", layout="wide").built()
    assert "<p>Wide: A</p>" == project.out("a/index.html").strip()


def test_a_part_of_pages_is_no_layout(project: Project) -> None:
    project.page("a.md", "Text.", title="A", description="A.", layout="form").build()
    assert ["A"] == words(soup(project, "a/index.html"), "h1")


def test_a_link_to_the_source_stands_on_each_page_where_the_site_names_it(
    project: Project,
) -> None:
    project.write(
        "content/site.yaml", SITE + "form: join\nedit: https://test-hub.org/edit/main/\n"
    )
    project.page("a/b.md", "Text.", title="B", description="B.").built()
    assert "https://test-hub.org/edit/main/content/a/b.md" in hrefs(
        soup(project, "a/b/index.html"), ".foot-nav a")  # fmt: skip


def test_a_draft_is_marked_where_drafts_are_shown(project: Project) -> None:
    project.page("a.md", "Text.", title="A", description="A.", draft="yes").built(drafts=True)
    assert "Draft" == one(soup(project, "a/index.html"), ".draft").get_text()


def test_the_imprint_stands_on_every_page_as_text(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nimprint: |\n  A & <b>\n  Street 1\n")
    project.page("a.md", "Text.", title="A", description="A.").built()
    for path in ("index.html", "a/index.html", "404.html", "thanks/join/index.html"):
        assert "<p>A &amp; &lt;b&gt;<br>Street 1</p>" in project.out(path)
