"""A conversation and the lines of its log, as everyone outside the tables sees them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from shop.asker import Asker, Level
from shop.tables import ConversationRow, EntryRow


@dataclass(frozen=True)
class Conversation:
    """One conversation at one moment. `owner` is "bot", "queue" or "agent"; `status` "open", "waiting", "after_hours",
    "with_agent" or "resolved"; `shopper_id` is who it belongs to, also after verification has expired (`level`
    tells)."""

    id: str
    owner: str
    status: str
    locale: str
    level: Level
    shopper_id: int | None
    known_orders: frozenset[str]
    agent_id: int | None
    reason: str | None
    summary: str
    opened_at: datetime
    waiting_since: datetime | None


@dataclass(frozen=True)
class Entry:
    """One line of the log. `kind` is "message" or "owner" (then `owner` is the new one); `sender` is "shopper", "bot",
    "agent" or "system"; ids rise in the order of writing."""

    id: int
    conversation_id: str
    kind: str
    sender: str
    text: str
    at: datetime
    choices: list[dict[str, Any]]
    cards: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    generated: bool
    reply_to: int | None
    client_id: str | None
    choice: str | None
    agent_id: int | None
    owner: str | None
    answered: bool
    liked: bool | None = None


@dataclass(frozen=True)
class Situation:
    """What a turn must know before it begins: who owns the conversation and since when (epoch seconds, 0 for ever),
    its locale, and the choices {"id", "label"} offered since the shopper last spoke."""

    owner: str
    locale: str
    offered: list[dict[str, Any]]
    owner_since: float


@dataclass(frozen=True)
class Heard:
    """A shopper's message as it was stored. `is_new` is False for a repeat; `code_sent`: a one-time code was sent in
    this conversation not long ago, and may be what was typed."""

    entry: Entry
    is_new: bool
    situation: Situation
    code_sent: bool


@dataclass(frozen=True)
class Opened:
    """A new conversation and its secret, which is told once and stored hashed."""

    conversation_id: str
    token: str


def new_token(row: ConversationRow) -> str:
    """Give the conversation a new secret; one that it had opens nothing any more."""
    token = secrets.token_urlsafe(32)
    row.token_hash = hash_token(token)
    return token


def hash_token(token: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def conversation_of(row: ConversationRow | Row[Any], asker: Asker) -> Conversation:
    """The conversation with the identity that was read with it."""
    return Conversation(
        id=row.id,
        owner=row.owner,
        status=row.status,
        locale=row.locale,
        level=asker.level,
        shopper_id=row.shopper_id,
        known_orders=asker.known_orders,
        agent_id=row.agent_id,
        reason=row.reason,
        summary=row.summary,
        opened_at=row.opened_at,
        waiting_since=row.waiting_since,
    )


def entry_of(row: EntryRow | Row[Any]) -> Entry:
    """The line as it was stored."""
    return Entry(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=row.kind,
        sender=row.sender,
        text=row.text,
        at=row.at,
        choices=row.choices,
        cards=row.cards,
        sources=row.sources,
        generated=row.generated,
        reply_to=row.reply_to,
        client_id=row.client_id,
        choice=row.choice,
        agent_id=row.agent_id,
        owner=row.owner,
        answered=row.answered_at is not None,
        liked=row.liked,
    )
