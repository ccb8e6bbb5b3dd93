"""The demo shop: as large, as varied and as believable as it should be, and never half there."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, func, select

from shop.asker import Asker, Level
from shop.catalogue import Catalogue
from shop.database import migrate, open_database, sessions
from shop.demo.catalogue_files import read_catalogue
from shop.demo.generate import is_seeded, seed
from shop.demo.shelves import stock_shelves
from shop.errors import Conflict, Unavailable
from shop.orders import Orders
from shop.purchases import baskets, lifts
from shop.rules import STATES, ShopRules
from shop.tables import (
    AgentRow,
    GiftCardRow,
    OrderRow,
    PaymentMethodRow,
    PointsRow,
    ReviewRow,
    ShopperRow,
    VariantRow,
)
from tests.shop.small_shop import CATALOGUE, WEDNESDAY_MORNING, DyingDatabase, Shop, build


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    engine = _empty(tmp_path_factory.mktemp("demo"))
    started = time.perf_counter()
    seed(sessions(engine), WEDNESDAY_MORNING)
    assert time.perf_counter() - started < 10
    return build(engine, sessions(engine))


def _empty(folder: Path) -> Engine:
    engine = open_database(f"sqlite:///{folder / 'shop.db'}")
    migrate(engine)
    return engine


def test_the_catalogue_is_large_and_partly_sold_out(demo: Shop) -> None:
    products = demo.catalogue.all()
    assert len(products) >= 120
    assert len(demo.catalogue.categories()) == 10
    assert sum(product.stock == 0 for product in products) >= 3
    with demo.sessions() as session:
        stock = session.scalars(select(VariantRow.stock)).all()
    assert 0.03 < sum(left == 0 for left in stock) / len(stock) < 0.10
    assert sum(product.reviews > 0 for product in products) > 90


def test_orders_are_in_every_state_with_all_that_the_state_implies(demo: Shop) -> None:
    with demo.sessions() as session:
        orders = session.scalars(select(OrderRow)).all()
    noor_s = ["2001", "2002", "2003", "2004"]
    assert [order.number for order in orders] == [*(str(number) for number in range(1001, 1801)), *noor_s]
    states = Counter(order.state for order in orders)
    assert set(states) == set(STATES)
    assert min(states.values()) >= 5
    for order in orders:
        sent = order.state in ("shipped", "delivered", "delayed", "lost", "returned", "partly_returned")
        assert (order.tracking_number is not None) is sent
        assert (order.delivered_at is not None) is (order.state in ("delivered", "returned", "partly_returned"))
        refunds = [payment for payment in order.payments if payment.kind == "refund"]
        assert bool(refunds) is (order.state in ("cancelled", "lost", "returned", "partly_returned"))
        paid = sum(payment.cents for payment in order.payments if payment.kind == "payment")
        assert paid == (0 if order.state == "placed" else order.total_cents)
        assert sum(payment.cents for payment in refunds) <= order.total_cents
        assert bool(order.returns) is (order.state in ("returned", "partly_returned"))
        assert order.method is not None
        assert order.method.shopper_id == order.shopper_id
        refunded = [payment.sent_at for payment in refunds]
        assert order.total_cents == order.shipping_cents + sum(line.price_cents * line.quantity for line in order.lines)
        for moment in (order.placed_at, order.delivered_at, order.cancelled_at, *refunded):
            assert moment is None or moment <= WEDNESDAY_MORNING
        for later in (order.delivered_at, order.cancelled_at, *refunded):
            assert later is None or later >= order.placed_at
        if order.state == "delayed":
            assert order.expected_at is not None
            assert order.expected_at < WEDNESDAY_MORNING


def test_shoppers_are_made_up_and_distinct(demo: Shop) -> None:
    with demo.sessions() as session:
        people = session.scalars(select(ShopperRow)).all()
        agents = session.scalars(select(AgentRow)).all()
    assert len(people) == len({person.email for person in people}) == len({person.phone for person in people}) == 201
    assert all(person.email.endswith("@example.com") and person.phone[3:8] == "55501" for person in people)
    assert "5035550142" not in {person.phone for person in people}, "that is the shop's own"
    assert [(agent.name, agent.demo) for agent in agents] == [("sam", True), ("mei", True)]


FIXED = {
    1: ("Ada Merritt", "en", {"1001": "shipped", "1002": "paid", "1003": "delivered", "1004": "delayed"}),
    2: ("Ben Okafor", "en", {"1005": "packed", "1006": "placed", "1007": "returned"}),
    3: ("Lin Yue", "zh", {"1008": "shipped", "1009": "paid"}),
}


@pytest.mark.parametrize("shopper_id", FIXED)
def test_the_first_shoppers_are_always_the_same(demo: Shop, shopper_id: int) -> None:
    name, locale, orders = FIXED[shopper_id]
    with demo.sessions() as session:
        person = session.get_one(ShopperRow, shopper_id)
    assert (person.name, person.locale, person.email) == (name, locale, name.lower().replace(" ", ".") + "@example.com")
    found = Orders(demo.sessions, ShopRules()).latest(Asker("x", Level.VERIFIED, shopper_id), limit=50)
    assert {order.number: order.state for order in found} == orders


def test_the_fixed_orders_keep_their_promises(demo: Shop) -> None:
    ada, ben = Asker("x", Level.VERIFIED, 1), Asker("x", Level.VERIFIED, 2)
    orders = Orders(demo.sessions, ShopRules())
    assert orders.find(ada, "1001").carrier == "UPS"
    assert orders.find(ada, "1003").delivered_at == WEDNESDAY_MORNING - timedelta(days=6)
    refund = orders.find(ben, "1007").refund
    assert refund is not None
    assert refund.state == "sent"
    assert refund.cents > 0


def test_points_are_what_the_orders_came_to(demo: Shop) -> None:
    with demo.sessions() as session:
        sums = dict(
            session.execute(select(PointsRow.shopper_id, func.sum(PointsRow.points)).group_by("shopper_id")).all()
        )
        people = session.scalars(select(ShopperRow)).all()
    assert {person.id: person.points for person in people} == {person.id: sums.get(person.id, 0) for person in people}
    assert min(person.points for person in people) >= 0
    assert any(person.points > 300 for person in people)


def test_everybody_can_pay_and_no_code_of_a_gift_card_is_stored(demo: Shop) -> None:
    with demo.sessions() as session:
        methods = session.scalars(select(PaymentMethodRow)).all()
        cards = session.scalars(select(GiftCardRow)).all()
    assert {method.shopper_id for method in methods} == set(range(1, 202))
    assert {method.kind for method in methods} == {"card", "paypal", "gift_card"}
    assert all(card.code_hash is not None and len(card.code_hash) == 64 for card in cards)
    assert sum(card.shopper_id is None for card in cards) == 1


def test_noor_has_an_order_inside_the_return_window_and_one_outside(demo: Shop) -> None:
    orders = {
        order.number: order for order in Orders(demo.sessions, ShopRules()).latest(Asker("x", Level.VERIFIED, 201))
    }
    states = {number: order.state for number, order in orders.items()}
    assert states == {"2001": "delivered", "2002": "delivered", "2003": "paid", "2004": "shipped"}
    assert orders["2001"].delivered_at == WEDNESDAY_MORNING - timedelta(days=5)
    assert orders["2002"].delivered_at == WEDNESDAY_MORNING - timedelta(days=45)
    assert orders["2001"].lines[0].quantity == 2
    assert orders["2004"].expected_at == WEDNESDAY_MORNING - timedelta(days=1)


def test_people_who_buy_something_buy_what_goes_with_it(demo: Shop) -> None:
    goes_with = {product.id: set(product.goes_with) for product in Catalogue(demo.sessions).all()}
    with demo.sessions() as session:
        orders = baskets(session)
    bought = Counter(product_id for basket in orders for product_id in basket)
    strongest = {
        product_id: lifts(orders, product_id, at_least=3) for product_id, count in bought.items() if count > 25
    }
    fitting = [
        max(found, key=lambda other: found[other][0]) in goes_with[this] for this, found in strongest.items() if found
    ]
    assert len(fitting) > 10
    assert sum(fitting) / len(fitting) > 0.6


def test_the_same_seed_gives_the_same_shop(seeded: Path, tmp_path: Path) -> None:
    first, again = open_database(f"sqlite:///{seeded}"), _empty(tmp_path)
    seed(sessions(again), WEDNESDAY_MORNING, CATALOGUE, shoppers=10, orders=80)
    contents = [build(engine, sessions(engine)).everything() for engine in (first, again)]
    for content in contents:
        content.pop("agents")  # password hashes are salted
    assert contents[0] == contents[1]
    first.dispose()


def test_seeding_twice_is_refused_and_replacing_starts_over(shop: Shop) -> None:
    shop.conversation()
    before = shop.everything()
    with pytest.raises(Conflict, match="replace"):
        seed(shop.sessions, WEDNESDAY_MORNING, CATALOGUE, shoppers=10, orders=80)
    assert shop.everything() == before
    assert is_seeded(shop.sessions)
    seed(shop.sessions, WEDNESDAY_MORNING, CATALOGUE, shoppers=12, orders=20, replace=True)
    after = shop.everything()
    assert (len(after["shoppers"]), len(after["orders"]), len(after["conversations"])) == (13, 24, 0)


@pytest.mark.parametrize("replace", [False, True])
def test_a_seed_that_dies_midway_leaves_what_was_there(shop: Shop, tmp_path: Path, replace: bool) -> None:
    (tmp_path / "empty").mkdir()
    engine = shop.engine if replace else _empty(tmp_path / "empty")
    before = build(engine, sessions(engine)).everything()
    for statements in (0, 4, 6, 8):
        with DyingDatabase(engine, statements), pytest.raises(Unavailable):
            seed(sessions(engine), WEDNESDAY_MORNING, CATALOGUE, shoppers=10, orders=20, replace=replace)
        assert build(engine, sessions(engine)).everything() == before


@pytest.mark.parametrize(
    ("slip", "named"),
    [
        ("goes_with: [pretend-submarine]", "pretend-submarine"),
        ("colours: [octarine]", "octarine"),
        ("colour: red", "colour"),
        ("id: pretend-mug", "pretend-mug"),
    ],
)
def test_a_slip_in_the_catalogue_is_named(tmp_path: Path, slip: str, named: str) -> None:
    for file in CATALOGUE.iterdir():
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    key = slip.split(":")[0]
    product = {"id": "id: slip", "price": "price: 1"} | {key: slip}
    words = "name: {en: Slip, zh: 错}, kind: slip, description: {en: A slip., zh: 错。}"
    shelf = f"category: slips\nname: {{en: Slips, zh: 错}}\nproducts:\n  - {{{words}, {', '.join(product.values())}}}\n"
    (tmp_path / "slips.yml").write_text(shelf, encoding="utf-8")
    with pytest.raises(ValueError, match=named):
        stock_shelves(read_catalogue(tmp_path), Random(1))


def test_reviews_come_from_people_who_have_it(demo: Shop) -> None:
    with demo.sessions() as session:
        reviews = session.scalars(select(ReviewRow)).all()
        bought = {
            (order.shopper_id, line.product_id)
            for order in session.scalars(select(OrderRow).where(OrderRow.delivered_at.is_not(None)))
            for line in order.lines
        }
    assert {(review.shopper_id, review.product_id) for review in reviews} <= bought
    assert {review.stars for review in reviews} == {1, 2, 3, 4, 5} or {review.stars for review in reviews} >= {3, 4, 5}
