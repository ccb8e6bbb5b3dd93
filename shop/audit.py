"""A row for every write, in the transaction of that write: what it was, what it is, who asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shop.asker import Asker
from shop.privacy import mask
from shop.tables import AuditRow
from shop.tables.base import Json


def record(
    session: Session, asker: Asker, action: str, subject: str, reason: str, before: Json, after: Json, at: datetime
) -> None:
    """Add one audit row to this transaction; `before` and `after` hold the values that changed."""
    row = AuditRow(
        at=at,
        conversation_id=asker.conversation_id,
        shopper_id=asker.shopper_id,
        action=action,
        subject=subject,
        reason=mask(reason),
        before=before,
        after=after,
    )
    session.add(row)


def record_work(session: Session, by: str, action: str, subject: str, before: Json, after: Json, at: datetime) -> None:
    """Add one audit row for what somebody of the shop did, outside any conversation; `by` says who."""
    row = AuditRow(at=at, action=action, subject=subject, reason=f"by {by}", before=before, after=after)
    session.add(row)
