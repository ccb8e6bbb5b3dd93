"""Shoppers: the people who buy."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base


class ShopperRow(Base):
    """One shopper; e-mail and phone are kept normalised (`shop.contact`)."""

    __tablename__ = "shoppers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str] = mapped_column(index=True)
    locale: Mapped[str]
    points: Mapped[int]
    street: Mapped[str]
    street2: Mapped[str] = mapped_column(default="")
    city: Mapped[str]
    region: Mapped[str]
    postcode: Mapped[str]
    country: Mapped[str] = mapped_column(default="USA")
    joined_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)  # rises with every change of the address
