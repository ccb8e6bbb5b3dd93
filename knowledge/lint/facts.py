"""The exact facts of a sentence: money, percentages, spans of time and times of day, told alike in both languages."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from knowledge.words import normalise

Facts = Mapping[str, frozenset[str]]  # a kind, such as "money" or "day", to the values that are named
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HAN = dict(zip("一二三四五六七八九十两", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2), strict=True))
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_WORDS)})\b|[{''.join(_HAN)}](?![{''.join(_HAN)}]))"
_RANGE = rf"({_NUMBER})(?:\s?(?:-|–|—|~|to|and|or|到|至)\s?({_NUMBER}))?"
_UNITS = {  # the first that fits: a working day is not a day
    "working day": r"(?:business|working) days?|个?工作日",
    "day": r"-?days?\b|天|日内",
    "hour": r"hours?\b|个?小时",
    "minute": r"minutes?\b|分钟",
    "week": r"-?weeks?\b|个?星期|周(?![一二三四五六日末天])",
    "month": r"-?months?\b|个月",
    "year": r"-?years?\b|年(?!\d|\s?\d{1,2}\s?月|前)",
}
_MONEY = re.compile(
    rf"[$€£¥]\s?({_NUMBER})|(?:({_NUMBER})\s?[到至-]\s?)?({_NUMBER})\s?(?:dollars?\b|usd\b|美元|美金|元|块钱)"
)
_DISCOUNT = re.compile(r"([一二三四五六七八九]|\d(?:\.\d)?|\d\d)\s?折(?!叠|扣|刀)")  # 九折 is 10 % off
_PERCENT = re.compile(rf"({_NUMBER})\s?%")
_SPANS = {kind: re.compile(rf"{_RANGE}\s?(?:(?:more|full|further) )?(?:{unit})") for kind, unit in _UNITS.items()}
_CLOCK = re.compile(
    r"\b(\d{1,2})(?::(\d\d))?\s?([ap])\.?m\b\.?|(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])|(上午|下午|晚上)\s?(\d{1,2})\s?点"
)


class Fact(NamedTuple):
    """One value and where it stands in the normalised text."""

    kind: str
    value: str
    start: int
    end: int


def found_in(text: str) -> list[Fact]:
    """Every exact fact of a text that is normalised."""
    found = [Fact("money", _value(each), *at.span()) for at in _MONEY.finditer(text) for each in at.groups() if each]
    found += [Fact("percent", _value(at[1]), *at.span()) for at in _PERCENT.finditer(text)]
    found += [Fact("percent", _off(at[1]), *at.span()) for at in _DISCOUNT.finditer(text)]
    found += [Fact("time", _time(at), *at.span()) for at in _CLOCK.finditer(text)]
    for kind, pattern in _SPANS.items():
        for at in pattern.finditer(text):
            if not re.fullmatch(r"(?:19|20)\d\d", at[1]):  # the year 2026 lasts no 2026 years
                found.append(Fact(kind, "-".join(_value(each) for each in at.groups() if each), *at.span()))
        text = pattern.sub(lambda at: " " * len(at[0]), text)
    return found


def facts_of(text: str) -> Facts:
    """What a text says exactly, by kind."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in found_in(normalise(text)):
        found[fact.kind].add(fact.value)
    return {kind: frozenset(values) for kind, values in found.items()}


def without_facts(text: str) -> str:
    """A normalised text with a # for each of them, to see whether two say the same of different values."""
    for pattern in (_MONEY, _PERCENT, _DISCOUNT, *_SPANS.values(), _CLOCK):
        text = pattern.sub(" # ", text)
    return text


def _off(share: str) -> str:
    part = float(_value(share))
    return f"{100 - part * (10 if part < 10 else 1):g}"


def _value(number: str) -> str:
    if number in _WORDS:
        return str(_WORDS.index(number) + 1)
    if number in _HAN:
        return str(_HAN[number])
    return f"{float(number.replace(',', '')):g}"


def _time(match: re.Match[str]) -> str:
    if match[4]:
        return f"{int(match[4])}:{match[5]}"
    if match[7]:
        return f"{int(match[7]) % 12 + (0 if match[6] == '上午' else 12)}:00"
    hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0)
    return f"{hour}:{match[2] or '00'}"
