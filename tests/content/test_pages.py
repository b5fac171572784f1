"""Pages: titles, addresses, sections, tags, dates, and that none vanishes without a word."""

from __future__ import annotations

import re
import unicodedata

import pytest

from sitegen.problems import Span
from sitegen.sources import RESERVED
from tests.conftest import Project


def where(project: Project) -> list[str]:
    """The addresses of all pages but those that every site has."""
    usual = ("404.html", "index.html", "thanks/join/index.html")
    return sorted(path.removesuffix("index.html") for path in project.outputs()
                  if path.endswith(".html") and path not in usual)  # fmt: skip


def title(project: Project, path: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", project.out(path), re.S)
    return re.sub(r"<[^>]*>", "", found[1]).strip() if found else ""


def main(project: Project, path: str) -> str:
    return project.out(path).split("<main", 1)[1].split("</main>")[0]


# Titles -------------------------------------------------------------------------------------


def test_a_title_comes_from_the_settings_the_first_heading_or_the_name(project: Project) -> None:
    cases = [
        ("---\ntitle: Given\n---\nText", "Given"),
        ("# From the *text*\n\nMore", "From the text"),
        ("From the text\n=============\n\nMore", "From the text"),
        ("Just text", "Our first plan"),
        ("---\ndescription: none\n---\nText", "Our first plan"),
        ("---\ntitle:\n---\n# From the text\n", "From the text"),
        ('---\ntitle: ""\n---\n# From the text\n', "From the text"),
        ("Some words first.\n\n# From the text\n\nMore", "From the text"),
        ("", "Our first plan"),
    ]
    for number, (text, _) in enumerate(cases):
        project.write(f"content/p{number}/our-first-plan.md", text)
    project.build()
    assert [] == [p for p in project.result.problems if p.level == "error"]
    assert [expected for _, expected in cases] == [
        title(project, f"p{number}/our-first-plan/index.html") for number in range(len(cases))
    ]


@pytest.mark.parametrize("heading", ["Join us!", "join us", "JOIN   US", "Join **us**"])
def test_a_first_heading_that_repeats_the_title_is_dropped(project: Project, heading: str) -> None:
    project.page("a.md", f"# {heading}\n\nText", title="Join us").built()
    assert 1 == len(re.findall("(?i)join(?:<strong>|\\s)+us", main(project, "a/index.html")
                               .split("Text")[0]))  # fmt: skip


def test_another_first_heading_stays_one_level_down(project: Project) -> None:
    project.page("a.md", "# Why now\n\nText\n\n# And how", title="Join us").built()
    html = main(project, "a/index.html")
    assert ("Join us", 1) == (title(project, "a/index.html"), html.count("<h1"))
    assert ["Why now", "And how"] == re.findall(r"<h2 id=[^>]*>([^<]*)", html)[:2]


def test_a_picture_in_the_heading_that_gives_the_title_is_kept(project: Project) -> None:
    project.write(
        "content/p.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    project.page("a.md", "# ![Our logo](p.svg) We march\n\nText").build()
    assert [] == [p for p in project.result.problems if p.level == "error"]
    assert 'alt="Our logo"' in main(project, "a/index.html")


# Addresses ----------------------------------------------------------------------------------


def test_an_address_comes_from_the_name_of_the_file(project: Project) -> None:
    cases = [
        ("About Us.md", "about-us/"),
        ("100% ours?.md", "100-ours/"),
        ("it's.md", "its/"),
        ("it’s.md", "its/"),
        ("v1.2 notes.md", "v1.2-notes/"),
        ("Über uns.md", "über-uns/"),
        ("日本語.md", "日本語/"),
        ("हिन्दी.md", "हिन्दी/"),
        ("ภาษาไทย.md", "ภาษาไทย/"),
        ("عَرَبِيّ.md", "عَرَبِيّ/"),
        (unicodedata.normalize("NFD", "café.md"), "café/"),
        ("🎉.md", "page/"),
        ("a.markdown", "a/"),
        ("Our Plans/First Step.md", "our-plans/first-step/"),
        ("team/index.md", "team/"),
        ("team/_index.md", "team/"),
        ("team/README.md", "team/"),
    ]
    for number, (path, _) in enumerate(cases):
        project.page(f"p{number}/{path}", "Text", title="T")
    project.built()
    found = where(project)
    expected = [f"p{number}/{address}" for number, (_, address) in enumerate(cases)]
    assert expected == [address for address in expected if address in found]


def test_a_slug_replaces_the_last_part_or_all_of_an_address(project: Project) -> None:
    cases = [
        ("us", "team/us/"),
        ("Über Uns", "team/über-uns/"),
        ("01234", "team/01234/"),
        ("/us/", "us/"),
        ("/them.html", "them/"),
        ("/a/b/", "a/b/"),
        ("c/d", "c/d/"),
        ('"%C3%BCber"', "team/über/"),
        ("/we/index.html", "we/"),
        ("2024-01-01", "team/2024-01-01/"),
    ]
    for number, (slug, _) in enumerate(cases):
        project.page(f"team/p{number}.md", "Text", title="T", slug=slug)
    project.built()
    found = where(project)
    expected = [address for _, address in cases]
    assert expected == [address for address in expected if address in found]


@pytest.mark.parametrize(
    "slug", ["..", "a/../b", "?", "https://a.org/x", ".", "./", "!!!", "/:y/x/"]
)
def test_a_slug_that_cannot_be_an_address_is_an_error_with_its_line(
    project: Project, slug: str
) -> None:
    project.page("a.md", "Text", title="T", slug=f'"{slug}"').build()
    assert Span("content/a.md", 3) == project.problem("slug-invalid").span
    assert "slug: a" in project.problem("slug-invalid").hint


@pytest.mark.parametrize("slug", ["x" * 300, "/" + "a/" * 60, "ü" * 200])
def test_an_address_that_no_disk_can_hold_is_an_error(project: Project, slug: str) -> None:
    project.page("a.md", "Text", title="T", slug=slug).build()
    assert Span("content/a.md", 3) == project.problem("address-too-long").span


def test_two_pages_at_one_address_stop_the_build_and_are_both_named(project: Project) -> None:
    project.built()
    before = project.outputs()
    project.page("About us.md", "One", title="One").page("about-us.md", "Two", title="Two").build()
    problem = project.problem("address-twice")
    expected = '"content/About us.md" and "content/about-us.md" would both become /about-us/.'
    assert expected == problem.message
    assert "slug: about-us-2" in problem.hint
    assert before == project.outputs()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("a.md", "a/index.md"),
        ("a/index.md", "a/_index.md"),
        ("a.md", "a.markdown"),
        ("🎉.md", "✊.md"),
        ("Ä.md", unicodedata.normalize("NFD", "ä b.md").replace(" b", "")),
    ],
)
def test_clashes_of_all_kinds_name_both_files(project: Project, one: str, two: str) -> None:
    project.page(one, "One", title="One").page(two, "Two", title="Two").build()
    (problem, *_) = [
        p for p in project.result.problems if p.code in ("address-twice", "name-clash")
    ]
    assert f'"content/{one}"' in problem.message
    assert f'"content/{two}"' in problem.message


