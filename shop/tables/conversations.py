"""Conversations and their ordered log; `owner` is the only truth about who may answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base, Json


class ConversationRow(Base):
    """One conversation: its secret (hashed), who owns it, and who is talking."""

    __tablename__ = "conversations"
    __table_args__ = (CheckConstraint("owner IN ('bot', 'queue', 'agent')", name="owner"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    locale: Mapped[str]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    owner: Mapped[str] = mapped_column(default="bot", index=True)
    status: Mapped[str] = mapped_column(default="open")
    owner_entry: Mapped[int] = mapped_column(default=0)  # id of the last log entry of kind "owner"
    handoff_turn: Mapped[int | None]  # the shopper's message whose turn passed the conversation on
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    reason: Mapped[str | None]
    summary: Mapped[str] = mapped_column(default="")
    waiting_since: Mapped[datetime | None]
    shopper_id: Mapped[int | None] = mapped_column(ForeignKey("shoppers.id"))
    verified_until: Mapped[datetime | None]


class EntryRow(Base):
    """One line of the log; ids rise in the order in which lines were written."""

    __tablename__ = "log_entries"
    __table_args__ = (
        UniqueConstraint("conversation_id", "sender", "client_id", name="uq_log_entries_client"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    kind: Mapped[str]
    sender: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    client_id: Mapped[str | None]
    choice: Mapped[str | None]
    reply_to: Mapped[int | None] = mapped_column(index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    owner: Mapped[str | None]
    choices: Mapped[list[Json]] = mapped_column(default=list)
    cards: Mapped[list[Json]] = mapped_column(default=list)
    sources: Mapped[list[Json]] = mapped_column(default=list)
    generated: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
    liked: Mapped[bool | None]  # of a reply: what the shopper's thumb said
