"""What happened in the shop, for other systems to hear: events, and their delivery to each of the shop's addresses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base, Json


class ShopEventRow(Base):
    """One event, written in the transaction of what it tells; `spread_at`: when its deliveries were made out."""

    __tablename__ = "shop_events"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    payload: Mapped[Json]
    at: Mapped[datetime] = mapped_column(index=True)
    spread_at: Mapped[datetime | None] = mapped_column(index=True)


class DeliveryRow(Base):
    """One event on its way to one endpoint. `state` is waiting, delivered or given_up; `claimed_until` keeps two
    senders from sending the same at once."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("ix_webhook_deliveries_due", "state", "next_at"),)

    event_id: Mapped[str] = mapped_column(ForeignKey("shop_events.id"), primary_key=True)
    endpoint: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
