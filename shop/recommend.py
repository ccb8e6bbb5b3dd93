"""Recommendations with one factual reason each; nothing that is out of stock, nothing that the shopper already has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from shop.asker import Asker
from shop.assortment import Assortment
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading
from shop.errors import NotFound
from shop.products import Product, load_products
from shop.purchases import baskets, lifts, owned, units_since

DAYS = 90  # what counts as recent
TOGETHER_AT_LEAST = 3  # orders in common before "bought together" is said
Numbers = Sequence[float] | np.ndarray[Any, Any]
Vector = Callable[[str], Numbers | None]


@dataclass(frozen=True)
class Recommendation:
    """A product and why. Reasons and their values: popular {"count", "days"} · in_category {"category"} · same_kind
    {"kind"} · shared_tags {"tags"} · same_category {"category"} · bought_together {"count", "product"} · goes_with
    {"product"}.
    """

    product: Product
    reason: str
    values: dict[str, Any] = field(default_factory=dict)


class Recommender:
    """Every method gives at most `limit` products, best first, and fewer or none where there are no more."""

    def __init__(
        self,
        sessions: Sessions,
        vector: Vector | None = None,
        clock: Clock = utc_now,
        assortment: Assortment | None = None,
    ) -> None:
        self._sessions = sessions
        self._vector = vector
        self._clock = clock
        self._assortment = assortment or Assortment(sessions)

    def popular(self, asker: Asker, category: str | None = None, limit: int = 3) -> list[Recommendation]:
        """What sold most in the last 90 days, in one category or everywhere; units break ties by stars."""
        with reading(self._sessions) as session:
            sold = units_since(session, self._clock() - timedelta(days=DAYS))
            products = [p for p in self._free(session, asker) if category in (None, p.category)]
        products.sort(key=lambda p: (sold.get(p.id, 0), p.rating or 0.0), reverse=True)
        return [_popular(product, sold.get(product.id, 0)) for product in products[:limit]]

    def similar(self, asker: Asker, product_id: str, limit: int = 3) -> list[Recommendation]:
        """The same kind first, then what shares category and tags, nearness of the handed vectors, and price;
        NotFound."""
        with reading(self._sessions) as session:
            this = _one(session, product_id)
            products = [p for p in self._free(session, asker) if p.id != product_id]
        scored = [(self._likeness(this, other), other) for other in products]
        scored = [hit for hit in scored if hit[0] >= 1.0]
        scored.sort(key=lambda hit: hit[0], reverse=True)
        return [_alike(this, other) for _, other in scored[:limit]]

    def together(self, asker: Asker, product_id: str, limit: int = 3) -> list[Recommendation]:
        """What orders with this product hold more often than chance (lift above 1, at least 3 orders), strongest first;
        then what the shop says goes with it. NotFound."""
        with reading(self._sessions) as session:
            this = _one(session, product_id)
            found = lifts(baskets(session), product_id, TOGETHER_AT_LEAST)
            free = {p.id: p for p in self._free(session, asker) if p.id != product_id}
        ranked = sorted(((lift, count, other) for other, (lift, count) in found.items() if lift > 1), reverse=True)
        bought = [
            Recommendation(free[other], "bought_together", {"count": count, "product": this.name})
            for _, count, other in ranked
            if other in free
        ]
        said = {recommendation.product.id for recommendation in bought}
        fitting = [
            Recommendation(free[other], "goes_with", {"product": this.name})
            for other in this.goes_with
            if other in free and other not in said
        ]
        return (bought + fitting)[:limit]

    def _free(self, session: Session, asker: Asker) -> list[Product]:
        has = owned(session, asker)
        return [product for product in self._assortment.all() if product.stock > 0 and product.id not in has]

    def _likeness(self, this: Product, other: Product) -> float:
        tags = set(this.tags) | set(other.tags)
        shared = len(set(this.tags) & set(other.tags)) / len(tags) if tags else 0.0
        price = min(this.price_cents, other.price_cents) / max(this.price_cents, other.price_cents, 1)
        near = _cosine(self._vector(this.id), self._vector(other.id)) if self._vector is not None else 0.0
        return 3.0 * (this.kind == other.kind) + (this.category == other.category) + 2 * shared + near + 0.5 * price


def _one(session: Session, product_id: str) -> Product:
    found = load_products(session, [product_id])
    if not found:
        raise NotFound(f"no product {product_id!r}")
    return found[0]


def _popular(product: Product, count: int) -> Recommendation:
    if count == 0:
        return Recommendation(product, "in_category", {"category": product.category})
    return Recommendation(product, "popular", {"count": count, "days": DAYS})


def _alike(this: Product, other: Product) -> Recommendation:
    if this.kind == other.kind:
        return Recommendation(other, "same_kind", {"kind": other.kind})
    shared = [tag for tag in this.tags if tag in other.tags]
    if shared:
        return Recommendation(other, "shared_tags", {"tags": shared})
    return Recommendation(other, "same_category", {"category": other.category})


def _cosine(one: Numbers | None, other: Numbers | None) -> float:
    if one is None or other is None:
        return 0.0
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.dot(one, other)) / lengths if lengths else 0.0
