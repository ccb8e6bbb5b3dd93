"""Returns and exchanges of delivered orders, and what the rest of the shop knows of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from shop.changes import ChangePayment, ExchangeItems, Pick, ReturnItems, Swap
from shop.errors import Refused
from shop.rules import ShopRules
from shop.tables import ExchangeRow, ReturnRow
from tests.shop.small_shop import BOTH_DATABASES, NOOR, Shop, stock_of
from tests.shop.wishes import CARD, GIFT_CARD, INSIDE, OUTSIDE, PAID, PAYPAL, line, other

pytestmark = BOTH_DATABASES

FEES = {"refunds": {"original": {"days": 5, "return_shipping_cents": 695}}, "returns": {"restocking_percent": {}}}


def test_a_return_is_listed_with_fee_and_deadline_and_then_waits_for_the_parcel(shop: Shop) -> None:
    shop.use_rules(ShopRules.model_validate(FEES))
    noor = shop.verified(NOOR)
    before = shop.orders.find(noor, INSIDE)
    first = before.lines[0]
    change = ReturnItems((Pick(first.line, 1),), "does_not_fit", note="too small, my card is 4111 1111 1111 1111")
    preview = shop.orders.preview(noor, INSIDE, change)
    assert preview.refund_cents == first.price_cents - 695
    assert (preview.shipping_cents, preview.restocking_cents) == (695, 0)
    assert preview.send_by == date(2026, 12, 2)
    assert (preview.check_days, preview.transfers[0].days, preview.transfers[0].on_arrival) == (5, 5, True)
    assert preview.transfers[0].method == before.payment
    receipt = shop.orders.apply(noor, INSIDE, change, "key", preview.version)
    assert receipt.reference == "2001-R1"
    assert receipt.order.state == "delivered"
    assert receipt.order.refund is not None
    assert (receipt.order.refund.state, receipt.order.refund.awaits_parcel) == ("pending", True)
    assert receipt.order.returns[0].items == ((first.line, 1),)
    with shop.sessions() as session:
        assert "4111" not in session.scalars(select(ReturnRow).where(ReturnRow.number == "2001-R1")).one().note


def test_store_credit_costs_no_shipping_and_goes_to_a_card_that_is_there(shop: Shop) -> None:
    shop.use_rules(ShopRules.model_validate(FEES))
    noor = shop.verified(NOOR)
    first = shop.orders.find(noor, INSIDE).lines[0]
    preview = shop.orders.preview(noor, INSIDE, ReturnItems((Pick(first.line, 1),), refund_to="gift_card"))
    assert preview.refund_cents == first.price_cents
    assert preview.transfers[0].method is not None
    assert preview.transfers[0].method.id == GIFT_CARD


def test_our_own_mistake_costs_nothing(shop: Shop) -> None:
    shop.use_rules(ShopRules.model_validate(FEES))
    noor = shop.verified(NOOR)
    first = shop.orders.find(noor, INSIDE).lines[0]
    preview = shop.orders.preview(noor, INSIDE, ReturnItems((Pick(first.line, 1),), "damaged", used=True))
    assert preview.refund_cents == first.price_cents


@pytest.mark.parametrize("method", [CARD, PAYPAL])
def test_a_refund_goes_to_the_original_method_or_a_gift_card_and_nowhere_else(shop: Shop, method: str) -> None:
    noor = shop.verified(NOOR)
    order = shop.orders.find(noor, INSIDE)
    change = ReturnItems((Pick(order.lines[0].line, 1),), method=method)
    if order.payment is not None and order.payment.id == method:
        assert shop.orders.preview(noor, INSIDE, change).transfers[0].route == "original"
    else:
        with pytest.raises(Refused) as refusal:
            shop.orders.preview(noor, INSIDE, change)
        assert refusal.value.ruling.code == "refund_route_closed"


def test_what_is_returned_cannot_be_exchanged_as_well(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    first, sku = shop.orders.find(noor, INSIDE).lines[0], other(shop, noor, INSIDE)
    shop.orders.apply(noor, INSIDE, ReturnItems((Pick(first.line, 1),)), "key-1", 1)
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(noor, INSIDE, ExchangeItems((Swap(first.line, 2, sku),)))
    assert (refusal.value.ruling.code, refusal.value.ruling.values) == ("more_than_left", {"left": 1})
    shop.orders.apply(noor, INSIDE, ExchangeItems((Swap(first.line, 1, sku),)), "key-2", 2)
    for change in (ReturnItems((Pick(first.line, 1),)), ExchangeItems((Swap(first.line, 1, sku),))):
        with pytest.raises(Refused) as refusal:
            shop.orders.preview(noor, INSIDE, change)
        assert refusal.value.ruling.code == "once_only"


def test_an_exchange_keeps_the_new_one_aside_and_charges_on_arrival(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    first, sku = shop.orders.find(noor, INSIDE).lines[0], other(shop, noor, INSIDE)
    shop.set_price(sku, first.price_cents + 400)
    before = stock_of(shop, sku)
    preview = shop.orders.preview(noor, INSIDE, ExchangeItems((Swap(first.line, 2, sku),)))
    assert (preview.pay_cents, preview.transfers[0].on_arrival) == (800, True)
    receipt = shop.orders.apply(noor, INSIDE, ExchangeItems((Swap(first.line, 2, sku),)), "key", 1)
    assert receipt.reference == "2001-X1"
    assert stock_of(shop, sku) == before - 2
    assert receipt.order.exchanges[0].refund_cents == -800
    assert receipt.order.lines[0].sku == first.sku
    assert receipt.order.refund is None


def test_what_one_exchange_will_take_from_a_gift_card_no_other_can_spend(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    first, sku = shop.orders.find(noor, INSIDE).lines[0], other(shop, noor, INSIDE)
    shop.set_price(sku, first.price_cents + 5000)
    shop.orders.apply(noor, INSIDE, ExchangeItems((Swap(first.line, 1, sku),), method=GIFT_CARD), "key-1", 1)
    assert shop.gift_card_balance("gift-11-") == 8000
    with shop.sessions() as session:
        assert session.scalars(select(ExchangeRow.difference_cents)).one() == 5000

    with pytest.raises(Refused) as refusal:
        shop.orders.preview(noor, PAID, ChangePayment(GIFT_CARD))
    assert refusal.value.ruling.values["balance_cents"] == 3000


def test_the_window_is_counted_in_days_where_the_shop_is(shop: Shop) -> None:
    """Delivered on 13 November, 10:00 in Portland; the last day is 13 December, which ends at midnight there."""
    noor = shop.verified(NOOR)
    change = ReturnItems((Pick(line(shop, noor, INSIDE), 1),))
    shop.clock.turn(days=25, hours=13, minutes=59)
    shop.orders.preview(noor := shop.verified(NOOR), INSIDE, change)
    shop.clock.turn(minutes=1)
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(noor, INSIDE, change)
    assert refusal.value.ruling.values == {"days": 30, "last_day": date(2026, 12, 13)}


def test_outside_the_window_every_line_says_so_before_anything_is_chosen(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    options = shop.orders.options(noor, OUTSIDE, "return")
    assert options.ruling.allowed
    assert options.open == ()
    assert {line.ruling.code for line in options.lines} == {"window_over"}
    inside = shop.orders.options(noor, INSIDE, "return")
    assert len(inside.open) == 3
    assert [line.left for line in inside.open] == [2, 1, 1]
    assert shop.orders.options(noor, PAID, "return").ruling.code == "not_delivered"


@pytest.mark.parametrize("action", ["cancel", "cancel_items", "address", "payment", "items", "exchange", "missing"])
def test_every_action_can_be_asked_about(shop: Shop, action: str) -> None:
    options = shop.orders.options(shop.verified(NOOR), INSIDE, action)
    assert options.action == action
    assert options.version == 1


def test_an_exchange_that_is_called_off_frees_its_units_for_another(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    first, sku = shop.orders.find(noor, INSIDE).lines[0], other(shop, noor, INSIDE)
    shop.orders.apply(noor, INSIDE, ExchangeItems((Swap(first.line, 2, sku),)), "key-1", 1)
    with shop.sessions.begin() as session:
        session.execute(update(ExchangeRow).values(state="cancelled"))
    assert shop.orders.preview(noor, INSIDE, ReturnItems((Pick(first.line, 2),))).items[0].quantity == 2


def test_a_season_gift_may_come_back_later(shop: Shop) -> None:
    seasons = {"gifts": {"first": "11-01", "last": "12-24", "days": 60}}
    shop.use_rules(ShopRules.model_validate({"returns": seasons}))
    noor = shop.verified(NOOR)
    pick = (Pick(line(shop, noor, INSIDE), 1),)
    shop.clock.turn(days=40)
    noor = shop.verified(NOOR)
    with pytest.raises(Refused):
        shop.orders.preview(noor, INSIDE, ReturnItems(pick))
    preview = shop.orders.preview(noor, INSIDE, ReturnItems(pick, gift=True))
    assert preview.send_by == shop.clock.now.date() + timedelta(days=14)
