"""Rows that belong to articles: each article's are neighbours, in the order of the articles."""

from collections.abc import Sequence

import numpy as np

from knowledge.dense import Rows
from knowledge.encoder import Vectors

BEST = 3  # rows of an article that are averaged


class Owned:
    """Rows of one kind (questions, passages, sentences, words); every article owns at least one."""

    def __init__(self, starts: Rows, count: int) -> None:
        self._starts = starts  # (articles,)
        self._ends: Rows = np.append(starts[1:], count)

    @classmethod
    def by(cls, owners: Sequence[str]) -> "Owned":
        """Make it of each row's owner."""
        first = [row for row, owner in enumerate(owners) if row == 0 or owner != owners[row - 1]]
        return cls(np.array(first, np.int64), len(owners))

    @classmethod
    def sized(cls, sizes: Rows) -> "Owned":
        """Make it of how many rows each article owns."""
        ends: Rows = np.cumsum(sizes)
        return cls(ends - sizes, int(sizes.sum()))

    def of(self, articles: Rows) -> "Part":
        """Return the rows of these articles, in the order of the articles."""
        sizes = self._ends[articles] - self._starts[articles]
        begins = np.cumsum(sizes) - sizes
        rows = np.arange(int(sizes.sum())) + np.repeat(self._starts[articles] - begins, sizes)
        return Part(rows, begins, sizes)

    def owners(self, rows: Rows) -> Rows:
        """Return the article of each of these rows."""
        owners: Rows = np.searchsorted(self._starts, rows, side="right") - 1
        return owners


class Part:
    """The rows of some articles: `rows` by their number, where each article's `begin` among them, and their number."""

    def __init__(self, rows: Rows, begins: Rows, sizes: Rows) -> None:
        self.rows, self.begins, self.sizes = rows, begins, sizes

    def best(self, scores: Vectors) -> Vectors:
        """Return each article's best score, of one score a row."""
        best: Vectors = np.maximum.reduceat(scores, self.begins)
        return best

    def mean_of_best(self, scores: Vectors) -> Vectors:
        """Return the mean of each article's best few scores."""
        owner = np.repeat(np.arange(len(self.begins)), self.sizes)
        order = np.lexsort((-scores, owner))
        place = np.arange(len(scores)) - np.repeat(self.begins, self.sizes)
        few = np.where(place < BEST, scores[order], 0)
        mean: Vectors = np.add.reduceat(few, self.begins) / np.minimum(self.sizes, BEST)
        return mean


def best_rows(scores: Vectors, k: int) -> Rows:
    """Return the k rows with the best scores above 0, in no order."""
    rows: Rows = np.argpartition(-scores, k)[:k] if k < len(scores) else np.arange(len(scores))
    return rows[scores[rows] > 0]
