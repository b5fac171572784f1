"""What a site publishes about consent: the words with their version, and the privacy notice."""

from __future__ import annotations

from reading import one, soup

from tests.conftest import FORM, SITE, Project

ASKING = FORM.replace("consent: none\n", "")


def test_the_words_of_each_consent_are_published_under_their_version(project: Project) -> None:
    project.write("content/forms/join.yaml", ASKING + "consent: [email]\n").built()
    tree = soup(project, "index.html")
    sent = str(one(tree, "input[name=consent_wording]")["value"])
    name, _, version = sent.partition("=")
    assert name == "consent_email"
    words = " ".join(one(tree, ".consent label").get_text().split())
    assert project.out(f"consent/{version}.txt").endswith(f"Form: join\n\n{words}\n")
    assert "that Test Street may use" in words
    assert not one(tree, "input[name=consent_email]").has_attr("checked")


def test_other_words_leave_no_record_of_the_old_ones_unless_they_are_kept(
    project: Project,
) -> None:
    form = ASKING + "consent:\n  - label: "
    project.write("content/forms/join.yaml", form + "Old words.\n").built()
    (old,) = [path for path in project.outputs() if path.startswith("consent/")]
    project.write("content/forms/join.yaml", form + "New words.\n").built()
    assert not project.has(old)
    project.write("content/forms/join.yaml", form + "New.\n    before: Old words.\n").built()
    assert project.out(old).endswith("Old words.\n")


def test_a_decision_is_two_answers_of_which_none_is_chosen(project: Project) -> None:
    consent = "consent: [{channel: email, kind: yes-no, required: yes}]\n"
    project.write("content/forms/join.yaml", ASKING + consent).built()
    answers = soup(project, "index.html").select("fieldset.consent input")
    assert [(tag["type"], tag["value"]) for tag in answers] == [("radio", "yes"), ("radio", "no")]
    assert all(tag.has_attr("required") for tag in answers)
    assert not any(tag.has_attr("checked") for tag in answers)


def test_a_form_without_consent_is_said_with_its_line(project: Project) -> None:
    project.write("content/forms/join.yaml", ASKING).build()
    problem = project.problem("form-no-consent")
    assert problem.level == "warning"
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == ("content/forms/join.yaml", 3)


def test_each_form_leads_to_the_privacy_notice(project: Project) -> None:
    project.page("privacy.md", "Notice.", title="Privacy", description="P.")
    project.page("a/b.md", "Text.", title="B", description="B.")
    project.write(
        "content/site.yaml",
        SITE
        + "form: join\nask: join\nprivacy: {page: privacy.md, handled_by: Post Ltd (France)}\n",
    ).built()
    for path, href in (("index.html", "privacy/"), ("a/b/index.html", "../../privacy/")):
        link = one(soup(project, path), "form .form-note a")
        assert link["href"] == href + "index.html"
        assert link.parent is not None
        assert link.parent.get_text().startswith(
            "Form data is handled for us by Post Ltd (France)."
        )


def test_a_privacy_notice_that_is_not_there_is_said(project: Project) -> None:
    project.write(
        "content/site.yaml", SITE + "form: join\nask: join\nprivacy: nowhere.md\n"
    ).build()
    problem = project.problem("link-missing")
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == ("content/site.yaml", 6)


def test_a_browser_can_say_what_fits_a_pattern_without_a_script(project: Project) -> None:
    form = ASKING.replace("[email]", "[postcode]") + "country: GB\nconsent: none\n"
    project.write("content/forms/join.yaml", form).built()
    field = one(soup(project, "index.html"), "input[name=postcode]")
    assert field["title"] == "Write a postcode such as SW1A 1AA."
