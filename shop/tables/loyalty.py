"""How points came and went; the balance itself is the shopper's `points`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base


class PointsRow(Base):
    """One movement of points: `why` is order, redeemed, cancelled, returned, expired or gift."""

    __tablename__ = "points_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    shopper_id: Mapped[int] = mapped_column(ForeignKey("shoppers.id"), index=True)
    points: Mapped[int]
    why: Mapped[str]
    order_number: Mapped[str | None]
    at: Mapped[datetime]