def test_a_page_and_a_download_at_one_path_are_both_named(project: Project) -> None:
    project.page("assets.md", "One", title="One")
    project.write("content/static/assets/index.html", "hello")
    project.build()
    problem = project.problem("output-twice")
    assert '"content/assets.md"' in problem.message
    assert '"content/static/assets/index.html"' in problem.message


def test_a_readme_beside_an_index_is_listed_as_hidden(project: Project) -> None:
    project.write("content/README.md", "How this folder works.").built()
    assert (("content/README.md", "another file is the page of its folder"),) == (
        project.result.hidden
    )


def test_pages_in_reserved_folders_are_no_pages(project: Project) -> None:
    for folder in RESERVED:
        project.write(f"content/{folder}/note.md", "# A note")
    project.built()
    assert [] == where(project)


# Sections -----------------------------------------------------------------------------------


def test_a_folder_without_an_index_gets_a_page_that_lists_it(project: Project) -> None:
    project.page("our-plans/first/a.md", "Text", title="Step A").built()
    assert ["our-plans/", "our-plans/first/", "our-plans/first/a/"] == where(project)
    assert ("Our plans", "First") == (
        title(project, "our-plans/index.html"), title(project, "our-plans/first/index.html")
    )  # fmt: skip
    assert "Step A" in main(project, "our-plans/first/index.html")


