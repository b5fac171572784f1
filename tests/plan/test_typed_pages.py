"""What content types show: facts on a page, facts on cards, lists that can be narrowed."""

from __future__ import annotations

import pytest
from reading import hrefs, one, soup, words

from tests.conftest import Project

LADDER = """\
- {name: join, title: Come along, ask: Join us, form: join}
- {name: host, title: Host, ask: Host an evening, to: index.md}
"""


@pytest.fixture
def street(project: Project) -> Project:
    """A site with a ladder and three tactics."""
    project.write("content/ladder.yaml", LADDER)
    project.page("tactics/index.md", "What to do.", title="Tactics", description="T.")
    for name, rung, effort in (("evening", "host", "medium"), ("stall", "join", "high"),
                               ("talk", "join", "low")):  # fmt: skip
        project.page(f"tactics/{name}.md", "Do it.", title=name.title(), description="D.",
                     rung=rung, effort=effort, evidence="practice")  # fmt: skip
    return project


def test_a_page_shows_what_its_type_asks_for(street: Project) -> None:
    street.page("tactics/stall.md", "Do it.", title="Stall", description="D.", effort="high",
                evidence="study", safety="Never alone.", materials="[../index.md]",
                sources='["A study | https://example.org/study"]').built()  # fmt: skip
    page = soup(street, "tactics/stall/index.html")
    assert ["Effort", "Material", "Safety", "How we know", "Sources"] == words(page, ".facts dt")
    assert ["High", "A street that acts", "Never alone.", "Studied", "A study"] == words(
        page, ".facts dd"
    )
    assert ["../../index.html", "https://example.org/study"] == hrefs(page, ".facts a")


def test_a_list_has_the_facts_of_its_pages_in_the_order_of_the_ladder(street: Project) -> None:
    page = soup(street.built(), "tactics/index.html")
    assert ["Talk", "Stall", "Evening"] == words(page, ".card-title")
    assert ["Effort: Low", "Effort: High", "Effort: Medium"] == words(page, ".card-facts li")


def test_a_list_can_be_narrowed_without_a_script(street: Project) -> None:
    page = soup(street.built(), "tactics/index.html")
    assert ["Step", "Effort"] == words(page, ".filters p:not(.all)")
    assert ["Come along (2)", "Host (1)", "Low (1)", "Medium (1)", "High (1)", "Show all"] == words(
        page, ".filters a")  # fmt: skip
    links = {str(link["href"])[1:]: link for link in page.select(".filters li a")}
    marks = {name: link["class"][0][1:] for name, link in links.items()}
    cards = {card.select_one(".card-title").get_text(): card["class"]  # type: ignore[union-attr]
             for card in page.select(".card")}  # fmt: skip
    assert {"Talk", "Stall"} == {name for name, marked in cards.items()
                                 if f"m{marks['rung-join']}" in marked}  # fmt: skip
    for name in marks:
        assert name == links[name]["id"]
    assert "cards" in one(page, ".filters ~ ul")["class"]


def test_what_all_pages_have_in_common_narrows_nothing(street: Project) -> None:
    assert "by-cost" not in street.built().out("tactics/index.html")


def test_a_list_of_ordinary_pages_has_no_filters_and_no_further_style_sheet(
    street: Project,
) -> None:
    street.page("notes/one.md", "Text.", title="One", description="O.").built()
    assert [] == soup(street, "notes/index.html").select(".filters")
    assert 1 == len(soup(street, "notes/index.html").select("link[rel=stylesheet]"))
    assert 2 == len(soup(street, "tactics/index.html").select("link[rel=stylesheet]"))


def test_a_page_asks_with_the_form_that_its_type_names(street: Project) -> None:
    form = street.root / "content/forms/join.yaml"
    street.write("content/forms/offer.yaml", form.read_text().replace("Join us", "Offer a room"))
    street.page("tactics/stall.md", "Do it.", title="Stall", description="D.", form="offer",
                evidence="practice").build()  # fmt: skip
    assert ["Offer a room"] == words(soup(street, "tactics/stall/index.html"), ".ask h2")


def test_a_block_lists_pages_of_a_type_by_their_fields(street: Project) -> None:
    street.page("start.md", "::: cards\ntype: tactic\nwhere: rung=join, effort=low\n:::\n",
                title="Start", description="S.").built()  # fmt: skip
    assert ["Talk"] == words(soup(street, "start/index.html"), ".card-title")


@pytest.mark.parametrize(("lines", "code", "hint"), [
    ("type: tactik", "type-unknown", 'Did you mean "tactic"?'),
    ("type: tactic\nwhere: runk=join", "where-field", 'Did you mean "rung"?'),
    ("type: tactic\nwhere: rung", "where-field", 'Did you mean "rung"?'),
])  # fmt: skip
def test_a_slip_in_such_a_block_is_named(
    street: Project, lines: str, code: str, hint: str
) -> None:
    street.page("start.md", f"::: cards\n{lines}\n:::\n", title="Start", description="S.").build()
    assert hint == street.problem(code).hint


def test_a_changed_field_reaches_the_lists_that_show_it(street: Project) -> None:
    street.built()
    street.page("tactics/talk.md", "Do it.", title="Talk", description="D.", rung="join",
                effort="high", evidence="practice").built()  # fmt: skip
    assert ["Effort: High", "Effort: High", "Effort: Medium"] == words(
        soup(street, "tactics/index.html"), ".card-facts li")  # fmt: skip


