"""What speaks against a new model, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from training.understanding import Outcome
from training.verdict import compare

INTENTS = ("greet", "thanks", "cancel_order", "order_status")


def outcomes(each: int, wrong: dict[str, int] | None = None, sure: float = 0.97) -> list[Outcome]:
    """`each` messages an intent, of which `wrong` are read as feedback."""
    return [
        Outcome(f"{intent} {at}", "en", intent, "feedback" if at < (wrong or {}).get(intent, 0) else intent, sure)
        for intent in INTENTS
        for at in range(each)
    ]


def test_the_same_again_is_not_worse() -> None:
    verdict = compare(outcomes(10, {"greet": 2}), outcomes(10, {"greet": 2}))
    assert verdict.better
    assert verdict.changes == []
    assert verdict.lower == 0.0


def test_a_better_model_is_better_and_its_gain_is_told() -> None:
    verdict = compare(outcomes(10, {"greet": 5}), outcomes(10))
    assert verdict.better
    assert [(each.intent, each.before, each.after) for each in verdict.changes] == [("greet", 0.5, 1.0)]


def test_one_message_alone_decides_nothing() -> None:
    verdict = compare(outcomes(10), outcomes(10, {"greet": 1}))
    assert verdict.before.macro_f1 - verdict.after.macro_f1 > 0.005
    assert verdict.better


def test_a_fall_that_is_sure_speaks_against_it() -> None:
    verdict = compare(outcomes(10), outcomes(10, {"greet": 2, "thanks": 2}))
    assert not verdict.better
    assert verdict.against[0].startswith("macro-F1 falls from 100.0% to ")
    assert len(verdict.against) == 1  # a fifth of an intent is not more than a fifth


def test_an_intent_may_not_be_lost_for_the_sake_of_others() -> None:
    verdict = compare(outcomes(10, {"greet": 5, "thanks": 5}), outcomes(10, {"cancel_order": 3}))
    assert verdict.after.macro_f1 > verdict.before.macro_f1
    assert verdict.against == [
        "cancel_order: 7 of 10 messages are found instead of 10, more than 20% fewer: “cancel_order 0” is read as "
        "feedback; “cancel_order 1” is read as feedback"
    ]


def test_of_an_intent_with_few_messages_nothing_is_said() -> None:
    before, after = outcomes(10), outcomes(10)
    few = [Outcome(f"restart {at}", "en", "restart", "restart", 0.97) for at in range(4)]
    lost = [replace(each, said="stop") for each in few]
    assert not any("restart" in each for each in compare(before + few, after + lost).against)


def test_probabilities_that_are_no_longer_honest_speak_against_it() -> None:
    verdict = compare(outcomes(10), outcomes(10, sure=0.6))
    assert verdict.against == ["calibration error rises from 3.0% to 40.0%, more than 5%"]


@pytest.mark.parametrize("new", [[], outcomes(9), list(reversed(outcomes(10)))])
def test_other_messages_cannot_be_compared(new: list[Outcome]) -> None:
    with pytest.raises(ValueError, match="of the same messages"):
        compare(outcomes(10), new)