def test_a_page_beside_a_folder_of_its_name_is_the_page_of_that_folder(project: Project) -> None:
    project.page("plans.md", "Text", title="All plans").page(
        "plans/a.md", "A", title="Step A"
    ).built()
    assert ["plans/", "plans/a/"] == where(project)
    assert "Step A" in main(project, "plans/index.html")


def test_a_page_with_an_address_elsewhere_harms_no_section(project: Project) -> None:
    project.page("a/index.md", "The section.", title="Section A")
    project.page("a/b.md", "Text", title="Page B", slug="/x/y/z").built()
    assert ["a/", "x/y/z/"] == where(project)
    assert "The section." in main(project, "a/index.html")
    assert "Page B" in main(project, "a/index.html")


def test_a_section_with_an_address_elsewhere_keeps_its_pages(project: Project) -> None:
    project.page("a/index.md", "The section.", title="Section A", slug="/campaign")
    project.page("a/b.md", "Text", title="Page B").built()
    assert ["a/b/", "campaign/"] == where(project)
    assert "Page B" in main(project, "campaign/index.html")


@pytest.mark.parametrize("slug", ["/a", "/", "/a/b", "/a/b/c/d"])
def test_no_address_makes_a_page_its_own_parent(project: Project, slug: str) -> None:
    project.remove("content/index.md")
    project.page("a/b/c.md", "Text", title="C", slug=slug).build()
    assert [] == [p for p in project.result.problems if p.level == "error"]
    assert slug.lstrip("/") + "/" in where(project) or slug == "/"


def test_a_home_page_that_moves_away_leaves_a_home_page(project: Project) -> None:
    project.page("index.md", "The old home.", title="Welcome", slug="/welcome").built()
    assert ["welcome/"] == where(project)
    assert "Test Street" in project.out("index.html")
    assert "The old home." in project.out("welcome/index.html")


def test_a_missing_home_page_is_said(project: Project) -> None:
    project.remove("content/index.md").page("a.md", "Text", title="A").build()
    assert ("warning", Span("content/index.md")) == (
        project.problem("home-missing").level, project.problem("home-missing").span
    )  # fmt: skip
    assert project.has("index.html")


def test_pages_are_listed_by_order_then_date_then_title(project: Project) -> None:
    project.page("s/index.md", "", title="S")
    for name, settings in {
        "one": {"title": "Zebra", "order": 1}, "two": {"title": "Yak", "order": 2.5},
        "new": {"title": "New", "date": "2026-02-01"}, "old": {"title": "Old", "date": "2025-02-01"},
        "b": {"title": "Beetle"}, "a": {"title": "ant"},
    }.items():  # fmt: skip
        project.page(f"s/{name}.md", "Text", **settings)
    project.built()
    html = main(project, "s/index.html")
    expected = ["Zebra", "Yak", "New", "Old", "ant", "Beetle"]
    assert expected == sorted(expected, key=html.index)


# Dates --------------------------------------------------------------------------------------


def test_hidden_pages_are_listed_with_the_reason(project: Project) -> None:
    cases: list[tuple[dict[str, str], str]] = [
        ({"draft": "yes"}, "it is a draft"),
        ({"published": "no"}, "it is a draft"),
        ({"publish": "2026-11-04"}, "it is to be published on 2026-11-04"),
        ({"publish": "2026-11-03 12:01"}, "it is to be published on 2026-11-03T12:01:00"),
        (
            {"publish": "2026-11-03 13:30 +01:00"},
            "it is to be published on 2026-11-03T13:30:00+01:00",
        ),
        ({"expires": "2026-11-03"}, "it expired on 2026-11-03"),
        ({"expires": "2026-11-03 12:00"}, "it expired on 2026-11-03T12:00:00"),
    ]
    for number, (settings, _) in enumerate(cases):
        project.page(f"p{number}.md", "Text", title="T", **settings)
    project.built()
    expected = tuple((f"content/p{number}.md", reason) for number, (_, reason) in enumerate(cases))
    assert (expected, []) == (project.result.hidden, where(project))
    project.build(drafts=True)
    assert [f"p{number}/" for number in range(len(cases))] == where(project)


