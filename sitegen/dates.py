"""A date or an instant as people write it, to ISO 8601 text.

What can be read in one way only is read; what means two days in two countries is refused. It asks
no clock and may not read files.
"""

from __future__ import annotations

import datetime
import re

from sitegen.later import later
from sitegen.problems import SHOWN, Problem, Span, short

FIRST_YEAR, LAST_YEAR = 1000, 9990
"""Years that can be moved between time zones without leaving the calendar."""

_ISO = later(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:[T ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s*"
    r"(Z|z|UTC|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?)?"
)
_WRITTEN = later(
    r"(?:[A-Za-z]+,?\s+)?"
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+)\.?"
    r"|([A-Za-z]+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?)"
    r",?\s+([0-9]{4})"
)
_NUMBERS = later(r"([0-9]{1,4})[/.]\s?([0-9]{1,2})[/.]\s?([0-9]{1,4})")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip


def date(value: str, span: Span, name: str = "date") -> tuple[str, Problem | None]:
    """A date as ISO 8601 text (``2026-11-03`` or with time and zone), or "" and a problem.

    ``5 May 2024`` is read with a warning; ``03/04/2024`` means two different days in different
    countries and is refused.
    """
    if found := _ISO.fullmatch(value):
        return _iso(found, value, span, name)
    if len(value) <= SHOWN and (found := _WRITTEN.fullmatch(value)):
        day, word, word2, day2, year = found.groups()
        stem = (word or word2).lower()
        months = [at for at, month in enumerate(_MONTHS, 1)
                  if len(stem) > 2 and (month.startswith(stem) or (stem, at) == ("sept", 9))]  # fmt: skip
        if months:
            return _guessed(value, int(year), months[0], int(day or day2), span, name)
    if found := _NUMBERS.fullmatch(value):
        first, second, third = (int(part) for part in found.groups())
        if first > 999:
            return _guessed(value, first, second, third, span, name)
        if third > 999 and first > 12:
            return _guessed(value, third, second, first, span, name)
        if third > 999 and second > 12:
            return _guessed(value, third, first, second, span, name)
        return "", Problem("date-ambiguous",
            f'"{value}" means different days in different countries.', span,
            f"Write year, month, day: {name}: 2026-11-03")  # fmt: skip
    return "", Problem("date-unreadable", f'"{short(value)}" is not a date I can read.', span,
                       f"Write year, month, day: {name}: 2026-11-03")  # fmt: skip


def _iso(found: re.Match[str], value: str, span: Span, name: str) -> tuple[str, Problem | None]:
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        stamp = datetime.datetime(int(year), int(month), int(day), int(hour or 0),
                                  int(minute or 0), int(second or 0))  # fmt: skip
    except ValueError:
        return "", _impossible(value, span, name)
    if not FIRST_YEAR <= stamp.year <= LAST_YEAR:
        return "", _impossible(value, span, name)
    if hour is None:
        return stamp.date().isoformat(), None
    zone = {"Z": "+00:00", "z": "+00:00", "UTC": "+00:00", None: ""}.get(zone, zone) or ""
    if zone and ":" not in zone:
        zone = zone[:3] + ":" + (zone[3:] or "00")
    if zone and (int(zone[1:3]) > 14 or int(zone[4:]) > 59):
        return "", Problem("date-zone", f'"{zone}" is not a time zone that exists.', span,
                           f"Correct it: {name}: {stamp.isoformat()}+01:00")  # fmt: skip
    return stamp.isoformat() + zone, None


def _guessed(
    value: str, year: int, month: int, day: int, span: Span, name: str
) -> tuple[str, Problem | None]:
    """A date that only one reading makes sense of; that reading is said."""
    try:
        iso = datetime.date(year, month, day).isoformat()
    except ValueError:
        return "", _impossible(value, span, name)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return "", _impossible(value, span, name)
    return iso, Problem("date-written", f'I read "{value}" as {iso}.', span,
        f"Write it so that nobody has to guess: {name}: {iso}", "warning")  # fmt: skip


def _impossible(value: str, span: Span, name: str) -> Problem:
    return Problem("date-impossible", f'"{value}" is not a day in the calendar.', span,
                   f"Correct it: {name}: 2026-11-03")  # fmt: skip


def day(now: str, timezone: str) -> str:
    """The date (ISO) that an instant falls on in a time zone; in UTC where there is none such."""
    return (
        datetime.datetime.fromisoformat(now)
        .astimezone(zone(timezone) or datetime.UTC)
        .date()
        .isoformat()
    )


def midnight(date: str, timezone: str) -> str:
    """The instant (ISO, in UTC) at which a day begins in a time zone."""
    start = datetime.datetime.fromisoformat(f"{date}T00:00:00").replace(
        tzinfo=(zone(timezone) or datetime.UTC)
    )
    return start.astimezone(datetime.UTC).isoformat()


def zone(name: str) -> datetime.tzinfo | None:
    """A time zone by its name in the tz database; None where there is none."""
    if name.upper() in ("UTC", "Z", "GMT"):
        return datetime.UTC
    if not name:
        return None
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def nothing_due(before: str, now: str, boundary: str) -> bool:
    """Whether no page comes or goes between the two instants."""
    return _utc(before) <= _utc(now) and (not boundary or _utc(now) < boundary)


def _utc(iso: str) -> str:
    return datetime.datetime.fromisoformat(iso).astimezone(datetime.UTC).isoformat()
