"""What a head knows of messages that it never saw, and vectors that are computed once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.fitting import by_language, fit_head
from bot.nlu.head import Head
from bot.nlu.vectors import KeptVectors

PAIRS = [
    (f"{start} {rest}", intent)
    for intent, starts in {"greet": ["hello", "hi", "hey"], "thanks": ["thank you", "many thanks", "thanks a lot"],
                           "stop": ["stop that", "never mind", "leave it"]}.items()
    for start in starts
    for rest in ("there", "you", "now", "please")
]  # fmt: skip


class Counting:
    """An encoder that counts what it is asked for; a text's vector is made of its letters."""

    fingerprint = "counting/1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        self.asked += texts
        rows = np.array([[each.count(letter) + 0.1 for letter in "aeiou"] for each in texts], np.float32)
        return rows.reshape(len(texts), 5) / np.linalg.norm(rows.reshape(len(texts), 5), axis=1, keepdims=True)

    def knows(self, text: str) -> bool:
        return True

    def has_word(self, word: str) -> bool:
        return True


def test_a_head_keeps_what_each_example_was_taken_for_unseen(tmp_path: Path) -> None:
    head = fit_head("en", PAIRS, Counting().encode)
    assert set(head.unseen) == {text for text, _ in PAIRS}
    assert set(head.unseen.values()) <= set(head.intents)
    head.save(tmp_path)
    assert Head.load(tmp_path).unseen == head.unseen


def test_examples_go_to_the_language_they_are_in_as_the_head_reads_them() -> None:
    found = by_language([("Hello THERE", "greet"), ("你好", "greet"), ("sooooooo good", "thanks")])
    assert found == {"en": [("hello there", "greet"), ("sooo good", "thanks")], "zh": [("你好", "greet")]}


def test_only_new_texts_are_encoded_again(tmp_path: Path) -> None:
    encoder = Counting()
    first = KeptVectors(encoder, tmp_path).encode(["one", "two", "one"])
    assert encoder.asked == ["one", "two"]
    again = KeptVectors(encoder, tmp_path)
    assert np.array_equal(again.encode(["two", "three", "one"])[[2, 0]], first[:2])
    assert (encoder.asked[2:], again.computed) == (["three"], 1)
    assert KeptVectors(encoder, tmp_path).encode([]).shape == (0, 5)


def test_a_broken_file_of_vectors_costs_time_and_nothing_else(tmp_path: Path) -> None:
    encoder = Counting()
    kept = KeptVectors(encoder, tmp_path)
    kept.encode(["one", "two"])
    kept.file.write_bytes(kept.file.read_bytes()[:40])
    assert KeptVectors(encoder, tmp_path).encode(["two"]).shape == (1, 5)
    assert encoder.asked == ["one", "two", "two"]
    kept.file.unlink()
    kept.file.mkdir()  # cannot be written either
    assert KeptVectors(encoder, tmp_path).encode(["two"]).shape == (1, 5)
