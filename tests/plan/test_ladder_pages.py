"""The ladder on pages: what is asked, what follows a form, and where visitors are left standing."""

from __future__ import annotations

import pytest
from bs4 import Tag
from msgspec.structs import replace
from reading import hrefs, soup, words

from sitegen.plan.pages import Pages
from tests.conftest import FORM, SITE, Project

HOST = FORM.replace("Join us", "Host a table").replace("/join", "/host")
LADDER = """\
- name: join
  ask: Come along
  text: Once is enough.
  button: I come
- name: host
  ask: Open your door
- name: read
  ask: Read on
  to: more.md
"""


@pytest.fixture
def climb(project: Project) -> Project:
    """A site with three rungs: two forms and a page."""
    project.write("content/ladder.yaml", LADDER)
    project.write("content/forms/host.yaml", HOST)
    return project.page("more.md", "Text.", title="More", description="Much more.", ask="join")


def ask(tree: Tag) -> list[str]:
    return words(tree, "section.ask h2")


def place(project: Project, code: str) -> tuple[str, int, str]:
    problem = project.problem(code)
    assert problem.span is not None
    return problem.span.path, problem.span.line, problem.level


# Asks ---------------------------------------------------------------------------------------


def test_a_page_asks_for_a_rung_in_the_rungs_words(climb: Project) -> None:
    climb.page("a.md", "Text.", title="A", description="A.", ask="host").built()
    tree = soup(climb, "a/index.html")
    assert ["Open your door"] == ask(tree)
    assert 1 == len(tree.select('form[action="https://forms.test-street.org/host"]'))


@pytest.mark.parametrize("written", ["read", "{to: read}", "{form: read}"])
def test_a_rung_may_be_a_page(climb: Project, written: str) -> None:
    climb.page("a.md", "Text.", title="A", description="A.", ask=written).built()
    tree = soup(climb, "a/index.html")
    assert ["Read on"] == ask(tree)
    assert ["Much more."] == words(tree, "section.ask p:not(:has(a))")
    assert ["../more/index.html"] == hrefs(tree, "section.ask a.button")


def test_a_pages_own_words_win_over_the_rungs(climb: Project) -> None:
    climb.page("a.md", "Text.", title="A", description="A.",
               ask="{to: join, title: Only today, button: Yes}").built()  # fmt: skip
    tree = soup(climb, "a/index.html")
    assert ["Only today"] == ask(tree)
    assert ["Yes"] == words(tree, "header .button")
    assert ["Once is enough."] == words(tree, "section.ask p")[:1]


def test_the_sites_ask_may_be_a_rung(climb: Project) -> None:
    climb.write("content/site.yaml", SITE + "form: join\nask: join\n").built()
    assert ["Come along"] == words(soup(climb, "index.html"), ".ask h2")


def test_a_rung_is_not_asked_for_where_its_form_stands_already(climb: Project) -> None:
    climb.page("a.md", "::: signup host\n:::", title="A", description="A.", ask="host").built()
    assert [] == ask(soup(climb, "a/index.html"))


def test_a_rung_with_the_name_of_another_form_comes_first(climb: Project) -> None:
    climb.write("content/ladder.yaml", LADDER.replace("name: host", "name: host\n  form: join"))
    climb.page("a.md", "Text.", title="A", description="A.", ask="host").build()
    assert ["https://forms.test-street.org/join"] == [
        form["action"] for form in soup(climb, "a/index.html").select("form")]  # fmt: skip
    assert "rung-other-form" in climb.codes()


# What comes after a form --------------------------------------------------------------------


def test_after_a_form_comes_the_rung_above_its_own(climb: Project) -> None:
    climb.built()
    assert ["Open your door"] == ask(soup(climb, "thanks/join/index.html"))
    tree = soup(climb, "thanks/host/index.html")
    assert ["Read on"] == ask(tree)
    assert ["../../more/index.html"] == hrefs(tree, "section.ask a.button")


@pytest.mark.parametrize("line", ["next: read", "thanks: {next: read}"])
def test_what_a_form_names_comes_before_the_rung_above(climb: Project, line: str) -> None:
    climb.write("content/forms/join.yaml", FORM + line + "\n")
    climb.page("a.md", "Text.", title="A", description="A.", ask="host").built()
    assert ["Read on"] == ask(soup(climb, "thanks/join/index.html"))


def test_a_form_that_names_its_rung_is_led_on_from_there(climb: Project) -> None:
    climb.write(
        "content/forms/stall.yaml", HOST.replace("/host", "/stall") + "rung: host\n"
    ).built()
    assert ["Read on"] == ask(soup(climb, "thanks/stall/index.html"))


