"""Points that an order earned go as the money for it goes back: in proportion, once, in the same transaction."""

from __future__ import annotations

from sqlalchemy import func, select

from shop.job import Job
from shop.tables import OrderRow, PointsRow, ShopperRow

EARNED, CANCELLED, RETURNED = "order", "cancelled", "returned"


def take_back(job: Job, order: OrderRow, cents: int, of_cents: int) -> int:
    """Take back what `cents` out of `of_cents` earned, as an entry; gives how many.

    Never more than this order earned and has left, nor than the shopper has. Nothing for an order that earned none.
    """
    if cents <= 0 or of_cents <= 0:
        return 0
    of_order = (PointsRow.shopper_id == order.shopper_id, PointsRow.order_number == order.number)
    counted = (*of_order, PointsRow.why.in_((EARNED, CANCELLED, RETURNED)))
    left = job.session.scalar(select(func.coalesce(func.sum(PointsRow.points), 0)).where(*counted)) or 0
    query = select(ShopperRow).where(ShopperRow.id == order.shopper_id)
    if job.writes:
        query = query.with_for_update().execution_options(populate_existing=True)
    shopper = job.session.scalars(query).one()
    points = min(left * min(cents, of_cents) // of_cents, shopper.points)
    if points <= 0:
        return 0
    shopper.points -= points
    entry = PointsRow(shopper_id=shopper.id, points=-points, why=CANCELLED, order_number=order.number, at=job.now)
    job.session.add(entry)
    return points
