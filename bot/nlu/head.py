"""The intent head: linear over sentence vectors and character n-grams, its logits made probabilities by a temperature.

Reading takes microseconds and uses numpy alone; fitting is `bot.nlu.fitting`'s. One head a language: English over
[MiniLM vector, 2–4-grams], Chinese over 1–3-grams. The nearest examples may have a say beside it (`nearest`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.familiar import OUTSIDE, Familiar
from bot.nlu.nearest import Nearest
from bot.nlu.ngrams import Ngrams

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
        self.familiar: Familiar | None = None  # None: too few examples outside all intents, or no vectors
        self.nearest: Nearest | None = None  # None: no vectors, or many examples that are spread unevenly

    def read(self, text: str, vector: Array | None) -> tuple[Array, float]:
        """(intents,) that sum to one, and the share of unseen examples that were recognised less clearly.

        A text that is hardly like anything taught has most of its probability on the intent for what is outside.
        """
        shares, familiar = self.read_all([text], None if vector is None else vector[None])
        return shares[0], float(familiar[0])

    def read_all(self, texts: Sequence[str], vectors: Array | None) -> tuple[Array, Array]:
        """As `read`, for (n,) texts with (n, d) vectors: (n, intents) and (n,)."""
        rows = [None] * len(texts) if vectors is None else list(vectors)
        margins = np.stack([self.margins(text, row) for text, row in zip(texts, rows, strict=True)])
        shares = softmax(margins / self.temperature)
        if self.familiar is not None and vectors is not None:
            inside = self.familiar.probabilities(margins[:, self._named()], vectors)
            inside = np.where(inside < self.familiar.least, inside, 1.0)[:, None]
            shares = shares * inside
            shares[:, self.intents.index(OUTSIDE)] += 1 - inside[:, 0]
        return shares, np.searchsorted(self.usual, margins.max(axis=1)) / len(self.usual)

    def probabilities(self, text: str, vector: Array | None) -> Array:
        """(intents,) that sum to one."""
        return self.read(text, vector)[0]

    def inside(self, margins: Array, vector: Array | None) -> float:
        """Probability that a text is about any intent but the one for what is outside; 1 where that is not known."""
        if self.familiar is None or vector is None:
            return 1.0
        return float(self.familiar.probabilities(margins[None, self._named()], vector[None])[0])

    def _named(self) -> list[int]:
        return [at for at, intent in enumerate(self.intents) if intent != OUTSIDE]

    def margins(self, text: str, vector: Array | None) -> Array:
        """(intents,) before the temperature."""
        columns, values = self.ngrams.row(text)
        logits = self.bias + values @ self.weights[self.width + columns]
        if self.width:
            assert vector is not None, "this head was fitted with sentence vectors"
            logits = logits + vector @ self.weights[: self.width]
            if self.nearest is not None:
                logits = logits + self.nearest.logits(vector[None])[0]
        return np.asarray(logits)

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
        if self.familiar is not None:
            np.savez_compressed(folder / "familiar.npz", **self.familiar.arrays())
        if self.nearest is not None:
            np.savez_compressed(folder / "nearest.npz", **self.nearest.arrays())
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
        if (folder / "familiar.npz").is_file():
            with np.load(folder / "familiar.npz") as arrays:
                head.familiar = Familiar(**{name: arrays[name].astype(np.float32) for name in arrays.files})
        if (folder / "nearest.npz").is_file():
            with np.load(folder / "nearest.npz") as arrays:
                head.nearest = Nearest.of(arrays)
        return head


def softmax(logits: Array) -> Array:
    """Along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Array = shifted / shifted.sum(axis=-1, keepdims=True)
    return result
