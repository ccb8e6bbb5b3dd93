"""When a person is there to chat, in the shop's own time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shop.dates import time_zone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$")


@dataclass(frozen=True)
class OpeningHours:
    """Opening hours by weekday; a day that is missing is closed; no hours at all means always open. Closing time
    is closed."""

    zone: str
    spans: dict[str, tuple[time, time]]

    def is_open(self, now: datetime) -> bool:
        """Whether somebody is there at `now` (aware)."""
        if not self.spans:
            return True
        local = now.astimezone(time_zone(self.zone))
        span = self.spans.get(DAYS[local.weekday()])
        return span is not None and span[0] <= local.time() < span[1]

    def opens_at(self, now: datetime) -> datetime | None:
        """The next opening after `now`, in the shop's time zone; None while open."""
        if self.is_open(now):
            return None
        zone = time_zone(self.zone)
        today = now.astimezone(zone).date()
        for ahead in range(8):
            day = today + timedelta(days=ahead)
            span = self.spans.get(DAYS[day.weekday()])
            if span is None:
                continue
            opening: datetime = zone.localize(datetime.combine(day, span[0]))
            if opening > now:
                return opening
        return None


def read_span(day: str, text: str) -> tuple[time, time]:
    """Turn "08:00-18:00" into two times; ValueError names the day and what was found."""
    found = _SPAN.match(text.strip())
    if found is None:
        raise ValueError(f'opening_hours.{day}: expected "HH:MM-HH:MM", found {text!r}')
    first, last = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if first >= last:
        raise ValueError(f"opening_hours.{day}: {text!r} closes before it opens")
    return first, last
