"""A conversation's lines inside the caller's transaction: repeats, what came before, what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from shop.entries import Entry, Situation, entry_of
from shop.errors import NotFound
from shop.tables import CodeRow, ConversationRow, EntryRow

BEFORE = 12  # lines; what was offered and who owned the conversation is read from so many

_MINE = EntryRow.conversation_id == bindparam("of")
_LINES = select(EntryRow.__table__).where(_MINE)
_BEFORE = (
    select(EntryRow.kind, EntryRow.sender, EntryRow.at, EntryRow.choices)
    .where(_MINE, EntryRow.id < bindparam("entry"))
    .order_by(EntryRow.id.desc())
    .limit(BEFORE)
)
_WRITTEN = _LINES.where(EntryRow.sender == bindparam("by"), EntryRow.client_id == bindparam("client"))
_CODE_SENT = select(CodeRow.id).where(CodeRow.conversation_id == bindparam("of"), CodeRow.sent_at > bindparam("since"))
_ANSWERED = select(EntryRow.answered_at).where(_MINE, EntryRow.id == bindparam("entry"))
_CLOSE = update(EntryRow).where(_MINE, EntryRow.id == bindparam("entry"))
_OWNER = select(ConversationRow.owner, ConversationRow.locale).where(ConversationRow.id == bindparam("of"))


def seen(connection: Connection, conversation_id: str, sender: str, client_id: str | None) -> Entry | None:
    """The line that this sender wrote with that `client_id` before, if any."""
    if client_id is None:
        return None
    row = connection.execute(_WRITTEN, {"of": conversation_id, "by": sender, "client": client_id}).one_or_none()
    return entry_of(row) if row is not None else None


def code_sent(connection: Connection, conversation_id: str, since: datetime) -> bool:
    """Whether a one-time code was sent in this conversation since then."""
    return connection.execute(_CODE_SENT, {"of": conversation_id, "since": since}).first() is not None


def situation(connection: Connection, row: Row[Any], conversation_id: str, entry_id: int) -> Situation:
    """What the turn of that message must know; `row` says who owns the conversation and its locale."""
    offered: list[dict[str, Any]] = []
    since, unanswered = 0.0, True
    for line in connection.execute(_BEFORE, {"of": conversation_id, "entry": entry_id}):
        if line.kind == "owner":
            since = max(since, line.at.timestamp())
        if line.sender in ("shopper", "agent"):
            unanswered = False
        elif unanswered:
            offered += line.choices
    return Situation(row.owner, row.locale, offered, since)


def owner(connection: Connection, conversation_id: str) -> Row[Any]:
    """Who owns the conversation, and its locale; NotFound."""
    row = connection.execute(_OWNER, {"of": conversation_id}).one_or_none()
    if row is None:
        raise NotFound(f"no conversation {conversation_id!r}")
    return row


def answered_at(connection: Connection, conversation_id: str, entry_id: int) -> datetime | None:
    """When the turn of that message was closed, if it was; NotFound."""
    row = connection.execute(_ANSWERED, {"of": conversation_id, "entry": entry_id}).one_or_none()
    if row is None:
        raise NotFound(f"no entry {entry_id} in conversation {conversation_id!r}")
    at: datetime | None = row.answered_at
    return at


def close(connection: Connection, conversation_id: str, entry_id: int, now: datetime) -> None:
    """Note that the turn of that message is over, unless it is noted; NotFound."""
    if answered_at(connection, conversation_id, entry_id) is None:
        connection.execute(_CLOSE, {"of": conversation_id, "entry": entry_id, "answered_at": now})


def bot_may_write(connection: Connection, row: Row[Any], reply_to: int | None) -> bool:
    """Whether the bot still owns the conversation it replies in, or is finishing the turn that passed it on."""
    if row.owner == "bot":
        return reply_to is None or reply_to > row.owner_entry
    if row.owner == "agent" or reply_to is None or reply_to != row.handoff_turn:
        return False
    return answered_at(connection, row.id, reply_to) is None
