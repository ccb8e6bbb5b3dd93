"""What the bot could not answer, without the person in it, kept for the support lead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlalchemy.orm import Session

from shop.audit import record_work
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.known import scrubbed
from shop.tables import ConversationRow, EntryRow, GapRow

QUESTIONS = ("abstain", "clarify", "disliked")  # the bands of what wanted an answer; "feedback" wanted none
CHOSE = "start:article"  # how a choice begins that took one of the articles offered
DAYS = 30
MOST = 2000  # questions that a report looks at: the newest


@dataclass(frozen=True)
class Gap:
    """One unanswered question; `best` is the highest score that was found for it, `who` tells shoppers apart."""

    id: int
    conversation_id: str | None
    question: str
    locale: str
    band: str
    best: float
    at: datetime
    entry: int | None = None
    state: str = "open"
    who: str = ""


@dataclass(frozen=True)
class AgentReply:
    """What a person of the shop answered after a question, scrubbed."""

    text: str
    conversation_id: str
    at: datetime


class Gaps:
    """The list of unanswered questions, each kept for so long, whatever became of it."""

    def __init__(self, sessions: Sessions, clock: Clock = utc_now, keep: timedelta = timedelta(days=365)) -> None:
        self._sessions, self._clock, self._keep = sessions, clock, keep
        self._cleared: datetime | None = None

    def log(
        self,
        conversation_id: str | None,
        question: str,
        locale: str,
        band: str,
        best: float,
        entry: int | None = None,
    ) -> None:
        """Keep one question, scrubbed; `entry` is the message it was asked in."""
        with writing(self._sessions) as session:
            text = scrubbed(session, conversation_id, question)
            row = GapRow(conversation_id=conversation_id, question=text, locale=locale, band=band, best=best)
            row.at, row.entry = self._clock(), entry
            session.add(row)
            self._clear(session, row.at)

    def newest(self, limit: int = 100) -> list[Gap]:
        """The last `limit` questions, newest first, whatever became of them."""
        with reading(self._sessions) as session:
            return [_gap(row) for row in session.scalars(select(GapRow).order_by(GapRow.id.desc()).limit(limit))]

    def open(self, days: int | None = DAYS, limit: int = MOST) -> list[Gap]:
        """Questions of the last `days` (None: of any time) that still want an answer, newest first. Where a shopper
        took one of the articles that were offered, nothing is wanted."""
        wanted = [GapRow.state == "open", GapRow.band.in_(QUESTIONS)]
        if days is not None:
            wanted.append(GapRow.at >= self._clock() - timedelta(days=days))
        with reading(self._sessions) as session:
            found = session.execute(_with_who(*wanted).limit(limit)).all()
            took = _took_one(session, [row for row, _ in found if row.band == "clarify"])
        return [_gap(row, shopper) for row, shopper in found if row.id not in took]

    def replies(self, ids: Collection[int], most: int = 5) -> list[AgentReply]:
        """What agents answered in the conversations of these questions afterwards, the newest first."""
        with reading(self._sessions) as session:
            asked = [row for row in session.scalars(select(GapRow).where(GapRow.id.in_(ids))) if row.conversation_id]
            since: dict[str, int] = {}
            for row in asked:
                assert row.conversation_id is not None
                since[row.conversation_id] = min(since.get(row.conversation_id, 2**62), row.entry or 0)
            lines = select(EntryRow).where(EntryRow.conversation_id.in_(since), EntryRow.sender == "agent")
            said = session.scalars(lines.order_by(EntryRow.id.desc())).all()
            return [
                AgentReply(scrubbed(session, line.conversation_id, line.text), line.conversation_id, line.at)
                for line in said
                if line.id > since[line.conversation_id]
            ][:most]

    def published(self, article: str, titles: Sequence[str], by: str) -> None:
        """Note in the audit who published an article."""
        with writing(self._sessions) as session:
            record_work(
                session, by, "publish_article", f"article {article}", {}, {"titles": list(titles)}, self._clock()
            )

    def answered(self, ids: Collection[int], article: str, by: str) -> int:
        """Close those that an article answers now; how many were open."""
        return self._settle(ids, "answered", by, article)

    def dismiss(self, ids: Collection[int], by: str) -> int:
        """Close those that need no article; how many were open. An audit row says who did it."""
        return self._settle(ids, "dismissed", by, None)

    def _clear(self, session: Session, now: datetime) -> None:
        """Once a day, drop what is older than it may be kept."""
        if self._cleared is None or now - self._cleared >= timedelta(days=1):
            self._cleared = now
            session.execute(delete(GapRow).where(GapRow.at <= now - self._keep))

    def _settle(self, ids: Collection[int], state: str, by: str, article: str | None) -> int:
        now = self._clock()
        with writing(self._sessions) as session:
            rows = session.scalars(select(GapRow.id).where(GapRow.id.in_(ids), GapRow.state == "open")).all()
            if rows:
                settled = {"state": state, "article": article, "settled_by": by, "settled_at": now}
                session.execute(update(GapRow).where(GapRow.id.in_(rows)).values(settled))
                after = {"state": state, "article": article, "questions": list(rows)}
                record_work(session, by, "settle_gaps", f"gaps {min(rows)}", {"state": "open"}, after, now)
            return len(rows)


def _with_who(*wanted: ColumnElement[bool]) -> Select[tuple[GapRow, int | None]]:
    """Gaps with the shopper behind each, where one is known."""
    query = select(GapRow, ConversationRow.shopper_id)
    query = query.outerjoin(ConversationRow, ConversationRow.id == GapRow.conversation_id)
    return query.where(*wanted).order_by(GapRow.id.desc())


def _took_one(session: Session, asked: Sequence[GapRow]) -> set[int]:
    """Those after which the next thing that the shopper did was to take an article that was offered."""
    where = {row.conversation_id for row in asked if row.conversation_id is not None}
    said = select(EntryRow.conversation_id, EntryRow.id, EntryRow.at, EntryRow.choice).where(
        EntryRow.conversation_id.in_(where), EntryRow.sender == "shopper"
    )
    lines: dict[str, list[tuple[int, datetime, str]]] = {}
    for conversation_id, entry, at, choice in session.execute(said.order_by(EntryRow.id)):
        lines.setdefault(conversation_id, []).append((entry, at, choice or ""))
    took = set()
    for row in asked:
        later = (
            choice
            for entry, at, choice in lines.get(row.conversation_id or "", ())
            if (entry > row.entry if row.entry is not None else at > row.at)
        )
        if next(later, "").startswith(CHOSE):
            took.add(row.id)
    return took


def _gap(row: GapRow, shopper_id: int | None = None) -> Gap:
    who = f"shopper {shopper_id}" if shopper_id is not None else row.conversation_id or f"question {row.id}"
    told = {name: getattr(row, name) for name in ("id", "conversation_id", "question", "locale", "band", "best", "at")}
    return Gap(**told, entry=row.entry, state=row.state, who=who)