def test_pages_whose_time_has_come_are_shown(project: Project) -> None:
    cases: list[dict[str, str]] = [
        {"publish": "2026-11-03"},
        {"publish": "2026-11-03 13:00 +01:00"},
        {"publish": "2026-11-03 11:59"},
        {"expires": "2026-11-04"},
        {"expires": "2026-11-03 13:01 +01:00"},
        {"date": "2027-01-01"},
        {"draft": "no"},
        {"draft": ""},
    ]
    for number, settings in enumerate(cases):
        project.page(f"p{number}.md", "Text", title="T", **settings)
    project.built()
    assert ((), [f"p{number}/" for number in range(len(cases))]) == (
        project.result.hidden, where(project)
    )  # fmt: skip


def test_times_without_a_zone_are_in_the_zone_of_the_site(project: Project) -> None:
    site = (project.root / "content/site.yaml").read_text()
    project.page("a.md", "Text", title="T", publish="2026-11-03 14:00")
    for zone, shown in (("Asia/Tokyo", True), ("America/New_York", False), ("UTC", False)):
        project.write("content/site.yaml", f"{site}timezone: {zone}\n").built()
        assert (zone, shown) == (zone, project.has("a/index.html"))


@pytest.mark.parametrize(
    "zone", ["Berlin", "../../etc/passwd", "/etc/passwd", "Europe", '"a\\0b"', "+1"]
)
def test_a_zone_that_does_not_exist_is_an_error_with_its_line(project: Project, zone: str) -> None:
    site = (project.root / "content/site.yaml").read_text()
    project.write("content/site.yaml", f"{site}timezone: {zone}\n").build()
    assert Span("content/site.yaml", 5) == project.problem("timezone-unknown").span


def test_a_page_that_expires_before_it_is_published_is_an_error(project: Project) -> None:
    project.page("a.md", "Text", title="T", publish="2026-05-02", expires="2026-05-01").build()
    assert Span("content/a.md", 4) == project.problem("expires-early").span


def test_the_edges_of_the_calendar_are_no_trap(project: Project) -> None:
    for number, date in enumerate(("1000-01-01 00:00 +14:00", "9990-12-31 23:59 -12:00",
                                   "9999-12-31 23:59 -12:00", "0001-01-01 00:00 +14:00")):  # fmt: skip
        project.page(f"p{number}.md", "Text", title="T", publish=date, expires=date, date=date)
    project.build()
    assert {"expires-early", "date-impossible"} == set(project.codes())


# Tags ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("tags", ["[Rent, Repairs]", "Rent, Repairs", "\n- Rent\n- Repairs",
                                  '\n  - "Rent"\n  - Repairs\n  - Rent'])  # fmt: skip
def test_tags_may_be_a_list_or_text(project: Project, tags: str) -> None:
    project.page("a.md", "Text", title="T", tags=tags).built()
    assert ["a/", "tags/", "tags/rent/", "tags/repairs/"] == where(project)


def test_spellings_of_a_tag_that_share_an_address_are_one_tag(project: Project) -> None:
    project.page("a.md", "Text", title="Page A", tags="Rent strike")
    project.page("b.md", "Text", title="Page B", tags="rent-strike").built()
    assert "Page A" in main(project, "tags/rent-strike/index.html")
    assert "Page B" in main(project, "tags/rent-strike/index.html")


@pytest.mark.parametrize("tag", ["!!!", "..", "/", "index.html", "x" * 300])
def test_a_tag_without_an_address_is_said_and_left_out(project: Project, tag: str) -> None:
    project.page("a.md", "Text", title="T", tags=f'["{tag}", fine]').build()
    assert ["tag-invalid"] == project.codes()
    assert ["a/", "tags/", "tags/fine/"] == where(project)


