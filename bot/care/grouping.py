"""Questions that mean the same, told by their vectors: the encoder's in English, words and characters in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.dense import Dense
from knowledge.encoder import TextEncoder, Vectors
from knowledge.synonyms import terms

# Mean similarity from which two groups are one. Pairs put together that belong together, and share of all such pairs
# found: English 80 % and 59 % on 226 messages of Banking77, 98 % and 44 % on 258 of CLINC150; Chinese 84 % and 5 % on
# the shipped examples of 186 messages, where only nearly the same words are found.
CLOSE = {"en": 0.55, "zh": 0.3}


def grouped(texts: Sequence[str], locale: str, encoder: TextEncoder) -> list[list[int]]:
    """The places of texts that mean the same, by average linkage; in each group, the one most like all others first."""
    if len(texts) < 2:
        return [[place] for place in range(len(texts))]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    alike = likeness(texts, locale, encoder)
    apart = np.clip(1.0 - (alike + alike.T) / 2, 0.0, None)
    np.fill_diagonal(apart, 0.0)
    labels = fcluster(linkage(squareform(apart, checks=False), "average"), 1.0 - CLOSE[locale], "distance")
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(place)
    mean = {place: round(float(alike[place, group].mean()), 3) for group in groups.values() for place in group}
    return [sorted(group, key=lambda place: (-mean[place], place)) for group in groups.values()]


def likeness(texts: Sequence[str], locale: str, encoder: TextEncoder) -> Vectors:
    """(n, n) cosines."""
    index = Dense.build(encoder.encode(texts) if locale == "en" else _by_words(texts, locale))
    rows: Vectors = np.stack([index.scores(vector) for vector in index.vectors()])
    return rows


def _by_words(texts: Sequence[str], locale: str) -> Vectors:
    """(n, vocabulary) unit vectors of the terms in each text, the rarer among these texts the heavier."""
    held = [set(terms(text, locale)) or {""} for text in texts]
    said = Counter(term for each in held for term in each)
    place = {term: number for number, term in enumerate(said)}
    rows = np.zeros((len(texts), len(place)), np.float32)
    for row, each in zip(rows, held, strict=True):
        for term in each:
            row[place[term]] = np.log(1 + len(texts) / said[term])
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
