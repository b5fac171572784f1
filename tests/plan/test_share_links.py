"""Links to pass the site on are right for every service, whatever the group is called."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from reading import csp, hrefs, one, soup, value, words

from sitegen.plan import share
from tests.conftest import SITE, Project

NAME = "Grüne & Rosa #1: «50 % more?» +A=B"
TEXT = f"I am part of {NAME}. Have a look:"
WORDS = {"share_sms": "SMS", "share_email": "E-mail"}
HOME = "https://xn--grn-joa.example/süd+west/"
LINKS = {link.name: link for link in share.of(HOME, NAME, TEXT, WORDS).links}
URL = f"{HOME}?ref=share"
SCRIPT = 'script[src*="built/share."]'


def query(name: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(LINKS[name].url).query, strict_parsing=True)


def address(name: str) -> str:
    parts = urlsplit(LINKS[name].url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


@pytest.mark.parametrize(("name", "place", "fields"), [
    ("whatsapp", "https://wa.me/", {"text": [f"{TEXT} {URL}"]}),
    ("telegram", "https://t.me/share/url", {"url": [URL], "text": [TEXT]}),
    ("bluesky", "https://bsky.app/intent/compose", {"text": [f"{TEXT} {URL}"]}),
    ("facebook", "https://www.facebook.com/sharer/sharer.php", {"u": [URL]}),
    ("x", "https://x.com/intent/post", {"text": [TEXT], "url": [URL]}),
])  # fmt: skip
def test_services_with_a_query_get_words_and_address(
    name: str, place: str, fields: dict[str, list[str]]
) -> None:
    assert (place, fields) == (address(name), query(name))


def test_mastodon_gets_them_in_the_fragment_which_no_server_sees() -> None:
    parts = urlsplit(LINKS["mastodon"].url)
    assert ("share.joinmastodon.org", "") == (parts.netloc, parts.query)
    assert f"text={TEXT} {URL}" == unquote(parts.fragment)


def test_an_email_has_subject_and_body_with_the_line_ends_of_mail() -> None:
    scheme, _, rest = LINKS["email"].url.partition(":?")
    fields = dict(part.split("=", 1) for part in rest.split("&"))
    assert ("mailto", NAME) == (scheme, unquote(fields["subject"]))
    assert f"{TEXT}\r\n\r\n{URL}\r\n" == unquote(fields["body"])
    assert "+" not in rest  # which mail programs show as it is


def test_a_text_message_is_understood_by_both_kinds_of_phone() -> None:
    assert LINKS["sms"].url.startswith("sms:?&body=")
    assert f"{TEXT} {URL}" == unquote(LINKS["sms"].url.removeprefix("sms:?&body="))


def test_nothing_is_left_that_html_or_an_address_would_read_as_a_sign() -> None:
    for link in LINKS.values():
        assert link.url.isascii()
        assert not set(link.url) & set(" \"'<>\\^`{|}")


def test_every_link_holds_the_tag_exactly_once_so_that_the_script_can_change_it() -> None:
    for link in LINKS.values():
        assert 1 == link.url.count("ref%3Dshare"), link
    assert 1 == share.of(HOME, NAME, TEXT, WORDS).url.count("ref=share")


def test_services_that_are_no_brands_are_named_in_the_sites_language() -> None:
    assert ("SMS", "E-mail", "WhatsApp") == (
        LINKS["sms"].title, LINKS["email"].title, LINKS["whatsapp"].title)  # fmt: skip


# On the page --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_a_thank_you_page_offers_them_in_each_language(project: Project, language: str) -> None:
    project.write("content/site.yaml", SITE + f"form: join\nlanguage: {language}\n").built()
    tree = soup(project, "thanks/join/index.html")
    links = tree.select(".share-links a")
    assert len(share.SERVICES) == len(links) == len({link.get_text() for link in links})
    assert all(link.get_text().strip() for link in links)
    assert "https://test.example/?ref=share" == value(tree, ".share input", "value")
    said = {
        text for name in ("h2", "p", "label", "button") for text in words(tree, f".share {name}")
    }
    assert "" not in said
    assert "{site}" not in str(tree)
    assert "Test Street" in unquote(hrefs(tree, ".share-whatsapp")[0])


def test_one_script_of_the_site_is_loaded_and_allowed_there_only(project: Project) -> None:
    project.built()
    tree = soup(project, "thanks/join/index.html")
    script = value(tree, SCRIPT, "src")
    assert script.startswith("../../assets/built/share.")
    assert project.has(script.removeprefix("../../"))
    assert ["'self'"] == csp(tree)["script-src"]
    assert ["'none'"] == csp(tree)["default-src"]
    home = soup(project, "index.html")
    assert [] == home.select(f"{SCRIPT}, .share")


def test_without_the_sites_address_there_are_none_and_a_ladder_says_why(project: Project) -> None:
    project.write("content/site.yaml", SITE.replace("url:", "# url:") + "form: join\n").built()
    tree = soup(project, "thanks/join/index.html")
    assert [] == tree.select(".share, script[src]")
    assert [] == project.codes()
    project.write("content/ladder.yaml", "- join\n").built()
    problem = project.problem("share-no-address")
    assert ("info", "Add a line such as url: https://your-group.org") == (
        problem.level, problem.hint)  # fmt: skip
    assert [problem] == [each for each in project.build().problems if each.code == problem.code]


def test_a_form_with_the_field_for_the_own_code_brings_the_script(project: Project) -> None:
    from tests.conftest import FORM

    text = FORM.replace("[email]", "[email, {name: my_ref, type: hidden}]")
    project.write("content/forms/join.yaml", text).built()
    tree = soup(project, "index.html")
    assert "my_ref" == value(tree, 'form input[type="hidden"]', "name")
    assert value(tree, SCRIPT, "src").startswith("assets/built/")
    assert one(tree, "form")["action"] == "https://forms.test-street.org/join"


def test_a_site_that_wants_no_script_has_plain_links(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nforms: {script: no}\n").built()
    tree = soup(project, "thanks/join/index.html")
    assert tree.select(".share-links a")
    assert [] == tree.select("script[src]")
    assert "script-src" not in csp(tree)


def test_a_theme_without_the_script_has_plain_links(project: Project) -> None:
    theme = "name: mine\nversion: '1'\nextends: base\n"
    project.write("themes/mine/theme.yaml", theme)
    project.write("content/site.yaml", SITE + "form: join\ntheme: mine\n").built()
    assert soup(project, "thanks/join/index.html").select(".share-links a")
