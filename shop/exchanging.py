"""Sending delivered items back for another variant of the same product, which is kept aside from now on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from shop.changes import ExchangeItems
from shop.changing_items import paying_method, settle
from shop.job import Job, allow
from shop.order_facts import facts_of
from shop.payments import method_facts
from shop.planning import next_number, planned_swaps, swapped
from shop.previews import Preview
from shop.privacy import mask
from shop.rules.changing import difference
from shop.rules.sending_back import may_exchange, may_exchange_items, shipping_of_exchange
from shop.tables import ExchangeLineRow, ExchangeRow, OrderRow
from shop.variants import move_stock


def plan_exchange(job: Job, order: OrderRow, change: ExchangeItems) -> Preview:
    """What becomes what, and the difference, which moves when the parcel has arrived."""
    facts = facts_of(job, order)
    allow(may_exchange(job.rules, facts))
    swaps, variants = swapped(job, change.items)
    method = paying_method(job, order, change.method)
    paying = method_facts(job, order, method)
    allow(may_exchange_items(job.rules, facts, swaps, paying, change.used, change.gift, change.reason))
    shipping = shipping_of_exchange(job.rules, change.reason)
    transfers = settle(job, method, difference(facts, swaps) + shipping)
    return Preview(
        action="exchange",
        number=order.number,
        version=order.version,
        items=planned_swaps(order, change.items, variants),
        transfers=tuple(replace(transfer, on_arrival=True, by=None) for transfer in transfers),
        shipping_cents=shipping,
        send_by=job.today + timedelta(days=job.rules.exchanges.send_within_days),
        check_days=job.rules.returns.check_days,
    )


def open_exchange(job: Job, order: OrderRow, change: ExchangeItems, preview: Preview) -> str:
    """The exchange as previewed, its stock held; gives its number."""
    method = paying_method(job, order, change.method)
    row = ExchangeRow(
        number=next_number(order, "X", len(order.exchanges)),
        order_id=order.id,
        state="requested",
        reason=mask(change.reason),
        method_id=None if method is None else method.id,
        difference_cents=preview.pay_cents - preview.refund_cents - preview.shipping_cents,
        shipping_cents=preview.shipping_cents,
        created_at=job.now,
        send_by=preview.send_by,
    )
    held: Counter[str] = Counter()
    for item in preview.items:
        assert item.becomes is not None
        line = ExchangeLineRow(order_line_id=int(item.line), quantity=item.quantity, sku=item.becomes.sku)
        line.variant, line.price_cents = item.becomes.variant, item.becomes.price_cents
        row.lines.append(line)
        held.subtract({item.becomes.sku: item.quantity})
    move_stock(job, dict(held))
    order.exchanges.append(row)
    return row.number
