"""The catalogue: what is found, in which order, with which stock and stars."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from shop.errors import NotFound
from shop.tables import VariantRow
from tests.shop.small_shop import Shop


def test_a_product_has_all_that_a_page_shows(shop: Shop) -> None:
    jacket = shop.catalogue.product("pretend-jacket")
    assert (jacket.price_cents, jacket.category, jacket.kind) == (14000, "wear", "jacket")
    assert jacket.sizes == ("S", "M", "L")
    assert {colour["en"] for colour in jacket.colours} == {"forest green", "navy"}
    assert {colour["zh"] for colour in jacket.colours} == {"森林绿", "藏青"}
    assert len(jacket.variants) == 6
    assert jacket.stock == sum(variant.stock for variant in jacket.variants)
    assert shop.catalogue.product("pretend-tent").sizes == ()
    with pytest.raises(NotFound):
        shop.catalogue.product("made-up")


def test_shelves_and_products_come_in_the_shop_s_order(shop: Shop) -> None:
    assert [category.id for category in shop.catalogue.categories()] == ["kitchen", "tents", "wear"]
    assert [product.id for product in shop.catalogue.all()][:2] == ["pretend-pot", "pretend-mug"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "tents"}, {"pretend-tent", "pretend-palace", "pretend-pegs"}),
        ({"words": "帐篷"}, {"pretend-tent", "pretend-palace"}),
        ({"words": "rain jacket"}, {"pretend-jacket", "pretend-tent"}),
        ({"words": "jacket", "colour": "navy"}, {"pretend-jacket"}),
        ({"words": "jacket", "colour": "rust"}, set()),
        ({"words": "", "category": "kitchen"}, {"pretend-pot", "pretend-mug", "pretend-kettle"}),
        ({"words": "tea", "max_cents": 1200}, {"pretend-mug"}),
        ({"words": "submarine"}, set()),
        ({"colour": "藏青"}, {"pretend-jacket", "pretend-mug"}),
    ],
)
def test_a_search_finds(shop: Shop, asked: dict[str, Any], found: set[str]) -> None:
    assert {product.id for product in shop.catalogue.search(**asked)} == found


def test_what_is_sold_out_comes_last_in_a_search(shop: Shop) -> None:
    _sell_out(shop, "pretend-palace")
    assert [p.id for p in shop.catalogue.search("帐篷")] == ["pretend-tent", "pretend-palace"]
    _sell_out(shop, "pretend-tent")
    assert shop.catalogue.product("pretend-tent").stock == 0
    assert len(shop.catalogue.search("帐篷", limit=1)) == 1


def _sell_out(shop: Shop, product_id: str) -> None:
    with shop.sessions.begin() as session:
        session.execute(update(VariantRow).where(VariantRow.product_id == product_id).values(stock=0))
