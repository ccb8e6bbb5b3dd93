"""The functions that load an order or a shopper; whose it is, is checked here and nowhere else."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.asker import Asker, Level
from shop.errors import IdentityNeeded, NotFound
from shop.tables import OrderRow, ShopperRow


def verified(asker: Asker) -> int:
    """The shopper's id; IdentityNeeded(VERIFIED) unless the conversation has proved it."""
    if asker.level < Level.VERIFIED or asker.shopper_id is None:
        raise IdentityNeeded(Level.VERIFIED)
    return asker.shopper_id


def load_order(session: Session, asker: Asker, number: str, own: bool = False, lock: bool = False) -> OrderRow:
    """An order that the asker may read: theirs, or one that this conversation matched; with `own` only theirs.

    With `lock` it is held until the transaction ends (SQLite holds the whole database). Raises IdentityNeeded for
    whoever would need to be known better, whether or not there is such an order; NotFound for "none" and "not yours".
    """
    query = select(OrderRow).where(OrderRow.number == number)
    if own:
        query = query.where(OrderRow.shopper_id == verified(asker))
    elif number not in asker.known_orders:
        if asker.level < Level.VERIFIED:
            raise IdentityNeeded(Level.KNOWN)
        query = query.where(OrderRow.shopper_id == asker.shopper_id)
    if lock:
        query = query.with_for_update(of=OrderRow)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(f"no order {number!r} for this asker")
    return row


def load_shopper(session: Session, asker: Asker, lock: bool = False) -> ShopperRow:
    """The asker's own row. Raises IdentityNeeded(VERIFIED), NotFound where the shopper is gone."""
    query = select(ShopperRow).where(ShopperRow.id == verified(asker))
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("no such shopper")
    return row
