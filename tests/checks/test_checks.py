"""Each check of the table has a page that fails it and one that passes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sitegen import checks
from tests.conftest import Project


@dataclass(frozen=True)
class Case:
    """Page texts (Markdown) that must and must not be reported, and the code of the problem."""

    code: str
    bad: str
    good: str
    trusted: bool = False


TOKEN = "gh" + "p_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"

CASES = {
    "nothing is loaded from other sites": Case(
        "loads-elsewhere",
        '<iframe src="https://video.test-tube.org/1" title="Film"></iframe>',
        '<a href="https://video.test-tube.org/1">Film</a>',
        trusted=True,
    ),
    "pictures are described": Case(
        "image-undescribed", "![](assets/dot.png)", "![A dot](assets/dot.png)"
    ),
    "no key or password is published": Case(
        "secret-published", f"Use {TOKEN} here.", "Use ghp_ and your own token here."
    ),
}


def dot() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def test_every_check_of_the_table_has_a_case() -> None:
    by_hand = {
        "no sign of ours stays in a page",  # cannot be caused by content
        "no page says what the message house avoids",  # needs a second page
    }  # both: see below
    assert {name for name, _ in checks.TABLE} - by_hand == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_bad_page_is_reported_and_a_good_one_is_not(name: str, project: Project) -> None:
    case = CASES[name]
    if case.trusted:
        settings = (project.root / "content/site.yaml").read_text()
        project.write("content/site.yaml", settings + "html: trusted\n")
    project.write("content/assets/dot.png", dot())
    project.page("good.md", case.good, title="Good")
    project.build()
    assert case.code not in project.codes()
    project.page("bad.md", case.bad, title="Bad")
    project.build()
    assert "content/bad.md" == project.problem(case.code).span.path
    kept = project.build()  # nothing changed: the answer is remembered
    assert case.code in [problem.code for problem in kept.problems]


def test_a_secret_stops_the_build_and_the_last_site_stays(project: Project) -> None:
    project.built()
    before = project.outputs()
    project.page("leak.md", f"Use {TOKEN}.", title="Leak")
    assert project.build().failed
    assert before == project.outputs()


def test_content_cannot_forge_a_marker(project: Project) -> None:
    project.page("forged.md", "A \ufdd0L0\ufdd1 B \ufdd0B7\ufdd1", title="Forged")
    project.built()
    assert "\ufdd0" not in project.out("forged/index.html")
    assert "A \ufffdL0\ufffd B" in project.out("forged/index.html")


def test_a_host_that_the_settings_name_is_allowed(project: Project) -> None:
    settings = (project.root / "content/site.yaml").read_text()
    project.write("content/site.yaml",
                  settings + "html: trusted\nhosts_allowed: [video.test-tube.org]\n")  # fmt: skip
    project.page("film.md", CASES["nothing is loaded from other sites"].bad, title="Film")
    project.built()
    assert "frame-src https://video.test-tube.org" in project.out("film/index.html")


def test_a_page_that_says_what_the_message_house_avoids_is_named(project: Project) -> None:
    project.page("house.md", "Ours.", title="House", description="H.", type="house",
                 claim="We decide", avoid='["stakeholders | neighbours", synergy]')  # fmt: skip
    project.page("bad.md", "We met all Stakeholders.", title="Bad", description="B.")
    project.page("good.md", "> Stakeholders, they said.\n\nA stakeholdership.", title="Good",
                 description="G.").build()  # fmt: skip
    problem = project.problem("word-avoided")
    assert ("content/bad.md", "Say instead: neighbours") == (
        problem.span.path if problem.span else "", problem.hint)  # fmt: skip
    project.page("bad.md", "We met all neighbours.", title="Bad", description="B.").built()
