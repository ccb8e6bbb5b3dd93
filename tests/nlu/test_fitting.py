"""Heads from examples: few and many, two intents and more, and the record of what was not seen."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.fitting import FEW, best_temperature, by_language, fit_head, spoken
from tests.nlu.test_familiar import corner, encode


def pairs(count: int) -> list[tuple[str, str]]:
    return [(f"where is my parcel {n}", "order_status") for n in range(count)] + [
        (f"please cancel it {n}", "cancel_order") for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, FEW - 1, FEW, 60])
def test_any_number_of_examples_makes_a_head_that_tells_them_apart(count: int):
    head = fit_head("en", pairs(count), encode)
    shares = head.probabilities("my parcel please", corner("my parcel please"))
    assert head.intents[int(shares.argmax())] == "order_status"
    assert shares.sum() == pytest.approx(1.0, abs=1e-5)


def test_few_examples_are_read_without_ngrams_and_many_with_them():
    assert not fit_head("en", pairs(FEW - 1), encode).ngrams.vocabulary
    assert fit_head("en", pairs(FEW), encode).ngrams.vocabulary


def test_chinese_needs_no_vectors():
    def never(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        raise AssertionError("MiniLM does not read Chinese")

    head = fit_head("zh", [("订单到哪了", "order_status"), ("取消订单", "cancel_order")] * 3, never)
    assert head.intents[int(head.probabilities("帮我取消订单", None).argmax())] == "cancel_order"


def test_every_example_has_a_record_of_what_a_head_without_it_said():
    head = fit_head("en", pairs(30), encode)
    assert len(head.unseen) == 60
    assert head.unseen["where is my parcel 7"] == ("order_status", "order_status")


def test_a_name_is_spoken_as_words():
    assert spoken("Refund_not_showing_up") == "refund not showing up"


def test_sharp_logits_that_are_often_wrong_get_a_high_temperature():
    truth = np.arange(300) % 2
    said = np.where(np.arange(300) % 3 == 0, 1 - truth, truth)
    assert best_temperature(np.eye(2)[said] * 10, truth) > 1


def test_examples_go_to_the_head_of_their_language():
    found = by_language([("Where is it?", "order_status"), ("到哪了", "order_status")])
    assert found == {"en": [("where is it?", "order_status")], "zh": [("到哪了", "order_status")]}
