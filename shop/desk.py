"""The handoff state machine: bot → queue → agent → bot or resolved. Each step is one conditional change in the
database,
so that of two who try only one succeeds; lists are in `shop.queue`, signing in is in `shop.agents`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from shop.agents import Agent, Agents, SignedIn
from shop.append import append_owner, hold
from shop.bus import DESK, Publisher, conversation_topic
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.entries import Entry, entry_of
from shop.errors import Conflict, NotFound
from shop.hours import OpeningHours
from shop.privacy import mask
from shop.queue import DeskRow, Queue
from shop.tables import ConversationRow, EntryRow


@dataclass(frozen=True)
class Handoff:
    """What became of a handoff: the place in the queue from 1 (0: an agent already has it), whether anybody is
    there now,
    and if not, when somebody will be (in the shop's time zone)."""

    position: int
    open_now: bool
    opens_at: datetime | None = None


class Desk:
    """Who owns a conversation, and the agents' view of all of them."""

    def __init__(self, sessions: Sessions, bus: Publisher, hours: OpeningHours, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._bus = bus
        self._hours = hours
        self._clock = clock
        self._agents = Agents(sessions, clock)
        self._queue = Queue(sessions, clock)

    def hand_off(self, conversation_id: str, reason: str, summary: str = "", turn: int | None = None) -> Handoff:
        """Put the conversation in the queue. Again, in the queue or with an agent, changes nothing and says where
        it is.

        `turn` is the shopper's message whose turn hands off (default: the newest one that is not answered); the bot may
        finish that turn's replies until an agent takes the conversation. NotFound.
        """
        now = self._clock()
        open_now = self._hours.is_open(now)
        entry = None
        with writing(self._sessions) as session:
            row = hold(session, conversation_id)
            if row.owner == "bot":
                row.handoff_turn = turn if turn is not None else _open_turn(session, row)
                row.owner, row.status = "queue", "waiting" if open_now else "after_hours"
                row.reason, row.summary, row.waiting_since = mask(reason), mask(summary), now
                entry = entry_of(append_owner(session, row, "queue", now, None))
            position = 0 if row.owner == "agent" else _position(session, row)
        if entry is not None:
            self._tell(entry)
        return Handoff(position, open_now, self._hours.opens_at(now))

    def is_open(self) -> bool:
        """Whether somebody is at the desk now."""
        return self._hours.is_open(self._clock())

    def answer_meanwhile(self, conversation_id: str, turn: int) -> bool:
        """Let the bot answer this message of a shopper who waits while nobody is at the desk; the place in the queue
        stays. False where somebody is there, or the conversation is not in the queue; NotFound."""
        if self.is_open():
            return False
        with writing(self._sessions) as session:
            row = hold(session, conversation_id)
            if row.owner != "queue":
                return False
            row.handoff_turn = turn
        return True

    def take(self, conversation_id: str, agent_id: int) -> None:
        """The agent has the conversation from here on, out of the queue or from the bot; nothing of the bot's follows.

        Again by the same agent changes nothing. Conflict if another agent has it; NotFound.
        """
        free = ConversationRow.owner.in_(("queue", "bot"))
        values = {"agent_id": agent_id, "status": "with_agent"}
        self._move(conversation_id, free, "agent", agent_id, values, already=("agent", agent_id))

    def give_back(self, conversation_id: str, agent_id: int) -> None:
        """The bot answers again from the next message on. Conflict if it is not this agent's; NotFound."""
        values = {"agent_id": None, "status": "open", "reason": None, "waiting_since": None}
        self._move(conversation_id, _theirs(agent_id), "bot", agent_id, values)

    def resolve(self, conversation_id: str, agent_id: int) -> None:
        """Done; should the shopper write again, the bot answers. Conflict if it is not this agent's; NotFound."""
        values = {"agent_id": None, "status": "resolved", "waiting_since": None}
        self._move(conversation_id, _theirs(agent_id), "bot", agent_id, values)

    def leave(self, conversation_id: str) -> bool:
        """The shopper goes on with the bot: out of the queue. False where it is not in the queue; NotFound."""
        now = self._clock()
        with writing(self._sessions) as session:
            row = hold(session, conversation_id)
            if row.owner != "queue":
                return False
            row.owner, row.status, row.handoff_turn, row.reason, row.waiting_since = "bot", "open", None, None, None
            entry = entry_of(append_owner(session, row, "bot", now, None))
        self._tell(entry)
        return True

    def waiting(self) -> list[DeskRow]:
        """Conversations that wait for an agent, the longest wait first."""
        return self._queue.waiting()

    def mine(self, agent_id: int) -> list[DeskRow]:
        """Conversations that this agent has, the latest change first."""
        return self._queue.mine(agent_id)

    def recent(self) -> list[DeskRow]:
        """All conversations in which anything was said, the latest change first."""
        return self._queue.recent()

    def transcript(self, conversation_id: str) -> list[Entry]:
        """Everything in the log, in order."""
        query = select(EntryRow).where(EntryRow.conversation_id == conversation_id).order_by(EntryRow.id)
        with reading(self._sessions) as session:
            return [entry_of(row) for row in session.scalars(query)]

    def sign_in(self, name: str, password: str, in_demo: bool, address: str = "") -> SignedIn:
        """See `Agents.sign_in`."""
        return self._agents.sign_in(name, password, in_demo, address)

    def sign_out(self, token: str) -> None:
        """See `Agents.sign_out`."""
        self._agents.sign_out(token)

    def agent(self, token: str) -> Agent:
        """See `Agents.agent`."""
        return self._agents.agent(token)

    def _move(
        self,
        conversation_id: str,
        when: ColumnElement[bool],
        owner: str,
        agent_id: int,
        values: dict[str, Any],
        already: tuple[str, int] | None = None,
    ) -> None:
        now = self._clock()
        with writing(self._sessions) as session:
            change = update(ConversationRow).where(ConversationRow.id == conversation_id, when)
            change = change.values(owner=owner, handoff_turn=None, **values).returning(ConversationRow.id)
            moved = session.execute(change.execution_options(synchronize_session=False)).scalar()
            row = session.get(ConversationRow, conversation_id)
            if row is None:
                raise NotFound(f"no conversation {conversation_id!r}")
            if moved is None and (row.owner, row.agent_id) == already:
                return
            if moved is None:
                raise Conflict(f"conversation {conversation_id!r} is with {row.owner} {row.agent_id or ''}".rstrip())
            named = agent_id if owner == "agent" else None
            entry = entry_of(append_owner(session, row, owner, now, named))
        self._tell(entry)

    def _tell(self, entry: Entry) -> None:
        self._bus.publish(conversation_topic(entry.conversation_id), {"type": "owner", "id": entry.id})
        self._bus.publish(DESK, {"type": "queue"})


def _theirs(agent_id: int) -> ColumnElement[bool]:
    return (ConversationRow.owner == "agent") & (ConversationRow.agent_id == agent_id)


def _position(session: Session, row: ConversationRow) -> int:
    ahead = (ConversationRow.owner == "queue", ConversationRow.owner_entry < row.owner_entry)
    return 1 + (session.scalar(select(func.count()).select_from(ConversationRow).where(*ahead)) or 0)


def _open_turn(session: Session, row: ConversationRow) -> int | None:
    open_messages = (EntryRow.conversation_id == row.id, EntryRow.sender == "shopper", EntryRow.answered_at.is_(None))
    newest: int | None = session.scalar(select(func.max(EntryRow.id)).where(*open_messages))
    return newest