def test_a_changed_ladder_reaches_the_facts(street: Project) -> None:
    street.built()
    street.write("content/ladder.yaml", LADDER.replace("Come along", "Come and see")).built()
    assert "Come and see" in words(soup(street, "tactics/talk/index.html"), ".facts dd")


def test_a_theme_can_write_a_type_its_own_way(street: Project) -> None:
    street.write("themes/mine/theme.yaml", "name: mine\nextends: grassroots\n")
    street.write("themes/mine/templates/tactic.html", '{% extends "templates/page.html" %}\n'
                 "{% block main %}<p class=own>{{ page.type }}</p>{% endblock %}\n")  # fmt: skip
    street.write(
        "content/site.yaml", (street.root / "content/site.yaml").read_text() + "theme: mine\n"
    )
    street.built()
    assert ["tactic"] == words(soup(street, "tactics/talk/index.html"), ".own")


def test_pages_of_a_type_that_is_a_briefing_have_the_sheet_for_it(street: Project) -> None:
    street.page("tools/map.md", "M.", title="Map", description="M.", purpose="maps",
                link="https://map.example", cost="none").built()  # fmt: skip
    page = soup(street, "tactics/stall/index.html")
    assert "brief" in page.body["class"]  # type: ignore[index]
    assert 3 == len(page.select("link[rel=stylesheet]"))
    page = soup(street, "tools/map/index.html")
    assert "brief" not in page.body["class"]  # type: ignore[index]
    assert 2 == len(page.select("link[rel=stylesheet]"))


def test_a_site_can_make_briefings_of_its_own_type(street: Project) -> None:
    street.write("content/types/pledge.yaml", "folder: pledges\nbrief: yes\nfields: {who: text}\n")
    street.page("pledges/one.md", "P.", title="One", description="O.", who="Ada").built()
    assert "brief" in soup(street, "pledges/one/index.html").body["class"]  # type: ignore[index]


def stall(project: Project, materials: str) -> Project:
    return project.page("tactics/stall.md", "Do it.", title="Stall", description="D.",
                        evidence="practice", materials=materials)  # fmt: skip


def test_materials_say_what_they_are(street: Project) -> None:
    street.write("content/tactics/check-list.pdf", b"%PDF-1.7\n" + b"x" * 119_500)
    street.write("content/assets/film.mp4", b"x" * 2_500_000)
    street.page("messages/soup.md", "::: swipe sms\nSoup.\n:::", title="Soup", description="S.")
    stall(street, '[check-list.pdf, "The film | /assets/film.mp4", ../messages/soup.md, '
          'forms/join.yaml, "Maps | https://map.example"]').built()  # fmt: skip
    page = soup(street, "tactics/stall/index.html")
    assert ["Check list (PDF, 120 KB)", "The film (MP4, 2.5 MB)", "Soup", "Join us", "Maps"] == words(
        page, ".fact-materials dd")  # fmt: skip
    assert ["../../tactics/check-list.pdf", "../../assets/film.mp4", "../../messages/soup/index.html",
            "../../index.html#ask", "https://map.example"] == hrefs(page, ".fact-materials a")  # fmt: skip
    assert street.has("tactics/check-list.pdf")
    assert soup(street, "index.html").select_one("#ask") is not None


def test_a_form_among_materials_leads_to_the_page_that_asks_with_it(street: Project) -> None:
    text = (street.root / "content/forms/join.yaml").read_text()
    street.write("content/forms/offer.yaml", text.replace("Join us", "Offer a room"))
    street.page("rooms.md", "R.", title="Rooms", description="R.", ask="offer")
    stall(street, "../forms/offer.yaml").build()
    assert ["../../rooms/index.html#ask"] == hrefs(
        soup(street, "tactics/stall/index.html"), ".fact-materials a"
    )


def test_a_changed_file_is_shown_with_its_new_size(street: Project) -> None:
    street.write("content/tactics/list.pdf", b"x" * 5_000)
    stall(street, "list.pdf").built()
    street.write("content/tactics/list.pdf", b"x" * 8_000).built()
    assert ["List (PDF, 8 KB)"] == words(soup(street, "tactics/stall/index.html"),
                                         ".fact-materials dd")  # fmt: skip


@pytest.mark.parametrize(("materials", "code"), [
    ("chekclist.pdf", "link-missing"), ("forms/jion.yaml", "form-missing"),
    ("../messages/none.md", "link-missing"), ("forms/lost.yaml", "form-nowhere"),
])  # fmt: skip
def test_materials_that_are_not_there_are_told(street: Project, materials: str, code: str) -> None:
    text = (street.root / "content/forms/join.yaml").read_text()
    street.write("content/forms/lost.yaml", text.replace("Join us", "Lost"))
    stall(street, materials).build()
    found = [each for each in street.result.problems if each.code == code]
    assert [("content/tactics/stall.md", 5)] == [
        (each.span.path, each.span.line) for each in found if each.span
    ]
    assert found[0].hint


def test_events_have_materials_too(street: Project) -> None:
    street.write("content/events/flyer.pdf", b"x" * 3_000)
    street.page("events/soup.md", "S.", title="Soup", description="S.",
                starts="2026-12-03T18:30:00+00:00", materials="flyer.pdf").built()  # fmt: skip
    assert ["Flyer (PDF, 3 KB)"] == words(soup(street, "events/soup/index.html"),
                                          ".fact-materials dd")  # fmt: skip
