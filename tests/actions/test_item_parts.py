"""Several items of an order in one message, each with what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from actions.item_parts import lines_besides, parts_about
from shop.order_view import OrderLine


def line(shelves: Any, product_id: str, name: str, en: str, zh: str) -> OrderLine:
    product = shelves.catalogue.product(product_id)
    return OrderLine(product_id, product.name, {"en": en, "zh": zh}, 1, product.price_cents, "", name, "")


@pytest.fixture
def order(shelves: Any) -> Sequence[OrderLine]:
    return (
        line(shelves, "ridgeback-55-pack", "pack", "moss, S/M", "苔绿，S/M"),
        line(shelves, "plover-merino-crew", "crew", "forest green, XS", "森林绿，XS"),
        line(shelves, "sunledge-slides", "slides", "navy, 41", "藏青，41"),
    )


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("the crew for navy and L, also the slides, 42", {"crew": "navy L", "slides": "42"}),
        ("crew -> XS, black plus slides -> slate", {"crew": "XS black", "slides": "slate"}),
        ("navy and M for the crew; 43 for the slides", {"crew": "navy M", "slides": "43"}),
        ("the crew doesn't suit me, I'd like moss, and the slides in 40", {"crew": "moss", "slides": "40"}),
        ("size L please", {}),
    ],
)
def test_what_is_said_of_each_item(shelves: Any, order: Any, words: str, about: dict[str, str]) -> None:
    said = parts_about(shelves, words, order)
    assert said.keys() == about.keys()
    for name, values in about.items():
        assert all(value in said[name] for value in values.split())
        others = " ".join(text for other, text in said.items() if other != name)
        assert not any(value in others.split() for value in values.split())


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("navy and L also the slides, 42", ["slides"]),
        ("black and slate", []),
        ("the slides", []),  # what it becomes, not what else
        ("42 and the crew too, plus the pack", ["pack", "crew"]),
    ],
)
def test_items_that_a_later_part_names(order: Any, words: str, named: list[str]) -> None:
    assert [each.line for each in lines_besides(words, order)] == named
