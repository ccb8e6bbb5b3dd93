"""Returns and exchanges: what was agreed to come back, and what the shopper gets for it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.tables.base import Base, Words


class ReturnRow(Base):
    """One return. `route` is "original" or "gift_card"; without a `method_id` a new gift card is made on arrival."""

    __tablename__ = "returns"
    __table_args__ = (CheckConstraint("state IN ('requested', 'received', 'refunded', 'cancelled')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    state: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]
    route: Mapped[str]
    method_id: Mapped[str | None] = mapped_column(ForeignKey("payment_methods.id"))
    goods_cents: Mapped[int]
    restocking_cents: Mapped[int]
    shipping_cents: Mapped[int]
    refund_cents: Mapped[int]
    created_at: Mapped[datetime]
    send_by: Mapped[date | None]
    received_at: Mapped[datetime | None]
    refunded_at: Mapped[datetime | None]

    lines: Mapped[list[ReturnLineRow]] = relationship(order_by="ReturnLineRow.id", lazy="selectin")


class ReturnLineRow(Base):
    """So many units of one line of the order."""

    __tablename__ = "return_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[int]


class ExchangeRow(Base):
    """One exchange. `difference_cents` above zero is paid by the shopper when the parcel arrives, below zero refunded;
    until then it is held on a gift card. The new variants are out of stock for everyone else from the start."""

    __tablename__ = "exchanges"
    __table_args__ = (CheckConstraint("state IN ('requested', 'received', 'sent', 'cancelled')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    state: Mapped[str]
    reason: Mapped[str]
    method_id: Mapped[str | None] = mapped_column(ForeignKey("payment_methods.id"), index=True)
    difference_cents: Mapped[int]
    shipping_cents: Mapped[int]
    created_at: Mapped[datetime]
    send_by: Mapped[date | None]
    received_at: Mapped[datetime | None]

    lines: Mapped[list[ExchangeLineRow]] = relationship(order_by="ExchangeLineRow.id", lazy="selectin")


class ExchangeLineRow(Base):
    """So many units of one line for a variant of the same product, at its price of that day."""

    __tablename__ = "exchange_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[int]
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"))
    variant: Mapped[Words]
    price_cents: Mapped[int]
