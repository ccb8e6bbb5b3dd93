"""What is like anything taught, and what is not: on points whose right answer can be seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.nlu.familiar import OUTSIDE, Familiar
from bot.nlu.fitting import fit_head
from bot.nlu.head import Head

WORDS = {"order_status": "where is my parcel", "cancel_order": "please cancel it", OUTSIDE: "what is the weather"}


def corner(text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """A vector by what a text is about; far from all of them where it is about none."""
    about = [word in text for word in ("parcel", "cancel", "weather")]
    point = np.array([*map(float, about), 0.0 if any(about) else 1.0], np.float32)
    point += np.random.default_rng(sum(map(ord, text))).normal(0, 0.05, 4).astype(np.float32)
    return point / np.linalg.norm(point)


def encode(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.stack([corner(text) for text in texts])


def taught(outside: int = 40) -> Head:
    count = {OUTSIDE: outside}
    pairs = [(f"{words} {n}", intent) for intent, words in WORDS.items() for n in range(count.get(intent, 40))]
    return fit_head("en", pairs, encode)


def sureness(head: Head, text: str) -> float:
    return head.inside(head.margins(text, corner(text)), corner(text))


def test_a_text_like_the_examples_is_inside_and_one_like_what_is_outside_is_not():
    head = taught()
    assert sureness(head, "where is my parcel today") > 0.9
    assert sureness(head, "what is the weather in rome") < 0.1


def test_what_is_hardly_like_anything_taught_becomes_outside():
    head = taught()
    assert head.familiar is not None
    head.familiar.least = 0.5
    shares, _ = head.read("what is the weather in rome", corner("what is the weather in rome"))
    assert head.intents[int(shares.argmax())] == OUTSIDE
    assert abs(shares.sum() - 1) < 1e-5


def test_without_enough_texts_outside_nothing_is_held_against_a_text():
    head = taught(outside=5)
    assert head.familiar is None
    assert sureness(head, "what is the weather") == 1.0


def test_it_is_the_same_after_saving(tmp_path: Path):
    head = taught()
    head.save(tmp_path)
    again = Head.load(tmp_path)
    assert again.familiar is not None
    assert head.familiar is not None
    assert again.familiar.least == head.familiar.least
    assert abs(sureness(again, "where is my parcel now") - sureness(head, "where is my parcel now")) < 0.02


def test_the_threshold_is_nothing_where_refusing_helps_nobody():
    vectors = encode([f"parcel {n}" for n in range(60)] + [f"weather {n}" for n in range(60)])
    places, folds = np.repeat([0, -1], 60), np.arange(120) % 3
    familiar = Familiar.fit(np.zeros((120, 1)), vectors, places, folds, acted=np.zeros(120, bool))
    assert familiar is not None
    assert familiar.least == 0
