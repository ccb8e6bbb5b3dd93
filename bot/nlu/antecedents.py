"""What "it" and "they" are where the request before says so: "how many points do I have and do they expire"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.clues import QUESTIONS, Part
from knowledge.language import detect

_PRONOUN = re.compile(r"\b(?:it|they|them|those)\b|它们?|这个", re.IGNORECASE)
SHOP_QUESTION = "shop_question"
THINGS = {  # intent → what its request is about; of products and orders the conversation knows more
    "gift_card_balance": ("my gift card", "礼品卡"),
    "points_balance": ("my points", "积分"),
    "coupon_problem": ("my discount code", "优惠码"),
}


def named(parts: Sequence[Part]) -> list[Part]:
    """The requests of one message; a question with a pronoun behind a request about one of `THINGS` is about that."""
    found = list(parts[:1])
    for part in parts[1:]:
        thing = THINGS.get(found[-1].intent)
        if thing and part.intent in QUESTIONS and _PRONOUN.search(part.text):
            text = _PRONOUN.sub(thing[detect(part.text) == "zh"], part.text, count=1)
            sure = sum(share for intent, share in part.ranking if intent in QUESTIONS)
            values = [value for value in part.entities if value[0] != "product"]
            part = replace(part, text=text, ranking=[(SHOP_QUESTION, sure)], entities=values)
        found.append(part)
    return found
