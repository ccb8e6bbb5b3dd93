"""English days and spans: "last Friday", "Nov 3", "the day before yesterday", "in the past two weeks"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from bot.nlu.values import calendar
from bot.nlu.values.calendar import Span, on
from bot.nlu.values.holidays import ENGLISH as HOLIDAYS
from bot.nlu.values.holidays import holiday
from bot.nlu.values.numerals import COUNT, english
from bot.nlu.values.tense import ahead

Match = re.Match[str]
Read = Callable[[Match, date], "Span | None"]

_MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_LONG_MONTH = "(?P<month>january|february|april|june|july|august|september|october|november|december)"
_LONG_DAY = "(?:mon|tues?|wed(?:nes|ns)?|wens|thu(?:rs?)?|fri|sat(?:ur)?|sun)day"
_DAY = f"(?P<day>{_LONG_DAY}|mon|tues?|weds?|thur?s?|fri|sat|sun)"
_NTH = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?![%:/]|[.,]\d)"
_YEAR = r"(?:,? (?P<year>20\d\d)\b)?"
_N = rf"(?P<n>\d{{1,3}}|{COUNT}|an?)"
_UNIT = r"(?P<unit>d|w|m|y)(?:ays?|eeks?|onths?|ears?|r?s)\b"
_WHICH = "(?P<which>last|this past|past|previous|this coming|coming|this|next|current|following)"
_PART = r"(?P<part>early|late|mid|(?:the )?(?:beginning|start|middle|end) of|around)"

_GATE = re.compile(
    rf"\d[/.-]\d|\d(?:st|nd|rd|th)\b|\b(?:{_LONG_DAY}|mon|tues?|weds?|thur?s?|fri|sat|sun|jan|feb|mar|apr|may|june?|july?|aug"
    r"|sept?|oct|nov|dec|to-?day|to-?night|tonite|this (?:morning|afternoon|evening)|yest\w*day|tom+or+ow|tmr?w?|last night"
    r"|(?:janu|febr?u|april|august|septem|octo|novem|decem|march)\w*|ago|back|fortnight|weeks?|months?|weekends?|years?|days?|christmas"
    r"|xmas|eve|thanksgiving|halloween|valentine'?s|friday)\b",
    re.I,
)


def read_english(text: str, today: date) -> Iterator[tuple[Span, int, int]]:
    """Days with where they stand, in the order of the rules; none overlapping."""
    if not _GATE.search(text):
        return
    taken = bytearray(len(text))
    for pattern, read in RULES:
        for match in pattern.finditer(text):
            start, end = match.span("span" if "span" in pattern.groupindex else 0)
            days = None if any(taken[start:end]) else read(match, today)
            if days:
                taken[start:end] = b"\x01" * (end - start)
                yield days, start, end


def _said(match: Match, group: str) -> str:
    return (match.groupdict().get(group) or "").lower()


def _looks_ahead(match: Match) -> bool | None:
    return ahead(match.string, *match.span("span" if "span" in match.re.groupindex else 0))


def _numeric(match: Match, today: date) -> Span | None:
    """2026-11-03; 11/3/2026 with the month first, 3.11.2026 with the day first; the other way where only that can be."""
    if _said(match, "iso"):
        return on(calendar.day(int(match["iso"]), int(match["m"]), int(match["d"])))
    one, two, year = int(match["one"]), int(match["two"]), _said(match, "year")
    month, number = (two, one) if match["sign"] == "." or one > 12 else (one, two)
    if month > 12:
        month, number = number, month
    if year:
        return on(calendar.day(int(year) + (2000 if len(year) == 2 else 0), month, number))
    return on(calendar.near(today, month, number, _looks_ahead(match)))


def _month_day(match: Match, today: date) -> Span | None:
    month, number, year = _number_of(match["month"]), int(match["day"]), _said(match, "year")
    first = calendar.day(int(year), month, number) if year else calendar.near(today, month, number, _looks_ahead(match))
    until = _said(match, "until")
    last = calendar.day(first.year, month, int(until)) if first and until else None
    return (first, last) if first and last and first < last else on(first)


def _number_of(month: str) -> int:
    return "janfebmaraprmayjunjulaugsepoctnovdec".index(month[:3].lower()) // 3 + 1


def _whole_month(match: Match, today: date) -> Span | None:
    number, which, year = _number_of(match["month"]), _said(match, "which"), _said(match, "year")
    if year:
        whole = calendar.month(int(year), number)
    else:
        said = {"last": False, "past": False, "next": True, "coming": True, "this coming": True}
        whole = calendar.near_month(today, number, said[which] if which in said else _looks_ahead(match))
        if whole and which == "last" and whole[1] >= today:
            whole = calendar.month(today.year - 1, number)
    return _part(whole, _said(match, "part"))


def _part(whole: Span | None, part: str) -> Span | None:
    if not part or part == "around":
        return whole
    which = 0 if re.search("early|beginning|start", part) else 1 if "mid" in part else 2
    return calendar.third(whole, which)


def _count(match: Match) -> int:
    said = _said(match, "n")
    return 1 if said in ("a", "an", "") else english(said) or 0


def _ago(match: Match, today: date) -> Span | None:
    return on(calendar.away(today, -_count(match), _said(match, "unit")))


def _hence(match: Match, today: date) -> Span | None:
    return on(calendar.away(today, _count(match), _said(match, "unit")))


def _past(match: Match, today: date) -> Span | None:
    return calendar.past(today, _count(match), _said(match, "unit"))


def _step(which: str) -> int:
    if which in ("last", "past", "this past", "previous"):
        return -1
    return 1 if which in ("next", "coming", "this coming", "following") else 0


def _period(match: Match, today: date) -> Span | None:
    step, what = _step(_said(match, "which")), _said(match, "what")
    if what == "week":
        return calendar.week(today, step)
    if what == "weekend":
        return calendar.weekend(today, step)
    if what == "month":
        return _part(calendar.months(today, step), _said(match, "part"))
    return calendar.year(today.year + step)


def _weekday(match: Match, today: date) -> Span | None:
    number = ("mo", "tu", "we", "th", "fr", "sa", "su").index(match["day"][:2].lower())
    which, week = _said(match, "which"), _said(match, "week")
    if week or which in ("this", "next"):
        return on(calendar.in_week(today, _step(week or which), number))
    looks = _step(which) > 0 if which else _looks_ahead(match) is True
    return on(calendar.weekday(today, number, looks))


def _nth(match: Match, today: date) -> Span | None:
    """ "by the 20th", "the 15th of last month"."""
    number, which = int(match["day"]), _said(match, "which")
    if which:
        return on(calendar.in_month(today, _step(which), number))
    return on(calendar.nth(today, number, _looks_ahead(match) is True))


def _holiday(match: Match, today: date) -> Span | None:
    said = {"last": False, "this past": False, "next": True, "this": None}
    which = _said(match, "which")
    return on(holiday(HOLIDAYS, match["name"], today, said[which] if which in said else _looks_ahead(match)))


def _fixed(days: int) -> Read:
    return lambda match, today: on(calendar.days_from(today, days))


RULES: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern, re.I), read)
    for pattern, read in (
        (r"(?<![\d-])(?P<iso>20\d\d)([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?![\d-])", _numeric),
        (
            r"(?<![\d/.-])(?P<one>\d{1,2})(?P<sign>[/.-])(?P<two>\d{1,2})(?P=sign)(?P<year>20\d\d|\d\d)(?![\d/-])",
            _numeric,
        ),
        (
            rf"\b{_MONTH} ?(?:the )?{_NTH}(?: ?(?:-|–) ?(?P<until>[0-3]?\d)(?:st|nd|rd|th)?\b(?![%:.]))?{_YEAR}",
            _month_day,
        ),
        (rf"(?<![\w.,/$#-])(?:the )?{_NTH}(?: of)?(?: |(?<=[a-z])){_MONTH}{_YEAR}(?!')", _month_day),
        (rf"\b(?P<span>(?:{_PART} |{_WHICH} )(?:the )?{_MONTH}{_YEAR})(?! ?\d)", _whole_month),
        (rf"\b(?:in|since|until|till|from|to|of|by|during|for) (?P<span>{_MONTH}{_YEAR})(?! ?\d)", _whole_month),
        (rf"\b{_MONTH},? (?P<year>20\d\d)\b", _whole_month),
        (rf"\b{_LONG_MONTH}\b(?! ?\d|')", _whole_month),
        (rf"\b{_DAY}(?:,? of)? (?P<week>last|next|this) week\b", _weekday),
        (rf"\b(?P<week>last|next|this) week(?:'s)?,? (?:on )?{_DAY}\b", _weekday),
        (rf"\b{_WHICH} {_DAY}\b(?! ?(?:deal|sale))", _weekday),
        (r"\b(?:the )?day before yesterday\b", _fixed(-2)),
        (r"\b(?:the )?day after tom+or+ow\b", _fixed(2)),
        (r"\b(?:yest\w{0,3}day|ysterday|last night)\b", _fixed(-1)),
        (r"\b(?:tom+or+ow|tmrw|tmr|tmw)\b", _fixed(1)),
        (r"\b(?:to-?day|tonight|tonite|this (?:morning|afternoon|evening))\b", _fixed(0)),
        (rf"\b(?:(?:exactly|about|around|over|almost|just|like) )?{_N} {_UNIT} (?:ago|back|earlier)\b", _ago),
        (rf"\bin (?:(?:exactly|about|around|just) )?{_N} {_UNIT}(?: time\b)?(?!')", _hence),
        (rf"\b{_N} {_UNIT} (?:from (?:now|today)|later)\b", _hence),
        (r"\ba fortnight ago\b", _fixed(-14)),
        (r"\bthe week before last\b", lambda match, today: calendar.week(today, -2)),
        (r"\bthe week after next\b", lambda match, today: calendar.week(today, 2)),
        (rf"\b(?:last|past|previous) (?P<n>\d{{1,3}}|{COUNT}) {_UNIT}", _past),
        (rf"\b(?:in|over|during|within|for) the (?:past|last) {_UNIT}", _past),
        (rf"\bpast {_UNIT}", _past),
        (rf"\b(?:the )?{_NTH} of (?P<which>last|this|next) month\b", _nth),
        (rf"\b(?:{_PART} )?{_WHICH} (?P<what>weekend|week|month|year)\b", _period),
        (rf"(?<!black )(?<!cyber )\b(?P<day>{_LONG_DAY})\b", _weekday),
        (
            rf"\b(?:on|by|since|before|until|till|from|after) (?P<span>{_DAY})\b(?! (?:hat|shelter|screen|cream))",
            _weekday,
        ),
        (
            rf"\b(?:on|by|before|until|till|since|from|through|thru|after|for|arrived|ordered|delivered) the (?=\d+[snrt])(?P<span>{_NTH})(?! (?:one|order|item|option|product|floor))",
            _nth,
        ),
        (
            r"\b(?:on|by|since|before|until|till|from|after|dated|ordered|bought|placed|delivered|arrived|came|between|and|to|for|due|expected|scheduled) "
            r"(?P<span>(?P<one>\d{1,2})(?P<sign>/)(?P<two>\d{1,2}))(?![\d/])",
            _numeric,
        ),
        (
            rf"\b(?:(?P<which>last|next|this past|this) )?(?P<name>{'|'.join(HOLIDAYS)})\b(?! (?:deal|sale|gift|present|discount|code|promo|card|offer|special|shopping|hours|tree|party))",
            _holiday,
        ),
    )
)
