"""What machines read: the feed, the sitemap, robots.txt."""

from __future__ import annotations

import html
import json
import xml.etree.ElementTree as ElementTree

import feedparser
import pytest

from tests.conftest import SITE, Project

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(project: Project) -> dict[str, str]:
    """The sitemap's addresses with their dates."""
    root = ElementTree.fromstring(project.out("sitemap.xml"))
    return {found.findtext("s:loc", "", NAMES): found.findtext("s:lastmod", "", NAMES)
            for found in root.findall("s:url", NAMES)}  # fmt: skip


def test_dated_pages_make_a_feed_newest_first(project: Project) -> None:
    project.page("news/a.md", "Text.", title="First & <best>", description="A & <b>.",
                 date="2026-10-02", tags="[Street work]")  # fmt: skip
    project.page("news/b.md", "The beginning.", title="Second", date="2026-10-03T18:30:00+02:00")
    project.built()
    feed = feedparser.parse(project.out("feed.xml").encode())
    assert not feed.bozo
    assert "atom10" == feed.version
    assert ["Second", "First & <best>"] == [html.unescape(entry.title) for entry in feed.entries]
    second, first = feed.entries
    assert "https://test.example/news/a/" == first.link == first.id
    assert "2026-10-02T00:00:00Z" == first.updated
    assert "2026-10-03T18:30:00+02:00" == second.updated == feed.feed.updated
    assert "Street work" == first.tags[0].term
    assert "The beginning." == second.summary
    assert "https://test.example/" == feed.feed.id
    assert "Test Street" == feed.feed.author


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-10-02", "2026-10-02T00:00:00Z"),
        ("2026-10-02 18:30", "2026-10-02T18:30:00Z"),
        ("2026-10-02T18:30:00Z", "2026-10-02T18:30:00+00:00"),
        ("2026-10-02T18:30:00-05:00", "2026-10-02T18:30:00-05:00"),
    ],
)
def test_every_way_to_write_a_date_is_an_instant_in_the_feed(
    project: Project, written: str, instant: str
) -> None:
    project.page("a.md", "Text.", title="A", description="A.", date=written).built()
    feed = feedparser.parse(project.out("feed.xml").encode())
    assert [instant] == [entry.updated for entry in feed.entries]
    assert all(entry.updated_parsed for entry in feed.entries)


def test_every_page_points_to_the_feed_from_where_it_stands(project: Project) -> None:
    project.page("news/a.md", "Text.", title="A", description="A.", date="2026-10-02").built()
    assert 'type="application/atom+xml" title="Test Street" href="../../feed.xml"' in project.out(
        "news/a/index.html")  # fmt: skip


@pytest.mark.parametrize("settings", ["feed: no\n", "url:\n"])
def test_no_feed_is_made_where_there_can_or_shall_be_none(project: Project, settings: str) -> None:
    site = SITE if settings.startswith("feed") else SITE.replace("url: https://test.example\n", "")
    project.write("content/site.yaml", site + settings + "form: join\n")
    project.page("a.md", "Text.", title="A", description="A.", date="2026-10-02").built()
    assert not project.has("feed.xml")
    assert "atom+xml" not in project.out("index.html")


def test_no_feed_is_made_without_dated_pages(project: Project) -> None:
    project.built()
    assert not project.has("feed.xml")


def test_the_sitemap_lists_what_may_be_found(project: Project) -> None:
    project.page("thanks-all.md", "Thanks.", title="Thanks", description="T.")
    project.write("content/forms/join.yaml", "title: J\nfields: [email]\nconsent: none\nbackend: custom\n"
                  "settings: {url: 'https://f.test-street.org/'}\nthanks: /thanks-all.md\n")  # fmt: skip
    project.page("a & b.md", "Text.", title="A", description="A.", date="2026-10-02T10:00:00+01:00",
                 tags="[Two words]", aliases="[/old/]")  # fmt: skip
    project.page("secret.md", "Text.", title="Secret", draft="yes").build()
    root = "https://test.example"
    assert locations(project) == {
        f"{root}/": "", f"{root}/a-b/": "2026-10-02", f"{root}/tags/": "",
        f"{root}/tags/two-words/": "",
    }  # fmt: skip


def test_drafts_that_are_shown_stay_out_of_the_sitemap(project: Project) -> None:
    project.page("a.md", "Text.", title="A", description="A.", draft="yes").built(drafts=True)
    assert project.has("a/index.html")
    assert ["https://test.example/"] == list(locations(project))
    assert '<meta name="robots" content="noindex">' in project.out("a/index.html")


def test_robots_are_told_where_the_sitemap_is(project: Project) -> None:
    project.built()
    assert "User-agent: *\nAllow: /\n\nSitemap: https://test.example/sitemap.xml\n" == project.out(
        "robots.txt")  # fmt: skip
    project.write("content/site.yaml", "name: N\nform: join\n").built()
    assert "User-agent: *\nAllow: /\n" == project.out("robots.txt")


def test_the_same_news_as_json(project: Project) -> None:
    project.page("a.md", "Text.", title="Räte", description="D.", date="2026-10-02", tags="[x]")
    project.page("b.md", "Text.", title="B", description="Newer.", date="2026-10-03 19:00").built()
    found = json.loads(project.out("feed.json"))
    assert "https://jsonfeed.org/version/1.1" == found["version"]
    assert ["B", "Räte"] == [item["title"] for item in found["items"]]
    assert {"id": "https://test.example/a/", "url": "https://test.example/a/", "title": "Räte",
            "content_text": "D.", "date_published": "2026-10-02T00:00:00Z",
            "tags": ["x"]} == found["items"][1]  # fmt: skip
    assert 'type="application/feed+json"' in project.out("index.html")
    assert "feed.json" not in project.out("a/index.html")
