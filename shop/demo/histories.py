"""Who ordered what and when: nine orders that tests and tours can count on, and a believable crowd of others."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from shop.demo.baskets import BasketFiller
from shop.demo.parcels import send_parcel
from shop.demo.shoppers import DemoShopper
from shop.demo.states import live_through, pick_state

Row = dict[str, Any]
FIRST_NUMBER = 1001
OLDEST = 400  # days
FREE_FROM, STANDARD, EXPRESS = 7500, 595, 1495  # cents
ADDRESS = ("email", "phone", "name", "street", "street2", "city", "region", "postcode", "country")
_FIXED = (  # shopper's id, state, age in days; numbers count up from 1001
    (1, "shipped", 3.0),
    (1, "paid", 0.4),
    (1, "delivered", 11.0),
    (1, "delayed", 9.5),
    (2, "packed", 1.2),
    (2, "placed", 0.1),
    (2, "returned", 24.0),
    (3, "shipped", 2.5),
    (3, "paid", 0.3),
)


def write_orders(
    shoppers: list[DemoShopper], how_many: int, filler: BasketFiller, random: Random, now: datetime
) -> tuple[list[Row], list[Row]]:
    """Rows for `orders` and `order_lines`; beyond the fixed ones, numbers rise with the date."""
    ages = sorted((OLDEST * random.random() ** 1.7 for _ in range(how_many - len(_FIXED))), reverse=True)
    plan = [(shoppers[shopper_id - 1], state, age) for shopper_id, state, age in _FIXED]
    # Some buy often: the weight of a shopper falls with their place in the list.
    crowd, often = shoppers[len({fixed[0] for fixed in _FIXED}) :], []
    often = [1.0 / (3 + place % 40) for place in range(len(crowd))]
    plan += [(random.choices(crowd, often)[0], pick_state(age, random), age) for age in ages]
    orders: list[Row] = []
    lines: list[Row] = []
    for order_id, (shopper, state, age) in enumerate(plan, start=1):
        basket = filler.fill(shopper.taste)
        order = _order(order_id, shopper, state, now - timedelta(days=age), basket, random, now)
        orders.append(order)
        lines += [{"id": len(lines) + place, "order_id": order_id, **line} for place, line in enumerate(basket, 1)]
    _fix(orders, random, now)
    return orders, lines


def _order(
    order_id: int, shopper: DemoShopper, state: str, at: datetime, basket: list[Row], random: Random, now: datetime
) -> Row:
    goods = sum(line["price_cents"] * line["quantity"] for line in basket)
    express = random.random() < 0.15
    shipping_cents = EXPRESS if express else (0 if goods >= FREE_FROM else STANDARD)
    person = {key: shopper.row[key] for key in ADDRESS}
    return {
        "id": order_id,
        "number": str(FIRST_NUMBER + order_id - 1),
        "shopper_id": shopper.row["id"],
        "state": state,
        "version": 1,
        "placed_at": at,
        **person,
        "shipping": "express" if express else "standard",
        "shipping_cents": shipping_cents,
        "total_cents": goods + shipping_cents,
        "currency": "USD",
        **live_through(state, at, basket, goods + shipping_cents, random, now),
    }


def _fix(orders: list[Row], random: Random, now: datetime) -> None:
    """What is promised of the fixed orders beyond their state."""
    orders[0] |= send_parcel(random, "UPS") | {"expected_at": now + timedelta(days=2)}
    orders[2]["delivered_at"] = now - timedelta(days=6)
    orders[6] |= {"refund_state": "sent", "refund_at": now - timedelta(days=4)}
    orders[7]["expected_at"] = now + timedelta(days=1)
