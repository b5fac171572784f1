"""What a typed field may hold: values, least and greatest, steps, in the formats of HTML.

Browsers silently ignore a value or limit they cannot read (HTML Standard, 2.3 "Common
microsyntaxes" and 4.10.5.1), so each is judged here. Knows single values, no forms.
"""

from __future__ import annotations

import datetime
import math
import re

from sitegen.later import later

EXAMPLES: dict[str, str] = {
    "number": "10",
    "range": "10",
    "date": "2027-12-31",
    "time": "18:30",
    "datetime-local": "2027-12-31T18:30",
    "month": "2027-12",
    "week": "2027-W52",
    "color": "#1a7f37",
}
"""A right value of each type that has a format."""

Position = tuple[float, ...]

_NUMBER = later(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_DATE = later(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = later(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d(?:\.\d{1,3})?))?", re.ASCII)
_MONTH = later(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_WEEK = later(r"(\d{4})-W(\d\d)", re.ASCII)
_COLOR = later(r"#[0-9a-fA-F]{6}")


def position(type: str, value: str) -> Position | None:
    """Where a value stands in the order of its type; None when browsers cannot read it.

    A colour has no order; its position only says that it is one.
    """
    if type in ("number", "range"):
        return _number(value)
    if type == "date":
        return _date(value)
    if type == "time":
        return _time(value)
    if type == "datetime-local":
        day, _, time = value.replace(" ", "T").partition("T")
        first, second = _date(day), _time(time)
        return (*first, *second) if first and second else None
    if type == "month":
        found = _MONTH.fullmatch(value)
        return (int(found[1]), int(found[2])) if found and int(found[1]) else None
    if type == "week":
        found = _WEEK.fullmatch(value)
        if not found or not int(found[1]):
            return None
        last = datetime.date(int(found[1]), 12, 28).isocalendar().week
        return (int(found[1]), int(found[2])) if 1 <= int(found[2]) <= last else None
    return () if type != "color" or _COLOR.fullmatch(value) else None


def step(value: str) -> bool:
    """Whether browsers can read this step: ``any``, or a number above zero."""
    found = _number(value)
    return value == "any" or (found is not None and found[0] > 0)


def fits_step(type: str, value: str, least: str, by: str) -> bool:
    """Whether a number can be reached from the least one in whole steps (HTML: step mismatch)."""
    if type not in ("number", "range") or by == "any":
        return True
    numbers = (_number(value), _number(least or "0"), _number(by or "1"))
    if any(number is None for number in numbers):
        return True
    at, start, size = (number[0] for number in numbers if number)
    steps = (at - start) / size
    return math.isclose(steps, round(steps), abs_tol=1e-6)


def accept(value: str) -> str:
    """The first part of an ``accept`` that is neither a file ending nor a kind, or ``""``."""
    for part in (part.strip() for part in value.split(",")):
        if not re.fullmatch(r"\.[\w.+-]+|(?:audio|video|image)/\*|[\w.+-]+/[\w.+-]+", part):
            return part or ","
    return ""


def _number(value: str) -> Position | None:
    if not _NUMBER.fullmatch(value):
        return None
    number = float(value)
    return (number,) if math.isfinite(number) else None


def _date(value: str) -> Position | None:
    found = _DATE.fullmatch(value)
    if not found:
        return None
    try:
        day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return (day.year, day.month, day.day)


def _time(value: str) -> Position | None:
    found = _TIME.fullmatch(value)
    return (int(found[1]), int(found[2]), float(found[3] or 0)) if found else None
