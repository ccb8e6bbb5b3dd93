"""Finding by meaning: FAISS over unit vectors, every row compared (flat) or a graph of neighbours walked (HNSW)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.encoder import Vectors

# HNSW's M, efConstruction and efSearch (Malkov and Yashunin, 2018), as measured in docs/answers.md.
LINKS, BUILD_WIDTH, WIDTH = 32, 80, 128
Rows = np.ndarray[Any, np.dtype[np.int64]]


class Dense:
    """An inner-product index; with unit vectors a score is a cosine.

    Exact or not is decided when it is built, and kept in the file. Scores of given rows are always computed; only
    `nearest` may miss a row where a graph is walked.
    """

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.exact = not hasattr(engine, "hnsw")
        if not self.exact:
            engine.hnsw.efSearch = WIDTH  # FAISS takes k where that is more
            self._half = _half_precision(engine)

    @classmethod
    def build(cls, vectors: Vectors, exact: bool = True) -> "Dense":
        """Index the rows in their order; a graph keeps them in half precision, so that a rebuild changes nothing."""
        import faiss

        kind = "Flat" if exact else f"HNSW{LINKS}_SQfp16"
        engine: Any = faiss.index_factory(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
        if not exact:
            engine.hnsw.efConstruction = BUILD_WIDTH
        engine.add(np.ascontiguousarray(vectors, np.float32))
        return cls(engine)

    @classmethod
    def load(cls, file: Path) -> "Dense":
        import faiss

        return cls(faiss.read_index(str(file)))

    def save(self, file: Path) -> None:
        """Write the file; raise OSError where the disk is full."""
        import faiss

        try:
            faiss.write_index(self._engine, str(file))
        except RuntimeError as error:  # what FAISS raises
            raise OSError(f"expected room for {file.name}, found that it cannot be written: {error}") from error

    def __len__(self) -> int:
        return int(self._engine.ntotal)

    def scores(self, vector: Vectors, rows: Rows | None = None) -> Vectors:
        """Return the score of each of these rows, by default of all, in their order."""
        import faiss

        rows = np.arange(len(self)) if rows is None else np.ascontiguousarray(rows, np.int64)
        if not self.exact:
            found: Vectors = np.einsum("rd,d->r", self.vectors(rows), vector)
            return found
        asked, scores = np.ascontiguousarray(vector, np.float32), np.empty(len(rows), np.float32)
        pointers = (faiss.swig_ptr(asked), len(rows), faiss.swig_ptr(scores), faiss.swig_ptr(rows))
        with _one_thread():
            self._engine.compute_distance_subset(1, *pointers)
        return scores

    def nearest(self, vector: Vectors, k: int) -> Rows:
        """Return the k best rows, best first; fewer where there are not so many."""
        with _one_thread():
            found: Rows = self._engine.search(vector.reshape(1, -1), min(k, len(self)))[1][0]
        return found[found >= 0]

    def vectors(self, rows: Rows | None = None) -> Vectors:
        """Return these rows, by default all, in their order."""
        rows = np.arange(len(self)) if rows is None else np.ascontiguousarray(rows, np.int64)
        found: Vectors = self._engine.reconstruct_batch(rows) if self.exact else self._half[rows].astype(np.float32)
        return found

    def vector(self, row: int) -> Vectors:
        vector: Vectors = self._engine.reconstruct(row)
        return vector


@contextmanager
def _one_thread() -> Iterator[None]:
    """A question waits 20 ms for FAISS's other threads where the cores are busy, and is answered in less than 1."""
    import faiss

    before = faiss.omp_get_max_threads()  # of this thread: others are not concerned
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _half_precision(engine: Any) -> Any:
    """(rows, dimensions) as the graph's storage keeps them, without a copy."""
    import faiss

    storage: Any = faiss.downcast_index(engine.storage)
    return (
        faiss.rev_swig_ptr(storage.codes.data(), storage.codes.size()).view(np.float16).reshape(engine.ntotal, engine.d)
    )
