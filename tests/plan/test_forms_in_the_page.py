"""What a page with a form carries for its script: the file, the words, the permissions."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from sitegen.forms import wiring
from tests.conftest import FORM, SITE, Project
from tests.plan.reading import csp, soup

SCRIPT = "script[data-words]"


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give every form the wiring of a service that needs this."""
    connect = wiring.connect

    def put(**changes: Any) -> None:
        def changed(*args: Any) -> wiring.Wiring | None:
            found = connect(*args)
            return replace(found, **changes) if found else None

        monkeypatch.setattr(wiring, "connect", changed)

    return put


def test_the_script_is_a_file_of_its_own_that_waits_for_the_page(project: Project) -> None:
    project.page("a/b.md", "Text.", title="B", description="B.").built()
    for page in ("index.html", "a/b/index.html"):
        (tag,) = soup(project, page).select(SCRIPT)
        assert tag.has_attr("defer")
        assert not tag.get_text()
        source = str(tag["src"])
        assert page.count("/") == source.count("../")
        assert project.has(source.replace("../", ""))
    assert source.replace("../", "").startswith("assets/built/form.")


def test_a_page_without_a_form_has_no_script(project: Project) -> None:
    project.page("a.md", "Text.", title="A", description="A.", ask="none").built()
    assert [] == soup(project, "a/index.html").select(SCRIPT)
    assert "script-src" not in csp(soup(project, "a/index.html"))


def test_a_site_that_leaves_the_script_out_does_not_publish_it(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nforms: {script: no}\n").built()
    assert [] == [path for path in project.outputs() if "built/form." in path]
    tree = soup(project, "index.html")
    assert [] == tree.select("script[src], [data-form], [data-wire], .done")
    assert "script-src" not in csp(tree)


def test_words_of_the_queue_are_there_only_where_it_is(project: Project, wire: Any) -> None:
    wire(script='{"mode":"json"}')
    project.built()
    words = json.loads(str(soup(project, "index.html").select(SCRIPT)[0]["data-words"]))
    assert "There is a problem" == words["problem"]
    assert "erase" not in words
    assert [] == soup(project, "index.html").select(".queue")
    project.write("content/site.yaml", SITE + "form: join\nforms: {offline: yes}\n").built()
    words = json.loads(str(soup(project, "index.html").select(SCRIPT)[0]["data-words"]))
    assert "Erase" == words["erase"]
    assert 1 == len(soup(project, "index.html").select(".queue[hidden]"))


def test_the_policy_names_what_the_script_and_a_frame_may_reach(
    project: Project, wire: Any
) -> None:
    wire(script='{"mode":"json"}', connect_origins=("https://api.test-tube.org",),
         link="https://test-tube.org/f", embed="https://test-tube.org/e",
         frame_origins=("https://test-tube.org",))  # fmt: skip
    project.built()
    policy = csp(soup(project, "index.html"))
    assert ["'self'", "https://api.test-tube.org"] == policy["connect-src"]
    assert ["https://test-tube.org"] == policy["frame-src"]
    assert ["'self'"] == policy["script-src"]
    assert ["'none'"] == policy["form-action"]


def test_a_form_hidden_until_the_script_runs_has_a_link_before_it(
    project: Project, wire: Any
) -> None:
    wire(
        script='{"mode":"json","to":"https://a.test-tube.org/"}',
        link="https://test-tube.org/f",
        action="",
    )
    project.built()
    (form,) = soup(project, "index.html").select("form")
    assert form.has_attr("hidden")
    assert not form.has_attr("action")
    before = form.find_previous_sibling()
    assert before is not None
    assert ["https://test-tube.org/f"] == [a["href"] for a in before.select("a")]


def test_a_frame_is_closed_named_and_lazy_with_a_link_beside_it(
    project: Project, wire: Any
) -> None:
    wire(link="https://test-tube.org/f", embed="https://test-tube.org/e", script="",
         frame_origins=("https://test-tube.org",))  # fmt: skip
    project.built()
    tree = soup(project, "index.html")
    (gate,) = tree.select("details.embed")
    assert not gate.has_attr("open")
    (frame,) = gate.select("iframe")
    assert ("lazy", "Join us") == (frame["loading"], frame["title"])
    assert "test-tube.org" in gate.get_text()
    assert 1 == len(tree.select('.form-link a[href="https://test-tube.org/f"]'))
    assert [] == tree.select("form, script[src]")


def test_the_trap_may_be_a_box(project: Project, wire: Any) -> None:
    wire(honeypot="botcheck", honeypot_type="checkbox")
    project.built()
    (trap,) = soup(project, "index.html").select(".trap input")
    assert ("checkbox", "botcheck", "-1") == (trap["type"], trap["name"], trap["tabindex"])
    assert not trap.has_attr("checked")


@pytest.mark.parametrize(
    ("script", "title", "hidden"),
    [
        ('{"mode":"json"}', "Welcome", []),
        ('{"mode":"json","optin":"data.x"}', "Welcome", ["We have sent you an email. Please open it and confirm."]),
        ('{"mode":"opaque"}', "Sent", []),
    ],
)  # fmt: skip
def test_what_is_said_after_sending_claims_no_more_than_can_be_known(
    project: Project, wire: Any, script: str, title: str, hidden: list[str]
) -> None:
    wire(script=script)
    project.write(
        "content/forms/join.yaml", FORM + "thanks: {title: Welcome, text: Good.}\n"
    ).built()
    (template,) = soup(project, "index.html").select("form template")
    assert title == template.select("h2")[0].string
    assert hidden == [part.string for part in template.select("[hidden]")]
    assert "thanks/join/index.html" == template.select("a")[0]["href"]


@pytest.mark.parametrize("own", ["", "thanks: ../merci.md\n"])
def test_thanks_in_the_page_tell_that_a_mail_may_have_to_be_confirmed(
    project: Project, own: str
) -> None:
    project.page("merci.md", "Text.", title="Merci", description="A bientot.", type="thanks")
    project.write("content/forms/join.yaml", "title: Join us\nfields: [email]\nconsent: none\n"
                  f"backend: kit\nsettings: {{form_id: 1234567}}\n{own}").built()  # fmt: skip
    (template,) = soup(project, "index.html").select("form template")
    assert "You may get an e-mail that asks you to confirm." in template.get_text()


def test_a_thank_you_page_of_the_sites_own_lends_its_words(project: Project, wire: Any) -> None:
    wire(script='{"mode":"json"}')
    project.page("merci.md", "Text.", title="Merci", description="A bientot.", type="thanks")
    project.write("content/forms/join.yaml", FORM + "thanks: ../merci.md\n").built()
    (template,) = soup(project, "index.html").select("form template")
    assert ["Merci", "A bientot."] == [part.string for part in template.select("h2, p")[:2]]
    assert "merci/index.html" == template.select("a")[0]["href"]


def test_a_form_that_cannot_wait_for_a_network_is_named(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nforms: {offline: yes}\n").built()
    found = [problem for problem in project.result.problems if problem.code == "form-offline"]
    assert [("content/forms/join.yaml", 5)] == [
        (problem.span.path, problem.span.line) for problem in found if problem.span
    ]


def test_keeping_without_the_script_is_a_mistake(project: Project) -> None:
    project.write(
        "content/site.yaml", SITE + "form: join\nforms:\n  script: no\n  offline: yes\n"
    ).build()
    problem = project.problem("forms-offline")
    assert problem.span is not None
    assert ("warning", 7) == (problem.level, problem.span.line)
