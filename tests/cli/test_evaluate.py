"""Figures of `aisle evaluate` on data whose right answer a person can see, and the guard over the frozen files."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli.evaluate import FROZEN, Changed, evaluate, verified
from bot.cli.understanding import held_out, values_of
from bot.nlu.fitting import fit_head
from bot.rasa.heads import NoHeads, read_heads
from training.messages import FOLDER
from training.questions import FOLDER as QUESTIONS
from training.values import FOLDER as VALUES


def test_the_test_halves_are_as_they_were_frozen() -> None:
    listed = [line.split()[1] for line in FROZEN.read_text("utf-8").splitlines()]
    halves = [*FOLDER.glob("*test.yml"), *VALUES.glob("*test.yml"), *QUESTIONS.glob("*test.yml")]
    assert {f"{half.parent.name}/{half.name}" for half in halves} <= set(listed)
    for name in listed:
        assert verified(FROZEN.parent / name) == FROZEN.parent / name


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


def test_values_are_measured_beside_intents_by_language_and_kind() -> None:
    figures = {(row["set"], row["metric"]): row["value"] for row in values_of("dev")}
    assert figures["values en", "f1"] > 0.9
    assert figures["values zh", "f1"] > 0.9
    assert figures["values en order_number", "recall"] == 1.0


def no_vectors(texts: list[str]) -> Any:
    raise AssertionError("Chinese heads need no vectors")


class NoVectors:
    """An encoder for Chinese heads, which need none."""

    fingerprint = "none"


def archive(folder: Path, heads: bool) -> Path:
    component = folder / "components" / "train_bot.nlu.understanding.Understanding0"
    component.mkdir(parents=True)
    if heads:
        texts = ["订单在哪", "我的订单", "谢谢", "谢谢你", "你好", "您好"]
        labels = ["order_status"] * 2 + ["thanks"] * 2 + ["greet"] * 2
        fit_head("zh", list(zip(texts, labels, strict=True)), no_vectors).save(component / "zh")
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
    assert "expected understanding, answers or orders" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("what", "test", "data", "peers", "said"),
    [
        ("answers", False, Path("mine"), False, "for understanding"),
        ("answers", False, None, True, "for understanding"),
        ("understanding", True, Path("mine"), False, "expected --test or --data"),
        ("understanding", False, Path("nowhere"), False, "no such folder"),
    ],
)
def test_what_does_not_go_together_is_refused(
    what: str, test: bool, data: Path | None, peers: bool, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        evaluate(what, None, test, data, peers)
    assert said in capsys.readouterr().err


def test_a_folder_of_own_messages_is_told_apart_by_their_requests(tmp_path: Path) -> None:
    (tmp_path / "june.yml").write_text("- {text: hi there, locale: en, intent: greet}\n")
    (tmp_path / "july.yml").write_text("- {text: hi and bye, locale: en, intents: [greet, goodbye]}\n")
    name, one, several, older, hard = held_out(False, tmp_path)
    assert (name, [each.text for each in one], [each.text for each in several], older, hard) == (
        tmp_path.name,
        ["hi there"],
        ["hi and bye"],
        [],
        [],
    )


def test_a_folder_without_single_requests_is_refused(tmp_path: Path) -> None:
    (tmp_path / "july.yml").write_text("- {text: hi and bye, locale: en, intents: [greet, goodbye]}\n")
    with pytest.raises(ValueError, match="with one request"):
        held_out(False, tmp_path)


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "aisle.tar.gz").write_text("cut off")
    with pytest.raises(NoHeads, match="cannot be read as a model"):
        read_heads(tmp_path / "aisle.tar.gz", NoVectors())
