"""Sending events to the shop's own systems: signed, tried again with growing pauses, given up in the end.

At least once: whoever receives one twice knows it by its id. Only addresses of config.yml are called (`shop.post`); a
redirect is a failure, and what is answered is not read.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from threading import Event

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.endpoints import Endpoint, check_secrets
from shop.errors import Unavailable
from shop.post import Post, body_of, post_by_http, signed_headers
from shop.tables import DeliveryRow, ShopEventRow

PAUSES = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)  # seconds: ten tries in three days
CLAIM = timedelta(minutes=2)  # longer than a round takes: after it another sender may try
GONE = 410  # "never again"
KEEP = timedelta(days=30)
HOUR = timedelta(hours=1)
BATCH = 20  # calls to one endpoint in a round
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What one round did."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0


@dataclass(frozen=True)
class _Call:
    event: ShopEventRow
    endpoint: str
    tries: int


class Webhooks:
    """The sender. ValueError where an endpoint has no secret. Several may run at once, here or elsewhere."""

    def __init__(
        self,
        sessions: Sessions,
        endpoints: Mapping[str, Endpoint],
        secrets: Mapping[str, bytes],
        post: Post | None = None,
        clock: Clock = utc_now,
        random: Random | None = None,
    ) -> None:
        check_secrets(endpoints, secrets)
        self._sessions = sessions
        self._endpoints = dict(endpoints)
        self._secrets = dict(secrets)
        self._post = post or post_by_http
        self._clock = clock
        self._random = random or Random()
        self._forgot: datetime | None = None

    def run(self, stop: Event | None = None) -> Round:
        """Make out deliveries of what happened since, send those that are due, and forget what is long done.

        An endpoint that fails is left alone for the rest of the round, so that it keeps nobody else waiting; so are
        all once `stop` is set.
        """
        if self._is_quiet():
            self._forget()
            return Round()
        self._spread()
        calls, results, failing = self._claim(), [], set[str]()
        for place, call in enumerate(calls):
            if stop is not None and stop.is_set():
                self._let_go(calls[place:], self._clock())
                break
            if call.endpoint in failing:
                self._let_go([call], self._clock() + timedelta(seconds=PAUSES[0]))
                continue
            results.append(self._send(call))
            if results[-1] != "delivered":
                failing.add(call.endpoint)
        self._forget()
        return Round(results.count("delivered"), results.count("waiting"), results.count("given_up"))

    def _is_quiet(self) -> bool:
        """Nothing happened and nothing is due; found out without keeping any writer waiting."""
        new = select(ShopEventRow.id).where(ShopEventRow.spread_at.is_(None)).limit(1)
        with reading(self._sessions) as session:
            return session.scalar(new) is None and session.scalar(self._due().limit(1)) is None

    def _due(self) -> Select[tuple[DeliveryRow]]:
        now = self._clock()
        free = or_(DeliveryRow.claimed_until.is_(None), DeliveryRow.claimed_until <= now)
        due = select(DeliveryRow).where(DeliveryRow.state == "waiting", DeliveryRow.next_at <= now, free)
        return due.where(DeliveryRow.endpoint.in_(self._endpoints)).order_by(DeliveryRow.next_at)

    def _spread(self) -> None:
        """One delivery for each endpoint that hears of the event; endpoints of later hear of later events."""
        now = self._clock()
        with writing(self._sessions) as session:
            new = select(ShopEventRow).where(ShopEventRow.spread_at.is_(None)).order_by(ShopEventRow.at)
            for event in session.scalars(new.limit(500).with_for_update(skip_locked=True)):
                event.spread_at = now
                for name, endpoint in self._endpoints.items():
                    if endpoint.hears(event.kind):
                        session.add(DeliveryRow(event_id=event.id, endpoint=name, state="waiting", next_at=now))

    def _claim(self) -> list[_Call]:
        """Deliveries that are due, some for each endpoint, kept from other senders for a while."""
        now, calls = self._clock(), []
        due = self._due().limit(BATCH).with_for_update(skip_locked=True)
        with writing(self._sessions) as session:
            for name in self._endpoints:
                for row in session.scalars(due.where(DeliveryRow.endpoint == name)):
                    row.claimed_until = now + CLAIM
                    calls.append(_Call(session.get_one(ShopEventRow, row.event_id), name, row.tries))
        return calls

    def _let_go(self, calls: Sequence[_Call], next_at: datetime) -> None:
        """Not tried: they stay due from `next_at` on, for whoever comes."""
        with writing(self._sessions) as session:
            for call in calls:
                row = session.get_one(DeliveryRow, (call.event.id, call.endpoint))
                row.claimed_until, row.next_at = None, next_at

    def _send(self, call: _Call) -> str:
        body = body_of(call.event)
        headers = signed_headers(call.event.id, body, self._secrets[call.endpoint], self._clock())
        try:
            status = self._post(self._endpoints[call.endpoint].url, headers, body)
            error = "" if 200 <= status < 300 else f"status {status}"
        except Exception as failure:  # whatever keeps one call from being made keeps no other
            status, error = 0, type(failure).__name__
        with writing(self._sessions) as session:
            return self._note(session, call, status, error)

    def _note(self, session: Session, call: _Call, status: int, error: str) -> str:
        row = session.get_one(DeliveryRow, (call.event.id, call.endpoint))
        row.tries, row.claimed_until, row.last_error = call.tries + 1, None, error
        if not error:
            row.state, row.done_at = "delivered", self._clock()
        elif status == GONE or row.tries > len(PAUSES):
            row.state, row.done_at = "given_up", self._clock()
            logger.error(
                "webhook %s: event %s is given up after %d tries: %s", row.endpoint, row.event_id, row.tries, error
            )
        else:
            pause = PAUSES[row.tries - 1] * self._random.uniform(1.0, 1.2)  # so that not everybody comes at once
            row.next_at = self._clock() + timedelta(seconds=pause)
        return row.state

    def _forget(self) -> None:
        """Events of a month ago that nobody waits for any more; looked for once an hour."""
        now = self._clock()
        if self._forgot is not None and now - self._forgot < HOUR:
            return
        self._forgot, before = now, now - KEEP
        with writing(self._sessions) as session:
            waiting = select(DeliveryRow.event_id).where(DeliveryRow.state == "waiting")
            old = select(ShopEventRow.id).where(
                ShopEventRow.at < before, ShopEventRow.spread_at.is_not(None), ShopEventRow.id.not_in(waiting)
            )
            gone = list(session.scalars(old.limit(500)))
            session.execute(delete(DeliveryRow).where(DeliveryRow.event_id.in_(gone)))
            session.execute(delete(ShopEventRow).where(ShopEventRow.id.in_(gone)))


def deliver(webhooks: Webhooks, stop: Event, every: float = 5.0) -> None:
    """Send until `stop` is set: for a thread of the server. Goes on past whatever fails, and says so in the log."""
    while not stop.is_set():
        busy = False
        try:
            busy = webhooks.run(stop).delivered >= BATCH
        except Unavailable as error:
            logger.warning("webhooks wait for the database: %s", error)
        except Exception:
            logger.exception("a round of webhooks failed; the next one is in %g s", every)
        stop.wait(0.0 if busy else every)
