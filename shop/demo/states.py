"""What became of an order: its state and every date, parcel and refund that the state implies."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from shop.demo.parcels import send_parcel

Row = dict[str, Any]
RETURN_CENTS = 695  # taken off a refund to the original payment
_BY_AGE = (  # (older than so many days, state: weight), the last that fits
    (0.0, {"placed": 60, "paid": 40}),
    (0.5, {"placed": 20, "paid": 60, "packed": 10, "cancelled": 10}),
    (1.0, {"paid": 25, "packed": 55, "shipped": 15, "cancelled": 5}),
    (2.0, {"packed": 10, "shipped": 80, "cancelled": 5, "delivered": 5}),
    (5.0, {"shipped": 30, "delivered": 55, "delayed": 12, "cancelled": 3}),
    (9.0, {"delivered": 84, "delayed": 8, "lost": 4, "cancelled": 4}),
    (20.0, {"delivered": 80, "returned": 8, "partly_returned": 5, "lost": 2, "cancelled": 5}),
)


def pick_state(age_days: float, random: Random) -> str:
    """A state that an order of this age may well be in."""
    weights = [states for older_than, states in _BY_AGE if age_days >= older_than][-1]
    return random.choices(list(weights), list(weights.values()))[0]


def live_through(state: str, placed_at: datetime, lines: list[Row], total: int, random: Random, now: datetime) -> Row:
    """The columns of `orders` that follow from the state, and what `ledgers` must know of a refund; every one is set,
    none lies in the future but `expected_at`."""
    row: Row = dict.fromkeys(
        (
            "carrier",
            "tracking_number",
            "tracking_url",
            "expected_at",
            "delivered_at",
            "cancelled_at",
            "cancel_reason",
            "refund_state",
            "refund_cents",
            "refund_at",
        )
    )
    due = placed_at + timedelta(days=random.randint(4, 6))
    if state in ("placed", "paid", "packed"):
        row["expected_at"] = due
    elif state == "cancelled":
        at = min(placed_at + timedelta(hours=random.randint(1, 20)), now)
        row |= {"cancelled_at": at, "cancel_reason": "changed my mind"} | _refund(total, at, now)
    else:
        row |= send_parcel(random)
    if state == "shipped":
        row["expected_at"] = max(due, now + timedelta(days=1))
    elif state == "delayed":
        row["expected_at"] = min(due, now - timedelta(days=1))
    elif state == "lost":
        row["expected_at"] = due
        row |= _refund(total, placed_at + timedelta(days=11), now)
    elif state in ("delivered", "returned", "partly_returned"):
        delivered = min(due, now - timedelta(hours=random.randint(2, 12)))
        row["delivered_at"] = delivered
        if state != "delivered":
            back = total if state == "returned" else lines[0]["price_cents"] * lines[0]["quantity"]
            row |= _refund(max(back - RETURN_CENTS, 0), delivered + timedelta(days=random.randint(4, 9)), now)
    return row


def _refund(cents: int, asked_at: datetime, now: datetime) -> Row:
    sent_at = asked_at + timedelta(days=3)
    if sent_at > now:
        return {"refund_state": "pending", "refund_cents": cents}
    return {"refund_state": "sent", "refund_cents": cents, "refund_at": sent_at}
