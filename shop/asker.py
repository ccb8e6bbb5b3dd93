"""Who is asking: read from the conversation's row, never from what anybody typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import Connection, and_, bindparam, select
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


_GRANTED = and_(GrantRow.conversation_id == ConversationRow.id, GrantRow.at > bindparam("since"))
_WHO = (
    select(ConversationRow.shopper_id, ConversationRow.verified_until, GrantRow.order_number)
    .outerjoin(GrantRow, _GRANTED)
    .where(ConversationRow.id == bindparam("of"))
)


def read_asker(connection: Connection, conversation_id: str, now: datetime) -> Asker:
    """The identity that the conversation's row holds at `now`, expiry applied; NotFound for no such conversation."""
    rows = connection.execute(_WHO, {"of": conversation_id, "since": now - KNOWN_FOR}).all()
    if not rows:
        raise NotFound(f"no conversation {conversation_id!r}")
    known = frozenset(row.order_number for row in rows if row.order_number is not None)
    return _asker(conversation_id, rows[0].shopper_id, rows[0].verified_until, known, now)


def asker_of(session: Session, row: ConversationRow, now: datetime) -> Asker:
    """The identity of a conversation whose row is already loaded."""
    mine = (GrantRow.conversation_id == row.id, GrantRow.at > now - KNOWN_FOR)
    known = frozenset(session.scalars(select(GrantRow.order_number).where(*mine)))
    return _asker(row.id, row.shopper_id, row.verified_until, known, now)


def _asker(
    conversation_id: str, shopper_id: int | None, until: datetime | None, known: frozenset[str], now: datetime
) -> Asker:
    if shopper_id is not None and until is not None and now < until:
        return Asker(conversation_id, Level.VERIFIED, shopper_id, known)
    return Asker(conversation_id, Level.KNOWN if known else Level.GUEST, None, known)
