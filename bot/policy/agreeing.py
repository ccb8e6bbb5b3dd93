"""Messages that are a yes or a no and nothing beside it: word by word, so that what says more is never taken for one.

The words that agree are `bot.policy.consent`'s, as are the doubts that undo them; here every word must be known.
"""

from __future__ import annotations

import re
import unicodedata

from bot.policy.consent import AGREES, says_yes
from shop.privacy import MASK

REFUSES = re.compile(r"\b(?:no+|nope|nah+|not|never|n)\b|不是|不要|不行|不用|不对|不|别|没有", re.IGNORECASE)
FILLS = re.compile(  # says nothing, or only what was asked: to do it, with the thing that it is about
    r"\b(?:i|i'?m|im|am|we|you|u|he|it|its|it'?s|that|that'?s|thats|this|is|are|was|be|the|a|an|my|me|to|with|for|of"
    r"|all|one|both|and|so|oh|ah|well|um|yo|hey|just|then|now|right now|away|very|quite|really|100|much|thing"
    r"|please|pls|plz|thanks?|thank you|thx|ty|cheers|sir|ma'?am|mate|man|bro|dear|friend|bot|buddy"
    r"|want(?: to)?|wanna|would like|'?d like|like|do|did|does|get|let'?s|can|may|should|will|shall|sounds?|looks?"
    r"|seems?|would|could you|meant|what|nice|kind|swap|refund|delete|address|account|code"
    r"|cancel(?:led|ling|ation)?|send|return|change|exchange|submit|order(?:ed)?|number|option|affirm\w*|word|answer"
    r"|said|mind|by|positive|ready|have|happy|know|on|ahead|done|over|in|up|i'?ll|it'?ll)\b"
    r"|\b\d{1,2}\b|\b\d{4,}\b"
    r"|地址|[的地得了吧啊呀呢哦噢喔哈嘛啦哟呗诶唉额滴哒嘞嘿咧勒叭哼头着掉挺]|就|这|那|样|它|我|你|您|亲|本人|请|麻烦|帮"
    r"|给|多?谢|做|来|去|理|处理|取消|退款?货?|换货?|修?改|删除|注销|订?单|单号|信息|邮箱|名字|金额|个|件|双|么|一下|一|定"
    r"|想|需|愿|能|也|都|全|部|完全|选|按|直接|马上|立刻|赶紧|快|辛苦|现在|以及|说",
    re.IGNORECASE,
)
LIGHT = re.compile(
    r"\b(?:oh|ah|well|u[hm]+|hm+|please|pls|thanks?|thank you|then|and|but|i (?:say|said)|just|wait)\b"
    r"|[的了吧啊呀呢哦嘛啦我说]",
    re.IGNORECASE,
)
MOCKS = re.compile(r"\b(?:yeah+,? right|oh,? (?:great|please)|as if|whatever)\b|行吧行吧|呵呵|无语", re.IGNORECASE)
_PLAIN_YES = re.compile(
    r"(?:yes+|yep|yeah|yup|sure|go ahead|please do|do it|correct|confirm(?:ed)?)\b|是的|对的|确认|没错", re.IGNORECASE
)
PLAIN_SIGNS = set(" .,!;~'’\"-…。，！；、～·%👍👌🙏😊🙂😀✅😄💯") | {"\ufe0f"}
MACHINE = re.compile(  # what programs write, not people: a command, a call, a payload, JSON
    r"^[/\\]\w|^\w+\([^)]*\)$|^(?:yes|no|y|n|ok|confirm|choice|start|set|是|否|确认|取消)\s*[:=|]|^[\[{].*[\]}]$",
    re.IGNORECASE | re.DOTALL,
)


def only_agrees(text: str) -> bool:
    """Whether every word agrees, or adds nothing to it: "yes please cancel it", and not "yes, the green one"."""
    text = _plain(text)
    if MOCKS.search(text) or not _signs_are_plain(text) or not AGREES.search(text):
        return False
    return _rest(text, AGREES, FILLS) == ""


def plainly_agrees(text: str) -> bool:
    """Whether a message begins with a yes and adds nothing to it, whatever it was classified as: "yes thanks"."""
    return _PLAIN_YES.match(_plain(text)) is not None and says_yes(text) and only_agrees(text)


def only_answers(text: str) -> bool:
    """Whether a message is a yes, a no or both, and tells nothing: no reason for anything, no name, no place."""
    text = _plain(text)
    if not AGREES.search(text) and not REFUSES.search(text):
        return False
    return _rest(text, AGREES, REFUSES, LIGHT) == ""


def is_machine_text(text: str) -> bool:
    """Whether this is written as programs write: a payload, a call, a command behind a slash."""
    return MACHINE.search(_plain(text)) is not None


def tells_something(text: str) -> bool:
    """Whether there are words at all that may answer an open question; a code that was masked is one."""
    said = any(sign.isalnum() for sign in text) or MASK in text
    return said and not only_answers(text) and not is_machine_text(text)


def _plain(text: str) -> str:
    """With room between words of two scripts, so that both are words."""
    text = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"(?<=[a-zA-Z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[a-zA-Z])", " ", text)


def _signs_are_plain(text: str) -> bool:
    return all(sign.isalnum() or sign in PLAIN_SIGNS for sign in text)


def _rest(text: str, *known: re.Pattern[str]) -> str:
    """The letters and digits that no pattern knows."""
    for pattern in known:
        text = pattern.sub(" ", text)
    return re.sub(r"[\W_]", "", text)
