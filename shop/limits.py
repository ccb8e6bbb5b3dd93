"""Rate limits counted in the database, so that they hold across threads, workers and restarts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from shop.errors import TooMany
from shop.tables import AttemptRow


def check_limit(session: Session, subject: str, most: int, within: timedelta, now: datetime) -> None:
    """Raises TooMany where `subject` was counted `most` times in the time before `now`."""
    seen = select(func.count()).where(AttemptRow.subject == subject, AttemptRow.at > now - within)
    if (session.scalar(seen) or 0) >= most:
        raise TooMany(f"{subject.split(':')[0]}: at most {most} in {within}")


def count_attempt(session: Session, subject: str, now: datetime) -> None:
    """Count one attempt at `subject`, and forget those of more than a day ago."""
    session.execute(delete(AttemptRow).where(AttemptRow.at < now - timedelta(days=1)))
    session.add(AttemptRow(subject=subject, at=now))
