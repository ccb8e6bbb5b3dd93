"""What a reader says of messages becomes rows."""

from __future__ import annotations

from typing import Any

import pytest

from training.messages import Utterance
from training.understanding import ask, ask_several, evaluate, evaluate_several, evaluate_unseen


def reading(answers: dict[str, list[tuple[str, float]]], numbers: dict[str, list[str]] | None = None) -> Any:
    """A reader that knows these texts: one command for each (intent, probability)."""

    def read(text: str) -> list[dict[str, Any]]:
        found = [{"ranking": [[intent, share]], "entities": []} for intent, share in answers[text]]
        found[0]["entities"] = [["order_number", each] for each in (numbers or {}).get(text, [])]
        return found

    return read


def value(rows: list[dict[str, Any]], of: str, metric: str) -> float:
    return next(row["value"] for row in rows if (row["set"], row["metric"]) == (of, metric))


HELD = [Utterance("hi", "en", ("greet",)), Utterance("bye", "en", ("goodbye",)), Utterance("你好", "zh", ("greet",))]
READ = reading({"hi": [("greet", 0.8)], "bye": [("greet", 0.6), ("goodbye", 0.9)], "你好": [("greet", 1.0)]})


def test_one_request_a_message_is_measured_by_language() -> None:
    rows = evaluate(ask(HELD, READ))
    assert value(rows, "en", "accuracy") == 0.5
    assert value(rows, "en", "split_in_error") == 0.5
    assert value(rows, "zh", "accuracy") == 1.0
    assert value(rows, "shop", "accuracy") == pytest.approx(2 / 3, abs=1e-4)
    assert value(rows, "shop", "ece") == pytest.approx((0.2 + 0.6 + 0.0) / 3, abs=1e-4)


def test_a_peer_that_reads_one_language_has_no_figure_over_both() -> None:
    rows = evaluate(ask(HELD[:2], READ), "diet")
    assert {row["set"] for row in rows} == {"en"}
    assert {row["system"] for row in rows} == {"diet"}


def test_messages_that_were_learned_from_are_left_out() -> None:
    rows = evaluate_unseen(ask(HELD, READ), {"bye"})
    assert value(rows, "unseen", "accuracy") == 1.0
    assert rows[0]["n"] == 2
    assert evaluate_unseen(ask(HELD, READ), {"hi", "bye", "你好"}) == []


def test_several_requests_count_when_all_are_found_in_order() -> None:
    held = [
        Utterance("both", "en", ("greet", "cancel_order", "order_status"), ("1", "2")),
        Utterance("swapped", "en", ("cancel_order", "order_status")),
    ]
    found = {
        "both": [("cancel_order", 0.9), ("order_status", 0.9)],
        "swapped": [("order_status", 0.9), ("cancel_order", 0.9)],
    }
    rows = evaluate_several(ask_several(held, reading(found, {"both": ["2", "1"], "swapped": ["7"]})), "multi-")
    assert value(rows, "multi-en", "all_requests_found") == 0.5  # a greeting beside requests is none
    assert value(rows, "multi-en", "all_numbers_found") == 0.5
    assert value(rows, "multi-en", "split_precision") == 0.5


def test_thanks_alone_hold_no_request() -> None:
    held = [Utterance("bye", "en", ("thanks", "goodbye"))]
    rows = evaluate_several(ask_several(held, reading({"bye": [("thanks", 0.9)]}, {"bye": []})))
    assert value(rows, "en", "all_requests_found") == 1.0
    assert all(row["metric"] != "split_precision" for row in rows)
