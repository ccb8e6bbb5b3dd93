"""Chinese days and spans: 上周五, 11月3号, 上个月15号, 三天前, 最近一周."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from bot.nlu.values import calendar
from bot.nlu.values.calendar import Span, on
from bot.nlu.values.holidays import CHINESE as HOLIDAYS
from bot.nlu.values.holidays import holiday
from bot.nlu.values.numerals import chinese
from bot.nlu.values.tense import ahead_zh

Match = re.Match[str]
Read = Callable[[Match, date], "Span | None"]

_DIGITS = "零〇一二三四五六七八九十"
_N = f"(?P<n>\\d{{1,3}}|[{_DIGITS}两俩百]{{1,4}}|半)"
_MONTH = "(?P<month>1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])月"
_HAN_NTH = "三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
_NTH = f"(?P<day>3[01]|[12]\\d|0?[1-9]|{_HAN_NTH})"
_YEAR = f"(?:(?P<year>20\\d\\d|[二两][零〇][{_DIGITS}]{{2}})年|(?P<said>去年|前年|今年|明年)的?)"
_WHICH = "(?P<which>上上个?|上一?个?(?!月球)|这个?|本|当|下下个?|下一?个?)"
_WEEK = "(?:周|星期|礼拜)"
_DAY = "(?P<day>[一二三四五六日天1-6])"
_UNIT = "(?P<unit>天|日|周|个?星期|个?礼拜|个?月|年)"
_PART = "(?P<part>初|上旬|中旬?|下旬|底|末)"
_UNITS = {"天": "d", "日": "d", "周": "w", "期": "w", "拜": "w", "月": "m", "年": "y"}
_STEPS = {"去年": -1, "前年": -2, "今年": 0, "明年": 1}

_GATE = re.compile("[月日号周年天昨今明后前]|星期|礼拜|国庆|双1|双十|618|五一|元旦|圣诞|黑五|感恩|平安夜|\\d[./-]\\d")


def read_chinese(text: str, today: date) -> Iterator[tuple[Span, int, int]]:
    """Days with where they stand, in the order of the rules; none overlapping."""
    if not _GATE.search(text):
        return
    taken = bytearray(len(text))
    for pattern, read in RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            days = None if any(taken[start:end]) else read(match, today)
            if days:
                taken[start:end] = b"\x01" * (end - start)
                yield days, start, end


def _looks_ahead(match: Match) -> bool | None:
    return ahead_zh(match.string, match.start(), match.end())


def _year(match: Match, today: date) -> int | None:
    found = match.groupdict()
    if found.get("year"):
        return chinese(found["year"])
    return today.year + _STEPS[found["said"]] if found.get("said") else None


def _month_day(match: Match, today: date) -> Span | None:
    month, number, year = chinese(match["month"]) or 0, chinese(match["day"]) or 0, _year(match, today)
    first = calendar.day(year, month, number) if year else calendar.near(today, month, number, _looks_ahead(match))
    until = match.groupdict().get("until")
    last = calendar.day(first.year, month, chinese(until) or 0) if first and until else None
    return (first, last) if first and last and first < last else on(first)


def _whole_month(match: Match, today: date) -> Span | None:
    number, year = chinese(match["month"]) or 0, _year(match, today)
    whole = calendar.month(year, number) if year else calendar.near_month(today, number, _looks_ahead(match))
    return _part(whole, match.groupdict().get("part"))


def _part(whole: Span | None, part: str | None) -> Span | None:
    if not part:
        return whole
    return calendar.third(whole, 0 if part in "初上旬" else 1 if part in "中旬" else 2)


def _step(which: str) -> int:
    if which[0] in "这本当":
        return 0
    return which.count("下") - which.count("上")


def _said_month(match: Match, today: date) -> Span | None:
    """上个月, 上个月15号, 这个月底."""
    step, number = _step(match["which"]), match.groupdict().get("day")
    if number:
        return on(calendar.in_month(today, step, chinese(number) or 0))
    return _part(calendar.months(today, step), match.groupdict().get("part"))


def _weekday(match: Match, today: date) -> Span | None:
    said, which = match["day"], match.groupdict().get("which")
    number = 6 if said in "日天" else (chinese(said) or 0) - 1
    if which:
        return on(calendar.in_week(today, _step(which), number))
    looks = _looks_ahead(match)
    return on(calendar.weekday(today, number, looks is True))


def _week(match: Match, today: date) -> Span | None:
    return calendar.week(today, _step(match["which"]))


def _weekend(match: Match, today: date) -> Span | None:
    which, looks = match["which"], _looks_ahead(match)
    if which:
        return calendar.weekend(today, _step(which))
    return calendar.weekend(today, 0 if looks else -1) if looks is not None else None


def _said_year(match: Match, today: date) -> Span | None:
    return calendar.year(today.year + _STEPS[match["said"]])


def _half_year(match: Match, today: date) -> Span | None:
    whole = calendar.year(today.year + _STEPS.get(match["said"] or "今年", 0))
    if not whole:
        return None
    return (whole[0], date(whole[0].year, 6, 30)) if match["half"] == "上" else (date(whole[0].year, 7, 1), whole[1])


def _away(sign: int) -> Read:
    """三天前, 两周后, 半个月前."""

    def read(match: Match, today: date) -> Span | None:
        unit, said = _UNITS[match["unit"][-1]], match["n"]
        if said == "半":
            return on(calendar.away(today, sign * (15 if unit == "m" else 6), "d" if unit == "m" else "m"))
        return on(calendar.away(today, sign * (chinese(said) or 0), unit))

    return read


def _past(match: Match, today: date) -> Span | None:
    """最近一周, 过去30天, 近半年."""
    unit, said = _UNITS[match["unit"][-1]], match["n"]
    if said == "半":
        return calendar.past(today, 15 if unit == "m" else 6, "d" if unit == "m" else "m")
    return calendar.past(today, chinese(said) or 0, unit)


def _nth(match: Match, today: date) -> Span | None:
    return on(calendar.nth(today, chinese(match["day"]) or 0, _looks_ahead(match) is True))


def _holiday(match: Match, today: date) -> Span | None:
    there = holiday(HOLIDAYS, match["name"], today, _looks_ahead(match))
    said = match["said"]
    return on(holiday(HOLIDAYS, match["name"], date(today.year + _STEPS[said], 7, 1), None) if said else there)


def _fixed(days: int) -> Read:
    return lambda match, today: on(calendar.days_from(today, days))


_SOON = {
    "大前[天日]": -3,
    "前[天日晚](?!面)": -2,
    "昨[天日晚夜儿]|昨(?=早|上午|下午)": -1,
    "今[天日晚早儿]|当天(?=能|发)": 0,
    "大后[天日]": 3,
    "明[天日晚早儿]": 1,
    "后[天日](?!性)": 2,
}
RULES: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            f"{_YEAR}?{_MONTH} ?{_NTH}[日号]?(?:[到至~-](?P<until>3[01]|[12]\\d|0?[1-9]|{_HAN_NTH})[日号])?(?!\\d|个|月)",
            _month_day,
        ),
        (
            "(?<![\\d/.-])(?P<month>1[0-2]|0?[1-9])[/.-](?P<day>3[01]|[12]\\d|0?[1-9])(?:号|日|(?= ?(?:下的?单|买|签收|收到|到货|寄|发|订|拍)))",
            _month_day,
        ),
        (f"{_WHICH}月(?:的)? ?{_NTH}[日号]", _said_month),
        (f"{_WHICH}月{_PART}?(?!亮)", _said_month),
        (f"(?<![几个第\\d.]){_YEAR}?(?<![\\d.]){_MONTH}(?:份)?{_PART}?(?!饼|亮|经|子)", _whole_month),
        (f"(?<!个){_WHICH}?{_WEEK}末", _weekend),
        (f"{_WHICH}?{_WEEK}{_DAY}(?!天|个|次|年|[日月])", _weekday),
        (f"{_WHICH}{_WEEK}(?!边|围|期)", _week),
        *((pattern, _fixed(days)) for pattern, days in _SOON.items()),
        (f"{_N} ?{_UNIT}(?:之前|以前|前)(?!能|可以|要|必须|[发送到])", _away(-1)),
        (f"{_N} ?{_UNIT}(?:之后|以后|后)", _away(1)),
        (f"(?:最近|过去|近|前|这)(?:的)?{_N} ?{_UNIT}(?!前|后|之|以)", _past),
        ("(?P<said>去年|前年|今年|明年)?(?P<half>[上下])半年", _half_year),
        (
            f"(?P<said>去年|前年|今年|明年)?的?(?P<name>{'|'.join(HOLIDAYS)})(?!活动|有|促销|大促|优惠|折|打|礼|特价|价|期间有|搞|做|季|卡|帽|树|\\d)",
            _holiday,
        ),
        ("(?P<said>去年|前年|今年)(?!的?[春夏秋冬])", _said_year),
        (
            f"(?<![\\d第{_DIGITS}#.-]){_NTH}[日号](?=之?[前后]|以[前后]|左右|下的?单|下午|上午|晚|早|买|签收|到|收|寄|发|那天|就|能|会|要|的时候|付)(?!楼|线)",
            _nth,
        ),
    )
)
