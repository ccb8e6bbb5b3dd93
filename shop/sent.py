"""Which articles shoppers were answered with, read off the log."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import String, cast, func, select

from shop.clock import Clock, utc_now
from shop.database import Sessions, reading
from shop.tables import EntryRow


def articles_sent(sessions: Sessions, days: int, clock: Clock = utc_now) -> frozenset[str] | None:
    """Ids of the articles that were a reply's source in the last `days`; None where the log does not go back so far."""
    since = clock() - timedelta(days=days)
    with reading(sessions) as session:
        first = session.scalar(select(func.min(EntryRow.at)))
        if first is None or first > since:
            return None
        replies = select(EntryRow.sources).where(EntryRow.sender == "bot", EntryRow.at >= since)
        rows = session.scalars(replies.where(cast(EntryRow.sources, String) != "[]"))
        return frozenset(str(source["id"]) for sources in rows for source in sources if "id" in source)
