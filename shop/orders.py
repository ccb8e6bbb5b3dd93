"""Orders as their shopper may see and change them. Each kind of change is a module; what all writes share is here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select, update

from shop.asker import Asker
from shop.audit import record
from shop.cancelling import cancel, cancel_items, plan_cancel, plan_cancel_items
from shop.changes import (
    CancelItems,
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ExchangeItems,
    ReportProblem,
    ReturnItems,
)
from shop.changing_address import change_address, plan_address
from shop.changing_items import change_items, plan_items
from shop.changing_payment import change_payment, plan_payment
from shop.clock import Clock, utc_now
from shop.contact import order_number
from shop.database import Sessions, reading, writing
from shop.errors import Conflict
from shop.events import publish
from shop.exchanging import open_exchange, plan_exchange
from shop.finding import Found, Scorer, by_words, find
from shop.job import Job
from shop.loading import load_order, verified
from shop.once import done_before, remember
from shop.options import Options, VariantOption, options_for, variant_options
from shop.order_facts import facts_of
from shop.order_view import OrderView, view
from shop.previews import Preview, Receipt
from shop.reporting import open_case, plan_report
from shop.returning import open_return, plan_return
from shop.rules import Ruling, ShopRules
from shop.rules.cancelling import may_cancel
from shop.snapshot import changed, snapshot
from shop.tables import OrderRow


class Topic(NamedTuple):
    """How one kind of change is planned and carried out; `write` gives the number of what it made, if anything."""

    plan: Callable[[Job, OrderRow, Any], Preview]
    write: Callable[[Job, OrderRow, Any, Preview], str | None]


TOPICS: dict[type[Any], Topic] = {
    CancelOrder: Topic(plan_cancel, cancel),
    CancelItems: Topic(plan_cancel_items, cancel_items),
    ChangeAddress: Topic(plan_address, change_address),
    ChangePayment: Topic(plan_payment, change_payment),
    ChangeItems: Topic(plan_items, change_items),
    ReturnItems: Topic(plan_return, open_return),
    ExchangeItems: Topic(plan_exchange, open_exchange),
    ReportProblem: Topic(plan_report, open_case),
}


class Orders:
    """Reads and writes of orders. Every method takes the asker; NotFound never tells "none" from "not yours".

    `zone` is the shop's time zone, in which days are counted.
    """

    def __init__(self, sessions: Sessions, rules: ShopRules, clock: Clock = utc_now, zone: str = "UTC") -> None:
        self._sessions = sessions
        self._rules = rules
        self._clock = clock
        self._zone = zone

    def find(self, asker: Asker, number: str) -> OrderView:
        """One order: theirs when verified, or one that this conversation matched.

        Raises IdentityNeeded(KNOWN) for any number that an unverified conversation has not matched, whether or not
        such an order exists; NotFound for a verified shopper who has no such order.
        """
        with reading(self._sessions) as session:
            row = load_order(session, asker, order_number(number))
            return view(row, whole=row.shopper_id == asker.shopper_id)

    def latest(self, asker: Asker, limit: int = 5) -> list[OrderView]:
        """The shopper's last orders, newest first. Raises IdentityNeeded(VERIFIED)."""
        return self._of(asker, limit=limit)

    def search(
        self,
        asker: Asker,
        asked: str = "",
        products: Collection[str] = (),
        since: date | None = None,
        until: date | None = None,
        scorer: Scorer = by_words,
    ) -> list[Found]:
        """The shopper's orders by what was in them (`shop.finding`); `scorer` may read by meaning. Raises
        IdentityNeeded(VERIFIED)."""
        return find(self._of(asker), asked, products, since, until, scorer, self._zone)

    def cancellable(self, asker: Asker) -> list[OrderView]:
        """The shopper's orders that the rules would let them cancel now, newest first. Raises
        IdentityNeeded(VERIFIED)."""
        return self._of(asker, states=self._rules.cancel.states)

    def may_cancel(self, asker: Asker, number: str) -> Ruling:
        """What the rules say to cancelling this order; raises as `find` does."""
        with reading(self._sessions) as session:
            row = load_order(session, asker, order_number(number))
            return may_cancel(self._rules, facts_of(self._job(session, asker), row))

    def options(self, asker: Asker, number: str, action: str, reason: str = "other", gift: bool = False) -> Options:
        """What the rules say to `action` ("return", "exchange", "items", …) for the order and for each of its lines,
        before anything is chosen; raises as `find` does."""
        with reading(self._sessions) as session:
            row = load_order(session, asker, order_number(number))
            return options_for(self._job(session, asker), row, action, reason, gift)

    def variants(self, asker: Asker, number: str, line: str) -> tuple[VariantOption, ...]:
        """What one line might be changed or exchanged for; raises as `find` does, Refused(no_such_line)."""
        with reading(self._sessions) as session:
            row = load_order(session, asker, order_number(number))
            return variant_options(self._job(session, asker), row, line)

    def preview(self, asker: Asker, number: str, change: Change) -> Preview:
        """What the change would do: items, money, dates, address, and the version to hand to `apply`.

        Raises IdentityNeeded(VERIFIED), NotFound, Refused with the ruling.
        """
        with reading(self._sessions) as session:
            row = load_order(session, asker, order_number(number), own=True)
            return TOPICS[type(change)].plan(self._job(session, asker), row, change)

    def apply(self, asker: Asker, number: str, change: Change, key: str, version: int) -> Receipt:
        """Do it: all of it or nothing, with an audit row and an event, once for one `key`.

        The same key with the same change does nothing again and tells what was done. `version` is the one previewed.
        Raises Conflict if the order has changed since, or if the key was used for another write;
        IdentityNeeded(VERIFIED), NotFound, Refused with the ruling, Unavailable.
        """
        return self._apply(asker, number, change, key, version)

    def cancel(self, asker: Asker, number: str, reason: str, key: str, version: int | None = None) -> OrderView:
        """`apply` of CancelOrder; without a version, whatever the order is now."""
        return self._apply(asker, number, CancelOrder(reason), key, version).order

    def _apply(self, asker: Asker, number: str, change: Change, key: str, version: int | None) -> Receipt:
        shopper_id, number, topic = verified(asker), order_number(number), TOPICS[type(change)]
        with writing(self._sessions) as session:
            row = load_order(session, asker, number, own=True, lock=True)
            done = done_before(session, key, change.action, number, shopper_id, change)
            if done is not None:
                return Receipt(change.action, view(row, whole=True), done.reference)
            seen = row.version if version is None else version
            job = self._job(session, asker, writes=True)
            before, plan = snapshot(row), topic.plan(job, row, change)  # "too late" says more than "it has changed"
            if row.version != seen:
                raise Conflict(f"order {number} is at version {row.version}, not {seen} any more")
            reference = topic.write(job, row, change, plan)
            session.flush()
            _count_up(session, row, seen)
            session.refresh(row)
            was, now_is = changed(before, snapshot(row))
            record(session, asker, plan.action, number, getattr(change, "reason", ""), was, now_is, job.now)
            told = {"number": number, "version": row.version, "reference": reference, "changed": sorted(now_is)}
            publish(session, plan.action, number, told, job.now)
            remember(session, key, change.action, number, shopper_id, change, job.now, reference)
            return Receipt(change.action, view(row, whole=True), reference)

    def _of(self, asker: Asker, states: tuple[str, ...] | None = None, limit: int = 50) -> list[OrderView]:
        query = select(OrderRow).where(OrderRow.shopper_id == verified(asker))
        if states is not None:
            query = query.where(OrderRow.state.in_(states))
        with reading(self._sessions) as session:
            rows = session.scalars(query.order_by(OrderRow.placed_at.desc(), OrderRow.id.desc()).limit(limit))
            return [view(row, whole=True) for row in rows]

    def _job(self, session: Any, asker: Asker, writes: bool = False) -> Job:
        return Job(session, asker, self._rules, self._clock(), self._zone, writes)


def _count_up(session: Any, row: OrderRow, seen: int) -> None:
    """The next version. Conflict where the row is no longer at `seen`, on a database that does not hold rows."""
    here = update(OrderRow).where(OrderRow.id == row.id, OrderRow.version == seen)
    counted = here.values(version=seen + 1).returning(OrderRow.version)
    if session.execute(counted.execution_options(synchronize_session=False)).scalar() is None:
        raise Conflict(f"order {row.number} is no longer at version {seen}")
