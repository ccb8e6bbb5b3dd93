"""Questions that people ask and no article answers: how near a new question comes to them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.encoder import Vectors
from knowledge.leaning import Leaning
from knowledge.lexical import Lexical
from knowledge.synonyms import terms


class Unanswered:
    """One language's list. The few hundred lines of a shop are compared one by one."""

    def __init__(
        self,
        lines: Sequence[str],
        locale: str,
        vectors: Vectors | None = None,
        answered: Sequence[str] = (),
        leaning: Leaning | None = None,
    ) -> None:
        """`vectors` has one unit row a line; None where the encoder does not read the language. `answered` are the
        lines that articles are asked, which the list is told apart from; not needed where `leaning` has learned it."""
        self.lines = list(lines)
        self._vectors = vectors
        self._lexical = Lexical.build(lines, locale, terms) if lines else None
        self._leaning = leaning or Leaning.learn(answered, lines, locale)

    @classmethod
    def load(cls, folder: Path, locale: str) -> "Unanswered":
        """Read what `save` wrote."""
        vectors = folder / "vectors.npy"
        lines = (folder / "lines.txt").read_text("utf-8").splitlines()
        leaning = Leaning(np.load(folder / "leaning.npy"), locale)
        return cls(lines, locale, np.load(vectors) if vectors.is_file() else None, leaning=leaning)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "lines.txt").write_text("\n".join(self.lines), "utf-8")
        np.save(folder / "leaning.npy", self._leaning.weights)
        if self._vectors is not None:
            np.save(folder / "vectors.npy", self._vectors)

    def known(self) -> dict[str, Vectors]:
        """Return the vector of every line; of none where there are no vectors."""
        return {} if self._vectors is None else dict(zip(self.lines, self._vectors, strict=True))

    def near(self, question: str, vector: Vectors | None) -> tuple[float, float, float]:
        """Return how close the closest line is by meaning (a cosine) and by words (0..1), and by the log-odds how much
        the wording is that of questions which articles answer; 0 where there is no line."""
        if self._lexical is None:
            return 0.0, 0.0, 0.0
        by_meaning = 0.0
        if self._vectors is not None and vector is not None:
            by_meaning = float((self._vectors @ vector).max(initial=0))
        return by_meaning, float(self._lexical.scores(question).max()), self._leaning.of(question)
