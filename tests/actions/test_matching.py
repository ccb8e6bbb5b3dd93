"""What a message asks for, read against the demo shop's catalogue with the real encoder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.base import Request
from actions.comparing import compared
from actions.matching import fitting
from actions.names import candidates
from actions.wishes import Wish, wish_of
from shop.asker import Asker
from shop.identity import Level

pytestmark = pytest.mark.models
ASKER = Asker("conversation", Level.GUEST)


@pytest.fixture(scope="module")
def wish(shelves: Any) -> Callable[[str], Wish]:
    def read(text: str) -> Wish:
        return wish_of(shelves, Request(ASKER, {}, text, 1, "", None), "en")

    return read


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("show me tents", {"tent"}),
        ("do you have a tnet", {"tent"}),
        ("do you have tent pegs", {"tent pegs"}),
        ("blue waterproof hiking boots", {"hiking boots"}),
        ("mugs", {"mug", "camp mug"}),
        ("headlamp or lantern", {"headlamp", "lantern", "candle lantern"}),
        ("fuel for my stove", {"fuel"}),
        ("帐篷", {"tent"}),
        ("杯子", {"mug", "camp mug"}),
        ("头灯", {"headlamp"}),
        ("地钉", {"tent pegs"}),
    ],
)
def test_the_noun_names_the_kind(shelves: Any, wish: Callable[[str], Wish], text: str, kinds: set[str]) -> None:
    ids = wish(text).ids or frozenset()
    assert {product.kind for product in shelves.catalogue.all() if product.id in ids} == kinds


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("tents under 200 bucks", None, 20000),
        ("gift, max 50$", None, 5000),
        ("jackets between 100 and 200 dollars", 10000, 20000),
        ("jackets over $100", 10000, None),
        ("backpack under 100", None, 10000),
        ("backpack under 2 kg", None, None),
        ("帐篷，三百美元以内", None, 30000),
        ("两百五以内的背包", None, 25000),
        ("一千二百元以下", None, 120000),
        ("一百块以上的外套", 10000, None),
    ],
)
def test_prices_in_digits_and_numerals(
    wish: Callable[[str], Wish], text: str, least: int | None, most: int | None
) -> None:
    read = wish(text)
    assert (read.least, read.most) == (least, most)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("red jacket but not down", "without", ("down",)),
        ("不要羽绒的红色外套", "without", ("羽绒",)),
        ("two person tent", "people", 2),
        ("双人帐篷", "people", 2),
        ("boots size 42", "size", "42"),
        ("有M码的外套吗", "size", "M"),
        ("vegan boots", "traits", ("vegan",)),
        ("do you sell kayaks", "unknown", "kayaks"),
        ("you sell boats?", "unknown", "boats"),
        ("你们卖皮划艇吗", "unknown", "皮划艇"),
    ],
)
def test_limits_and_what_is_not_sold(wish: Callable[[str], Wish], text: str, field: str, value: Any) -> None:
    assert getattr(wish(text), field) == value


def test_only_what_keeps_to_every_limit_fits(shelves: Any, wish: Callable[[str], Wish]) -> None:
    products = shelves.catalogue.all()
    assert fitting(wish("2 person tent under $200"), products) == []
    assert [product.id for product in fitting(wish("2 person tent under $250"), products)] == ["kestrel-2-tent"]
    red = fitting(wish("red jacket but not down"), products)
    assert red
    assert not any("down" in product.kind for product in red)
    assert all(product.stock > 0 for product in red)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("kestrel", {"kestrel-2-tent", "kestrel-2-footprint"}),
        ("kestral 2 tent", {"kestrel-2-tent"}),
        ("Eiderline", {"eiderline-down-jacket"}),
        ("红隼双人帐篷", {"kestrel-2-tent"}),
        ("zephyr 9000 tent", set()),
    ],
)
def test_products_by_name(shelves: Any, words: str, ids: set[str]) -> None:
    assert {product.id for product in candidates(shelves, words, "en")} == ids


def test_two_products_to_compare_are_of_one_kind(shelves: Any) -> None:
    pair = compared(shelves, "compare kestrel 2 and wrenlight 1", [])
    assert pair is not None
    assert [product.id for product in pair] == ["kestrel-2-tent", "wrenlight-1-tent"]
    assert compared(shelves, "which is lighter", []) is None
    shown = compared(shelves, "which is lighter", ["granary-6-tent", "drizzlewing-tarp"])
    assert shown is not None
    assert shown[1].id == "drizzlewing-tarp"
