"""Orders: who may see which, what is masked, and cancelling."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from shop.asker import Asker, Level
from shop.errors import Conflict, IdentityNeeded, NotFound, Refused
from shop.tables import AuditRow, DoneOnce, OrderRow, VariantRow
from tests.shop.small_shop import ADA, BEN, BOTH_DATABASES, Shop

pytestmark = BOTH_DATABASES


def test_a_verified_shopper_sees_their_order_whole(shop: Shop) -> None:
    order = shop.orders.find(shop.verified(ADA), "#1001 ")
    assert (order.number, order.state, order.carrier) == ("1001", "shipped", "UPS")
    assert order.tracking_number is not None
    assert order.tracking_number.startswith("1Z")
    assert order.ship_to.street == "12 Alder Street"
    assert order.total_cents == order.shipping_cents + sum(line.price_cents * line.quantity for line in order.lines)


def test_a_known_order_shows_address_and_phone_masked(shop: Shop) -> None:
    conversation = shop.conversation()
    assert shop.identity.match_order(conversation, "1001", "ada.merritt@example.com")
    ship_to = shop.orders.find(shop.identity.who(conversation), "1001").ship_to
    assert ship_to.street == "12 A•••• Street"
    assert ship_to.name == "A•••• M••••"
    assert "Merritt" not in repr(ship_to)
    assert "5035550101" not in repr(ship_to)


def test_someone_else_s_order_that_was_matched_stays_masked_for_a_verified_shopper(shop: Shop) -> None:
    ben = shop.verified(BEN)
    shop.identity.match_order(ben.conversation_id, "1001", "ada.merritt@example.com")
    assert shop.orders.find(shop.identity.who(ben.conversation_id), "1001").ship_to.street == "12 A•••• Street"


def test_none_and_not_yours_look_the_same(shop: Shop) -> None:
    ben = shop.verified(BEN)
    said = []
    for number in ("1001", "9999"):
        for attempt in (
            lambda n: shop.orders.find(ben, n),
            lambda n: shop.orders.may_cancel(ben, n),
            lambda n: shop.orders.cancel(ben, n, "", f"key-{n}"),
        ):
            with pytest.raises(NotFound) as refusal:
                attempt(number)
            said.append(str(refusal.value).replace(number, "N"))
    assert len(set(said)) == 1


@pytest.mark.parametrize("number", ["1001", "9999"])
def test_a_guest_is_asked_who_they_are_whether_or_not_the_order_exists(shop: Shop, number: str) -> None:
    guest = shop.identity.who(shop.conversation())
    with pytest.raises(IdentityNeeded) as needed:
        shop.orders.find(guest, number)
    assert needed.value.level is Level.KNOWN
    for attempt in (lambda: shop.orders.latest(guest), lambda: shop.orders.cancel(guest, number, "", "k")):
        with pytest.raises(IdentityNeeded) as needed:
            attempt()
        assert needed.value.level is Level.VERIFIED


def test_a_known_order_can_be_read_but_not_cancelled(shop: Shop) -> None:
    conversation = shop.conversation()
    shop.identity.match_order(conversation, "1002", "ada.merritt@example.com")
    with pytest.raises(IdentityNeeded):
        shop.orders.cancel(shop.identity.who(conversation), "1002", "", "k")
    assert shop.orders.may_cancel(shop.identity.who(conversation), "1002").allowed


def test_latest_orders_are_the_shopper_s_own_newest_first(shop: Shop) -> None:
    orders = shop.orders.latest(shop.verified(ADA), limit=3)
    assert [order.number for order in orders] == ["1002", "1001", "1004"]
    assert [order.number for order in shop.orders.cancellable(shop.verified(BEN))] == ["1006"]


def test_cancelling_changes_state_refund_stock_and_audit_together(shop: Shop) -> None:
    ada = shop.verified(ADA)
    before = shop.orders.find(ada, "1002")
    stock = _stock(shop, "1002")
    after = shop.orders.cancel(ada, "1002", "my card 4111 1111 1111 1111 was charged", "key-1")
    assert (after.state, after.version) == ("cancelled", before.version + 1)
    assert after.refund is not None
    assert (after.refund.state, after.refund.cents) == ("pending", before.total_cents)
    assert sum(_stock(shop, "1002").values()) == sum(stock.values()) + sum(line.quantity for line in before.lines)
    with shop.sessions() as session:
        row = session.scalars(select(AuditRow)).one()
    assert (row.action, row.subject, row.shopper_id, row.conversation_id) == (
        "cancel",
        "1002",
        ADA,
        ada.conversation_id,
    )
    assert (row.before["state"], row.after["state"]) == ("paid", "cancelled")
    assert "4111" not in row.reason


def test_the_same_key_cancels_once_and_answers_the_same(shop: Shop) -> None:
    ada = shop.verified(ADA)
    first = shop.orders.cancel(ada, "1002", "late", "key-1")
    held = shop.everything()
    assert shop.orders.cancel(ada, "1002", "late", "key-1") == first
    assert shop.everything() == held


def test_a_key_is_good_for_one_order_of_one_shopper(shop: Shop) -> None:
    shop.orders.cancel(shop.verified(ADA), "1002", "", "key-1")
    with pytest.raises(Conflict):
        shop.orders.cancel(shop.verified(BEN), "1006", "", "key-1")
    assert shop.orders.find(shop.verified(BEN), "1006").state == "placed"


@pytest.mark.parametrize(
    ("shopper", "number", "code"),
    [
        (ADA, "1001", "too_late"),
        (ADA, "1003", "already_delivered"),
        (ADA, "1004", "needs_person"),
        (BEN, "1005", "too_late"),
        (BEN, "1007", "already_returned"),
    ],
)
def test_what_the_rules_refuse_is_refused_and_nothing_changes(shop: Shop, shopper: int, number: str, code: str) -> None:
    asker = shop.verified(shopper)
    held = shop.everything()
    with pytest.raises(Refused) as refusal:
        shop.orders.cancel(asker, number, "", "key")
    assert refusal.value.ruling.code == code == shop.orders.may_cancel(asker, number).code
    assert shop.everything() == held


def test_an_order_that_changed_since_it_was_confirmed_is_a_conflict(shop: Shop) -> None:
    ada = shop.verified(ADA)
    seen = shop.orders.find(ada, "1002").version
    with shop.sessions.begin() as session:
        session.execute(update(OrderRow).where(OrderRow.number == "1002").values(version=OrderRow.version + 1))
    with pytest.raises(Conflict):
        shop.orders.cancel(ada, "1002", "", "key", version=seen)
    assert shop.orders.find(ada, "1002").state == "paid"
    assert shop.count(DoneOnce) == shop.count(AuditRow) == 0


def test_an_asker_made_up_without_a_shopper_changes_nothing(shop: Shop) -> None:
    with pytest.raises(IdentityNeeded):
        shop.orders.cancel(Asker("made-up", Level.VERIFIED, None), "1002", "", "key")


def _stock(shop: Shop, number: str) -> dict[str, int]:
    with shop.sessions() as session:
        lines = session.scalars(select(OrderRow).where(OrderRow.number == number)).one().lines
        skus = {line.sku for line in lines}
        return {row.sku: row.stock for row in session.scalars(select(VariantRow).where(VariantRow.sku.in_(skus)))}
