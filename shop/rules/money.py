"""Fees, differences, who decides about how much, and how money may go back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.rules.facts import MethodFacts, OrderFacts, PickFacts
from shop.rules.ruling import Ruling, no
from shop.rules.sections import RefundRoute
from shop.rules.settings import ShopRules, by_category


@dataclass(frozen=True)
class ReturnMoney:
    """What a return comes to: the goods' price, what is taken off, and what goes back, never below zero."""

    goods_cents: int
    restocking_cents: int
    shipping_cents: int

    @property
    def refund_cents(self) -> int:
        """What the shopper gets."""
        return self.goods_cents - self.restocking_cents - self.shipping_cents


def money_of_return(
    rules: ShopRules, order: OrderFacts, picks: Sequence[PickFacts], reason: str, route: str
) -> ReturnMoney:
    """Restocking by category and return shipping by route, neither where the reason is the shop's own fault.

    Percentages are rounded half up, line by line; fees stop where the goods' price is used up.
    """
    goods = restocking = 0
    for pick in picks:
        line = order.line(pick.line)
        if line is None:
            continue
        price = line.price_cents * pick.quantity
        goods += price
        restocking += (price * by_category(line, rules.returns.restocking_percent, 0) + 50) // 100
    if reason in rules.returns.at_our_cost:
        return ReturnMoney(goods, 0, 0)
    shipping = route_of(rules, route).return_shipping_cents
    return ReturnMoney(goods, restocking, min(shipping, goods - restocking))


def route_of(rules: ShopRules, route: str) -> RefundRoute:
    """The settings of an open route; the other one's where this one is closed, so that a date can always be told."""
    chosen, other = rules.refunds.original, rules.refunds.gift_card
    if route == "gift_card":
        chosen, other = other, chosen
    return chosen or other or RefundRoute()


def refuse_route(rules: ShopRules, route: str, method: MethodFacts | None) -> Ruling | None:
    """Codes: refund_route_closed {"routes"} · no_gift_card. `method` is the shopper's gift card, if any."""
    if route not in rules.refunds.routes:
        return no("refund_route_closed", routes=list(rules.refunds.routes))
    if route == "gift_card" and method is None and not route_of(rules, route).new_card:
        return no("no_gift_card")
    return None


def refuse_difference(rules: ShopRules, cents: int, method: MethodFacts | None) -> Ruling | None:
    """Whether a difference (above zero: the shopper pays) may go through this method.

    Codes: method_needed · method_not_accepted {"kind"} · method_not_for_this · gift_card_short {"balance_cents",
    "needed_cents"}.
    """
    if method is None:
        return no("method_needed") if cents > 0 else None
    if method.kind not in rules.payment.kinds:
        return no("method_not_accepted", kind=method.kind)
    if not (rules.any_method_for_differences or method.original or method.kind == "gift_card"):
        return no("method_not_for_this")
    return refuse_balance(cents, method)


def refuse_balance(cents: int, method: MethodFacts) -> Ruling | None:
    """Code: gift_card_short {"balance_cents", "needed_cents"}."""
    if method.balance_cents is not None and method.balance_cents < cents:
        return no("gift_card_short", balance_cents=method.balance_cents, needed_cents=cents)
    return None


def refuse_amount(rules: ShopRules, action: str, cents: int) -> Ruling | None:
    """Code: needs_approval {"cents", "limit_cents"}."""
    limit = rules.person.above_cents.get(action)
    if limit is not None and cents > limit:
        return no("needs_approval", cents=cents, limit_cents=limit)
    return None
