"""Noor, the demo's regular: a shopper with an order for everything that can be done after the parcel has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from shop.demo.baskets import variant_in_words
from shop.demo.histories import EXPRESS, STANDARD
from shop.demo.parcels import send_parcel
from shop.demo.shelves import Shelves
from shop.demo.shoppers import DemoShopper

Row = dict[str, Any]
NAME, EMAIL, PHONE = "Noor Haddad", "noor.haddad@example.com", "4155550107"
CARDS = (("card", "visa", "7734"), ("paypal", "", ""))
GIFT_CARD = (8000, "CEDR-2025-GIFT-W4NP")
# number, state, days since it was placed, days since it was delivered, how many products
_ORDERS = (
    ("2001", "delivered", 10.0, 5.0, 3),  # within the window
    ("2002", "delivered", 50.0, 45.0, 2),  # outside
    ("2003", "paid", 0.5, None, 3),
    ("2004", "shipped", 6.0, None, 1),  # late by a day
)


def invite_noor(shopper_id: int, now: datetime) -> DemoShopper:
    """Her row."""
    row = {"id": shopper_id, "name": NAME, "email": EMAIL, "phone": PHONE, "locale": "en", "points": 0}
    home = {"street": "31 Cedar Row", "street2": "Flat 4", "city": "Seattle", "region": "WA", "postcode": "98103"}
    row |= home | {"country": "USA", "version": 1, "joined_at": now - timedelta(days=700)}
    return DemoShopper(row, "hiker")


def write_noor_s_orders(
    noor: DemoShopper, shelves: Shelves, first_order: int, first_line: int, random: Random, now: datetime
) -> tuple[list[Row], list[Row]]:
    """Rows for `orders` and `order_lines`: products that come in several variants of which some are left, two of the
    first in each order."""
    products = _with_choice(shelves)
    orders: list[Row] = []
    lines: list[Row] = []
    for place, (number, state, age, delivered, how_many) in enumerate(_ORDERS):
        chosen = [products[(place * 3 + step) % len(products)] for step in range(min(how_many, len(products)))]
        basket = [_line(product, variant, 2 if not at else 1) for at, (product, variant) in enumerate(chosen)]
        order = _order(noor, first_order + place, number, state, basket, now - timedelta(days=age))
        if state in ("shipped", "delivered"):
            order |= send_parcel(random, "UPS")
        if delivered is not None:
            order["delivered_at"] = now - timedelta(days=delivered)
        else:
            order["expected_at"] = now + timedelta(days=4 if state == "paid" else -1)
        orders.append(order)
        lines += [
            {"id": first_line + len(lines) + at, "order_id": order["id"], **line} for at, line in enumerate(basket)
        ]
    return orders, lines


def _with_choice(shelves: Shelves) -> list[tuple[Row, Row]]:
    """Products with two variants or more in stock, each with its first; one a category, then round again."""
    found: dict[str, list[tuple[Row, Row]]] = {}
    for product in shelves.products:
        left = [variant for variant in shelves.variants_of(product["id"]) if variant["stock"] > 1]
        if len(left) > 1:
            found.setdefault(product["category_id"], []).append((product, left[0]))
    rounds = max(map(len, found.values()))
    return [some[at] for at in range(rounds) for some in found.values() if at < len(some)]


def _line(product: Row, variant: Row, quantity: int) -> Row:
    line = {"product_id": product["id"], "sku": variant["sku"], "name": product["name"], "quantity": quantity}
    line |= {"variant": variant_in_words(variant), "price_cents": product["price_cents"], "image": product["image"]}
    return line


def _order(noor: DemoShopper, order_id: int, number: str, state: str, basket: list[Row], at: datetime) -> Row:
    parts = ("email", "phone", "name", "street", "street2", "city", "region", "postcode", "country")
    row = {part: noor.row[part] for part in parts}
    shipping = STANDARD if number != "2003" else EXPRESS
    total = shipping + sum(line["price_cents"] * line["quantity"] for line in basket)
    row |= {"id": order_id, "number": number, "shopper_id": noor.row["id"], "state": state, "version": 1}
    row |= {"placed_at": at, "shipping": "express" if shipping == EXPRESS else "standard", "shipping_cents": shipping}
    row |= {"total_cents": total, "currency": "USD"}
    later = ("carrier", "tracking_number", "tracking_url", "expected_at", "delivered_at", "cancelled_at")
    return row | dict.fromkeys((*later, "cancel_reason", "refund_state", "refund_cents", "refund_at"))
