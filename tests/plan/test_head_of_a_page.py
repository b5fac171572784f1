"""What a page tells search engines, link previews and browsers."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from reading import csp, one, photo, soup, value

from tests.conftest import FORM, SITE, Project


def graph(project: Project, path: str) -> dict[str, str]:
    """A page's Open Graph properties."""
    return {str(tag["property"]): str(tag["content"])
            for tag in soup(project, path).select("meta[property]")}  # fmt: skip


def data(project: Project, path: str) -> dict[str, object]:
    """A page's one piece of JSON-LD."""
    found = json.loads(one(soup(project, path), 'script[type="application/ld+json"]').get_text())
    assert isinstance(found, dict)
    return found


# Search and previews ------------------------------------------------------------------------


def test_each_page_names_its_complete_address(project: Project) -> None:
    project.page("a/b.md", "Text.", title="B", description="B.").built()
    for path, url in (("index.html", "/"), ("a/index.html", "/a/"), ("a/b/index.html", "/a/b/")):
        tree = soup(project, path)
        assert "https://test.example" + url == value(tree, 'link[rel="canonical"]', "href")
        assert "https://test.example" + url == graph(project, path)["og:url"]


def test_a_site_without_an_address_names_none(project: Project) -> None:
    project.write("content/site.yaml", "name: N\nform: join\n").built()
    tree = soup(project, "index.html")
    assert [] == tree.select('link[rel="canonical"]')
    assert [] == tree.select('script[type="application/ld+json"]')
    assert {"og:url", "og:image"}.isdisjoint(graph(project, "index.html"))
    assert "summary" == value(tree, 'meta[name="twitter:card"]', "content")
    assert not project.has("sitemap.xml")


def test_a_page_is_described_for_previews(project: Project) -> None:
    project.page("a.md", "Text.", title="'\"A\" & <b>'", description="Says & <shows>.").built()
    found = graph(project, "a/index.html")
    assert '"A" & <b>' == found["og:title"]
    assert "Says & <shows>." == found["og:description"]
    assert "Test Street" == found["og:site_name"]
    assert "website" == found["og:type"]
    assert project.has(found["og:image"].removeprefix("https://test.example/"))
    assert ("1200", "630") == (found["og:image:width"], found["og:image:height"])


def test_a_dated_page_is_an_article(project: Project) -> None:
    project.page("news/a.md", "Text.", title="A", description="A.", date="2026-10-02").built()
    assert "article" == graph(project, "news/a/index.html")["og:type"]
    found = data(project, "news/a/index.html")
    assert "Article" == found["@type"]
    assert "2026-10-02" == found["datePublished"]
    assert "https://test.example/news/a/" == found["url"]


def test_a_share_image_from_the_settings_is_the_preview(project: Project) -> None:
    project.write("content/assets/share.png", photo(800, 420, "PNG"))
    project.write(
        "content/site.yaml", SITE + "form: join\nshare_image: assets/share.png\n"
    ).built()
    found = graph(project, "index.html")
    assert ("800", "420") == (found["og:image:width"], found["og:image:height"])
    assert project.has(found["og:image"].removeprefix("https://test.example/"))
    assert [] == [path for path in project.outputs() if re.search(r"built/share\..*png", path)]


def test_a_share_image_on_an_allowed_host_is_named_as_it_is(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nhosts_allowed: [img.test-tube.org]\n"
                  "share_image: https://img.test-tube.org/a.png\n").built()  # fmt: skip
    assert "https://img.test-tube.org/a.png" == graph(project, "index.html")["og:image"]


def test_the_home_page_says_who_the_group_is(project: Project) -> None:
    project.built()
    found = data(project, "index.html")
    assert ("Organization", "Test Street", "https://test.example/") == (
        found["@type"], found["name"], found["url"])  # fmt: skip


