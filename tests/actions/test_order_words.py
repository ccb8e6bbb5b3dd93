"""Orders by their age and by how it is with them, without a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest

from actions.order_words import by_age, by_state


@dataclass
class Order:
    number: str
    state: str


ORDERS: Any = cast(
    Any, [Order("1002", "paid"), Order("1001", "shipped"), Order("1004", "delayed"), Order("1003", "delivered")]
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the invoice for my last order", ["1002"]),
        ("my newest order please", ["1002"]),
        ("no the one before", ["1001"]),
        ("刚下的那单", ["1002"]),
        ("最近一个订单", ["1002"]),
        ("what I ordered last week", []),
        ("the last thing I want is trouble", []),
    ],
)
def test_age_says_which_order(text: str, numbers: list[str]) -> None:
    assert [order.number for order in by_age(text, ORDERS)] == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the late one i mean", ["1004"]),
        ("延误的那个", ["1004"]),
        ("the one that's on its way", ["1001", "1004"]),
        ("已经签收的", ["1003"]),
        ("not the delayed one", []),
        ("不是延误的那个", []),
        ("the big one", []),
    ],
)
def test_state_says_which_order_and_a_no_does_not(text: str, numbers: list[str]) -> None:
    assert [order.number for order in by_state(text, ORDERS)] == numbers
