"""What the agents' page shows of a conversation: a row of a list, the head of a transcript, the orders in question."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

from bot.server.orders import OrderCard, order_card
from bot.server.wire import Names
from shop.asker import Level
from shop.entries import Conversation
from shop.errors import NotFound
from shop.queue import DeskRow

if TYPE_CHECKING:
    from actions.services import Services

MOST_ORDERS = 5


class ConversationBody(BaseModel):
    """One conversation; `level` is how well the shopper is known, `shopper` a verified shopper's name."""

    id: str
    owner: Literal["bot", "queue", "agent"]
    status: str
    level: Literal["guest", "known", "verified"]
    shopper: str | None
    reason: str | None
    summary: str
    agent_id: int | None
    agent: str | None = None
    waiting_since: datetime | None
    locale: str


class RowBody(ConversationBody):
    """One conversation in a list, with what was said last."""

    last_text: str
    updated_at: datetime


def row_body(row: DeskRow) -> RowBody:
    """One row of a list."""
    return RowBody(
        id=row.id,
        owner=row.owner,
        status=row.status,
        level=_level(row.level),
        shopper=row.shopper,
        reason=row.reason,
        summary=row.summary,
        agent_id=row.agent_id,
        waiting_since=row.waiting_since,
        locale=row.locale,
        last_text=row.last_text,
        updated_at=row.last_at,
    )


def conversation_body(found: Conversation, services: Services, names: Names) -> ConversationBody:
    """The head of a transcript; reads the shopper's name off their latest order, where they are verified."""
    shopper = None
    if found.level >= Level.VERIFIED:
        latest = services.orders.latest(services.identity.who(found.id), limit=1)
        shopper = latest[0].ship_to.name if latest else None
    return ConversationBody(
        id=found.id,
        owner=found.owner,
        status=found.status,
        level=_level(found.level),
        shopper=shopper,
        reason=found.reason,
        summary=found.summary,
        agent_id=found.agent_id,
        agent=names(found.agent_id) if found.agent_id is not None else None,
        waiting_since=found.waiting_since,
        locale=found.locale,
    )


def orders_in_question(services: Services, conversation_id: str) -> list[OrderCard]:
    """The orders that this shopper has shown to be theirs: the latest when verified, else those matched by number."""
    asker = services.identity.who(conversation_id)
    orders = services.orders.latest(asker, limit=MOST_ORDERS) if asker.level >= Level.VERIFIED else []
    seen = {order.number for order in orders}
    for number in sorted(asker.known_orders - seen, reverse=True)[:MOST_ORDERS]:
        try:
            orders.append(services.orders.find(asker, number))
        except NotFound:
            continue
    return [order_card(order, services.shop.time_zone) for order in orders]


def _level(level: Level) -> Literal["guest", "known", "verified"]:
    if level >= Level.VERIFIED:
        return "verified"
    return "known" if level == Level.KNOWN else "guest"
