"""What the shop sells, in which sizes and colours, how many are left, and what people thought of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base, Json, Words


class CategoryRow(Base):
    """A shelf of the shop, in the order that the page shows them."""

    __tablename__ = "categories"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[Words]
    position: Mapped[int]


class ProductRow(Base):
    """A product in words; what can be bought are its variants."""

    __tablename__ = "products"

    id: Mapped[str] = mapped_column(primary_key=True)
    category_id: Mapped[str] = mapped_column(ForeignKey("categories.id"), index=True)
    position: Mapped[int]
    name: Mapped[Words]
    kind: Mapped[str]
    price_cents: Mapped[int]
    description: Mapped[Words]
    specs: Mapped[Json]
    care: Mapped[Words]
    fit: Mapped[Words]
    goes_with: Mapped[list[str]]
    tags: Mapped[list[str]]
    image: Mapped[str]


class VariantRow(Base):
    """One size and colour of a product; `colour` is a text a locale, either may be missing. `options` are further
    choices ({"capacity": "1 l"}), `price_cents` its own price where that is not the product's."""

    __tablename__ = "variants"

    sku: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    position: Mapped[int]
    size: Mapped[str | None]
    colour: Mapped[Words | None]
    stock: Mapped[int]
    options: Mapped[Json | None]
    price_cents: Mapped[int | None]


class ReviewRow(Base):
    """Stars from 1 to 5, and a sentence in the shopper's language."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    shopper_id: Mapped[int] = mapped_column(ForeignKey("shoppers.id"))
    stars: Mapped[int]
    text: Mapped[str]
    locale: Mapped[str]
    at: Mapped[datetime]
