"""What every change of an order has in common: who may, once for one key, on the order as it was seen, told to all."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from shop.asker import Asker, Level
from shop.errors import Conflict, IdentityNeeded, NotFound, Refused, Unavailable
from shop.events import KINDS
from shop.tables import AuditRow, DoneOnce, OrderRow, ShopEventRow
from tests.shop.small_shop import ADA, BOTH_DATABASES, NOOR, DyingDatabase, Shop
from tests.shop.wishes import OUTSIDE, WISHES

pytestmark = BOTH_DATABASES

NAMES = list(WISHES)


@pytest.mark.parametrize("name", NAMES)
def test_a_preview_changes_nothing(shop: Shop, name: str) -> None:
    noor, (number, wish) = shop.verified(NOOR), WISHES[name]
    held = shop.everything()
    preview = shop.orders.preview(noor, number, wish(shop, noor))
    assert (preview.action, preview.number, preview.version) == (name, number, 1)
    assert shop.everything() == held


@pytest.mark.parametrize("name", NAMES)
def test_what_is_done_is_audited_and_told_with_no_word_about_the_person(shop: Shop, name: str) -> None:
    noor, (number, wish) = shop.verified(NOOR), WISHES[name]
    receipt = shop.orders.apply(noor, number, wish(shop, noor), "key-1", 1)
    assert (receipt.action, receipt.order.version) == (name, 2)
    with shop.sessions() as session:
        audit = session.scalars(select(AuditRow)).one()
        event = session.scalars(select(ShopEventRow)).one()
    assert (audit.action, audit.subject, audit.shopper_id) == (name, number, NOOR)
    assert audit.conversation_id == noor.conversation_id
    assert set(audit.before) == set(audit.after) > {"version"}
    assert (event.kind, event.subject, event.spread_at) == (KINDS[name], number, None)
    assert event.payload["version"] == 2
    assert event.payload["reference"] == receipt.reference
    assert "Noor" not in str(event.payload)
    assert "Street" not in str(event.payload)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_key_does_it_once_and_tells_the_same(shop: Shop, name: str) -> None:
    noor, (number, wish) = shop.verified(NOOR), WISHES[name]
    change = wish(shop, noor)
    first = shop.orders.apply(noor, number, change, "key-1", 1)
    held = shop.everything()
    assert shop.orders.apply(noor, number, change, "key-1", 1) == first
    assert shop.everything() == held


@pytest.mark.parametrize("name", NAMES)
def test_a_key_is_good_for_one_wish(shop: Shop, name: str) -> None:
    noor, (number, wish) = shop.verified(NOOR), WISHES[name]
    change = wish(shop, noor)
    elsewhere = next(other for other in NAMES if other not in (name, "cancel"))
    other_number, other_wish = WISHES[elsewhere]
    shop.orders.apply(noor, other_number, other_wish(shop, noor), "key-1", 1)
    held = shop.everything()
    with pytest.raises(Conflict):
        shop.orders.apply(noor, number, change, "key-1", shop.orders.find(noor, number).version)
    assert shop.everything() == held


@pytest.mark.parametrize("name", NAMES)
def test_an_order_that_changed_since_the_preview_is_a_conflict(shop: Shop, name: str) -> None:
    noor, (number, wish) = shop.verified(NOOR), WISHES[name]
    change = wish(shop, noor)
    seen = shop.orders.preview(noor, number, change).version
    with shop.sessions.begin() as session:
        session.execute(update(OrderRow).where(OrderRow.number == number).values(version=OrderRow.version + 1))
    held = shop.everything()
    with pytest.raises(Conflict):
        shop.orders.apply(noor, number, change, "key-1", seen)
    assert shop.everything() == held


@pytest.mark.parametrize("name", NAMES)
def test_nobody_else_can_do_it_or_learn_whether_the_order_exists(shop: Shop, name: str) -> None:
    noor, (number, wish) = shop.verified(NOOR), WISHES[name]
    change, held, said = wish(shop, noor), shop.everything(), set()
    ada = Asker("somewhere", Level.VERIFIED, ADA)
    for asked in (number, "9999"):
        for do in (lambda n: shop.orders.preview(ada, n, change), lambda n: shop.orders.apply(ada, n, change, "k", 1)):
            with pytest.raises(NotFound) as refusal:
                do(asked)
            said.add(str(refusal.value).replace(asked, "N"))
    assert len(said) == 1
    assert shop.everything() == held


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("level", ["guest", "known", "made up"])
def test_only_a_verified_shopper_may(shop: Shop, name: str, level: str) -> None:
    noor, (number, wish) = shop.verified(NOOR), WISHES[name]
    change = wish(shop, noor)
    known = frozenset({number, "9999"})
    asker = {
        "guest": Asker("here", Level.GUEST),
        "known": Asker("here", Level.KNOWN, None, known),
        "made up": Asker("here", Level.VERIFIED, None, known),
    }[level]
    held = shop.everything()
    for asked in (number, "9999"):
        for do in (
            lambda n: shop.orders.preview(asker, n, change),
            lambda n: shop.orders.apply(asker, n, change, "k", 1),
        ):
            with pytest.raises(IdentityNeeded) as needed:
                do(asked)
            assert needed.value.level is Level.VERIFIED
    assert shop.everything() == held


@pytest.mark.parametrize("name", NAMES)
def test_a_database_that_dies_midway_leaves_nothing_and_the_wish_can_be_repeated(shop: Shop, name: str) -> None:
    noor, (number, wish) = shop.verified(NOOR), WISHES[name]
    change, before, deaths = wish(shop, noor), shop.everything(), 0
    while True:
        with DyingDatabase(shop.engine, deaths) as database:
            if deaths > 80:
                break
            try:
                shop.orders.apply(noor, number, change, "key-1", 1)
            except Unavailable:
                assert database.died
        if not database.died:
            break
        assert shop.everything() == before
        deaths += 1
    assert 5 <= deaths <= 80
    assert shop.count(AuditRow) == shop.count(DoneOnce) == 1


def test_on_an_order_of_long_ago_the_rules_refuse_every_wish_and_nothing_is_written(shop: Shop) -> None:
    noor, held = shop.verified(NOOR), None
    for name, (_, wish) in WISHES.items():
        change = wish(shop, noor)
        held = held or shop.everything()
        with pytest.raises(Refused):
            shop.orders.apply(noor, OUTSIDE, change, f"key-{name}", 1)
    assert shop.everything() == held


def test_a_change_of_all_kinds_leaves_money_and_goods_where_they_belong(shop: Shop) -> None:
    """Whatever is done, nobody gets back more than was paid, and no variant is counted twice."""
    noor = shop.verified(NOOR)
    for place, (name, (number, wish)) in enumerate(sorted(WISHES.items(), key=lambda item: item[0] == "cancel")):
        shop.orders.apply(noor, number, wish(shop, noor), f"key-{name}", shop.orders.find(noor, number).version)
        assert shop.count(AuditRow) == place + 1
    with shop.sessions() as session:
        for order in session.scalars(select(OrderRow).where(OrderRow.shopper_id == NOOR)):
            paid = sum(payment.cents for payment in order.payments if payment.kind == "payment")
            back = sum(payment.cents for payment in order.payments if payment.kind == "refund")
            assert paid - back == (0 if order.state == "cancelled" else order.total_cents)
            goods = sum(line.price_cents * line.quantity for line in order.lines)
            assert order.total_cents == goods + order.shipping_cents
