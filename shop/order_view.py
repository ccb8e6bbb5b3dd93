"""An order as one asker may see it; who may see it at all is decided in `shop.loading`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shop.privacy import MASK
from shop.tables import ExchangeRow, OrderLineRow, OrderRow, PaymentMethodRow, PaymentRow, ReturnRow

OPEN_RETURNS = ("requested", "received")


@dataclass(frozen=True)
class OrderLine:
    """So many of one variant; `name` and `variant` hold a text a locale. `line` is what a change names it by."""

    product_id: str
    name: dict[str, str]
    variant: dict[str, str]
    quantity: int
    price_cents: int
    image: str
    line: str = ""
    sku: str = ""


@dataclass(frozen=True)
class MethodView:
    """A payment method: "card", "paypal" or "gift_card". `balance_cents` is what a gift card has left to spend."""

    id: str
    kind: str
    brand: str = ""
    last_four: str = ""
    balance_cents: int | None = None


@dataclass(frozen=True)
class Refund:
    """Money on its way back: `state` is "pending" or "sent", `at` the moment it was sent.

    `by` is the day that was promised; `awaits_parcel`: it is sent when the return `reference` has arrived. `action`:
    what it was for ("cancel", "cancel_items", "return", …).
    """

    state: str
    cents: int
    at: datetime | None
    method: MethodView | None = None
    by: date | None = None
    awaits_parcel: bool = False
    reference: str | None = None
    action: str = ""


@dataclass(frozen=True)
class SentBack:
    """A return or an exchange: units by line, and what it comes to (an exchange's refund is below zero where the
    shopper pays). For a return also the goods' price, and what was taken off it."""

    number: str
    state: str
    reason: str
    items: tuple[tuple[str, int], ...]
    refund_cents: int
    created_at: datetime
    send_by: date | None
    goods_cents: int = 0
    restocking_cents: int = 0
    shipping_cents: int = 0


@dataclass(frozen=True)
class Case:
    """A parcel reported as missing or damaged."""

    number: str
    problem: str
    state: str
    created_at: datetime


@dataclass(frozen=True)
class ShipTo:
    """Where the parcel goes and whom the shop may call; masked for anyone who is not verified as the buyer."""

    name: str
    street: str
    city: str
    region: str
    postcode: str
    phone: str
    street2: str = ""
    country: str = ""


@dataclass(frozen=True)
class OrderView:
    """One order, times in UTC, money in cents. `refund` sums up `refunds`; `payment` is None unless whole;
    `paid_cents`: payments on file, whatever went back."""

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
    payment: MethodView | None = None
    refunds: tuple[Refund, ...] = ()
    returns: tuple[SentBack, ...] = ()
    exchanges: tuple[SentBack, ...] = ()
    cases: tuple[Case, ...] = ()
    paid_cents: int = 0


def view(row: OrderRow, whole: bool) -> OrderView:
    """The order, its address whole or masked, how it was paid told or not."""
    refunds = _refunds(row, whole)
    return OrderView(
        number=row.number,
        state=row.state,
        placed_at=row.placed_at,
        lines=tuple(line_view(line) for line in row.lines if line.quantity > 0),
        shipping_cents=row.shipping_cents,
        total_cents=row.total_cents,
        currency=row.currency,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        expected_at=row.expected_at,
        delivered_at=row.delivered_at,
        refund=_all_of(refunds),
        ship_to=ship_to(row, whole),
        version=row.version,
        payment=None if row.method is None or not whole else method_view(row.method),
        refunds=refunds,
        returns=tuple(_returned(each) for each in row.returns),
        exchanges=tuple(_exchanged(each) for each in row.exchanges),
        cases=tuple(Case(case.number, case.kind, case.state, case.created_at) for case in row.cases),
        paid_cents=sum(payment.cents for payment in row.payments if payment.kind == "payment"),
    )


def method_view(row: PaymentMethodRow, balance_cents: int | None = None) -> MethodView:
    """A payment method as its owner sees it."""
    return MethodView(row.id, row.kind, row.brand, row.last_four, balance_cents)


def ship_to(row: OrderRow, whole: bool) -> ShipTo:
    """Where the order goes, whole or masked."""
    if whole:
        return ShipTo(row.name, row.street, row.city, row.region, row.postcode, row.phone, row.street2, row.country)
    name = " ".join(word[0] + MASK for word in row.name.split())
    postcode, phone = row.postcode[:2] + MASK, MASK + row.phone[-2:]
    second = MASK if row.street2 else ""
    return ShipTo(name, _mask_street(row.street), row.city, row.region, postcode, phone, second, row.country)


def line_view(line: OrderLineRow) -> OrderLine:
    """One line as it is shown."""
    return OrderLine(
        line.product_id, line.name, line.variant, line.quantity, line.price_cents, line.image, str(line.id), line.sku
    )


def _refunds(row: OrderRow, whole: bool) -> tuple[Refund, ...]:
    sent = [payment for payment in row.payments if payment.kind == "refund"]
    done = [
        Refund(
            state="pending" if payment.sent_at is None else "sent",
            cents=payment.cents,
            at=payment.sent_at,
            method=None if payment.method is None or not whole else method_view(payment.method),
            by=payment.due_on,
            reference=_return_of(row, payment),
            action=payment.action,
        )
        for payment in sent
    ]
    expected = [
        Refund(
            "pending",
            each.refund_cents,
            None,
            awaits_parcel=each.state == "requested",
            reference=each.number,
            action="return",
        )
        for each in row.returns
        if each.state in OPEN_RETURNS
    ]
    return (*done, *expected)


def _return_of(row: OrderRow, payment: PaymentRow) -> str | None:
    """The return that was paid back so: the only one of its kind and amount."""
    if payment.action != "return":
        return None
    done = [each.number for each in row.returns if each.state == "refunded" and each.refund_cents == payment.cents]
    return done[0] if len(done) == 1 else None


def _all_of(refunds: tuple[Refund, ...]) -> Refund | None:
    if not refunds:
        return None
    pending = [refund for refund in refunds if refund.state == "pending"]
    at = max((refund.at for refund in refunds if refund.at is not None), default=None)
    cents = sum(refund.cents for refund in refunds)
    if len(refunds) == 1:
        return refunds[0]
    return Refund("pending" if pending else "sent", cents, None if pending else at)


def _returned(row: ReturnRow) -> SentBack:
    items = tuple((str(line.order_line_id), line.quantity) for line in row.lines)
    return SentBack(
        row.number,
        row.state,
        row.reason,
        items,
        row.refund_cents,
        row.created_at,
        row.send_by,
        row.goods_cents,
        row.restocking_cents,
        row.shipping_cents,
    )


def _exchanged(row: ExchangeRow) -> SentBack:
    items = tuple((str(line.order_line_id), line.quantity) for line in row.lines)
    refund = -row.difference_cents - row.shipping_cents
    return SentBack(row.number, row.state, row.reason, items, refund, row.created_at, row.send_by)


def _mask_street(street: str) -> str:
    """ "12 Alder Street" as "12 A•••• Street"."""
    words = street.split()
    return " ".join(
        word if word.isdigit() or (place == len(words) - 1 and place > 1) else word[0] + MASK
        for place, word in enumerate(words)
    )
