"""Orders and their lines; a line keeps the name, price and variant as they were when it was bought.

What was paid and refunded is `shop.tables.payments`, what came back `shop.tables.sending_back`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.tables.base import Base, Words
from shop.tables.cases import CaseRow
from shop.tables.payments import PaymentMethodRow, PaymentRow
from shop.tables.sending_back import ExchangeRow, ReturnRow


class OrderRow(Base):
    """One order; `version` rises with every change, e-mail and phone are kept normalised (`shop.contact`)."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    shopper_id: Mapped[int] = mapped_column(ForeignKey("shoppers.id"), index=True)
    state: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    placed_at: Mapped[datetime] = mapped_column(index=True)
    email: Mapped[str]
    phone: Mapped[str]
    name: Mapped[str]
    street: Mapped[str]
    street2: Mapped[str] = mapped_column(default="")
    city: Mapped[str]
    region: Mapped[str]
    postcode: Mapped[str]
    country: Mapped[str] = mapped_column(default="USA")
    shipping: Mapped[str]
    shipping_cents: Mapped[int]
    total_cents: Mapped[int]
    currency: Mapped[str]
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None]
    tracking_url: Mapped[str | None]
    expected_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]
    payment_method_id: Mapped[str | None] = mapped_column(ForeignKey("payment_methods.id"))
    item_changes: Mapped[int] = mapped_column(default=0)

    lines: Mapped[list[OrderLineRow]] = relationship(order_by="OrderLineRow.id", lazy="selectin")
    payments: Mapped[list[PaymentRow]] = relationship(order_by="PaymentRow.id", lazy="selectin")
    method: Mapped[PaymentMethodRow | None] = relationship(lazy="joined")
    returns: Mapped[list[ReturnRow]] = relationship(order_by="ReturnRow.id", lazy="selectin")
    exchanges: Mapped[list[ExchangeRow]] = relationship(order_by="ExchangeRow.id", lazy="selectin")
    cases: Mapped[list[CaseRow]] = relationship(order_by="CaseRow.id", lazy="selectin")


class OrderLineRow(Base):
    """So many of one variant, at the price of that day; `quantity` is what is still ordered, `cancelled` what was."""

    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"))
    name: Mapped[Words]
    variant: Mapped[Words]
    quantity: Mapped[int]
    price_cents: Mapped[int]
    image: Mapped[str]
    cancelled: Mapped[int] = mapped_column(default=0)
