"""Values in what shoppers type: which there are, where they stand, and which only look like one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import yaml

from bot.nlu.reader import Reader
from bot.nlu.text import normalise
from bot.nlu.values import find

TODAY = date(2026, 11, 18)  # a Wednesday
FOLDER = Path(__file__).parent / "values"
CASES = [case for file in ("en.yml", "zh.yml") for case in yaml.safe_load((FOLDER / file).read_text("utf-8"))]


def values(text: str, today: date | None = TODAY) -> list[str]:
    return [f"{kind} {value}" for kind, value, _, _ in find(normalise(text), today)]


@pytest.mark.parametrize("case", CASES, ids=[case["say"] for case in CASES])
def test_the_values_of_a_message_are_found_and_nothing_else(case: dict[str, list[str]]) -> None:
    assert values(str(case["say"])) == case["holds"]


def test_a_value_stands_where_it_was_found() -> None:
    text = "cancel order 1001, I bought it last month for $50"
    spans = {kind: text[start:end] for kind, _, start, end in find(text, TODAY)}
    assert spans == {"order_number": "order 1001", "date_range": "last month", "money": "$50"}


def test_a_value_that_is_said_twice_is_one_value() -> None:
    assert values("1001! I said 1001") == ["order_number 1001"]


def test_without_a_day_no_date_is_found() -> None:
    assert values("what did I buy last month in blue", None) == ["colour blue"]


@pytest.mark.parametrize("shout", [str.upper, str.lower, lambda text: f"😀 {text} 😡", lambda text: f"<p>{text}</p>"])
def test_capitals_emoji_and_tags_hide_nothing(shout: object) -> None:
    text = "order 1020, size XL, forest, two of them, to 9 Oak Road, Bend OR 97701, by friday"
    found = [each.upper() for each in values(shout(text))]  # type: ignore[operator]
    assert found == [each.upper() for each in values(text)]
    assert len(found) == 9


def test_a_masked_code_stays_masked() -> None:
    assert values("my code is ••••••") == ["code ••••••"]


class AlwaysOrders:
    """A head that takes every message for the same intent."""

    intents: ClassVar = ["order_list"]
    width = 0

    def read_all(self, texts: Sequence[str], vectors: object) -> tuple[np.ndarray, np.ndarray]:
        return np.ones((len(texts), 1)), np.ones(len(texts))


class Blind:
    """An encoder without a model."""

    fingerprint = "blind"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 1), np.float32)


def test_the_reader_takes_the_day_to_every_part_of_a_message() -> None:
    reader = Reader({"en": AlwaysOrders(), "zh": AlwaysOrders()}, Blind())  # type: ignore[dict-item, arg-type]
    assert reader.read("上個月的訂單", TODAY)[0]["entities"] == [["date_range", "2026-10-01/2026-10-31"]]
    assert reader.read("上個月的訂單")[0]["entities"] == []


def test_a_language_that_is_not_shipped_is_left_to_the_answer() -> None:
    reader = Reader({"en": AlwaysOrders(), "zh": AlwaysOrders()}, Blind())  # type: ignore[dict-item, arg-type]
    command = reader.read("注文1001はどこですか")[0]
    assert (command["ranking"], command["entities"]) == ([["out_of_scope", 1.0]], [["order_number", "1001"]])
