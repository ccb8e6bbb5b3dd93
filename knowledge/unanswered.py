"""Questions that people ask and no article answers: how close a new question comes to one of them."""

from collections.abc import Sequence

from knowledge.encoder import Vectors
from knowledge.lexical import Lexical
from knowledge.synonyms import terms


class Unanswered:
    """One language's list. The few hundred lines of a shop are compared one by one."""

    def __init__(self, lines: Sequence[str], locale: str, vectors: Vectors | None) -> None:
        """`vectors` has one unit row a line; None where the encoder does not read the language."""
        self.lines = list(lines)
        self.vectors = vectors
        self._lexical = Lexical.build(lines, locale, terms) if lines else None

    def closest(self, question: str, vector: Vectors | None) -> tuple[float, float]:
        """Return how close the closest line is by meaning (a cosine) and by words (0..1), 0 where there is none."""
        if self._lexical is None:
            return 0.0, 0.0
        by_meaning = 0.0
        if self.vectors is not None and vector is not None:
            by_meaning = float((self.vectors @ vector).max(initial=0))
        return by_meaning, float(self._lexical.scores(question).max())
