"""The words of a message that name a product, found by taking away everything that is talk around it."""

from __future__ import annotations

import re

_TALK = re.compile(
    r"\b(?:do|does|did|you|u|have|has|got|any|some|i'?m|i am|im|looking|look|for|want|need|would|like|to|buy|get|find|show|me|"
    r"please|pls|is|are|was|the|a|an|this|that|these|those|in|under|below|less|than|over|around|about|with|without|of|on|my|"
    r"can|could|what|which|how|much|many|heavy|big|long|warm|size|sizes|should|take|it|its|come|comes|sell|stock|available|"
    r"similar|alternatives?|other|others|something|anything|else|more|goes?|go|well|together|match|matches|bought|people|"
    r"recommend|suggest|suggestions?|best|good|popular|bestsellers?|cheap|cheaper|price|cost|costs|there|hi|hello|hey|and|or|"
    r"waterproof|made|be|will|from|your|shop|store|thing|things|product|products|also|too|one|ones|tell|machine|wash|washable)\b|"
    r"[?!.,;:\"]",
    re.IGNORECASE,
)
_TALK_ZH = re.compile(
    r"请问|你们|您们|店里|这个|那个|这款|那款|这件|那件|有没有|有什么|有|没有|吗|呢|吧|啊|的|我|想|要|买|找|看看|看|一下|推荐|几款|"
    r"一款|一个|一件|类似|相似|差不多|搭配|配套|一起|跟|和|与|同|适合|什么|哪些|哪个|哪款|多少钱|多重|防水|怎么样|热卖|热销|畅销|"
    r"尺码|尺寸|大小|以下|以内|左右|美元|亲|还|是|能|可以|机洗|大家|都|好|[，。？！、,.?!]"
)


def product_words(text: str, taken: list[tuple[int, int]]) -> str:
    """What is left of `text` without talk and without the spans `taken` by other values; may be empty."""
    kept = list(text)
    for start, end in taken:
        kept[start:end] = " " * (end - start)
    plain = _TALK_ZH.sub(" ", _TALK.sub(" ", "".join(kept)))
    return re.sub(r"\s+", " ", plain).strip(" '-")
