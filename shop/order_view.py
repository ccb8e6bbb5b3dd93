"""An order as one asker may see it; who may see it at all is decided in `shop.orders`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shop.privacy import MASK
from shop.tables import OrderRow


@dataclass(frozen=True)
class OrderLine:
    """So many of one variant; `name` and `variant` hold a text a locale."""

    product_id: str
    name: dict[str, str]
    variant: dict[str, str]
    quantity: int
    price_cents: int
    image: str


@dataclass(frozen=True)
class Refund:
    """Money on its way back: `state` is "pending" or "sent", `at` the moment it was sent."""

    state: str
    cents: int
    at: datetime | None


@dataclass(frozen=True)
class ShipTo:
    """Where the parcel goes and whom the shop may call; masked for anyone who is not verified as the buyer."""

    name: str
    street: str
    city: str
    region: str
    postcode: str
    phone: str


@dataclass(frozen=True)
class OrderView:
    """One order, times in UTC, money in cents."""

    number: str
    state: str
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    shipping_cents: int
    total_cents: int
    currency: str
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    expected_at: datetime | None
    delivered_at: datetime | None
    refund: Refund | None
    ship_to: ShipTo
    version: int


def view(row: OrderRow, whole: bool) -> OrderView:
    """The order, its address whole or masked."""
    lines = tuple(
        OrderLine(line.product_id, line.name, line.variant, line.quantity, line.price_cents, line.image)
        for line in row.lines
    )
    refund = None
    if row.refund_state is not None:
        refund = Refund(row.refund_state, row.refund_cents or 0, row.refund_at)
    return OrderView(
        number=row.number,
        state=row.state,
        placed_at=row.placed_at,
        lines=lines,
        shipping_cents=row.shipping_cents,
        total_cents=row.total_cents,
        currency=row.currency,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        expected_at=row.expected_at,
        delivered_at=row.delivered_at,
        refund=refund,
        ship_to=_ship_to(row, whole),
        version=row.version,
    )


def _ship_to(row: OrderRow, whole: bool) -> ShipTo:
    if whole:
        return ShipTo(row.name, row.street, row.city, row.region, row.postcode, row.phone)
    name = " ".join(word[0] + MASK for word in row.name.split())
    return ShipTo(name, _mask_street(row.street), row.city, row.region, row.postcode[:2] + MASK, MASK + row.phone[-2:])


def _mask_street(street: str) -> str:
    """ "12 Alder Street" as "12 A•••• Street"."""
    words = street.split()
    return " ".join(
        word if word.isdigit() or (place == len(words) - 1 and place > 1) else word[0] + MASK
        for place, word in enumerate(words)
    )
