"""When something is, and whether it is over: the times of pages whose content type has ``starts``.

Pure: the instant is given, no clock is read.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from msgspec import Struct

from sitegen import dates
from sitegen.model import FieldValue


class When(Struct, frozen=True):
    """``start`` and ``end`` with their zone; ``end`` is None where none is said. With ``all_day`` both
    are midnights, and the day of ``end`` is the last one."""

    start: datetime.datetime
    end: datetime.datetime | None
    all_day: bool

    @property
    def over(self) -> datetime.datetime:
        """From when on it belongs to the past: without an end, when its day has passed."""
        last = self.end or self.start
        if self.end is not None and not self.all_day:
            return last
        return last.replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)


def when(fields: Mapping[str, FieldValue], timezone: str) -> When | None:
    """The times of a page, in its own time zone or else in ``timezone``; None where it has none."""
    starts, ends = fields.get("starts"), fields.get("ends")
    if not isinstance(starts, str) or not starts:
        return None
    own = fields.get("timezone")
    place = dates.zone(own if isinstance(own, str) else "") or dates.zone(timezone) or datetime.UTC
    start = _instant(starts, place)
    end = _instant(ends, place) if isinstance(ends, str) and ends else None
    return When(start, end, len(starts) == 10)


def _instant(text: str, place: datetime.tzinfo) -> datetime.datetime:
    stamp = datetime.datetime.fromisoformat(text)
    return stamp if stamp.tzinfo is not None else stamp.replace(tzinfo=place)
