"""Support agents and their signed-in sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from shop.tables.base import Base


class AgentRow(Base):
    """One agent; a demo agent may sign in from the same machine only, a lead may teach the bot."""

    __tablename__ = "agents"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    demo: Mapped[bool] = mapped_column(default=False)
    lead: Mapped[bool] = mapped_column(default=False, server_default=false())


class AgentSessionRow(Base):
    """A signed-in session; the token itself is kept nowhere."""

    __tablename__ = "agent_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    expires_at: Mapped[datetime]
