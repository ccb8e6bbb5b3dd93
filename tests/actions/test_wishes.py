"""What of a message is a trait, a measure or a person, read against the demo shop's catalogue with the real encoder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.base import Request
from actions.matching import fitting, ranked
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
    "text",
    [
        "I mean do you sell sleeping bags at all?",
        "down jacket womens",
        "any tents for my husband",
        "do you have sleeping bags, my friend told me to ask",
        "你门家的睡袋防不防水啊",
        "我没下单呢 就问哪个睡袋",
        "想给老公买件冲锋衣",
        "有适合5岁小孩穿的雨衣吗 男孩",
        "炊具有哪些 两个人用的",
        "我想买个保温杯500ml左右",
        "帐篷呢 要大点的",
        "送她个台灯或者毯子啥的",
        "清仓的帐篷也行",
    ],
)
def test_talk_people_and_amounts_are_no_traits(wish: Callable[[str], Wish], text: str) -> None:
    read = wish(text)
    assert read.ids is not None
    assert read.traits == ()
    assert read.unknown == ""


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("vegan boots", ("vegan",)),
        ("waterproof and breathable boots", ("waterproof", "breathable")),
        ("winter sleeping bag", ("winter",)),
        ("bed sheets linen", ("linen",)),
        ("纯素的登山鞋", ("纯素",)),
        ("有没有防水的背包", ("防水",)),
    ],
)
def test_what_is_said_beside_the_kind_is_a_trait(
    wish: Callable[[str], Wish], text: str, traits: tuple[str, ...]
) -> None:
    assert wish(text).traits == traits


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("帐篷三个人睡的 有没有", {"stormpetrel-3-tent"}),
        ("零下10度用的睡袋", {"bearhollow-winter-bag"}),
        ("a sleeping bag for -10 degrees", {"bearhollow-winter-bag"}),
        ("sleeping pad under 450 g", {"lichen-foam-pad"}),
        ("有适合5岁小孩穿的雨衣吗", {"smallrain-kids-jacket"}),
        ("rain jacket for my husband", {"tarnwater-rain-jacket"}),
        ("I bought a tent last year, now I'd like a sleeping pad", {"cloudrest-air-pad", "lichen-foam-pad"}),
        ("T恤", {"sandpiper-merino-tee"}),
    ],
)
def test_amounts_people_and_the_kind_that_is_wanted(
    shelves: Any, wish: Callable[[str], Wish], text: str, ids: set[str]
) -> None:
    assert {product.id for product in fitting(wish(text), shelves.catalogue.all())} == ids


def test_about_so_much_comes_first(shelves: Any, wish: Callable[[str], Wish]) -> None:
    text = "backpack around 40 litres"
    read = wish(text)
    found = ranked(shelves, read, fitting(read, shelves.catalogue.all()), text, "en")
    assert found[0].id == "ptarmigan-40-pack"


def test_what_is_made_for_children_comes_last(shelves: Any, wish: Callable[[str], Wish]) -> None:
    read = wish("do you have rain jackets")
    found = ranked(shelves, read, fitting(read, shelves.catalogue.all()), "kids rain jacket", "en")
    assert found[-1].id == "smallrain-kids-jacket"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("ok lets be serious. camping chair that holds 150kg", "camping chair"),
        ("有没有打折的 清仓的也行", ""),
        ("women's medium, what colors are in stock", ""),
    ],
)
def test_only_a_thing_is_named_as_unknown(wish: Callable[[str], Wish], text: str, unknown: str) -> None:
    assert wish(text).unknown == unknown
