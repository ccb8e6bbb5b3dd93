"""What the bot could not answer, kept for the support lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.privacy import mask
from shop.tables import GapRow


@dataclass(frozen=True)
class Gap:
    """One unanswered question; `best` is the highest score that was found for it."""

    id: int
    conversation_id: str | None
    question: str
    locale: str
    band: str
    best: float
    at: datetime


class Gaps:
    """The list of unanswered questions."""

    def __init__(self, sessions: Sessions, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._clock = clock

    def log(self, conversation_id: str | None, question: str, locale: str, band: str, best: float) -> None:
        """Keep one question, masked."""
        with writing(self._sessions) as session:
            row = GapRow(conversation_id=conversation_id, question=mask(question), locale=locale, band=band, best=best)
            row.at = self._clock()
            session.add(row)

    def newest(self, limit: int = 100) -> list[Gap]:
        """The last `limit` questions, newest first."""
        with reading(self._sessions) as session:
            rows = session.scalars(select(GapRow).order_by(GapRow.id.desc()).limit(limit))
            return [Gap(r.id, r.conversation_id, r.question, r.locale, r.band, r.best, r.at) for r in rows]
