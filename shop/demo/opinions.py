"""Reviews by people who got what they ordered: most are pleased, products differ."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from shop.demo.catalogue_files import CatalogueFiles, ReviewFile
from shop.demo.shoppers import DemoShopper

Row = dict[str, Any]
WRITES = 0.4  # share of delivered lines that get a review


def write_reviews(
    files: CatalogueFiles,
    shoppers: list[DemoShopper],
    orders: list[Row],
    lines: list[Row],
    kinds: dict[str, str],
    random: Random,
    now: datetime,
) -> list[Row]:
    """Rows for `reviews`, at most one a shopper and product, none from the future."""
    quality = {product_id: random.choice((0, 1, 1, 2)) for product_id in kinds}
    delivered = {order["id"]: order for order in orders if order["delivered_at"] is not None}
    reviews: dict[tuple[int, str], Row] = {}
    for line in lines:
        order = delivered.get(line["order_id"])
        if order is None or random.random() > WRITES:
            continue
        product_id, shopper = line["product_id"], shoppers[order["shopper_id"] - 1]
        said = _choose(files.reviews, kinds[product_id], quality[product_id], random)
        at = min(order["delivered_at"] + timedelta(days=random.randint(1, 20)), now)
        locale = shopper.row["locale"]
        row = {"product_id": product_id, "shopper_id": shopper.row["id"], "stars": said.stars, "locale": locale}
        row |= {"text": said.zh if locale == "zh" else said.en, "at": at}
        reviews.setdefault((shopper.row["id"], product_id), row)
    return [{"id": place, **row} for place, row in enumerate(reviews.values(), start=1)]


def _choose(reviews: tuple[ReviewFile, ...], kind: str, quality: int, random: Random) -> ReviewFile:
    general = [review for review in reviews if "any" in review.kinds]
    special = [review for review in reviews if kind in review.kinds]
    fitting = special if special and random.random() < 0.6 else general or special
    weights = [(0.4, 0.6, 1.5, 5.0, 6.0 + 4 * quality)[review.stars - 1] for review in fitting]
    return random.choices(fitting, weights)[0]
