"""Menus, the way back, and the way on."""

from __future__ import annotations

from bs4 import Tag
from reading import hrefs, one, soup, words

from tests.conftest import SITE, Project


def menu(tree: Tag) -> list[tuple[str, str, list[str]]]:
    """(title, mark, titles below) of each entry of the main menu."""
    found = []
    for entry in one(tree, "nav#menu > ul").find_all("li", recursive=False):
        link = entry.find("a", recursive=False)
        found.append((link.get_text(), str(link.get("aria-current", "")),
                      [a.get_text() for a in entry.select(":scope ul a")]))  # fmt: skip
    return found


def site(project: Project) -> Project:
    """Two sections with two pages each, and two pages at the top."""
    for section in ("b", "a"):
        project.page(f"{section}/index.md", "Text.", title=f"Part {section}", description="S.")
        for name in ("one", "two"):
            project.page(f"{section}/{name}.md", "Text.", title=f"{section} {name}",
                         description="P.")  # fmt: skip
    project.page("about.md", "Text.", title="About", description="A.")
    return project.page("privacy.md", "Text.", title="Privacy", description="P.")


def test_without_settings_the_menu_is_sections_then_pages(project: Project) -> None:
    site(project).built()
    assert menu(soup(project, "index.html")) == [
        ("Part a", "", ["a one", "a two"]), ("Part b", "", ["b one", "b two"]),
        ("About", "", []), ("Privacy", "", []),
    ]  # fmt: skip


def test_order_in_front_matter_orders_the_menu(project: Project) -> None:
    site(project).page("b/index.md", "Text.", title="Part b", description="S.", order=1)
    project.page("b/two.md", "Text.", title="b two", description="P.", order=1).built()
    assert [("Part b", "", ["b two", "b one"]), ("Part a", "", ["a one", "a two"])] == menu(
        soup(project, "index.html"))[:2]  # fmt: skip


def test_what_the_footer_holds_and_thank_you_pages_stay_out_of_the_menu(project: Project) -> None:
    site(project).page("danke.md", "Text.", title="Danke", description="D.")
    project.write("content/forms/join.yaml", "title: J\nfields: [email]\nconsent: none\nbackend: custom\n"
                  "settings: {url: 'https://f.test-street.org/'}\nthanks: /danke.md\n")  # fmt: skip
    project.write("content/site.yaml", SITE + "form: join\nfooter: [privacy.md]\n").built()
    tree = soup(project, "index.html")
    assert ["Part a", "Part b", "About"] == [title for title, _, _ in menu(tree)]
    assert "Privacy" in words(tree, ".foot-nav a")


def test_the_menu_of_the_settings_has_two_levels_and_own_words(project: Project) -> None:
    site(project).write("content/site.yaml", SITE + """\
form: join
nav:
  - b/index.md
  - {to: about.md, title: Who we are}
  - title: More
    children: [a/one.md, {to: "https://test-tube.org/", title: Elsewhere}]
""").built()  # fmt: skip
    tree = soup(project, "a/two/index.html")
    assert menu(tree) == [
        ("Part b", "", ["b one", "b two"]), ("Who we are", "", []),
        ("More", "", ["a one", "Elsewhere"]),
    ]  # fmt: skip
    assert hrefs(tree, "nav#menu li a") == [
        "../../b/index.html", "../../b/one/index.html", "../../b/two/index.html",
        "../../about/index.html", "../../a/one/index.html", "../../a/one/index.html",
        "https://test-tube.org/",
    ]  # fmt: skip


def test_a_menu_entry_that_leads_nowhere_is_said_with_its_file(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nnav: [abuot.md]\n")
    project.page("about.md", "Text.", title="About", description="A.").build()
    problem = project.problem("link-missing")
    assert problem.span is not None
    assert ("content/site.yaml", 'Did you mean "about.md"?') == (problem.span.path, problem.hint)
    assert {} == project.outputs()


def test_the_page_itself_and_the_section_above_it_are_marked(project: Project) -> None:
    site(project).built()
    assert ("About", "page", []) == menu(soup(project, "about/index.html"))[2]
    tree = soup(project, "a/one/index.html")
    assert ["true", "", "", ""] == [mark for _, mark, _ in menu(tree)]
    assert ["a one"] == words(tree, 'nav#menu ul ul a[aria-current="page"]')
    assert ["page", "", "", ""] == [mark for _, mark, _ in menu(soup(project, "a/index.html"))]
    assert ["", "", "", ""] == [mark for _, mark, _ in menu(soup(project, "index.html"))]


def test_pages_of_one_depth_do_not_share_their_marks(project: Project) -> None:
    site(project).page("a/one/deep.md", "Text.", title="Deep", description="D.").built()
    for path, marked in (("a/two", "a two"), ("b/one", "b one"), ("b/two", "b two")):
        tree = soup(project, f"{path}/index.html")
        assert [marked] == words(tree, 'nav#menu ul ul a[aria-current="page"]')
    assert [] == soup(project, "a/one/deep/index.html").select('nav#menu a[aria-current="page"]')


def test_a_long_section_is_no_menu_of_its_own(project: Project) -> None:
    for number in range(11):
        project.page(f"a/{number}.md", "Text.", title=f"Page {number}", description="P.")
    project.built()
    assert [("A", "", [])] == menu(soup(project, "index.html"))


def test_the_way_back_leads_over_every_section(project: Project) -> None:
    project.page("a/index.md", "Text.", title="Part", description="P.")
    project.page("a/b/c.md", "Text.", title="Deep", description="D.").built()
    tree = soup(project, "a/b/c/index.html")
    assert ["Home", "Part", "B"] == words(tree, "nav.trail a")
    assert ["../../../index.html", "../../../a/index.html", "../../../a/b/index.html"] == hrefs(
        tree, "nav.trail a")  # fmt: skip
    assert [] == soup(project, "index.html").select("nav.trail")


def test_pages_of_a_section_lead_on_to_each_other_in_order(project: Project) -> None:
    for name, order in (("x", 3), ("y", 1), ("z", 2)):
        project.page(f"a/{name}.md", "Text.", title=name, description="P.", order=order)
    project.page("alone.md", "Text.", title="Alone", description="A.").built()
    assert ["../../a/z/index.html"] == hrefs(soup(project, "a/y/index.html"), "nav.turn a")
    assert ["../../a/y/index.html", "../../a/x/index.html"] == hrefs(soup(project, "a/z/index.html"),
                                                         "nav.turn a")  # fmt: skip
    assert ["prev"] == [a["rel"][0] for a in soup(project, "a/x/index.html").select("nav.turn a")]
    assert [] == soup(project, "alone/index.html").select("nav.turn")


def test_the_menus_words_come_from_the_language(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nlanguage: de\n")
    project.page("a/b.md", "Text.", title="B", description="B.", date="2026-03-01").built()
    tree = soup(project, "a/b/index.html")
    assert "Home" not in words(tree, "nav.trail a")
    assert ["1. März 2026"] == words(tree, "p.meta time")
