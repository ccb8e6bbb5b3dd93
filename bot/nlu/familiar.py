"""Is a text like anything that was taught? Says so from more than the best probability.

A text that no intent covers still has a best intent. What gives it away: its margins are low together (energy: Liu et
al. 2020, arXiv 2010.03759), the nearest examples are far (k nearest neighbours: Sun et al. 2022, arXiv 2204.06507), and
so is the middle of its intent. A logistic regression weighs these, fitted on examples that its parts had not seen;
texts of the intent `OUTSIDE`, where a shop has some, are what it learns to tell apart.

Below `least` a text counts as outside. It is where the examples make the least cost: one text in twenty is taken to be
outside, and doing something for it costs as much as making one shopper say a clear request again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

OUTSIDE = "out_of_scope"
NEAREST = (1, 5, 10)  # neighbours whose mean cosine is a sign
BATCH = 512  # texts compared with all examples at once
FEWEST = 20  # texts outside that are needed to learn from
OFTEN = 0.05  # share of messages that are about nothing the shop does
SURE = 0.55  # probability from which a request is acted on
Array = np.ndarray[Any, Any]


class Familiar:
    """Probability that a text belongs to one of the intents; needs sentence vectors."""

    def __init__(
        self, inside: Array, outside: Array, centres: Array, weights: Array, facts: Array, least: Array
    ) -> None:
        self.inside, self.outside = inside, outside  # (n, d) unit rows: examples of intents; of none
        self.centres = centres  # (intents, d): the mean example of each, unit length
        self.weights = weights  # (signs + 1,): of the logistic regression, the constant last
        self.facts = facts  # (2, signs): mean and spread of every sign
        self.least = float(least)

    def probabilities(self, logits: Array, vectors: Array) -> Array:
        """(n,) from the head's logits (n, intents), without those of `OUTSIDE`, and the texts' vectors (n, d)."""
        signs = (_signs(logits, vectors, self.inside, self.outside, self.centres) - self.facts[0]) / self.facts[1]
        shares: Array = 1 / (1 + np.exp(-(signs @ self.weights[:-1] + self.weights[-1])))
        return shares

    def arrays(self) -> dict[str, Array]:
        """What `__init__` takes, in half precision where it is long."""
        half = {name: getattr(self, name).astype(np.float16) for name in ("inside", "outside", "centres")}
        return half | {"weights": self.weights, "facts": self.facts, "least": np.array(self.least)}

    @classmethod
    def fit(cls, logits: Array, vectors: Array, places: Array, folds: Array, acted: Array) -> Familiar | None:
        """Learn from `vectors` (n, d), the intent of each (`places`, -1: outside), and logits (n, intents) by a head
        that had not seen the text's fold; `acted` (n,): whether it was sure of an intent, rightly where there is one.
        None where fewer than `FEWEST` texts are outside.
        """
        from sklearn.linear_model import LogisticRegression

        if (places < 0).sum() < FEWEST:
            return None
        width = logits.shape[1]
        rows = np.zeros((len(vectors), len(NEAREST) * 2 + 3))
        for fold in range(folds.max() + 1):
            own, rest = folds == fold, folds != fold
            inside, outside = vectors[rest & (places >= 0)], vectors[rest & (places < 0)]
            middle = _centres(vectors[rest], places[rest], width)
            rows[own] = _signs(logits[own], vectors[own], inside, outside, middle)
        facts = np.stack([rows.mean(axis=0), rows.std(axis=0) + 1e-6])
        model = LogisticRegression(C=0.1, class_weight="balanced", max_iter=500)
        model.fit((rows - facts[0]) / facts[1], places >= 0)
        unseen = model.predict_proba((rows - facts[0]) / facts[1])[:, 1]
        weights = np.append(model.coef_[0], model.intercept_[0])
        inside, outside = vectors[places >= 0], vectors[places < 0]
        return cls(inside, outside, _centres(vectors, places, width), weights, facts, _least(unseen, places, acted))


def _least(inside: Array, places: Array, acted: Array) -> Array:
    """The threshold of least cost on unseen examples; 0 where doing nothing is best."""
    grid = np.concatenate([[0.0], np.geomspace(0.001, 0.5, 60)])
    started = [(acted & (inside >= least))[places < 0].mean() for least in grid]
    refused = [(acted & (inside < least))[places >= 0].mean() for least in grid]
    cost = OFTEN * np.array(started) + (1 - OFTEN) * np.array(refused)
    return np.array(grid[int(np.argmin(cost))])


def _signs(logits: Array, vectors: Array, inside: Array, outside: Array, centres: Array) -> Array:
    """(n, signs): energy, best logit, cosine to the best intent's middle, then the nearest inside and outside."""
    best = logits.argmax(axis=1)
    energy = np.log(np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1)) + logits.max(axis=1)
    middle = (vectors * centres[best]).sum(axis=1)
    return np.column_stack([energy, logits.max(axis=1), middle, _nearest(vectors, inside), _nearest(vectors, outside)])


def _nearest(vectors: Array, examples: Array) -> Array:
    """(n, len(NEAREST)): mean cosine of so many nearest examples."""
    most = min(max(NEAREST), len(examples))
    found = []
    for start in range(0, len(vectors), BATCH):
        alike = vectors[start : start + BATCH] @ examples.T
        closest = -np.sort(-np.partition(alike, alike.shape[1] - most, axis=1)[:, -most:], axis=1)
        found.append(np.column_stack([closest[:, :count].mean(axis=1) for count in NEAREST]))
    return np.concatenate(found)


def _centres(vectors: Array, places: Array, width: int) -> Array:
    sums = np.zeros((width, vectors.shape[1]))
    np.add.at(sums, places[places >= 0], vectors[places >= 0])
    middles: Array = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return middles
