"""Products with their variants, stock and stars, loaded together; finding the right ones is `shop.catalogue`'s."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shop.tables import ProductRow, ReviewRow, VariantRow


@dataclass(frozen=True)
class Variant:
    """One size and colour, and how many are left; `colour` holds a text a locale."""

    sku: str
    size: str | None
    colour: dict[str, str] | None
    stock: int


@dataclass(frozen=True)
class Product:
    """One product. `stock` is the sum over its variants, `rating` the mean of `reviews` stars (None without any).
    Dicts and lists inside are shared between readers: do not change them. Hashed by id, so that what is worked out
    from products can be kept with them."""

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

    def __hash__(self) -> int:
        return hash(self.id)


def load_products(session: Session, ids: Iterable[str] | None = None) -> list[Product]:
    """Products, all or those of `ids`, in the shop's order, with three queries whatever their number."""
    return assembled(*product_rows(session, ids))


def product_rows(session: Session, ids: Iterable[str] | None = None) -> tuple[Sequence[Row[Any]], ...]:
    """The rows of products, of their variants and of their stars, as `assembled` takes them; they can be compared."""
    products = select(
        ProductRow.id,
        ProductRow.kind,
        ProductRow.category_id.label("category"),
        ProductRow.price_cents,
        ProductRow.image,
        *map(_raw, (ProductRow.name, ProductRow.description, ProductRow.specs, ProductRow.care, ProductRow.fit)),
        *map(_raw, (ProductRow.tags, ProductRow.goes_with)),
    ).order_by(ProductRow.position)
    variants = select(
        VariantRow.product_id, VariantRow.sku, VariantRow.size, _raw(VariantRow.colour), VariantRow.stock
    ).order_by(VariantRow.product_id, VariantRow.position)
    stars = select(ReviewRow.product_id, func.avg(ReviewRow.stars), func.count()).group_by(ReviewRow.product_id)
    if ids is not None:
        wanted = list(ids)
        products, variants = (
            products.where(ProductRow.id.in_(wanted)),
            variants.where(VariantRow.product_id.in_(wanted)),
        )
        stars = stars.where(ReviewRow.product_id.in_(wanted))
    return tuple(session.execute(query).all() for query in (products, variants, stars))


def assembled(products: Sequence[Row[Any]], variants: Sequence[Row[Any]], stars: Sequence[Row[Any]]) -> list[Product]:
    """The products that `product_rows` read."""
    by_product: defaultdict[str, list[Variant]] = defaultdict(list)
    for product_id, sku, size, colour, stock in variants:
        by_product[product_id].append(Variant(sku, size, _decoded(colour), stock))
    rated = {product_id: (float(mean), count) for product_id, mean, count in stars}
    return [_product(row, by_product[row.id], *rated.get(row.id, (None, 0))) for row in products]


def _raw(column: InstrumentedAttribute[Any]) -> Any:
    return cast(column, String).label(column.key)


@lru_cache(maxsize=8192)
def _decoded(text: str | None) -> Any:
    return None if text is None else json.loads(text)  # the same few thousand texts at every question


def _product(row: Row[Any], variants: list[Variant], rating: float | None, reviews: int) -> Product:
    colours = {colour["en"]: colour for colour in (variant.colour for variant in variants) if colour}
    return Product(
        id=row.id,
        name=_decoded(row.name),
        kind=row.kind,
        category=row.category,
        price_cents=row.price_cents,
        description=_decoded(row.description),
        specs=_decoded(row.specs),
        care=_decoded(row.care),
        fit=_decoded(row.fit),
        colours=tuple(colours.values()),
        sizes=tuple(dict.fromkeys(variant.size for variant in variants if variant.size)),
        stock=sum(variant.stock for variant in variants),
        rating=None if rating is None else round(rating, 1),
        reviews=reviews,
        variants=tuple(variants),
        tags=tuple(_decoded(row.tags)),
        goes_with=tuple(_decoded(row.goes_with)),
        image=row.image,
    )
