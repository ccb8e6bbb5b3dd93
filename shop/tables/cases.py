"""Parcels that are missing or damaged: cases that people of the shop work on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base, Json


class CaseRow(Base):
    """One case. `items` are lines of the order with quantities, `photos` names of files that were sent with it."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("kind IN ('missing', 'damaged')", name="kind"),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    items: Mapped[list[Json]] = mapped_column(default=list)
    description: Mapped[str]
    wish: Mapped[str]  # what the shopper would like: send_again, refund, or nothing said
    photos: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
