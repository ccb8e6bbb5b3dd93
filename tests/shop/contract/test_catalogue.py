"""What is counted on from any catalogue."""

from __future__ import annotations

import pytest

from shop.errors import NotFound
from tests.shop.contract.backend import Backend
from tests.shop.small_shop import BOTH_DATABASES

pytestmark = BOTH_DATABASES


def test_every_product_is_found_by_its_id_and_stands_on_a_shelf(backend: Backend) -> None:
    shelves = {category.id for category in backend.catalogue.categories()}
    products = backend.catalogue.all()
    assert products
    for product in products:
        assert backend.catalogue.product(product.id) == product
        assert product.category in shelves
        assert product.stock == sum(variant.stock for variant in product.variants)
        assert product.name["en"]
        assert product.name["zh"]


def test_a_product_that_there_is_not_is_not_found(backend: Backend) -> None:
    with pytest.raises(NotFound):
        backend.catalogue.product("no-such-product")


def test_a_search_keeps_to_its_limits(backend: Backend) -> None:
    for product in backend.catalogue.all():
        assert product.id in {found.id for found in backend.catalogue.search(product.name["en"], limit=5)}
    shelf = backend.catalogue.categories()[0].id
    found = backend.catalogue.search(category=shelf, max_cents=5000, limit=2)
    assert len(found) <= 2
    assert all(product.category == shelf and product.price_cents <= 5000 for product in found)
    assert backend.catalogue.search("submarine") == []


def test_what_was_ordered_is_in_the_catalogue(backend: Backend) -> None:
    for order in backend.orders.latest(backend.owner, 50):
        for line in order.lines:
            assert line.sku in {variant.sku for variant in backend.catalogue.product(line.product_id).variants}
