"""Links between pages and to files: what people type, where it leads, and what is said."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from html import unescape
from urllib.parse import unquote

import pytest

from sitegen.problems import Span
from tests.conftest import Project


@pytest.fixture
def street(project: Project) -> Project:
    """Pages in two sections, downloads in all the places that can hold them."""
    project.page("about us.md", "## Who we are\n\n## Über uns\n", title="About")
    project.page("plans/index.md", "All of them.", title="Plans")
    project.page("plans/First-Step.md", "## Day one\n", title="First step", tags="[Rent]")
    project.page("plans/moved.md", "Text", title="Moved", slug="/elsewhere", aliases="[/old/]")
    for path in ("plans/guide.pdf", "assets/flyer.pdf", "static/rules.txt", "100% ours.pdf",
                 "what? now#1.pdf", "a%20b.pdf", "assets/notes.md", "Größe.pdf",
                 unicodedata.normalize("NFD", "café.pdf")):  # fmt: skip
        project.write(f"content/{path}", b"file")
    return project


def links(project: Project, *targets: str, source: str = "plans/from.md") -> dict[str, str]:
    """Where a link to each target leads from one page, as a path from the top of the output."""
    body = "\n\n".join(f"Before [go](<{target}>) after." for target in targets)
    project.page(source, body, title="From").build()
    if project.result.failed:
        return {}
    page = source.removesuffix(".md")
    html = project.out(f"{page}/index.html")
    hrefs = [
        unescape(href) for href in re.findall(r'Before <a href="([^"]*)"[^>]*>go</a> after', html)
    ]
    return {target: href if href.startswith("#") else posixpath.normpath(posixpath.join(page, href))
            for target, href in zip(targets, hrefs, strict=True)}  # fmt: skip


def link(project: Project, target: str) -> str:
    return links(project, target).get(target, "")


# Pages --------------------------------------------------------------------------------------


def test_a_page_can_be_named_in_many_ways(street: Project) -> None:
    expected = {
        "First-Step.md": "plans/first-step/index.html",
        "./First-Step.md": "plans/first-step/index.html",
        "First-Step": "plans/first-step/index.html",
        "../plans/First-Step.md": "plans/first-step/index.html",
        "/plans/First-Step.md": "plans/first-step/index.html",
        "/plans/first-step/": "plans/first-step/index.html",
        "/plans/first-step": "plans/first-step/index.html",
        "/plans/first-step/index.html": "plans/first-step/index.html",
        "/plans/first-step.html": "plans/first-step/index.html",
        "../first-step/": "plans/first-step/index.html",
        "index.md": "plans/index.html",
        "../plans/": "plans/index.html",
        "/plans": "plans/index.html",
        "../about us.md": "about-us/index.html",
        "../about%20us.md": "about-us/index.html",
        "/about-us/": "about-us/index.html",
        "/": "index.html",
        "/index.md": "index.html",
        "moved.md": "elsewhere/index.html",
        "/elsewhere/": "elsewhere/index.html",
        "/old/": "elsewhere/index.html",
        "/tags/": "tags/index.html",
        "/tags/rent/": "tags/rent/index.html",
        "First-Step.md?from=here": "plans/first-step/index.html?from=here",
        "First-Step.md#day-one": "plans/first-step/index.html#day-one",
        "#ask": "#ask",
    }
    assert expected == links(street, *expected)
    assert [] == street.codes()


def test_other_capitals_work_with_a_warning_that_gives_the_right_ones(street: Project) -> None:
    targets = ("first-step.md", "FIRST-STEP.md", "/Plans/First-Step.md", "../PLANS/first-step")
    assert dict.fromkeys(targets, "plans/first-step/index.html") == links(street, *targets)
    assert ["link-capitals"] * 4 == street.codes()
    for number, problem in enumerate(street.result.problems):
        assert ("warning", Span("content/plans/from.md", 4 + 2 * number, 8)) == (
            problem.level, problem.span
        )  # fmt: skip
        assert problem.hint.startswith("Write First-Step.md,")


def test_a_page_that_is_not_there_is_an_error_with_the_place_and_a_suggestion(
    street: Project,
) -> None:
    assert "" == link(street, "Frist-Step.md")
    problem = street.problem("link-missing")
    assert ('There is no page or file "Frist-Step.md".', 'Did you mean "First-Step.md"?') == (
        problem.message, problem.hint
    )  # fmt: skip
    assert Span("content/plans/from.md", 4, 8) == problem.span


def test_many_broken_links_are_all_said_quickly(street: Project) -> None:
    text = "\n\n".join(f"[x](missing-{number}.md)" for number in range(500))
    street.page("a.md", text, title="A").build()
    found = [p for p in street.result.problems if p.code == "link-missing"]
    assert 500 == len(found)
    assert {True} == {bool(p.hint) for p in found}
    assert [4 + 2 * number for number in range(500)] == [p.span.line for p in found if p.span]


def test_nothing_but_pages_and_downloads_can_be_linked(street: Project) -> None:
    targets = ("../../README.md", "/../site.yaml", "../../../../etc/passwd", "../site.yaml",
               "../forms/join.yaml", "/forms/join.yaml", "%2e%2e/%2e%2e/x", "/a\\b/c")  # fmt: skip
    street.write("README.md", "Not content.")
    assert {} == links(street, *targets)
    assert ["link-missing"] * len(targets) == street.codes()


def test_a_link_to_a_hidden_page_is_a_warning_with_the_reason(street: Project) -> None:
    street.page("plans/draft.md", "Text", title="Secret", draft="yes")
    street.page("plans/later.md", "Text", title="Secret", publish="2027-01-01")
    street.page("plans/over.md", "Text", title="Secret", expires="2026-01-01")
    targets = ("draft.md", "later.md", "/plans/over/")
    assert dict.fromkeys(targets, "index.html") == links(street, *targets)
    assert {"warning"} == {problem.level for problem in street.result.problems}
    assert [
        'This link leads to "content/plans/draft.md", which is not shown: it is a draft.',
        'This link leads to "content/plans/later.md", which is not shown: it is to be published on '
        "2027-01-01.",
        'This link leads to "content/plans/over.md", which is not shown: it expired on 2026-01-01.',
    ] == [problem.message for problem in street.result.problems]


# Places on a page ---------------------------------------------------------------------------


def test_a_heading_of_a_page_can_be_linked(street: Project) -> None:
    page = "../about us.md"
    expected = {
        f"{page}#who-we-are": "#who-we-are",
        f"{page}#Who-We-Are": "#who-we-are",
        f"{page}#über-uns": "#über-uns",
        f"{page}#%C3%BCber-uns": "#über-uns",
        page + unicodedata.normalize("NFD", "#über-uns"): "#über-uns",
        f"{page}#top": "#top",
    }
    found = links(street, *expected)
    assert [] == street.codes()
    assert {target: f"about-us/index.html{end}" for target, end in expected.items()} == {
        target: unquote(href) for target, href in found.items()
    }


def test_a_heading_that_is_not_there_is_a_warning_with_a_suggestion(street: Project) -> None:
    assert "about-us/index.html" == link(street, "../about us.md#who-we-arr")
    problem = street.problem("anchor-missing")
    assert ("warning", 'Did you mean "who-we-are"?') == (problem.level, problem.hint)


def test_a_heading_of_the_same_page_is_checked(street: Project) -> None:
    street.page("a.md", "[up](#part-1) [down](#prat)\n\n## Part 1\n\n## Prat 2", title="A").build()
    assert 'There is no heading "#prat" on this page.' == street.problem("anchor-missing").message


# Files --------------------------------------------------------------------------------------


def test_a_linked_file_is_published_and_its_address_leads_there(street: Project) -> None:
    expected = {
        "guide.pdf": "plans/guide.pdf",
        "/plans/guide.pdf": "plans/guide.pdf",
        "/assets/flyer.pdf": "assets/flyer.pdf",
        "../assets/flyer.pdf": "assets/flyer.pdf",
        "/static/rules.txt": "rules.txt",
        "/rules.txt": "rules.txt",
        "../100% ours.pdf": "100% ours.pdf",
        "../100%25%20ours.pdf": "100% ours.pdf",
        "../what%3F%20now%231.pdf": "what? now#1.pdf",
        "../what? now#1.pdf": "what? now#1.pdf",
        "../a%2520b.pdf": "a%20b.pdf",
        "/assets/notes.md": "assets/notes.md",
        "../café.pdf": unicodedata.normalize("NFD", "café.pdf"),
        unicodedata.normalize("NFD", "../Größe.pdf"): "Größe.pdf",
    }
    found = links(street, *expected)
    assert [] == street.codes()
    assert expected == {target: unquote(href) for target, href in found.items()}
    assert set() == {sign for href in found.values() for sign in href} & set("?# ")
    files = street.outputs()
    assert {b"file"} == {files[output] for output in expected.values()}


def test_a_place_in_a_file_is_kept(street: Project) -> None:
    assert "plans/guide.pdf#page=3" == link(street, "guide.pdf#page=3")
    assert "plans/guide.pdf?v=2" == link(street, "guide.pdf?v=2")


def test_a_file_in_other_capitals_works_with_a_warning(street: Project) -> None:
    assert "plans/guide.pdf" == link(street, "Guide.PDF")
    assert "Write guide.pdf, so that it works on every computer." == (
        street.problem("link-capitals").hint
    )


def test_a_file_that_nothing_links_to_is_not_published(street: Project) -> None:
    street.built()
    assert not street.has("plans/guide.pdf")
    assert street.has("assets/flyer.pdf")
    assert street.has("rules.txt")


def test_a_picture_beside_its_page_is_shown(street: Project) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>'
    street.write("content/plans/our march.svg", svg)
    street.page("plans/a.md", "![We march](our march.svg)", title="A").built()
    found = re.search(
        r'<img[^>]*src="([^"]+)"[^>]*alt="We march"', street.out("plans/a/index.html")
    )
    assert found is not None
    assert street.has("plans/a/" + unquote(found[1])) or any(
        path.endswith(unquote(found[1]).rsplit("/", 1)[-1]) for path in street.outputs())  # fmt: skip


def test_a_picture_that_cannot_be_shown_is_a_problem_with_its_line(street: Project) -> None:
    expected = {"gone.jpg": "link-missing", "guide.pdf": "image-unknown",
                "First-Step.md": "image-is-page", "https://a.example/x.jpg": "image-elsewhere",
                "http://[bad/x.jpg": "image-elsewhere"}  # fmt: skip
    body = "\n\n".join(f"![We march]({target})" for target in expected)
    street.page("plans/a.md", body, title="A").build()
    places = [Span("content/plans/a.md", 4 + 2 * number, 1) for number in range(len(expected))]
    assert list(zip(expected.values(), places, strict=True)) == [
        (problem.code, problem.span) for problem in street.result.problems
    ]


# Elsewhere ----------------------------------------------------------------------------------


def test_addresses_of_other_places_are_left_alone(street: Project) -> None:
    targets = ("https://a.example/x", "mailto:a@a.example", "tel:+4912345", "//a.example/x",
               "sms:123", "https://[bad/x")  # fmt: skip
    body = "\n\n".join(f"Before [go]({target}) after." for target in targets)
    street.page("a.md", body, title="From").build()
    assert not street.result.failed
    hrefs = re.findall(r'Before <a href="([^"]*)"[^>]*>go', street.out("a/index.html"))
    assert list(targets) == [unescape(href) for href in hrefs]


# Settings -----------------------------------------------------------------------------------


def test_menus_are_checked_like_links_and_name_their_own_line(street: Project) -> None:
    site = (street.root / "content/site.yaml").read_text()
    street.write(
        "content/site.yaml",
        site + "nav:\n  - plans/index.md\n  - About us: about us.md\n  - planz/index.md\n"
        "  - title: More\n    children: [plans/First-Step.md, gone.md]\nfooter:\n  Imprint: imprnt.md\n",
    ).build()
    found = [p.span.line for p in street.result.problems if p.span and p.code == "link-missing"]
    assert [8, 10, 12] == found


def test_the_page_after_a_form_may_be_linked_like_any_other(street: Project) -> None:
    form = (street.root / "content/forms/join.yaml").read_text()
    street.write("content/forms/join.yaml", f"{form}thanks: ../thnaks.md\n")
    street.page("thanks.md", "Thank you!", title="Thanks").build()
    assert 'Did you mean "../thanks.md"?' == street.problem("link-missing").hint
