"""Ordering again, invoices, and hearing when something is back."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from shop.asker import Asker, Level
from shop.back_in_stock import BackInStock
from shop.errors import Conflict, IdentityNeeded, NotFound, Refused, TooMany
from shop.invoices import Invoices
from shop.reordering import Reordering
from shop.rules import ShopRules
from shop.settings import ShopSettings
from shop.tables import AuditRow, BasketRow, ShopEventRow, StockNoticeRow
from tests.shop.small_shop import ADA, BEN, BOTH_DATABASES, LIN, NOOR, ZONE, Shop
from tests.shop.wishes import INSIDE, OUTSIDE

pytestmark = BOTH_DATABASES

NAME = {"en": "The Test Shop", "zh": "测试店"}
KNOWN = Asker("here", Level.KNOWN, None, frozenset({INSIDE}))


def _reordering(shop: Shop, **rules: object) -> Reordering:
    url = "https://shop.example/basket/{token}"
    return Reordering(shop.sessions, ShopRules.model_validate(rules), url, "USD", shop.clock)


def _invoices(shop: Shop) -> Invoices:
    contact = {"contact_email": "help@shop.example", "contact_phone": "1", "privacy_url": "https://shop.example/p"}
    settings = ShopSettings(name=NAME, time_zone=ZONE, invoice_from="The Test Shop Ltd\n1 Main Street", **contact)
    return Invoices(shop.sessions, shop.mailer, settings, shop.clock)


def _notices(shop: Shop) -> BackInStock:
    return BackInStock(shop.sessions, shop.mailer, NAME, shop.clock)


def test_a_basket_holds_what_is_still_there_at_today_s_price(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    first, second, third = shop.orders.find(noor, INSIDE).lines
    shop.set_price(first.sku, first.price_cents + 100)
    shop.set_stock(first.sku, 1)
    shop.set_stock(second.sku, 0)
    preview = _reordering(shop).preview(noor, INSIDE)
    assert [(item.sku, item.quantity, item.wanted) for item in preview.items] == [(first.sku, 1, 2), (third.sku, 1, 1)]
    assert [item.sku for item in preview.gone] == [second.sku]
    assert (preview.items[0].price_cents, preview.items[0].was_cents) == (first.price_cents + 100, first.price_cents)
    assert preview.total_cents == first.price_cents + 100 + third.price_cents
    assert preview.url is None
    assert shop.count(BasketRow) == 0


def test_a_basket_may_hold_only_some_items_and_another_number_of_them(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    first, second, _ = shop.orders.find(noor, INSIDE).lines
    only = {first.sku: 3, "SKU-OF-ANOTHER-ORDER": 1}
    assert [(item.sku, item.wanted) for item in _reordering(shop).preview(noor, INSIDE, only).items] == [(first.sku, 3)]
    basket = _reordering(shop).make(noor, INSIDE, "key", {second.sku: 1})
    assert [(item.sku, item.quantity) for item in basket.items] == [(second.sku, 1)]


def test_a_basket_is_made_once_and_opened_by_its_link_until_it_expires(shop: Shop) -> None:
    noor, reordering = shop.verified(NOOR), _reordering(shop)
    basket = reordering.make(noor, INSIDE, "key")
    assert basket.token is not None
    assert basket.url == f"https://shop.example/basket/{basket.token}"
    assert len(basket.token) >= 32
    held = shop.everything()
    assert reordering.make(noor, INSIDE, "key") == basket
    assert shop.everything() == held
    assert shop.count(BasketRow) == shop.count(AuditRow) == shop.count(ShopEventRow) == 1
    with pytest.raises(Conflict):
        reordering.make(noor, OUTSIDE, "key")
    shop.set_stock(basket.items[0].sku, 0)
    assert len(reordering.open(basket.token).items) == len(basket.items) - 1
    shop.clock.turn(days=7)
    for token in (basket.token, "no-such-token"):
        with pytest.raises(NotFound):
            reordering.open(token)


def test_nothing_left_is_no_basket_and_too_many_are_cut(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    assert _reordering(shop, max_quantity=1).preview(noor, INSIDE).items[0].quantity == 1
    for line in shop.orders.find(noor, INSIDE).lines:
        shop.set_stock(line.sku, 0)
    with pytest.raises(Refused) as refusal:
        _reordering(shop).make(noor, INSIDE, "key")
    assert refusal.value.ruling.code == "nothing_to_reorder"
    assert shop.count(BasketRow) == 0


def test_an_invoice_adds_up_and_is_mailed_to_the_address_on_the_order(shop: Shop) -> None:
    noor, invoices = shop.verified(NOOR), _invoices(shop)
    invoice = invoices.invoice(noor, INSIDE)
    assert invoice.total_cents == invoice.goods_cents + invoice.shipping_cents
    assert (invoice.number, invoice.bill_to.street, invoice.seller.splitlines()[0]) == (
        "INV-2001",
        "31 Cedar Row",
        "The Test Shop Ltd",
    )
    for _ in range(2):
        invoices.send(noor, INSIDE, "en", "key")
    mails = shop.mailer.newest()
    assert [mail.to for mail in mails] == ["noor.haddad@example.com"]
    assert mails[0].subject == "Invoice INV-2001 from The Test Shop"
    for part in ("Flat 4", "2 × ", "November 8, 2026", "1 Main Street"):
        assert part in mails[0].body
    invoices.send(noor, INSIDE, "zh", "key-2")
    assert "2026年11月8日" in shop.mailer.newest(1)[0].body


def test_copies_of_an_invoice_are_limited(shop: Shop) -> None:
    noor, invoices = shop.verified(NOOR), _invoices(shop)
    for place in range(3):
        invoices.send(noor, INSIDE, "en", f"key-{place}")
    with pytest.raises(TooMany):
        invoices.send(noor, INSIDE, "en", "key-3")
    assert len(shop.mailer.newest()) == 3


def test_an_order_that_is_not_paid_has_no_invoice(shop: Shop) -> None:
    with pytest.raises(Refused) as refusal:
        _invoices(shop).invoice(shop.verified(BEN), "1006")
    assert (refusal.value.ruling.code, refusal.value.ruling.values) == ("no_invoice", {"state": "placed"})


def test_a_wish_is_noted_once_and_answered_once(shop: Shop) -> None:
    notices, noor = _notices(shop), shop.verified(NOOR)
    sku = shop.orders.find(noor, INSIDE).lines[0].sku
    with pytest.raises(Refused) as refusal:
        notices.ask(noor, sku)
    assert refusal.value.ruling.code == "in_stock"
    shop.set_stock(sku, 0)
    assert notices.preview(noor, sku).new
    assert shop.count(StockNoticeRow) == 0
    assert [notices.ask(noor, sku).new, notices.ask(noor, sku).new] == [True, False]
    assert [notice.sku for notice in notices.waiting(noor)] == [sku]
    assert notices.send_due() == 0
    shop.set_stock(sku, 3)
    assert [notices.send_due(), notices.send_due()] == [1, 0]
    mail = shop.mailer.newest()[0]
    assert mail.to == "noor.haddad@example.com"
    assert "is back at The Test Shop" in mail.subject
    assert notices.waiting(noor) == []
    shop.set_stock(sku, 0)
    assert notices.ask(noor, sku).new


def test_a_wish_can_be_taken_back_and_is_written_to_in_its_language(shop: Shop) -> None:
    notices, lin, ben = _notices(shop), shop.verified(LIN), shop.verified(BEN)
    sku = shop.orders.find(lin, "1009").lines[0].sku
    shop.set_stock(sku, 0)
    notices.ask(lin, sku)
    notices.ask(ben, sku)
    notices.forget(ben, sku)
    notices.forget(ben, sku)
    shop.set_stock(sku, 1)
    assert notices.send_due() == 1
    assert "又有货了" in shop.mailer.newest()[0].body


def test_a_variant_that_there_is_not_cannot_be_waited_for(shop: Shop) -> None:
    with pytest.raises(NotFound):
        _notices(shop).ask(shop.verified(NOOR), "no-such-sku")


def test_four_wishes_at_once_are_one(shop: Shop) -> None:
    notices, noor = _notices(shop), shop.verified(NOOR)
    sku = shop.orders.find(noor, INSIDE).lines[0].sku
    shop.set_stock(sku, 0)
    start = Barrier(4)

    def ask() -> None:
        start.wait()
        notices.ask(noor, sku)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with shop.sessions() as session:
        assert len(session.scalars(select(StockNoticeRow)).all()) == 1


def test_nobody_else_and_nobody_unproven_gets_any_of_it(shop: Shop) -> None:
    reordering, invoices, notices, ada = _reordering(shop), _invoices(shop), _notices(shop), shop.verified(ADA)
    held = shop.everything()
    for ask in (
        lambda a: reordering.preview(a, INSIDE),
        lambda a: reordering.make(a, INSIDE, "k"),
        lambda a: invoices.invoice(a, INSIDE),
        lambda a: invoices.send(a, INSIDE, "en", "k"),
    ):
        with pytest.raises(NotFound):
            ask(ada)
        with pytest.raises(IdentityNeeded):
            ask(KNOWN)
    for ask in (notices.waiting, lambda a: notices.ask(a, "x"), lambda a: notices.forget(a, "x")):
        with pytest.raises(IdentityNeeded):
            ask(KNOWN)
    assert shop.everything() == held
