"""Numbers as they are written out: "a dozen", "twenty-five", 三百二十, 一零零一."""

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ENGLISH = {word: number for number, word in enumerate((_ONES + " eighteen nineteen").split())}
ENGLISH |= {word: number for number, word in zip(range(20, 100, 10), _TENS.split(), strict=True)}
_GROUPS = {"a couple of": 2, "a couple": 2, "couple of": 2, "half a dozen": 6, "a dozen": 12, "dozen": 12}
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2, "兩": 2, "俩": 2, "仨": 3, "幺": 1, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}

HAN = "零〇一二两三四五六七八九十百千万"
_WORDS = "|".join(sorted(ENGLISH, key=len, reverse=True))
_TEENS = "|".join(_TENS.split())
WORD = rf"(?:(?:{_TEENS})[ -](?:one|two|three|four|five|six|seven|eight|nine)|(?:{_WORDS})(?! (?:hundred|thousand))|(?:a|{_WORDS}) (?:hundred|thousand)(?: and (?:{_WORDS})\b)?)"
COUNT = rf"(?:half a dozen|a couple(?: of)?|a dozen|{WORD})"


def english(words: str) -> int | None:
    """ "twenty-five" is 25, "two hundred" 200, "a couple of" 2, "12" 12; None for anything else."""
    words = words.lower().replace("-", " ").strip()
    if words in _GROUPS:
        return _GROUPS[words]
    if words.isascii() and words.isdigit():
        return int(words[:18])
    total = 0
    for word in words.split():
        if word in ("hundred", "thousand"):
            total = (total or 1) * (100 if word == "hundred" else 1000)
        elif word in ENGLISH:
            total += ENGLISH[word]
        elif word not in ("a", "and"):
            return None
    return total if words else None


def chinese(numeral: str) -> int | None:
    """三百二十 is 320, 两百五 is 250, 一零零一 is 1001, 12 is 12, 3万 is 30,000; None for anything else."""
    if not numeral or len(numeral) > 18:
        return None
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    if all(sign in _DIGITS for sign in numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    total, digit, unit = 0, 0, 1
    for sign in re.findall(r"\d+|\D", numeral):
        if sign == "万":
            total, unit, digit = (total + digit or 1) * 10_000, 10_000, 0
        elif sign in _UNITS:
            total, unit, digit = total + (digit or 1) * _UNITS[sign], _UNITS[sign], 0
        elif sign in _DIGITS:
            digit, unit = _DIGITS[sign], 1 if sign in "零〇" else unit
        elif sign.isascii() and sign.isdigit():
            digit = int(sign)
        else:
            return None
    return total + digit * (unit // 10 if unit > 10 else 1)
