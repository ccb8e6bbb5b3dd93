"""Figures of `aisle evaluate` on data whose right answer a person can see, and the guard over the frozen files."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer

from bot.cli.evaluate import Changed, NoHeads, evaluate, read_heads, verified
from bot.nlu.head import Head
from training.questions import FOLDER as QUESTIONS
from training.understanding import (
    FOLDER,
    Utterance,
    accuracy,
    ece,
    evaluate_several,
    load_utterances,
    macro_f1,
)
from training.understanding import evaluate as evaluate_one


def reading(answers: dict[str, list[tuple[str, float]]], numbers: dict[str, list[str]] | None = None) -> Any:
    """A reader that knows these texts: one command for each (intent, probability)."""

    def read(text: str) -> list[dict[str, Any]]:
        found = [{"ranking": [[intent, share]], "entities": []} for intent, share in answers[text]]
        found[0]["entities"] = [["order_number", each] for each in (numbers or {}).get(text, [])]
        return found

    return read


def value(rows: list[dict[str, Any]], of: str, metric: str) -> float:
    return next(row["value"] for row in rows if (row["set"], row["metric"]) == (of, metric))


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


def test_one_request_a_message_is_measured_by_language() -> None:
    held = [
        Utterance("hi", "en", ("greet",)),
        Utterance("bye", "en", ("goodbye",)),
        Utterance("你好", "zh", ("greet",)),
    ]
    rows = evaluate_one(
        held, reading({"hi": [("greet", 0.8)], "bye": [("greet", 0.6), ("goodbye", 0.9)], "你好": [("greet", 1.0)]})
    )
    assert value(rows, "en", "accuracy") == 0.5
    assert value(rows, "en", "split_in_error") == 0.5
    assert value(rows, "zh", "accuracy") == 1.0
    assert value(rows, "shop", "ece") == pytest.approx((0.2 + 0.6 + 0.0) / 3, abs=1e-4)


def test_several_requests_count_when_all_are_found_in_order() -> None:
    held = [
        Utterance("both", "en", ("greet", "cancel_order", "order_status"), ("1", "2")),
        Utterance("swapped", "en", ("cancel_order", "order_status")),
    ]
    found = {
        "both": [("cancel_order", 0.9), ("order_status", 0.9)],
        "swapped": [("order_status", 0.9), ("cancel_order", 0.9)],
    }
    rows = evaluate_several(held, reading(found, {"both": ["2", "1"], "swapped": ["7"]}))
    assert value(rows, "en", "all_requests_found") == 0.5  # a greeting beside requests is none
    assert value(rows, "en", "all_numbers_found") == 0.5


@pytest.mark.parametrize("name", ["dev.yml", "test.yml", "multi.yml"])
def test_the_shipped_messages_can_be_read(name: str) -> None:
    assert {each.locale for each in load_utterances(FOLDER / name)} == {"en", "zh"}


@pytest.mark.parametrize(
    "content", ["[]", "a: b", "- {text: hi, locale: fr, intent: greet}", "- {text: hi, locale: en}", "- hi"]
)
def test_messages_that_cannot_be_used_are_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "dev.yml"
    file.write_text(content)
    with pytest.raises(ValueError, match=r"dev\.yml"):
        load_utterances(file)


@pytest.mark.parametrize("file", [FOLDER / "test.yml", FOLDER / "multi.yml", QUESTIONS / "test.yml"])
def test_the_test_halves_are_as_they_were_frozen(file: Path) -> None:
    assert verified(file) == file


def test_a_test_half_that_was_changed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sets").mkdir()
    held = tmp_path / "sets" / "test.yml"
    held.write_text("- one\n")
    frozen = tmp_path / "frozen.sha256"
    frozen.write_text(f"{hashlib.sha256(held.read_bytes()).hexdigest()}  sets/test.yml\n")
    assert verified(held, frozen) == held
    held.write_text("- an easier one\n")
    with pytest.raises(Changed, match="expected the frozen file"):
        verified(held, frozen)


def test_a_test_half_that_nobody_froze_is_refused(tmp_path: Path) -> None:
    (tmp_path / "test.yml").write_text("- one\n")
    (tmp_path / "frozen.sha256").write_text("")
    with pytest.raises(Changed, match="not listed"):
        verified(tmp_path / "test.yml", tmp_path / "frozen.sha256")


class NoVectors:
    """An encoder for Chinese heads, which need none."""

    fingerprint = "none"


def archive(folder: Path, heads: bool) -> Path:
    component = folder / "components" / "train_bot.nlu.understanding.Understanding0"
    component.mkdir(parents=True)
    if heads:
        texts = ["订单在哪", "我的订单", "谢谢", "谢谢你", "你好", "您好"]
        labels = ["order_status"] * 2 + ["thanks"] * 2 + ["greet"] * 2
        Head.fit(texts, labels, None, 1, 3, 0.5).save(component / "zh")
    model = folder / "aisle.tar.gz"
    with tarfile.open(model, "w:gz") as packed:
        packed.add(folder / "components", "components")
    return model


def test_heads_are_read_from_a_trained_model_without_rasa(tmp_path: Path) -> None:
    reader = read_heads(archive(tmp_path, heads=True), NoVectors())
    assert reader.read("谢谢")[0]["ranking"][0][0] == "thanks"


def test_a_model_without_heads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoHeads, match="train it again"):
        read_heads(archive(tmp_path, heads=False), NoVectors())


def test_only_what_there_is_can_be_evaluated(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        evaluate("everything", None, False)
    assert "expected understanding or answers" in capsys.readouterr().err
