"""Requests to do something with an order: what a number makes of a doubtful piece, and what tells more of a request.

Whether items are changed or exchanged is the order's state to say, so both are one request to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.asides import pays
from bot.nlu.clues import ABOUT_ORDERS, ANSWERS, QUESTIONS, Form, Part

OUTSIDE = "out_of_scope"
SWAPS = frozenset(("change_order", "exchange_order"))
CHANGES = SWAPS | {"cancel_order", "return_order"}
PRODUCTS = QUESTIONS | {"recommend", "more_like_this", "bought_together", "notify_restock"}
UNSURE, HARDLY, ORDERLY = 0.55, 0.08, 0.9  # beside a number: below the first it is about the order where that is likely
MOSTLY = 0.5  # of what is left beside "nothing that was taught": from here on a number makes it about the order
FAR = 0.6  # from here on, what was never taught must be put as a wish: else it may be "a joke about 1002 penguins"
SHORT = 4  # words; more than that beside a number, without "other", points at no other order
Ranking = list[tuple[str, float]]

_MONEY = re.compile(
    r"\b(?:refund(?:ed)?|money|credit(?:ed)?|put (?:it|that|the money)|charge|debit|pay(?:ment)?)\b.*\b(?:card|pay ?pal"
    r"|visa|mastercard|amex|method|account|original|back)\b"
    r"|\b(?:card|pay ?pal|visa|mastercard|amex|original)\b.*\b(?:refund|money|fine|please|ok)\b"
    r"|^(?:my )?(?:gift card|pay ?pal|(?:visa|mastercard|amex|card)\b.{0,20})$"
    r"|^(?:and )?(?:get )?(?:my )?money back$|(?:钱|款)[^,。]{0,4}退|退[到回].*(?:卡|账户|原)|原路",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:where|when|how long|how much|status|yet)\b|哪|多久|什么时候|还没|到账|多少|了没|没有?$|吗", re.IGNORECASE
)
_ITEM = re.compile(
    r"^(?:(?:and|also|plus|then|oh|or|please|pls|same for)[\s,]+)*"
    r"(?:(?:i(?:'?d| would) (?:like|prefer|rather have)|i (?:want|need|prefer)|make|put|switch|swap|change|replace)"
    r"\s+)?"
    r"(?:for )?(?:the|my|that)\b|[-=]>|→",
    re.IGNORECASE,
)
_GETS = re.compile(r"^(?:and )?(?:get|take|have|receive)\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:instead|rather|should be)\b|[-=]>|→|换|改", re.IGNORECASE)
_WISH = re.compile(
    r"\b(?:to|into|instead|rather|should be|(?:ex)?change|swap|switch|replace|return|cancel|send back|refund)\b"
    r"|[-=]+>|→|[换改退]|取消",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:other|another|not th(?:at|is)|no|oops|sorry|typo|number|meant?)\b|别的|另|不是", re.IGNORECASE
)
_MOODS = frozenset(("human", "complaint", "crisis", "bot_challenge", "stop", "restart", "delete_data", "unsubscribe"))


def about_its_order(ranking: Ranking, text: str) -> Ranking:
    """Of a piece that names an order: what can be meant beside it, and the requests about orders where none is sure."""
    left = [(intent, share) for intent, share in ranking if not _is_idle(intent, share, text)]
    whole = sum(share for _, share in left)
    outside = dict(ranking).get(OUTSIDE, 0.0)
    beside = [(intent, share) for intent, share in left if intent != OUTSIDE]
    orders = sum(share for intent, share in beside if intent in ABOUT_ORDERS)
    named = sum(share for _, share in beside)
    long = Form.of(text).words > SHORT
    if long and outside and (outside < FAR or _WISH.search(text)) and orders >= MOSTLY * max(named, 1e-9):
        left, whole = beside, named
    left = swapped([(intent, share / max(whole, 1e-9)) for intent, share in left])
    best, sure = left[0] if left else ("", 0.0)
    orders = sum(share for intent, share in left if intent in ABOUT_ORDERS)
    if best in ANSWERS or (best not in ABOUT_ORDERS and sure >= UNSURE) or orders < HARDLY:
        return left or ranking
    if best in ABOUT_ORDERS and sure >= UNSURE:
        return left
    own = [(intent, ORDERLY * share / orders) for intent, share in left if intent in ABOUT_ORDERS]
    return own + [(intent, share) for intent, share in left if intent not in ABOUT_ORDERS]


def _is_idle(intent: str, share: float, text: str) -> bool:
    """What no number of an order is put beside, unless it is a question about what is in it."""
    if intent == "other_one":
        return len(text.split()) > SHORT and _OTHER.search(text) is None
    return intent in PRODUCTS - {"shop_question"} and not (Form.of(text).asks and share >= UNSURE)


def swapped(ranking: Ranking) -> Ranking:
    """With what speaks for a change of items and for an exchange put together, on whichever is likelier."""
    own = [(intent, share) for intent, share in ranking if intent in SWAPS]
    if len(own) < 2:
        return sorted(ranking, key=lambda each: -each[1])
    best = max(own, key=lambda each: each[1])[0]
    rest = [each for each in ranking if each[0] not in SWAPS]
    return sorted([(best, sum(share for _, share in own)), *rest], key=lambda each: -each[1])


def tells_more(request: Part, piece: Part) -> bool:
    """Whether a piece behind a request to change an order is no request, but more of it: another item, the method."""
    if request.intent not in CHANGES or piece.intent in _MOODS:
        return False
    if request.numbers() and piece.numbers() and not set(piece.numbers()) <= set(request.numbers()):
        return False
    if request.intent in SWAPS and pays(piece) and piece.numbers():
        return False
    if {request.intent, piece.intent} <= SWAPS:
        return not pays(request) or pays(piece)
    form = Form.of(piece.text)
    if _MONEY.search(piece.text) and not _WHEN.search(piece.text) and not form.asks:
        return True
    if request.intent == "return_order" and piece.intent in SWAPS and _GETS.search(piece.text):
        return True
    listed = piece.intent in SWAPS and not form.formed and not _INSTEAD.search(piece.text)
    if form.asks or (piece.intent in ABOUT_ORDERS and not listed):
        return False
    if listed:
        return True
    item = not form.formed or _ITEM.search(piece.text) is not None
    return item and (piece.intent in PRODUCTS | {OUTSIDE, "feedback", "coupon_problem"} or piece.intent in ANSWERS)


def surest(request: Part, whole: Part, spans: Sequence[object]) -> Part:
    """The whole message, read as its one request where that alone is read more surely."""
    if request.intent not in CHANGES or len(spans) < 2 or request.share <= whole.share:
        return whole
    return Part(whole.text, request.ranking, whole.entities, whole.familiar)
