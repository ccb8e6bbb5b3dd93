"""What a change of an order has at hand: the transaction, who asks, the shop's rules, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from shop.asker import Asker
from shop.dates import time_zone
from shop.errors import Refused
from shop.rules import Ruling, ShopRules


@dataclass(frozen=True)
class Job:
    """One request. `writes`: what it depends on is held until the transaction ends."""

    session: Session
    asker: Asker
    rules: ShopRules
    now: datetime
    zone: str
    writes: bool

    @property
    def today(self) -> date:
        """The day in the shop's time zone."""
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        """The day of a moment, where the shop is."""
        return moment.astimezone(time_zone(self.zone)).date()


def allow(ruling: Ruling) -> None:
    """Raises Refused with the ruling unless it allows."""
    if not ruling.allowed:
        raise Refused(ruling)
