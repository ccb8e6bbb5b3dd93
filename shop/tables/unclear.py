"""Messages that were not clearly understood, where they were said, and what was learned from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base, Json


class UnclearRow(Base):
    """One text, without what is personal in it; `key` is its digest, so that the same words are kept once."""

    __tablename__ = "unclear_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]
    locale: Mapped[str]
    ranking: Mapped[Any]  # [[intent, probability], …], the likeliest first
    why: Mapped[str]
    ended: Mapped[str] = mapped_column(default="")
    suggested: Mapped[str | None]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="open", index=True)
    intent: Mapped[str | None]
    example: Mapped[str | None]  # as it was kept, where it was
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class UnclearSeenRow(Base):
    """One conversation in which that was said. It goes with the conversation."""

    __tablename__ = "unclear_seen"

    unclear_id: Mapped[int] = mapped_column(ForeignKey("unclear_messages.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    entry: Mapped[int]
    at: Mapped[datetime]


class RefitRow(Base):
    """One learning of the intents anew: who asked, what became of it, and which heads are served since."""

    __tablename__ = "refits"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    state: Mapped[str] = mapped_column(default="asked", index=True)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[str | None]
    report: Mapped[Json] = mapped_column(default=dict)
