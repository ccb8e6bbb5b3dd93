"""Fills the shop's tables with the demo shop, the same for the same seed but for its dates, which are relative to
now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from shop.agents import add_agent
from shop.database import Sessions, reading, writing
from shop.demo.baskets import BasketFiller
from shop.demo.catalogue_files import HERE, read_catalogue
from shop.demo.histories import write_orders
from shop.demo.ledgers import Ledgers, keep_books
from shop.demo.opinions import write_reviews
from shop.demo.regular import CARDS, GIFT_CARD, invite_noor, write_noor_s_orders
from shop.demo.shelves import stock_shelves
from shop.demo.shoppers import DemoShopper, invite_shoppers
from shop.demo.wallets import Wallets, fill_wallets
from shop.errors import Conflict
from shop.tables import (
    Base,
    CategoryRow,
    GiftCardRow,
    OrderLineRow,
    OrderRow,
    PaymentMethodRow,
    PaymentRow,
    PointsRow,
    ProductRow,
    ReturnLineRow,
    ReturnRow,
    ReviewRow,
    ShopperRow,
    VariantRow,
)

SHOPPERS, ORDERS, SEED = 200, 800, 1874
AGENTS = ("sam", "mei")
PASSWORD = "aisle-demo"  # of agents that can sign in to a demo on the same machine only


@dataclass(frozen=True)
class Seeded:
    """How many of each there are now."""

    categories: int
    products: int
    variants: int
    shoppers: int
    orders: int
    reviews: int


def is_seeded(sessions: Sessions) -> bool:
    """Whether there are products already."""
    with reading(sessions) as session:
        return session.scalars(select(ProductRow.id).limit(1)).first() is not None


def seed(
    sessions: Sessions,
    now: datetime,
    catalogue: Path = HERE / "catalogue",
    *,
    number: int = SEED,
    shoppers: int = SHOPPERS,
    orders: int = ORDERS,
    replace: bool = False,
    agents: bool = True,
) -> Seeded:
    """Fill the tables in one transaction: all of the demo shop or nothing of it.

    A shop that is there already is a Conflict, or with `replace` it goes first, conversations and all.
    `agents`: with those whose password everybody knows, for a demo.
    Raises ValueError, naming file and key, for a catalogue that does not fit together.
    """
    files, random = read_catalogue(catalogue), Random(number)
    shelves = stock_shelves(files, random)
    people = invite_shoppers(files.people, shoppers, random, now)
    placed, lines = write_orders(people, orders, BasketFiller(shelves, random), random, now)
    kinds = {row["id"]: row["kind"] for row in shelves.products}
    reviews = write_reviews(files, people, placed, lines, kinds, random, now)
    noor = invite_noor(len(people) + 1, now)
    hers = write_noor_s_orders(noor, shelves, len(placed) + 1, len(lines) + 1, random, now)
    people, placed, lines = [*people, noor], placed + hers[0], lines + hers[1]
    wallets, books = _money(people, placed, lines, Random(number + 1), now)
    rows: list[tuple[type[Base], list[dict[str, Any]]]] = [
        (CategoryRow, shelves.categories),
        (ProductRow, shelves.products),
        (VariantRow, shelves.variants),
        (ShopperRow, [person.row for person in people]),
        (GiftCardRow, wallets.gift_cards),
        (PaymentMethodRow, wallets.methods),
        (OrderRow, placed),
        (OrderLineRow, lines),
        (PaymentRow, books.payments),
        (ReturnRow, books.returns),
        (ReturnLineRow, books.return_lines),
        (PointsRow, books.points),
        (ReviewRow, reviews),
    ]
    with writing(sessions) as session:
        _make_room(session, replace)
        for table, some in rows:
            if some:
                session.execute(insert(table), some)
        _count_on(session)
        for name in AGENTS if agents else ():
            add_agent(session, name, PASSWORD, demo=True, lead=name == AGENTS[0])
    return Seeded(
        categories=len(shelves.categories),
        products=len(shelves.products),
        variants=len(shelves.variants),
        shoppers=len(people),
        orders=len(placed),
        reviews=len(reviews),
    )


def _money(
    people: list[DemoShopper], orders: list[dict[str, Any]], lines: list[dict[str, Any]], random: Random, now: datetime
) -> tuple[Wallets, Ledgers]:
    """From numbers of their own, so that the rest of the shop stays what it was before there was money in it."""
    wallets = fill_wallets(people[:-1], random)
    noor = people[-1].row["id"]
    for card in CARDS:
        wallets.add(noor, *card)
    wallets.add_gift_card(noor, *GIFT_CARD)
    return wallets, keep_books([person.row for person in people], orders, lines, wallets, random, now)


def _count_on(session: Session) -> None:
    """PostgreSQL's counters do not know of ids that were given: the next one comes after the highest."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            counter = func.pg_get_serial_sequence(table.name, column.name)
            highest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            session.execute(select(func.setval(counter, highest, False)))


def _make_room(session: Session, replace: bool) -> None:
    if not replace and session.scalars(select(ProductRow.id).limit(1)).first() is not None:
        raise Conflict("the shop has products already: seed with replace to start over, conversations and all")
    if replace:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
