"""Whether the items that were chosen are there, and as many as that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from shop.rules.facts import OrderFacts, PickFacts, SwapFacts
from shop.rules.ruling import Ruling, no


def refuse_picks(order: OrderFacts, picks: Sequence[PickFacts | SwapFacts]) -> Ruling | None:
    """Codes: nothing_chosen · no_such_line · bad_quantity {"quantity"} · more_than_left {"left"}; else None."""
    if not picks:
        return no("nothing_chosen")
    for pick in picks:
        if order.line(pick.line) is None:
            return no("no_such_line")
        if pick.quantity < 1:
            return no("bad_quantity", quantity=pick.quantity)
    for name, wanted in units_of(picks).items():
        line = order.line(name)
        if line is None or wanted > line.left:
            return no("more_than_left", left=0 if line is None else line.left)
    return None


def units_of(picks: Iterable[PickFacts | SwapFacts]) -> Counter[str]:
    """Units by line, where one line may have been named twice."""
    units: Counter[str] = Counter()
    for pick in picks:
        units[pick.line] += pick.quantity
    return units
