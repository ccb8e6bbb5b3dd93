"""Money and numbers of people in a message, in digits, words and Chinese numerals."""

from __future__ import annotations

import re

_COUNTED = "zero one two three four five six seven eight nine ten"
NUMBERS = {word: number for number, word in enumerate(_COUNTED.split())}
PEOPLE_ZH = {
    1: "单人|[一1]个?人", 2: "双人|[两俩二2]个?人|夫妻|情侣", 3: "[三3]个?人|三口", 4: "[四4]个?人|四口",
    5: "[五5]个?人|五口", 6: "[六6]个?人|六口",
}  # fmt: skip
_PRICE = r"(?:us)?[$€£¥]\s?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s?(?:[$€£¥]|dollars?|bucks|usd|美元|美金|块钱?|元|刀)"
_MONEY = re.compile(_PRICE, re.I)
_BETWEEN = re.compile(
    r"\b(?:between|from)\s+\D{0,3}(\d+)\D{0,9}\s(?:and|to)\s+\D{0,3}(\d+)|(\d+)\s?(?:到|至|-|~)\s?(\d+)\D*元"
)
_LIMIT = re.compile(
    r"\b(?:under|below|less than|up to|at most|max(?:imum)?|within|cheaper than)\s+(\d+)\b"
    r"(?!\s?(?:kg|g|l|cm|mm|m|litre|people|person|min))|(\d+)\s?(?:以内|以下)|预算\s?(\d+)"
    r"|\bbudget\s(?:(?:is|of|around|about)\s)*(\d+)\b"
)
_LEAST = re.compile(r"\b(?:over|above|more than|at least|from)\s*$")
_LEAST_AFTER = re.compile(r"^\s*(?:以上|起)")
_NUMERAL = re.compile(r"[一二两三四五六七八九十百千万]+(?=\s?(?:美元|美金|块|元|刀|以内|以下|以上))")
_COUNT = rf"(\d|{'|'.join(NUMBERS)})"
_PEOPLE = re.compile(rf"\b{_COUNT}[ -]?(?:persons?|people|man|men|p)\b|\b(?:family|group) of {_COUNT}\b")


def take_prices(text: str) -> tuple[int | None, int | None, str]:
    """The least and the most that something may cost, in cents, and the rest of the text."""
    least: int | None = None
    most: int | None = None
    text = _NUMERAL.sub(lambda match: str(number_of(match[0])), text)
    between = _BETWEEN.search(text)
    if between:
        low, high = (int(each) for each in between.groups() if each)
        return low * 100, high * 100, text.replace(between[0], " ")
    for match in _MONEY.finditer(text):
        cents = round(float(re.sub(r"[^\d.]", "", match[0].replace(",", ""))) * 100)
        if _LEAST.search(text[: match.start()]) or _LEAST_AFTER.search(text[match.end() :]):
            least = cents
        else:
            most = cents
    bare = _LIMIT.search(text)
    if bare and most is None:
        most = int(next(group for group in bare.groups() if group)) * 100
        text = text.replace(bare[0], " ")
    return least, most, _MONEY.sub(" ", text)


def number_of(numeral: str) -> int:
    """三百 is 300, 两百五 is 250, 一千二百 is 1200."""
    digits = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
    units = {"十": 10, "百": 100, "千": 1000, "万": 10000}
    total, digit, unit = 0, 0, 1
    for sign in numeral:
        if sign in units:
            total, unit, digit = total + (digit or 1) * units[sign], units[sign], 0
        else:
            digit = digits[sign]
    return total + digit * (unit // 10 if unit > 10 else 1)


def take_people(text: str) -> tuple[int | None, str]:
    """For how many people something is to be, and the rest of the text."""
    match = _PEOPLE.search(text)
    if match:
        word = match[1] or match[2]
        return NUMBERS.get(word) or int(word), text.replace(match[0], " ", 1)
    for number, words in PEOPLE_ZH.items():
        found = re.search(words, text)
        if found:
            return number, text.replace(found[0], " ", 1)
    return None, text
