"""Learning the intents anew, as the database knows it: asked for, done by one worker at a time, seen by all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from shop.audit import record_work
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.errors import NotFound
from shop.tables import RefitRow, UnclearRow
from shop.tables.base import Json

LOST = timedelta(minutes=10)  # a refit that has run for so long died with its worker


@dataclass(frozen=True)
class Refit:
    """One of them. `state` is asked, running, done, refused (the new heads were worse) or failed."""

    id: int
    asked_at: datetime
    asked_by: str
    state: str
    ended_at: datetime | None
    version: str | None
    report: Json


@dataclass(frozen=True)
class Glance:
    """The newest refit, the newest whose heads are to be served, whether one waits to begin, and when a message was
    labelled, or its label taken back, last."""

    latest: Refit | None
    served: Refit | None
    waits: bool
    settled_at: datetime | None

    @property
    def has_news(self) -> bool:
        """Whether anything was labelled since a refit was asked for last."""
        return self.settled_at is not None and (self.latest is None or self.settled_at > self.latest.asked_at)


class Refits:
    """The list of refits."""

    def __init__(self, sessions: Sessions, clock: Clock = utc_now) -> None:
        self._sessions, self._clock = sessions, clock

    def ask(self, by: str) -> Refit:
        """Have one done; one that is asked for already and has not begun is the same one."""
        with writing(self._sessions) as session:
            waiting = session.scalars(select(RefitRow).where(RefitRow.state == "asked")).first()
            if waiting is None:
                waiting = RefitRow(asked_at=self._clock(), asked_by=by, state="asked", report={})
                session.add(waiting)
                session.flush()
            return _refit(waiting)

    def begin(self) -> Refit | None:
        """The one to do now, for whoever is first to ask; None where none waits or one is under way."""
        now = self._clock()
        with writing(self._sessions) as session:
            lost = (RefitRow.state == "running", RefitRow.began_at <= now - LOST)
            session.execute(update(RefitRow).where(*lost).values(state="failed", ended_at=now))
            if session.scalars(select(RefitRow.id).where(RefitRow.state == "running")).first() is not None:
                return None
            row = session.scalars(select(RefitRow).where(RefitRow.state == "asked").with_for_update()).first()
            if row is None:
                return None
            row.state, row.began_at = "running", now
            return _refit(row)

    def end(self, refit_id: int, state: str, version: str | None, report: Json) -> None:
        """What became of it; an audit row says who had asked for it."""
        now = self._clock()
        with writing(self._sessions) as session:
            row = session.get_one(RefitRow, refit_id)
            row.state, row.version, row.report, row.ended_at = state, version, report, now
            after = {"state": state, "version": version}
            record_work(session, row.asked_by, "refit", f"refit:{refit_id}", {}, after, now)

    def glance(self) -> Glance:
        """How things are, in one short look: workers look every other second."""
        with reading(self._sessions) as session:
            latest, served = _newest(session), _newest(session, "done")
            waits = session.scalars(select(RefitRow.id).where(RefitRow.state == "asked")).first() is not None
            settled_at = session.scalar(select(func.max(UnclearRow.settled_at)).where(UnclearRow.state != "discarded"))
        return Glance(latest, served, waits, settled_at)

    def one(self, refit_id: int) -> Refit:
        """One of them; NotFound."""
        with reading(self._sessions) as session:
            row = session.get(RefitRow, refit_id)
            if row is None:
                raise NotFound(f"no refit {refit_id}")
            return _refit(row)


def _newest(session: Session, state: str | None = None) -> Refit | None:
    query = select(RefitRow).order_by(RefitRow.id.desc()).limit(1)
    row = session.scalars(query if state is None else query.where(RefitRow.state == state)).first()
    return None if row is None else _refit(row)


def _refit(row: RefitRow) -> Refit:
    return Refit(row.id, row.asked_at, row.asked_by, row.state, row.ended_at, row.version, row.report)
