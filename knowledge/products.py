"""Products found by what shoppers call them: English by meaning and words, Chinese by characters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.dense import Dense
from knowledge.encoder import TextEncoder, Vectors
from knowledge.language import normalise_locale
from knowledge.lexical import Lexical

MEANING = 0.7  # the cosine's part of an English score; the rest is the words'


@dataclass(frozen=True)
class _Built:
    ids: tuple[str, ...]
    rows: dict[str, int]
    dense: Dense | None
    english: Lexical | None
    chinese: Lexical | None


class ProductIndex:
    """Searches product documents that are handed in; a rebuild replaces all of them at once."""

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._built = _Built((), {}, None, None, None)

    def build(self, documents: Sequence[tuple[str, str, str]]) -> None:
        """Index (id, English text, Chinese text) of each product; raise ValueError for an id that comes twice."""
        ids = tuple(product_id for product_id, _, _ in documents)
        twice = sorted({product_id for product_id in ids if ids.count(product_id) > 1})
        if twice:
            raise ValueError(f"expected each product once, found more than one document of {', '.join(twice)}")
        if not documents:
            self._built = _Built((), {}, None, None, None)
            return
        english = [text for _, text, _ in documents]
        self._built = _Built(
            ids,
            {product_id: row for row, product_id in enumerate(ids)},
            Dense.build(self._encoder.encode(english)),
            Lexical.build(english, "en"),
            Lexical.build([text for _, _, text in documents], "zh"),
        )

    def search(self, text: str, locale: str, k: int = 5) -> list[tuple[str, float]]:
        """Return up to k (id, score) with a score above 0, best first; scores of two languages do not compare."""
        built = self._built
        if built.dense is None or built.english is None or built.chinese is None:
            return []
        if normalise_locale(locale) == "zh":
            scores = built.chinese.scores(text)
        else:
            scores = (1 - MEANING) * built.english.scores(text)
            if self._encoder.knows(text):
                scores = scores + MEANING * built.dense.scores(self._encoder.encode([text])[0])
        order = np.argsort(-scores, kind="stable")[:k]
        return [(built.ids[row], float(scores[row])) for row in order if scores[row] > 0]

    def vector(self, product_id: str) -> Vectors:
        """Return the unit vector of a product's English text; raise KeyError where it is not indexed."""
        built = self._built
        if built.dense is None or product_id not in built.rows:
            raise KeyError(
                f"product {product_id!r} is not in the product index; build it with the catalogue's documents"
            )
        return built.dense.vector(built.rows[product_id])
