"""The ladder and the group's numbers on a page: drawing, table, what serves each step."""

from __future__ import annotations

import pytest
from reading import hrefs, one, soup, words

from tests.conftest import Project

LADDER = """\
- {name: join, title: Come along, ask: Join us, form: join, people: 40, does: They listen, up: A job to do}
- {name: host, title: Host, ask: Host an evening, to: host.md, people: 10}
"""


@pytest.fixture
def street(project: Project) -> Project:
    project.write("content/ladder.yaml", LADDER)
    project.page("host.md", "Host.", title="Host", description="H.", ask="join")
    project.page("tactics/stall.md", "Do.", title="Stall", description="S.", rung="join",
                 evidence="practice")  # fmt: skip
    project.page("tactics/talk.md", "Do.", title="Talk", description="T.", rung="join",
                 evidence="practice", start="yes")  # fmt: skip
    return project.page("steps.md", "::: ladder\n:::\n", title="Steps", description="S.")


def test_each_step_says_what_it_asks_and_what_serves_it(street: Project) -> None:
    page = soup(street.built(), "steps/index.html")
    assert ["Come along", "Host"] == words(page, ".ladder h3")
    assert ["Join us", "Host an evening"] == words(page, ".ladder strong a")
    assert ["../host/index.html#ask", "../host/index.html"] == hrefs(page, ".ladder strong a")
    assert ["They listen", "A job to do"] == words(page, ".ladder dd:not(:has(ul))")
    assert ["Talk", "Stall"] == words(page, ".ladder li li a")


def test_the_numbers_are_drawn_and_stand_in_a_table(street: Project) -> None:
    page = soup(street.built(), "steps/index.html")
    bars = page.select(".pyramid rect")
    assert [("100", "0.0", "12"), ("25.0", "37.5", "0")] == [
        (str(bar["width"]).replace("100.0", "100"), bar["x"], bar["y"]) for bar in bars
    ]
    assert ["Host10", "Come along40"] == [row.get_text() for row in page.select(".pyramid tr")]


def test_without_numbers_for_each_step_there_is_no_drawing(street: Project) -> None:
    street.write("content/ladder.yaml", LADDER.replace(", people: 10", "")).built()
    assert [] == soup(street, "steps/index.html").select(".pyramid")


def test_a_new_tactic_reaches_the_ladder(street: Project) -> None:
    street.built()
    street.page("tactics/call.md", "Do.", title="Call", description="C.", rung="host",
                evidence="practice").built()  # fmt: skip
    assert ["Talk", "Stall", "Call"] == words(soup(street, "steps/index.html"), ".ladder li li a")


def test_a_site_without_a_ladder_is_told(project: Project) -> None:
    project.page("steps.md", "::: ladder\n:::\n", title="Steps", description="S.").build()
    assert "warning" == project.problem("ladder-none").level


def test_a_number_has_its_goal_and_its_day(project: Project) -> None:
    project.write("content/progress.yaml", "members: {label: On our list, count: 1430, goal: 2000, "
                  "date: 2026-11-01}\n")  # fmt: skip
    project.page("a.md", "::: progress members\n:::\n", title="A", description="A.").built()
    page = soup(project, "a/index.html")
    assert ["On our list: 1 430 of 2 000 (1 November 2026)"] == words(page, ".progress p")
    assert ("71", "100") == (one(page, "progress")["value"], one(page, "progress")["max"])
    assert 2 == len(page.select("link[rel=stylesheet]"))


def test_a_changed_number_reaches_the_page(project: Project) -> None:
    project.page("a.md", "::: progress members\n:::\n", title="A", description="A.")
    project.write("content/progress.yaml", "members: {count: 1, date: 2026-11-01}\n").built()
    project.write("content/progress.yaml", "members: {count: 2, date: 2026-11-02}\n").built()
    assert ["Members: 2 (2 November 2026)"] == words(soup(project, "a/index.html"), ".progress p")


@pytest.mark.parametrize(("numbers", "code", "hint"), [
    ("members: {count: 1}", "progress-lacks", "Add below it: date: 2026-11-01"),
    ("members: {date: 2026-11-01}", "progress-lacks", "Add below it: count: 43"),
    ("member: {count: 1, date: 2026-11-01}", "progress-missing", 'Did you mean "member"?'),
    ("members: {count: many, date: 2026-11-01}", "value-kind", "Write it in digits: members.count: 3"),
])  # fmt: skip
def test_a_number_that_cannot_be_shown_is_explained(
    project: Project, numbers: str, code: str, hint: str
) -> None:
    project.write("content/progress.yaml", numbers + "\n")
    project.page("a.md", "::: progress members\n:::\n", title="A", description="A.").build()
    assert hint in {problem.hint for problem in project.result.problems if problem.code == code}
