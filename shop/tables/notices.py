"""Who wants to hear when something is back in stock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base


class StockNoticeRow(Base):
    """One wish of one shopper for one variant; after the e-mail it is over, and may be made again."""

    __tablename__ = "stock_notices"
    __table_args__ = (UniqueConstraint("shopper_id", "sku", name="uq_stock_notices_shopper_sku"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shopper_id: Mapped[int] = mapped_column(ForeignKey("shoppers.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"), index=True)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
