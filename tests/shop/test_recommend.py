"""Recommendations: in stock, not owned, and with a reason that is true."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, update

from shop.asker import Asker, Level
from shop.errors import NotFound
from shop.purchases import lifts
from shop.recommend import Recommender
from shop.tables import OrderLineRow, OrderRow, ReturnLineRow, VariantRow
from tests.shop.small_shop import ADA, Shop

GUEST = Asker("nobody", Level.GUEST)


def _buy(shop: Shop, shopper_id: int, *products: str, state: str = "paid") -> None:
    """One more order with one piece of each product."""
    with shop.sessions.begin() as session:
        old = session.scalars(select(OrderRow).where(OrderRow.shopper_id == shopper_id)).first()
        assert old is not None
        columns = {column.name: getattr(old, column.name) for column in OrderRow.__table__.columns}
        order_id = 10_000 + shop.count(OrderRow)
        columns |= {"id": order_id, "number": f"T{order_id}", "state": state}
        columns["placed_at"] = shop.clock()
        session.execute(insert(OrderRow).values(**columns))
        for product_id in products:
            sku = session.scalars(select(VariantRow.sku).where(VariantRow.product_id == product_id)).first()
            line = {"order_id": order_id, "product_id": product_id, "sku": sku, "name": {}, "variant": {}}
            session.execute(insert(OrderLineRow).values(**line, quantity=1, price_cents=1, image=""))


def _forget_purchases(shop: Shop) -> None:
    with shop.sessions.begin() as session:
        session.execute(delete(ReturnLineRow))
        session.execute(delete(OrderLineRow))


def _sell_out(shop: Shop, product_id: str) -> None:
    with shop.sessions.begin() as session:
        session.execute(update(VariantRow).where(VariantRow.product_id == product_id).values(stock=0))


def test_popular_counts_recent_sales_that_stood(shop: Shop) -> None:
    _forget_purchases(shop)
    for _ in range(3):
        _buy(shop, 4, "pretend-kettle")
    _buy(shop, 4, "pretend-pot")
    for _ in range(5):
        _buy(shop, 4, "pretend-mug", state="cancelled")
    found = shop.recommender.popular(GUEST, "kitchen")
    assert [(r.product.id, r.reason, r.values) for r in found] == [
        ("pretend-kettle", "popular", {"count": 3, "days": 90}),
        ("pretend-pot", "popular", {"count": 1, "days": 90}),
        ("pretend-mug", "in_category", {"category": "kitchen"}),
    ]
    shop.clock.turn(days=91)
    assert {r.reason for r in shop.recommender.popular(GUEST, "kitchen")} == {"in_category"}


def test_together_says_how_often_and_prefers_lift_to_fame(shop: Shop) -> None:
    _forget_purchases(shop)
    for _ in range(4):
        _buy(shop, 4, "pretend-tent", "pretend-pegs", "pretend-mug")
    for _ in range(20):
        _buy(shop, 5, "pretend-mug")
    found = shop.recommender.together(GUEST, "pretend-tent")
    assert (found[0].product.id, found[0].reason, found[0].values["count"]) == ("pretend-pegs", "bought_together", 4)
    assert "pretend-mug" not in [r.product.id for r in found], "everybody buys mugs"


def test_without_purchases_together_says_what_goes_with_it(shop: Shop) -> None:
    _forget_purchases(shop)
    (found,) = shop.recommender.together(GUEST, "pretend-pot")
    assert (found.product.id, found.reason) == ("pretend-mug", "goes_with")


def test_lift_on_baskets_that_a_person_can_count() -> None:
    orders = [{"tent", "pegs"}, {"tent", "pegs"}, {"tent"}, {"mug"}]
    found = lifts(orders, "tent", at_least=2)
    assert {other: (round(lift, 3), count) for other, (lift, count) in found.items()} == {"pegs": (1.333, 2)}


def test_similar_starts_with_the_same_kind_and_vectors_can_decide(shop: Shop) -> None:
    found = shop.recommender.similar(GUEST, "pretend-tent")
    assert (found[0].product.id, found[0].reason, found[0].values) == ("pretend-palace", "same_kind", {"kind": "tent"})
    near = {"pretend-kettle": [1.0, 0.0], "pretend-mug": [1.0, 0.1], "pretend-pot": [0.0, 1.0]}
    by_vector = Recommender(shop.sessions, near.get, shop.clock).similar(GUEST, "pretend-kettle", limit=1)
    assert (by_vector[0].product.id, by_vector[0].reason) == ("pretend-mug", "shared_tags")


def test_nothing_sold_out_nothing_owned_nothing_twice(shop: Shop) -> None:
    ada = shop.verified(ADA)
    owned = {line.product_id for order in shop.orders.latest(ada, limit=50) for line in order.lines}
    assert owned
    _sell_out(shop, "pretend-kettle")
    products = [product.id for product in shop.catalogue.all()]
    for product_id in products:
        for found in (
            shop.recommender.popular(ada, limit=20),
            shop.recommender.similar(ada, product_id, limit=20),
            shop.recommender.together(ada, product_id, limit=20),
        ):
            ids = [recommendation.product.id for recommendation in found]
            assert not {*ids} & {*owned, "pretend-kettle"}
            assert len(set(ids)) == len(ids)
    everything = {r.product.id for r in shop.recommender.popular(GUEST, limit=20)}
    assert everything == set(products) - {"pretend-kettle"}


def test_what_a_matched_order_holds_is_not_recommended(shop: Shop) -> None:
    conversation = shop.conversation()
    shop.identity.match_order(conversation, "1001", "ada.merritt@example.com")
    asker = shop.identity.who(conversation)
    held = {line.product_id for line in shop.orders.find(asker, "1001").lines}
    assert not held & {r.product.id for r in shop.recommender.popular(asker, limit=20)}


def test_a_product_that_does_not_exist_is_not_found(shop: Shop) -> None:
    for recommend in (shop.recommender.similar, shop.recommender.together):
        with pytest.raises(NotFound):
            recommend(GUEST, "made-up")
    assert shop.recommender.popular(GUEST, "made-up") == []
