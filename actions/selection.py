"""What a shopper has chosen of an order, as a slot keeps it: with its number, so that it counts for no other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shop.changes import Pick, Swap

_KEPT = re.compile(r"(\w+)\|(.*)", re.S)


def write_picks(number: str, picks: Sequence[Pick]) -> str:
    """ "1002|6:1;8:2": of order 1002 one unit of line 6 and two of line 8."""
    return f"{number}|" + ";".join(f"{pick.line}:{pick.quantity}" for pick in picks)


def read_picks(slot: object, number: str) -> tuple[Pick, ...]:
    """What was kept for this order; nothing for words, for another order and for none."""
    return tuple(Pick(line, quantity) for line, quantity, _ in _parts(slot, number))


def write_swaps(number: str, swaps: Sequence[Swap]) -> str:
    """As `write_picks`, with the variant behind each line."""
    return f"{number}|" + ";".join(f"{swap.line}:{swap.quantity}:{swap.sku}" for swap in swaps)


def read_swaps(slot: object, number: str) -> tuple[Swap, ...]:
    """As `read_picks`."""
    return tuple(Swap(line, quantity, sku) for line, quantity, sku in _parts(slot, number) if sku)


def _parts(slot: object, number: str) -> list[tuple[str, int, str]]:
    kept = _KEPT.fullmatch(str(slot or ""))
    if kept is None or kept[1] != number:
        return []
    found = []
    for part in kept[2].split(";"):
        line, _, rest = part.partition(":")
        quantity, _, sku = rest.partition(":")
        if line and quantity.isdigit():
            found.append((line, int(quantity), sku))
    return found
