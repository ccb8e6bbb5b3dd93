"""A shop's own products, shoppers and orders come in whole or not at all, and the same file again changes nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from shop.addresses import Address
from shop.changes import CancelOrder, ChangeAddress
from shop.errors import Unavailable
from shop.tables import AuditRow, OrderRow, PaymentRow, ReturnRow, ShopperRow
from tests.shop.imported import ORDERS, PRODUCTS, SHOPPERS, Files
from tests.shop.small_shop import BOTH_DATABASES, DyingDatabase, Shop, stock_of

pytestmark = BOTH_DATABASES
CONTENTS = {"shoppers": SHOPPERS, "products": PRODUCTS, "orders": ORDERS}


@pytest.fixture
def files(shop: Shop, tmp_path: Path) -> Files:
    return Files(shop, tmp_path)


def shopper(shop: Shop, email: str) -> ShopperRow:
    with shop.sessions() as session:
        return session.scalars(select(ShopperRow).where(ShopperRow.email == email)).one()


def test_an_imported_shopper_finds_their_imported_order_and_may_change_it(shop: Shop, files: Files) -> None:
    files.all()
    nilo = shop.verified(shopper(shop, "nilo@example.com").id)
    order = shop.orders.find(nilo, "a-7001")
    assert (order.state, order.total_cents, order.delivered_at) == (
        "delivered",
        6785,
        datetime(2026, 11, 5, 8, tzinfo=UTC),
    )
    assert [(line.name["zh"], line.variant["en"], line.quantity, line.price_cents) for line in order.lines] == [
        ("假想灯", "brass, S", 1, 4990),
        ("Pretend Candle", "", 3, 400),
    ]
    assert order.ship_to.street == "1 Made-up Street"
    assert order.ship_to.country == "USA"
    ming = shop.verified(shopper(shop, "ming@example.com").id)
    shop.orders.apply(ming, "A-7002", CancelOrder("changed my mind"), "key", 1)
    assert shop.orders.find(ming, "A-7002").state == "cancelled"
    assert stock_of(shop, "candle") == 101


def test_products_come_with_their_variants_and_a_shelf_that_is_new(shop: Shop, files: Files) -> None:
    report = files.go("products", PRODUCTS)
    assert (report.new, report.changed, report.unchanged) == (2, 0, 0)
    lamp = shop.catalogue.product("lamp")
    assert (lamp.name, lamp.category, lamp.price_cents, lamp.stock, lamp.tags) == (
        {"en": "Pretend Lamp", "zh": "假想灯"},
        "lights",
        4990,
        5,
        ("light", "desk"),
    )
    assert [variant.size for variant in lamp.variants] == ["S", "L"]
    assert shop.catalogue.product("candle").name["zh"] == "Pretend Candle"
    assert shop.catalogue.categories()[-1].id == "lights"


def test_without_being_told_to_write_nothing_is_written(shop: Shop, files: Files) -> None:
    before = shop.everything()
    for what in ("shoppers", "products"):
        report = files.go(what, CONTENTS[what], write=False)
        assert (report.new, report.bad, report.written) == (2, 0, False)
    assert shop.everything() == before


def test_the_same_file_again_changes_nothing(shop: Shop, files: Files) -> None:
    files.all()
    before = shop.everything()
    for what, content in CONTENTS.items():
        report = files.go(what, content)
        assert (report.new, report.changed, report.unchanged, report.written) == (0, 0, 2, False)
    assert shop.everything() == before


def test_what_differs_is_changed_and_what_the_file_does_not_name_stays(shop: Shop, files: Files) -> None:
    files.all()
    assert files.go("products", PRODUCTS.replace("lamp-s,5", "lamp-s,9")).changed == 1
    assert stock_of(shop, "lamp-s") == 9
    assert files.go("shoppers", "email,name\nnilo@example.com,Nilo N. Nobody\n").changed == 1
    nilo = shopper(shop, "nilo@example.com")
    assert (nilo.name, nilo.street, nilo.phone) == ("Nilo N. Nobody", "1 Made-up Street", "5035550188")
    shipped = ORDERS.replace("ming@example.com,paid", "ming@example.com,shipped")
    report = files.go("orders", shipped)
    assert (report.changed, report.unchanged) == (1, 1)
    ming = shop.verified(shopper(shop, "ming@example.com").id)
    assert (shop.orders.find(ming, "A-7002").state, shop.orders.find(ming, "A-7002").version) == ("shipped", 2)
    with shop.sessions() as session:
        note = session.scalars(select(AuditRow).where(AuditRow.subject == "A-7002")).one()
    assert (note.action, note.before, note.after["state"]) == ("import", {"state": "paid", "version": 1}, "shipped")


def test_an_order_that_is_paid_later_gets_its_payment_and_a_refund_is_booked_once(shop: Shop, files: Files) -> None:
    files.go("shoppers", SHOPPERS)
    files.go("products", PRODUCTS)
    head = "number,shopper,state,placed_at,refunded,sku,quantity,price\n"
    states = ("placed,2026-11-01,", "paid,2026-11-01,", "cancelled,2026-11-01,4.00", "cancelled,2026-11-01,4.00")
    for state in states:
        assert not files.go("orders", f"{head}A-1,nilo@example.com,{state},candle,1,4.00\n").bad, files.bad
    with shop.sessions() as session:
        order = session.scalars(select(OrderRow.id).where(OrderRow.number == "A-1")).one()
        rows = session.scalars(select(PaymentRow).where(PaymentRow.order_id == order).order_by(PaymentRow.id)).all()
    assert [(row.kind, row.cents) for row in rows] == [("payment", 400), ("refund", 400)]


def test_what_a_shopper_changed_here_is_not_undone_by_an_older_export(shop: Shop, files: Files) -> None:
    files.all()
    ming = shop.verified(shopper(shop, "ming@example.com").id)
    home = Address("2 Invented Lane", "Bend", "OR", "97701")
    shop.orders.apply(ming, "A-7002", ChangeAddress(home), "key", 1)
    head = "number,shopper,state,placed_at,street,city,region,postcode,sku,quantity,price\n"
    row = "A-7002,ming@example.com,{},2026-11-17T09:30:00+08:00,9 Old Road,Bend,OR,97701,candle,1,4.00\n"
    assert files.go("orders", head + row.format("paid")).bad == 1
    assert files.places == [(2, "street")]
    assert "webhooks.md" in files.bad[0].todo
    assert files.go("orders", ORDERS.replace("ming@example.com,paid", "ming@example.com,shipped")).changed == 1
    order = shop.orders.find(ming, "A-7002")
    assert (order.state, order.ship_to.street) == ("shipped", "2 Invented Lane")


def test_an_order_cancelled_here_stays_so(shop: Shop, files: Files) -> None:
    files.all()
    ming = shop.verified(shopper(shop, "ming@example.com").id)
    shop.orders.apply(ming, "A-7002", CancelOrder("changed my mind"), "key", 1)
    assert files.go("orders", ORDERS).bad == 1
    assert files.places == [(4, "state")]
    assert shop.orders.find(ming, "A-7002").state == "cancelled"


def test_lines_that_a_return_speaks_of_are_kept(shop: Shop, files: Files) -> None:
    files.go("products", PRODUCTS)
    with shop.sessions() as session:
        returned = session.scalars(select(OrderRow).join(ReturnRow, ReturnRow.order_id == OrderRow.id)).first()
        assert returned is not None
        owner = session.get_one(ShopperRow, returned.shopper_id).email
    head = "number,shopper,state,placed_at,sku,quantity,price\n"
    row = f"{returned.number},{owner},{returned.state},{returned.placed_at.isoformat()},candle,1,4.00\n"
    assert files.go("orders", head + row).bad
    assert (2, "lines") in files.places


def test_one_wrong_row_keeps_the_whole_file_out(shop: Shop, files: Files) -> None:
    before = shop.everything()
    assert files.go("shoppers", SHOPPERS + "no address,Nobody,,,,,,,\n").bad == 1
    assert files.places == [(4, "email")]
    assert shop.everything() == before


def test_a_database_that_dies_half_way_leaves_nothing_half_imported(shop: Shop, files: Files) -> None:
    before = shop.everything()
    for statements in range(3, 60, 4):
        with DyingDatabase(shop.engine, statements) as database:
            try:
                files.go("products", PRODUCTS)
            except Unavailable:
                assert database.died
        if database.died:
            assert shop.everything() == before
    assert shop.everything() != before


def test_unknown_people_and_products_are_named(shop: Shop, files: Files) -> None:
    files.go("shoppers", SHOPPERS)
    assert files.go("orders", ORDERS).bad == 3
    assert files.places == [(2, "sku"), (3, "sku"), (4, "sku")]
    assert "aisle import products" in files.bad[0].todo
    files.go("products", PRODUCTS)
    files.go("orders", ORDERS.replace("ming@", "nobody@"))
    assert files.places == [(4, "shopper")]
    assert "aisle import shoppers" in files.bad[0].todo


def test_a_gift_card_that_nobody_has_cannot_have_paid(shop: Shop, files: Files) -> None:
    files.go("shoppers", SHOPPERS)
    files.go("products", PRODUCTS)
    head = "number,shopper,state,placed_at,paid_by,sku,quantity,price\n"
    assert files.go("orders", head + "A-1,nilo@example.com,paid,2026-11-01,gift_card,candle,1,4.00\n").bad == 1
    assert files.places == [(2, "paid_by")]
    assert files.go("orders", head + "A-1,noor.haddad@example.com,paid,2026-11-01,gift_card,candle,1,4\n").written


def test_shoppers_keep_the_ids_that_tokens_speak_of(shop: Shop, files: Files) -> None:
    assert files.go("shoppers", "id,email,name\n900,nilo@example.com,Nilo\n").written
    assert files.go("shoppers", "email,name\nming@example.com,明月\n").written, "PostgreSQL counts on from 901"
    assert shopper(shop, "nilo@example.com").id == 900
    assert files.go("shoppers", "id,email,name\n900,nilo.n@example.com,Nilo\n").changed == 1
    files.go("shoppers", "id,email,name\n901,nilo.n@example.com,Nilo\n5,a@b.example,A\n5,b@b.example,B\n")
    assert files.places == [(2, "id"), (4, "id")]


def test_a_variant_belongs_to_one_product(shop: Shop, files: Files) -> None:
    files.go("products", PRODUCTS)
    files.go("products", PRODUCTS.replace("lamp-l", "candle"))
    assert ("sku" in files.bad[0].column, files.bad[0].row) == (True, 3)


def test_json_says_the_same_as_csv(shop: Shop, files: Files) -> None:
    shoppers = [{"email": "nilo@example.com", "name": "Nilo Nobody"}]
    variants = [
        {"sku": "lamp-s", "stock": 5, "size": "S", "options": {"shade": "linen"}},
        {"sku": "lamp-l", "stock": 0, "variant_price": 59.9},
    ]
    products = [{"product": "lamp", "name": "Lamp", "category": "lights", "price": "49.90", "variants": variants}]
    lines = [{"sku": "lamp-s", "quantity": 2, "price": 49.9}]
    orders = [{"number": 7001, "shopper": "nilo@example.com", "state": "paid", "placed_at": "2026-11-01"}]
    orders[0]["lines"] = lines  # type: ignore[assignment]
    for what, content in (("shoppers", shoppers), ("products", products), ("orders", orders)):
        assert files.go(what, json.dumps(content), kind="json").written, files.bad
        assert files.go(what, json.dumps(content, indent=2), kind="json").unchanged == 1
    nilo = shop.verified(shopper(shop, "nilo@example.com").id)
    assert shop.orders.find(nilo, "7001").total_cents == 9980
    lines[0]["quantity"] = 0
    files.go("orders", json.dumps(orders), kind="json")
    assert files.places == [(1, "lines[0].quantity")]
