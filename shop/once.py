"""Doing a write once for one key: the same yes, sent again, finds what it did and does nothing more."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shop.errors import Conflict
from shop.tables import DoneOnce


def done_before(
    session: Session, key: str, action: str, subject: str, shopper_id: int, request: object
) -> DoneOnce | None:
    """What was done under this key, if anything. Conflict if it was anything else than this very request."""
    done = session.get(DoneOnce, key)
    if done is None:
        return None
    same = (done.action, done.subject, done.shopper_id) == (action, subject, shopper_id)
    if not same or done.request not in (None, _digest(request)):
        raise Conflict(f"the key {key!r} was used for {done.action!r} of {done.subject!r}")
    return done


def remember(
    session: Session,
    key: str,
    action: str,
    subject: str,
    shopper_id: int,
    request: object,
    at: datetime,
    reference: str | None = None,
) -> None:
    """Note in this transaction that it is done. Conflict where somebody used the key at the same moment."""
    row = DoneOnce(key=key, action=action, subject=subject, shopper_id=shopper_id, at=at, reference=reference)
    row.request = _digest(request)
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(f"the key {key!r} was used at the same moment") from None


def _digest(request: object) -> str:
    """`request` is a frozen dataclass of plain values, whose repr tells all of it."""
    return hashlib.sha256(repr(request).encode()).hexdigest()
