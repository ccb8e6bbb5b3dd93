"""Figures on data whose right answer a person can see."""

from __future__ import annotations

import numpy as np
import pytest

from training.figures import accuracy, by_intent, ece, interval, macro_f1, reliability, risk_area, risk_coverage


def test_accuracy_and_macro_f1() -> None:
    truth, said = ["a", "a", "a", "b"], ["a", "a", "b", "b"]
    assert accuracy(truth, said) == 0.75
    assert macro_f1(truth, said) == pytest.approx((2 * 2 / (2 + 3) + 2 * 1 / (2 + 1)) / 2)


def test_an_intent_that_is_never_found_counts_as_zero() -> None:
    assert macro_f1(["a", "b"], ["a", "a"]) == pytest.approx((2 / 3 + 0) / 2)


def test_macro_f1_is_scikit_learns() -> None:
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(0)
    truth, said = rng.choice(list("abcd"), 200).tolist(), rng.choice(list("abcd"), 200).tolist()
    assert macro_f1(truth, said) == pytest.approx(f1_score(truth, said, average="macro"))


def test_intents_are_told_worst_first() -> None:
    worst, best = by_intent(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    assert (worst.intent, worst.precision, worst.recall, worst.support) == ("a", 1.0, 0.5, 2)
    assert (best.intent, best.precision, best.recall) == ("b", pytest.approx(2 / 3), 1.0)


def test_an_intent_that_nothing_was_read_as_has_no_precision() -> None:
    assert by_intent(["a", "b"], ["b", "b"])[0].precision == 0.0


@pytest.mark.parametrize(
    ("confidence", "right", "error"),
    [
        ([1.0, 1.0], [True, True], 0.0),
        ([1.0, 1.0], [False, False], 1.0),
        ([0.5, 0.5], [True, False], 0.0),
        ([0.9, 0.9, 0.3, 0.3], [True, True, False, False], 0.2),
    ],
)
def test_calibration_error(confidence: list[float], right: list[bool], error: float) -> None:
    assert ece(confidence, right) == pytest.approx(error)


def test_bins_hold_every_message_once() -> None:
    bins = reliability([0.1, 0.11, 0.99, 1.0], [False, True, True, True])
    assert [(each.n, each.right) for each in bins] == [(2, 0.5), (2, 1.0)]


def test_the_least_sure_are_left_out_first() -> None:
    curve = risk_coverage([0.9, 0.5, 0.7, 0.6], [True, False, True, True])
    assert curve == [(0.25, 0.0), (0.5, 0.0), (0.75, 0.0), (1.0, 0.25)]
    assert risk_area(curve) == pytest.approx(0.25 * 0.25)


def test_messages_of_one_certainty_are_left_out_together() -> None:
    assert risk_coverage([0.9, 0.9, 0.5], [False, True, True]) == [
        (pytest.approx(2 / 3), 0.5),
        (1.0, pytest.approx(1 / 3)),
    ]


def test_an_interval_holds_its_figure_and_is_the_same_each_time() -> None:
    truth, said = ["a"] * 50 + ["b"] * 50, ["a"] * 45 + ["b"] * 55
    low, high = interval(truth, said, accuracy)
    assert low < accuracy(truth, said) < high
    assert (low, high) == interval(truth, said, accuracy)
