"""Words to be passed on: the address in them, the link that opens a channel, the count, the sheet."""

from __future__ import annotations

import csv
import json
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from msgspec.structs import replace
from reading import hrefs, soup, words

from sitegen.problems import Span
from tests.conftest import SITE, Project


def message(project: Project, body: str, name: str = "soup", **settings: object) -> Project:
    project.page("messages/index.md", "Take them.", title="Words", description="W.")
    return project.page(f"messages/{name}.md", body, title="Soup", description="S.",
                        **settings)  # fmt: skip


def swipe(channel: str, text: str, subject: str = "") -> str:
    return (
        f"::: swipe {channel}\n"
        + (f"subject: {subject}\n\n" if subject else "")
        + f"{text}\n:::\n"
    )


def test_the_address_goes_where_its_place_is_and_else_to_the_end(project: Project) -> None:
    message(project, swipe("whatsapp", "Look: {link} Will you come?") + "\n"
            + swipe("sms", "Soup on Thursday.") + "\n" + swipe("talk", "Have you got a minute?"))  # fmt: skip
    page = soup(project.built(), "messages/soup/index.html")
    assert [
        "Look: https://test.example/?ref=soup Will you come?",
        "Soup on Thursday. https://test.example/?ref=soup",
        "Have you got a minute?",
    ] == words(page, ".swipe blockquote")


def test_a_message_leads_to_the_page_that_it_names(project: Project) -> None:
    project.page("join.md", "Join.", title="Join", description="J.")
    message(project, swipe("sms", "Come."), link="../join.md").built()
    assert "https://test.example/join/?ref=soup" in project.out("messages/soup/index.html")


def test_a_page_that_is_not_there_is_told_once(project: Project) -> None:
    message(project, swipe("sms", "Come."), link="../jion.md").build()
    assert Span("content/messages/soup.md", 4) == replace(
        project.problem("link-missing").span, column=0
    )


@pytest.mark.parametrize(("channel", "scheme", "name"), [
    ("whatsapp", "https://wa.me/", "text"),
    ("telegram", "https://t.me/share/url", "text"),
    ("bluesky", "https://bsky.app/intent/compose", "text"),
    ("x", "https://x.com/intent/post", "text"),
    ("sms", "sms:", "body"),
    ("email", "mailto:", "body"),
])  # fmt: skip
def test_one_link_opens_the_channel_with_the_words_in_it(
    project: Project, channel: str, scheme: str, name: str
) -> None:
    message(project, swipe(channel, "Soup & **plans**, 7 o'clock?\n\nWill you come?")).built()
    (address,) = hrefs(soup(project, "messages/soup/index.html"), ".swipe a")
    assert address.startswith(scheme)
    given = parse_qs(urlsplit(address).query.lstrip("&"), strict_parsing=True)
    assert given[name][0].startswith("Soup & plans, 7 o'clock?")
    everything = unquote(address)
    assert 1 == everything.count("https://test.example/?ref=soup")


def test_no_link_where_a_channel_has_none(project: Project) -> None:
    message(project, swipe("signal", "Come.") + "\n" + swipe("leaflet", "Come.")).built()
    assert [] == hrefs(soup(project, "messages/soup/index.html"), ".swipe a")


def test_a_mail_has_its_subject_and_its_line_ends(project: Project) -> None:
    message(project, swipe("email", "Hello,\n\n- one\n- two", "Soup on Thursday")).built()
    (address,) = hrefs(soup(project, "messages/soup/index.html"), ".swipe a")
    assert "subject=Soup%20on%20Thursday&body=Hello%2C%0D%0A%0D%0A-%20one%0D%0A-%20two" in address


def test_the_count_stands_with_the_words(project: Project) -> None:
    message(project, swipe("sms", "Soup.") + "\n" + swipe("x", "Soup.")).built()
    assert ["36 characters, 1 SMS", "29 of 280 characters"] == words(
        soup(project, "messages/soup/index.html"), ".swipe small")  # fmt: skip


@pytest.mark.parametrize(("channel", "text", "code", "hint"), [
    ("x", "a " * 140, "message-long", "Take out 23."),
    ("bluesky", "a" * 280, "message-long", "Take out 11."),
    ("sms", "Don’t " + "a" * 60, "message-costly", "Write ' instead."),
    ("sms", "a" * 400, "message-long", "Take out 271, or at least make it two."),
    ("email", "Hello.", "subject-long", "Put the important words first."),
])  # fmt: skip
def test_words_that_do_not_fit_are_told_with_their_line(
    project: Project, channel: str, text: str, code: str, hint: str
) -> None:
    message(project, swipe(channel, text, "S" * 61 if channel == "email" else "")).build()
    problem = project.problem(code)
    assert hint == problem.hint
    assert problem.span is not None
    assert ("content/messages/soup.md", 5) == (problem.span.path, problem.span.line)


