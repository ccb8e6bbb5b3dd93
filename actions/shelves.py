"""The shop's shelves, by name or by what stands on them."""

from __future__ import annotations

from collections.abc import Sequence

from actions.kinds import kind_in
from actions.services import Services
from actions.wishes import Wish
from actions.words import plain
from shop.catalogue import Category, Product


def category_of(services: Services, words: str | None) -> Category | None:
    """The shelf that `words` name: by its own name, or where all products of a kind that they name stand."""
    text = plain(words or "")
    categories = {category.id: category for category in services.catalogue.categories()}
    for category in categories.values():
        names = [category.id, *(name.lower() for name in category.name.values())]
        if any(name in text or (name.isascii() and name.rstrip("s") in text) for name in names):
            return category
    products = services.catalogue.all()
    ids, _, _ = kind_in(services, text, products)
    shelves = {product.category for product in products if ids is not None and product.id in ids}
    return categories[shelves.pop()] if len(shelves) == 1 else None


def take_shelf(services: Services, wish: Wish, text: str, products: Sequence[Product], locale: str) -> None:
    """A wish for a whole shelf ("lighting") is for its products."""
    category = category_of(services, text)
    if category is not None:
        wish.ids, wish.label, wish.unknown = (
            frozenset(product.id for product in products if product.category == category.id),
            category.name[locale],
            "",
        )
