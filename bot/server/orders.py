"""An order as a card that is ready to show."""

from __future__ import annotations

from pydantic import BaseModel

from shop.dates import day_in_words
from shop.money import in_words
from shop.order_view import OrderView


class OrderLineCard(BaseModel):
    """One line of an order, in words."""

    name: str
    variant: str
    quantity: int
    price: str
    image: str


class OrderCard(BaseModel):
    """One order, in words."""

    kind: str = "order"
    number: str
    state: str
    state_label: str
    total: str
    lines: list[OrderLineCard]
    tracking_url: str | None
    expected: str | None


def order_card(order: OrderView, time_zone: str, locale: str = "en") -> OrderCard:
    """The order as an agent sees it; agents' labels are English."""
    return OrderCard(
        number=order.number,
        state=order.state,
        state_label=order.state.replace("_", " ").capitalize(),
        total=in_words(order.total_cents, order.currency, locale),
        lines=[
            OrderLineCard(
                name=line.name[locale],
                variant=line.variant.get(locale, ""),
                quantity=line.quantity,
                price=in_words(line.price_cents, order.currency, locale),
                image=line.image,
            )
            for line in order.lines
        ],
        tracking_url=order.tracking_url,
        expected=day_in_words(order.expected_at, locale, time_zone) if order.expected_at else None,
    )
