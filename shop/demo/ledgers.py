"""What became of the money and the goods of the demo's orders: payments, refunds, returns and points, as rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from shop.demo.wallets import Wallets

Row = dict[str, Any]
REFUND = ("refund_state", "refund_cents", "refund_at")  # told by `states.live_through`, kept in `payments`
REASONS = ("does_not_fit", "changed_mind", "not_as_described")
REDEEMS = 0.3  # share of shoppers who have spent points
POINTS_LAST = timedelta(days=365)


@dataclass
class Ledgers:
    """Rows by table."""

    payments: list[Row] = field(default_factory=list)
    returns: list[Row] = field(default_factory=list)
    return_lines: list[Row] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)


def keep_books(
    shoppers: list[Row], orders: list[Row], lines: list[Row], wallets: Wallets, random: Random, now: datetime
) -> Ledgers:
    """Every order is paid, or is to be, by a method of its shopper's; refunds and returns follow from its state. Takes
    what it needs to know of refunds out of `orders`, and sets the shoppers' points to what their orders come to."""
    books, by_order = Ledgers(), defaultdict(list)
    for line in lines:
        by_order[line["order_id"]].append(line)
    for order in orders:
        methods = [method for method in wallets.of(order["shopper_id"]) if method["kind"] != "gift_card"]
        order["payment_method_id"] = random.choice(methods or wallets.of(order["shopper_id"]))["id"]
        if order["state"] != "placed":  # which waits for payment
            _enter(books, order, "payment", order["total_cents"], "order", order["placed_at"], order["placed_at"])
        state, cents, sent_at = (order.pop(key) for key in REFUND)
        if state is not None:
            back = order["state"] in ("returned", "partly_returned")
            asked = order["cancelled_at"] or order["delivered_at"] or order["placed_at"]
            action = {"cancelled": "cancel", "lost": "lost"}.get(order["state"], "return")
            _enter(books, order, "refund", cents, action, asked, sent_at)
            if back:
                _enter_return(books, order, by_order[order["id"]], cents, sent_at, random)
    for shopper in shoppers:
        mine = [order for order in orders if order["shopper_id"] == shopper["id"] and order["state"] != "cancelled"]
        shopper["points"] = _enter_points(books, shopper, mine, random, now)
    return books


def _enter(
    books: Ledgers, order: Row, kind: str, cents: int, action: str, at: datetime, sent_at: datetime | None
) -> None:
    row = {"id": len(books.payments) + 1, "order_id": order["id"], "kind": kind, "cents": cents, "action": action}
    due = None if kind == "payment" else (at + timedelta(days=7)).date()
    books.payments.append(row | {"method_id": order["payment_method_id"], "at": at, "sent_at": sent_at, "due_on": due})


def _enter_return(
    books: Ledgers, order: Row, lines: list[Row], cents: int, sent_at: datetime | None, random: Random
) -> None:
    back = lines if order["state"] == "returned" else lines[:1]
    goods = sum(line["price_cents"] * line["quantity"] for line in back)
    asked = order["delivered_at"] + timedelta(days=1)
    number = len(books.returns) + 1
    books.returns.append(
        {
            "id": number,
            "number": f"{order['number']}-R1",
            "order_id": order["id"],
            "state": "refunded",
            "reason": random.choice(REASONS),
            "note": "",
            "route": "original",
            "method_id": order["payment_method_id"],
            "goods_cents": goods,
            "restocking_cents": 0,
            "shipping_cents": max(goods - cents, 0),
            "refund_cents": cents,
            "created_at": asked,
            "send_by": (asked + timedelta(days=14)).date(),
            "received_at": asked + timedelta(days=2),
            "refunded_at": sent_at,
        }
    )
    for line in back:
        row = {"id": len(books.return_lines) + 1, "return_id": number, "order_line_id": line["id"]}
        books.return_lines.append(row | {"quantity": line["quantity"]})


def _enter_points(books: Ledgers, shopper: Row, orders: list[Row], random: Random, now: datetime) -> int:
    """A point a dollar; all of them are gone a year after the last order."""
    orders = sorted(orders, key=lambda order: order["placed_at"])
    have = 0
    for order in orders:
        have += _point(books, shopper, order["total_cents"] // 100, "order", order["placed_at"], order["number"])
    if have >= 200 and random.random() < REDEEMS:
        spent = random.randint(1, have // 100) * 100
        have += _point(books, shopper, -spent, "redeemed", orders[-1]["placed_at"], orders[-1]["number"])
    by_id = {order["id"]: order for order in orders}
    for back in books.returns:
        if back["order_id"] in by_id:  # taken back as the money went back
            number, total = by_id[back["order_id"]]["number"], by_id[back["order_id"]]["total_cents"]
            gone = min(total // 100 * min(back["goods_cents"], total) // total, have)
            have += _point(books, shopper, -gone, "returned", back["refunded_at"] or now, number)
    if orders and orders[-1]["placed_at"] + POINTS_LAST < now:
        have += _point(books, shopper, -have, "expired", orders[-1]["placed_at"] + POINTS_LAST, None)
    return have


def _point(books: Ledgers, shopper: Row, points: int, why: str, at: datetime, number: str | None) -> int:
    row = {"id": len(books.points) + 1, "shopper_id": shopper["id"], "points": points, "why": why}
    books.points.append(row | {"order_number": number, "at": at})
    return points
