"""Payment methods: how they are called, and which one words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import Reply
from actions.cards import money
from shop.order_view import MethodView

_KINDS = {
    "paypal": re.compile(r"\bpay ?pal\b|贝宝", re.I),
    "gift_card": re.compile(r"\bgift ?(?:card|voucher)s?\b|\bstore credit\b|礼品卡|礼物卡|购物卡", re.I),
    "card": re.compile(
        r"\b(?:credit|debit|bank)? ?card\b|\bvisa\b|\bmaster ?card\b|\bamex\b|信用卡|银行卡|借记卡", re.I
    ),
}
_BRANDS = {"amex": "American Express", "visa": "Visa", "mastercard": "Mastercard"}
_BRAND = re.compile(r"\b(?:visa|master ?card|amex)\b", re.I)
_ANOTHER = re.compile(
    r"\b(?:another|other|different|second|new) (?:card|one|method)\b|另[一外]?张|别的|其他|换张|换一张", re.I
)


def method_name(reply: Reply, method: MethodView | None) -> str:
    """ "your Visa card ending in 4242"; how an order was paid may be unknown."""
    if method is None:
        return reply.word("utter_method_unknown")
    brand = _BRANDS.get(method.brand, method.brand.title())
    return reply.word(f"utter_method_{method.kind}", brand=brand, last_four=method.last_four)


def method_label(reply: Reply, method: MethodView) -> str:
    """As a button: a gift card with what is left on it."""
    name = reply.word(
        f"utter_method_button_{method.kind}",
        brand=_BRANDS.get(method.brand, method.brand.title()),
        last_four=method.last_four,
    )
    if method.balance_cents is None:
        return name
    return reply.word("utter_method_with_balance", method=name, balance=money(reply, method.balance_cents))


def names_kind(text: str) -> bool:
    """Whether a text names a kind of payment that not every account has: PayPal, a gift card, a brand of card."""
    return any(_KINDS[kind].search(text) for kind in ("paypal", "gift_card")) or _BRAND.search(text) is not None


def methods_meant(text: str, methods: Sequence[MethodView]) -> list[MethodView]:
    """Those that a text may mean: by the last four digits, by brand, by kind; "another card" is any other one."""
    for found in (
        [method for method in methods if method.last_four and method.last_four.lower() in text.lower()],
        [method for method in methods if method.brand and re.search(rf"\b{method.brand}\b", text, re.I)],
    ):
        if found:
            return found
    kinds = [kind for kind, pattern in _KINDS.items() if pattern.search(text)]
    if "gift_card" in kinds and "card" in kinds and not re.search(r"\b(?:credit|debit|visa)\b|信用卡", text, re.I):
        kinds.remove("card")
    found = [method for method in methods if method.kind in kinds]
    return found or (list(methods) if _ANOTHER.search(text) else [])
