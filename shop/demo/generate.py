"""Fills the shop's tables with the demo shop, the same for the same seed but for its dates, which are relative to
now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shop.agents import add_agent
from shop.database import Sessions, reading, writing
from shop.demo.baskets import BasketFiller
from shop.demo.catalogue_files import HERE, read_catalogue
from shop.demo.histories import write_orders
from shop.demo.opinions import write_reviews
from shop.demo.shelves import stock_shelves
from shop.demo.shoppers import invite_shoppers
from shop.errors import Conflict
from shop.tables import (
    Base,
    CategoryRow,
    OrderLineRow,
    OrderRow,
    ProductRow,
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
    rows: list[tuple[type[Base], list[dict[str, Any]]]] = [
        (CategoryRow, shelves.categories),
        (ProductRow, shelves.products),
        (VariantRow, shelves.variants),
        (ShopperRow, [person.row for person in people]),
        (OrderRow, placed),
        (OrderLineRow, lines),
        (ReviewRow, reviews),
    ]
    with writing(sessions) as session:
        _make_room(session, replace)
        for table, some in rows:
            session.execute(insert(table), some)
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


def _make_room(session: Session, replace: bool) -> None:
    if not replace and session.scalars(select(ProductRow.id).limit(1)).first() is not None:
        raise Conflict("the shop has products already: seed with replace to start over, conversations and all")
    if replace:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