def test_a_page_below_a_section_says_where_it_stands(project: Project) -> None:
    project.page("a/index.md", "Text.", title="Part A", description="A.")
    project.page("a/b.md", "Text.", title="B", description="B.").built()
    items = data(project, "a/b/index.html")["itemListElement"]
    assert isinstance(items, list)
    assert [1, 2, 3] == [item["position"] for item in items]
    assert ["Home", "Part A", "B"] == [item["name"] for item in items]
    assert ["https://test.example/", "https://test.example/a/"] == [
        item["item"] for item in items if "item" in item]  # fmt: skip


def test_no_title_ends_the_script_that_it_is_told_in(project: Project) -> None:
    title = "</script><script>alert(1)</script> & <!-- "
    project.page("a.md", "Text.", title=f"'{title}'", description="A.", date="2026-10-02").built()
    tree = soup(project, "a/index.html")
    assert 1 == len(tree.select("script:not([src])"))
    assert title.strip() == data(project, "a/index.html")["headline"]


def test_a_title_names_page_and_site_while_it_is_short_enough(project: Project) -> None:
    long = "A very long title that already fills the whole width of a search result"
    project.page("a.md", "Text.", title="A page", description="A.")
    project.page("b.md", "Text.", title=long, description="B.").built()
    assert "A page – Test Street" == one(soup(project, "a/index.html"), "title").get_text()
    assert long == one(soup(project, "b/index.html"), "title").get_text()


def test_the_language_and_direction_of_a_page_may_differ_from_the_sites(project: Project) -> None:
    project.page("a.md", "نص", title="صفحة", description="وصف.", language="ar").built()
    html = one(soup(project, "a/index.html"), "html")
    assert ("ar", "rtl") == (html["lang"], html["dir"])
    html = one(soup(project, "index.html"), "html")
    assert ("en", "ltr") == (html["lang"], html["dir"])


def test_icons_are_files_of_their_kind(project: Project) -> None:
    project.built()
    tree = soup(project, "thanks/join/index.html")
    names = {str(link["href"]).replace("../", "") for link in tree.select('link[rel*="icon"]')}
    assert {"favicon.ico", "icon.svg", "apple-touch-icon.png"} == names
    outputs = project.outputs()
    assert outputs["favicon.ico"].startswith(b"\x00\x00\x01\x00")
    assert b"<svg" in outputs["icon.svg"][:200]
    assert outputs["apple-touch-icon.png"].startswith(b"\x89PNG")


def test_the_style_sheet_is_named_by_its_bytes(project: Project) -> None:
    project.built()
    before = value(soup(project, "index.html"), 'link[rel="stylesheet"]', "href")
    project.write("content/site.yaml", SITE + "form: join\nbrand: '#005500'\n").built()
    after = value(soup(project, "index.html"), 'link[rel="stylesheet"]', "href")
    assert before != after
    assert [after] == [path for path in project.outputs() if path.endswith(".css")]


# Content security policy --------------------------------------------------------------------

ALONE = {
    "default-src": ["'none'"], "style-src": ["'self'"], "img-src": ["'self'"], "font-src": ["'self'"],
    "form-action": ["'none'"], "base-uri": ["'none'"], "connect-src": ["'self'"],
}  # fmt: skip


def test_a_page_without_a_form_may_load_its_own_styles_and_pictures_only(project: Project) -> None:
    project.page("a.md", "Text.", title="A", description="A.", ask="none").built()
    assert ALONE == csp(soup(project, "a/index.html"))


def test_a_page_with_a_form_may_send_it_to_its_receiver_only(project: Project) -> None:
    project.built()
    wanted = {
        **ALONE,
        "form-action": ["'self'", "https://forms.test-street.org"],
        "script-src": ["'self'"],
    }
    assert wanted == csp(soup(project, "index.html"))


def test_a_form_that_is_a_prepared_email_needs_no_permission(project: Project) -> None:
    project.write("content/forms/join.yaml", "title: Join\nfields: [email]\nbackend: mailto\n"
                  "settings: {address: a@test-street.org}\n").built()  # fmt: skip
    assert ALONE == csp(soup(project, "index.html"))


