"""Orders and products as cards: ready-to-show texts in the reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from shop.catalogue import Product
from shop.dates import day_in_words
from shop.money import in_words
from shop.order_view import OrderView

if TYPE_CHECKING:
    from actions.base import Reply

MOST_LINES = 3  # named in a sentence; the rest is counted


def money(reply: Reply, cents: int) -> str:
    """Cents in the shop's currency, as the reader writes money."""
    return in_words(cents, reply.services.shop.currency, reply.locale)


def day(reply: Reply, moment: datetime | None) -> str:
    """A date in words, or the domain's words for "not known"."""
    if moment is None:
        return reply.word("utter_expected_unknown")
    return day_in_words(moment, reply.locale, reply.services.shop.time_zone, reply.services.clock())


def state(reply: Reply, order: OrderView) -> str:
    """The order's state in a word or two."""
    return reply.word(f"utter_state_{order.state}")


def lines(reply: Reply, order: OrderView) -> str:
    """ "2 × Peg Set, Kestrel 2 Tent" """
    shown = order.lines
    names = [
        line.name[reply.locale] if line.quantity == 1 else f"{line.quantity} × {line.name[reply.locale]}"
        for line in shown
    ]
    return ("、" if reply.locale == "zh" else ", ").join(names)


def order_card(reply: Reply, order: OrderView) -> dict[str, Any]:
    """The card of one order; what is in it may be talked of next."""
    reply.lines = tuple(line.product_id for line in order.lines)
    return {
        "kind": "order",
        "number": order.number,
        "state": order.state,
        "state_label": state(reply, order),
        "placed": day(reply, order.placed_at),
        "total": money(reply, order.total_cents),
        "lines": [
            {
                "name": line.name[reply.locale],
                "variant": line.variant.get(reply.locale, ""),
                "quantity": line.quantity,
                "price": money(reply, line.price_cents),
                "image": line.image,
            }
            for line in order.lines
        ],
        "tracking_url": order.tracking_url,
        "expected": day(reply, order.expected_at) if order.expected_at else None,
    }


def product_card(reply: Reply, product: Product, reason: str = "") -> dict[str, Any]:
    """The card of one product, with the reason why it is shown."""
    return {
        "kind": "product",
        "id": product.id,
        "name": product.name[reply.locale],
        "price": money(reply, product.price_cents),
        "image": product.image,
        "reason": reason,
        "in_stock": product.stock > 0,
        "url": f"/?product={product.id}",
    }
