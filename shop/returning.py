"""Sending delivered items back for money; the money moves when the parcel has arrived."""

from __future__ import annotations

from datetime import timedelta

from shop.changes import Pick, ReturnItems
from shop.job import Job, allow
from shop.order_facts import facts_of
from shop.payments import method_facts, method_of, methods_of, refund
from shop.planning import next_number, picked, planned
from shop.previews import Preview, Transfer
from shop.privacy import mask
from shop.rules.money import ReturnMoney, money_of_return
from shop.rules.picking import units_of
from shop.rules.sending_back import may_return, may_return_items
from shop.tables import OrderRow, PaymentMethodRow, ReturnLineRow, ReturnRow


def plan_return(job: Job, order: OrderRow, change: ReturnItems) -> Preview:
    """What goes back, what is taken off, where the money goes, and by when the parcel must be on its way."""
    facts, picks = facts_of(job, order), picked(change.items)
    allow(may_return(job.rules, facts))
    route, method = _route(job, order, change)
    card = method_facts(job, order, method) if route == "gift_card" else None
    allow(may_return_items(job.rules, facts, picks, change.reason, route, card, used=change.used, gift=change.gift))
    money = money_of_return(job.rules, facts, picks, change.reason, route)
    units = units_of(picks)
    return Preview(
        action="return",
        number=order.number,
        version=order.version,
        items=planned(order, [Pick(line, quantity) for line, quantity in units.items()]),
        transfers=(_refund(job, method, money, route),),
        restocking_cents=money.restocking_cents,
        shipping_cents=money.shipping_cents,
        send_by=job.today + timedelta(days=job.rules.returns.send_within_days),
        check_days=job.rules.returns.check_days,
        whole=all(units[line.line] == line.left for line in facts.lines),
    )


def open_return(job: Job, order: OrderRow, change: ReturnItems, preview: Preview) -> str:
    """The return as previewed; gives its number."""
    transfer = preview.transfers[0]
    row = ReturnRow(
        number=next_number(order, "R", len(order.returns)),
        order_id=order.id,
        state="requested",
        reason=change.reason,
        note=mask(change.note),
        route=transfer.route,
        method_id=None if transfer.method is None else transfer.method.id,
        goods_cents=sum(item.price_cents * item.quantity for item in preview.items),
        restocking_cents=preview.restocking_cents,
        shipping_cents=preview.shipping_cents,
        refund_cents=transfer.cents,
        created_at=job.now,
        send_by=preview.send_by,
    )
    row.lines = [ReturnLineRow(order_line_id=int(item.line), quantity=item.quantity) for item in preview.items]
    order.returns.append(row)
    return row.number


def _route(job: Job, order: OrderRow, change: ReturnItems) -> tuple[str, PaymentMethodRow | None]:
    """The route and its method. A method that is neither the order's own nor a gift card is a route that is closed."""
    if change.method is not None:
        method = method_of(job, order.shopper_id, change.method)
        if method.id == order.payment_method_id:
            return "original", method
        return ("gift_card", method) if method.kind == "gift_card" else ("another", method)
    if change.refund_to == "gift_card":
        cards = [method for method in methods_of(job, order.shopper_id) if method.kind == "gift_card"]
        return "gift_card", cards[0] if cards else None
    return change.refund_to, order.method


def _refund(job: Job, method: PaymentMethodRow | None, money: ReturnMoney, route: str) -> Transfer:
    now = refund(job, method, money.refund_cents, route)
    return Transfer(now.kind, now.cents, now.route, now.method, now.days, by=None, on_arrival=True)
