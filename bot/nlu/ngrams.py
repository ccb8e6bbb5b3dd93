"""Character n-grams as a sparse TF-IDF vector: what Chinese is read by, and what helps English with typos."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np


class Ngrams:
    """A fitted vocabulary of 1–3-grams (Chinese) or 2–4-grams within words (English); rows have unit length."""

    def __init__(self, vocabulary: dict[str, int], idf: np.ndarray[Any, Any], shortest: int, longest: int) -> None:
        self.vocabulary, self.idf, self.shortest, self.longest = vocabulary, idf, shortest, longest

    @classmethod
    def fit(cls, texts: list[str], shortest: int, longest: int, at_least: int = 1) -> Ngrams:
        """Learn the n-grams that occur in at least `at_least` texts and their inverse document frequency (smoothed)."""
        seen = Counter(gram for text in texts for gram in set(_grams(text, shortest, longest)))
        kept = sorted(gram for gram, count in seen.items() if count >= at_least)
        idf = np.log((1 + len(texts)) / (1 + np.array([seen[gram] for gram in kept], dtype=np.float32))) + 1
        return cls({gram: index for index, gram in enumerate(kept)}, idf.astype(np.float32), shortest, longest)

    def row(self, text: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """(columns, weights) of one text, sublinear in counts, unit length; both empty where nothing is known."""
        counts = Counter(_grams(text, self.shortest, self.longest))
        known = [(self.vocabulary[gram], count) for gram, count in counts.items() if gram in self.vocabulary]
        if not known:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        columns = np.array([column for column, _ in known])
        weights = (1 + np.log(np.array([count for _, count in known], dtype=np.float32))) * self.idf[columns]
        return columns, weights / np.linalg.norm(weights)

    def matrix(self, texts: list[str]) -> Any:
        """(n, vocabulary) scipy CSR matrix, for fitting a head."""
        from scipy.sparse import csr_matrix

        rows = [self.row(text) for text in texts]
        starts = np.cumsum([0] + [len(columns) for columns, _ in rows])
        columns = np.concatenate([each for each, _ in rows]) if rows else np.empty(0, np.int64)
        weights = np.concatenate([each for _, each in rows]) if rows else np.empty(0, np.float32)
        return csr_matrix((weights, columns, starts), shape=(len(texts), len(self.vocabulary)))


def _grams(text: str, shortest: int, longest: int) -> list[str]:
    text = text.lower()
    pieces = [f" {word} " for word in text.split()] if longest > 3 else [text.replace(" ", "")]
    return [
        piece[at : at + size]
        for piece in pieces
        for size in range(shortest, longest + 1)
        for at in range(len(piece) - size + 1)
    ]
