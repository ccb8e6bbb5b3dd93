"""Judges what was written by its exact facts, with nothing of the checker that serves: a second pair of eyes.

Numbers with their units and bounds, money, shares, times, dates, links, names and negations of a text are looked for in
the passages that it was written from. What cannot be told this way (a rule told of the wrong thing) is for people.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.sentences import sentences

KINDS = ("number", "money", "date", "link", "name", "negation")

_NUMBER_LIST = "zero one two three four five six seven eight nine ten eleven twelve"
_MONTH_LIST = "january february march april may june july august september october november december"
_UNIT_LIST = "minute hour day week month year item piece point percent dollar cent mile inch kg pound lb ounce oz"
_LEAST_LIST = "from over above least minimum after more exceeds starting"
_MOST_LIST = "within under below most maximum before until by less up fewer"
_CUE_LIST = """
not no never none neither nor without cannot nothing unable except unless nobody excluded excluding isn't aren't wasn't
weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't mustn't hasn't haven't
"""
_FUNCTION_LIST = """
a an and are as at be been being but by can could do does for from had has have he her his i if in into is it its may me
might must my of on or our shall she should so some such than that the their them then there these they this those to us
was we were what when where which while who will with would you your yes please
"""
_NUMBERS, _MONTHS, _UNITS = _NUMBER_LIST.split(), _MONTH_LIST.split(), _UNIT_LIST.split()
_LEAST, _MOST, _CUES, _FUNCTION = (
    frozenset(words.split()) for words in (_LEAST_LIST, _MOST_LIST, _CUE_LIST, _FUNCTION_LIST)
)
_LINK = re.compile(r"https?://[^\s)\]]+|www\.[^\s)\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)+/[^\s)\]]*")
_MONEY = re.compile(r"[$€£]\s?(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s?(?:dollars?|usd|bucks)\b")
_DATE = re.compile(
    rf"\b({'|'.join(_MONTHS)}|{'|'.join(month[:3] for month in _MONTHS)})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(_MONTHS)})\b|\b(\d{{4}}-\d{{2}}-\d{{2}})\b"
)
_TIME = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s?([ap])\.?m\b\.?|\b(\d{1,2}):(\d{2})\b|\b(noon|midnight)\b")
_NUMBER = re.compile(r"(?<![\w.])(\d[\d,]*(?:\.\d+)?|" + "|".join(_NUMBERS[2:]) + r")\b(?:\s?(%))?")
_NAME = re.compile(r"(?<=[a-z0-9,;:)] )[\"'(]?([A-Z][A-Za-z&-]+)")


@dataclass(frozen=True)
class Fault:
    """Something said that the passages do not say: its kind, and the words."""

    kind: str
    what: str


@dataclass(frozen=True)
class _Fact:
    kind: str
    value: str
    unit: str = ""
    bound: str = ""

    def is_in(self, held: Iterable["_Fact"]) -> bool:
        """Say whether one of these is the same; a unit or a bound that was left out is no other one."""
        return any(
            (self.kind, self.value) == (other.kind, other.value)
            and self.unit in ("", other.unit)
            and self.bound in ("", other.bound)
            for other in held
        )


def judge(text: str, passages: Sequence[str], title: str = "") -> list[Fault]:
    """Return what of the text's exact facts the passages and their title do not hold; nothing where all is there."""
    shown = [_plain(part) for part in (*passages, title)]
    sources = [_plain(part) for passage in passages for part in sentences(passage)]
    held = [fact for part in shown for fact in _facts(part)]
    known = {word for part in shown for word in _words(part)}
    faults = []
    for sentence in map(_plain, sentences(text)):
        faults += [
            Fault(fact.kind, " ".join(filter(None, (fact.bound, fact.value, fact.unit))))
            for fact in _facts(sentence)
            if not fact.is_in(held)
        ]
        faults += [Fault("name", name[1]) for name in _NAME.finditer(sentence) if not set(_words(name[1])) <= known]
        faults += _negations(sentence, sources)
    return faults


def fact_count(text: str) -> int:
    """Return how many exact facts, names apart, a text holds."""
    return len(_facts(_plain(text)))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return " ".join(re.sub(r"[\u2010-\u2015]", "-", text).replace("\u2019", "'").replace("\u2018", "'").split())


def _facts(text: str) -> list[_Fact]:
    """The exact facts of a plain text; each kind is taken out before the next is looked for."""
    facts: list[_Fact] = []

    def take(pattern: re.Pattern[str], kind: str, text: str) -> str:
        for match in pattern.finditer(text):
            value = " ".join(sorted(_short(group) for group in match.groups() if group))
            facts.append(_Fact(kind, value, bound=_bound(text, match.start())))
        return pattern.sub(" # ", text)

    for link in _LINK.findall(text):
        facts.append(_Fact("link", link.rstrip(".,;:!?").lower()))
    text = _LINK.sub(" # ", text).lower()
    text = take(_DATE, "date", text)
    text = take(_TIME, "date", text)
    text = take(_MONEY, "money", text)
    for match in _NUMBER.finditer(text):
        value = match[1].replace(",", "")
        value = str(_NUMBERS.index(value)) if value in _NUMBERS else value
        unit = "percent" if match[2] else _unit(text[match.end() :])
        facts.append(_Fact("number", value, unit, _bound(text, match.start())))
    return facts


def _short(group: str) -> str:
    """A month by three letters; anything else as it is."""
    return group[:3] if group in _MONTHS else group


def _bound(text: str, at: int) -> str:
    """Say whether the number at that place is a least or a most: "within 30 days" is a most."""
    before = re.findall(r"[a-z]+", text[:at])[-2:]
    for word in reversed(before):
        if word in _LEAST:
            return "least"
        if word in _MOST:
            return "most"
    return ""


def _unit(after: str) -> str:
    """The unit that follows, past one word that says which kind: "business days" is not "days"."""
    after = re.sub(r"^\s?-\s?\d+(?:\.\d+)?", "", after)
    words = re.findall(r"[a-z]+", after[:40].split("#")[0])[:2] if re.match(r"[\s-]*[a-z]", after) else []
    for place, word in enumerate(words):
        stem = word.removesuffix("s")
        if stem in _UNITS:
            return " ".join([*words[:place], stem])
    return ""


def _negations(sentence: str, sources: Sequence[str]) -> list[Fault]:
    """What is denied, or no longer denied, beside the passages' sentences that are most like it."""
    said = set(map(_stem, _content(sentence)))
    shared = [len(said & set(map(_stem, _content(source)))) for source in sources]
    if not shared or not max(shared):
        return [Fault("negation", word) for word in sorted(_denied(sentence))]
    near = [source for source, count in zip(sources, shared, strict=True) if count >= 0.8 * max(shared)]
    wrong: list[set[str]] = [_denied(sentence) ^ (_denied(source) & (said | _CUES)) for source in near]
    least = min(len(each) for each in wrong)
    return [Fault("negation", word) for word in sorted(next(each for each in wrong if len(each) == least))]


def _denied(text: str) -> set[str]:
    """The first word of meaning after each negation: "it cannot be cancelled" denies "cancel"."""
    words = _words(text)
    denied = set()
    for place, word in enumerate(words):
        if word in _CUES:
            following = [each for each in words[place + 1 : place + 6] if each not in _FUNCTION | _CUES]
            denied |= {_stem(following[0])} if following else {word}
    return denied


def _content(text: str) -> list[str]:
    return [word for word in _words(text) if word not in _FUNCTION | _CUES]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower())


def _stem(word: str) -> str:
    return word[:5] if len(word) > 5 else word.removesuffix("s")
