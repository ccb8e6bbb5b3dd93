"""Cancelling some of an order: what is left, what goes back, and when it is the whole order after all."""

from __future__ import annotations

import pytest

from shop.changes import CancelItems, ChangeItems, Pick, Swap
from shop.errors import Refused
from shop.rules import ShopRules
from tests.shop.small_shop import BOTH_DATABASES, NOOR, Shop, stock_of
from tests.shop.wishes import CARD, GIFT_CARD, PAID, line, other

pytestmark = BOTH_DATABASES


def test_one_of_two_is_cancelled_and_its_price_goes_back_to_whoever_paid(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    before = shop.orders.find(noor, PAID)
    first, stock = before.lines[0], stock_of(shop, before.lines[0].sku)
    change = CancelItems((Pick(first.line, 1),))
    preview = shop.orders.preview(noor, PAID, change)
    assert [(item.line, item.quantity) for item in preview.items] == [(first.line, 1)]
    assert preview.refund_cents == first.price_cents
    assert preview.transfers[0].method == before.payment
    after = shop.orders.apply(noor, PAID, change, "key", preview.version).order
    assert after.state == "paid"
    assert after.lines[0].quantity == first.quantity - 1
    assert after.total_cents == before.total_cents - first.price_cents
    assert after.refund is not None
    assert (after.refund.state, after.refund.cents) == ("pending", first.price_cents)
    assert stock_of(shop, first.sku) == stock + 1


def test_a_line_that_is_cancelled_is_not_shown_any_more(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    before = shop.orders.find(noor, PAID)
    gone = before.lines[1]
    after = shop.orders.apply(noor, PAID, CancelItems((Pick(gone.line, gone.quantity),)), "key", 1).order
    assert [each.line for each in after.lines] == [each.line for each in before.lines if each != gone]
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(noor, PAID, CancelItems((Pick(gone.line, 1),)))
    assert refusal.value.ruling.code == "more_than_left"


def test_a_shop_may_leave_the_shelf_to_its_warehouse(shop: Shop) -> None:
    shop.use_rules(ShopRules(restock=False))
    noor = shop.verified(NOOR)
    stock = {each.sku: stock_of(shop, each.sku) for each in shop.orders.find(noor, PAID).lines}
    shop.orders.cancel(noor, PAID, "", "key")
    assert {sku: stock_of(shop, sku) for sku in stock} == stock


def test_all_items_are_the_whole_order_shipping_included(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    before = shop.orders.find(noor, PAID)
    change = CancelItems(tuple(Pick(each.line, each.quantity) for each in before.lines))
    preview = shop.orders.preview(noor, PAID, change)
    assert (preview.action, preview.whole, preview.refund_cents) == ("cancel", True, before.total_cents)
    after = shop.orders.apply(noor, PAID, change, "key", 1).order
    assert after.state == "cancelled"
    assert after.lines == before.lines
    assert after.refund is not None
    assert after.refund.cents == before.total_cents


def test_half_and_half_of_one_line_add_up(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    first = line(shop, noor, PAID)
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(noor, PAID, CancelItems((Pick(first, 1), Pick(first, 2))))
    assert (refusal.value.ruling.code, refusal.value.ruling.values) == ("more_than_left", {"left": 2})
    preview = shop.orders.preview(noor, PAID, CancelItems((Pick(first, 1), Pick(first, 1))))
    assert [(item.line, item.quantity) for item in preview.items] == [(first, 2)]


@pytest.mark.parametrize("quantity", [0, -1, -2_000_000_000, 10**12])
def test_impossible_quantities_change_nothing(shop: Shop, quantity: int) -> None:
    noor, held = shop.verified(NOOR), shop.everything()
    with pytest.raises(Refused) as refusal:
        shop.orders.apply(noor, PAID, CancelItems((Pick(line(shop, noor, PAID), quantity),)), "key", 1)
    assert refusal.value.ruling.code in ("bad_quantity", "more_than_left")
    assert shop.everything() == held


def test_after_an_item_change_paid_by_gift_card_each_method_gets_back_what_it_gave(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    shop.set_price(other(shop, noor, PAID), 31000)
    first = shop.orders.find(noor, PAID).lines[0]
    change = ChangeItems((Swap(first.line, 1, other(shop, noor, PAID)),), GIFT_CARD)
    shop.fill_gift_card("gift-11-", 999_00)
    paid = shop.orders.apply(noor, PAID, change, "key-1", 1).order
    cancelled = shop.orders.cancel(noor, PAID, "", "key-2")
    assert cancelled.refund is not None
    assert cancelled.refund.cents == paid.total_cents
    by_method = {refund.method.id: refund.cents for refund in cancelled.refunds if refund.method is not None}
    assert by_method[GIFT_CARD] == 31000 - first.price_cents
    assert sum(by_method.values()) == paid.total_cents
    assert shop.gift_card_balance("gift-11-") == 999_00
    assert CARD in by_method or "pay-11-2" in by_method
