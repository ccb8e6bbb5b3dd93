"""Days and spans of days in a message, told in ISO 8601: "2026-11-17", "2026-10-01/2026-10-31"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.nlu.values import calendar
from bot.nlu.values.calendar import Span
from bot.nlu.values.dates_en import read_english
from bot.nlu.values.dates_zh import read_chinese
from bot.nlu.values.found import Found

Dated = tuple[Span, int, int]  # the days, start and end in the text

LONGEST = 330  # days between two days without a year, from which on the first one is a year too early
_TO = re.compile(r" ?(?:-|–|—|~|to|until|till|through|thru|到|至) ?", re.I)
_AND = re.compile(r" ?(?:and|和|跟) ?", re.I)  # joins two days behind "between" only
_BETWEEN = re.compile(r"(?:\bbetween(?: the)? |在)$", re.I)
_HAN = re.compile(r"[一-鿿]")


def find_dates(text: str, today: date) -> Iterator[Found]:
    """`date` for a day, `date_range` for several ("last month", "from 1 to 5 November")."""
    dated = list(read_english(text, today))
    if _HAN.search(text):
        dated += read_chinese(text, today)
    for (first, last), start, end in _joined(text, sorted(dated, key=lambda each: each[1])):
        if first == last:
            yield "date", f"{first}", start, end
        else:
            yield "date_range", f"{first}/{last}", start, end


def _joined(text: str, dated: list[Dated]) -> list[Dated]:
    """Two days with "to" between them as one span."""
    joined: list[Dated] = []
    for days, start, end in dated:
        if joined:
            (first, _), before, stop = joined[-1]
            between = text[stop:start]
            both = _aligned(first, days[1]) if 0 <= start - stop <= 9 and _joins(text, before, between) else None
            if both:
                joined[-1] = (both, before, end)
                continue
        joined.append((days, start, end))
    return joined


def _aligned(first: date, last: date) -> Span | None:
    """The two ends of a span, whose years or weeks were read one by one; None where no span fits.

    "Between Monday and Wednesday" may reach today, where a bare Wednesday is last week's; "from March 3 to March 4" is
    two days.
    """
    if last < first:
        later = calendar.days_from(last, 7)
        return (first, later) if later and later >= first else None
    if (last - first).days > LONGEST:
        nearer = calendar.months_from(first, 12)
        return (nearer, last) if nearer and nearer <= last else (first, last)
    return first, last


def _joins(text: str, start: int, between: str) -> bool:
    opening = text[max(0, start - 12) : start]
    return bool(_TO.fullmatch(between) or (_AND.fullmatch(between) and _BETWEEN.search(opening)))
