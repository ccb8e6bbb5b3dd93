"""Messages that were not clearly understood, without the person in them, kept for the support lead to explain.

The same words count once a conversation. They are kept as long as chats are, and go with their conversations.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from shop.audit import record_work
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.errors import NotFound
from shop.known import known_of
from shop.scrub import scrub
from shop.tables import ConversationRow, UnclearRow, UnclearSeenRow

LONGEST = 300  # characters; the rest of a longer message is not kept
MOST = 5000  # that wait to be explained; the oldest go
BADLY = 0.6  # how uncertain a message is at least whose shopper was left without help, however sure we were
ENDED_BADLY = frozenset({"person", "disliked"})
WITHOUT_HELP = frozenset({"gap", "unclear"})
WORD = re.compile(r"\w")
PLACEHOLDER = re.compile(r"\[[a-z]+\]")
SPACES = re.compile(r"[\W_]+")
Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Unclear:
    """One text: `ranking` is what it was taken for last, `times` in how many conversations, `conversation_id` the
    latest one, `suggested` the intent that a shopper's own choice showed. `state` is open, labelled or discarded."""

    id: int
    text: str
    locale: str
    ranking: tuple[tuple[str, float], ...]
    why: str
    ended: str
    suggested: str | None
    times: int
    first_at: datetime
    last_at: datetime
    conversation_id: str | None
    state: str
    intent: str | None
    example: str | None
    settled_by: str | None

    @property
    def uncertainty(self) -> float:
        """From 0 (one intent, without doubt) to 1 (two are equally likely, or none is)."""
        best, second = ([share for _, share in self.ranking] + [0.0, 0.0])[:2]
        least = BADLY if self.ended in ENDED_BADLY or self.why in WITHOUT_HELP else 0.0
        return max(1.0 - (best - second), least)

    @property
    def worth(self) -> float:
        """How much explaining it helps."""
        return self.times * self.uncertainty


