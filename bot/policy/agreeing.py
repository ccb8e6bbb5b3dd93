"""Messages that are a yes or a no and nothing beside it: word by word, so that what says more is never taken for one.

`bot.policy.consent` knows the words that agree and the doubts that undo them; here every word must be known.
"""

from __future__ import annotations

import re
import unicodedata

from shop.privacy import MASK

AGREES = re.compile(
    r"\b(?:y|ya|ye|yh|yes+|yse|yea+h*|yeh|yah|yep+|yeppers|yup+|yas+|yess?ir|aye|si|oui|ja|uh ?huh|mhm+|ok+|oki|okay"
    r"|okey|kk?|sure+|surely|certainly|absolut\w*|def[io]n\w*|deffo|totally|indeed|precisely|correctt?|right|exactly"
    r"|fine|perfect|great|good|deal|agree[ds]?|affirmative|confirm(?:ed|ing)?|approved?|accept(?:ed)?|proceed|continue"
    r"|carry on|go (?:ahead|for it|on)|do (?:it|that|this|so)|make it so|works?|by all means|why not|no problem"
    r"|no worries|you got it|you bet|bet|roger|10-4|true|al+right|alrighty|cool|lovely|gladly|of ?course|please do"
    r"|i do|go|that'?s (?:it|the one|mine|me|fine|right|correct|good|ok|okay))\b|100 ?%"
    r"|成交|准确|正是如此|那就(?=取消|退|换|改)|是|对|好|号的|豪的|行|可以|阔以|确认|确定|肯定|正确|嗯|恩|没错|[没么]问题"
    r"|没意见|没毛病|同意|愿意|接受|要|中|成|妥|继续|接着|下一步|提交|开始|来吧|当然|必须|听你的|按你说的|欧[克了]|哦[克了]"
    r"|准了?|不错|似的|正是|赞成|执行|收到|了解|可(?!是)|得|办|弄|搞|整|就[这那它按选]|选[这它]",
    re.IGNORECASE,
)
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
