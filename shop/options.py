"""What may be done with an order before anything is chosen: the rules' word on it, on each line, and the variants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shop.job import Job
from shop.order_facts import facts_of
from shop.order_view import OrderLine, line_view
from shop.planning import line_of
from shop.rules import ACTIONS, Ruling, ShopRules
from shop.rules.cancelling import may_cancel, may_cancel_items
from shop.rules.changing import may_change_address, may_change_items, may_change_payment
from shop.rules.facts import LineFacts, OrderFacts
from shop.rules.reporting import may_report
from shop.rules.ruling import no, yes
from shop.rules.sending_back import may_exchange, may_exchange_line, may_return, may_return_line
from shop.tables import OrderRow
from shop.variants import variant_words, variants_of


@dataclass(frozen=True)
class LineOption:
    """One line, how many units of it are left to choose, and what the rules say to choosing it."""

    line: OrderLine
    left: int
    ruling: Ruling


@dataclass(frozen=True)
class Options:
    """The rules' word on an action for the whole order, and line by line."""

    action: str
    version: int
    ruling: Ruling
    lines: tuple[LineOption, ...]

    @property
    def open(self) -> tuple[LineOption, ...]:
        """The lines that may be chosen."""
        return tuple(line for line in self.lines if line.ruling.allowed) if self.ruling.allowed else ()


@dataclass(frozen=True)
class VariantOption:
    """A variant of the same product: its price beside that of the line (above zero: dearer), and how many there are."""

    sku: str
    variant: dict[str, str]
    price_cents: int
    difference_cents: int
    stock: int
    is_this: bool


def options_for(job: Job, order: OrderRow, action: str, reason: str = "other", gift: bool = False) -> Options:
    """ValueError for an action that there is not."""
    if action not in ACTIONS:
        raise ValueError(f"expected one of {', '.join(ACTIONS)}, found {action!r}")
    facts = facts_of(job, order)
    lines = []
    for row in order.lines:
        line = facts.line(str(row.id))
        if line is None or row.quantity < 1:
            continue
        lines.append(LineOption(line_view(row), line.left, _line(job, facts, line, action, reason, gift)))
    return Options(action, order.version, _whole(job, facts, action), tuple(lines))


def variant_options(job: Job, order: OrderRow, line: str) -> tuple[VariantOption, ...]:
    """Every variant of the line's product. Refused(no_such_line)."""
    row = line_of(order, line)
    return tuple(
        VariantOption(
            sku=variant.sku,
            variant=variant_words(variant),
            price_cents=price,
            difference_cents=price - row.price_cents,
            stock=variant.stock,
            is_this=variant.sku == row.sku,
        )
        for variant, price in variants_of(job, row.product_id)
    )


def _whole(job: Job, facts: OrderFacts, action: str) -> Ruling:
    if action in ("missing", "damaged"):
        return may_report(job.rules, facts, action)
    ask: dict[str, Callable[[ShopRules, OrderFacts], Ruling]] = {
        "cancel": may_cancel,
        "cancel_items": may_cancel_items,
        "address": may_change_address,
        "payment": may_change_payment,
        "items": may_change_items,
        "return": may_return,
        "exchange": may_exchange,
    }
    return ask[action](job.rules, facts)


def _line(job: Job, facts: OrderFacts, line: LineFacts, action: str, reason: str, gift: bool) -> Ruling:
    if action == "return":
        return may_return_line(job.rules, facts, line, reason, gift)
    if action == "exchange":
        return may_exchange_line(job.rules, facts, line, gift)
    return yes() if line.left > 0 else no("nothing_left")
