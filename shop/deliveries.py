"""How the sending of events stands, for whoever runs the shop: which endpoints fail, since when, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.database import Sessions, reading
from shop.tables import DeliveryRow, ShopEventRow


@dataclass(frozen=True)
class Failing:
    """An endpoint that does not take what it is sent. `waiting` events were tried and will be again, `given_up` are
    lost to it, those of the last 30 days; `since`: the oldest of them happened; `error`: how the last try ended."""

    endpoint: str
    waiting: int
    given_up: int
    since: datetime
    error: str


def failing(sessions: Sessions, endpoints: Iterable[str]) -> list[Failing]:
    """Those of these endpoints that have events which were tried and not taken, by name. Raises Unavailable."""
    row, event = DeliveryRow, ShopEventRow
    refused = row.last_error != ""
    query = (
        select(row.endpoint, row.state, func.count(), func.min(event.at))
        .join(event, event.id == row.event_id)
        .where(row.endpoint.in_(list(endpoints)), row.state != "delivered", refused)
        .group_by(row.endpoint, row.state)
    )
    with reading(sessions) as session:
        counts: dict[str, dict[str, tuple[int, datetime]]] = {}
        for name, state, count, since in session.execute(query):
            counts.setdefault(name, {})[state] = (count, since)
        found = []
        for name, states in sorted(counts.items()):
            last = select(row.last_error).where(row.endpoint == name, row.state != "delivered", refused)
            error = session.scalar(last.order_by(row.next_at.desc(), row.tries).limit(1)) or ""
            waiting, given_up = (states.get(state, (0, None))[0] for state in ("waiting", "given_up"))
            found.append(Failing(name, waiting, given_up, min(since for _, since in states.values()), error))
        return found
