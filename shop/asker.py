"""Who is asking: read from the conversation's row, never from what anybody typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.errors import NotFound
from shop.tables import ConversationRow, GrantRow

KNOWN_FOR = timedelta(hours=24)  # after which an order's number and contact must be told again


class Level(IntEnum):
    """How well the shopper is known. GUEST may browse; KNOWN may read the orders matched; VERIFIED may change
    theirs."""

    GUEST = 0
    KNOWN = 1
    VERIFIED = 2


@dataclass(frozen=True)
class Asker:
    """One conversation's identity at one moment; `shopper_id` is there while VERIFIED and not longer."""

    conversation_id: str
    level: Level
    shopper_id: int | None = None
    known_orders: frozenset[str] = frozenset()


def read_asker(session: Session, conversation_id: str, now: datetime) -> Asker:
    """The identity that the conversation's row holds at `now`, expiry applied; NotFound for no such conversation."""
    row = session.get(ConversationRow, conversation_id)
    if row is None:
        raise NotFound(f"no conversation {conversation_id!r}")
    return asker_of(session, row, now)


def asker_of(session: Session, row: ConversationRow, now: datetime) -> Asker:
    """The identity of a conversation whose row is already loaded."""
    mine = (GrantRow.conversation_id == row.id, GrantRow.at > now - KNOWN_FOR)
    known = frozenset(session.scalars(select(GrantRow.order_number).where(*mine)))
    if row.shopper_id is not None and row.verified_until is not None and now < row.verified_until:
        return Asker(row.id, Level.VERIFIED, row.shopper_id, known)
    return Asker(row.id, Level.KNOWN if known else Level.GUEST, None, known)
