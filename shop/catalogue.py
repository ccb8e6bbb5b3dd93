"""The catalogue: products with stock and stars as they are now, found by words, shelf, colour and price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shop.database import Sessions, reading
from shop.errors import NotFound
from shop.tables import CategoryRow, ProductRow, ReviewRow, VariantRow
from shop.words import fits, words_of


@dataclass(frozen=True)
class Variant:
    """One size and colour, and how many are left; `colour` holds a text a locale."""

    sku: str
    size: str | None
    colour: dict[str, str] | None
    stock: int


@dataclass(frozen=True)
class Product:
    """One product. `stock` is the sum over its variants, `rating` the mean of `reviews` stars (None without any)."""

    id: str
    name: dict[str, str]
    kind: str
    category: str
    price_cents: int
    description: dict[str, str]
    specs: dict[str, Any]
    care: dict[str, str]
    fit: dict[str, str]
    colours: tuple[dict[str, str], ...]
    sizes: tuple[str, ...]
    stock: int
    rating: float | None
    reviews: int
    variants: tuple[Variant, ...]
    tags: tuple[str, ...]
    goes_with: tuple[str, ...]
    image: str


@dataclass(frozen=True)
class Category:
    """A shelf of the shop."""

    id: str
    name: dict[str, str]


class Catalogue:
    """Reads products; every answer is as fresh as the database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def all(self) -> list[Product]:
        """Every product, in the shop's order."""
        with reading(self._sessions) as session:
            return load_products(session)

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
            score = fits(asked, _fields(product))
            if score > 0 or not asked:
                found.append((product.stock > 0, score, product.rating or 0.0, product))
        found.sort(key=lambda hit: hit[:3], reverse=True)
        return [hit[3] for hit in found[:limit]]


def load_products(session: Session, ids: Iterable[str] | None = None) -> list[Product]:
    """Products, all or those of `ids`, in the shop's order, with three queries whatever their number."""
    query, stock = select(ProductRow).order_by(ProductRow.position), select(VariantRow).order_by(VariantRow.sku)
    stars = select(ReviewRow.product_id, func.avg(ReviewRow.stars), func.count()).group_by(ReviewRow.product_id)
    if ids is not None:
        wanted = list(ids)
        query, stock = query.where(ProductRow.id.in_(wanted)), stock.where(VariantRow.product_id.in_(wanted))
        stars = stars.where(ReviewRow.product_id.in_(wanted))
    variants: defaultdict[str, list[Variant]] = defaultdict(list)
    columns = (VariantRow.product_id, VariantRow.sku, VariantRow.size, VariantRow.colour, VariantRow.stock)
    for product_id, *rest in session.execute(stock.with_only_columns(*columns)):
        variants[product_id].append(Variant(*rest))
    rated = {product_id: (float(mean), count) for product_id, mean, count in session.execute(stars)}
    return [_product(row, variants[row.id], *rated.get(row.id, (None, 0))) for row in session.scalars(query)]


def _product(row: ProductRow, variants: list[Variant], rating: float | None, reviews: int) -> Product:
    colours = {tuple(sorted(v.colour.items())): v.colour for v in variants if v.colour}
    return Product(
        id=row.id,
        name=row.name,
        kind=row.kind,
        category=row.category_id,
        price_cents=row.price_cents,
        description=row.description,
        specs=row.specs,
        care=row.care,
        fit=row.fit,
        colours=tuple(colours.values()),
        sizes=tuple(dict.fromkeys(v.size for v in variants if v.size)),
        stock=sum(v.stock for v in variants),
        rating=None if rating is None else round(rating, 1),
        reviews=reviews,
        variants=tuple(variants),
        tags=tuple(row.tags),
        goes_with=tuple(row.goes_with),
        image=row.image,
    )


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
