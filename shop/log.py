"""The conversation's ordered log. A shopper's message is stored before its turn runs; the bot writes only while it
owns."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select

from shop.append import Items, append_message, append_owner, held, hold
from shop.asker import read_asker
from shop.bus import Publisher, conversation_topic
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading_rows, writing, writing_rows
from shop.entries import (
    Conversation,
    Entry,
    Heard,
    Opened,
    Situation,
    conversation_of,
    entry_of,
    hash_token,
    new_token,
)
from shop.errors import Conflict, NotFound
from shop.lines import BEFORE, answered_at, bot_may_write, close, code_sent, owner, seen, situation
from shop.privacy import mask, mask_code
from shop.tables import ConversationRow, EntryRow

CODE_WATCH = timedelta(hours=1)  # so long after a code was sent, bare six-digit numbers are masked
Language = Callable[[str], str]  # the locale so far to the one from here on
_LINES = EntryRow.__table__
_CONVERSATION = select(ConversationRow.__table__).where(ConversationRow.id == bindparam("of"))


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
        with reading_rows(self._sessions) as connection:
            row = connection.execute(_CONVERSATION, {"of": conversation_id}).one_or_none()
            expected = row.token_hash if row is not None else hash_token("")
            if not hmac.compare_digest(expected, hash_token(token)) or row is None or self._is_old(row.changed_at):
                raise NotFound(f"no conversation {conversation_id!r} with that token")
            return conversation_of(row, read_asker(connection, conversation_id, self._clock()))

    def conversation(self, conversation_id: str) -> Conversation:
        """The conversation as it is now; NotFound."""
        with reading_rows(self._sessions) as connection:
            asker = read_asker(connection, conversation_id, self._clock())
            return conversation_of(connection.execute(_CONVERSATION, {"of": conversation_id}).one(), asker)

    def add_shopper(
        self, conversation_id: str, client_id: str, text: str, choice: str | None = None
    ) -> tuple[Entry, bool]:
        """Store what the shopper said. The same `client_id` again returns the first entry and False; NotFound."""
        heard = self.hear(conversation_id, client_id, text, choice)
        return heard.entry, heard.is_new

    def hear(
        self,
        conversation_id: str,
        client_id: str,
        text: str,
        choice: str | None = None,
        language: Language = lambda locale: locale,
    ) -> Heard:
        """`add_shopper`, and what the turn must know, in one transaction. From here on the conversation is held in what
        `language` makes of its locale. NotFound."""
        masked, masked_code, now = mask(text), mask_code(text), self._clock()
        with writing_rows(self._sessions) as connection:
            row = held(connection, conversation_id)
            sent = code_sent(connection, conversation_id, now - CODE_WATCH)
            entry = seen(connection, conversation_id, "shopper", client_id)
            is_new = entry is None
            if entry is None:
                locale, status = language(row.locale), "open" if row.status == "resolved" else row.status
                entry = append_message(
                    connection,
                    row,
                    "shopper",
                    masked_code if sent else masked,
                    now,
                    client_id=client_id,
                    choice=choice,
                    changes={"locale": locale, "status": status},
                )
            found = situation(connection, row, conversation_id, entry.id)
        if is_new:
            found = replace(found, locale=locale)
            self._tell(entry)
        return Heard(entry, is_new, found, sent)

    def situation(self, conversation_id: str, entry_id: int) -> Situation:
        """What the turn of that message must know, as it is now; NotFound."""
        with reading_rows(self._sessions) as connection:
            return situation(connection, owner(connection, conversation_id), conversation_id, entry_id)

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
        with writing_rows(self._sessions) as connection:
            row = held(connection, conversation_id)
            if not bot_may_write(connection, row, reply_to):
                return None
            added = append_message(
                connection,
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
        self._tell(added)
        return added

    def add_agent(self, conversation_id: str, agent_id: int, text: str, client_id: str | None = None) -> Entry:
        """Store what the agent said. The same `client_id` again returns the first entry. Conflict if not theirs;
        NotFound."""
        masked = mask(text)
        with writing_rows(self._sessions) as connection:
            row = held(connection, conversation_id)
            earlier = seen(connection, conversation_id, "agent", client_id)
            if earlier is not None:
                return earlier
            if row.owner != "agent" or row.agent_id != agent_id:
                raise Conflict(f"conversation {conversation_id!r} is not agent {agent_id}'s, but the {row.owner}'s")
            added = append_message(
                connection, row, "agent", masked, self._clock(), agent_id=agent_id, client_id=client_id
            )
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
                connection = session.connection()
                added = append_message(connection, held(connection, conversation_id), "system", masked, now)
        self._tell(added)
        return added

    def owner(self, conversation_id: str) -> str:
        """Who owns the conversation now; NotFound."""
        with reading_rows(self._sessions) as connection:
            whose: str = owner(connection, conversation_id).owner
            return whose

    def after(self, conversation_id: str, last_id: int = 0) -> list[Entry]:
        """Everything written after the entry `last_id`, in order."""
        query = select(_LINES).where(_LINES.c.conversation_id == conversation_id, _LINES.c.id > last_id)
        return self._read(query.order_by(_LINES.c.id))

    def before(self, conversation_id: str, entry_id: int | None, limit: int = BEFORE) -> list[Entry]:
        """The lines just before the entry `entry_id` (None: the newest), the nearest first."""
        query = select(_LINES).where(_LINES.c.conversation_id == conversation_id)
        if entry_id is not None:
            query = query.where(_LINES.c.id < entry_id)
        return self._read(query.order_by(_LINES.c.id.desc()).limit(limit))

    def replies_to(self, conversation_id: str, entry_id: int) -> list[Entry]:
        """What the bot replied to that entry, in order."""
        query = select(_LINES).where(_LINES.c.conversation_id == conversation_id, _LINES.c.reply_to == entry_id)
        return self._read(query.order_by(_LINES.c.id))

    def close_turn(self, conversation_id: str, entry_id: int) -> str:
        """Note that the turn of this message is over: a repeat of it is answered from the log. Who owns the
        conversation now; NotFound."""
        with writing_rows(self._sessions) as connection:
            close(connection, conversation_id, entry_id, self._clock())
            whose: str = owner(connection, conversation_id).owner
            return whose

    def is_answered(self, conversation_id: str, entry_id: int) -> bool:
        """Whether the turn of this message is over; NotFound."""
        with reading_rows(self._sessions) as connection:
            return answered_at(connection, conversation_id, entry_id) is not None

    def _read(self, query: Select[Any]) -> list[Entry]:
        with reading_rows(self._sessions) as connection:
            return [entry_of(row) for row in connection.execute(query)]

    def _is_old(self, changed_at: datetime) -> bool:
        return changed_at <= self._clock() - self._idle

    def _tell(self, entry: Entry) -> None:
        self._bus.publish(conversation_topic(entry.conversation_id), {"type": entry.kind, "id": entry.id})
