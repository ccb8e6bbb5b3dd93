"""Money of an order: who paid what by which method, what a gift card has left, and payments and refunds as rows."""

from __future__ import annotations

from sqlalchemy import func, select

from shop.errors import Refused
from shop.job import Job
from shop.order_view import MethodView, method_view
from shop.previews import Transfer
from shop.rules.days import after_business_days
from shop.rules.facts import MethodFacts
from shop.rules.money import refuse_balance, route_of
from shop.rules.ruling import no
from shop.tables import ExchangeRow, GiftCardRow, OrderRow, PaymentMethodRow, PaymentRow


def methods_of(job: Job, shopper_id: int) -> list[PaymentMethodRow]:
    """The shopper's methods that are still good, in their order."""
    mine = (PaymentMethodRow.shopper_id == shopper_id, PaymentMethodRow.active)
    return list(job.session.scalars(select(PaymentMethodRow).where(*mine).order_by(PaymentMethodRow.position)))


def method_of(job: Job, shopper_id: int, method_id: str) -> PaymentMethodRow:
    """One method of this shopper. Refused(no_such_method) for none and for another's alike."""
    row = job.session.get(PaymentMethodRow, method_id)
    if row is None or row.shopper_id != shopper_id or not row.active:
        raise Refused(no("no_such_method"))
    return row


def method_facts(job: Job, order: OrderRow, method: PaymentMethodRow | None) -> MethodFacts | None:
    """A method as the rules see it."""
    if method is None:
        return None
    return MethodFacts(method.kind, method.id == order.payment_method_id, left_on(job, method))


def method_shown(job: Job, method: PaymentMethodRow | None) -> MethodView | None:
    """A method as its owner sees it, with what is left on a gift card."""
    return None if method is None else method_view(method, left_on(job, method))


def left_on(job: Job, method: PaymentMethodRow) -> int | None:
    """Cents that a gift card has left to spend: its balance without what open exchanges hold of it, and nothing once
    it has expired. None for other kinds."""
    if method.gift_card_id is None:
        return None
    card = _card(job, method)
    if card.expires_at is not None and card.expires_at <= job.now:
        return 0
    owed = ExchangeRow.difference_cents + ExchangeRow.shipping_cents
    open_ones = (ExchangeRow.method_id == method.id, ExchangeRow.state == "requested", owed > 0)
    held = job.session.scalar(select(func.coalesce(func.sum(owed), 0)).where(*open_ones)) or 0
    return max(card.balance_cents - held, 0)


def paid(order: OrderRow) -> dict[str | None, int]:
    """Cents by method id that were paid and not refunded, the order's own method first. An order without a single
    payment (from a file that told none) was paid in full by its own method, unless it still waits for payment."""
    known = order.state == "placed" or any(payment.kind == "payment" for payment in order.payments)
    nets: dict[str | None, int] = {order.payment_method_id: 0 if known else order.total_cents}
    for payment in order.payments:
        cents = payment.cents if payment.kind == "payment" else -payment.cents
        nets[payment.method_id] = nets.get(payment.method_id, 0) + cents
    return {method: cents for method, cents in nets.items() if cents > 0}


def awaits_payment(order: OrderRow) -> bool:
    """Whether nothing was paid for it yet: a change moves no money."""
    return order.state == "placed" and not order.payments


def shares(nets: dict[str | None, int], cents: int) -> dict[str | None, int]:
    """How much of `cents` goes back to each method, the first ones first, never more than it has paid."""
    found: dict[str | None, int] = {}
    for method, net in nets.items():
        share = min(net, cents)
        if share > 0:
            found[method] = share
            cents -= share
    return found


def refunds(job: Job, order: OrderRow, cents: int | None = None) -> tuple[Transfer, ...]:
    """The transfers that give back `cents` (None: everything) to the methods that paid."""
    nets = paid(order)
    back = nets if cents is None else shares(nets, cents)
    return tuple(refund(job, _method(job, method_id), share) for method_id, share in back.items())


def refund(job: Job, method: PaymentMethodRow | None, cents: int, route: str | None = None) -> Transfer:
    """One refund that starts today."""
    route = route or route_by(method)
    days = route_of(job.rules, route).days
    by = after_business_days(job.today, days)
    return Transfer("refund", cents, route, method_shown(job, method), days, by)


def payment(job: Job, method: PaymentMethodRow, cents: int) -> Transfer:
    """One payment, now."""
    return Transfer("payment", cents, route_by(method), method_shown(job, method), 0, job.today)


def route_by(method: PaymentMethodRow | None) -> str:
    """ "gift_card" for a gift card, else "original"."""
    return "gift_card" if method is not None and method.kind == "gift_card" else "original"


def carry_out(job: Job, order: OrderRow, transfers: tuple[Transfer, ...], action: str) -> None:
    """Write the transfers: gift cards change at once where no days are promised, everything else is the shop's payment
    provider's to do and stays pending. Raises Refused(gift_card_short)."""
    for transfer in transfers:
        if transfer.on_arrival:
            continue
        method = _method(job, None if transfer.method is None else transfer.method.id)
        row = PaymentRow(order_id=order.id, kind=transfer.kind, cents=transfer.cents, action=action, at=job.now)
        row.method_id = None if method is None else method.id
        at_once = method is not None and method.gift_card_id is not None and transfer.days == 0
        if method is not None and at_once:
            _move(job, method, transfer.cents if transfer.kind == "refund" else -transfer.cents)
        row.sent_at = job.now if at_once else None
        row.due_on = transfer.by if transfer.kind == "refund" else None
        order.payments.append(row)
        job.session.flush()


def _method(job: Job, method_id: str | None) -> PaymentMethodRow | None:
    return None if method_id is None else job.session.get(PaymentMethodRow, method_id)


def _move(job: Job, method: PaymentMethodRow, cents: int) -> None:
    if cents < 0:
        facts = MethodFacts("gift_card", original=False, balance_cents=left_on(job, method))
        short = refuse_balance(-cents, facts)
        if short is not None:
            raise Refused(short)
    _card(job, method).balance_cents += cents


def _card(job: Job, method: PaymentMethodRow) -> GiftCardRow:
    query = select(GiftCardRow).where(GiftCardRow.id == method.gift_card_id)
    if job.writes:
        query = query.with_for_update().execution_options(populate_existing=True)
    return job.session.scalars(query).one()
