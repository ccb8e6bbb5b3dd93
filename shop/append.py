"""Writing one line into a conversation's log, inside the caller's transaction; log and desk both come through here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.errors import NotFound
from shop.privacy import Masked, mask, mask_all
from shop.tables import ConversationRow, EntryRow

Items = Iterable[Mapping[str, Any]]
CHOICE = 200  # characters kept of a choice's id


def hold(session: Session, conversation_id: str) -> ConversationRow:
    """The conversation's row, held until this write ends (SQLite holds the whole database); NotFound."""
    query = select(ConversationRow).where(ConversationRow.id == conversation_id).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(f"no conversation {conversation_id!r}")
    return row


def append_message(
    session: Session,
    row: ConversationRow,
    sender: str,
    text: Masked,
    now: datetime,
    *,
    choice: str | None = None,
    choices: Items = (),
    cards: Items = (),
    sources: Items = (),
    **more: Any,
) -> EntryRow:
    """Add a message; its id is set. The text comes masked, so that nobody waits for that while this one writes."""
    entry = EntryRow(conversation_id=row.id, kind="message", sender=sender, text=text, at=now, **more)
    entry.choice = mask(choice[:CHOICE])[:CHOICE] if choice is not None else None
    entry.choices = mask_all([dict(item) for item in choices])
    entry.cards = mask_all([dict(item) for item in cards])
    entry.sources = mask_all([dict(item) for item in sources])
    row.changed_at = now
    session.add(entry)
    session.flush()
    return entry


def append_owner(session: Session, row: ConversationRow, owner: str, now: datetime, agent_id: int | None) -> EntryRow:
    """Add the line that says who owns the conversation from here on; its id is set, and noted in the row."""
    entry = EntryRow(conversation_id=row.id, kind="owner", sender="system", text="", at=now)
    entry.owner, entry.agent_id = owner, agent_id
    session.add(entry)
    session.flush()
    row.owner_entry, row.changed_at = entry.id, now
    return entry
