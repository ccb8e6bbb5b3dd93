"""Several items of an order in one message, each with what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from actions.item_parts import parts_about
from shop.options import VariantOption
from shop.order_view import OrderLine


def line(shelves: Any, product_id: str, name: str, en: str, zh: str) -> OrderLine:
    product = shelves.catalogue.product(product_id)
    return OrderLine(product_id, product.name, {"en": en, "zh": zh}, 1, product.price_cents, "", name, "")


@pytest.fixture
def order(shelves: Any) -> Sequence[OrderLine]:
    return (
        line(shelves, "ridgeback-55-pack", "pack", "moss, S/M", "苔绿，S/M"),
        line(shelves, "plover-merino-crew", "crew", "forest green, XS", "森林绿，XS"),
        line(shelves, "sunledge-slides", "slides", "black, 41", "黑色，41"),
    )


@pytest.fixture
def variants(shelves: Any, order: Sequence[OrderLine]) -> Callable[[str], list[VariantOption]]:
    def given(name: str) -> list[VariantOption]:
        product = shelves.catalogue.product(next(each.product_id for each in order if each.line == name))
        return [
            VariantOption(variant.sku, _words(variant), 1000, 0, stock=3, is_this=False) for variant in product.variants
        ]

    return given


def _words(variant: Any) -> dict[str, str]:
    colour, size = variant.colour or {}, variant.size
    return {
        "en": ", ".join(filter(None, (colour.get("en"), size))),
        "zh": "，".join(filter(None, (colour.get("zh"), size))),
    }


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("the crew for charcoal and L, also the slides, 42", {"crew": "charcoal L", "slides": "42"}),
        ("crew -> XL, charcoal plus slides -> ochre", {"crew": "XL charcoal", "slides": "ochre"}),
        ("berry and M for the crew; 43 for the slides", {"crew": "berry M", "slides": "43"}),
        ("the crew doesn't suit me, I'd like berry, and the slides in 40", {"crew": "berry", "slides": "40"}),
        ("1) crew: L 2) slides: 38 in cream", {"crew": "L", "slides": "38 cream"}),
        ("the black slides to ochre and the pack to navy", {"slides": "ochre", "pack": "navy"}),
        ("crew should be L slides 44", {"crew": "L", "slides": "44"}),
        ("the crew and the pack in rust or berry", {"crew": "berry", "pack": "rust"}),
        ("圆领衫换L,拖鞋换43", {"crew": "L", "slides": "43"}),
        ("the crew in L, keep the black slides", {"crew": "L"}),
        ("the black slides", {}),
        ("size L please", {}),
    ],
)
def test_what_is_said_of_each_item(
    shelves: Any, order: Any, variants: Callable[[str], list[VariantOption]], words: str, about: dict[str, str]
) -> None:
    said = parts_about(shelves, words, order, variants)
    assert said.keys() == about.keys()
    for name, values in about.items():
        assert all(value in said[name] for value in values.split())


def test_the_orders_number_is_no_size(shelves: Any, order: Any, variants: Any) -> None:
    assert parts_about(shelves, "the slides from order 41", order, variants, "41") == {}
