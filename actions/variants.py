"""Which variant of a product words mean: "size L instead", "the blue one", "one size up", 换成蓝色的."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from actions.colours import COLOURS_ZH, FAMILIES, colours_of, is_colour
from actions.sizes import same_size, take_size
from actions.words import HAN, plain
from shop.options import VariantOption

Part = Mapping[str, str]  # one property of a variant, a text a locale: its colour, its size
_LETTERS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")
_SIZES_ZH = {"加大": "xl", "特大": "xl", "大": "l", "中": "m", "小": "s"}
_TO_SIZE = re.compile(
    r"(?:\b(?:it|them|make|to|for|need|want|take|get|the|than|into|size|not|of|from|be|or|is)\s+(?:an?\s+)?|[换改]成?|要|是|^)"
    r"(x{0,3}[sl]|m|small|medium|large|extra[ -]large|extra[ -]small)(?![\w'-])"
)
_CAPITAL = re.compile(r"(?<![\w'’&/.-])([SML])(?![\w'’&/-])", re.A)
_SIZE_ZH = re.compile(r"(加大|特大|大|中|小)[号码](?!一)|(加大|特大|大|中|小)的")
_UP = re.compile(
    r"\b(?:bigger|larger|wider|longer|sizes? up|up (?:one|a) size|next size)\b|大一[号码点些]|再大|更大|加大一"
)
_DOWN = re.compile(r"\b(?:smaller|narrower|shorter|sizes? down|down (?:one|a) size)\b|小一[号码点些]|再小|更小")


_LISTED_BEHIND = r"(?<=[,，;:>=]\s)|(?<=\band\s)|(?<=\bto\s)|(?<=\bin\s)|(?<=\bwith\s)|(?<=\bis\s)|(?<=\bbe\s)"
_YES_NO = {  # where a property is one of these, a list says it: "11, leather and no"; "no, the blue one" does not
    word: rf"(?:{_LISTED_BEHIND}){word}(?![\w'-])(?!,? (?:the|i|not|thanks|wait|that)\b)" for word in ("yes", "no")
}
_ANOTHER = re.compile(r"\b(?:another|other|different)\b|别的|其他|另", re.I)
_INTO_THIS = r"(?:\b(?:to|into|be|become|take|want|like|prefer|in)\s+(?:the |an? )?|[-=]>\s*|→\s*|[换改]成?)"


def parts_of(variant: Mapping[str, str]) -> list[Part]:
    """ "moss, S/M" and "苔绿，S/M" as two properties, each in both languages."""
    english, chinese = variant.get("en", "").split(", "), variant.get("zh", "").split("，")
    chinese = chinese if len(chinese) == len(english) else english
    return [{"en": en, "zh": zh} for en, zh in zip(english, chinese, strict=True) if en or zh]


def is_said(part: Part, text: str) -> bool:
    """Whether a text names a property: by its own words, by the colour's family, by the size."""
    said = plain(text)
    english, chinese = part["en"].lower(), part["zh"].lower()
    if english in _YES_NO:
        return re.search(_YES_NO[english], said) is not None
    if len(english) > 2 and re.search(rf"(?<![\w.,]){re.escape(english)}(?![\w]|\.\d)", said):
        return True
    if HAN.search(chinese) and chinese in said:
        return True
    return _size_said(english, said, text) or any(is_colour(dict(part), names) for names in _colours_said(said))


