"""Scored questions with their right article: from held-out files, or by leaving parts of the knowledge base out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.articles import Article
from knowledge.encoder import TextEncoder
from knowledge.index import Index
from knowledge.scores import Scores
from knowledge.shelf import Shelf
from training.questions import Question

PARTS = 8  # in which the articles' lines are left out together
UNANSWERABLE_EVERY = 2  # of the questions left out: a third of all cases


@dataclass(frozen=True)
class Case:
    """A question scored against one shelf. `without` is an article that is treated as if nobody had written it."""

    question: str
    group: str  # cases of one group never fall on both sides of a split
    scores: Scores
    gold: str | None
    without: str | None = None
    also: tuple[str, ...] = ()
    ask: bool | None = None  # of a few words to calibrate on, whether which article is meant cannot be told

    def is_right(self, article_id: str) -> bool:
        """Say whether that article answers it."""
        return article_id == self.gold or article_id in self.also


def held_out(questions: Sequence[Question], index: Index, encoder: TextEncoder, locale: str) -> list[Case]:
    """Score the questions of one language; raise ValueError for an article that does not exist."""
    shelf = index.shelves[locale]
    cases = []
    for number, question in enumerate(questions):
        if question.locale != locale:
            continue
        for named in (question.article, *question.also):
            if named is not None and named not in shelf.article_ids:
                raise ValueError(f"{question.q!r}: expected the id of an article, found {named!r}")
        group = question.article or f"none-{number}"
        scores = shelf.score(question.q, encoder)
        cases.append(Case(question.q, group, scores, question.article, also=question.also, ask=question.ask))
    return cases


def leave_one_out(articles: Sequence[Article], encoder: TextEncoder, locale: str, every: int = 1) -> list[Case]:
    """Make cases of the articles' own questions, each scored against a shelf that was built without its line.

    One in two is also a case without its article: nobody wrote the answer, its neighbours are still there. Both are
    harder than what shoppers ask, since an article's lines are written to differ. `every`: use each n-th question only.
    """
    there = [article for article in articles if article.locale == locale]
    lines = [(row, line) for row, article in enumerate(there) for line in article.questions]
    cases = []
    for number, (row, line) in enumerate(lines[::every]):
        article = there[row]
        less = replace(article, questions=tuple(other for other in article.questions if other != line))
        shelf = Shelf.build(locale, [*there[:row], less, *there[row + 1 :]], encoder)
        scores = shelf.score(line, encoder)
        cases.append(Case(line, article.id, scores, article.id))
        if number % UNANSWERABLE_EVERY == 0:
            cases.append(Case(line, article.id, scores, None, without=article.id))
    return cases


def lines_out(articles: Sequence[Article], encoder: TextEncoder, locale: str) -> list[Case]:
    """Make a case of every question that people ask, and of every one that nothing answers, each scored against a
    shelf without it: an eighth of all such lines is left out at a time."""
    there = [article for article in articles if article.locale == locale]
    lines = [(article.id, line, True) for article in there for line in article.questions]
    lines += [(article.id, line, False) for article in there for line in article.unanswered]
    part = np.random.default_rng(0).permutation(len(lines)) % PARTS
    cases = []
    for number in range(PARTS):
        out = [each for each, where in zip(lines, part, strict=True) if where == number]
        shelf = Shelf.build(locale, _without(there, {(owner, line) for owner, line, _ in out}), encoder)
        for owner, line, answers in out:
            cases.append(Case(line, owner, shelf.score(line, encoder), owner if answers else None))
    return cases


def _without(articles: Sequence[Article], lines: set[tuple[str, str]]) -> list[Article]:
    return [
        replace(
            article,
            questions=tuple(line for line in article.questions if (article.id, line) not in lines),
            unanswered=tuple(line for line in article.unanswered if (article.id, line) not in lines),
        )
        for article in articles
    ]
