"""Which articles hold a word: what tells how much of a question an article can answer."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.dense import Rows
from knowledge.encoder import Vectors
from knowledge.synonyms import Unit, terms


class Holding:
    """Index terms, and the rows of the articles that hold each, ascending."""

    def __init__(self, held: Sequence[str], starts: Rows, articles: Rows) -> None:
        self.terms = set(held)
        self._number = {term: number for number, term in enumerate(held)}
        self._starts = starts  # (terms + 1,)
        self._articles = articles

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]], locale: str) -> "Holding":
        """Index the lines of each article."""
        holding: dict[str, list[int]] = {}
        for row, lines in enumerate(texts):
            for term in {term for line in lines for term in terms_of(line, locale)}:
                holding.setdefault(term, []).append(row)
        starts = np.cumsum([0, *(len(rows) for rows in holding.values())], dtype=np.int64)
        return cls(list(holding), starts, np.array([row for rows in holding.values() for row in rows], np.int64))

    @classmethod
    def load(cls, folder: Path) -> "Holding":
        """Read what `save` wrote."""
        held = (folder / "terms.txt").read_text("utf-8").splitlines()
        return cls(held, np.load(folder / "starts.npy"), np.load(folder / "articles.npy"))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "terms.txt").write_text("\n".join(self._number), "utf-8")
        np.save(folder / "starts.npy", self._starts)
        np.save(folder / "articles.npy", self._articles)

    def among(self, unit: Unit, articles: Rows) -> Vectors:
        """Return 1 for each of these articles that holds the word or one that means the same, else 0."""
        has = np.zeros(len(articles), np.float32)
        for term in (unit.term, *unit.groups):
            number = self._number.get(term)
            if number is not None:
                rows = self._articles[self._starts[number] : self._starts[number + 1]]
                has[rows[np.minimum(np.searchsorted(rows, articles), len(rows) - 1)] == articles] = 1
        return has


@lru_cache(maxsize=16_384)
def terms_of(text: str, locale: str) -> tuple[str, ...]:
    """Return the index terms of a text of the knowledge base, which is likely to be indexed again."""
    return tuple(terms(text, locale))
