"""Finding by the words themselves: BM25 whose scores are shares of what a perfect match would have."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.words import words

K1, B = 1.2, 0.6
NOTHING = "\0"  # stands for a text without any word, which BM25 cannot index
Analyse = Callable[[str, str], list[str]]  # (text, locale) to index terms
Known = Callable[[str, str], Sequence[str]]
Scores = np.ndarray[Any, np.dtype[np.float32]]


class Lexical:
    """BM25 (Lucene's form, by bm25s) over texts of one language."""

    def __init__(self, engine: Any, locale: str, analyse: Analyse = words) -> None:
        self._engine = engine
        self._locale = locale
        self._analyse = analyse
        counts = np.diff(engine.scores["indptr"])  # documents that hold each word
        documents = engine.scores["num_docs"]
        self._idf = np.log(1 + (documents - counts + 0.5) / (counts + 0.5))
        self.rarest = float(np.log(1 + (documents + 0.5) / 0.5))  # idf of a word that no document holds

    @classmethod
    def build(
        cls, texts: Sequence[str], locale: str, analyse: Analyse = words, known: Known | None = None
    ) -> "Lexical":
        """Index the texts; their order is the order of `scores`. `known`: as `analyse`, for texts seen before."""
        import bm25s

        engine = bm25s.BM25(k1=K1, b=B, method="lucene")
        engine.index([[*(known or analyse)(text, locale)] or [NOTHING] for text in texts], show_progress=False)
        return cls(engine, locale, analyse)

    @classmethod
    def load(cls, folder: Path, locale: str, analyse: Analyse = words) -> "Lexical":
        """Read what `save` wrote."""
        import bm25s

        return cls(bm25s.BM25.load(str(folder), show_progress=False), locale, analyse)

    def save(self, folder: Path) -> None:
        self._engine.save(str(folder), show_progress=False)

    def idf(self, term: str) -> float:
        """Return how rare a word is; a word that no text holds is the rarest."""
        number = self._engine.vocab_dict.get(term)
        return self.rarest if number is None else float(self._idf[number])

    def scores(self, question: str) -> Scores:
        """Return one score a text: BM25 divided by the summed idf of the question's words, from 0 to below 1.

        A word that no text holds adds to the divisor alone, so "do you sell kayaks" stays low although "sell" is known.
        """
        terms = list(dict.fromkeys(self._analyse(question, self._locale)))
        if not terms:
            return np.zeros(self._engine.scores["num_docs"], np.float32)
        possible = sum(self.idf(term) for term in terms)
        found: Scores = self._engine.get_scores(terms)
        return found / np.float32(possible)
