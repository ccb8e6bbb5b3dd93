"""Words for items of an order: names, kinds, colours, all of them, how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from actions.lines import lines_named, quantity_in
from shop.order_view import OrderLine


def line(shelves: Any, product_id: str, name: str, en: str, zh: str, quantity: int = 1) -> OrderLine:
    product = shelves.catalogue.product(product_id)
    return OrderLine(product_id, product.name, {"en": en, "zh": zh}, quantity, product.price_cents, "", name, "")


@pytest.fixture
def order(shelves: Any) -> Sequence[OrderLine]:
    return (
        line(shelves, "ridgeback-55-pack", "pack", "moss, S/M", "苔绿，S/M", 2),
        line(shelves, "plover-merino-crew", "crew", "forest green, XS", "森林绿，XS"),
        line(shelves, "bracken-twin-stove", "stove", "forest green", "森林绿"),
        line(shelves, "sunledge-slides", "slides", "navy, 41", "藏青，41"),
    )


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("the stove", ["stove"]),
        ("I want to return the bracken stove, it is broken", ["stove"]),
        ("the backpack and the slides", ["pack", "slides"]),
        ("the crew, the stove", ["crew", "stove"]),
        ("the blue one", ["slides"]),
        ("everything", ["pack", "crew", "stove", "slides"]),
        ("all of them please", ["pack", "crew", "stove", "slides"]),
        ("everything except the stove", ["pack", "crew", "slides"]),
        ("the second one", ["crew"]),
        ("炉子", ["stove"]),
        ("背包和炉子", ["pack", "stove"]),
        ("全部", ["pack", "crew", "stove", "slides"]),
        ("除了炉子都退", ["pack", "crew", "slides"]),
        ("藏青的那个", ["slides"]),
        ("the tent", []),
        ("order 1002", []),
        ("because I changed my mind", []),
    ],
)
def test_words_find_items(shelves: Any, order: Sequence[OrderLine], words: str, named: list[str]) -> None:
    assert [line.line for line, _ in lines_named(shelves, words, order).lines] == named


def test_a_colour_that_two_items_have_leaves_it_open(shelves: Any, order: Sequence[OrderLine]) -> None:
    found = lines_named(shelves, "the green one", order)
    assert not found.lines
    assert {line.line for line in found.either} >= {"crew", "stove"}


def test_a_colour_says_nothing_where_it_is_the_one_that_is_wished_for(shelves: Any, order: Sequence[OrderLine]) -> None:
    assert not lines_named(shelves, "in blue instead", order, by_colour=False)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("two of the packs", 2), ("just one", 1), ("2", 2), ("both", None), ("2x socks", 2), ("只退一件", 1),
        ("两个都退", 2), ("size 38", None), ("order 1002", None), ("the 2 person tent", None),
    ],
)  # fmt: skip
def test_how_many(words: str, count: int | None) -> None:
    assert quantity_in(words) == count
