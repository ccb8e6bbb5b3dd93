"""Cancelling an order, or some of its items, before it is packed."""

from __future__ import annotations

from collections import Counter

from shop.changes import CancelItems, CancelOrder, Pick
from shop.earned import take_back
from shop.job import Job, allow
from shop.order_facts import facts_of
from shop.payments import carry_out, refunds
from shop.planning import line_of, picked, planned
from shop.previews import Preview
from shop.privacy import mask
from shop.rules.cancelling import may_cancel, may_cancel_items
from shop.rules.picking import units_of
from shop.tables import OrderRow
from shop.variants import move_stock


def plan_cancel(job: Job, order: OrderRow, change: CancelOrder) -> Preview:
    """Everything goes back on the shelf, and all that was paid to whoever paid it."""
    allow(may_cancel(job.rules, facts_of(job, order), change.reason))
    items = planned(order, [Pick(str(line.id), line.quantity) for line in order.lines if line.quantity])
    return Preview("cancel", order.number, order.version, items, refunds(job, order), whole=True)


def cancel(job: Job, order: OrderRow, change: CancelOrder | CancelItems, preview: Preview) -> None:
    """State, refunds, stock and points, as previewed."""
    back: Counter[str] = Counter()
    for line in order.lines:
        back[line.sku] += line.quantity
    move_stock(job, dict(back))
    order.state, order.expected_at = "cancelled", None
    order.cancelled_at, order.cancel_reason = job.now, mask(change.reason)
    take_back(job, order, order.total_cents, order.total_cents)
    carry_out(job, order, preview.transfers, "cancel")


def plan_cancel_items(job: Job, order: OrderRow, change: CancelItems) -> Preview:
    """Some lines or units of them; what all lines come to is the whole order, shipping included."""
    facts = facts_of(job, order)
    allow(may_cancel_items(job.rules, facts, picked(change.items), change.reason))
    units = units_of(picked(change.items))
    if all(units[line.line] == line.left for line in facts.lines):
        return plan_cancel(job, order, CancelOrder(change.reason))
    items = planned(order, [Pick(line, quantity) for line, quantity in units.items()])
    cents = sum(item.price_cents * item.quantity for item in items)
    return Preview("cancel_items", order.number, order.version, items, refunds(job, order, cents))


def cancel_items(job: Job, order: OrderRow, change: CancelItems, preview: Preview) -> None:
    """Quantities, total, refund, stock and points, as previewed."""
    if preview.whole:
        return cancel(job, order, change, preview)
    back: Counter[str] = Counter()
    cents = sum(item.price_cents * item.quantity for item in preview.items)
    take_back(job, order, cents, order.total_cents)
    for item in preview.items:
        line = line_of(order, item.line)
        line.quantity -= item.quantity
        line.cancelled += item.quantity
        back[line.sku] += item.quantity
        order.total_cents -= item.price_cents * item.quantity
    move_stock(job, dict(back))
    carry_out(job, order, preview.transfers, "cancel_items")
    return None
