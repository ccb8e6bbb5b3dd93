"""The catalogue: products with stock and stars as they are now, found by words, shelf, colour and price."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from shop.assortment import Assortment
from shop.database import Sessions, reading
from shop.errors import NotFound
from shop.products import Product, Variant, load_products
from shop.tables import CategoryRow
from shop.words import fits, words_of

__all__ = ["Catalogue", "Category", "Product", "Variant"]


@dataclass(frozen=True)
class Category:
    """A shelf of the shop."""

    id: str
    name: dict[str, str]


class Catalogue:
    """Reads products; every answer is as fresh as the database, or as the `assortment` that it is given."""

    def __init__(self, sessions: Sessions, assortment: Assortment | None = None) -> None:
        self._sessions = sessions
        self._assortment = assortment or Assortment(sessions)

    def all(self) -> tuple[Product, ...]:
        """Every product, in the shop's order; the same tuple while nothing has changed."""
        return self._assortment.all()

    def product(self, product_id: str) -> Product:
        """One product; NotFound."""
        with reading(self._sessions) as session:
            found = load_products(session, [product_id])
        if not found:
            raise NotFound(f"no product {product_id!r}")
        return found[0]

    def categories(self) -> list[Category]:
        """Every shelf, in the shop's order."""
        with reading(self._sessions) as session:
            rows = session.scalars(select(CategoryRow).order_by(CategoryRow.position))
            return [Category(row.id, row.name) for row in rows]

    def search(
        self,
        words: str = "",
        category: str | None = None,
        colour: str | None = None,
        max_cents: int | None = None,
        limit: int = 10,
    ) -> list[Product]:
        """Products that fit `words` (in any locale; all of them where none are given), best first, those in stock
        before
        the others. A product of that `colour` has a variant of it, by name or part of it; `max_cents` is included.
        """
        asked = words_of(words)
        found = []
        for product in self.all():
            if category is not None and product.category != category:
                continue
            if max_cents is not None and product.price_cents > max_cents:
                continue
            if colour is not None and not _has_colour(product, colour):
                continue
            score = fits(asked, _fields(product)) if asked else 0.0
            if score > 0 or not asked:
                found.append((product.stock > 0, score, product.rating or 0.0, product))
        found.sort(key=lambda hit: hit[:3], reverse=True)
        return [hit[3] for hit in found[:limit]]


def _has_colour(product: Product, colour: str) -> bool:
    asked = colour.casefold()
    return any(asked in name.casefold() for names in product.colours for name in names.values())


def _fields(product: Product) -> list[tuple[float, str]]:
    return [
        (3.0, " ".join(product.name.values())),
        (3.0, product.kind),
        (1.5, " ".join(product.tags)),
        (1.0, product.category),
        (0.5, " ".join(product.description.values())),
    ]
