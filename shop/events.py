"""What happened, for the shop's other systems: written with the change it tells of; `shop.webhooks` sends it on."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from shop.tables import ShopEventRow
from shop.tables.base import Json

KINDS = {  # by action
    "cancel": "order.cancelled",
    "cancel_items": "order.items_cancelled",
    "address": "order.address_changed",
    "payment": "order.payment_changed",
    "items": "order.items_changed",
    "return": "return.requested",
    "exchange": "exchange.requested",
    "missing": "case.opened",
    "damaged": "case.opened",
    "shopper_address": "shopper.address_changed",
    "basket": "basket.made",
}


def publish(session: Session, action: str, subject: str, payload: Json, now: datetime) -> None:
    """One event in this transaction. The payload holds numbers and names of what changed, nothing personal."""
    row = ShopEventRow(id=uuid4().hex, kind=KINDS[action], subject=subject, at=now)
    row.payload = {"action": action, **payload}
    session.add(row)
