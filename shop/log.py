"""The conversation's ordered log. A shopper's message is stored before its turn runs; the bot writes only while it
owns."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shop.append import Items, append_message, append_owner, hold
from shop.asker import asker_of
from shop.bus import Publisher, conversation_topic
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.entries import Conversation, Entry, Opened, conversation_of, entry_of, hash_token, new_token
from shop.errors import Conflict, NotFound
from shop.privacy import mask, mask_code
from shop.tables import CodeRow, ConversationRow, EntryRow

CODE_WATCH = timedelta(hours=1)  # so long after a code was sent, bare six-digit numbers are masked


class ConversationLog:
    """Appends and reads; every text is masked before it is stored, every append is told to the bus after its commit."""

    def __init__(
        self, sessions: Sessions, bus: Publisher, clock: Clock = utc_now, idle: timedelta = timedelta(days=30)
    ) -> None:
        self._sessions = sessions
        self._idle = idle  # a conversation that nobody went on with for so long opens to no token
        self._bus = bus
        self._clock = clock

    def open(self, locale: str) -> Opened:
        """Start a conversation with the bot as its owner."""
        now = self._clock()
        row = ConversationRow(id=secrets.token_urlsafe(16), locale=locale)
        opened = Opened(row.id, new_token(row))
        row.opened_at = row.changed_at = now
        with writing(self._sessions) as session:
            session.add(row)
        return opened

    def check(self, conversation_id: str, token: str) -> Conversation:
        """The conversation, for whoever holds its token. NotFound for a wrong id, a wrong token, and one
        of a conversation in which nothing was said for 30 days, alike."""
        with reading(self._sessions) as session:
            row = session.get(ConversationRow, conversation_id)
            expected = row.token_hash if row is not None else hash_token("")
            if not hmac.compare_digest(expected, hash_token(token)) or row is None or self._is_old(row):
                raise NotFound(f"no conversation {conversation_id!r} with that token")
            return conversation_of(row, asker_of(session, row, self._clock()))

    def conversation(self, conversation_id: str) -> Conversation:
        """The conversation as it is now; NotFound."""
        with reading(self._sessions) as session:
            row = session.get(ConversationRow, conversation_id)
            if row is None:
                raise NotFound(f"no conversation {conversation_id!r}")
            return conversation_of(row, asker_of(session, row, self._clock()))

    def speak(self, conversation_id: str, locale: str) -> None:
        """From here on the conversation is held in `locale`; NotFound."""
        with writing(self._sessions) as session:
            hold(session, conversation_id).locale = locale

    def add_shopper(
        self, conversation_id: str, client_id: str, text: str, choice: str | None = None
    ) -> tuple[Entry, bool]:
        """Store what the shopper said. The same `client_id` again returns the first entry and False; NotFound."""
        masked, masked_code = mask(text), mask_code(text)
        with writing(self._sessions) as session:
            row = hold(session, conversation_id)
            seen = _seen(session, conversation_id, "shopper", client_id)
            if seen is not None:
                return entry_of(seen), False
            kept = masked_code if self._awaits_code(session, conversation_id) else masked
            if row.status == "resolved":
                row.status = "open"
            entry = append_message(session, row, "shopper", kept, self._clock(), client_id=client_id, choice=choice)
            added = entry_of(entry)
        self._tell(added)
        return added, True

    def add_bot(
        self,
        conversation_id: str,
        reply_to: int | None,
        text: str,
        choices: Items = (),
        cards: Items = (),
        sources: Items = (),
        generated: bool = False,
    ) -> Entry | None:
        """Store a reply of the bot, or None where the conversation is not the bot's any more: owner and log are
        read and
        written in one transaction. A reply to a message from before an agent had the conversation is None too. The turn
        that handed off may still finish what it says, until an agent takes the conversation.
        """
        masked = mask(text)
        with writing(self._sessions) as session:
            row = hold(session, conversation_id)
            if not self._bot_may_write(session, row, reply_to):
                return None
            entry = append_message(
                session,
                row,
                "bot",
                masked,
                self._clock(),
                choices=choices,
                cards=cards,
                sources=sources,
                reply_to=reply_to,
                generated=generated,
            )
            added = entry_of(entry)
        self._tell(added)
        return added

    def add_agent(self, conversation_id: str, agent_id: int, text: str, client_id: str | None = None) -> Entry:
        """Store what the agent said. The same `client_id` again returns the first entry. Conflict if not theirs;
        NotFound."""
        masked = mask(text)
        with writing(self._sessions) as session:
            row = hold(session, conversation_id)
            seen = _seen(session, conversation_id, "agent", client_id)
            if seen is not None:
                return entry_of(seen)
            if row.owner != "agent" or row.agent_id != agent_id:
                raise Conflict(f"conversation {conversation_id!r} is not agent {agent_id}'s, but the {row.owner}'s")
            entry = append_message(session, row, "agent", masked, self._clock(), agent_id=agent_id, client_id=client_id)
            added = entry_of(entry)
        self._tell(added)
        return added

    def add_note(self, conversation_id: str, text: str = "", kind: str = "message") -> Entry:
        """Store a line of the system's, whoever owns the conversation: a message, or (kind "owner") who owns it now."""
        masked = mask(text)
        with writing(self._sessions) as session:
            row, now = hold(session, conversation_id), self._clock()
            if kind == "owner":
                added = entry_of(append_owner(session, row, row.owner, now, row.agent_id))
            else:
                added = entry_of(append_message(session, row, "system", masked, now))
        self._tell(added)
        return added

    def after(self, conversation_id: str, last_id: int = 0) -> list[Entry]:
        """Everything written after the entry `last_id`, in order."""
        query = select(EntryRow).where(EntryRow.conversation_id == conversation_id, EntryRow.id > last_id)
        with reading(self._sessions) as session:
            return [entry_of(row) for row in session.scalars(query.order_by(EntryRow.id))]

    def before(self, conversation_id: str, entry_id: int, limit: int = 12) -> list[Entry]:
        """The lines just before the entry `entry_id`, the nearest first."""
        query = select(EntryRow).where(EntryRow.conversation_id == conversation_id, EntryRow.id < entry_id)
        with reading(self._sessions) as session:
            return [entry_of(row) for row in session.scalars(query.order_by(EntryRow.id.desc()).limit(limit))]

    def replies_to(self, conversation_id: str, entry_id: int) -> list[Entry]:
        """What the bot replied to that entry, in order."""
        query = select(EntryRow).where(EntryRow.conversation_id == conversation_id, EntryRow.reply_to == entry_id)
        with reading(self._sessions) as session:
            return [entry_of(row) for row in session.scalars(query.order_by(EntryRow.id))]

    def close_turn(self, conversation_id: str, entry_id: int) -> None:
        """Note that the turn of this message is over: a repeat of it is answered from the log. NotFound."""
        with writing(self._sessions) as session:
            entry = _message(session, conversation_id, entry_id)
            if entry.answered_at is None:
                entry.answered_at = self._clock()

    def is_answered(self, conversation_id: str, entry_id: int) -> bool:
        """Whether the turn of this message is over; NotFound."""
        with reading(self._sessions) as session:
            return _message(session, conversation_id, entry_id).answered_at is not None

    def _is_old(self, row: ConversationRow) -> bool:
        return row.changed_at <= self._clock() - self._idle

    def _awaits_code(self, session: Session, conversation_id: str) -> bool:
        recent = CodeRow.sent_at > self._clock() - CODE_WATCH
        query = select(func.count()).where(CodeRow.conversation_id == conversation_id, recent)
        return bool(session.scalar(query))

    def _bot_may_write(self, session: Session, row: ConversationRow, reply_to: int | None) -> bool:
        if row.owner == "bot":
            return reply_to is None or reply_to > row.owner_entry
        if row.owner == "agent" or reply_to is None or reply_to != row.handoff_turn:
            return False
        return _message(session, row.id, reply_to).answered_at is None

    def _tell(self, entry: Entry) -> None:
        self._bus.publish(conversation_topic(entry.conversation_id), {"type": entry.kind, "id": entry.id})


def _message(session: Session, conversation_id: str, entry_id: int) -> EntryRow:
    entry = session.get(EntryRow, entry_id)
    if entry is None or entry.conversation_id != conversation_id:
        raise NotFound(f"no entry {entry_id} in conversation {conversation_id!r}")
    return entry


def _seen(session: Session, conversation_id: str, sender: str, client_id: str | None) -> EntryRow | None:
    if client_id is None:
        return None
    mine = (EntryRow.conversation_id == conversation_id, EntryRow.sender == sender, EntryRow.client_id == client_id)
    return session.scalars(select(EntryRow).where(*mine)).one_or_none()
