"""A shopper's points: how many, what they are worth, until when, and how they came and went."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from shop.asker import Asker
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading
from shop.dates import time_zone
from shop.loading import load_shopper
from shop.rules import ShopRules
from shop.tables import OrderRow, PointsRow


@dataclass(frozen=True)
class PointsEntry:
    """One movement: `why` is order, redeemed, cancelled, returned, expired or gift."""

    points: int
    why: str
    order_number: str | None
    at: datetime


@dataclass(frozen=True)
class Points:
    """`worth_cents`: of as many whole steps as there are. `last_day`: after it they are gone, unless there is an order
    before; None where they last for ever."""

    balance: int
    worth_cents: int
    step: int
    step_cents: int
    last_day: date | None
    entries: tuple[PointsEntry, ...]


class Loyalty:
    """Reads points. The shop's own system counts them; what a cancellation takes back is `shop.earned`'s."""

    def __init__(self, sessions: Sessions, rules: ShopRules, clock: Clock = utc_now, zone: str = "UTC") -> None:
        self._sessions = sessions
        self._rules = rules.loyalty
        self._clock = clock
        self._zone = zone

    def points(self, asker: Asker, limit: int = 5) -> Points:
        """The balance and its last movements, newest first. Raises IdentityNeeded(VERIFIED), NotFound."""
        with reading(self._sessions) as session:
            shopper = load_shopper(session, asker)
            mine = (OrderRow.shopper_id == shopper.id, OrderRow.state != "cancelled")
            last_order = session.scalar(select(func.max(OrderRow.placed_at)).where(*mine))
            newest = select(PointsRow).where(PointsRow.shopper_id == shopper.id)
            rows = session.scalars(newest.order_by(PointsRow.at.desc(), PointsRow.id.desc()).limit(limit))
            entries = tuple(PointsEntry(row.points, row.why, row.order_number, row.at) for row in rows)
        last_day = self._last_day(last_order)
        today = self._clock().astimezone(time_zone(self._zone)).date()
        balance = shopper.points if last_day is None or today <= last_day else 0
        worth = balance // self._rules.step * self._rules.step_cents
        return Points(balance, worth, self._rules.step, self._rules.step_cents, last_day if balance else None, entries)

    def _last_day(self, last_order: datetime | None) -> date | None:
        if self._rules.months is None or last_order is None:
            return None
        return _months_after(last_order.astimezone(time_zone(self._zone)).date(), self._rules.months)


def _months_after(day: date, months: int) -> date:
    """10 May and 12 months: 10 May; 31 January and one: the last of February."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
