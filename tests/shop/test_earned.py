"""Points of an order go as the money for it goes back, and money that was never paid does not go back."""

from __future__ import annotations

from sqlalchemy import delete, update

from shop.changes import CancelItems, Pick
from shop.loyalty import Loyalty, Points
from shop.rules import ShopRules
from shop.tables import OrderRow, PaymentRow
from tests.shop.small_shop import BOTH_DATABASES, NOOR, ZONE, Shop
from tests.shop.wishes import PAID

pytestmark = BOTH_DATABASES


def points_of(shop: Shop) -> Points:
    return Loyalty(shop.sessions, ShopRules(), shop.clock, ZONE).points(shop.verified(NOOR), limit=50)


def test_what_is_cancelled_takes_its_points_with_it_once(shop: Shop) -> None:
    noor, before = shop.verified(NOOR), points_of(shop)
    order = shop.orders.find(noor, PAID)
    earned = next(each.points for each in before.entries if (each.order_number, each.why) == (PAID, "order"))
    change = CancelItems((Pick(order.lines[0].line, 1),))
    for _ in range(2):
        shop.orders.apply(noor, PAID, change, "key", 1)
    after, gone = points_of(shop), earned * order.lines[0].price_cents // order.total_cents
    assert gone > 0
    assert after.balance == before.balance - gone
    assert (after.entries[0].points, after.entries[0].why, after.entries[0].order_number) == (-gone, "cancelled", PAID)
    shop.orders.cancel(noor, PAID, "", "another key")
    rest = points_of(shop)
    gone_of_it = [each.points for each in rest.entries if (each.order_number, each.why) == (PAID, "cancelled")]
    assert sum(gone_of_it) == -earned
    assert rest.balance == before.balance - earned


def test_an_order_that_waits_for_payment_gives_nothing_back(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    order = shop.orders.find(noor, PAID)
    with shop.sessions.begin() as session:
        row = update(OrderRow).where(OrderRow.number == PAID).values(state="placed").returning(OrderRow.id)
        session.execute(delete(PaymentRow).where(PaymentRow.order_id == session.scalars(row).one()))
    some = CancelItems((Pick(order.lines[0].line, 1),))
    assert shop.orders.preview(noor, PAID, some).transfers == ()
    cancelled = shop.orders.cancel(noor, PAID, "", "key")
    assert (cancelled.state, cancelled.refunds) == ("cancelled", ())
