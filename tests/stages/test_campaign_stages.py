"""The stage of a campaign: one line switches name, asks, menu, banner and forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen import build, stages, why
from sitegen.model import Options
from tests.conftest import FORM, NOW, SITE, Project
from tests.plan.reading import csp, hrefs, one, soup, value, words

CAMPAIGN = """\
form: join
candidate:
  name: Ana Ruiz
  office: Mayor
  area: Anytown
  slogan: A town that works
stages:
  polling-day:
    link: https://elections.test-county.org/vote
  archive:
    date: 2026-12-01
    link: {to: "https://movement.test-street.org", title: Come along}
"""


@pytest.fixture
def campaign(project: Project) -> Project:
    """A site that is prepared for all its stages; the tests add the line that names one."""
    project.page("ana.md", "Who she is.", title="About Ana", description="Ana.",
                 stages="[candidate, polling-day]")  # fmt: skip
    project.page("join.md", "::: signup join\n:::", title="Join", description="Join us.")
    return project.page("plan.md", "Our plan.", title="Plan", description="Plan.")


def _at(project: Project, stage: str, more: str = CAMPAIGN) -> Project:
    project.write("content/site.yaml", f"{SITE}stage: {stage}\n{more}")
    return project.built()


# Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["idea", "movement", "campaign"])
def test_before_there_is_a_candidate_the_movement_stands_alone(
    stage: str, campaign: Project
) -> None:
    _at(campaign, stage)
    page = soup(campaign, "index.html")
    assert ["Test Street"] == words(page, ".mark")
    assert "Test Street" == value(page, 'meta[property="og:site_name"]', "content")
    assert "Ana" not in campaign.out("index.html")


@pytest.mark.parametrize("stage", ["candidate", "polling-day", "archive"])
def test_from_the_candidate_on_her_name_stands_everywhere(stage: str, campaign: Project) -> None:
    _at(campaign, stage)
    page = soup(campaign, "index.html")
    assert ["Ana Ruiz"] == words(page, ".mark")
    assert "Ana Ruiz: A town that works" == one(page, "title").get_text()
    assert "Ana Ruiz" == value(page, 'meta[property="og:site_name"]', "content")
    assert "Candidate for Mayor, Anytown Test Street" in words(page, ".foot-name p")
    data = json.loads(one(page, 'script[type="application/ld+json"]').get_text())
    assert ("Person", "Ana Ruiz", "Test Street") == (
        data["@type"], data["name"], data["affiliation"]["name"])  # fmt: skip


def test_consents_and_shared_links_keep_the_name_of_the_group(campaign: Project) -> None:
    campaign.write("content/forms/join.yaml", FORM.replace("consent: none", "consent: email"))
    _at(campaign, "movement")
    before = {path for path in campaign.outputs() if path.startswith("consent/")}
    _at(campaign, "candidate")
    assert before == {path for path in campaign.outputs() if path.startswith("consent/")}
    assert "part of Test Street" in one(soup(campaign, "thanks/join/index.html"), "main").get_text() \
        or "part%20of%20Test%20Street" in campaign.out("thanks/join/index.html")  # fmt: skip


def test_a_site_without_a_stage_is_as_it_was(project: Project) -> None:
    plain = project.built().outputs()
    _at(project, stages.STANDARD, "form: join\n")
    assert plain == project.outputs()
    assert "banner" not in project.out("index.html")


def test_a_candidate_needs_a_name_in_the_stage_candidate(campaign: Project) -> None:
    campaign.write("content/site.yaml", SITE + "form: join\nstage: candidate\n")
    campaign.build()
    problem = campaign.problem("candidate-missing")
    assert ("error", 5) == (problem.level, problem.span.line)
    assert "candidate: {name: " in problem.hint


def test_a_candidate_without_a_stage_is_told_that_nobody_sees_her(campaign: Project) -> None:
    campaign.write("content/site.yaml", SITE + CAMPAIGN)
    campaign.build()
    assert "warning" == campaign.problem("stage-missing").level


@pytest.mark.parametrize(("line", "meant"), [
    ("stage: candidat", "candidate"), ("stage: Poling day", "polling-day"),
    ("stages: {archiv: {banner: Over}}", "archive"),
])  # fmt: skip
def test_an_unknown_stage_is_said_with_the_one_that_was_meant(
    line: str, meant: str, project: Project
) -> None:
    project.write("content/site.yaml", SITE + f"form: join\n{line}\n").build()
    problem = project.problem("stage-unknown")
    assert ("error", f'Did you mean "{meant}"?', 5) == (
        problem.level, problem.hint, problem.span.line)  # fmt: skip


@pytest.mark.parametrize(("path", "text"), [
    ("content/a.md", "---\ntitle: A\nstages: [canditate]\n---\n"),
    ("content/a.md", "---\ntitle: A\nask: {form: join, stages: canditate}\n---\n"),
    ("content/forms/join.yaml", FORM + "stages: [canditate]\n"),
    ("content/site.yaml", SITE + "form: join\nnav:\n  - {to: index.md, stages: canditate}\n"),
])  # fmt: skip
def test_so_it_is_wherever_a_stage_is_named(path: str, text: str, project: Project) -> None:
    project.write(path, text).build()
    assert 'Did you mean "candidate"?' == project.problem("stage-unknown").hint
    assert path == project.problem("stage-unknown").span.path


@pytest.mark.parametrize("written", ["Polling Day", "polling_day", "POLLING-DAY"])
def test_a_stage_may_be_written_as_people_do(written: str) -> None:
    assert "polling-day" == stages.find(written)


# Pages and menus ------------------------------------------------------------------------------


def test_a_page_is_shown_in_its_stages_only_and_leaves_the_menu_with_them(
    campaign: Project,
) -> None:
    nav = "nav:\n  - plan.md\n  - ana.md\n  - {to: join.md, title: Sign up, stages: [movement]}\n"
    _at(campaign, "movement", CAMPAIGN + nav)
    assert not campaign.has("ana/index.html")
    assert ["Plan", "Sign up"] == words(soup(campaign, "index.html"), ".nav > ul > li > a")
    _at(campaign, "candidate", CAMPAIGN + nav)
    assert ["Plan", "About Ana"] == words(soup(campaign, "index.html"), ".nav > ul > li > a")


def test_a_link_to_such_a_page_is_worth_knowing_and_no_warning(campaign: Project) -> None:
    campaign.page("plan.md", "By [Ana](ana.md).", title="Plan", description="Plan.")
    _at(campaign, "movement")
    assert "info" == campaign.problem("link-hidden").level


def test_a_stage_may_show_a_few_pages_only(campaign: Project) -> None:
    only = CAMPAIGN.replace("polling-day:\n", "polling-day:\n    only: [/index.md, plan]\n")
    _at(campaign, "polling-day", only)
    pages = {path for path in campaign.outputs() if path.endswith(".html")}
    assert {"index.html", "plan/index.html", "404.html", "thanks/join/index.html"} == pages


def test_what_becomes_of_a_page_left_out_is_explained(campaign: Project) -> None:
    _at(campaign, "movement")
    for name in ("content/ana.md", "/ana/"):
        lines, _ = why.explain(campaign.root, name, Options(NOW))
        assert ("content/ana.md is not shown, because it is for the stage candidate and polling-day, "
                "and the site is in the stage movement.",
                "See it all the same with: sitegen serve --stage candidate") == lines  # fmt: skip
    lines, _ = why.explain(campaign.root, "ana", Options(NOW, stage="candidate"))
    assert "It is shown in these stages only: candidate, polling-day." in lines


# Asks and forms -------------------------------------------------------------------------------


def test_each_stage_may_ask_for_something_else(campaign: Project) -> None:
    asks = CAMPAIGN + "  candidate:\n    ask: {to: plan.md, button: Read the plan}\n"
    _at(campaign, "movement", asks)
    assert "Count me in" == one(soup(campaign, "index.html"), ".nav .button").get_text()
    _at(campaign, "candidate", asks)
    assert "Read the plan" == one(soup(campaign, "index.html"), ".nav .button").get_text()


def test_an_ask_of_a_page_may_be_for_some_stages(campaign: Project) -> None:
    campaign.page("plan.md", "Plan.", title="Plan", description="Plan.",
                  ask='{to: /join.md, button: Donate, stages: [candidate]}')  # fmt: skip
    _at(campaign, "candidate")
    assert "Donate" == one(soup(campaign, "plan/index.html"), ".nav .button").get_text()
    _at(campaign, "campaign")
    assert "Count me in" == one(soup(campaign, "plan/index.html"), ".nav .button").get_text()


def test_a_form_for_some_stages_is_closed_in_the_others(campaign: Project) -> None:
    campaign.write("content/forms/join.yaml", FORM + "stages: [movement]\n")
    _at(campaign, "movement")
    assert 1 == len(soup(campaign, "join/index.html").select("form"))
    _at(campaign, "candidate")
    page = soup(campaign, "join/index.html")
    assert [] == page.select("form")
    assert "This form is closed" in one(page, ".signup").get_text()


def test_on_polling_day_the_banner_and_the_ask_lead_to_the_vote(campaign: Project) -> None:
    _at(campaign, "polling-day")
    page = soup(campaign, "plan/index.html")
    vote = "https://elections.test-county.org/vote"
    assert ["Today people vote. How and where to vote"] == words(page, ".banner")
    assert [vote] == hrefs(page, ".banner a")
    assert vote in hrefs(page, ".nav .button")


def test_the_archive_takes_no_forms_and_says_so(campaign: Project) -> None:
    _at(campaign, "archive")
    for path in campaign.outputs():
        if path.endswith(".html"):
            page = soup(campaign, path)
            assert [] == page.select("form, textarea, button[type=submit]"), path
            assert ["'none'"] == csp(page)["form-action"], path
    page = soup(campaign, "join/index.html")
    assert ["This form is closed: nothing can be sent any more. Come along"] == words(
        page, ".signup p"
    )
    assert ["https://movement.test-street.org"] == hrefs(page, ".signup a")
    assert ["This campaign ended on 1 December 2026. Come along"] == words(page, ".banner")
    assert not any(path.endswith("form.js") for path in campaign.outputs())


def test_the_archive_can_still_be_found(campaign: Project) -> None:
    _at(campaign, "archive")
    assert [] == soup(campaign, "index.html").select('meta[name="robots"]')
    assert "Allow: /" in campaign.out("robots.txt")
    assert "https://test.example/plan/" in campaign.out("sitemap.xml")


def test_the_archive_asks_for_what_is_named_for_it_or_for_nothing(campaign: Project) -> None:
    _at(campaign, "archive")
    assert ["Come along"] == words(soup(campaign, "plan/index.html"), ".nav .button")
    _at(campaign, "archive", "form: join\n")
    page = soup(campaign, "plan/index.html")
    assert [] == page.select(".button:not(.menu-open, .menu-close)")
    assert ["This campaign has ended."] == words(page, ".banner")


@pytest.mark.parametrize(("stage", "banner", "shown"), [
    ("movement", "We meet on Tuesday", ["We meet on Tuesday"]), ("archive", "none", []),
    ("archive", "Thank you all!", ["Thank you all!"]), ("polling-day", "no", []),
])  # fmt: skip
def test_a_banner_of_ones_own_or_none(
    stage: str, banner: str, shown: list[str], project: Project
) -> None:
    _at(project, stage, f"form: join\nstages: {{{stage}: {{banner: {banner}}}}}\n")
    assert shown == words(soup(project, "index.html"), ".banner")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_each_language_has_the_words_of_the_stages(language: str, campaign: Project) -> None:
    root = Path(build.__file__).parent.parent / "themes/base/strings"
    names = ("form_closed", "stage_polling", "stage_vote", "stage_archived", "stage_archived_on",
             "stage_next", "candidate_for")  # fmt: skip
    text = (root / f"{language}.yaml").read_text(encoding="utf-8")
    assert [] == [name for name in names if f"\n{name}: " not in text]
    _at(campaign, "archive", CAMPAIGN + f"language: {language}\n")
    page = soup(campaign, "index.html")
    assert "{" not in one(page, ".banner").get_text() + one(page, ".eyebrow").get_text()


# Imprint --------------------------------------------------------------------------------------

IMPRINT = """\
imprint:
  jurisdiction: uk
  people: Joe Smith
  address: PO Box 1, Anytown
  on_behalf_of: candidate
