"""What a head knows of messages that it never saw, and vectors that are computed once."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.nlu.fitting import by_language, fit_head
from bot.nlu.head import Head
from bot.nlu.vectors import KeptVectors
from tests.learning.small_school import PAIRS, Letters


def test_a_head_keeps_what_each_example_was_taken_for_unseen(tmp_path: Path) -> None:
    head = fit_head("en", PAIRS, Letters().encode)
    assert {text: intent for text, (intent, _) in head.unseen.items()} == dict(PAIRS)
    assert {said for _, said in head.unseen.values()} <= set(head.intents)
    head.save(tmp_path)
    assert Head.load(tmp_path).unseen == head.unseen


def test_examples_go_to_the_language_they_are_in_as_the_head_reads_them() -> None:
    found = by_language([("Hello THERE", "greet"), ("你好", "greet"), ("sooooooo good", "thanks")])
    assert found == {"en": [("hello there", "greet"), ("sooo good", "thanks")], "zh": [("你好", "greet")]}


def test_only_new_texts_are_encoded_again(tmp_path: Path) -> None:
    encoder = Letters()
    first = KeptVectors(encoder, tmp_path).encode(["one", "two", "one"])
    assert encoder.asked == ["one", "two"]
    again = KeptVectors(encoder, tmp_path)
    assert np.array_equal(again.encode(["two", "three", "one"])[[2, 0]], first[:2])
    assert (encoder.asked[2:], again.computed) == (["three"], 1)
    assert KeptVectors(encoder, tmp_path).encode([]).shape == (0, 5)


def test_a_broken_file_of_vectors_costs_time_and_nothing_else(tmp_path: Path) -> None:
    encoder = Letters()
    kept = KeptVectors(encoder, tmp_path)
    kept.encode(["one", "two"])
    kept.file.write_bytes(kept.file.read_bytes()[:40])
    assert KeptVectors(encoder, tmp_path).encode(["two"]).shape == (1, 5)
    assert encoder.asked == ["one", "two", "two"]
    kept.file.unlink()
    kept.file.mkdir()  # cannot be written either
    assert KeptVectors(encoder, tmp_path).encode(["two"]).shape == (1, 5)
