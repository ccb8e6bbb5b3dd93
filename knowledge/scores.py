"""One question against articles: how well each matches, and how much of the question it can answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.dense import Dense, Rows
from knowledge.encoder import TextEncoder, Vectors
from knowledge.holding import Holding
from knowledge.lexical import Lexical
from knowledge.rows import Part
from knowledge.synonyms import Unit

FEATURES = (
    "dense_question",  # cosine to the closest question that people ask
    "dense_questions",  # mean cosine to the closest three
    "dense_passage",  # cosine to the closest passage
    "dense_sentence",  # cosine to the closest sentence
    "lexical_question",
    "lexical_questions",
    "lexical_passage",
    "lexical_article",  # the words of title, questions and text together
    "sorted",  # logit of a linear model of all articles
)
EVIDENCE = (
    "covered",  # share of the question's words, by their rarity, that an article says or is asked
    "close",  # the same, where a word that it lacks counts by its cosine to the article's nearest word
    "missing",  # rarity (0..1) of the rarest word that it lacks
    "unheard",  # share of the question's words, by their rarity, that no article holds
    "words",  # how many words count, as a logarithm
    "unanswered",  # cosine to the closest question that no article answers
    "unanswered_words",  # the same by words
    "leaning",  # log-odds that its wording is that of questions which articles answer
)


@dataclass(frozen=True)
class Scores:
    """One question against one shelf: a row an article, a column for each of FEATURES and of EVIDENCE.

    `articles` are the articles' numbers in the shelf: all of them, or those that are near in a large one. `passages`
    are the numbers of their passages, each article's from its place in `starts` on, with one score each in
    `passage_dense` and `passage_lexical`. `asked` are the rows of the articles that are asked just this, word for word.
    """

    features: Vectors
    evidence: Vectors
    passage_dense: Vectors
    passage_lexical: Vectors
    asked: tuple[int, ...]
    articles: Rows
    passages: Rows
    starts: Rows


@dataclass(frozen=True)
class Compared:
    """The articles that a question is compared with, and the rows of their questions, passages and sentences.

    `words` are the words that they say, each once; `said` has for each word of each article its place among those, an
    article's from its place in `starts` on.
    """

    articles: Rows
    questions: Part
    passages: Part
    sentences: Part
    words: Rows
    said: Rows
    starts: Rows


def nothing() -> Scores:
    """Return the scores of no article."""
    table, scores, rows = np.zeros((0, 0), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64)
    return Scores(table, table, scores, scores, (), rows, rows, rows)


def features(part: Compared, meant: Sequence[Vectors], worded: Sequence[Vectors], sort: Vectors) -> Vectors:
    """Return a row an article with FEATURES, of one score a row of `part`: by meaning of its questions, passages and
    sentences, by words of its questions, passages and articles, `sort` one an article."""
    columns = [
        part.questions.best(meant[0]),
        part.questions.mean_of_best(meant[0]),
        part.passages.best(meant[1]),
        part.sentences.best(meant[2]),
        part.questions.best(worded[0]),
        part.questions.mean_of_best(worded[0]),
        part.passages.best(worded[1]),
        worded[2],
        sort,
    ]
    table: Vectors = np.stack(columns, axis=1).astype(np.float32)
    return table


def evidence(
    part: Compared,
    asked: Sequence[Unit],
    holding: Holding,
    whole: Lexical,
    near: Dense | None,
    encoder: TextEncoder,
    unanswered: tuple[float, float, float],
) -> Vectors:
    """Return a row an article with EVIDENCE. `whole` knows how rare a word is; `near` has the vector of every word,
    None where the encoder cannot read the question; `unanswered` is how near that list comes, in three ways."""
    rarity = np.array([whole.idf(unit.term) for unit in asked], np.float32)
    total = float(rarity.sum()) or 1.0
    has = np.zeros((len(part.articles), len(asked)), np.float32)
    for column, unit in enumerate(asked):
        has[:, column] = holding.among(unit, part.articles)
    close = has
    if near is not None and asked:
        nearest = [
            np.maximum.reduceat(near.scores(vector, part.words)[part.said], part.starts)
            for vector in encoder.encode([unit.written for unit in asked])
        ]
        close = np.maximum(has, np.stack(nearest, axis=1))
    lacks = (1 - has) * rarity
    unheard = sum(weight for unit, weight in zip(asked, rarity, strict=True) if not unit.is_in(holding.terms))
    columns = [
        has @ rarity / total,
        close @ rarity / total,
        lacks.max(axis=1) / whole.rarest if asked else np.ones(len(has)),
        np.full(len(has), float(unheard) / total),
        np.full(len(has), np.log1p(len(asked))),
        *(np.full(len(has), closeness) for closeness in unanswered),
    ]
    table: Vectors = np.stack(columns, axis=1).astype(np.float32)
    return table
