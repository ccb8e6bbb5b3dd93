"""Whether delivered items may be returned for money, or exchanged for another variant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from shop.rules.changing import difference, refuse_swaps
from shop.rules.facts import LineFacts, MethodFacts, OrderFacts, PickFacts, SwapFacts
from shop.rules.money import money_of_return, refuse_amount, refuse_difference, refuse_route
from shop.rules.picking import refuse_picks
from shop.rules.ruling import Ruling, no, yes
from shop.rules.sections import SendBackRules
from shop.rules.settings import ShopRules, by_category


def may_return(rules: ShopRules, order: OrderFacts) -> Ruling:
    """The order as a whole. Codes: ok {"days"} · already_cancelled · not_delivered {"state"} · once_only {"action",
    "most"} · one_or_other {"action"} · nothing_left."""
    return _refuse_order(rules, order, "return") or yes(days=rules.returns.days)


def may_exchange(rules: ShopRules, order: OrderFacts) -> Ruling:
    """As `may_return`."""
    return _refuse_order(rules, order, "exchange") or yes(days=rules.exchanges.days)


def may_return_line(
    rules: ShopRules, order: OrderFacts, line: LineFacts, reason: str = "other", gift: bool = False
) -> Ruling:
    """One line. Codes: ok {"days", "last_day"} · nothing_left · window_over {"days", "last_day"} · delivery_unknown ·
    never_returned {"kind"} · ask_first {"kind"}. What is the shop's own fault may always come back in the window."""
    ours = reason in rules.returns.at_our_cost
    return _line(rules.returns, order, line, gift, ours)


def may_exchange_line(rules: ShopRules, order: OrderFacts, line: LineFacts, gift: bool = False) -> Ruling:
    """As `may_return_line`."""
    return _line(rules.exchanges, order, line, gift, ours=False)


def may_return_items(
    rules: ShopRules,
    order: OrderFacts,
    picks: Sequence[PickFacts],
    reason: str,
    route: str,
    method: MethodFacts | None = None,
    used: bool = False,
    gift: bool = False,
) -> Ruling:
    """The whole request. Codes: ok {"refund_cents"} · those of `may_return`, `refuse_picks` and `may_return_line` ·
    reason_not_listed {"reasons"} · used · refund_route_closed {"routes"} · no_gift_card · needs_approval."""
    refused = _refuse_order(rules, order, "return") or refuse_picks(order, picks)
    if refused is not None:
        return refused
    if reason not in rules.returns.reasons:
        return no("reason_not_listed", reasons=list(rules.returns.reasons))
    for pick in picks:
        ruling = may_return_line(rules, order, _line_of(order, pick.line), reason, gift)
        if not ruling.allowed:
            return ruling
    if used and rules.returns.only_unused and reason not in rules.returns.at_our_cost:
        return no("used")
    refused = refuse_route(rules, route, method)
    if refused is not None:
        return refused
    money = money_of_return(rules, order, picks, reason, route)
    return refuse_amount(rules, "return", money.goods_cents) or yes(refund_cents=money.refund_cents)


def may_exchange_items(
    rules: ShopRules,
    order: OrderFacts,
    swaps: Sequence[SwapFacts],
    method: MethodFacts | None = None,
    used: bool = False,
    gift: bool = False,
    reason: str = "",
) -> Ruling:
    """The whole request. Codes: ok {"difference_cents"} · those of `may_exchange`, `may_exchange_line`, `refuse_swaps`
    and `refuse_difference` · used · needs_approval."""
    refused = _refuse_order(rules, order, "exchange")
    refused = refused or refuse_swaps(rules, order, swaps, rules.exchanges.same_variant)
    if refused is not None:
        return refused
    for swap in swaps:
        ruling = may_exchange_line(rules, order, _line_of(order, swap.line), gift)
        if not ruling.allowed:
            return ruling
    if used and rules.exchanges.only_unused:
        return no("used")
    cents = difference(order, swaps) + shipping_of_exchange(rules, reason)
    refused = refuse_difference(rules, cents, method)
    if refused is not None:
        return refused
    return refuse_amount(rules, "exchange", abs(cents)) or yes(difference_cents=cents)


def shipping_of_exchange(rules: ShopRules, reason: str) -> int:
    """What sending back for an exchange costs the shopper, in cents; nothing where it is the shop's own fault."""
    return 0 if reason in rules.returns.at_our_cost else rules.exchanges.return_shipping_cents


def window(rules: SendBackRules, order: OrderFacts, line: LineFacts, gift: bool = False) -> tuple[int, date] | None:
    """Days, and the last of them; None where there is no end or nobody knows when it was delivered."""
    days = _days(rules, order, line, gift)
    if days is None or order.delivered is None:
        return None
    return days, order.delivered + timedelta(days=days)


def _days(rules: SendBackRules, order: OrderFacts, line: LineFacts, gift: bool) -> int | None:
    days = by_category(line, dict[str, int | None](rules.days_by_category), rules.days)
    if days is not None and gift and rules.gifts is not None and rules.gifts.holds(order.placed):
        return max(days, rules.gifts.days)
    return days


def _refuse_order(rules: ShopRules, order: OrderFacts, action: str) -> Ruling | None:
    own, done, other = rules.returns, order.returns, order.exchanges
    most, opposite = rules.once.returns, "exchange"
    section: SendBackRules = own
    if action == "exchange":
        section, done, other = rules.exchanges, order.exchanges, order.returns
        most, opposite = rules.once.exchanges, "return"
    if order.state == "cancelled":
        return no("already_cancelled")
    if most is not None and done >= most:
        return no("once_only", action=action, most=most)
    if order.state not in section.states:
        back = order.state in ("returned", "partly_returned")
        return no("nothing_left") if back else no("not_delivered", state=order.state)
    if other and rules.once.return_or_exchange:
        return no("one_or_other", action=opposite)
    if not any(line.left for line in order.lines):
        return no("nothing_left")
    return None


def _line(rules: SendBackRules, order: OrderFacts, line: LineFacts, gift: bool, ours: bool) -> Ruling:
    if line.left < 1:
        return no("nothing_left")
    limit = window(rules, order, line, gift)
    if limit is None and _days(rules, order, line, gift) is not None:
        return no("delivery_unknown")
    if limit is not None and order.today > limit[1]:
        return no("window_over", days=limit[0], last_day=limit[1])
    named = (line.kind, line.category)
    if not ours and any(name in rules.never for name in named):
        return no("never_returned", kind=line.kind)
    if not ours and any(name in rules.ask_first for name in named):
        return no("ask_first", kind=line.kind)
    return yes() if limit is None else yes(days=limit[0], last_day=limit[1])


def _line_of(order: OrderFacts, name: str) -> LineFacts:
    line = order.line(name)
    if line is None:
        raise LookupError(f"expected a line of the order, found {name!r}; ask refuse_picks first")
    return line