def test_nothing_may_follow_on_purpose(climb: Project) -> None:
    climb.write("content/forms/host.yaml", HOST + "next: none\n")
    climb.page("a.md", "Text.", title="A", description="A.", ask="read").built()
    assert [] == ask(soup(climb, "thanks/host/index.html"))


def test_a_next_step_that_does_not_exist_is_said_with_its_line(climb: Project) -> None:
    climb.write("content/forms/join.yaml", FORM + "next: hots\n").build()
    assert ("content/forms/join.yaml", 7, "error") == place(climb, "next-missing")
    assert 'Did you mean "host"?' == climb.problem("next-missing").hint


def test_an_own_thank_you_page_offers_the_next_step_and_links(climb: Project) -> None:
    climb.write("content/forms/join.yaml", FORM + "thanks: /danke.md\n")
    climb.page("danke.md", "Bis bald.", title="Danke", description="D.").built()
    tree = soup(climb, "danke/index.html")
    assert ["Open your door"] == ask(tree)
    assert tree.select(".share-links a")


def test_an_own_thank_you_page_that_asks_itself_is_left_alone(climb: Project) -> None:
    climb.write("content/forms/join.yaml", FORM + "thanks: /danke.md\n")
    climb.page("danke.md", "Bis bald.", title="Danke", description="D.", ask="read").build()
    assert ["Read on"] == ask(soup(climb, "danke/index.html"))


def test_one_page_that_thanks_for_two_forms_offers_the_lower_step(climb: Project) -> None:
    for name, text in (("join", FORM), ("host", HOST)):
        climb.write(f"content/forms/{name}.yaml", text + "thanks: /danke.md\n")
    climb.page("danke.md", "Bis bald.", title="Danke", description="D.").build()
    assert ["Open your door"] == ask(soup(climb, "danke/index.html"))


# Honest words -------------------------------------------------------------------------------


def test_who_sends_an_email_is_told_to_send_it(project: Project) -> None:
    text = (
        "title: Join\nfields: [email]\nbackend: mailto\nsettings: {address: hi@test-street.org}\n"
    )
    project.write("content/forms/join.yaml", text).built()
    tree = soup(project, "thanks/join/index.html")
    assert "press Send" in " ".join(words(tree, ".happens p"))
    assert "We have your details" not in tree.get_text()


@pytest.mark.parametrize(("opt_in", "said"), [
    ("always", "Please press the link in it to confirm"), ("setting", "You may get an e-mail"),
    ("no", ""),
])  # fmt: skip
def test_the_page_says_what_the_receiver_will_do(
    project: Project, monkeypatch: pytest.MonkeyPatch, opt_in: str, said: str
) -> None:
    from sitegen.forms import backends

    real = backends.find

    def find(name: str, *own: object) -> object:
        found = real(name, *own)  # type: ignore[arg-type]
        return found and replace(found, double_opt_in=opt_in)  # type: ignore[arg-type]

    monkeypatch.setattr(backends, "find", find)
    project.built()
    shown = " ".join(words(soup(project, "thanks/join/index.html"), ".happens p"))
    assert said in shown
    assert bool(said) == bool(shown)


def test_a_page_of_the_sites_own_says_what_is_true_after_every_form_that_leads_to_it(
    project: Project,
) -> None:
    page = "thanks: ../merci.md\n"
    kit = (
        "title: Join\nfields: [email]\nconsent: none\nbackend: kit\nsettings: {form_id: 1234567}\n"
    )
    project.page("merci.md", "Text.", title="Merci", description="A bientot.")
    project.write("content/forms/join.yaml", kit + page).built()
    assert "asks you to confirm" in " ".join(
        words(soup(project, "merci/index.html"), ".happens p")
    )
    other = kit.replace("kit", "formspree").replace("1234567", "xwkgzyxa")
    project.write("content/forms/other.yaml", other + page).built()
    assert [] == words(soup(project, "merci/index.html"), ".happens p")


# Dead ends ----------------------------------------------------------------------------------


def test_without_a_ladder_nothing_is_said(project: Project) -> None:
    project.write("content/site.yaml", SITE)
    project.write("content/forms/host.yaml", HOST).built()
    assert [] == project.codes()


def test_a_page_that_asks_nothing_is_a_dead_end(climb: Project) -> None:
    climb.write("content/site.yaml", SITE)
    climb.page("index.md", "Welcome.", title="Home", description="H.", ask="join")
    climb.page("a.md", "Text.", title="A", description="A.").build()
    assert ("content/a.md", 1, "warning") == place(climb, "page-asks-nothing")
    assert "ask: join" in climb.problem("page-asks-nothing").hint
    climb.page("a.md", "Text.", title="A", description="A.", ask="none").built()


