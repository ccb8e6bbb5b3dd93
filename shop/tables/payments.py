"""How shoppers pay, what is left on gift cards, and every payment and refund of an order."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.tables.base import Base


class GiftCardRow(Base):
    """One gift card; its code is kept hashed. `shopper_id` is missing while it is nobody's."""

    __tablename__ = "gift_cards"
    __table_args__ = (CheckConstraint("balance_cents >= 0", name="balance"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    shopper_id: Mapped[int | None] = mapped_column(ForeignKey("shoppers.id"), index=True)
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    last_four: Mapped[str]
    balance_cents: Mapped[int]
    currency: Mapped[str]
    expires_at: Mapped[datetime | None]


class PaymentMethodRow(Base):
    """One way in which a shopper pays: a card, PayPal, or a gift card of theirs. Of a card only the end is known."""

    __tablename__ = "payment_methods"
    __table_args__ = (CheckConstraint("kind IN ('card', 'paypal', 'gift_card')", name="kind"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    shopper_id: Mapped[int] = mapped_column(ForeignKey("shoppers.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    brand: Mapped[str] = mapped_column(default="")
    last_four: Mapped[str] = mapped_column(default="")
    gift_card_id: Mapped[str | None] = mapped_column(ForeignKey("gift_cards.id"))
    active: Mapped[bool] = mapped_column(default=True)

    gift_card: Mapped[GiftCardRow | None] = relationship()


class PaymentRow(Base):
    """Money of an order, one way or the other. `method_id` is missing where nobody knows how it was paid; a refund is
    pending until `sent_at`, `due_on` is what was promised."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("kind IN ('payment', 'refund')", name="kind"),
        CheckConstraint("cents >= 0", name="cents"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[str]
    cents: Mapped[int]
    method_id: Mapped[str | None] = mapped_column(ForeignKey("payment_methods.id"), index=True)
    action: Mapped[str]  # what it was for: order, cancel, items, payment, return, …
    at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    due_on: Mapped[date | None]

    method: Mapped[PaymentMethodRow | None] = relationship(lazy="joined")
