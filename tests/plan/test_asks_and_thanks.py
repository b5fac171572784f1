"""What each page asks for, and what comes after."""

from __future__ import annotations

import pytest
from bs4 import Tag
from reading import csp, hrefs, one, soup, value, words

from tests.conftest import FORM, SITE, Project

HOST = FORM.replace("Join us", "Host a table").replace("Count me in", "I have a table")


def ask(tree: Tag) -> list[str]:
    """The title of the ask at the page's end, if there is one."""
    return words(tree, "section.ask h2")


def page(project: Project, **settings: object) -> Tag:
    """A page with these settings, built."""
    project.page("a.md", "Text.", title="A", description="A.", **settings).build()
    return soup(project, "a/index.html")


def test_the_sites_form_is_asked_for_at_the_end_of_each_page(project: Project) -> None:
    tree = page(project)
    assert ["Join us"] == ask(tree)
    assert "https://forms.test-street.org/join" == value(tree, "section.ask form", "action")
    assert "#ask" in hrefs(tree, "header a")


@pytest.mark.parametrize("written", ["host", "forms/host.yaml", "{form: host}",
                                     "{to: forms/host.yaml}"])  # fmt: skip
def test_a_page_asks_for_another_form(project: Project, written: str) -> None:
    project.write("content/forms/host.yaml", HOST)
    assert ["Host a table"] == ask(page(project, ask=written))


@pytest.mark.parametrize("written", ["b.md", "/b/", "{to: b.md}", "{form: b.md}"])
def test_an_ask_may_be_a_page_written_in_any_way(project: Project, written: str) -> None:
    project.page("b.md", "Text.", title="The next page", description="B.")
    tree = page(project, ask=written)
    assert ["The next page"] == ask(tree)
    assert ["../b/index.html"] == hrefs(tree, "section.ask a.button")


def test_a_page_asks_for_nothing(project: Project) -> None:
    tree = page(project, ask="none")
    assert [] == ask(tree)
    assert [] == tree.select("form")


def test_a_page_asks_the_sites_question_in_its_own_words(project: Project) -> None:
    tree = page(project, ask="{title: Before you go, button: Yes}")
    assert ["Before you go"] == ask(tree)
    assert ["Yes"] == words(tree, "header .button")
    assert "https://forms.test-street.org/join" == value(tree, "section.ask form", "action")


def test_a_page_asks_to_go_somewhere(project: Project) -> None:
    project.page("b.md", "Text.", title="The next page", description="Why to go there.")
    tree = page(project, ask="{to: b.md}")
    assert ["The next page"] == ask(tree)
    assert ["../b/index.html"] == hrefs(tree, "section.ask a.button")
    assert ["Why to go there."] == words(tree, "section.ask p:not(:has(a))")
    assert ["'none'"] == csp(tree)["form-action"]


def test_an_ask_that_leads_elsewhere_has_a_heading(project: Project) -> None:
    tree = page(project, ask="{to: 'https://test-tube.org/donate', button: Give}")
    assert ["Give"] == ask(tree)
    assert ["https://test-tube.org/donate"] == hrefs(tree, "section.ask a.button")