def test_two_forms_on_a_page_bring_both_receivers(project: Project) -> None:
    project.write("content/forms/host.yaml", FORM.replace("forms.test", "other.test"))
    project.page("a.md", "::: signup host\n:::", title="A", description="A.").built()
    assert {"'self'", "https://other.test-street.org", "https://forms.test-street.org"} == set(
        csp(soup(project, "a/index.html"))["form-action"])  # fmt: skip


DIGEST = base64.b64encode(hashlib.sha256(b"let a = 1;").digest()).decode()
TRUSTED = SITE + "form: join\nhtml: trusted\nhosts_allowed: [video.test-tube.org, '*.map.org']\n"


def trusted(project: Project, html: str) -> dict[str, list[str]]:
    """The policy of a page that holds this HTML on a site that trusts its own."""
    project.write("content/site.yaml", TRUSTED)
    project.page("a.md", html, title="A", description="A.", ask="none").build()
    return csp(soup(project, "a/index.html"))


@pytest.mark.parametrize(
    ("html", "directive", "sources"),
    [
        ('<iframe src="https://video.test-tube.org/1" title="x"></iframe>', "frame-src",
         ["https://video.test-tube.org"]),
        ('<iframe title="x" src=//a.map.org/1></iframe>', "frame-src", ["https://a.map.org"]),
        ('<script src="https://video.test-tube.org/x.js"></script>', "script-src",
         ["https://video.test-tube.org"]),
        ('<script src="../own.js"></script>', "script-src", ["'self'"]),
        ("<script>let a = 1;</script>", "script-src",
         ["'sha256-" + DIGEST + "'"]),
        ('<form action="https://video.test-tube.org/f"><button>Go</button></form>', "form-action",
         ["https://video.test-tube.org"]),
        ('<video src="https://video.test-tube.org/v.mp4"></video>', "media-src",
         ["'self'", "https://video.test-tube.org"]),
        ('<p style="color: red">Red</p>', "style-src", ["'self'", "'unsafe-inline'"]),
    ],
)  # fmt: skip
def test_trusted_html_gets_exactly_what_it_uses(
    project: Project, html: str, directive: str, sources: list[str]
) -> None:
    found = trusted(project, html)
    assert sources == found[directive]
    others = {name: found[name] for name in found if name not in (directive, "img-src")}
    assert {name: ALONE[name] for name in ALONE if name not in (directive, "img-src")} == others


@pytest.mark.parametrize("host", ["evil.test-tube.com", "video.test-tube.org.evil.com", "map.org"])
def test_trusted_html_gets_no_host_that_the_settings_do_not_name(
    project: Project, host: str
) -> None:
    found = trusted(project, f'<iframe src="https://{host}/1" title="x"></iframe>')
    assert ALONE == found
    assert "loads-elsewhere" in project.codes()


def test_untrusted_html_gets_nothing(project: Project) -> None:
    project.page("a.md", '<script src="https://evil.com/x.js"></script><p style="x">T</p>',
                 title="A", description="A.", ask="none").build()  # fmt: skip
    assert ALONE == csp(soup(project, "a/index.html"))
    assert [] == soup(project, "a/index.html").select("script[src]")


def test_a_picture_on_an_allowed_host_is_permitted_wherever_it_stands(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nhosts_allowed: [img.test-tube.org]\n")
    url = "https://img.test-tube.org/a.jpg"
    project.page("text.md", f"![Words]({url})", title="Text", description="T.", ask="none")
    project.page("block.md", f"::: image {url}\nalt: Words\n:::", title="Block", description="B.",
                 ask="none")  # fmt: skip
    project.page("top.md", "Text.", title="Top", description="T.", image=url, ask="none").built()
    for path in ("text", "block", "top"):
        tree = soup(project, f"{path}/index.html")
        assert url == value(tree, "main img", "src")
        assert ["'self'", "https://img.test-tube.org"] == csp(tree)["img-src"], path
