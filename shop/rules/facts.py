"""What the rules are asked about: an order, its lines, a payment method, a swap; plain values of any shop.

Days are those of the shop's time zone, money is in cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LineFacts:
    """One line of an order. `left`: units neither cancelled nor sent back nor being exchanged."""

    line: str
    product_id: str
    sku: str
    category: str
    kind: str
    left: int
    price_cents: int


@dataclass(frozen=True)
class OrderFacts:
    """One order today. Counts are of changes that still stand; `reported` holds the kinds of its open cases."""

    state: str
    today: date
    placed: date
    total_cents: int
    lines: tuple[LineFacts, ...] = ()
    expected: date | None = None
    delivered: date | None = None
    item_changes: int = 0
    returns: int = 0
    exchanges: int = 0
    reported: frozenset[str] = frozenset()

    def line(self, name: str) -> LineFacts | None:
        """The line of that name, if the order has it."""
        return next((line for line in self.lines if line.line == name), None)


@dataclass(frozen=True)
class PickFacts:
    """So many units of one line, as asked for."""

    line: str
    quantity: int


@dataclass(frozen=True)
class SwapFacts:
    """So many units of one line for another variant; `product_id` is None where there is no such variant."""

    line: str
    quantity: int
    sku: str
    product_id: str | None
    price_cents: int
    stock: int


@dataclass(frozen=True)
class MethodFacts:
    """A payment method of the shopper's. `balance_cents` is what a gift card has left to spend, None for the rest."""

    kind: str
    original: bool
    balance_cents: int | None = None


@dataclass(frozen=True)
class AddressFacts:
    """An address asked for: the parts that are empty or unreadable, and whether it is the one that is there."""

    country: str
    missing: tuple[str, ...] = ()
    same: bool = False
