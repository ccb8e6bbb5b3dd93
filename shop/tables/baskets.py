"""Baskets that were put together for a shopper, to be paid for on the shop's own page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base, Json


class BasketRow(Base):
    """One basket: [{"sku", "quantity"}], priced when it is opened. Whoever has the token may open it."""

    __tablename__ = "baskets"

    token: Mapped[str] = mapped_column(primary_key=True)
    shopper_id: Mapped[int] = mapped_column(ForeignKey("shoppers.id"), index=True)
    order_number: Mapped[str | None]
    items: Mapped[list[Json]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
