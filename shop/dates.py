"""Dates in words, in the reader's language and the shop's time zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime, get_timezone

_PATTERNS = {"en": "EEEE, MMMM d", "zh": "M月d日 EEEE"}
_WITH_YEAR = {"en": "MMMM d, y", "zh": "y年M月d日"}
_WITH_TIME = {"en": "EEEE, MMMM d, h:mm a", "zh": "M月d日 EEEE HH:mm"}
_BABEL = {"en": "en_US", "zh": "zh_CN"}


def time_zone(name: str) -> Any:
    """The time zone called `name` (IANA); LookupError where there is none. Its data comes with Babel, not the
    system."""
    return get_timezone(name)


def day_in(zone: str, moment: datetime) -> date:
    """The day that it is in the shop at a moment."""
    return moment.astimezone(time_zone(zone)).date()


def day_in_words(moment: datetime, locale: str, zone: str, now: datetime | None = None) -> str:
    """ "Tuesday, November 24" or "11月24日 星期二"; the year is said where it is not that of `now`."""
    local = moment.astimezone(time_zone(zone))
    pattern = _PATTERNS if now is None or now.astimezone(time_zone(zone)).year == local.year else _WITH_YEAR
    return _format(local.date(), pattern, locale)


def calendar_day_in_words(day: date, locale: str, today: date) -> str:
    """A day that no moment stands behind, as `day_in_words` says it."""
    return _format(day, _PATTERNS if day.year == today.year else _WITH_YEAR, locale)


def date_in_words(moment: datetime, locale: str, zone: str) -> str:
    """ "November 24, 2026" or "2026年11月24日", as on a document."""
    return _format(moment.astimezone(time_zone(zone)).date(), _WITH_YEAR, locale)


def moment_in_words(moment: datetime, locale: str, zone: str) -> str:
    """ "Tuesday, November 24, 8:00 AM" or "11月24日 星期二 08:00"."""
    local = moment.astimezone(time_zone(zone))
    return str(format_datetime(local, _WITH_TIME[locale], tzinfo=time_zone(zone), locale=_BABEL[locale]))


def _format(day: date, patterns: dict[str, str], locale: str) -> str:
    return str(format_date(day, patterns[locale], locale=_BABEL[locale]))
