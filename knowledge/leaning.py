"""Which way a question leans by its wording: to what articles answer, or to what none answers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from knowledge.encoder import Vectors
from knowledge.words import normalise

WIDTH = 2**15  # columns that n-grams are hashed to
STRENGTH = 3.0  # inverse regularisation, as measured in docs/training.md
LINES = 20_000  # of each kind that are learned from, evenly drawn where there are more


class Leaning:
    """Logistic regression over hashed character n-grams of both kinds of lines, each kind counting the same."""

    def __init__(self, weights: Vectors, locale: str) -> None:
        """`weights`: (WIDTH + 1,), the intercept last."""
        self.weights, self._locale = weights, locale

    @classmethod
    def learn(cls, answered: Sequence[str], unanswered: Sequence[str], locale: str) -> "Leaning":
        """Learn from the lines; it leans neither way where one kind is not there."""
        weights = np.zeros(WIDTH + 1, np.float32)
        if answered and unanswered:
            from sklearn.linear_model import LogisticRegression

            kinds = [_some(answered), _some(unanswered)]
            model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0)
            model.fit(
                _rows([line for kind in kinds for line in kind], locale), [1] * len(kinds[0]) + [0] * len(kinds[1])
            )
            weights[:-1], weights[-1] = model.coef_[0], model.intercept_[0]
        return cls(weights, locale)

    def of(self, question: str) -> float:
        """Return the log-odds that an article answers it; 0 where nothing was learned."""
        if not self.weights.any():
            return 0.0
        return float((_rows([question], self._locale) @ self.weights[:-1])[0] + self.weights[-1])


def _some(lines: Sequence[str]) -> Sequence[str]:
    return lines[:: -(-len(lines) // LINES)]


def _rows(lines: Sequence[str], locale: str) -> Any:
    return _hashing(locale).transform([normalise(line) for line in lines])


@lru_cache(maxsize=4)
def _hashing(locale: str) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    kind, sizes = ("char_wb", (2, 5)) if locale == "en" else ("char", (1, 3))
    return HashingVectorizer(analyzer=kind, ngram_range=sizes, n_features=WIDTH, alternate_sign=False)
