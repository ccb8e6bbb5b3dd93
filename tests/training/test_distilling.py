"""A small model learns what a larger one says: what it is asked, and how far it is from that."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.distilling import NEAR, Taught, mixed, softened

torch = pytest.importorskip("torch")
TAUGHT = Taught(["a", "b"], np.eye(2, dtype=np.float32), ["more", "most"], np.ones((2, 2), np.float32))


def test_what_was_taught_is_read_as_it_was_written(tmp_path: Path) -> None:
    TAUGHT.save(tmp_path / "taught.npz")
    found = Taught.load(tmp_path / "taught.npz", ["a", "b"], 2)
    assert (found.intents, found.texts) == (TAUGHT.intents, TAUGHT.texts)
    assert np.array_equal(found.own, TAUGHT.own)


@pytest.mark.parametrize(("intents", "count"), [(["a", "c"], 2), (["a", "b"], 3)])
def test_what_was_taught_of_something_else_is_refused(tmp_path: Path, intents: list[str], count: int) -> None:
    TAUGHT.save(tmp_path / "taught.npz")
    with pytest.raises(ValueError, match=r"ask it anew: python -m training\.teacher"):
        Taught.load(tmp_path / "taught.npz", intents, count)


def test_a_lesson_has_the_words_for_what_was_picked_and_for_further_texts() -> None:
    more, (own, further) = TAUGHT.lesson(np.array([1]), 3, np.random.default_rng(0))
    assert own.tolist() == [[0.0, 1.0]]
    assert len(more) == len(further) == 3
    assert set(more) <= set(TAUGHT.texts)


def test_whoever_says_the_same_is_not_apart() -> None:
    same, other = torch.tensor([[4.0, 0.0]]), torch.tensor([[0.0, 4.0]])
    assert softened(same, same, 2.0).item() == pytest.approx(0, abs=1e-6)
    assert softened(other, same, 2.0).item() > softened(same / 2, same, 2.0).item() > 0


def test_mixed_texts_are_made_of_the_words_that_were_there() -> None:
    chance = np.random.default_rng(1)
    texts = [f"word{at} of the {at % NEAR} th intent here" for at in range(40)]
    numbers = np.arange(40) % NEAR
    found = mixed(texts, numbers, chance.normal(size=(40, 4)), 30, chance)
    assert 20 < len(found) <= 30
    assert {word for text in found for word in text.split()} <= {word for text in texts for word in text.split()}
    assert set(found) - set(texts)
