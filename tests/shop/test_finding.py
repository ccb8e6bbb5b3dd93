"""Which order was it: by words, by product, by a scorer that was handed in, by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from shop.asker import Asker, Level
from shop.errors import IdentityNeeded
from tests.shop.small_shop import ADA, BOTH_DATABASES, NOOR, Shop
from tests.shop.wishes import INSIDE, LATE, OUTSIDE, PAID

pytestmark = BOTH_DATABASES


def _numbers(shop: Shop, asked: str, **more: object) -> list[str]:
    return [found.order.number for found in shop.orders.search(shop.verified(NOOR), asked, **more)]  # type: ignore[arg-type]


def test_an_order_is_found_by_what_was_in_it(shop: Shop) -> None:
    noor = shop.verified(NOOR)
    for number in (INSIDE, OUTSIDE, PAID, LATE):
        for line in shop.orders.find(noor, number).lines:
            for words in (line.name["en"], line.name["zh"]):
                found = shop.orders.search(noor, words)
                assert number in [each.order.number for each in found if each.score == found[0].score]
                mine = next(each for each in found if each.order.number == number)
                assert mine.lines[0].product_id == line.product_id


def test_words_that_are_in_no_order_find_none(shop: Shop) -> None:
    assert _numbers(shop, "submarine") == []
    assert _numbers(shop, "the") == []


def test_without_words_all_are_there_newest_first_and_days_limit_them(shop: Shop) -> None:
    assert _numbers(shop, "") == [PAID, LATE, INSIDE, OUTSIDE]
    assert _numbers(shop, "", since=date(2026, 11, 1)) == [PAID, LATE, INSIDE]
    assert _numbers(shop, "", until=date(2026, 10, 1)) == [OUTSIDE]
    assert _numbers(shop, "", since=date(2026, 11, 17), until=date(2026, 11, 17)) == [PAID]


def test_products_fit_whatever_the_words(shop: Shop) -> None:
    line = shop.orders.find(shop.verified(NOOR), OUTSIDE).lines[0]
    found = shop.orders.search(shop.verified(NOOR), "", products={line.product_id})
    assert OUTSIDE in [each.order.number for each in found]
    assert {each.product_id for one in found for each in one.lines} == {line.product_id}


def test_a_scorer_that_reads_by_meaning_can_be_handed_in(shop: Shop) -> None:
    def likes_tents(asked: str, texts: Sequence[str]) -> list[float]:
        assert asked == "something to sleep in"
        return [0.9 if "Tent" in text else 0.3 for text in texts]

    found = shop.orders.search(shop.verified(NOOR), "something to sleep in", scorer=likes_tents)
    assert found
    assert all("Tent" in line.name["en"] for each in found for line in each.lines)


def test_only_the_shopper_s_own_orders_are_searched(shop: Shop) -> None:
    theirs = {order.number for order in shop.orders.latest(shop.verified(ADA), 50)}
    assert {found.order.number for found in shop.orders.search(shop.verified(ADA), "")} == theirs
    with pytest.raises(IdentityNeeded):
        shop.orders.search(Asker("here", Level.KNOWN, None, frozenset({INSIDE})), "tent")
