"""The intent head: a linear SVM over sentence vectors and character n-grams, its margins made probabilities.

Fitting takes seconds and uses scikit-learn (logistic regression on the same features took 20 times as long and was no
better); reading takes microseconds and uses numpy alone. One head a language: English over [MiniLM vector, 2–4-grams],
Chinese over 1–3-grams. Temperature scaling of the margins: Guo et al. 2017, "On Calibration of Modern
Neural Networks", on out-of-fold predictions.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.ngrams import Ngrams

FOLDS = 3
QUANTILES = 50  # of the best margins, kept with a head
Array = np.ndarray[Any, Any]


class Head:
    """Probabilities over intents for one text, given its sentence vector (or None where the head has no vectors)."""

    def __init__(
        self, intents: list[str], ngrams: Ngrams, weights: Array, bias: Array, width: int, temperature: float
    ) -> None:
        self.intents, self.ngrams, self.temperature = intents, ngrams, temperature
        self.width = width  # dimensions of the sentence vector; 0: n-grams alone
        self.weights, self.bias = weights, bias  # (width + n-grams, intents), (intents,)
        self.usual = np.zeros(1, np.float32)  # quantiles of the best margin over examples that were not learned from
        self.unseen: dict[str, tuple[str, str]] = {}  # example → its intent, and the one a head without it says

    def read(self, text: str, vector: Array | None) -> tuple[Array, float]:
        """(intents,) that sum to one, and the share of unseen examples that were recognised less clearly."""
        logits = self._margins(text, vector)
        return softmax(logits / self.temperature), float(np.searchsorted(self.usual, logits.max()) / len(self.usual))

    def probabilities(self, text: str, vector: Array | None) -> Array:
        """(intents,) that sum to one."""
        return softmax(self._margins(text, vector) / self.temperature)

    def _margins(self, text: str, vector: Array | None) -> Array:
        columns, values = self.ngrams.row(text)
        logits = self.bias + values @ self.weights[self.width + columns]
        if self.width:
            assert vector is not None, "this head was fitted with sentence vectors"
            logits = logits + vector @ self.weights[: self.width]
        return np.asarray(logits)

    @classmethod
    def fit(
        cls, texts: list[str], labels: list[str], vectors: Array | None, shortest: int, longest: int, strength: float
    ) -> Head:
        """Fit on all examples; the temperature comes from `FOLDS`-fold predictions, not from itself."""
        from scipy.sparse import csr_matrix, hstack
        from sklearn.model_selection import StratifiedKFold, cross_val_predict
        from sklearn.svm import LinearSVC

        ngrams = Ngrams.fit(texts, shortest, longest, at_least=2 if vectors is not None else 1)
        grams = ngrams.matrix(texts)
        features = grams if vectors is None else hstack([csr_matrix(vectors), grams]).tocsr()
        model = LinearSVC(C=strength, class_weight="balanced", tol=1e-2, random_state=0)
        intents = sorted(set(labels))
        folds = min(FOLDS, min(labels.count(intent) for intent in intents))
        temperature, said = 1.0, []
        usual = np.zeros(1)
        if folds >= 2:
            splits = StratifiedKFold(folds, shuffle=True, random_state=0)
            held_out = cross_val_predict(model, features, labels, cv=splits, method="decision_function")
            usual = np.quantile(held_out.max(axis=-1), np.linspace(0, 1, QUANTILES))
            temperature = best_temperature(held_out, np.array([intents.index(label) for label in labels]))
            said = [intents[best] for best in held_out.argmax(axis=1)]
        model.fit(features, labels)
        width = 0 if vectors is None else int(vectors.shape[1])
        weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
        head = cls(intents, ngrams, weights, model.intercept_.astype(np.float32), width, temperature)
        head.usual = usual.astype(np.float32)
        head.unseen = dict(zip(texts, zip(labels, said, strict=True), strict=True)) if said else {}
        return head

    def save(self, folder: Path) -> None:
        """Weights as .npz, the rest as JSON: nothing that runs code when it is read."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / "head.npz",
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            idf=self.ngrams.idf,
            usual=self.usual,
        )
        places = {intent: at for at, intent in enumerate(self.intents)}
        facts = {
            "intents": self.intents,
            "vocabulary": list(self.ngrams.vocabulary),
            "ngrams": [self.ngrams.shortest, self.ngrams.longest],
            "width": self.width,
            "temperature": self.temperature,
            "unseen": {text: [places[intent], places[said]] for text, (intent, said) in self.unseen.items()},
        }
        (folder / "head.json").write_text(json.dumps(facts, ensure_ascii=False))

    @classmethod
    def load(cls, folder: Path) -> Head:
        """What `save` wrote."""
        facts = json.loads((folder / "head.json").read_text())
        with np.load(folder / "head.npz") as arrays:
            weights, bias, idf = arrays["weights"].astype(np.float32), arrays["bias"], arrays["idf"]
            usual = arrays["usual"]
        ngrams = Ngrams({gram: index for index, gram in enumerate(facts["vocabulary"])}, idf, *facts["ngrams"])
        head = cls(facts["intents"], ngrams, weights, bias, facts["width"], facts["temperature"])
        head.usual = usual
        intents = head.intents
        head.unseen = {text: (intents[true], intents[said]) for text, (true, said) in facts.get("unseen", {}).items()}
        return head


def softmax(logits: Array) -> Array:
    """Along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Array = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def best_temperature(logits: Array, truth: Array) -> float:
    """The temperature with the least negative log-likelihood on a grid from 0.02 to 5."""
    grid = np.geomspace(0.02, 5.0, 80)
    rows = np.arange(len(truth))
    losses = [-np.log(softmax(logits / each)[rows, truth] + 1e-12).mean() for each in grid]
    return float(grid[int(np.argmin(losses))])
