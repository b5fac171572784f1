"""Events of the site: what is wrong with their times, and the calendars they go into.

A section with events gets one calendar to subscribe to, each event one of its own to be put into a
calendar.
"""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen import calendars, dates, events
from sitegen.assemble import Page
from sitegen.calendars import Event
from sitegen.config import PATH
from sitegen.contenttypes import ContentType
from sitegen.events import When
from sitegen.model import Document
from sitegen.plan.artifacts import Link
from sitegen.plan.parts import Parts
from sitegen.problems import Span

FEED, SINGLE = "calendar.ics", "event.ics"


class Calendar(Struct, frozen=True):
    """A calendar file, and the page on which it is offered."""

    page: Page
    output: str
    data: bytes


def of(parts: Parts) -> tuple[Calendar, ...]:
    """Every calendar of the site; empty where it has no events or no address."""
    config = parts.site.config
    if not config.url:  # calendars need complete addresses and lasting names
        return ()
    found: list[Calendar] = []
    sections: dict[str, list[Event]] = {}
    known: dict[str, Document] = {}
    for page in parts.site.pages:
        kind = parts.fields.type(page.doc)
        when = _when(parts, page, kind)
        if when is None:
            continue
        event = _event(parts, page, when)
        other = known.setdefault(event.uid, page.doc)
        if other is not page.doc:
            one, two = (page.doc, other) if dict(page.doc.fields).get("uid") else (other, page.doc)
            parts.say("event-name-twice", f'This event and "{two.path}" are one and the same to '
                      f'calendars: both are called "{event.uid}".', one.place("uid"),
                      "Remove this line uid, unless the file was renamed.")  # fmt: skip
        sections.setdefault(page.parent, []).append(event)
        name = f"{page.output.removesuffix('index.html')}{SINGLE}"
        found.append(Calendar(page, name, calendars.write(page.doc.title, [event])))
    for url, group in sections.items():
        section = parts.site.by_url[url]
        output = f"{section.output.removesuffix('index.html')}{FEED}"
        group.sort(key=lambda event: (event.when.start, event.uid))
        name = section.doc.title if url != "/" else config.name
        data = calendars.write(f"{config.name}: {name}" if url != "/" else name, group,
                               f"{config.url}/{output}")  # fmt: skip
        found.append(Calendar(section, output, data))
    return tuple(found)


def links(parts: Parts, page: Page, calendars_: tuple[Calendar, ...]) -> tuple[Link, ...]:
    """The ways to the calendars that a page offers."""
    return tuple(
        Link(parts.word("calendar_one" if each.output.endswith(SINGLE) else "calendar_all"),
             f"/{each.output}")
        for each in calendars_ if each.page.url == page.url
    )  # fmt: skip


def judge(parts: Parts, page: Page) -> None:
    """Say what is wrong with the times of an event."""
    doc, config = page.doc, parts.site.config
    kind = parts.fields.type(doc)
    if not kind.past:
        return
    fields = dict(doc.fields)
    own = fields.get("timezone", "")
    if isinstance(own, str) and own and dates.zone(own) is None:
        parts.say("timezone-unknown", f'"{own}" is not a time zone.',
                  Span(doc.path, doc.line("timezone")),
                  "Use a name such as Europe/London or America/New_York.")  # fmt: skip
    when = events.when(fields, config.timezone)
    if when is None:
        return
    if when.end is not None and when.end < when.start:
        parts.say("event-ends-first", "This event ends before it starts.",
                  Span(doc.path, doc.line("ends")), "Correct starts or ends.")  # fmt: skip
    starts = fields.get("starts", "")
    told = own or dict(config.lines).get("timezone") or \
        datetime.datetime.fromisoformat(str(starts)).tzinfo is not None  # fmt: skip
    if not when.all_day and not told:
        parts.say("event-no-zone", "Nothing says in which time zone this event is; UTC is assumed.",
                  Span(doc.path, doc.line("starts")),
                  f"Add a line to {PATH}: timezone: Europe/London", "warning")  # fmt: skip


def jsonld(parts: Parts, page: Page) -> dict[str, object] | None:
    """The event in the words of schema.org; None for what is no event."""
    when = _when(parts, page, parts.fields.type(page.doc))
    config, doc = parts.site.config, page.doc
    if when is None or not config.url:
        return None
    fields = dict(doc.fields)
    state = {"moved": "EventRescheduled", "cancelled": "EventCancelled"}.get(
        str(fields.get("state")), "EventScheduled")  # fmt: skip

    def said(instant: datetime.datetime) -> str:
        return instant.date().isoformat() if when.all_day else instant.isoformat()

    data: dict[str, object] = {
        "@type": "Event", "name": doc.title, "startDate": said(when.start),
        "eventStatus": f"https://schema.org/{state}", "url": config.url + page.url,
        "organizer": {"@type": "Organization", "name": config.name, "url": f"{config.url}/"},
    }  # fmt: skip
    if when.end is not None:
        data["endDate"] = said(when.end)
    if doc.description:
        data["description"] = doc.description
    if fields.get("place"):
        where = "" if fields.get("hidden") else str(fields.get("address", ""))
        data["location"] = {"@type": "Place", "name": fields["place"],
                            **({"address": where} if where else {})}  # fmt: skip
    return data


def _when(parts: Parts, page: Page, kind: ContentType) -> When | None:
    if page.view != "page" or not kind.past:
        return None
    when = events.when(dict(page.doc.fields), parts.site.config.timezone)
    return None if when is None or (when.end and when.end < when.start) else when


def _event(parts: Parts, page: Page, when: When) -> Event:
    doc, config = page.doc, parts.site.config
    fields = dict(doc.fields)
    host = urlsplit(config.url).hostname or "site"
    url = config.url + page.url
    place = ", ".join(str(fields[name]) for name in ("place", "address") if fields.get(name))
    if fields.get("hidden"):
        place = str(fields.get("place", ""))
    online = fields.get("online")
    if not place and isinstance(online, str) and online and not fields.get("hidden"):
        place = online
    said = doc.date or str(fields.get("starts"))
    stamp = datetime.datetime.fromisoformat(said)
    stamp = stamp if stamp.tzinfo else stamp.replace(tzinfo=when.start.tzinfo)
    revision = fields.get("revision")
    name = doc.path.removeprefix("content/").rpartition(".")[0]
    return Event(
        uid=str(fields.get("uid") or f"{name}@{host}"), when=when, stamp=stamp, title=doc.title,
        text="\n\n".join(filter(None, (doc.description or doc.summary, url))), place=place, url=url,
        state=str(fields.get("state", "planned")),
        revision=int(revision) if isinstance(revision, int | float) else None,
    )  # fmt: skip
