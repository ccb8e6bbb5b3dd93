"""What was last shown and talked of: what "it", "the second one" or "and 1003?" can mean. Plain JSON in the state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Sequence

from bot.policy.program import Flow

ORDER, PRODUCT, ARTICLE = "order", "product", "article"
ORDER_SLOT = "order_number"
MOST_TOLD = 10  # orders talked of that are kept


@dataclass
class Memory:
    """`topic` is what the latest finished request was about: an order, a product, an article, or "" (nothing yet)."""

    topic: str = ""
    flow: str = ""  # that request
    text: str = ""  # what it asked, as it was understood
    orders: list[str] = field(default_factory=list)  # shown last, in their order
    products: list[str] = field(default_factory=list)
    order: str | None = None  # the one talked of; None: several, or none
    product: str | None = None
    article: str = ""  # that answered last
    told: list[str] = field(default_factory=list)  # orders talked of so far, the latest last
    lines: list[str] = field(default_factory=list)  # products of the order talked of
    at: float = 0.0  # when something was last shown, to the message

    def saw(self, shown: Sequence[tuple[str, str]], lines: Sequence[str], at: float) -> None:
        """Cards and articles that an action showed, as (kind, id). What one message shows twice over is one list."""
        more = at == self.at
        orders, products = _of(ORDER, shown), _of(PRODUCT, shown)
        if orders:
            self.orders = _listed(self.orders, orders, more)
            self.talk_of_order(orders[0] if len(orders) == 1 else None)
            self.lines = list(lines)
        if products:
            self.products = _listed(self.products, products, more)
            self.product = products[0] if len(products) == 1 else None
        self.article = next(iter(_of(ARTICLE, shown)), self.article)
        if shown:
            self.at = at

    def talk_of_order(self, number: str | None) -> None:
        """From now on "it" is this order."""
        self.order = number
        if number is not None:
            self.told = [*(each for each in self.told if each != number), number][-MOST_TOLD:]

    def asked(self, flow: Flow, text: str) -> None:
        """A request of this flow was answered; small talk changes no topic."""
        topic = topic_of(flow)
        if topic:
            self.topic, self.flow, self.text = topic, flow.name, text

    @classmethod
    def load(cls, raw: Any) -> Memory:
        """What was stored. Raises TypeError where a field is unknown or no mapping was stored."""
        return cls(**raw)


def topic_of(flow: Flow) -> str:
    """What a flow is about, by what it takes; a question that takes neither is the articles'."""
    if takes_order(flow):
        return ORDER
    if any(PRODUCT in kinds for kinds in flow.takes.values()):
        return PRODUCT
    return ARTICLE if flow.kind == "question" else ""


def takes_order(flow: Flow) -> bool:
    """Whether the flow wants an order's number."""
    return ORDER_SLOT in flow.wants()


def _of(kind: str, shown: Sequence[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for each, name in shown if each == kind))


def _listed(before: list[str], now: list[str], more: bool) -> list[str]:
    """One thing out of a list leaves the list as it is, so that "and the third?" still has its place."""
    if len(now) == 1 and now[0] in before:
        return before
    return list(dict.fromkeys([*before, *now])) if more else now
