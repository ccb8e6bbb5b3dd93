"""What goes and what stays, where one message says both: in any order, in two languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from actions.cancel_reasons import agrees_only
from actions.keeping import cancels_some, divided, keeps_some
from shop.order_view import OrderLine


@pytest.fixture
def order(shelves: Any) -> Sequence[OrderLine]:
    def line(product_id: str, name: str) -> OrderLine:
        product = shelves.catalogue.product(product_id)
        return OrderLine(product_id, product.name, {"en": "", "zh": ""}, 1, product.price_cents, "", name, "")

    return (
        line("bracken-twin-stove", "stove"),
        line("tern-soft-cooler", "cooler"),
        line("sandpiper-merino-tee", "tee"),
    )


@pytest.mark.parametrize(
    ("words", "goes", "stays", "rest_goes"),
    [
        ("cancel the stove, keep the cooler", ["stove"], ["cooler"], False),
        ("keep the cooler and cancel the stove", ["stove"], ["cooler"], False),
        ("keep the tee, cancel the rest", [], ["tee"], True),
        ("just cancel the tee but keep the rest", ["tee"], [], False),
        ("no hang on, keep the stove", [], ["stove"], False),
        ("the stove and the cooler, but leave the tee", ["stove", "cooler"], ["tee"], False),
        ("not the stove, the cooler", ["cooler"], ["stove"], False),
        ("the stove, keep it. cancel the tee", ["tee"], ["stove"], False),
        ("把1009里那个炉子取消了吧 冰包留着", ["stove"], ["cooler"], False),
        ("短袖留着 其他的取消", [], ["tee"], True),
        ("炉子取消冰包留着", ["stove"], ["cooler"], False),
        ("取消炉子保留冰包", ["stove"], ["cooler"], False),
        ("炉子不要了 冰包还要", ["stove"], ["cooler"], False),
        ("除了短袖都取消", [], ["tee"], False),
    ],
)
def test_a_message_is_divided(
    shelves: Any, order: Sequence[OrderLine], words: str, goes: list[str], stays: list[str], rest_goes: bool
) -> None:
    found = divided(shelves, words, order)
    assert found is not None
    assert [line.line for line, _ in found.goes] == goes
    assert [line.line for line, _ in found.stays] == stays
    assert found.rest_goes == rest_goes


@pytest.mark.parametrize("words", ["cancel the stove", "keep my points", "before I leave, cancel the tee", "不要了"])
def test_nothing_is_kept(shelves: Any, order: Sequence[OrderLine], words: str) -> None:
    assert divided(shelves, words, order) is None


@pytest.mark.parametrize(
    "words",
    [
        "keep the briefs too",
        "短袖留着吧 其他的取消",
        "短袖别取消",
        "no, keep the blue one",
        "keep the tee, cancel the rest",
    ],
)
def test_keeping_one_thing_is_more_than_a_no(words: str) -> None:
    assert keeps_some(words)


@pytest.mark.parametrize(
    "words", ["keep it", "no leave it", "keep the order", "留着吧", "不取消了", "算了 订单留着吧", "那就都留着吧"]
)
def test_keeping_all_of_it_is_a_no(words: str) -> None:
    assert not keeps_some(words)


def test_what_goes_and_what_stays_is_a_request_to_cancel() -> None:
    assert cancels_some("睡袋内胆取消 其他留着")
    assert not cancels_some("不要取消炉子")
    assert not cancels_some("keep the stove")


@pytest.mark.parametrize("words", ["fine. do it", "好的", "no reason", "just do it please", "没有原因", "随便"])
def test_an_answer_that_tells_no_reason(words: str) -> None:
    assert agrees_only(words)


@pytest.mark.parametrize("words", ["it broke", "不想要了", "I changed my mind", "买错了", "found one at home"])
def test_an_answer_that_tells_one(words: str) -> None:
    assert not agrees_only(words)
