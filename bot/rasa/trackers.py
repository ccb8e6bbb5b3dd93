"""A tracker store that keeps what the next turn needs, and no more: the slots, in one row a conversation.

Rasa's own SQL store keeps every event and replays them all in every turn; ours costs the same at turn 1 and 300.
What was said is in the shop's conversation log.
"""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Iterable, Optional

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import DateTime, select
from sqlalchemy import Text as SqlText
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shop.database import reading, sessions, writing


class Base(DeclarativeBase):
    """Tables of the tracker's own database."""


class TrackerRow(Base):
    """One conversation's slots as JSON."""

    __tablename__ = "trackers"
    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    slots: Mapped[str] = mapped_column(SqlText)
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SlotStore(TrackerStore):
    """Trackers by conversation id; reads and writes happen off the event loop."""

    def __init__(self, engine: Engine, domain: Optional[Domain] = None) -> None:
        """Creates the table where it is missing. Reads and writes raise Unavailable: a lost state is an error."""
        super().__init__(domain)
        self._sessions = sessions(engine)
        Base.metadata.create_all(engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replaces the conversation's row; a slot that is not JSON is an error here and now."""
        slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
        await asyncio.to_thread(self._write, tracker.sender_id, json.dumps(slots, ensure_ascii=False))

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """A tracker that listens, with its slots set; None for a conversation that has none yet."""
        stored = await asyncio.to_thread(self._read, sender_id)
        if stored is None:
            return None
        tracker = self.init_tracker(sender_id)
        known = set(tracker.slots)
        for name, value in json.loads(stored).items():
            if name in known:
                tracker.update(SlotSet(name, value))
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def keys(self) -> Iterable[str]:
        """Every conversation id."""
        return await asyncio.to_thread(self._ids)

    def _write(self, conversation_id: str, slots: str) -> None:
        with writing(self._sessions) as session:
            session.merge(TrackerRow(conversation_id=conversation_id, slots=slots, saved_at=datetime.now(UTC)))

    def _read(self, conversation_id: str) -> Optional[str]:
        with reading(self._sessions) as session:
            row = session.get(TrackerRow, conversation_id)
            return row.slots if row else None

    def _ids(self) -> list[str]:
        with reading(self._sessions) as session:
            return list(session.scalars(select(TrackerRow.conversation_id)))