"""


def test_the_imprint_follows_the_stage(campaign: Project) -> None:
    named = CAMPAIGN.replace("  office", "  address: PO Box 2, Anytown\n  office") + IMPRINT
    _at(campaign, "movement", named)
    assert ["Promoted by Joe Smith, PO Box 1, Anytown."] == words(
        soup(campaign, "index.html"), ".imprint"
    )
    _at(campaign, "candidate", named)
    assert ["Promoted by Joe Smith, PO Box 1, Anytown, on behalf of Ana Ruiz, PO Box 2, Anytown."] == words(
        soup(campaign, "index.html"), ".imprint")  # fmt: skip


def test_a_stage_may_lay_facts_over_the_imprint(campaign: Project) -> None:
    over = CAMPAIGN + "  candidate: {imprint: {people: Eve Agent}}\n" + IMPRINT.replace(
        "  on_behalf_of: candidate\n", "")  # fmt: skip
    _at(campaign, "candidate", over)
    assert ["Promoted by Eve Agent, PO Box 1, Anytown."] == words(
        soup(campaign, "index.html"), ".imprint"
    )


@pytest.mark.parametrize(("stage", "imprint", "said"), [
    ("candidate", "imprint: Us, 1 High Street\n", True), ("candidate", "", True),
    ("candidate", "imprint: {people: Joe Smith, jurisdiction: none}\n", False),
    ("movement", "imprint: {people: Joe Smith}\n", False),
    ("movement", "imprint: {people: Joe Smith, who: party}\n", True),
])  # fmt: skip
def test_near_an_election_it_is_said_that_no_law_is_looked_at(
    stage: str, imprint: str, said: bool, campaign: Project
) -> None:
    _at(campaign, stage, CAMPAIGN + imprint)
    assert said is ("imprint-place" in campaign.codes())


def test_the_freeze_on_polling_day_is_advised_where_the_law_has_one(campaign: Project) -> None:
    zealand = CAMPAIGN + IMPRINT.replace("jurisdiction: uk", "jurisdiction: nz").replace(
        "PO Box", "Quay"
    )
    _at(campaign, "candidate", zealand)
    assert "polling-day-freeze" not in campaign.codes()
    _at(campaign, "polling-day", zealand)
    problem = campaign.problem("polling-day-freeze")
    assert "info" == problem.level
    assert "not re-read" in problem.message
    assert "only: [" in problem.hint
    only = zealand.replace("polling-day:\n", "polling-day:\n    only: [index.md]\n")
    _at(campaign, "polling-day", only)
    assert "polling-day-freeze" not in campaign.codes()


# Previews and rebuilds ------------------------------------------------------------------------


def test_any_stage_can_be_looked_at_without_changing_the_site(campaign: Project) -> None:
    _at(campaign, "movement")
    result = build.run(campaign.root, campaign.root / "look", Options(NOW, stage="archive"))
    assert not result.failed
    assert "This campaign ended" in (campaign.root / "look/index.html").read_text()
    assert not campaign.build().changed


def test_going_through_the_stages_is_the_same_as_building_each_anew(
    campaign: Project, tmp_path: Path
) -> None:
    site = CAMPAIGN + IMPRINT.replace("  on_behalf_of: candidate\n", "")
    for stage in (*stages.NAMES, "movement"):
        campaign.write("content/site.yaml", f"{SITE}stage: {stage}\n{site}").build()
        clean = Project(campaign.root)
        there = tmp_path / f"clean-{stage}"
        assert not build.run(clean.root, there, Options(NOW)).failed
        for path, data in campaign.outputs().items():
            assert data == (there / path).read_bytes(), (stage, path)
