"""Short messages that live on what was said before: "and the other one?", "what about red", "那第二个呢"."""

from __future__ import annotations

import re

LONGEST = 2, 6  # words of a fragment: alone, and behind "and", "what about"
LONGEST_ZH = 4, 9  # Han characters

_FILLER = (
    r"ok(?:ay)?|alright|right|so|well|hm+|oh|ah+|um+|no|nope|sorry|yes|yeah|also|now|but|actually|great|thanks|cool"
)
_LINK = (
    r"and|or|then|plus|(?:and )?(?:what|how) (?:about|if)|(?:the )?same (?:question |thing |goes )?(?:for|with|about)|"
    r"i mean(?:t)?|make (?:it|that)|rather"
)
_LEAD = re.compile(rf"^(?:(?:{_FILLER})\b[\s,.!]*)*(?:(?:{_LINK})\b[\s,]*)+", re.I)
_LEAD_ZH = re.compile(
    r"^(?:嗯+|好的?|哦|噢|呃|不是|不对|不|ok)*[,，\s]*(?:那么|那(?![个款件单家种双条])|还有|换成|我是说|我说的是"
    r"|我指的是|同样|一样)+",
    re.I,
)
_TAIL = re.compile(r"(?:[\s,]+(?:then|too|as well|please|pls|again|instead|though|anyway))+\s*$", re.I)
_TAIL_ZH = re.compile(r"(?:的?呢|怎么样|如何|也一样|也是吗|[啊呀吧嘛])+$")
_CLAUSE = re.compile(
    r"\b(?:what|when|where|which|who|why|how|can|could|do|does|did|is|are|was|were|will|would|has|have|should|i|you|we|"
    r"want|need|like|get|got|give|show|find|tell|send|cancel|return|track|exchange|change|refund|buy|order(?:ed)?|take|"
    r"put|add|remove|stop|leave|keep|talk|speak|help|call|whats?|wheres?|hows?|whos?)\b",
    re.I,
)  # a word that makes more than a fragment
_CLAUSE_ZH = re.compile(
    r"[吗几哪啥]|什么|怎么(?!样)|多[少久大重长]|能|可以|[想要帮查退改]|取消|换(?!成)|买|有|转|谁|为何"
)
_ORDINALS = (
    re.compile(r"\b(?:first|1st)\b|第[一1][个款件单条家种]", re.I),
    re.compile(r"\b(?:second|2nd)\b|第[二2][个款件单条家种]", re.I),
    re.compile(r"\b(?:third|3rd)\b|第[三3][个款件单条家种]", re.I),
    re.compile(r"\b(?:fourth|4th)\b|第[四4][个款件单条家种]", re.I),
    re.compile(r"\b(?:fifth|5th)\b|第[五5][个款件单条家种]", re.I),
)
_LAST = re.compile(r"\bthe last (?:one|of)\b|最后一?[个款件单条家种]", re.I)
_OTHER = re.compile(
    r"\b(?:other|remaining|another) ?(?:one|order|parcel)?\b|\bthe rest\b|另外?一?[个款件单条家种]|剩下[的那]|别的那",
    re.I,
)
_POINTING = re.compile(
    r"\b(?:the|that|this|it|its|one|ones|a|an|of|for|question|same|order|number|no)\b|[那这][个款件单条家种]?"
    r"|[的个款件单条#?!.,。、\s]+|订单",
    re.I,
)


def continues(text: str) -> bool:
    """Whether a message is put as going on from the one before: "and …", "what about …", "那…", "…呢"."""
    text = text.strip()
    return bool(_LEAD.match(text) or _LEAD_ZH.match(text) or re.search(r"呢[?？。!~]*$", text))


def is_fragment(text: str) -> bool:
    """Whether a message is no sentence: what it does not say was said before."""
    said = core(text)
    if _CLAUSE.search(said) or _CLAUSE_ZH.search(said):
        return False
    words = len(re.findall(r"[\w'.-]+", re.sub(r"[\u4e00-\u9fff]", " ", said)))
    han = len(re.findall(r"[\u4e00-\u9fff]", said))
    goes_on = continues(text)
    return words <= LONGEST[goes_on] and han <= LONGEST_ZH[goes_on]


def only_points(text: str) -> bool:
    """Whether a fragment says nothing beside which one is meant: "and the other one?", "the second", "1003?"."""
    said = core(text)
    for pattern in (*_ORDINALS, _LAST, _OTHER):
        said = pattern.sub(" ", said)
    return not re.sub(r"[\W\d_]", "", _POINTING.sub(" ", said))


def place(text: str, count: int) -> int | None:
    """Which of `count` things "the second" means, from 0; None where it says no place, or one past the end."""
    if count and _LAST.search(text):
        return count - 1
    at = next((at for at, pattern in enumerate(_ORDINALS) if pattern.search(text)), None)
    return at if at is not None and at < count else None


def says_other(text: str) -> bool:
    """Whether the other one, or what remains, is meant."""
    return _OTHER.search(text) is not None


def without_places(text: str) -> str:
    """The text without "the second", "the last one"."""
    for pattern in (*_ORDINALS, _LAST):
        text = pattern.sub(" ", text)
    return text


def core(text: str) -> str:
    """What a message says beside going on: "what about the red one?" is "the red one"."""
    text = text.strip().rstrip("?？!！。.~,， ")
    return _TAIL_ZH.sub("", _LEAD_ZH.sub("", _TAIL.sub("", _LEAD.sub("", text)))).strip(" ,，.")
