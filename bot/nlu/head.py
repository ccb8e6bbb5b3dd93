"""The intent head: linear over sentence vectors and character n-grams, its logits made probabilities by a temperature.

Reading takes microseconds and uses numpy alone; fitting is `bot.nlu.fitting`'s. One head a language: English over
[MiniLM vector, 2–4-grams], Chinese over 1–3-grams.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.familiar import OUTSIDE, Familiar
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

    def read(self, text: str, vector: Array | None) -> tuple[Array, float]:
        """(intents,) that sum to one, and the share of unseen examples that were recognised less clearly.

        A text that is hardly like anything taught has most of its probability on the intent for what is outside.
        """
        margins = self.margins(text, vector)
        shares = softmax(margins / self.temperature)
        inside = self.inside(margins, vector)
        if self.familiar is not None and inside < self.familiar.least:
            shares = shares * inside
            shares[self.intents.index(OUTSIDE)] += 1 - inside
        return shares, float(np.searchsorted(self.usual, margins.max()) / len(self.usual))

    def probabilities(self, text: str, vector: Array | None) -> Array:
        """(intents,) that sum to one."""
        return self.read(text, vector)[0]

    def inside(self, margins: Array, vector: Array | None) -> float:
        """Probability that a text is about any intent but the one for what is outside; 1 where that is not known."""
        if self.familiar is None or vector is None:
            return 1.0
        named = [at for at, intent in enumerate(self.intents) if intent != OUTSIDE]
        return float(self.familiar.probabilities(margins[None, named], vector[None])[0])

    def margins(self, text: str, vector: Array | None) -> Array:
        """(intents,) before the temperature."""
        columns, values = self.ngrams.row(text)
        logits = self.bias + values @ self.weights[self.width + columns]
        if self.width:
            assert vector is not None, "this head was fitted with sentence vectors"
            logits = logits + vector @ self.weights[: self.width]
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
        return head


def softmax(logits: Array) -> Array:
    """Along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Array = shifted / shifted.sum(axis=-1, keepdims=True)
    return result
