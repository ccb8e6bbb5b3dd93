"""A tracker store that keeps what the next turn needs, and no more: the slots, in one row a conversation.

Rasa's own SQL store keeps every event and replays them all in every turn; ours costs the same at turn 1 and 300.
What was said is in the shop's conversation log.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Iterable, Optional

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import DateTime, bindparam, insert, select, update
from sqlalchemy import Text as SqlText
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shop.database import reading_rows, sessions, writing_rows


class Base(DeclarativeBase):
    """Tables of the tracker's own database."""


class TrackerRow(Base):
    """One conversation's slots as JSON."""

    __tablename__ = "trackers"
    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    slots: Mapped[str] = mapped_column(SqlText)
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


_READ = select(TrackerRow.slots).where(TrackerRow.conversation_id == bindparam("of"))
_WRITE = update(TrackerRow).where(TrackerRow.conversation_id == bindparam("of"))


class SlotStore(TrackerStore):
    """Trackers by conversation id. It waits for the database: a turn runs in a thread of its own (bot/threads)."""

    def __init__(self, engine: Engine, domain: Optional[Domain] = None) -> None:
        """Creates the table where it is missing. Reads and writes raise Unavailable: a lost state is an error."""
        super().__init__(domain)
        self._sessions = sessions(engine)
        Base.metadata.create_all(engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replaces the conversation's row; a slot that is not JSON is an error here and now."""
        slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
        row = {"slots": json.dumps(slots, ensure_ascii=False), "saved_at": datetime.now(UTC)}
        with writing_rows(self._sessions) as connection:
            if connection.execute(_WRITE, {"of": tracker.sender_id, **row}).rowcount == 0:
                connection.execute(insert(TrackerRow), {"conversation_id": tracker.sender_id, **row})

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """A tracker that listens, with its slots set; None for a conversation that has none yet."""
        with reading_rows(self._sessions) as connection:
            stored = connection.execute(_READ, {"of": sender_id}).scalar()
        if stored is None:
            return None
        tracker = self.init_tracker(sender_id)
        known = set(tracker.slots)
        for name, value in json.loads(stored).items():
            if name in known:
                tracker.update(SlotSet(name, value))
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def get_or_create_tracker(
        self, sender_id: str, max_event_history: Optional[int] = None, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """As `retrieve`, or a new one that listens; it is stored when its first turn is over."""
        tracker = await self.retrieve(sender_id)
        if tracker is None:
            tracker = self.init_tracker(sender_id)
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def keys(self) -> Iterable[str]:
        """Every conversation id."""
        with reading_rows(self._sessions) as connection:
            return list(connection.execute(select(TrackerRow.conversation_id)).scalars())
