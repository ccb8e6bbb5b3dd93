"""The public sets as they are published, and what is said where they are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.labelled import OUTSIDE, SetError, banking77, bitext, by_label, clinc150, few_shot, nlu_examples


def test_banking77_has_two_parts(tmp_path: Path):
    (tmp_path / "banking77").mkdir()
    for part in ("train", "test"):
        (tmp_path / "banking77" / f"{part}.csv").write_text(
            f'text,category\n"where, is my card? {part}",card_arrival\n'
        )
    found = banking77(tmp_path)
    assert found.train == [("where, is my card? train", "card_arrival")]
    assert found.test == [("where, is my card? test", "card_arrival")]


def test_clinc150_keeps_what_is_outside_under_its_own_label(tmp_path: Path):
    (tmp_path / "clinc150").mkdir()
    lists = {name: [[name, "weather"]] for name in ("train", "val", "test", "oos_train", "oos_val", "oos_test")}
    (tmp_path / "clinc150" / "data_full.json").write_text(json.dumps(lists))
    assert clinc150(tmp_path).tune == [("val", "weather"), ("oos_val", OUTSIDE)]


@pytest.mark.parametrize(
    ("content", "said"),
    [("a,b\n1,2\n", "expected columns text, category, found a, b"), ("", "found no rows"), (None, "found nothing")],
)
def test_a_set_that_is_not_what_was_expected_is_named(tmp_path: Path, content: str | None, said: str):
    (tmp_path / "banking77").mkdir()
    if content is not None:
        (tmp_path / "banking77" / "train.csv").write_text(content)
    with pytest.raises(SetError, match=said):
        banking77(tmp_path)


def test_bitext_numbers_are_as_long_as_a_shops(tmp_path: Path):
    (tmp_path / "bitext_intents").mkdir()
    (tmp_path / "bitext_intents" / "train.csv").write_text("utterance,intent\ncancel 113542617735902,cancel_order\n")
    (text, label) = bitext(tmp_path).train[0]
    assert label == "cancel_order"
    assert 4 <= len(text.removeprefix("cancel ")) <= 6


def test_a_rasa_projects_examples_lose_their_marks(tmp_path: Path):
    (tmp_path / "nlu.yml").write_text(
        'nlu:\n- intent: track\n  examples: |\n    - where is [1001](order_number)\n    - 订单到哪了\n'
        '- lookup: city\n  examples: |\n    - Rome\n', encoding="utf-8")  # fmt: skip
    assert nlu_examples(tmp_path).train == [("where is 1001", "track")]
    assert nlu_examples(tmp_path, "zh").train == [("订单到哪了", "track")]


def test_a_folder_without_examples_is_refused(tmp_path: Path):
    with pytest.raises(SetError, match="found none in 'en'"):
        nlu_examples(tmp_path)


def test_a_draw_is_the_same_wherever_it_is_made():
    pairs = [(f"{label} {n}", label) for label in "ab" for n in range(20)]
    first, second = few_shot(pairs, 10, 2)
    assert first == next(few_shot(pairs, 10, 1))
    assert first != second
    assert {label: len(texts) for label, texts in by_label(first).items()} == {"a": 10, "b": 10}
