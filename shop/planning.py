"""What several changes share: items as they will be listed, swaps as the rules see them, numbers of what is made."""

from __future__ import annotations

from collections.abc import Sequence

from shop.changes import Pick, Swap
from shop.errors import Refused
from shop.job import Job
from shop.previews import Becomes, PlannedItem
from shop.rules.facts import PickFacts, SwapFacts
from shop.rules.ruling import no
from shop.tables import OrderLineRow, OrderRow, VariantRow
from shop.variants import load_variants, variant_words

Variants = dict[str, tuple[VariantRow, int]]


def picked(items: Sequence[Pick]) -> list[PickFacts]:
    """Picks as the rules see them."""
    return [PickFacts(item.line, item.quantity) for item in items]


def swapped(job: Job, items: Sequence[Swap]) -> tuple[list[SwapFacts], Variants]:
    """Swaps as the rules see them, and the variants that they name."""
    variants = load_variants(job, [item.sku for item in items])
    facts = []
    for item in items:
        variant, price = variants.get(item.sku, (None, 0))
        product_id, stock = (None, 0) if variant is None else (variant.product_id, variant.stock)
        facts.append(SwapFacts(item.line, item.quantity, item.sku, product_id, price, stock))
    return facts, variants


def planned(order: OrderRow, items: Sequence[Pick]) -> tuple[PlannedItem, ...]:
    """Items as a preview lists them."""
    return tuple(_item(line_of(order, item.line), item.quantity) for item in items)


def planned_swaps(order: OrderRow, items: Sequence[Swap], variants: Variants) -> tuple[PlannedItem, ...]:
    """Items with what they become."""
    found = []
    for item in items:
        variant, price = variants[item.sku]
        becomes = Becomes(item.sku, variant_words(variant), price)
        found.append(_item(line_of(order, item.line), item.quantity, becomes))
    return tuple(found)


def line_of(order: OrderRow, name: str) -> OrderLineRow:
    """The line of that name; Refused(no_such_line)."""
    found = next((line for line in order.lines if str(line.id) == name), None)
    if found is None:
        raise Refused(no("no_such_line"))
    return found


def next_number(order: OrderRow, letter: str, already: int) -> str:
    """1003-R1: the order's number, R for a return, X for an exchange, C for a case, and a count."""
    return f"{order.number}-{letter}{already + 1}"


def _item(line: OrderLineRow, quantity: int, becomes: Becomes | None = None) -> PlannedItem:
    return PlannedItem(
        line=str(line.id),
        product_id=line.product_id,
        name=line.name,
        variant=line.variant,
        quantity=quantity,
        price_cents=line.price_cents,
        image=line.image,
        becomes=becomes,
    )
