"""What is known about who is talking: orders matched, one-time codes sent, attempts counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base


class GrantRow(Base):
    """This conversation showed number and contact of this order, and may read it."""

    __tablename__ = "order_grants"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    order_number: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class CodeRow(Base):
    """A one-time code, hashed with what it is bound to; `shopper_id` is missing where nobody has that contact."""

    __tablename__ = "one_time_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    purpose: Mapped[str]
    contact_hash: Mapped[str] = mapped_column(index=True)
    code_hash: Mapped[str]
    shopper_id: Mapped[int | None] = mapped_column(ForeignKey("shoppers.id"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class AttemptRow(Base):
    """One attempt at something that is limited by the hour."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    at: Mapped[datetime]
