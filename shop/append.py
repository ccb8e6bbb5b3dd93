"""Writing one line into a conversation's log, inside the caller's transaction; log and desk both come through here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from shop.entries import Entry
from shop.errors import NotFound
from shop.privacy import Masked, mask, mask_all
from shop.tables import ConversationRow, EntryRow

Items = Iterable[Mapping[str, Any]]
CHOICE = 200  # characters kept of a choice's id

_HELD = (
    select(
        ConversationRow.id,
        ConversationRow.owner,
        ConversationRow.status,
        ConversationRow.locale,
        ConversationRow.owner_entry,
        ConversationRow.handoff_turn,
        ConversationRow.agent_id,
    )
    .where(ConversationRow.id == bindparam("of"))
    .with_for_update()
)
_CHANGE = update(ConversationRow).where(ConversationRow.id == bindparam("of"))
_APPEND = insert(EntryRow)


def hold(session: Session, conversation_id: str) -> ConversationRow:
    """The conversation's row, held until this write ends (SQLite holds the whole database); NotFound."""
    query = select(ConversationRow).where(ConversationRow.id == conversation_id).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(f"no conversation {conversation_id!r}")
    return row


def held(connection: Connection, conversation_id: str) -> Row[Any]:
    """`hold` by a plain statement: who owns the conversation, and what else an append asks of its row; NotFound."""
    row = connection.execute(_HELD, {"of": conversation_id}).one_or_none()
    if row is None:
        raise NotFound(f"no conversation {conversation_id!r}")
    return row


def append_message(
    connection: Connection,
    row: Row[Any],
    sender: str,
    text: Masked,
    now: datetime,
    *,
    client_id: str | None = None,
    choice: str | None = None,
    choices: Items = (),
    cards: Items = (),
    sources: Items = (),
    reply_to: int | None = None,
    agent_id: int | None = None,
    generated: bool = False,
    changes: Mapping[str, Any] | None = None,
) -> Entry:
    """Add a message to the conversation that is `held`, and make `changes` to its row. The text comes masked, so that
    nobody waits for that while this one writes."""
    line: dict[str, Any] = {
        "conversation_id": row.id,
        "kind": "message",
        "sender": sender,
        "text": text,
        "at": now,
        "client_id": client_id,
        "choice": mask(choice[:CHOICE])[:CHOICE] if choice is not None else None,
        "reply_to": reply_to,
        "agent_id": agent_id,
        "choices": mask_all([dict(item) for item in choices]),
        "cards": mask_all([dict(item) for item in cards]),
        "sources": mask_all([dict(item) for item in sources]),
        "generated": generated,
    }
    added = connection.execute(_APPEND, line).inserted_primary_key
    assert added is not None
    connection.execute(_CHANGE, {"of": row.id, "changed_at": now, **(changes or {})})
    return Entry(id=added[0], owner=None, answered=False, **line)


def append_owner(session: Session, row: ConversationRow, owner: str, now: datetime, agent_id: int | None) -> EntryRow:
    """Add the line that says who owns the conversation from here on; its id is set, and noted in the row."""
    entry = EntryRow(conversation_id=row.id, kind="owner", sender="system", text="", at=now)
    entry.owner, entry.agent_id = owner, agent_id
    session.add(entry)
    session.flush()
    row.owner_entry, row.changed_at = entry.id, now
    return entry
