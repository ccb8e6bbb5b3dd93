"""What shoppers' thumbs say of an answer: kept with the message; one that is down makes its question unanswered."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shop.clock import Clock, utc_now
from shop.database import Sessions, writing
from shop.errors import NotFound
from shop.known import scrubbed
from shop.tables import ConversationRow, EntryRow, GapRow

DISLIKED = "disliked"


class Thumbs:
    """Up, down, or taken back."""

    def __init__(self, sessions: Sessions, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._clock = clock

    def put(self, conversation_id: str, entry_id: int, liked: bool | None) -> int | None:
        """Note it at an answer from the articles, and keep or drop its question as a gap, in one transaction; the
        message that asked, None where nothing was typed. NotFound for any other message, and any other conversation."""
        with writing(self._sessions) as session:
            reply = session.get(EntryRow, entry_id)
            if reply is None or reply.conversation_id != conversation_id or reply.sender != "bot" or not reply.sources:
                raise NotFound(f"no answer {entry_id} in conversation {conversation_id!r}")
            session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(liked=liked))
            question = _question(session, reply)
            if question is None:
                return None
            its = (GapRow.conversation_id == conversation_id, GapRow.entry == question.id, GapRow.band == DISLIKED)
            if liked is not False:
                session.execute(delete(GapRow).where(*its, GapRow.state == "open"))
            elif session.scalars(select(GapRow.id).where(*its)).first() is None:
                session.add(self._gap(session, question))
            return question.id

    def _gap(self, session: Session, question: EntryRow) -> GapRow:
        conversation = session.get(ConversationRow, question.conversation_id)
        assert conversation is not None
        row = GapRow(conversation_id=conversation.id, question=scrubbed(session, conversation.id, question.text))
        row.locale, row.band, row.best = conversation.locale, DISLIKED, 0.0
        row.entry, row.at = question.id, self._clock()
        return row


def _question(session: Session, reply: EntryRow) -> EntryRow | None:
    """What the shopper had typed last, choices aside, when they got that reply."""
    typed = select(EntryRow).where(
        EntryRow.conversation_id == reply.conversation_id,
        EntryRow.sender == "shopper",
        EntryRow.choice.is_(None),
        EntryRow.id <= (reply.reply_to or reply.id),
    )
    return session.scalars(typed.order_by(EntryRow.id.desc()).limit(1)).first()
