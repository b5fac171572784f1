"""Local groups, people with their own words, and what to begin with on each step."""

from __future__ import annotations

import pytest
from reading import hrefs, soup, words

from tests.conftest import Project

LADDER = """\
- {name: join, title: Come along, ask: Join us, form: join}
- {name: host, title: Host, ask: Host an evening, to: host.md}
"""


@pytest.fixture
def town(project: Project) -> Project:
    project.write("content/ladder.yaml", LADDER)
    return project.page("host.md", "Host.", title="Host", description="H.", ask="join")


def group(project: Project, name: str, **fields: str) -> None:
    project.page(f"groups/{name}.md", "We meet.", title=name.title(), description="G.",
                 place="The hall", **fields)  # fmt: skip


def sheets(project: Project, output: str) -> set[str]:
    """The style sheets that a page loads, without their digests."""
    links = soup(project, output).select("link[rel=stylesheet]")
    return {str(link["href"]).rpartition("/")[2].partition(".")[0] for link in links}


def test_a_group_says_where_and_when_it_meets_and_how_to_reach_it(town: Project) -> None:
    group(town, "north", meets="Mondays, 7 pm", since="2024", state="starting",
          contact='"Write to us | mailto:north@example.org"', site="https://north.example")  # fmt: skip
    page = soup(town.built(), "groups/north/index.html")
    assert ["Place", "Meets", "Since", "State", "Contact", "Their own site"] == words(
        page, ".facts dt"
    )
    assert "Just beginning" in words(page, ".facts dd")
    assert ["mailto:north@example.org", "https://north.example"] == hrefs(page, ".facts a")


def test_groups_can_be_narrowed_by_area_without_a_map(town: Project) -> None:
    town.page("groups/index.md", "Groups.", title="Groups", description="G.", ask="join")
    group(town, "north", area="North")
    group(town, "south", area="South")
    page = soup(town.built(), "groups/index.html")
    assert ["North (1)", "South (1)", "Show all"] == words(page, ".filters a")
    assert [] == page.select("iframe, canvas, main img")


def test_a_group_without_a_place_is_told_what_to_write(town: Project) -> None:
    town.page("groups/north.md", "We meet.", title="North", description="N.",
              meets="Mondays").build()  # fmt: skip
    assert "Add a line: place: Mill Lane Hall, Anytown" == town.problem("field-missing").hint


def test_words_of_a_person_are_a_quotation_with_name_and_role(town: Project) -> None:
    town.page("people/jo.md", "Text.", title="Jo Penn", description="J.", role="Baker",
              endorses="They came back.")  # fmt: skip
    page = soup(town.built(), "people/jo/index.html")
    assert ["They came back."] == words(page, ".quote blockquote")
    assert ["Jo Penn, Baker"] == words(page, ".quote figcaption")
    assert ["Role"] == words(page, ".facts dt")


def test_a_list_of_people_shows_what_they_say(town: Project) -> None:
    town.page("people/index.md", "People.", title="People", description="P.", ask="join")
    town.page("people/jo.md", "Text.", title="Jo Penn", description="J.", role="Baker",
              endorses="They came back.")  # fmt: skip
    town.page("people/sam.md", "Text.", title="Sam", description="S.", role="Treasurer")
    page = soup(town.built(), "people/index.html")
    assert ["They came back."] == words(page, ".card blockquote")
    assert ["Role: Baker", "Role: Treasurer"] == words(page, ".card-facts li")
    assert {"site", "quotes"} == sheets(town, "people/index.html")


def test_a_page_loads_only_the_style_sheets_that_it_needs(town: Project) -> None:
    town.page("people/jo.md", "Text.", title="Jo", description="J.", role="Baker")
    town.page("steps.md", "::: ladder\n:::\n", title="Steps", description="S.").built()
    assert {"site", "facts"} == sheets(town, "people/jo/index.html")
    assert {"site", "blocks"} == sheets(town, "steps/index.html")
    assert {"site"} == sheets(town, "host/index.html")


def test_a_themes_own_further_sheet_comes_with_any_of_them(town: Project) -> None:
    town.write("themes/mine/theme.yaml",
               "name: mine\nextends: grassroots\nsheets: [assets/mine.css]\n")  # fmt: skip
    town.write("themes/mine/assets/mine.css", ".facts { gap: 0; }\n")
    settings = (town.root / "content/site.yaml").read_text() + "theme: mine\n"
    town.write("content/site.yaml", settings)
    town.page("people/jo.md", "Text.", title="Jo", description="J.", role="Baker").built()
    assert {"site", "facts", "mine"} == sheets(town, "people/jo/index.html")
    assert {"site"} == sheets(town, "host/index.html")


# What to begin with -------------------------------------------------------------------------


def tactic(project: Project, name: str, rung: str, start: str = "no") -> None:
    project.page(f"tactics/{name}.md", "Do.", title=name.title(), description="D.", rung=rung,
                 evidence="practice", effort="low", start=start)  # fmt: skip


def test_what_to_begin_with_is_shown_for_each_step(town: Project) -> None:
    tactic(town, "table", "host", "yes")
    tactic(town, "friend", "join", "yes")
    tactic(town, "stall", "join")
    town.page("go.md", "::: start tactic\n:::\n", title="Go", description="G.").built()
    page = soup(town, "go/index.html")
    assert ["Come along Join us", "Host Host an evening"] == words(page, ".picks dt")
    assert ["Friend", "Table"] == words(page, ".picks dd > a")
    assert ["Effort: Low", "Effort: Low"] == words(page, ".picks dd small")


def test_a_tactic_that_is_no_longer_a_start_leaves_the_picks(town: Project) -> None:
    tactic(town, "friend", "join", "yes")
    tactic(town, "stall", "join", "yes")
    town.page("go.md", "::: start tactic\n:::\n", title="Go", description="G.").built()
    tactic(town, "stall", "join")
    town.built()
    assert ["Friend"] == words(soup(town, "go/index.html"), ".picks dd > a")


@pytest.mark.parametrize(("kind", "code"), [("tactik", "type-unknown"), ("tactic", "start-none")])
def test_picks_that_cannot_be_shown_are_told(town: Project, kind: str, code: str) -> None:
    tactic(town, "stall", "join")
    town.page("go.md", f"::: start {kind}\n:::\n", title="Go", description="G.").build()
    span = town.problem(code).span
    assert span is not None
    assert "content/go.md" == span.path


def test_the_ladder_can_be_the_drawing_alone(town: Project) -> None:
    town.write("content/ladder.yaml", LADDER.replace("}", ", people: 4}"))
    town.page("steps.md", "::: ladder\nshow: drawing\n:::\n", title="Steps", description="S.")
    page = soup(town.built(), "steps/index.html")
    assert 2 == len(page.select(".pyramid rect"))
    assert [] == page.select(".ladder")
