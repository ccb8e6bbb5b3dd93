"""Whether an order, or some of its items, may be cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from shop.rules.facts import OrderFacts, PickFacts
from shop.rules.money import refuse_amount
from shop.rules.picking import refuse_picks
from shop.rules.ruling import Ruling, no, yes
from shop.rules.settings import ShopRules


def may_cancel(rules: ShopRules, order: OrderFacts, reason: str | None = None) -> Ruling:
    """Codes: ok {"refund_days"} · already_cancelled · already_returned {"state"} · already_delivered {"return_days"} ·
    needs_person {"state"} · too_late {"state", "return_days"} · items_changed · reason_not_listed {"reasons"} ·
    needs_approval {"cents", "limit_cents"}.
    """
    if order.state not in rules.cancel.states:
        return _why_not(rules, order.state)
    if order.item_changes and rules.items.final:
        return no("items_changed")
    if reason is not None and rules.cancel.reasons and reason not in rules.cancel.reasons:
        return no("reason_not_listed", reasons=list(rules.cancel.reasons))
    return refuse_amount(rules, "cancel", order.total_cents) or yes(refund_days=rules.refund_days)


def may_cancel_items(
    rules: ShopRules, order: OrderFacts, picks: Sequence[PickFacts] | None = None, reason: str | None = None
) -> Ruling:
    """As `may_cancel`, and: whole_order_only · the codes of `refuse_picks`. None for picks: whether any might be."""
    if order.state not in rules.cancel.states:
        return _why_not(rules, order.state)
    if order.item_changes and rules.items.final:
        return no("items_changed")
    if not rules.cancel.single_items:
        return no("whole_order_only")
    if reason is not None and rules.cancel.reasons and reason not in rules.cancel.reasons:
        return no("reason_not_listed", reasons=list(rules.cancel.reasons))
    if picks is None:
        return yes(refund_days=rules.refund_days)
    refused = refuse_picks(order, picks)
    if refused is not None:
        return refused
    prices = {line.line: line.price_cents for line in order.lines}
    cents = sum(prices[pick.line] * pick.quantity for pick in picks)
    return refuse_amount(rules, "cancel_items", cents) or yes(refund_days=rules.refund_days)


def _why_not(rules: ShopRules, state: str) -> Ruling:
    if state == "cancelled":
        return no("already_cancelled")
    if state in ("returned", "partly_returned"):
        return no("already_returned", state=state)
    if state == "delivered":
        return no("already_delivered", return_days=rules.return_days)
    if state in rules.person.states:
        return no("needs_person", state=state)
    return no("too_late", state=state, return_days=rules.return_days)
