"""Days and spans of days, counted from today. Weeks begin on Monday."""

from __future__ import annotations

from datetime import date, timedelta

LONGEST = 50 * 366  # days: nobody speaks to a shop of what is farther away
FAR = timedelta(days=300)  # nobody means a day without its year that is so far away, if the other one is near
Span = tuple[date, date]  # first and last day


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def on(when: date | None) -> Span | None:
    """One day as a span."""
    return (when, when) if when else None


def days_from(today: date, count: int) -> date | None:
    """So many days from today; None beyond the calendar."""
    try:
        return today + timedelta(days=count)
    except OverflowError:
        return None


def months_from(today: date, count: int) -> date | None:
    """The same day so many months away, or the last day of that month where it is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return next((found for back in range(4) if (found := day(year, month + 1, today.day - back))), None)


def month(year: int, number: int) -> Span | None:
    """All of a month."""
    first = day(year, number, 1)
    following = first and months_from(first, 1)
    return (first, following - timedelta(days=1)) if first and following else None


def months(today: date, count: int) -> Span | None:
    """All of the month that is so many away."""
    there = months_from(today.replace(day=1), count)
    return month(there.year, there.month) if there else None


def year(number: int) -> Span | None:
    """All of a year."""
    first, last = day(number, 1, 1), day(number, 12, 31)
    return (first, last) if first and last else None


def week(today: date, count: int) -> Span | None:
    """Monday to Sunday of the week that is so many away."""
    first = days_from(today, 7 * count - today.weekday())
    last = first and days_from(first, 6)
    return (first, last) if first and last else None


def weekend(today: date, count: int) -> Span | None:
    """Saturday and Sunday of the week that is so many away."""
    whole = week(today, count)
    return (whole[1] - timedelta(days=1), whole[1]) if whole else None


def in_week(today: date, count: int, weekday: int) -> date | None:
    """A weekday (0 is Monday) of the week that is so many away."""
    return days_from(today, 7 * count - today.weekday() + weekday)


def weekday(today: date, number: int, ahead: bool) -> date | None:
    """The nearest such weekday: from today on, or before today."""
    distance = (number - today.weekday()) % 7
    return days_from(today, distance if ahead else distance - 7 or -7)


def nearest(today: date, month_: int, number: int, ahead: bool) -> date | None:
    """The day of this year, or of the one before or behind where that is what `ahead` asks for."""
    here = day(today.year, month_, number)
    if here and (here >= today if ahead else here <= today):
        return here
    return day(today.year + (1 if ahead else -1), month_, number)


def near_month(today: date, number: int, ahead: bool | None) -> Span | None:
    """A month by its name: the last that has begun, or the next that has not ended; unsaid, whichever is nearer."""
    earlier = month(today.year - (number > today.month), number)
    later = month(today.year + (number < today.month), number)
    if ahead is not None or not earlier or not later:
        return later if ahead else earlier
    return later if later[0] - today < today - earlier[1] else earlier


def away(today: date, count: int, unit: str) -> date | None:
    """So many days, weeks, months or years away (`unit` by its first letter); negative is ago."""
    if abs(count) * {"d": 1, "w": 7, "m": 31, "y": 366}[unit] > LONGEST:
        return None
    if unit in "dw":
        return days_from(today, count * (7 if unit == "w" else 1))
    return months_from(today, count * (12 if unit == "y" else 1))


def past(today: date, count: int, unit: str) -> Span | None:
    """The last so many days, weeks, months or years, up to today."""
    first = away(today, -count, unit)
    return (first, today) if first else None


def nth_weekday(year_: int, month_: int, weekday_: int, nth: int) -> date | None:
    """The nth such weekday of a month: Thanksgiving is the fourth Thursday of November."""
    first = day(year_, month_, 1)
    return first and days_from(first, (weekday_ - first.weekday()) % 7 + 7 * (nth - 1))


def near(today: date, month_: int, number: int, ahead: bool | None) -> date | None:
    """A day without a year: back or ahead as said; unsaid, or where that is most of a year away, whichever is nearer."""
    said = nearest(today, month_, number, ahead) if ahead is not None else None
    if said and abs(said - today) < FAR:
        return said
    both = [nearest(today, month_, number, each) for each in (False, True)]
    return min((each for each in both if each), key=lambda each: abs(each - today), default=None)


def in_month(today: date, count: int, number: int) -> date | None:
    """A day of the month that is so many away."""
    whole = months(today, count)
    return day(whole[0].year, whole[0].month, number) if whole else None


def nth(today: date, number: int, ahead: bool) -> date | None:
    """The nearest month's day with this number, back or ahead; today counts for both."""
    days = [in_month(today, step if ahead else -step, number) for step in range(4)]
    return next((each for each in days if each and (each >= today if ahead else each <= today)), None)


def third(whole: Span | None, which: int) -> Span | None:
    """The first ten days of a month, the next ten, or the rest (上旬, 中旬, 下旬)."""
    if not whole:
        return None
    first, last = whole
    return (
        (first, first.replace(day=10)),
        (first.replace(day=11), first.replace(day=20)),
        (first.replace(day=21), last),
    )[which]
