"""What a larger model says of texts, for a small one to learn from: its logits over the intents, softened.

Distillation: Hinton et al. 2015, arXiv 1503.02531. The large model knows which intents a text is nearly about, also of
texts that nobody labelled; `training/teacher.py` writes it down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

NEAR = 8  # intents that a text is mixed with, itself among them
LEFT_OUT = 0.2  # share of the words
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Taught:
    """A teacher's logits: `own` (n, intents) for the texts that are learned, `further` (m, intents) for other texts."""

    intents: list[str]
    own: Array
    texts: list[str]
    further: Array

    def lesson(self, picked: Array, further: int, chance: np.random.Generator) -> tuple[list[str], tuple[Array, Array]]:
        """`further` texts drawn by chance, and the logits for the texts `picked` and for those."""
        drawn = chance.integers(len(self.texts), size=further)
        return [self.texts[at] for at in drawn], (self.own[picked], self.further[drawn])

    def save(self, file: Path) -> None:
        """As .npz: nothing that runs code when it is read."""
        np.savez_compressed(file, intents=self.intents, own=self.own, texts=np.array(self.texts), further=self.further)

    @classmethod
    def load(cls, file: Path, intents: Sequence[str], count: int) -> Taught:
        """What `save` wrote; raises ValueError where it is not about these intents and that number of texts."""
        with np.load(file) as kept:
            found = cls(kept["intents"].tolist(), kept["own"], kept["texts"].tolist(), kept["further"])
        if found.intents != list(intents) or len(found.own) != count:
            raise ValueError(
                f"{file}: expected what a teacher says of {count} texts of {len(intents)} intents, found "
                f"{len(found.own)} texts of {len(found.intents)}; ask it anew: python -m training.teacher"
            )
        return found


def softened(logits: Any, taught: Any, softness: float) -> Any:
    """How far (n, intents) logits are from those taught, both divided by `softness`: Kullback-Leibler, the mean."""
    from torch.nn import functional

    said, wanted = (logits / softness).log_softmax(1), (taught / softness).softmax(1)
    return softness**2 * functional.kl_div(said, wanted, reduction="batchmean")


def mixed(texts: Sequence[str], numbers: Array, vectors: Array, count: int, chance: np.random.Generator) -> list[str]:
    """Up to `count` texts that nobody wrote: a word left out, or mixed with one of an intent near by.

    `numbers` (n,) and `vectors` (n, d) are the intent and the teacher's vector of each text.
    """
    centres = np.stack([vectors[numbers == at].mean(axis=0) for at in range(numbers.max() + 1)])
    near = np.argsort(-(centres @ centres.T), axis=1)[:, :NEAR]
    found = []
    for at in chance.permutation(len(texts))[:count]:
        words, way = texts[at].split(), chance.integers(3)
        if way == 0 and len(words) > 3:
            words = [word for word, kept in zip(words, chance.random(len(words)) > LEFT_OUT, strict=True) if kept]
        else:
            like = near[numbers[at]][chance.integers(NEAR)]
            words = _mixed(words, texts[chance.choice(np.flatnonzero(numbers == like))].split(), way == 1, chance)
        if words:
            found.append(" ".join(words))
    return found


def _mixed(words: list[str], others: list[str], halves: bool, chance: np.random.Generator) -> list[str]:
    """The beginning of one and the end of the other, or one with some words of the other."""
    if halves:
        end, start = chance.integers(1, len(words) + 1), chance.integers(0, len(others))
        return words[:end] + others[start:]
    return [others[chance.integers(len(others))] if chance.random() < LEFT_OUT else word for word in words]
