"""A shopper's own account: address, payment methods, gift cards and points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from shop.asker import Asker, Level
from shop.errors import Conflict, IdentityNeeded, NotFound, Refused, TooMany
from shop.gift_cards import GiftCards
from shop.loyalty import Loyalty
from shop.rules import ShopRules
from shop.shoppers import Shoppers
from shop.tables import AuditRow, OrderRow, PointsRow, ShopEventRow, ShopperRow
from tests.shop.small_shop import ADA, BEN, BOTH_DATABASES, LIN, NOOR, ZONE, Shop
from tests.shop.wishes import ELSEWHERE

pytestmark = BOTH_DATABASES

GUEST = Asker("nobody", Level.GUEST)


def _shoppers(shop: Shop) -> Shoppers:
    return Shoppers(shop.sessions, ShopRules(), shop.clock, ZONE)


def test_an_account_shows_its_own_methods_with_what_is_left(shop: Shop) -> None:
    methods = _shoppers(shop).methods(shop.verified(NOOR))
    assert [(method.kind, method.last_four, method.balance_cents) for method in methods] == [
        ("card", "7734", None),
        ("paypal", "", None),
        ("gift_card", "W4NP", 8000),
    ]
    assert _shoppers(shop).profile(shop.verified(NOOR)).address.street2 == "Flat 4"


def test_a_new_address_is_kept_once_and_orders_keep_theirs(shop: Shop) -> None:
    shoppers, noor = _shoppers(shop), shop.verified(NOOR)
    preview = shoppers.preview_address(noor, ELSEWHERE)
    assert (preview.before.street, preview.after.street, preview.after.name) == (
        "31 Cedar Row",
        "7 New Street",
        "Noor Haddad",
    )
    after = shoppers.change_address(noor, ELSEWHERE, "key-1", preview.version)
    held = shop.everything()
    assert shoppers.change_address(noor, ELSEWHERE, "key-1", preview.version) == after
    assert shop.everything() == held
    assert shop.orders.find(noor, "2003").ship_to.street == "31 Cedar Row"
    with shop.sessions() as session:
        audit, event = session.scalars(select(AuditRow)).one(), session.scalars(select(ShopEventRow)).one()
    assert (audit.before["street"], audit.after["street"]) == ("31 Cedar Row", "7 New Street")
    assert (event.kind, event.payload["changed"]) == (
        "shopper.address_changed",
        ["city", "postcode", "region", "street", "street2"],
    )
    with pytest.raises(Refused) as refusal:
        shoppers.preview_address(noor, ELSEWHERE)
    assert refusal.value.ruling.code == "same_address"


def test_an_account_that_changed_since_is_a_conflict_and_a_key_is_good_for_one_address(shop: Shop) -> None:
    shoppers, noor = _shoppers(shop), shop.verified(NOOR)
    shoppers.change_address(noor, ELSEWHERE, "key-1", 1)
    other = replace(ELSEWHERE, street="8 New Street")
    with pytest.raises(Conflict):
        shoppers.change_address(noor, other, "key-2", 1)
    with pytest.raises(Conflict):
        shoppers.change_address(noor, other, "key-1", 2)
    assert shoppers.profile(noor).address.street == "7 New Street"


def test_nobody_reads_an_account_without_proof(shop: Shop) -> None:
    shoppers, cards, points = _shoppers(shop), GiftCards(shop.sessions), Loyalty(shop.sessions, ShopRules())
    known = Asker("here", Level.KNOWN, None, frozenset({"2001"}))
    for asker in (GUEST, known, Asker("here", Level.VERIFIED)):
        for ask in (
            shoppers.profile,
            shoppers.methods,
            cards.mine,
            points.points,
            lambda a: shoppers.preview_address(a, ELSEWHERE),
            lambda a: shoppers.change_address(a, ELSEWHERE, "k", 1),
            lambda a: cards.by_code(a, "ALDR-2024-GIFT-7Q2M"),
        ):
            with pytest.raises(IdentityNeeded):
                ask(asker)


def test_gift_cards_are_the_shopper_s_own(shop: Shop) -> None:
    cards = GiftCards(shop.sessions, shop.clock)
    assert [(card.last_four, card.balance_cents, card.mine) for card in cards.mine(shop.verified(ADA))] == [
        ("7Q2M", 5000, True)
    ]
    assert cards.mine(shop.verified(BEN)) == []


def test_a_code_in_the_hand_is_looked_up_however_it_is_typed(shop: Shop) -> None:
    cards = GiftCards(shop.sessions, shop.clock)
    for typed in ("THIS-TLE2-GIFT-PRES", " this tle2 gift pres ", "ＴＨＩＳtle2giftpres"):
        card = cards.by_code(shop.verified(BEN), typed)
        assert (card.balance_cents, card.mine) == (2500, False)
        shop.clock.turn(hours=1)


def test_somebody_else_s_code_is_no_code(shop: Shop) -> None:
    cards, ben, said = GiftCards(shop.sessions, shop.clock), shop.verified(BEN), set()
    for code in ("ALDR-2024-GIFT-7Q2M", "NONE-NONE-NONE-NONE", "", "x" * 5000):
        with pytest.raises(NotFound) as refusal:
            cards.by_code(ben, code)
        said.add(str(refusal.value))
    assert len(said) == 1
    assert cards.by_code(shop.verified(ADA), "ALDR-2024-GIFT-7Q2M").mine


def test_codes_cannot_be_tried_without_end(shop: Shop) -> None:
    cards, ben = GiftCards(shop.sessions, shop.clock), shop.verified(BEN)
    for _ in range(5):
        with pytest.raises(NotFound):
            cards.by_code(ben, "NONE-NONE-NONE-NONE")
    for asker in (ben, shop.verified(BEN)):
        with pytest.raises(TooMany):
            cards.by_code(asker, "THIS-TLE2-GIFT-PRES")
    shop.clock.turn(hours=1)
    assert cards.by_code(shop.verified(BEN), "THIS-TLE2-GIFT-PRES").balance_cents == 2500


def test_very_many_wrong_codes_from_everywhere_stop_all_of_them(shop: Shop) -> None:
    cards = GiftCards(shop.sessions, shop.clock)
    for place in range(200):
        with pytest.raises(NotFound):
            cards.by_code(Asker(f"conversation-{place}", Level.VERIFIED, 10_000 + place), "NONE-NONE-NONE-NONE")
    with pytest.raises(TooMany):
        cards.by_code(shop.verified(LIN), "THIS-TLE2-GIFT-PRES")


def test_points_are_worth_whole_steps_and_last_a_year_after_the_last_order(shop: Shop) -> None:
    with shop.sessions.begin() as session:
        session.execute(update(ShopperRow).where(ShopperRow.id == NOOR).values(points=257))
    loyalty = Loyalty(shop.sessions, ShopRules(), shop.clock, ZONE)
    points = loyalty.points(shop.verified(NOOR))
    assert (points.balance, points.worth_cents, points.step, points.step_cents) == (257, 1000, 100, 500)
    assert points.last_day == date(2027, 11, 17)
    assert points.entries[0].order_number == "2003"
    assert [entry.at for entry in points.entries] == sorted((entry.at for entry in points.entries), reverse=True)
    shop.clock.turn(days=365)
    gone = loyalty.points(shop.verified(NOOR))
    assert (gone.balance, gone.worth_cents, gone.last_day) == (0, 0, None)


def test_points_last_for_ever_where_the_shop_says_so(shop: Shop) -> None:
    with shop.sessions.begin() as session:
        session.execute(update(ShopperRow).where(ShopperRow.id == NOOR).values(points=100))
        session.execute(update(PointsRow).where(PointsRow.shopper_id == NOOR).values(points=1))
        session.execute(update(OrderRow).where(OrderRow.shopper_id == NOOR).values(state="cancelled"))
    rules = ShopRules.model_validate({"loyalty": {"months": None}})
    shop.clock.turn(days=4000)
    points = Loyalty(shop.sessions, rules, shop.clock, ZONE).points(shop.verified(NOOR))
    assert (points.balance, points.last_day) == (100, None)
