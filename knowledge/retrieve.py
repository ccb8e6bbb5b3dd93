"""A question to ranked articles: meaning and words fused into one score an article, the parts kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge.bands import Calibration
from knowledge.encoder import TextEncoder, Vectors
from knowledge.index import Index
from knowledge.passages import Passage
from knowledge.scores import EVIDENCE, FEATURES, Scores

MEANING = 0.6  # the cosine's part of how well a paragraph itself matches; the rest is the words'
NEAR = 0.95  # a further paragraph's match is at least this part of the best one's to be shown beside it
AHEAD = 2.0  # in the fused score, of articles that are asked just this question
LEAD = 0.05  # what a later paragraph must win by to be what the question is about


@dataclass(frozen=True)
class Hit:
    """One passage found; `score` is its article's, `dense` and `lexical` are its own."""

    passage: Passage
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True)
class Ranked:
    """One article found, with its passages in the order in which they match."""

    article_id: str
    title: str
    score: float  # fused; only its differences mean something
    share: float  # of all articles' exp(score): 0..1
    features: dict[str, float]
    hits: tuple[Hit, ...]
    asked: bool = False  # just this question is one that people ask of it

    @property
    def asked_about(self) -> list[Passage]:
        """The passage that matches best, and those that match all but as well: more would only distract a writer."""
        enough = NEAR * match(self.hits[0])
        return [hit.passage for hit in self.hits if hit is self.hits[0] or match(hit) >= enough]

    @property
    def approved(self) -> Hit:
        """The approved text: the article's first paragraph."""
        return min(self.hits, key=lambda hit: hit.passage.number)


class Retriever:
    """Searches one index; articles outside their validity are as if they were not there."""

    def __init__(
        self,
        index: Index,
        encoder: TextEncoder,
        calibration: Calibration,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.index = index
        self._encoder = encoder
        self._calibration = calibration
        self._today = today

    def search(self, question: str, locale: str, k: int = 10) -> list[Hit]:
        """Return the best passage of each of the k best articles, best first."""
        return [ranked.hits[0] for ranked in self.rank(question, locale, k)]

    def rank(self, question: str, locale: str, k: int = 10) -> list[Ranked]:
        """Return the k best articles, best first; none where the question shares nothing with any."""
        scores = self.index.shelves[locale].score(question, self._encoder)
        return self.order(scores, locale, k)

    def spelled(self, question: str, locale: str) -> str:
        """Return the question with its typing slips set right, as it is compared."""
        return self.index.shelves[locale].spelled(question, self._encoder)

    def article(self, article_id: str, locale: str) -> list[Passage]:
        """Return an article's passages in their own order; none where there is no such article today."""
        today = self._today()
        return [passage for passage in self.index.shelves[locale].held(article_id) if passage.is_valid(today)]

    def order(self, scores: Scores, locale: str, k: int = 10, without: str | None = None) -> list[Ranked]:
        """Return the k best articles of what was scored, `without` one article where evaluation asks for that."""
        if not np.any(scores.features > 0):
            return []
        passages = [self.index.shelves[locale].passages[row] for row in scores.passages]
        weights = self._calibration.fusion[locale]
        first = [passages[place] for place in scores.starts]
        today = self._today()
        valid = np.array([passage.is_valid(today) and passage.article_id != without for passage in first])
        if not valid.any():
            return []
        fused = np.where(valid, fuse(scores, weights), -np.inf)
        asked = [row for row in scores.asked if valid[row]]
        fused[asked] = fused.max() + AHEAD
        shares = np.exp(fused - fused.max())
        shares = shares / shares.sum()
        ends = [*scores.starts[1:], len(passages)]
        found = []
        for article in np.argsort(-fused, kind="stable")[:k]:
            if not valid[article]:
                break
            places = range(scores.starts[article], ends[article])
            hits = [
                Hit(
                    passages[place],
                    float(fused[article]),
                    float(scores.passage_dense[place]),
                    float(scores.passage_lexical[place]),
                )
                for place in places
            ]
            hits.sort(key=lambda hit: -match(hit))
            seen = np.concatenate([scores.features[article], scores.evidence[article]])
            features = dict(zip((*FEATURES, *EVIDENCE), map(float, seen), strict=True))
            passage = hits[0].passage
            found.append(
                Ranked(
                    passage.article_id,
                    passage.title,
                    float(fused[article]),
                    float(shares[article]),
                    features,
                    tuple(hits),
                    article in asked,
                )
            )
        return found


def fuse(scores: Scores, weights: dict[str, float]) -> Vectors:
    """Return one score an article: the weighted sum of its features."""
    fused: Vectors = scores.features @ np.array([weights[name] for name in FEATURES], np.float32)
    return fused


def match(hit: Hit) -> float:
    """Return how well a passage itself matches (0..1); the approved one has a small lead over the details below it."""
    found = MEANING * hit.dense + (1 - MEANING) * hit.lexical
    return found + LEAD if hit.passage.number == 0 else found
