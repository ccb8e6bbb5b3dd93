"""Where one request of a message may end and the next begin: stops, commas, joining words, line breaks, or nothing.

Every place is only a candidate; whether it divides two requests is bot/nlu/splitting's to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.nlu.values.found import Found

MOST = 6  # candidates weighed in one message: 28 pieces to classify; the weakest go first
STRONGEST_FIRST = ("line", "end", "word", "comma", "space", "adverb", "bare")

_HAN = "㐀-䶿一-鿿"
_EN = (
    r"and then|and also|as well as|after that|by the way|another thing|one more thing|in addition|"
    r"while (?:you'?re|ur) at it|additionally|"
    r"and|then|also|plus|(?<!the )next|besides|secondly|(?<!the )(?<!my )second|finally|lastly|but|or|too|oh+|"
    r"btw|ps|n|&|\+"
)
_ZH = (
    "除此之外|然后|另外|还有|以及|顺便|顺带|顺手|并且|而且|同时|接着|再就是|对了|再有|外加|加上|此外|最后|其次|第二|但是|不过|"
    "再|还|也|但"
)
_LINE = re.compile(rf"\s*\n+\s*(?:(?:[-*•·]|\(?\d{{1,2}}[.)、:]|\(?[a-d][.)])(?=[\s{_HAN}]))?\s*")
_ITEM = re.compile(
    r"\s*(?:(?<=[,.;:!?。、]\s)|(?<=[,.;:!?。、]))\(?[1-9][.)、](?!\d)\s*|\s+\(?[1-9]\)\s*|[①②③④⑤⑥]\s*|(?<=\s)[-*•]\s+"
)
_END = re.compile(r"(?<![\s.]no)(?<!\bnr)[.!?;…]+[)\"'”]*(?=\s)\s*|[。!?;…]+\s*(?=\S)")
_WORD = re.compile(
    rf"\s*(?:[,;.!?:—–-]+\s+)?(?<![\w'])(?:{_EN})(?:[\s,]+(?:{_EN}))*(?![\w'])[\s,:]*"
    rf"|\s*[,。;、!?]*\s*(?:{_ZH})+(?:,\s*)?",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,、]\s*(?!\d{3}\b)|\s+[-–—/]+\s+|\s*(?:——|~)\s*")
_SPACE = re.compile(rf"(?<=[{_HAN}\d])\s+(?=[{_HAN}\d])")
_LEAD = (
    r"(?:where|when|what|how)(?:'?s)?|which|why|can|could|do|does|is|are|will|have|has|cancel|cancle|return|track|check|"
    r"exchange|swap|send|change|update|unsubscribe|delete|remove|show|tell|find|add|get|give|stop|"
    r"i(?:'d| would| want| need| wanna|'m| am)|im|wanna|please|pls|plz|let|any|my|need|want"
)
_BARE = re.compile(
    rf"\s+(?!my\b)(?=(?:{_LEAD})\b(?!\s*$))|(?<=\d)\s+(?=#?\d{{4}}\b)"
    rf"|(?<=[吗呢吧了么嘛没呀啦])(?<![什怎那多要]么)(?=[{_HAN}\d#])(?![吗呢吧了么嘛没呀啦啊有])"
    r"|(?<=[^我能请想要帮下问,])(?=帮我|帮忙|给我|替我|我想|我要|你们|您们|麻烦|能不能|能否|可不可以|可以|有没有|怎么|什么时候|"
    r"啥时候|多久|取消|查|推荐|把)"
    r"|(?<=[^单号是查消退换改把的问看和跟,#\s\w])(?=#?\d{4,6})|(?<=\d{4})(?=\d{4})",
    re.IGNORECASE,
)
STARTS = re.compile(
    rf"^(?:(?:also|and|then|so|ok|oh|please|pls|plz|just|now|first|but)[\s,]+)*(?:{_LEAD})(?!\w)"
    r"|^(?:那|请|先|再|也|还|顺便|麻烦)*(?:帮|给我|替我|我想|我要|你们|能不能|能|可以|有没有|有|怎么|什么|啥|多少|多久|取消|查|推荐|把|"
    r"#?\d{4}|看看|退|换|改)",
    re.IGNORECASE,
)  # how a piece begins that asks for something
DANGLES = re.compile(
    r"(?<![\w'])(?:the|an?|my|your|our|their|his|her|this|these|to|of|for|in|on|at|by|with|from|and|or|but|is|are|was|were|"
    r"be|been|will|would|can|could|do|does|did|has|have|had|not|don'?t|just|i|we|they|if|that|which|who|when|where|what|how|"
    r"why|want|need|like|please|pls|plz|let|me|know|tell|order|number|no|nr|about|than|as|so|very|really|still|also|you|u|"
    r"check|see|find|out|get|it'?s|i'd|i'm|wanna|what's|even|cancel|cancle|return|track|exchange|send|show|give|refund|"
    r"change|any|some)$",
    re.IGNORECASE,
)  # a last word that wants something after it: no request ends here
_WAITS = re.compile(
    r"(?<!\w)(?:how|what|which|whose)(?:\s+[\w'-]+){0,2}$", re.IGNORECASE
)  # "how heavy", its verb comes
_VERB = re.compile(r"(?:can|could|do|does|is|are|will|have|has)\b", re.IGNORECASE)
_CHOICE = re.compile(
    r"\b(?:which|what(?:'?s| is| are))\b[^.?!;]*$", re.IGNORECASE
)  # "which is lighter, A", so is "or B"
_WEAK_WORD = re.compile(r"or|but|n|then|too|oh+|next|再|还|也|但", re.IGNORECASE)  # within one request, often
_ADVERB = re.compile(r"(?:also|then|too|plus|n)(?:\s(?:also|then|too))*", re.IGNORECASE)
_SAYS = re.compile(r"[^\W\d_]|\d{4}")  # a letter, or an order's number
ADDRESS = ("street", "city", "region", "postcode")


@dataclass(frozen=True)
class Joint:
    """A candidate: the characters from start to end belong to neither side."""

    start: int
    end: int
    kind: str  # one of STRONGEST_FIRST, or "comma_word", a comma with a joining word


def joints(text: str, values: Sequence[Found] = ()) -> list[Joint]:
    """The candidates of a normalised text whose lines "\\n" divides, in order, at most `MOST`; none within values."""
    taken = _taken(values)
    found = [joint for joint in _merged(text) if not any(a < joint.end and joint.start < b for a, b in taken)]
    found = [joint for joint in found if _SAYS.search(text[: joint.start]) and _SAYS.search(text[joint.end :])]
    strongest = sorted(found, key=lambda joint: _rank(joint, text))[:MOST]
    return sorted(strongest, key=lambda joint: joint.start)


def _rank(joint: Joint, text: str) -> tuple[bool, int]:
    """Where there are too many, those before what begins like a request come first, then the strongest."""
    return STARTS.search(text[joint.end :]) is None, STRONGEST_FIRST.index(joint.kind.removeprefix("comma_"))


def _taken(values: Sequence[Found]) -> list[tuple[int, int]]:
    """The characters of values; an address counts from its first part to its last."""
    spans: list[tuple[int, int]] = []
    before = ""
    for kind, _, start, end in values:
        if spans and kind in ADDRESS and before in ADDRESS and start - spans[-1][1] <= 2:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        before = kind
    return spans


def _merged(text: str) -> list[Joint]:
    """Candidates that touch are one, as strong as the strongest of them."""
    joined: list[Joint] = []
    for joint in sorted(_all(text), key=lambda each: (each.start, each.end)):
        if joined and joint.start <= joined[-1].end:
            before = joined.pop()
            joint = Joint(before.start, max(before.end, joint.end), _kind({before.kind, joint.kind}))
        joined.append(joint)
    return joined


def _all(text: str) -> Iterator[Joint]:
    for kind, pattern in (("line", _LINE), ("line", _ITEM), ("end", _END), ("word", _WORD), ("comma", _COMMA)):
        for match in pattern.finditer(text):
            if kind == "word" and _within(match[0].strip(" ,").lower(), text[: match.start()]):
                continue
            yield Joint(match.start(), match.end(), _written(match[0]) if kind == "word" else kind)
    for kind, pattern in (("space", _SPACE), ("bare", _BARE)):
        for match in pattern.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            if not DANGLES.search(before) and not (_WAITS.search(before) and _VERB.match(after)):
                yield Joint(match.start(), match.end(), kind)


def _within(word: str, before: str) -> bool:
    """Whether a joining word joins no more than words."""
    return bool((_ADVERB.fullmatch(word) and DANGLES.search(before)) or (word == "or" and _CHOICE.search(before)))


def _written(joint: str) -> str:
    """A joining word behind a stop ends a sentence; behind a comma it is more than a comma; some join mere words."""
    if re.search(r"[.!?;。]", joint):
        return "end"
    if re.search(r"[,、]", joint):
        return "comma_word"
    return "adverb" if _WEAK_WORD.fullmatch(joint.strip()) else "word"


def _kind(kinds: set[str]) -> str:
    worded = {kind for kind in kinds if kind.endswith("word")}
    if worded and "comma" in kinds:
        return "comma_word"
    if "comma_word" in kinds and not kinds & {"line", "end"}:
        return "comma_word"
    return min(kinds, key=lambda kind: STRONGEST_FIRST.index(kind.removeprefix("comma_")))