def test_a_section_of_messages_has_a_sheet_and_files(project: Project) -> None:
    message(project, swipe("sms", "Soup.") + "\n" + swipe("email", "Come.", "Soup, again"),
            audience="[neighbours]", status="approved")  # fmt: skip
    message(project, swipe("sms", "Old."), "old", status="retired")
    message(project, swipe("sms", "New."), "new", status="draft").built()
    page = soup(project, "messages/index.html")
    assert ["All on one sheet, to print", "CSV", "JSON"] == words(page, ".downloads a")
    assert ["sheet/index.html", "messages.csv", "messages.json"] == [
        link.removeprefix("../messages/") for link in hrefs(page, ".downloads a")]  # fmt: skip
    assert "/messages/sheet/" not in project.out("sitemap.xml")
    sheet = soup(project, "messages/sheet/index.html")
    assert ["Soup"] == words(sheet, ".sheet h2")
    assert ["Soup. https://test.example/?ref=soup",
            "Soup, again Come. https://test.example/?ref=soup"] == words(sheet, ".sheet dd")  # fmt: skip
    rows = list(
        csv.reader(project.out("messages/messages.csv").removeprefix("\ufeff").splitlines())
    )
    assert ["title", "For whom", "channel", "subject", "text"] == rows[0]
    assert ["Soup", "neighbours", "SMS", "", "Soup. https://test.example/?ref=soup"] == rows[1]
    (data,) = json.loads(project.out("messages/messages.json"))
    assert ["SMS", "E-mail"] == [variant["channel"] for variant in data["variants"]]


def test_nobody_is_asked_to_pass_on_what_is_retired(project: Project) -> None:
    message(project, swipe("sms", "Old."), status="retired").built()
    assert [] == hrefs(soup(project, "messages/soup/index.html"), ".swipe a")


def test_changed_words_reach_the_sheet(project: Project) -> None:
    message(project, swipe("sms", "Soup.")).built()
    message(project, swipe("sms", "Bread.")).built()
    assert "Bread." in project.out("messages/sheet/index.html")
    assert "Bread." in project.out("messages/messages.csv")


def test_without_an_address_of_the_site_there_is_only_the_text(project: Project) -> None:
    project.write(
        "content/site.yaml", SITE.replace("url: https://test.example\n", "") + "form: join\n"
    )
    message(project, swipe("sms", "Soup. {link}")).build()
    assert ["Soup."] == words(soup(project, "messages/soup/index.html"), ".swipe blockquote")


@pytest.mark.parametrize(("one", "two"), [
    ("hello/soup", "goodbye/soup"),
    ("a-long-name-of-a-message-one", "a-long-name-of-a-message-two"),
])  # fmt: skip
def test_messages_that_nobody_could_tell_apart_name_each_other(
    project: Project, one: str, two: str
) -> None:
    for name in (one, two):
        message(project, swipe("sms", "Come."), name)
    for folder in ("hello", "goodbye"):
        project.page(f"messages/{folder}/index.md", "T.", title=folder, description="D.")
    project.build()
    found = project.problem("message-name-twice")
    names = sorted((f"content/messages/{one}.md", f"content/messages/{two}.md"))
    assert found.span is not None
    assert names == sorted((found.span.path, found.message.split('"')[1]))
    assert "slug: " in found.hint
    message(project, swipe("sms", "Come."), two, slug=found.hint.rpartition(" ")[2]).built()


def test_words_in_another_language_are_marked_and_the_page_stays_the_sites(
    project: Project,
) -> None:
    message(project, swipe("sms", "شوربة."), language="ar")
    message(project, swipe("email", "Çorba.", "Perşembe"), "corba", language="tr")
    message(project, swipe("sms", "Soup."), "plain").built()
    page = soup(project, "messages/soup/index.html")
    assert "en" == page.select_one("html")["lang"]  # type: ignore[index]
    (said,) = page.select(".swipe blockquote")
    assert ("ar", "rtl") == (said["lang"], said["dir"])
    assert ["العربية"] == words(page, ".fact-language dd")
    said = soup(project, "messages/corba/index.html").select(".swipe .subject")[0]
    assert ("tr", "ltr") == (said["lang"], said["dir"])
    said = soup(project, "messages/plain/index.html").select(".swipe blockquote")[0]
    assert "lang" not in said.attrs


def test_messages_in_several_languages_narrow_by_them(project: Project) -> None:
    message(project, swipe("sms", "شوربة."), language="ar")
    message(project, swipe("sms", "Soup."), "plain").built()
    page = soup(project, "messages/index.html")
    assert ["العربية (1)", "English (1)"] == words(page, ".filters li a")
    assert ["Language: العربية"] == words(page, ".card-facts li")
    sheet = soup(project, "messages/sheet/index.html")
    assert ["ar"] == [dd["lang"] for dd in sheet.select(".sheet dd") if "lang" in dd.attrs]
    text = project.out("messages/messages.csv").removeprefix("\ufeff")
    assert ["en", "ar"] == [row["language"] for row in csv.DictReader(text.splitlines())]
    data = json.loads(project.out("messages/messages.json"))
    assert ["en", "ar"] == [each["language"] for each in data]
    message(project, swipe("sms", "Çorba."), "plain", language="tr").built()
    assert ["العربية (1)", "Türkçe (1)"] == words(
        soup(project, "messages/index.html"), ".filters li a"
    )


def test_one_language_narrows_nothing(project: Project) -> None:
    message(project, swipe("sms", "Soup."), language="en").built()
    assert [] == soup(project, "messages/index.html").select(".filters, .card-facts")
