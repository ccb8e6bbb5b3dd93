"""The same article twice, and a question that two articles claim."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from rapidfuzz import fuzz

from knowledge.articles import Article
from knowledge.dense import Dense
from knowledge.encoder import TextEncoder, Vectors
from knowledge.lint.finding import Finding
from knowledge.passages import paragraphs
from knowledge.words import normalise, words

SAME_WORDS = 90  # of 100: share of two articles' letters that are alike
SAME_MEANING = 0.94  # cosine of two articles' titles and approved texts; the closest two that ship have 0.80


def duplicates(articles: Sequence[Article], locale: str, encoder: TextEncoder) -> list[Finding]:
    """Two articles that say the same, by their words or by their meaning, and questions that two articles claim."""
    texts = [normalise(f"{article.title}\n{article.body}") for article in articles]
    heads = [f"{article.title} {paragraphs(article.body)[0]}" for article in articles]
    alike = _cosines(heads, encoder) if locale == "en" and heads else np.zeros((len(heads),) * 2)
    found = []
    for one, other in combinations(range(len(articles)), 2):
        share = fuzz.ratio(texts[one], texts[other])
        if share >= SAME_WORDS or alike[one, other] >= SAME_MEANING:
            how = f"{share:.0f} % of their letters" if share >= SAME_WORDS else f"cosine {alike[one, other]:.2f}"
            message = f"says nearly the same as {articles[other].id} ({how}): keep one, with the questions of both"
            found.append(Finding("error", "duplicate", locale, articles[one].id, message))
    return found + _shared_questions(articles, locale)


def _shared_questions(articles: Sequence[Article], locale: str) -> list[Finding]:
    owner: dict[str, str] = {}
    found = []
    for article in articles:
        for question in (article.title, *article.questions):
            key = " ".join(words(question, locale))
            first = owner.setdefault(key, article.id)
            if key and first != article.id:
                message = f"claims “{question}” as {first} does: leave it to the one that answers it"
                found.append(Finding("warning", "shared_question", locale, article.id, message))
    for article in articles:
        for line in article.unanswered:
            answering = owner.get(" ".join(words(line, locale)))
            if answering:
                message = f"lists “{line}” as unanswered, and {answering} is asked it: take it off the list"
                found.append(Finding("warning", "answered_after_all", locale, article.id, message))
    return found


def _cosines(texts: Sequence[str], encoder: TextEncoder) -> Vectors:
    index = Dense.build(encoder.encode(list(texts)))
    rows: Vectors = np.stack([index.scores(vector) for vector in index.vectors()])
    return rows