@pytest.mark.parametrize("path", ["tags.md", "tags/index.md", "tags/rent.md", "tags/other.md"])
def test_a_page_where_the_tags_go_is_an_error_that_names_it(project: Project, path: str) -> None:
    project.page(path, "Text", title="T").page("a.md", "Text", title="A", tags="rent").build()
    assert f"content/{path}" == (project.problem("address-reserved").span or Span("")).path


# Old addresses ------------------------------------------------------------------------------


def test_an_old_address_leads_to_the_page(project: Project) -> None:
    cases = [
        ("/old/", "old/index.html"),
        ("former", "former/index.html"),
        ("/old page/", "old page/index.html"),
        ("/older%20page/", "older page/index.html"),
        ("/old.html", "old.html"),
        ("/a/b/index.html", "a/b/index.html"),
        ("/über/", "über/index.html"),
        ("/%C3%BCben/", "üben/index.html"),
        ("/x.php", "x.php/index.html"),
        ("/50%/", "50%/index.html"),
    ]
    for number, (alias, _) in enumerate(cases):
        project.page(f"new{number}.md", "Text", title="T", aliases=f'["{alias}"]')
    project.built()
    for number, (_, output) in enumerate(cases):
        assert f'new{number}/index.html"' in project.out(output)


@pytest.mark.parametrize(
    "alias", ["/", "..", "/../x", "/%2e%2e/x/", "/a/%2e%2e/%2e%2e/x", "/a%2Fb/", "https://a.org/x",
              "/x?p=1", "/x#y", "/a\\\\b/", "/a%00b/", "/a%0ab/", "/" + "x" * 300,
              "/" + "a/" * 100],
)  # fmt: skip
def test_an_old_address_that_no_file_can_have_is_an_error(project: Project, alias: str) -> None:
    project.page("new.md", "Text", title="T", aliases=f'["{alias}"]').build()
    assert Span("content/new.md", 3) == project.problem("alias-invalid").span
    assert not (project.root / "x").exists()


def test_an_old_address_that_is_in_use_is_an_error_that_names_the_page(project: Project) -> None:
    project.page("about.md", "Text", title="About")
    project.page("new.md", "Text", title="T", aliases="[/About/]").build()
    assert '"content/about.md"' in project.problem("alias-taken").message


def test_two_pages_cannot_share_an_old_address(project: Project) -> None:
    project.page("a.md", "Text", title="A", aliases="[/old/]")
    project.page("b.md", "Text", title="B", aliases="[/Old]").build()
    assert '"content/a.md"' in project.problem("alias-taken").message
    assert Span("content/b.md", 3) == project.problem("alias-taken").span


def test_a_page_may_name_its_own_address_as_an_old_one(project: Project) -> None:
    project.page(
        "about.md", "Text", title="A", aliases="[/about/, /About, /about/index.html]"
    ).built()
    assert ["about/"] == where(project)


# Other settings -----------------------------------------------------------------------------


def test_a_page_in_another_language_says_so(project: Project) -> None:
    project.page("a.md", "Text", title="T", lang="pt_BR").page(
        "b.md", "T", title="N", lang="no"
    ).built()
    assert '<html lang="pt-BR"' in project.out("a/index.html")
    assert '<html lang="no"' in project.out("b/index.html")


def test_a_language_that_is_no_tag_is_an_error_with_its_line(project: Project) -> None:
    project.page("a.md", "Text", title="T", language="Deutsch!").build()
    assert Span("content/a.md", 3) == project.problem("language-unknown").span


def test_every_problem_of_a_site_is_said_at_once(project: Project) -> None:
    project.page("a.md", "[x](gone.md)", title="T", date="soon")
    project.page("b.md", "::: nosuch\n:::", titel="T")
    site = (project.root / "content/site.yaml").read_text()
    project.write("content/site.yaml", f"{site}nmae: T\n").build()
    expected = {"date-unreadable", "link-missing", "key-unknown", "block-unknown"}
    assert expected == set(project.codes())
    assert 2 == project.codes().count("key-unknown")
