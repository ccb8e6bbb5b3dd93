"""`aisle evaluate orders`: its figures, what it keeps of a run that was stopped, and what it needs."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
import typer

from bot.cli.evaluate import evaluate, verified
from bot.cli.evaluate_orders import figures, kept_in, told
from training.tau.played import Played
from training.tau.replay import Replayed
from training.tau.voice import PHRASINGS

GOOD = Played("train-1", 1, True, 4, [], "", [], True)
BAD = Played("train-2-no", 1, False, 6, ["cancel of W1"], "unasked: cancel", [], False)


def test_figures_are_named_as_the_field_names_them() -> None:
    again = [dataclasses.replace(GOOD, seed=seed) for seed in (2, 3, 4)]
    found = {(row["set"], row["metric"]): (row["value"], row["n"]) for row in figures([GOOD, BAD], [GOOD, BAD, *again])}
    assert found == {
        ("tau-retail", "pass^1"): (0.5, 2),
        ("tau-retail-writes", "pass^1"): (1.0, 1),
        ("tau-retail-no-write", "pass^1"): (0.0, 1),
        ("tau-retail", "pass^4"): (1.0, 1),
        ("tau-retail", "turns"): (5.0, 2),
        ("tau-retail", "unasked_writes"): (1.0, 5),
    }


def test_the_replay_says_what_differs(capsys: pytest.CaptureFixture[str]) -> None:
    same, other = Replayed("train-0", True, (), ()), Replayed("train-1", False, ("order W1: expected a, found b",), ())
    assert told([same, other])[0]["value"] == 0.5
    shown = capsys.readouterr().out
    assert "train-1: order W1: expected a, found b" in shown
    assert "1 of 2 tasks" in shown


def test_a_conversation_that_was_written_down_half_is_played_again(tmp_path: Path) -> None:
    kept = tmp_path / "orders.jsonl"
    assert list(kept_in(kept)) == []
    lines = [json.dumps(result.as_json()) for result in (GOOD, BAD)]
    kept.write_text("\n".join([lines[0], lines[1][:40]]))
    assert list(kept_in(kept)) == [GOOD]


def test_without_data_it_says_what_is_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for data in (None, tmp_path):
        with pytest.raises(typer.Exit):
            evaluate("orders", None, test=False, data=data)
        assert "users.json" in capsys.readouterr().err


def test_the_phrases_are_as_they_were_frozen() -> None:
    assert verified(PHRASINGS) == PHRASINGS
