"""Who changed what, and which writes are already done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base, Json


class AuditRow(Base):
    """One change: what it was before and what it is after."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    conversation_id: Mapped[str | None]
    shopper_id: Mapped[int | None]
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    before: Mapped[Json]
    after: Mapped[Json]


class DoneOnce(Base):
    """A write that was done under this key; the same key does nothing again."""

    __tablename__ = "done_once"

    key: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str]
    subject: Mapped[str]
    shopper_id: Mapped[int] = mapped_column(ForeignKey("shoppers.id"))
    at: Mapped[datetime]
    request: Mapped[str | None]  # digest of what was asked for, so that a key is good for that alone
    reference: Mapped[str | None]  # the number of what was made: a return, an exchange, a case, a basket
