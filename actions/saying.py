"""How words change what was chosen: they add to it, leave out of it, or take all of it back; two languages."""

from __future__ import annotations

import re

_ADDS = re.compile(
    r"\b(?:also|too(?!\s+\w)|as well|add|plus|in addition|and also|along with"
    r"|(?:the )?same (?:goes |thing )?(?:for|with))\b"
    r"|^\W*(?:(?:yes|yeah|ok|oh|um)\W+)*and\b|也|还有|再加|加上|另外|同样|一样",
    re.I,
)
_LEAVES_OUT = re.compile(
    r"\b(?:not|without|except|leave out|keep|drop|but not|take out|remove)\b|不[退换取]|别[退换取]|去掉|除了|留着|保留",
    re.I,
)
_REFUSES = re.compile(r"\b(?:no+|nope|nah|don'?t|do not|not)\b|不|别|算了|没", re.I)


_TAKEN_BACK = re.compile(r"\bnot (?:the |that |this )?[^,.;]{2,40}?(?:[,;.]| but\b)|不是[^，,。]{1,16}[，,。]", re.I)


def without_taken_back(text: str) -> str:
    """ "Not the mug, the stove" is "the stove"."""
    return _TAKEN_BACK.sub(" ", text)


def adds(text: str) -> bool:
    """Whether more is meant, beside what was chosen."""
    return _ADDS.search(text) is not None


def leaves_out(text: str) -> bool:
    """Whether something of what was chosen is not meant after all."""
    return _LEAVES_OUT.search(text) is not None


def refuses(text: str) -> bool:
    """Whether a text says no in any way."""
    return _REFUSES.search(text) is not None
