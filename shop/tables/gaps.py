"""Questions that the bot could not answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base


class GapRow(Base):
    """One unanswered question, with the band it fell in and the best score that was found.

    `state` is "open", "answered" (`article` says by which) or "dismissed"; `entry` is the shopper's message.
    """

    __tablename__ = "gaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    question: Mapped[str]
    locale: Mapped[str]
    band: Mapped[str]
    best: Mapped[float]
    at: Mapped[datetime] = mapped_column(index=True)
    entry: Mapped[int | None]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    article: Mapped[str | None]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
