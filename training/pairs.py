"""Grounded examples made from the knowledge base: a question, passages, and the sentences of them that answer it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from knowledge.articles import Article
from knowledge.encoder import TextEncoder
from knowledge.passages import Passage, passages
from knowledge.prompt import NO_ANSWER
from knowledge.sentences import sentences

SENTENCES = 2  # an answer's most
NEAR_BEST = 0.75  # a further sentence's cosine is at least this part of the best one's


@dataclass(frozen=True)
class Pair:
    """One example; `answer` consists of whole sentences of `passages`, or is NO_ANSWER."""

    article_id: str
    question: str
    passages: tuple[str, ...]  # in the order in which the prompt shows them
    answer: str


def make_pairs(
    articles: Sequence[Article],
    encoder: TextEncoder,
    seed: int,
    unanswerable: float,
    most_passages: int = 3,
) -> list[Pair]:
    """Return one pair for each question that people ask, and unanswerable ones until they are that share of all.

    The labels are weak: the approved paragraph answers where it is closest to the question, else the closest sentences
    of the closest paragraph do. An unanswerable question is shown another article, of the same topic if there is one.
    """
    draw = np.random.default_rng(seed)
    pairs: list[Pair] = []
    for article in articles:
        held = passages([article])
        for question in (article.title, *article.questions):
            ordered = _by_closeness(question, held, encoder)[:most_passages]
            texts = [passage.text for passage in ordered]
            answer = _answer(question, ordered[0], encoder)
            if draw.random() < 0.3:  # the right paragraph is not always found first
                draw.shuffle(texts)
            pairs.append(Pair(article.id, question, tuple(texts), answer))
            if draw.random() < unanswerable / (1 - unanswerable):
                other = _neighbour(article, articles, draw)
                shown = _by_closeness(question, passages([other]), encoder)[:most_passages]
                pairs.append(
                    Pair(
                        article.id,
                        question,
                        tuple(passage.text for passage in shown),
                        NO_ANSWER,
                    )
                )
    return pairs


def split_by_article(articles: Sequence[Article], held_out: float, seed: int) -> tuple[list[Article], list[Article]]:
    """Return (learned, held out): no article is on both sides."""
    order = np.random.default_rng(seed).permutation(len(articles))
    kept = max(1, round(len(articles) * held_out))
    away = {int(row) for row in order[:kept]}
    return (
        [article for row, article in enumerate(articles) if row not in away],
        [article for row, article in enumerate(articles) if row in away],
    )


def pairs_hash(pairs: Sequence[Pair]) -> str:
    """Return 16 hex digits that change with any word of the pairs."""
    return hashlib.sha256(json.dumps([asdict(pair) for pair in pairs]).encode()).hexdigest()[:16]


def _by_closeness(question: str, held: Sequence[Passage], encoder: TextEncoder) -> list[Passage]:
    vectors = encoder.encode([f"{passage.title}\n{passage.text}" for passage in held])
    cosines = vectors @ encoder.encode([question])[0]
    return [held[row] for row in np.argsort(-cosines, kind="stable")]


def _answer(question: str, passage: Passage, encoder: TextEncoder) -> str:
    parts = sentences(passage.text)
    if passage.number == 0 and len(parts) <= SENTENCES:
        return " ".join(parts)
    cosines = encoder.encode(parts) @ encoder.encode([question])[0]
    near = [row for row in np.argsort(-cosines, kind="stable")[:SENTENCES] if cosines[row] >= NEAR_BEST * cosines.max()]
    return " ".join(parts[row] for row in sorted(near))


def _neighbour(article: Article, articles: Sequence[Article], draw: np.random.Generator) -> Article:
    others = [other for other in articles if other.id != article.id]
    same_topic = [other for other in others if other.topic == article.topic]
    choice = same_topic or others
    return choice[int(draw.integers(len(choice)))]