def test_the_sites_ask_may_be_a_link_and_is_left_out_on_that_page(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nask: {to: b.md, button: Go on}\n")
    project.page("b.md", "Text.", title="B", description="B.")
    assert ["../b/index.html"] == hrefs(page(project), "section.ask a.button")
    assert [] == ask(soup(project, "b/index.html"))


def test_a_site_may_ask_for_nothing_and_a_page_still_ask(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nask: none\n")
    project.page("b.md", "Text.", title="B", description="B.", ask="join")
    assert [] == ask(page(project))
    assert ["Join us"] == ask(soup(project, "b/index.html"))


def test_words_of_a_page_alone_ask_for_the_sites_form_where_the_site_asks_for_nothing(
    project: Project,
) -> None:
    project.write("content/site.yaml", SITE + "form: join\nask: none\n")
    assert ["Before you go"] == ask(page(project, ask="{title: Before you go}"))
    assert [] == project.codes()


def test_a_form_that_the_page_already_shows_is_not_asked_for_twice(project: Project) -> None:
    project.page("a.md", "::: signup join\n:::", title="A", description="A.")
    project.page("b.md", "::: signup\n:::", title="B", description="B.").built()
    for path in ("a", "b"):
        tree = soup(project, f"{path}/index.html")
        assert 1 == len(tree.select("form"))
        assert [] == ask(tree)


def test_two_forms_on_one_page_share_no_id(project: Project) -> None:
    project.write("content/forms/host.yaml", HOST)
    project.page("a.md", "::: signup host\n:::\n\n::: signup host\n:::", title="A",
                 description="A.").built()  # fmt: skip
    ids = [str(tag["id"]) for tag in soup(project, "a/index.html").select("[id]")]
    assert 3 == len(soup(project, "a/index.html").select("form"))
    assert sorted(set(ids)) == sorted(ids)


def test_a_form_that_does_not_exist_is_said_where_it_is_named(project: Project) -> None:
    project.page("a.md", "Text.", title="A", description="A.", ask="jion").build()
    problem = project.problem("form-missing")
    assert problem.span is not None
    assert ("content/a.md", 4, 'Did you mean "join"?') == (
        problem.span.path, problem.span.line, problem.hint)  # fmt: skip
    project.page("a.md", "Text.", title="A", description="A.")
    project.write("content/site.yaml", SITE + "form: jion\n").build()
    problem = project.problem("form-missing")
    assert problem.span is not None
    assert ("content/site.yaml", 4) == (problem.span.path, problem.span.line)


def test_a_form_without_a_page_of_its_own_gets_one_to_say_thanks(project: Project) -> None:
    project.write(
        "content/forms/join.yaml", FORM + "thanks: {title: Wonderful, text: See you & us}\n"
    )
    project.built()
    tree = soup(project, "thanks/join/index.html")
    assert ["Wonderful"] == words(tree, "h1")
    assert ["See you & us"] == words(tree, "p.lead")
    assert "noindex" == value(tree, 'meta[name="robots"]', "content")


def test_the_next_step_after_a_form_may_be_another_form_or_a_page(project: Project) -> None:
    project.write("content/forms/join.yaml", FORM + "next: host\n")
    project.page("b.md", "Text.", title="Read on", description="B.")
    project.write("content/forms/host.yaml", HOST + "next: ../b.md\n").built()
    tree = soup(project, "thanks/join/index.html")
    assert ["Host a table"] == ask(tree)
    assert "https://forms.test-street.org" in csp(tree)["form-action"]
    tree = soup(project, "thanks/host/index.html")
    assert ["Read on"] == ask(tree)
    assert ["../../b/index.html"] == hrefs(tree, "section.ask a.button")


def test_the_next_step_after_a_form_may_be_on_another_site(project: Project) -> None:
    project.write("content/forms/join.yaml", FORM + "next: https://chat.test-tube.org/x\n").built()
    assert ["https://chat.test-tube.org/x"] == hrefs(soup(project, "thanks/join/index.html"),
                                                    "section.ask a.button")  # fmt: skip


def test_a_page_of_the_site_may_say_thanks(project: Project) -> None:
    project.write("content/forms/join.yaml", FORM + "thanks: /danke.md\n")
    project.page("danke.md", "Bis bald.", title="Danke", description="D.").built()
    assert not project.has("thanks/join/index.html")
    tree = soup(project, "danke/index.html")
    assert one(tree, "body")["class"] == ["view-thanks"]
    assert [] == ask(tree)


def test_a_thank_you_page_that_does_not_exist_is_said(project: Project) -> None:
    project.write("content/forms/join.yaml", FORM + "thanks: /dnake.md\n")
    project.page("danke.md", "Bis bald.", title="Danke", description="D.").build()
    problem = project.problem("link-missing")
    assert problem.span is not None
    assert "content/forms/join.yaml" == problem.span.path
    assert {} == project.outputs()