class UnclearMessages:
    """Notes them, lists them, and notes what became of them."""

    def __init__(self, sessions: Sessions, clock: Clock = utc_now, keep: timedelta = timedelta(days=365)) -> None:
        self._sessions, self._clock, self._keep = sessions, clock, keep
        self._cleared: datetime | None = None

    def note(
        self, conversation_id: str, entry: int, text: str, locale: str, ranking: Ranking, why: str, ended: str = ""
    ) -> int | None:
        """Keep one message, scrubbed; its id, or None where nothing of it is left to learn from. NotFound."""
        now = self._clock()
        with writing(self._sessions) as session:
            conversation = session.get(ConversationRow, conversation_id)
            if conversation is None:
                raise NotFound(f"no conversation {conversation_id!r}")
            scrubbed = " ".join(scrub(text, known_of(session, conversation)).split())[:LONGEST]
            if not WORD.search(PLACEHOLDER.sub("", scrubbed)):
                return None
            row = self._row(session, scrubbed, locale, now)
            row.ranking, row.why, row.last_at = _shortened(ranking), why, now
            row.ended = ended or row.ended
            session.flush()
            session.merge(UnclearSeenRow(unclear_id=row.id, conversation_id=conversation_id, entry=entry, at=now))
            self._clear(session, now)
            return row.id

    def suggest(self, conversation_id: str, entry: int, intent: str) -> None:
        """The shopper's choice showed what that message of theirs had meant; nothing where it was clear."""
        self._mark(conversation_id, entry, "chosen", intent)

    def end(self, conversation_id: str, entry: int, how: str) -> bool:
        """That message of theirs ended so: "person" or "disliked". False where it had been clear."""
        return self._mark(conversation_id, entry, how)

    def open(self, limit: int = 200) -> list[Unclear]:
        """Those that wait to be explained, the most helpful first."""
        with reading(self._sessions) as session:
            rows = _read(session, UnclearRow.state == "open")
        return sorted(rows, key=lambda each: (-each.worth, -each.id))[:limit]

    def one(self, unclear_id: int) -> Unclear:
        """One of them, whatever became of it; NotFound."""
        with reading(self._sessions) as session:
            found = _read(session, UnclearRow.id == unclear_id)
        if not found:
            raise NotFound(f"no unclear message {unclear_id}")
        return found[0]

    def rank(self, unclear_id: int, ranking: Ranking) -> None:
        """What it is taken for now; nothing where it is gone."""
        with writing(self._sessions) as session:
            row = session.get(UnclearRow, unclear_id)
            if row is not None:
                row.ranking = _shortened(ranking)

    def settle(self, unclear_id: int, by: str, intent: str | None, example: str | None) -> None:
        """Explained: an example of `intent`, or (None) of no use. An audit row says who did it. NotFound."""
        self._move(unclear_id, by, "labelled" if intent else "discarded", intent, example)

    def reopen(self, unclear_id: int, by: str) -> None:
        """Waiting again, as if it had never been settled. An audit row says who did it. NotFound."""
        self._move(unclear_id, by, "open", None, None)

    def last_settled(self, by: str) -> Unclear | None:
        """What this person explained or discarded last."""
        theirs = (UnclearRow.settled_by == by, UnclearRow.state != "open")
        newest = select(UnclearRow.id).where(*theirs).order_by(UnclearRow.settled_at.desc(), UnclearRow.id.desc())
        with reading(self._sessions) as session:
            latest = session.scalars(newest.limit(1)).first()
            return next(iter(_read(session, UnclearRow.id == latest)), None) if latest is not None else None

    def forget(self, shopper_id: int) -> None:
        """What this shopper said goes, unless others said it too."""
        theirs = select(ConversationRow.id).where(ConversationRow.shopper_id == shopper_id)
        with writing(self._sessions) as session:
            session.execute(delete(UnclearSeenRow).where(UnclearSeenRow.conversation_id.in_(theirs)))
            session.execute(delete(UnclearRow).where(_nowhere()))

    def clear(self) -> None:
        """Drop what is older than chats are kept, and what was said in no conversation any more."""
        with writing(self._sessions) as session:
            self._cleared = None
            self._clear(session, self._clock())

    def _row(self, session: Session, text: str, locale: str, now: datetime) -> UnclearRow:
        key = digest(text, locale)
        row = session.scalars(select(UnclearRow).where(UnclearRow.key == key)).one_or_none()
        if row is None:
            row = UnclearRow(key=key, text=text, locale=locale, ranking=[], why="", first_at=now, last_at=now)
            session.add(row)
        return row

    def _mark(self, conversation_id: str, entry: int, ended: str, suggested: str | None = None) -> bool:
        seen = select(UnclearSeenRow.unclear_id).where(
            UnclearSeenRow.conversation_id == conversation_id, UnclearSeenRow.entry == entry
        )
        with writing(self._sessions) as session:
            rows = session.scalars(select(UnclearRow).where(UnclearRow.id.in_(seen))).all()
            for row in rows:
                row.ended, row.suggested = ended, suggested or row.suggested
            return bool(rows)

    def _move(self, unclear_id: int, by: str, state: str, intent: str | None, example: str | None) -> None:
        now = self._clock()
        with writing(self._sessions) as session:
            row = session.get(UnclearRow, unclear_id)
            if row is None:
                raise NotFound(f"no unclear message {unclear_id}")
            before = {"state": row.state, "intent": row.intent}
            row.state, row.intent, row.example = state, intent, example
            row.settled_by, row.settled_at = by, now
            after = {"state": state, "intent": intent, "example": example}
            record_work(session, by, "unclear_message", f"unclear:{unclear_id}", before, after, now)

    def _clear(self, session: Session, now: datetime) -> None:
        if self._cleared is not None and now - self._cleared < timedelta(days=1):
            return
        self._cleared = now
        session.flush()
        session.execute(delete(UnclearSeenRow).where(UnclearSeenRow.at <= now - self._keep))
        session.execute(delete(UnclearRow).where(_nowhere()))
        newest = select(UnclearRow.id).where(UnclearRow.state == "open").order_by(UnclearRow.last_at.desc()).limit(MOST)
        session.execute(delete(UnclearRow).where(UnclearRow.state == "open", UnclearRow.id.not_in(newest)))


def digest(text: str, locale: str) -> str:
    """The same for texts that differ in case, width, spaces and signs alone."""
    words = SPACES.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
    return hashlib.sha256(f"{locale}:{words}".encode()).hexdigest()


def _shortened(ranking: Ranking) -> list[list[str | float]]:
    return [[intent, round(share, 4)] for intent, share in ranking[:3]]


def _nowhere() -> ColumnElement[bool]:
    return ~select(UnclearSeenRow.unclear_id).where(UnclearSeenRow.unclear_id == UnclearRow.id).exists()


def _read(session: Session, *which: ColumnElement[bool]) -> list[Unclear]:
    rows = session.scalars(select(UnclearRow).where(*which)).all()
    seen = select(UnclearSeenRow).join(UnclearRow, UnclearRow.id == UnclearSeenRow.unclear_id).where(*which)
    said: dict[int, list[str]] = {}
    for each in session.scalars(seen.order_by(UnclearSeenRow.entry)):
        said.setdefault(each.unclear_id, []).append(each.conversation_id)
    return [_unclear(row, said.get(row.id, [])) for row in rows]


def _unclear(row: UnclearRow, conversations: list[str]) -> Unclear:
    return Unclear(
        id=row.id,
        text=row.text,
        locale=row.locale,
        ranking=tuple((str(intent), float(share)) for intent, share in row.ranking),
        why=row.why,
        ended=row.ended,
        suggested=row.suggested,
        times=len(conversations),
        first_at=row.first_at,
        last_at=row.last_at,
        conversation_id=conversations[-1] if conversations else None,
        state=row.state,
        intent=row.intent,
        example=row.example,
        settled_by=row.settled_by,
    )
