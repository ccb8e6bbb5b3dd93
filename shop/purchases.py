"""Counting what was bought: units by product, baskets in common, and what one shopper already has."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shop.asker import Asker
from shop.tables import OrderLineRow, OrderRow

NOT_BOUGHT = ("cancelled",)


def units_since(session: Session, since: datetime) -> dict[str, int]:
    """Units sold by product in orders placed since then; cancelled orders do not count."""
    query = (
        select(OrderLineRow.product_id, func.sum(OrderLineRow.quantity))
        .join(OrderRow, OrderRow.id == OrderLineRow.order_id)
        .where(OrderRow.placed_at >= since, OrderRow.state.not_in(NOT_BOUGHT))
        .group_by(OrderLineRow.product_id)
    )
    return {product_id: int(units) for product_id, units in session.execute(query)}


def baskets(session: Session) -> list[set[str]]:
    """The products of every order that was not cancelled."""
    query = (
        select(OrderLineRow.order_id, OrderLineRow.product_id)
        .join(OrderRow, OrderRow.id == OrderLineRow.order_id)
        .where(OrderRow.state.not_in(NOT_BOUGHT))
    )
    found: dict[int, set[str]] = {}
    for order_id, product_id in session.execute(query):
        found.setdefault(order_id, set()).add(product_id)
    return list(found.values())


def lifts(orders: list[set[str]], product_id: str, at_least: int) -> dict[str, tuple[float, int]]:
    """For each product bought with this one in `at_least` orders: lift, and the number of those orders.

    Lift is P(both) / (P(one) P(other)): 1 where they have nothing to do with each other (Brin et al., SIGMOD 1997).
    """
    alone = Counter(product for order in orders for product in order)
    both = Counter(product for order in orders if product_id in order for product in order if product != product_id)
    return {
        other: (count * len(orders) / (alone[product_id] * alone[other]), count)
        for other, count in both.items()
        if count >= at_least
    }


def owned(session: Session, asker: Asker) -> set[str]:
    """What the asker ever ordered, as far as the conversation may know; a guest has ordered nothing."""
    mine = or_(OrderRow.number.in_(asker.known_orders), OrderRow.shopper_id == (asker.shopper_id or 0))
    query = select(OrderLineRow.product_id).join(OrderRow, OrderRow.id == OrderLineRow.order_id).where(mine)
    return set(session.scalars(query))
