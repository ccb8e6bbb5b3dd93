"""Which order was it: the shopper's own orders by what was in them, in words, by product, and by when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from shop.dates import time_zone
from shop.order_view import OrderLine, OrderView
from shop.words import fits, words_of

Scorer = Callable[[str, Sequence[str]], Sequence[float]]
MOST = 50  # orders of one shopper that are looked through
ENOUGH = 0.5  # of the best score, to be named beside it


@dataclass(frozen=True)
class Found:
    """An order, and the lines in it that fit, best first."""

    order: OrderView
    lines: tuple[OrderLine, ...]
    score: float


def by_words(asked: str, texts: Sequence[str]) -> list[float]:
    """A scorer without a model: the share of the words asked for that each text holds."""
    words = words_of(asked)
    return [fits(words, [(1.0, text)]) / len(words) if words else 0.0 for text in texts]


def text_of(line: OrderLine) -> str:
    """A line as it is searched: names and variants in every language."""
    return " ".join([*line.name.values(), *line.variant.values()])


def find(
    orders: Sequence[OrderView],
    asked: str = "",
    products: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
    scorer: Scorer = by_words,
    zone: str = "UTC",
) -> list[Found]:
    """Orders that hold what was asked for, best first, newer ones before older ones that fit as well.

    A line of one of `products` fits fully; without words and products every line does. `since` and `until` are days
    in `zone` on which it may have been placed, both included.
    """
    here = [order for order in orders if _within(order.placed_at.astimezone(time_zone(zone)).date(), since, until)]
    lines = [(order, line) for order in here for line in order.lines]
    scores = list(scorer(asked, [text_of(line) for _, line in lines])) if asked.strip() else [0.0] * len(lines)
    nothing_asked = not asked.strip() and not products
    best: dict[str, list[tuple[float, OrderLine]]] = {}
    for (order, line), score in zip(lines, scores, strict=True):
        value = 1.0 if line.product_id in products or nothing_asked else float(score)
        if value > 0:
            best.setdefault(order.number, []).append((value, line))
    if not best:
        return []
    top = max(value for found in best.values() for value, _ in found)
    kept = [_found(order, best.get(order.number, []), top * ENOUGH) for order in here]
    return sorted((found for found in kept if found.lines), key=lambda found: -found.score)


def _found(order: OrderView, scored: list[tuple[float, OrderLine]], least: float) -> Found:
    scored = sorted((each for each in scored if each[0] >= least), key=lambda each: -each[0])
    return Found(order, tuple(line for _, line in scored), scored[0][0] if scored else 0.0)


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)
