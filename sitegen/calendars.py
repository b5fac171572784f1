"""Events as iCalendar (RFC 5545, RFC 7986), which phones and calendar programs read.

Times are written in UTC, so no description of a time zone is needed; whole days as dates. Nothing in
a file comes from a clock: the same events give the same bytes. Pure.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from sitegen.events import When

STATES: Final = {
    "planned": ("CONFIRMED", 0),
    "moved": ("CONFIRMED", 1),
    "cancelled": ("CANCELLED", 2),
}
"""What an event's state is in the calendar's words, and its SEQUENCE where the page gives no other:
a program replaces what it knows only by a higher one (RFC 5545, 3.8.7.4)."""


class Event(Struct, frozen=True):
    """One event. ``uid`` stays the same for ever; ``stamp`` is when this was last said, ``state`` one
    of ``STATES``."""

    uid: str
    when: When
    stamp: datetime.datetime
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    state: str = "planned"
    revision: int | None = None


def write(name: str, events: Iterable[Event], url: str = "") -> bytes:
    """A whole calendar, also of one event. ``url`` is where it can be subscribed to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sitegen//campaign site//EN",
             "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"NAME:{_text(name)}",
             f"X-WR-CALNAME:{_text(name)}"]  # fmt: skip
    if url:  # how often to look again: twice a day
        lines += [f"SOURCE;VALUE=URI:{url}", "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
                  "X-PUBLISHED-TTL:PT12H"]  # fmt: skip
    for event in events:
        lines += _event(event)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"]).encode()


def _event(event: Event) -> list[str]:
    status, revision = STATES.get(event.state, STATES["planned"])
    if event.revision is not None:
        revision = event.revision
    lines = ["BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{_utc(event.stamp)}",
             f"SEQUENCE:{revision}", *_times(event.when), f"SUMMARY:{_text(event.title)}",
             f"STATUS:{status}"]  # fmt: skip
    if event.text:
        lines.append(f"DESCRIPTION:{_text(event.text)}")
    if event.place:
        lines.append(f"LOCATION:{_text(event.place)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    return [*lines, "END:VEVENT"]


def _times(when: When) -> list[str]:
    if when.all_day:  # the end of whole days is the first day that is free again
        last = (when.end or when.start) + datetime.timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{when.start:%Y%m%d}", f"DTEND;VALUE=DATE:{last:%Y%m%d}"]
    end = [f"DTEND:{_utc(when.end)}"] if when.end is not None else []
    return [f"DTSTART:{_utc(when.start)}", *end]


def _utc(instant: datetime.datetime) -> str:
    return f"{instant.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """RFC 5545, 3.3.11."""
    for sign, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
    ):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> str:
    """At most 75 octets in a row, no sign cut in two (RFC 5545, 3.1)."""
    rows, row, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > 75:
            rows.append(row)
            row, size = " ", 1
        row, size = row + sign, size + octets
    return "\r\n".join([*rows, row]) + "\r\n"
