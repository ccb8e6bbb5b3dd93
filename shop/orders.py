"""Orders as their shopper may see and change them; the function that loads an order checks whose it is."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shop.asker import Asker, Level
from shop.audit import record
from shop.clock import Clock, utc_now
from shop.contact import order_number
from shop.database import Sessions, reading, writing
from shop.errors import Conflict, IdentityNeeded, NotFound, Refused
from shop.order_view import OrderView, view
from shop.privacy import mask
from shop.rules import Ruling, ShopRules
from shop.tables import DoneOnce, OrderRow, VariantRow


class Orders:
    """Reads and writes of orders. Every method takes the asker; NotFound never tells "none" from "not yours"."""

    def __init__(self, sessions: Sessions, rules: ShopRules, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._rules = rules
        self._clock = clock

    def find(self, asker: Asker, number: str) -> OrderView:
        """One order: theirs when verified, or one that this conversation matched.

        Raises IdentityNeeded(KNOWN) for any number that an unverified conversation has not matched, whether or not
        such an order exists; NotFound for a verified shopper who has no such order.
        """
        with reading(self._sessions) as session:
            row = _load(session, asker, order_number(number))
            return view(row, whole=row.shopper_id == asker.shopper_id)

    def latest(self, asker: Asker, limit: int = 5) -> list[OrderView]:
        """The shopper's last orders, newest first. Raises IdentityNeeded(VERIFIED)."""
        return self._of(asker, limit=limit)

    def cancellable(self, asker: Asker) -> list[OrderView]:
        """The shopper's orders that the rules would let them cancel now, newest first. Raises
        IdentityNeeded(VERIFIED)."""
        return self._of(asker, states=self._rules.cancel_states)

    def may_cancel(self, asker: Asker, number: str) -> Ruling:
        """What the rules say to cancelling this order; raises as `find` does."""
        with reading(self._sessions) as session:
            return self._rules.may_cancel(_load(session, asker, order_number(number)).state)

    def cancel(self, asker: Asker, number: str, reason: str, key: str, version: int | None = None) -> OrderView:
        """Cancel the order: state, pending refund, stock put back and audit row, all or nothing.

        The same `key` again changes nothing and returns the order as it is. `version` is the one that the shopper
        confirmed; Conflict if the order has changed since, or if `key` was used for another write. Raises
        IdentityNeeded(VERIFIED), NotFound, Refused with the ruling, Unavailable.
        """
        shopper_id = _shopper(asker)
        number = order_number(number)
        with writing(self._sessions) as session:
            row = _load(session, asker, number, own=True)
            done = session.get(DoneOnce, key)
            if done is not None:
                if (done.action, done.subject, done.shopper_id) != ("cancel", number, shopper_id):
                    raise Conflict(f"the key {key!r} was used for {done.action!r} of {done.subject!r}")
                return view(row, whole=True)
            ruling = self._rules.may_cancel(row.state)
            if not ruling.allowed:
                raise Refused(ruling)
            seen = row.version if version is None else version
            self._write_cancel(session, asker, row, reason, seen)
            session.add(DoneOnce(key=key, action="cancel", subject=number, shopper_id=shopper_id, at=self._clock()))
            session.flush()
            session.refresh(row)
            return view(row, whole=True)

    def _write_cancel(self, session: Session, asker: Asker, row: OrderRow, reason: str, version: int) -> None:
        now, reason = self._clock(), mask(reason)
        before = {"state": row.state, "version": row.version, "refund": row.refund_state}
        changed = session.execute(
            update(OrderRow)
            .where(OrderRow.id == row.id, OrderRow.version == version, OrderRow.state.in_(self._rules.cancel_states))
            .values(
                state="cancelled",
                version=OrderRow.version + 1,
                cancelled_at=now,
                cancel_reason=reason,
                expected_at=None,
                refund_state="pending",
                refund_cents=OrderRow.total_cents,
            )
            .returning(OrderRow.version)
            .execution_options(synchronize_session=False)
        ).scalar()
        if changed is None:
            raise Conflict(f"order {row.number} is no longer at version {version}")
        for line in row.lines:
            put_back = update(VariantRow).where(VariantRow.sku == line.sku)
            session.execute(put_back.values(stock=VariantRow.stock + line.quantity))
        after = {"state": "cancelled", "version": changed, "refund": "pending"}
        record(session, asker, "cancel", row.number, reason, before, after, now)

    def _of(self, asker: Asker, states: tuple[str, ...] | None = None, limit: int = 50) -> list[OrderView]:
        query = select(OrderRow).where(OrderRow.shopper_id == _shopper(asker))
        if states is not None:
            query = query.where(OrderRow.state.in_(states))
        with reading(self._sessions) as session:
            rows = session.scalars(query.order_by(OrderRow.placed_at.desc(), OrderRow.id.desc()).limit(limit))
            return [view(row, whole=True) for row in rows]


def _shopper(asker: Asker) -> int:
    if asker.level < Level.VERIFIED or asker.shopper_id is None:
        raise IdentityNeeded(Level.VERIFIED)
    return asker.shopper_id


def _load(session: Session, asker: Asker, number: str, own: bool = False) -> OrderRow:
    """The one place where an order is loaded, and where whose it is gets checked."""
    query = select(OrderRow).where(OrderRow.number == number)
    if own:
        query = query.where(OrderRow.shopper_id == _shopper(asker)).with_for_update()
    elif number not in asker.known_orders:
        if asker.level < Level.VERIFIED:
            raise IdentityNeeded(Level.KNOWN)
        query = query.where(OrderRow.shopper_id == asker.shopper_id)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(f"no order {number!r} for this asker")
    return row
