"""Every product in memory: the same ones while nothing changes, the new ones once something has."""

from __future__ import annotations

import threading

from sqlalchemy import event, update

from shop.assortment import Assortment
from shop.tables import ProductRow, ReviewRow, VariantRow
from tests.shop.small_shop import Shop


class Hand:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def _sell_out(shop: Shop, product_id: str) -> None:
    with shop.sessions.begin() as session:
        session.execute(update(VariantRow).where(VariantRow.product_id == product_id).values(stock=0))


def _stock(assortment: Assortment, product_id: str) -> int:
    return next(product.stock for product in assortment.all() if product.id == product_id)


def test_the_same_products_come_back_until_something_changes(shop: Shop) -> None:
    assortment = Assortment(shop.sessions)
    before = assortment.all()
    assert assortment.all() is before
    changes = [
        update(VariantRow).where(VariantRow.product_id == "pretend-tent").values(stock=0),
        update(ProductRow).where(ProductRow.id == "pretend-tent").values(price_cents=1),
        update(ReviewRow).where(ReviewRow.product_id == "pretend-tent").values(stars=1),
    ]
    for change in changes:
        with shop.sessions.begin() as session:
            session.execute(change)
        after = assortment.all()
        assert after != before
        assert after == tuple(shop.catalogue.all())
        before = after


def test_what_was_read_is_not_looked_at_again_for_so_long(shop: Shop) -> None:
    seconds = Hand()
    assortment = Assortment(shop.sessions, at_most=1.0, seconds=seconds)
    stock = _stock(assortment, "pretend-tent")
    _sell_out(shop, "pretend-tent")
    seconds.at += 0.9
    assert _stock(assortment, "pretend-tent") == stock > 0
    seconds.at += 0.1
    assert _stock(assortment, "pretend-tent") == 0


def test_many_who_ask_at_once_are_served_by_one_reading(shop: Shop) -> None:
    statements: list[str] = []
    event.listen(shop.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    assortment, start = Assortment(shop.sessions, at_most=60.0), threading.Barrier(8)

    def ask() -> None:
        start.wait()
        assortment.all()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(statement.startswith("SELECT") for statement in statements) == 3
