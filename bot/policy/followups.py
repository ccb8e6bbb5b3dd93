"""What a message means that lives on the one before it: "and 1003?", "the other one", "in red?", "how much is it".

The last finished request is taken up with what the message changes; which product or article that is, actions find out.
Pure functions over the command and bot/policy/memory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.aspects import aspect_of_order, aspect_of_product
from actions.ellipsis import continues, is_fragment, only_points, place, says_other
from bot.policy.memory import ARTICLE, ORDER, ORDER_SLOT, PRODUCT, Memory, takes_order, topic_of
from bot.policy.program import Flow
from bot.policy.state import Command

LOOK_UP, ABOUT, SEARCH, ANSWER = "order_status", "product_question", "product_search", "answer"
SURE = 0.55
PLAIN = 0.8  # from here on, what seems to stand for itself does
OTHER_ONE, OUTSIDE = "other_one", "out_of_scope"
_LISTS = re.compile(r"\b(?:orders|list|all|history|purchases|bought)\b|列|全部|所有|买过|订单(?!号)", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:another|other|new|next|latest|newest|last)\b|别的|另|其他|新的|上次|最[新近]", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"\b(?:it|its|it'?s|that|this|they|them|these|those|there)\b|[它这那][个款件单条家种]?|该", re.IGNORECASE
)
_ORDERLY = re.compile(r"\b(?:orders?|parcel|package|refund|delivery)\b|订单|包裹|快递|退款|单号", re.IGNORECASE)


@dataclass(frozen=True)
class FollowUp:
    """Start `flow` with these values; `points` is "other" where the order that was not talked of yet is meant."""

    flow: str
    values: Mapping[str, Any] = field(default_factory=dict)
    points: str = ""


def follow_up(command: Command, memory: Memory, by_intent: Mapping[str, Flow], last: Flow | None) -> FollowUp | None:
    """The request that a message goes on with; None where it stands for itself. `last` is the flow of `memory`."""
    if not memory.topic or last is None or not command.text:
        return None
    own = _own(command, by_intent)
    if own is not None and not topic_of(own):
        return None  # thanks, a person, an account: not about what was shown
    if any(kind == ORDER_SLOT for kind, _ in command.entities) and only_points(command.text):
        return _other_number(None, command, memory, last)  # "ok and 1002?" asks nothing of its own
    if own is not None and takes_order(own):
        heard = memory.topic == PRODUCT and _lists(own) and _plainly_about_product(command.text)
        return FollowUp(ABOUT) if heard else _of_order(own, command, memory)
    if any(kind == ORDER_SLOT for kind, _ in command.entities):
        return _other_number(own, command, memory, last)
    if memory.topic == ORDER:
        return _after_order(own, command, memory, last)
    if memory.topic == PRODUCT:
        return _after_product(own, command, last, memory)
    return _after_article(own, command)


def _own(command: Command, by_intent: Mapping[str, Flow]) -> Flow | None:
    sure = command.confidence >= SURE and command.intent not in (OTHER_ONE, OUTSIDE)
    return by_intent.get(command.intent or "") if sure else None


def _of_order(own: Flow, command: Command, memory: Memory) -> FollowUp | None:
    """A request about an order that names none: "cancel the second", "那啥时候能到", "how much did I get"."""
    text = command.text
    if any(kind == ORDER_SLOT for kind, _ in command.entities):
        return None
    at = place(text, len(memory.orders)) if len(memory.orders) > 1 else None
    if at is not None:
        return FollowUp(own.name, {ORDER_SLOT: memory.orders[at]})
    if says_other(text) and memory.told:
        return FollowUp(own.name, points="other")
    if memory.order is None or _LISTS.search(text) or _ANOTHER.search(text):
        return None
    if command.refers or continues(text):
        return FollowUp(own.name, {ORDER_SLOT: memory.order})
    if memory.topic == ORDER and aspect_of_order(text) and _lists(own):
        return FollowUp(memory.flow, {ORDER_SLOT: memory.order})  # a list was heard, and no list was asked for
    return None


def _lists(flow: Flow) -> bool:
    """Whether a flow reads orders and asks for none: a list, which is easily heard in "what did I get"."""
    return flow.only_reads() and not flow.collects()


def _plainly_about_product(text: str) -> bool:
    return aspect_of_product(text) != "" and _ORDERLY.search(text) is None and _LISTS.search(text) is None


def _other_number(own: Flow | None, command: Command, memory: Memory, last: Flow) -> FollowUp | None:
    """ "And 1003?": the same for another order; a question about a number that is not surely another's is looked up."""
    number = next(value for kind, value in command.entities if kind == ORDER_SLOT)
    flow = last.name if takes_order(last) else LOOK_UP
    if only_points(command.text) or (own is None and is_fragment(command.text)):
        return FollowUp(flow, {ORDER_SLOT: number})
    return None


def _after_order(own: Flow | None, command: Command, memory: Memory, last: Flow) -> FollowUp | None:
    text = command.text
    again = last.name if takes_order(last) else LOOK_UP
    read_again = again if last.only_reads() else LOOK_UP
    points = command.intent == OTHER_ONE or only_points(text)
    if points and is_fragment(text):
        at = place(text, len(memory.orders)) if len(memory.orders) > 1 else None
        if at is not None:
            return FollowUp(again, {ORDER_SLOT: memory.orders[at]})
        if says_other(text):
            return FollowUp(again, points="other")
    refers = command.refers or _PRONOUN.search(text) is not None
    if memory.order is not None and aspect_of_order(text) and (own is None or refers or continues(text)):
        return FollowUp(read_again, {ORDER_SLOT: memory.order})
    if memory.lines and refers and own is not None:
        return FollowUp(ABOUT)
    if memory.order is not None and refers and own is None and command.intent != OTHER_ONE:
        return FollowUp(LOOK_UP, {ORDER_SLOT: memory.order})
    return None


def _after_product(own: Flow | None, command: Command, last: Flow, memory: Memory) -> FollowUp | None:
    text = command.text
    searching = topic_of(last) == PRODUCT and last.name != ABOUT and not only_points(text)
    in_vain = searching and is_fragment(text) and not memory.products  # nothing there that it could be about
    if own is not None and own.name == ABOUT and not in_vain:
        return FollowUp(ABOUT)
    if is_fragment(text) and (in_vain or continues(text) or own is None or command.confidence < PLAIN):
        return FollowUp(last.name if searching else ABOUT)
    refers = command.refers or _PRONOUN.search(text) is not None
    if (_plainly_about_product(text) and (own is None or topic_of(own) != PRODUCT)) or (refers and own is None):
        return FollowUp(ABOUT)
    if refers and own is not None and own.name in (ANSWER, SEARCH, last.name):
        return FollowUp(ABOUT)
    return None


def _after_article(own: Flow | None, command: Command) -> FollowUp | None:
    text = command.text
    if is_fragment(text) and (continues(text) or own is None):
        return FollowUp(ANSWER)
    refers = command.refers or _PRONOUN.search(text) is not None
    if refers and own is not None and own.kind == "question" and topic_of(own) in (ARTICLE, PRODUCT):
        return FollowUp(ANSWER)
    return None
