"""Scored questions with their right article: from held-out files, or by leaving parts of the knowledge base out."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.encoder import TextEncoder
from knowledge.index import Index
from knowledge.shelf import Scores, Shelf
from training.questions import Question

UNANSWERABLE_EVERY = 3  # a quarter of all cases


@dataclass(frozen=True)
class Case:
    """A question scored against one shelf. `without` is an article that is treated as if nobody had written it."""

    question: str
    group: str  # cases of one group never fall on both sides of a split
    scores: Scores
    gold: str | None
    without: str | None = None
    also: tuple[str, ...] = ()

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
        cases.append(Case(question.q, group, scores, question.article, also=question.also))
    return cases


def leave_one_out(shelf: Shelf, encoder: TextEncoder) -> list[Case]:
    """Make cases of the articles' own questions, each scored as if its line were not in the index.

    One in three is also a case without its article: nobody wrote the answer, its neighbours are still there. Both are
    harder than what shoppers ask, since an article's lines are written to differ from each other.
    """
    titles = set(shelf.question_starts.tolist())
    cases = []
    for row, (article_id, line) in enumerate(shelf.questions):
        if row in titles:
            continue
        scores = shelf.score(line, encoder, left_out=row)
        cases.append(Case(line, article_id, scores, article_id))
        if row % UNANSWERABLE_EVERY == 0:
            cases.append(Case(line, article_id, scores, None, without=article_id))
    return cases
