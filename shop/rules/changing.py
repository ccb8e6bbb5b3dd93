"""Whether the address, the payment method or the items of an order may still be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shop.rules.facts import AddressFacts, MethodFacts, OrderFacts, SwapFacts
from shop.rules.money import refuse_amount, refuse_balance, refuse_difference
from shop.rules.picking import refuse_picks
from shop.rules.ruling import Ruling, no, yes
from shop.rules.settings import ShopRules


def may_change_address(rules: ShopRules, order: OrderFacts, address: AddressFacts | None = None) -> Ruling:
    """Codes: ok · already_cancelled · cannot_change {"state"} · items_changed · address_incomplete {"missing"} ·
    country_not_served {"country", "countries"} · same_address."""
    refused = _refuse_change(rules, order, rules.address.states)
    if refused is not None:
        return refused
    return yes() if address is None else may_have_address(rules, address)


def may_have_address(rules: ShopRules, address: AddressFacts) -> Ruling:
    """Whether an order or a shopper may have this address at all; the last three codes of `may_change_address`."""
    if address.missing:
        return no("address_incomplete", missing=list(address.missing))
    if rules.address.countries and address.country not in rules.address.countries:
        return no("country_not_served", country=address.country, countries=list(rules.address.countries))
    return no("same_address") if address.same else yes()


def may_change_payment(
    rules: ShopRules, order: OrderFacts, method: MethodFacts | None = None, known: bool = True
) -> Ruling:
    """Codes: ok {"refund_days"} · already_cancelled · cannot_change {"state"} · items_changed · no_such_method (where
    not `known`) · same_method · method_not_accepted {"kind"} · gift_card_short {"balance_cents", "needed_cents"} ·
    needs_approval."""
    refused = _refuse_change(rules, order, rules.payment.states)
    if refused is not None:
        return refused
    if not known:
        return no("no_such_method")
    if method is None:
        return yes(refund_days=rules.refund_days)
    if method.original:
        return no("same_method")
    if method.kind not in rules.payment.kinds:
        return no("method_not_accepted", kind=method.kind)
    short = refuse_balance(order.total_cents, method)
    if short is not None:
        return short
    return refuse_amount(rules, "payment", order.total_cents) or yes(refund_days=rules.refund_days)


def may_change_items(
    rules: ShopRules, order: OrderFacts, swaps: Sequence[SwapFacts] | None = None, method: MethodFacts | None = None
) -> Ruling:
    """Codes: ok {"difference_cents"} · already_cancelled · cannot_change {"state"} · once_only {"action", "most"} ·
    items_changed · those of `refuse_swaps` and `refuse_difference` · needs_approval."""
    refused = _refuse_change(rules, order, rules.items.states)
    most = rules.once.item_changes
    if most is not None and order.item_changes >= most and order.state in rules.items.states:
        return no("once_only", action="items", most=most)
    if refused is not None:
        return refused
    if swaps is None:
        return yes()
    refused = refuse_swaps(rules, order, swaps, rules.items.same_variant)
    if refused is not None:
        return refused
    cents = difference(order, swaps)
    refused = refuse_difference(rules, cents, method)
    if refused is not None:
        return refused
    return refuse_amount(rules, "items", abs(cents)) or yes(difference_cents=cents)


def refuse_swaps(rules: ShopRules, order: OrderFacts, swaps: Sequence[SwapFacts], same_variant: bool) -> Ruling | None:
    """Codes: those of `refuse_picks` · no_such_variant · other_product · same_variant · out_of_stock {"left"} ·
    above_most {"most"}."""
    refused = refuse_picks(order, swaps)
    if refused is not None:
        return refused
    wanted: Counter[str] = Counter()
    for swap in swaps:
        line = order.line(swap.line)
        if swap.product_id is None or line is None:
            return no("no_such_variant")
        if swap.product_id != line.product_id:
            return no("other_product")
        if swap.sku == line.sku and not same_variant:
            return no("same_variant")
        wanted[swap.sku] += swap.quantity if swap.sku != line.sku else 0
        if wanted[swap.sku] > swap.stock:
            return no("out_of_stock", left=swap.stock)
    for sku, units in wanted.items():
        there = sum(line.left for line in order.lines if line.sku == sku)
        if units and there + units > rules.max_quantity:
            return no("above_most", most=rules.max_quantity)
    return None


def difference(order: OrderFacts, swaps: Sequence[SwapFacts]) -> int:
    """Cents that the shopper pays (above zero) or gets back (below)."""
    prices = {line.line: line.price_cents for line in order.lines}
    return sum((swap.price_cents - prices[swap.line]) * swap.quantity for swap in swaps)


def _refuse_change(rules: ShopRules, order: OrderFacts, states: tuple[str, ...]) -> Ruling | None:
    if order.state == "cancelled":
        return no("already_cancelled")
    if order.state not in states:
        return no("cannot_change", state=order.state)
    if order.item_changes and rules.items.final:
        return no("items_changed")
    return None
