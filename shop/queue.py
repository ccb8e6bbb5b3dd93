"""The agents' lists: who waits, who is mine, who was here; read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, func, select
from sqlalchemy.orm import Session

from shop.asker import Level, asker_of
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading
from shop.tables import ConversationRow, EntryRow, ShopperRow


@dataclass(frozen=True)
class DeskRow:
    """One conversation in a list of the desk; `shopper` is the name of a verified shopper."""

    id: str
    owner: str
    status: str
    reason: str | None
    summary: str
    level: Level
    shopper: str | None
    known_orders: frozenset[str]
    agent_id: int | None
    waiting_since: datetime | None
    last_text: str
    last_at: datetime
    locale: str


class Queue:
    """The lists of the desk."""

    def __init__(self, sessions: Sessions, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._clock = clock

    def waiting(self) -> list[DeskRow]:
        """Conversations that wait for an agent, the longest wait first."""
        return self._rows(ConversationRow.owner == "queue", ConversationRow.waiting_since.asc())

    def mine(self, agent_id: int) -> list[DeskRow]:
        """Conversations that this agent has, the latest change first."""
        own = (ConversationRow.owner == "agent") & (ConversationRow.agent_id == agent_id)
        return self._rows(own, ConversationRow.changed_at.desc())

    def recent(self, limit: int = 50) -> list[DeskRow]:
        """All conversations in which anything was said, the latest change first."""
        said = select(EntryRow.id).where(EntryRow.conversation_id == ConversationRow.id).exists()
        return self._rows(said, ConversationRow.changed_at.desc(), limit)

    def _rows(self, which: ColumnElement[bool], order: UnaryExpression[Any], limit: int = 200) -> list[DeskRow]:
        with reading(self._sessions) as session:
            rows = session.scalars(select(ConversationRow).where(which).order_by(order).limit(limit)).all()
            last = _last_texts(session, [row.id for row in rows])
            return [_desk_row(session, row, last.get(row.id, ""), self._clock()) for row in rows]


def _last_texts(session: Session, ids: list[str]) -> dict[str, str]:
    newest = (
        select(func.max(EntryRow.id))
        .where(EntryRow.conversation_id.in_(ids), EntryRow.kind == "message")
        .group_by(EntryRow.conversation_id)
    )
    found = session.execute(select(EntryRow.conversation_id, EntryRow.text).where(EntryRow.id.in_(newest)))
    return {row.conversation_id: row.text for row in found}


def _desk_row(session: Session, row: ConversationRow, last_text: str, now: datetime) -> DeskRow:
    asker = asker_of(session, row, now)
    shopper = session.get(ShopperRow, asker.shopper_id) if asker.shopper_id is not None else None
    return DeskRow(
        id=row.id,
        owner=row.owner,
        status=row.status,
        reason=row.reason,
        summary=row.summary,
        level=asker.level,
        shopper=shopper.name if shopper is not None else None,
        known_orders=asker.known_orders,
        agent_id=row.agent_id,
        waiting_since=row.waiting_since,
        last_text=last_text,
        last_at=row.changed_at,
        locale=row.locale,
    )
