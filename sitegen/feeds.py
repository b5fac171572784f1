"""The machine-readable companions of a site: Atom feed, sitemap, robots. Pure text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from markupsafe import escape
from msgspec import Struct

MAX_ENTRIES = 20


class Entry(Struct, frozen=True):
    """One dated page: complete address, instant as RFC 3339 text."""

    title: str
    url: str
    updated: str
    summary: str
    tags: tuple[str, ...] = ()


def atom(
    title: str, subtitle: str, home: str, feed: str, language: str, author: str,
    entries: Iterable[Entry],
) -> str:  # fmt: skip
    """An Atom feed (RFC 4287) of the newest entries. Addresses must be absolute."""
    newest = tuple(entries)[:MAX_ENTRIES]
    updated = max((entry.updated for entry in newest), default="1970-01-01T00:00:00Z")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(language)}">',
        f"<title>{_text(title)}</title>",
        *([f"<subtitle>{_text(subtitle)}</subtitle>"] if subtitle else []),
        f'<link rel="alternate" type="text/html" href="{escape(home)}"/>',
        f'<link rel="self" type="application/atom+xml" href="{escape(feed)}"/>',
        f"<id>{_text(home)}</id>",
        f"<updated>{updated}</updated>",
        f"<author><name>{_text(author)}</name></author>",
    ]
    for entry in newest:
        lines += [
            "<entry>",
            f"<title>{_text(entry.title)}</title>",
            f'<link rel="alternate" type="text/html" href="{escape(entry.url)}"/>',
            f"<id>{_text(entry.url)}</id>",
            f"<updated>{entry.updated}</updated>",
            f"<published>{entry.updated}</published>",
            *(f'<category term="{_text(tag)}"/>' for tag in entry.tags),
            *([f"<summary>{_text(entry.summary)}</summary>"] if entry.summary else []),
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>"]) + "\n"


def json_feed(
    title: str, description: str, home: str, feed: str, language: str, author: str,
    entries: Iterable[Entry],
) -> str:  # fmt: skip
    """The same as a JSON Feed (jsonfeed.org, version 1.1)."""
    found: dict[str, object] = {"version": "https://jsonfeed.org/version/1.1", "title": title}
    if description:
        found["description"] = description
    found |= {"home_page_url": home, "feed_url": feed, "language": language,
              "authors": [{"name": author}]}  # fmt: skip
    found["items"] = [
        {"id": entry.url, "url": entry.url, "title": entry.title, "content_text": entry.summary,
         "date_published": entry.updated, **({"tags": list(entry.tags)} if entry.tags else {})}
        for entry in tuple(entries)[:MAX_ENTRIES]
    ]  # fmt: skip
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def sitemap(urls: Iterable[tuple[str, str]]) -> str:
    """A sitemap (sitemaps.org 0.9) of (address, date or "") pairs."""
    rows = [
        f"<url><loc>{_text(url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for url, day in urls
    ]
    return "\n".join([
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', *rows, "</urlset>",
    ]) + "\n"  # fmt: skip


def robots(site_url: str) -> str:
    """robots.txt (RFC 9309): everything may be read; where the sitemap is, if that is known."""
    lines = ["User-agent: *", "Allow: /"]
    if site_url:
        lines += ["", f"Sitemap: {site_url}/sitemap.xml"]
    return "\n".join(lines) + "\n"


def _clean(text: str) -> str:
    """Without the control characters that XML 1.0 forbids."""
    return re.sub(r"[\x00-\x08\x0b-\x1f]", "", text)


def _text(text: str) -> str:
    return str(escape(_clean(text)))
