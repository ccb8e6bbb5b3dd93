"""Shelves, products and variants of the demo shop as table rows, with stock that has believable gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product as pairs
from random import Random
from typing import Any

from shop.demo.catalogue_files import CatalogueFiles, ProductFile

Row = dict[str, Any]
GONE = 0.04  # share of variants that are out of stock, beside the products that are wholly so
WHOLLY_GONE = 3  # products of which nothing is left
ONE_SIZE = "one size"


@dataclass(frozen=True)
class Shelves:
    """Rows for `categories`, `products` and `variants`."""

    categories: list[Row]
    products: list[Row]
    variants: list[Row]

    def variants_of(self, product_id: str) -> list[Row]:
        """The variants of one product."""
        return [row for row in self.variants if row["product_id"] == product_id]


def stock_shelves(files: CatalogueFiles, random: Random) -> Shelves:
    """Every product with one variant for each size and colour. ValueError for an id twice or an unknown one."""
    categories = [
        {"id": shelf.category, "name": shelf.name, "position": place} for place, shelf in enumerate(files.shelves)
    ]
    written = [(shelf.category, product) for shelf in files.shelves for product in shelf.products]
    _check(files, [product for _, product in written])
    gone = {product.id for _, product in random.sample(written, WHOLLY_GONE)} if len(written) > 20 else set()
    products, variants = [], []
    for place, (category, product) in enumerate(written):
        products.append(_product(product, category, place))
        for row in _variants(product, files):
            row["stock"] = 0 if product.id in gone or random.random() < GONE else random.randint(2, 60)
            variants.append(row)
    return Shelves(categories, products, variants)


def _product(product: ProductFile, category: str, place: int) -> Row:
    return {
        "id": product.id,
        "category_id": category,
        "position": place,
        "name": product.name,
        "kind": product.kind,
        "price_cents": product.cents,
        "description": product.description,
        "specs": product.specs,
        "care": product.care,
        "fit": product.fit,
        "goes_with": list(product.goes_with),
        "tags": list(product.tags),
        "image": f"/static/products/{product.id}.svg",
    }


def _variants(product: ProductFile, files: CatalogueFiles) -> Iterator[Row]:
    for place, (size, colour) in enumerate(pairs(product.sizes or (ONE_SIZE,), product.colours or (None,))):
        parts = [product.id, *([] if size == ONE_SIZE else [size]), *([] if colour is None else [colour])]
        sku = "-".join(parts).upper().replace(" ", "").replace("/", "")
        yield {
            "sku": sku,
            "product_id": product.id,
            "position": place,
            "size": None if size == ONE_SIZE else size,
            "colour": None if colour is None else files.colours[colour],
        }


def _check(files: CatalogueFiles, products: list[ProductFile]) -> None:
    ids = [product.id for product in products]
    twice = sorted({product_id for product_id in ids if ids.count(product_id) > 1})
    if twice:
        raise ValueError(f"the catalogue has these ids twice: {', '.join(twice)}")
    for product in products:
        strangers = [other for other in product.goes_with if other not in ids]
        if strangers:
            raise ValueError(f"{product.id}: goes_with names no product of the catalogue: {', '.join(strangers)}")
        nameless = [colour for colour in product.colours if colour not in files.colours]
        if nameless:
            raise ValueError(f"{product.id}: give these colours a name in shop/demo/colours.yml: {', '.join(nameless)}")
