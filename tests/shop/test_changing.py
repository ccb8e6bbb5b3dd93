"""Another address, another payment method, other variants: before the parcel is packed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop.addresses import Address
from shop.changes import ChangeAddress, ChangeItems, ChangePayment, Swap
from shop.errors import Refused
from tests.shop.small_shop import ADA, BOTH_DATABASES, NOOR, Shop, stock_of
from tests.shop.wishes import CARD, ELSEWHERE, GIFT_CARD, INSIDE, PAID, PAYPAL, line, other

pytestmark = BOTH_DATABASES


def test_an_address_is_tidied_shown_and_kept_with_the_same_recipient(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    typed = Address("  ７ New\u200b  Street\n", "Bend", "OR", "97701", "united states", street2="Apt ２")
    preview = shop.orders.preview(noor, PAID, ChangeAddress(typed))
    assert preview.ship_to is not None
    assert (preview.ship_to.street, preview.ship_to.street2, preview.ship_to.country) == (
        "7 New Street",
        "Apt 2",
        "USA",
    )
    assert preview.ship_to.name == "Noor Haddad"
    after = shop.orders.apply(noor, PAID, ChangeAddress(typed), "key", preview.version).order
    assert after.ship_to == preview.ship_to
    assert shop.orders.find(noor, INSIDE).ship_to.street == "31 Cedar Row"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"street": ""}, "address_incomplete"),
        ({"city": " \u200b"}, "address_incomplete"),
        ({"postcode": "---"}, "address_incomplete"),
        ({"postcode": "200040"}, "address_incomplete"),
        ({"postcode": "how long do refunds take 97701"}, "address_incomplete"),
        ({"postcode": "97701", "country": "Canada"}, "address_incomplete"),
        ({"street": "x" * 500}, "address_incomplete"),
        ({"country": "France"}, "country_not_served"),
    ],
)
def test_an_address_that_is_none_is_refused(shop: Shop, wrong: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(shop.verified(NOOR), PAID, ChangeAddress(replace(ELSEWHERE, **wrong)))
    assert refusal.value.ruling.code == code


def test_the_same_address_again_is_told(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    shop.orders.apply(noor, PAID, ChangeAddress(ELSEWHERE), "key-1", 1)
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(noor, PAID, ChangeAddress(replace(ELSEWHERE, street="7  New street".title())))
    assert refusal.value.ruling.code == "same_address"


def test_another_method_pays_all_and_the_first_gets_all_back(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    before = shop.orders.find(noor, PAID)
    assert before.payment is not None
    new = PAYPAL if before.payment.id == CARD else CARD
    preview = shop.orders.preview(noor, PAID, ChangePayment(new))
    assert preview.pay_cents == preview.refund_cents == before.total_cents
    after = shop.orders.apply(noor, PAID, ChangePayment(new), "key", preview.version).order
    assert after.payment is not None
    assert after.payment.id == new
    assert after.refund is not None
    assert after.refund.method == before.payment


def test_a_gift_card_pays_if_there_is_enough_on_it_and_gets_it_back_at_once(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    total = shop.orders.find(noor, PAID).total_cents
    shop.fill_gift_card("gift-11-", total - 1)
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(noor, PAID, ChangePayment(GIFT_CARD))
    assert refusal.value.ruling.values == {"balance_cents": total - 1, "needed_cents": total}
    shop.fill_gift_card("gift-11-", total + 500)
    shop.orders.apply(noor, PAID, ChangePayment(GIFT_CARD), "key-1", 1)
    assert shop.gift_card_balance("gift-11-") == 500
    shop.orders.apply(noor, PAID, ChangePayment(CARD), "key-2", 2)
    assert shop.gift_card_balance("gift-11-") == total + 500


@pytest.mark.parametrize("method", ["pay-1-1", "pay-1-2", "no-such-method", ""])
def test_somebody_else_s_method_is_no_method(shop: Shop, method: str) -> None:
    assert shop.orders.latest(shop.verified(ADA))
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(shop.verified(NOOR), PAID, ChangePayment(method))
    assert refusal.value.ruling.code == "no_such_method"


def test_one_of_two_becomes_another_variant_and_the_difference_is_charged(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    before = shop.orders.find(noor, PAID)
    first, sku = before.lines[0], other(shop, noor, PAID)
    shop.set_price(sku, first.price_cents + 250)
    old_stock, new_stock = stock_of(shop, first.sku), stock_of(shop, sku)
    change = ChangeItems((Swap(first.line, 1, sku),))
    preview = shop.orders.preview(noor, PAID, change)
    assert (preview.pay_cents, preview.refund_cents) == (250, 0)
    assert preview.items[0].becomes is not None
    assert preview.items[0].becomes.sku == sku
    after = shop.orders.apply(noor, PAID, change, "key", 1).order
    assert after.total_cents == before.total_cents + 250
    assert sorted((each.sku, each.quantity) for each in after.lines if each.product_id == first.product_id) == sorted(
        [(first.sku, first.quantity - 1), (sku, 1)]
    )
    assert (stock_of(shop, first.sku), stock_of(shop, sku)) == (old_stock + 1, new_stock - 1)
    with pytest.raises(Refused) as refusal:
        shop.orders.preview(noor, PAID, change)
    assert refusal.value.ruling.code == "once_only"


def test_a_cheaper_variant_gives_the_difference_back(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    first, sku = shop.orders.find(noor, PAID).lines[0], other(shop, noor, PAID)
    shop.set_price(sku, first.price_cents - 300)
    after = shop.orders.apply(noor, PAID, ChangeItems((Swap(first.line, 2, sku),)), "key", 1).order
    assert after.refund is not None
    assert after.refund.cents == 600
    assert after.lines[0].line == first.line
    assert (after.lines[0].sku, after.lines[0].quantity) == (sku, 2)


def test_the_last_one_goes_to_whoever_says_yes_first(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    sku = other(shop, noor, PAID)
    change = ChangeItems((Swap(line(shop, noor, PAID), 1, sku),))
    shop.set_stock(sku, 1)
    assert shop.orders.preview(noor, PAID, change).items
    shop.set_stock(sku, 0)
    held = shop.everything()
    with pytest.raises(Refused) as refusal:
        shop.orders.apply(noor, PAID, change, "key", 1)
    assert (refusal.value.ruling.code, refusal.value.ruling.values) == ("out_of_stock", {"left": 0})
    assert shop.everything() == held


def test_the_variants_of_a_line_are_told_with_price_and_stock(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    first = shop.orders.find(noor, PAID).lines[0]
    shop.set_price(other(shop, noor, PAID), first.price_cents + 1000)
    options = {option.sku: option for option in shop.orders.variants(noor, PAID, first.line)}
    assert options[first.sku].is_this
    assert options[first.sku].difference_cents == 0
    assert options[other(shop, noor, PAID)].difference_cents == 1000
    assert all(option.variant["en"] and option.variant["zh"] for option in options.values())
