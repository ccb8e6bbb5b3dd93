"""Paying for an order by another method, before it is packed."""

from __future__ import annotations

from shop.changes import ChangePayment
from shop.errors import Refused
from shop.job import Job, allow
from shop.order_facts import facts_of
from shop.payments import carry_out, method_facts, method_of, payment, refunds
from shop.previews import Preview
from shop.rules.changing import may_change_payment
from shop.tables import OrderRow


def plan_payment(job: Job, order: OrderRow, change: ChangePayment) -> Preview:
    """The whole total by the new method, and back what the others paid."""
    facts = facts_of(job, order)
    allow(may_change_payment(job.rules, facts))
    try:
        method = method_of(job, order.shopper_id, change.method)
    except Refused:
        raise Refused(may_change_payment(job.rules, facts, known=False)) from None
    allow(may_change_payment(job.rules, facts, method_facts(job, order, method)))
    transfers = (payment(job, method, order.total_cents), *refunds(job, order))
    return Preview("payment", order.number, order.version, transfers=transfers)


def change_payment(job: Job, order: OrderRow, change: ChangePayment, preview: Preview) -> None:
    """Both transfers, and the order's method from now on."""
    carry_out(job, order, preview.transfers, "payment")
    order.payment_method_id = change.method
