"""What goes into a basket: something to the shopper's taste, what goes with it, and now and then a whim."""

from __future__ import annotations

from random import Random
from typing import Any

from shop.demo.shelves import Shelves

Row = dict[str, Any]
COMPANY = 0.6  # how often something that goes with it comes along
WHIM = 0.2  # how often something else of their taste does
_LIKES = {  # words of category, kind and tags
    "camper": ("tent", "sleep", "camp", "lantern", "light", "chair", "family", "stove", "cooler"),
    "hiker": (
        "hik",
        "trail",
        "pack",
        "boot",
        "shoe",
        "foot",
        "rain",
        "jacket",
        "merino",
        "pole",
        "layer",
        "ultralight",
    ),
    "homebody": ("home", "blanket", "candle", "cushion", "bed", "bath", "decor", "textile", "knit", "lamp", "living"),
    "cook": ("kitchen", "cook", "pot", "pan", "knife", "coffee", "tea", "table", "mug", "bak"),
}


class BasketFiller:
    """Fills baskets. Products differ in how popular they are, the same way for the whole run."""

    def __init__(self, shelves: Shelves, random: Random) -> None:
        self._random = random
        self._products: dict[str, Row] = {row["id"]: row for row in shelves.products}
        self._variants = {product_id: shelves.variants_of(product_id) for product_id in self._products}
        fame = {product_id: random.paretovariate(1.6) for product_id in self._products}
        self._ids: list[str] = list(self._products)
        self._weights = {
            taste: [fame[row["id"]] * (6.0 if _likes(row, words) else 0.6) for row in shelves.products]
            for taste, words in _LIKES.items()
        }

    def fill(self, taste: str) -> list[Row]:
        """Rows for `order_lines` without their order, at most six, no product twice."""
        chosen = [self._pick(taste)]
        for other in self._products[chosen[0]]["goes_with"]:
            if self._random.random() < COMPANY:
                chosen.append(other)
        while self._random.random() < WHIM:
            chosen.append(self._pick(taste))
        return [self._line(product_id) for product_id in list(dict.fromkeys(chosen))[:6]]

    def _pick(self, taste: str) -> str:
        return self._random.choices(self._ids, self._weights[taste])[0]

    def _line(self, product_id: str) -> Row:
        product, variant = self._products[product_id], self._random.choice(self._variants[product_id])
        cheap = product["price_cents"] < 2500
        return {
            "product_id": product_id,
            "sku": variant["sku"],
            "name": product["name"],
            "variant": variant_in_words(variant),
            "quantity": self._random.choices((1, 2, 3), (70, 22, 8))[0] if cheap else 1,
            "price_cents": product["price_cents"],
            "image": product["image"],
        }


def variant_in_words(variant: Row) -> dict[str, str]:
    """ "forest green, M" and "森林绿，M"; empty for a product that comes in one."""
    colour, size = variant["colour"] or {}, variant["size"]
    return {
        "en": ", ".join(filter(None, (colour.get("en"), size))),
        "zh": "，".join(filter(None, (colour.get("zh"), size))),
    }


def _likes(row: Row, words: tuple[str, ...]) -> bool:
    text = " ".join((row["category_id"], row["kind"], *row["tags"]))
    return any(word in text for word in words)