@pytest.mark.parametrize("body", ["::: signup join\n:::", "::: button more.md Go on\n:::"])
def test_a_block_that_leads_on_is_an_ask(climb: Project, body: str) -> None:
    climb.write("content/site.yaml", SITE)
    climb.page("index.md", body, title="Home", description="H.").built()


def test_a_site_that_asks_nothing_on_purpose_is_not_told_off(climb: Project) -> None:
    climb.write("content/site.yaml", SITE + "ask: none\n")
    climb.page("a.md", "Text.", title="A", description="A.").built()


def test_of_many_silent_pages_a_few_are_named(climb: Project) -> None:
    climb.write("content/site.yaml", SITE)
    for number in range(12):
        climb.page(f"a{number}.md", "Text.", title=f"A{number}", description="A.")
    climb.build()
    found = [each for each in climb.result.problems if each.code == "page-asks-nothing"]
    assert 11 == len(found)
    assert ["3 more pages ask for nothing."] == [
        each.message for each in found if each.span and each.span.path == "content/site.yaml"]  # fmt: skip


def test_a_form_beside_the_ladder_that_names_nothing_leads_nowhere(climb: Project) -> None:
    climb.write("content/forms/shop.yaml", HOST).build()
    assert ("content/forms/shop.yaml", 1, "warning") == place(climb, "form-leads-nowhere")
    assert "next: join" in climb.problem("form-leads-nowhere").hint
    climb.write("content/forms/shop.yaml", HOST + "next: join\n").built()


def test_a_thank_you_page_without_an_ask_is_a_dead_end_unless_meant(climb: Project) -> None:
    climb.write("content/forms/shop.yaml", HOST + "thanks: /danke.md\n")
    climb.page("danke.md", "Bis bald.", title="Danke", description="D.").build()
    assert ("content/forms/shop.yaml", 7, "warning") == place(climb, "form-leads-nowhere")
    climb.page("danke.md", "Bis bald.", title="Danke", description="D.", ask="none").built()


def test_the_top_of_the_ladder_is_no_dead_end(project: Project) -> None:
    project.write("content/ladder.yaml", "- join\n").built()


def test_a_rung_that_nothing_leads_to_is_said(climb: Project) -> None:
    climb.write("content/forms/join.yaml", FORM + "next: read\n").build()
    assert ("content/ladder.yaml", 5, "warning") == place(climb, "rung-unreached")
    assert "ask: host" in climb.problem("rung-unreached").hint
    climb.page("a.md", "Text.", title="A", description="A.", ask="host").built()


def test_two_rungs_that_lead_only_to_each_other_are_both_said(climb: Project) -> None:
    climb.write("content/ladder.yaml", "- join\n- host\n- shop\n")
    climb.write("content/forms/join.yaml", FORM + "next: none\n")
    climb.write("content/forms/shop.yaml", HOST + "next: host\n").build()
    assert ["rung-unreached"] * 2 == climb.codes()


def test_a_link_in_a_text_reaches_a_rung_that_is_a_page(climb: Project) -> None:
    climb.write("content/forms/host.yaml", HOST + "next: none\n").build()
    assert ["rung-unreached"] == climb.codes()
    climb.page("a.md", "Read [more](more.md).", title="A", description="A.").built()


# Incremental --------------------------------------------------------------------------------


def test_dead_ends_stay_right_when_only_one_page_is_planned(
    climb: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(body: str) -> list[str]:
        climb.page("b.md", f"{'The start. ' * 40}\n\n{body}", title="B", description="B.").build()
        return climb.codes()

    climb.write("content/forms/host.yaml", HOST + "next: none\n")
    assert ["rung-unreached"] == write("One.")
    planned: list[str] = []
    real = Pages.of
    monkeypatch.setattr(Pages, "of",
                        lambda self, page: (planned.append(page.url), real(self, page))[1])  # fmt: skip
    assert ["rung-unreached"] == write("Two.")
    assert [] == write("Read [more](more.md).")
    assert ["rung-unreached"] == write("Three.")
    assert ["rung-unreached"] == write("Three.")
    assert ["/b/"] * 2 == planned  # with other words only, none is


def test_a_changed_ladder_reaches_the_pages_that_show_it(climb: Project) -> None:
    climb.page("a.md", "Text.", title="A", description="A.", ask="host").built()
    climb.write(
        "content/ladder.yaml", LADDER.replace("Open your door", "Put the kettle on")
    ).built()
    assert ["Put the kettle on"] == ask(soup(climb, "a/index.html"))
    assert ["Put the kettle on"] == ask(soup(climb, "thanks/join/index.html"))
    climb.remove("content/ladder.yaml").build()
    assert "Put the kettle on" not in "".join(
        data.decode() for path, data in climb.outputs().items() if path.endswith(".html"))  # fmt: skip
