"""Words instead of a yes or a no: what they say should be otherwise."""

from __future__ import annotations

import re

from actions.ellipsis import is_fragment
from actions.saying import adds, number_set_right
from bot.policy.agreeing import only_agrees
from bot.policy.consent import says_yes, without_no
from bot.policy.program import Flow
from bot.policy.state import Command
from bot.policy.words import asks, names_method, requests

ANSWERS = ("affirm", "deny", "other_one")
SURE = 0.55  # calibrated probability from which an intent is acted on
BEYOND_DOUBT = 0.9  # from here on, a request interrupts a question that takes any text
ELSEWHERE = ("human", "complaint", "stop", "restart", "delete_data")  # whatever is named beside it
DETAILS = frozenset(("size", "colour", "quantity"))  # of what is to be done with an order
_COUNTS = re.compile(
    r"\b(?:both|all of|(?:only|just) (?:one|two|the))\b|两[个件双]|全部|[都全][退换取]|只[退换取要]", re.IGNORECASE
)
_SAME_AGAIN = re.compile(
    r"\b(?:cancel|return|exchange|swap|change|send|back|the|my|it|this|that|order|number|please|pls|i|want|would|like|to"
    r"|need|can|you|for|me|address|payment|item|items|of)\b|取消|退货|退|换货|换|修改|改|订单|单号|地址|支付|付款|商品"
    r"|我|要|想|帮|请|吧|的|了|一下|号|单",
    re.IGNORECASE,
)
_COUNT_ALONE = re.compile(  # "make it two", 要两个: nothing but how many
    r"(?:(?:no|yes|ok|actually|sorry|wait|make it|i want|just|only)\W+)*(?:one|two|three|four|five|[1-9])"
    r"(?: of (?:it|them|those))?(?: please| pls)?\W*"
    r"|(?:不|好|嗯)?\W*我?(?:要|来|买|就要|改成)[一两二三四五六七八九1-9][个件双份套](?:吧|的)?\W*",
    re.IGNORECASE,
)
_WITHOUT = re.compile(  # one thing instead of another: "not the cooler, just the stove", 不要冰包 就炉子
    r"\b(?:just|only) the \w|(?:^|[\s,，。])[就只]要?(?!是|这样|好|行|行了|可以|按|取消)[\u4e00-\u9fff]{2,}",
    re.IGNORECASE,
)


def rewords(command: Command, target: Flow | None, serves: bool) -> bool:
    """Whether a message says what should be otherwise: "no, the blue one", "size M", "actually the other one".

    `target` is the flow that the message surely starts, if any; `serves`: it is the one under way.
    """
    if command.intent not in ELSEWHERE and (
        number_set_right(command.text) or _COUNT_ALONE.fullmatch(command.text.strip())
    ):
        return True
    if names_method(command.text) and command.intent not in ELSEWHERE and not _names_order(command):
        return True
    detailed = any(kind in DETAILS for kind, _ in command.entities)
    rest = without_no(command.text)
    more = bool(rest) and is_fragment(f"and {rest}")
    if command.confidence >= SURE and command.intent == "affirm":
        adding = adds(command.text) and not only_agrees(command.text) and not asks(command.text)
        return detailed or adding or _COUNTS.search(command.text) is not None or (more and not says_yes(command.text))
    if command.intent in ("deny", *ANSWERS) and _WITHOUT.search(command.text) and not asks(command.text):
        return True
    refusing = sum(share for intent, share in command.ranking if intent in ("deny", "other_one"))
    if refusing >= SURE and command.intent in ("deny", "other_one"):
        return detailed or command.intent == "other_one" or more
    if command.intent in ANSWERS:
        return detailed or _COUNTS.search(command.text) is not None
    if asks(command.text) or (target is not None and not serves and requests(command.text)):
        return False
    if target is None or serves or (target.kind == "question" and not requests(command.text)):
        return detailed or _says_more(command, target) or is_fragment(f"and {command.text}")
    return detailed and command.confidence < BEYOND_DOUBT and target.kind == "request"


def _names_order(command: Command) -> bool:
    return any(kind == "order_number" for kind, _ in command.entities)


def _says_more(command: Command, target: Flow | None) -> bool:
    """Whether the same request again says more than itself: "only return the stove", not "return order 1001"."""
    rest = _SAME_AGAIN.sub(" ", command.text)
    return target is not None and re.search(r"[^\W\d_]", rest) is not None
