"""Another variant of what was ordered, before it is packed."""

from __future__ import annotations

from collections import Counter

from shop.changes import ChangeItems
from shop.job import Job, allow
from shop.order_facts import facts_of
from shop.payments import awaits_payment, carry_out, method_facts, method_of, payment, refund
from shop.planning import line_of, planned_swaps, swapped
from shop.previews import PlannedItem, Preview, Transfer
from shop.rules.changing import difference, may_change_items
from shop.tables import OrderLineRow, OrderRow, PaymentMethodRow
from shop.variants import move_stock


def plan_items(job: Job, order: OrderRow, change: ChangeItems) -> Preview:
    """What becomes what, and the difference in price by the method that was chosen, or else the order's own."""
    facts = facts_of(job, order)
    allow(may_change_items(job.rules, facts))
    swaps, variants = swapped(job, change.items)
    method = paying_method(job, order, change.method)
    allow(may_change_items(job.rules, facts, swaps, method_facts(job, order, method)))
    transfers = () if awaits_payment(order) else settle(job, method, difference(facts, swaps))
    return Preview("items", order.number, order.version, planned_swaps(order, change.items, variants), transfers)


def change_items(job: Job, order: OrderRow, change: ChangeItems, preview: Preview) -> None:
    """Lines, total, stock and money, as previewed."""
    moved: Counter[str] = Counter()
    for item in preview.items:
        assert item.becomes is not None
        line = _apart(job, order, line_of(order, item.line), item.quantity)
        moved.update({line.sku: item.quantity})
        moved.subtract({item.becomes.sku: item.quantity})
        _put(line, item)
        order.total_cents += (item.becomes.price_cents - item.price_cents) * item.quantity
    move_stock(job, dict(moved))
    carry_out(job, order, preview.transfers, "items")
    order.item_changes += 1


def paying_method(job: Job, order: OrderRow, chosen: str | None) -> PaymentMethodRow | None:
    """The method that was chosen, else the order's own. Refused(no_such_method)."""
    return order.method if chosen is None else method_of(job, order.shopper_id, chosen)


def settle(job: Job, method: PaymentMethodRow | None, cents: int) -> tuple[Transfer, ...]:
    """The transfer of a difference: above zero the shopper pays; none where there is none."""
    if cents > 0 and method is not None:
        return (payment(job, method, cents),)
    return (refund(job, method, -cents),) if cents < 0 else ()


def _apart(job: Job, order: OrderRow, line: OrderLineRow, quantity: int) -> OrderLineRow:
    """The line itself where all of it changes, else a new one of that many units."""
    if quantity == line.quantity:
        return line
    line.quantity -= quantity
    columns = ("product_id", "sku", "name", "variant", "price_cents", "image")
    other = OrderLineRow(quantity=quantity, **{column: getattr(line, column) for column in columns})
    order.lines.append(other)
    job.session.flush()
    return other


def _put(line: OrderLineRow, item: PlannedItem) -> None:
    assert item.becomes is not None
    line.sku, line.variant, line.price_cents = item.becomes.sku, item.becomes.variant, item.becomes.price_cents