def variants_meant(text: str, options: Sequence[VariantOption], current: Mapping[str, str]) -> list[VariantOption]:
    """The options that fit what is said; of what is not said they are as the current one. None: nothing was said."""
    rows = [(option, parts_of(option.variant)) for option in options]
    own = parts_of(current)
    rows = [(option, parts) for option, parts in rows if len(parts) == len(own)]
    wanted: list[list[str]] = []
    for at, part in enumerate(own):
        values = {parts[at]["en"]: parts[at] for _, parts in rows}
        said = [name for name, value in values.items() if is_said(value, text)]
        exact = [name for name in said if re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", plain(text))]
        other = [name for name in (exact or said) if name != part["en"]]
        wanted.append(other or _relative(list(values), part["en"], text))
    if not any(wanted):
        return []
    found = _as_wanted(rows, own, wanted)
    if found or sum(map(bool, wanted)) < 2:
        return found
    alone = [[values if at == one else [] for at, values in enumerate(wanted)] for one in range(len(wanted))]
    return [option for each in alone if any(each) for option in _as_wanted(rows, own, each)]


def _as_wanted(
    rows: Sequence[tuple[VariantOption, list[Part]]], own: Sequence[Part], wanted: Sequence[Sequence[str]]
) -> list[VariantOption]:
    """Those that have a wanted value in every property, and the current one's where none is wanted."""
    return [
        option
        for option, parts in rows
        if all(parts[at]["en"] in (wanted[at] or [part["en"]]) for at, part in enumerate(own))
    ]


def says_this(text: str, options: Sequence[VariantOption], current: Mapping[str, str]) -> bool:
    """Whether a text asks for the very variant that was ordered: all of it, or what it is to become."""
    own = parts_of(current)
    if not own or _ANOTHER.search(text) or variants_meant(text, options, current):
        return False
    said = [part for part in own if is_said(part, text)]
    if len(said) == len(own) > 1:
        return True
    names = [re.escape(name.lower()) for part in said for name in part.values() if len(name) > 1]
    return any(re.search(rf"{_INTO_THIS}{name}", plain(text)) for name in names)


def _colours_said(text: str) -> list[tuple[str, ...]]:
    said = [colours_of(family) for family in FAMILIES if re.search(rf"(?<![a-z]){family}(?![a-z])", text)]
    return said + [colours_of(word) for sign, word in COLOURS_ZH.items() if re.search(rf"{sign}色|{sign}(?=的)", text)]


def _size_said(size: str, text: str, typed: str) -> bool:
    if re.fullmatch(r"\d+(?:\.\d+)?", size):
        return re.search(rf"(?<![\w.#$]){re.escape(size)}(?!\w|\.\d)", text, re.A) is not None
    numbers = re.findall(r"\d+(?:\.\d+)?", size.replace(",", ""))
    if numbers:
        there = re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))
        return all(number in there for number in numbers)
    asked, rest = take_size(text)
    letters = [asked.lower()] if asked else []
    while asked:
        asked, rest = take_size(rest)
        letters += [asked.lower()] if asked else []
    letters += [match[1].replace("-", " ").replace("extra ", "x") for match in _TO_SIZE.finditer(text)]
    letters += [_SIZES_ZH[match[1] or match[2]] for match in _SIZE_ZH.finditer(text)]
    letters += [match[1].lower() for match in _CAPITAL.finditer(typed)]
    letters = [{"xlarge": "xl", "xsmall": "xs"}.get(letter, letter) for letter in letters]
    return any(same_size(size, letter) for letter in letters)


def _relative(values: list[str], current: str, text: str) -> list[str]:
    """The next size up or down, where the values are sizes and one of the two is asked for."""
    step = 1 if _UP.search(plain(text)) else -1 if _DOWN.search(plain(text)) else 0
    ranks = [(_rank(value), value) for value in values]
    if not step or any(rank is None for rank, _ in ranks):
        return []
    ordered = [value for _, value in sorted(ranks, key=lambda ranked: ranked[0] or 0.0)]
    at = ordered.index(current) + step if current in ordered else -1
    return [ordered[at]] if 0 <= at < len(ordered) else []


def _rank(size: str) -> float | None:
    first = size.lower().split("/")[0]
    if first in _LETTERS:
        return float(_LETTERS.index(first))
    number = re.match(r"\d+(?:\.\d+)?", first.replace(",", ""))
    return float(number[0]) if number else None
