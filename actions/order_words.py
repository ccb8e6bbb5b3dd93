"""Orders by what is said of them and not of what is in them: the latest one, the one before, the late one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shop.order_view import OrderView

_LATEST = re.compile(
    r"\b(?:latest|newest|most recent|last) (?:order|one|purchase)\b|\bjust (?:ordered|placed)\b"
    r"|最近(?:那|的|一)?[一个]?(?:单|订单)|最新(?:那|的|一)?[一个]?(?:单|订单)|刚(?:刚)?(?:下|买|拍)的|上一?单",
    re.I,
)
_BEFORE = re.compile(r"\b(?:one|order) before\b|\bprevious (?:one|order)\b|上上[一个]?单|再?前一单", re.I)
_STATES = {
    ("delayed", "lost"): re.compile(r"\b(?:late|delayed|overdue|lost)\b|延误|晚到|迟", re.I),
    ("delivered",): re.compile(r"\b(?:delivered|arrived|here already|got|came)\b|送到|送达|签收|收到|到了", re.I),
    ("shipped", "delayed"): re.compile(r"\b(?:on (?:its|the) way|shipped|in transit)\b|配送|路上|运输|发货了", re.I),
    ("packed",): re.compile(r"\bpacked\b|打包", re.I),
    ("paid",): re.compile(r"\bpaid\b|付款|付了", re.I),
    ("placed",): re.compile(r"\b(?:unpaid|waiting for payment|placed)\b|待付|没付|已下单", re.I),
    ("returned",): re.compile(r"\b(?:returned|sent back)\b|退货|退了", re.I),
    ("cancelled",): re.compile(r"\bcancelled\b|取消了", re.I),
}
_NOT = re.compile(r"\b(?:not|isn't|isnt|hasn't|hasnt|never|no)\b|不是|别|没", re.I)


def points_to_order(text: str) -> bool:
    """Whether a text says which order by its age."""
    return _BEFORE.search(text) is not None or _LATEST.search(text) is not None


def by_age(text: str, orders: Sequence[OrderView]) -> list[OrderView]:
    """Of `orders`, newest first, the one that "my last order" or "the one before" means; none where neither is said."""
    if _BEFORE.search(text):
        return list(orders[1:2])
    return list(orders[:1]) if _LATEST.search(text) else []


def by_state(text: str, orders: Sequence[OrderView]) -> list[OrderView]:
    """Those in the state that an answer names: "the late one"; none where it names none, or says which it is not."""
    if _NOT.search(text):
        return []
    for states, pattern in _STATES.items():
        if pattern.search(text):
            return [order for order in orders if order.state in states]
    return []
