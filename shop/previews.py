"""What a change will do, said before it is done: a flow lists it, and after a yes the write takes its version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shop.order_view import MethodView, OrderView, ShipTo


@dataclass(frozen=True)
class Becomes:
    """The variant that something is changed or exchanged for."""

    sku: str
    variant: dict[str, str]
    price_cents: int


@dataclass(frozen=True)
class PlannedItem:
    """So many units of one line, and what they become."""

    line: str
    product_id: str
    name: dict[str, str]
    variant: dict[str, str]
    quantity: int
    price_cents: int
    image: str
    becomes: Becomes | None = None


@dataclass(frozen=True)
class Transfer:
    """Money that moves: a "payment" by the shopper or a "refund".

    `method` is None where nobody knows how the order was paid, and for a gift card that will be made. `on_arrival`:
    not now, but when the parcel is back. `days` are business days from then; `by` is the day, where it is known.
    """

    kind: str
    cents: int
    route: str
    method: MethodView | None
    days: int
    by: date | None = None
    on_arrival: bool = False


@dataclass(frozen=True)
class Preview:
    """What will happen to an order at this version if the shopper says yes."""

    action: str
    number: str
    version: int
    items: tuple[PlannedItem, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    restocking_cents: int = 0
    shipping_cents: int = 0
    ship_to: ShipTo | None = None
    send_by: date | None = None
    check_days: int = 0
    whole: bool = False

    @property
    def refund_cents(self) -> int:
        """All that goes back to the shopper."""
        return sum(transfer.cents for transfer in self.transfers if transfer.kind == "refund")

    @property
    def pay_cents(self) -> int:
        """All that the shopper pays."""
        return sum(transfer.cents for transfer in self.transfers if transfer.kind == "payment")


@dataclass(frozen=True)
class Receipt:
    """What was done: the order as it is now, and the number of the return, exchange or case that was made."""

    action: str
    order: OrderView
    reference: str | None = None
