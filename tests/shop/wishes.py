"""One of every change that a shopper may ask for, on Noor's orders, where each of them is allowed."""

from __future__ import annotations

from collections.abc import Callable

from shop.addresses import Address
from shop.asker import Asker
from shop.changes import (
    CancelItems,
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ExchangeItems,
    Pick,
    ReportProblem,
    ReturnItems,
    Swap,
)
from tests.shop.small_shop import Shop

INSIDE, OUTSIDE, PAID, LATE = "2001", "2002", "2003", "2004"  # Noor's orders
CARD, PAYPAL, GIFT_CARD = "pay-11-1", "pay-11-2", "pay-11-3"
ELSEWHERE = Address("7 New Street", "Bend", "OR", "97701")


def line(shop: Shop, asker: Asker, number: str, place: int = 0) -> str:
    """The name of one line of an order."""
    return shop.orders.find(asker, number).lines[place].line


def other(shop: Shop, asker: Asker, number: str, place: int = 0) -> str:
    """A variant of the same product that is in stock."""
    options = shop.orders.variants(asker, number, line(shop, asker, number, place))
    return next(option.sku for option in options if not option.is_this and option.stock > 1)


Wish = Callable[[Shop, Asker], Change]
WISHES: dict[str, tuple[str, Wish]] = {
    "cancel": (PAID, lambda shop, noor: CancelOrder("too late")),
    "cancel_items": (PAID, lambda shop, noor: CancelItems((Pick(line(shop, noor, PAID), 1),), "one is enough")),
    "address": (PAID, lambda shop, noor: ChangeAddress(ELSEWHERE)),
    "payment": (PAID, lambda shop, noor: ChangePayment(_another(shop, noor))),
    "items": (PAID, lambda shop, noor: ChangeItems((Swap(line(shop, noor, PAID), 1, other(shop, noor, PAID)),))),
    "return": (INSIDE, lambda shop, noor: ReturnItems((Pick(line(shop, noor, INSIDE), 1),), "does_not_fit")),
    "exchange": (
        INSIDE,
        lambda shop, noor: ExchangeItems((Swap(line(shop, noor, INSIDE), 1, other(shop, noor, INSIDE)),)),
    ),
    "missing": (LATE, lambda shop, noor: ReportProblem("missing", description="nothing came", wish="send_again")),
    "damaged": (INSIDE, lambda shop, noor: ReportProblem("damaged", (Pick(line(shop, noor, INSIDE), 1),), "a dent")),
}


def _another(shop: Shop, noor: Asker) -> str:
    payment = shop.orders.find(noor, PAID).payment
    return PAYPAL if payment is not None and payment.id == CARD else CARD
