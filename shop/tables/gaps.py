"""Questions that the bot could not answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base


class GapRow(Base):
    """One unanswered question, with the band it fell in and the best score that was found."""

    __tablename__ = "gaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    question: Mapped[str]
    locale: Mapped[str]
    band: Mapped[str]
    best: Mapped[float]
    at: Mapped[datetime] = mapped_column(index=True)
