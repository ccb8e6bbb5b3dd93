"""Days with a name that shops and shoppers use. Those of the lunar calendar are not among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.nlu.values import calendar

Rule = Callable[[int], "date | None"]  # the day in a year


def _fixed(month: int, number: int) -> Rule:
    return lambda year: calendar.day(year, month, number)


def _thanksgiving(days_later: int) -> Rule:
    def read(year: int) -> date | None:
        thursday = calendar.nth_weekday(year, 11, 3, 4)
        return thursday and thursday + timedelta(days=days_later)

    return read


ENGLISH: Mapping[str, Rule] = {
    "christmas eve|xmas eve": _fixed(12, 24),
    "boxing day": _fixed(12, 26),
    "christmas(?: day)?|xmas": _fixed(12, 25),
    "new year'?s eve|nye": _fixed(12, 31),
    "new year'?s day": _fixed(1, 1),
    "valentine'?s(?: day)?": _fixed(2, 14),
    "halloween": _fixed(10, 31),
    "(?:the )?(?:4th|fourth) of july": _fixed(7, 4),
    "thanksgiving": _thanksgiving(0),
    "black friday": _thanksgiving(1),
    "cyber monday": _thanksgiving(4),
}
CHINESE: Mapping[str, Rule] = {
    "元旦": _fixed(1, 1),
    "情人节": _fixed(2, 14),
    "三八(?:节|妇女节)": _fixed(3, 8),
    "五一(?:节|劳动节)?|劳动节": _fixed(5, 1),
    "六一(?:儿童节)?|儿童节": _fixed(6, 1),
    "618|六一八": _fixed(6, 18),
    "国庆节?|十一(?=假期|黄金周|那天)": _fixed(10, 1),
    "万圣节": _fixed(10, 31),
    "双(?:十一|11)": _fixed(11, 11),
    "双(?:十二|12)": _fixed(12, 12),
    "感恩节": _thanksgiving(0),
    "黑(?:色星期)?五": _thanksgiving(1),
    "平安夜|圣诞夜": _fixed(12, 24),
    "圣诞节?": _fixed(12, 25),
    "跨年": _fixed(12, 31),
}


def holiday(names: Mapping[str, Rule], said: str, today: date, ahead: bool | None) -> date | None:
    """The day meant by a holiday's name: the last one or the next one, whichever the words or else the distance say."""
    rule = next((rule for name, rule in names.items() if re.fullmatch(name, said, re.I)), None)
    if rule is None:
        return None
    days = [each for each in (rule(today.year + step) for step in (-1, 0, 1)) if each]
    if ahead is not None:
        days = [each for each in days if (each >= today if ahead else each <= today)]
    return min(days, key=lambda each: abs(each - today), default=None)
