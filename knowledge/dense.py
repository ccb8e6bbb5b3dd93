"""Finding by meaning: FAISS over unit vectors, every row scored."""

from pathlib import Path
from typing import Any

import numpy as np

from knowledge.encoder import Vectors


class Dense:
    """An exact inner-product index; with unit vectors a score is a cosine."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    @classmethod
    def build(cls, vectors: Vectors) -> "Dense":
        import faiss

        engine = faiss.IndexFlatIP(vectors.shape[1])
        engine.add(np.ascontiguousarray(vectors, np.float32))
        return cls(engine)

    @classmethod
    def load(cls, file: Path) -> "Dense":
        import faiss

        return cls(faiss.read_index(str(file)))

    def save(self, file: Path) -> None:
        import faiss

        faiss.write_index(self._engine, str(file))

    def __len__(self) -> int:
        return int(self._engine.ntotal)

    def scores(self, vector: Vectors) -> Vectors:
        """Return the score of every row, in row order."""
        found, rows = self._engine.search(vector.reshape(1, -1), len(self))
        scores: Vectors = np.empty(len(self), np.float32)
        scores[rows[0]] = found[0]
        return scores

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """Return the k best rows with their scores, best first."""
        found, rows = self._engine.search(vector.reshape(1, -1), min(k, len(self)))
        return [(int(row), float(score)) for row, score in zip(rows[0], found[0], strict=True)]

    def vectors(self) -> Vectors:
        """Return every row, in row order."""
        vectors: Vectors = self._engine.reconstruct_n(0, len(self))
        return vectors

    def vector(self, row: int) -> Vectors:
        vector: Vectors = self._engine.reconstruct(row)
        return vector
