"""The loss and the batches of contrastive learning: texts of one intent close, texts of other intents apart.

Supervised contrastive loss: Khosla et al. 2020, arXiv 2004.11362, equation 2.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Chance = np.random.Generator


def supervised_contrast(vectors: Any, labels: Any, temperature: float) -> Any:
    """The mean loss over the rows of `vectors` (n, d), unit length, that have another row of their label."""
    import torch

    alike = vectors @ vectors.T / temperature
    itself = torch.eye(len(labels), dtype=torch.bool, device=vectors.device)
    same = (labels[:, None] == labels[None]) & ~itself
    log_share = alike.masked_fill(itself, -1e9).log_softmax(1)
    losses = -(log_share * same).sum(1) / same.sum(1).clamp(min=1)
    return losses[same.any(1)].mean()


def spoken(label: str) -> str:
    """An intent's name as words: "card_arrival" as "card arrival", which says what the intent is about."""
    return " ".join(label.replace("_", " ").replace("/", " ").split()).lower()


class Neighbours:
    """For every label of a set, the others from the closest to the farthest, by the mean of a few of its vectors."""

    def __init__(self, groups: Mapping[str, Sequence[str]], encode: Any, chance: Chance, looked_at: int = 8) -> None:
        self.labels = sorted(groups)
        means = []
        for label in self.labels:
            texts = [groups[label][at] for at in chance.permutation(len(groups[label]))[:looked_at]]
            means.append(encode(texts).mean(axis=0))
        centres = np.stack(means)
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        self._order = np.argsort(-centres @ centres.T, axis=1)  # (labels, labels), itself first

    def some(self, count: int, hard: float, chance: Chance) -> list[str]:
        """`count` labels, the share `hard` of them around one chosen by chance, the rest from anywhere."""
        count = min(count, len(self.labels))
        near = list(self._order[chance.integers(len(self.labels))][: max(1, round(count * hard))])
        far = [at for at in chance.permutation(len(self.labels)) if at not in near]
        return [self.labels[at] for at in near + far[: count - len(near)]]


def draw(
    groups: Mapping[str, Sequence[str]], labels: Sequence[str], each: int, named: float, chance: Chance
) -> tuple[list[str], list[int]]:
    """`each` texts of every label, with the label's place as its number; now and then one text is the label's name."""
    texts: list[str] = []
    numbers: list[int] = []
    for number, label in enumerate(labels):
        picked = [groups[label][at] for at in chance.permutation(len(groups[label]))[:each]]
        if chance.random() < named:
            picked[-1] = spoken(label)
        texts += picked
        numbers += [number] * len(picked)
    return texts, numbers
