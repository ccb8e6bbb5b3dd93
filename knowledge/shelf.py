"""One language's part of the index: passages and questions people ask, searchable by meaning and by words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.articles import Article
from knowledge.dense import Dense
from knowledge.encoder import TextEncoder, Vectors
from knowledge.lexical import Lexical
from knowledge.passages import Passage, passages
from knowledge.spelling import Spelling
from knowledge.words import words

# MiniLM cannot read Chinese, and vectors of character n-grams found less than BM25 alone did (docs/answers.md).
DENSE_LOCALES = ("en",)
FEATURES = (
    "dense_question",  # cosine to the closest question that people ask
    "dense_article",  # mean cosine to all of an article's questions
    "dense_passage",  # cosine to the closest passage
    "lexical_question",
    "lexical_passage",
    "lexical_article",  # the words of title and body together
)
Rows = np.ndarray[Any, np.dtype[np.intp]]


@dataclass(frozen=True)
class Scores:
    """One question against one shelf: a row an article, a column for each of FEATURES; and one score a passage.

    `covered`: how much of the question, by the rarity of its words, an article says or is asked in any of its lines.
    """

    features: Vectors
    covered: Vectors
    passage_dense: Vectors
    passage_lexical: Vectors


class Shelf:
    """Everything findable in one language. Rows of one article are neighbours, in the order of `article_ids`."""

    def __init__(
        self,
        locale: str,
        held: Sequence[Passage],
        questions: Sequence[tuple[str, str]],
        lexical: Sequence[Lexical],
        dense: Sequence[Dense],
    ) -> None:
        self.locale = locale
        self.passages = list(held)
        self.questions = list(questions)  # (article id, question); the title is an article's first question
        self.article_ids = list(dict.fromkeys(passage.article_id for passage in self.passages))
        self._lexical = list(lexical)  # over questions, passages, whole articles
        self._dense = list(dense)  # over questions, passages; empty where the encoder cannot read the language
        texts = [line for _, line in self.questions] + [passage.text for passage in self.passages]
        self._holders = self._who_holds()
        self._spelling = Spelling(texts) if locale == "en" else None
        self.question_starts = _starts([article_id for article_id, _ in self.questions])
        self.passage_starts = _starts([passage.article_id for passage in self.passages])

    @classmethod
    def build(cls, locale: str, articles: Sequence[Article], encoder: TextEncoder) -> "Shelf":
        held = passages(articles)
        asked = [(article.id, line) for article in articles for line in (article.title, *article.questions)]
        texts = [
            [line for _, line in asked],
            [f"{passage.title}\n{passage.text}" for passage in held],
            [f"{article.title}\n{article.body}" for article in articles],
        ]
        lexical = [Lexical.build(lines, locale) for lines in texts]
        dense = [Dense.build(encoder.encode(lines)) for lines in texts[:2]] if locale in DENSE_LOCALES else []
        return cls(locale, held, asked, lexical, dense)

    def score(self, question: str, encoder: TextEncoder, left_out: int | None = None) -> Scores:
        """Compare a question with everything; evaluation may leave out the row of one of the questions."""
        if self._spelling:
            question = self._spelling.correct(question, encoder.has_word)
        asked, said, whole = (lexical.scores(question) for lexical in self._lexical)
        if self._dense and encoder.knows(question):
            vector = encoder.encode([question])[0]
            asked_dense, said_dense = (dense.scores(vector) for dense in self._dense)
        else:
            asked_dense, said_dense = np.zeros_like(asked), np.zeros_like(said)
        counts = np.diff([*self.question_starts, len(self.questions)]).astype(np.float32)
        sums = np.add.reduceat(asked_dense, self.question_starts)
        if left_out is not None:
            owner = int(np.searchsorted(self.question_starts, left_out, side="right")) - 1
            sums[owner] -= asked_dense[left_out]
            counts[owner] -= 1
            asked_dense, asked = asked_dense.copy(), asked.copy()
            asked_dense[left_out], asked[left_out] = -1, 0
        columns = [
            np.maximum.reduceat(asked_dense, self.question_starts),
            sums / counts,
            np.maximum.reduceat(said_dense, self.passage_starts),
            np.maximum.reduceat(asked, self.question_starts),
            np.maximum.reduceat(said, self.passage_starts),
            whole,
        ]
        features = np.stack(columns, axis=1).astype(np.float32)
        return Scores(features, self._covered(question), said_dense, said)

    def _covered(self, question: str) -> Vectors:
        covered: Vectors = np.zeros(len(self.article_ids), np.float32)
        rarity = {term: self._lexical[-1].idf(term) for term in words(question, self.locale)}
        for term, idf in rarity.items():
            covered[self._holders.get(term, [])] += idf
        return covered / np.float32(sum(rarity.values()) or 1)

    def _who_holds(self) -> dict[str, list[int]]:
        """Return the rows of the articles that hold a word, by word."""
        row_of = {article_id: row for row, article_id in enumerate(self.article_ids)}
        holders: dict[str, set[int]] = {}
        lines = [*self.questions, *((passage.article_id, passage.text) for passage in self.passages)]
        for article_id, line in lines:
            for term in set(words(line, self.locale)):
                holders.setdefault(term, set()).add(row_of[article_id])
        return {term: sorted(rows) for term, rows in holders.items()}

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for number, lexical in enumerate(self._lexical):
            lexical.save(folder / f"words-{number}")
        for number, dense in enumerate(self._dense):
            dense.save(folder / f"vectors-{number}.faiss")
        rows = {
            "passages": [passage.to_json() for passage in self.passages],
            "questions": self.questions,
        }
        (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, locale: str, folder: Path) -> "Shelf":
        rows = json.loads((folder / "rows.json").read_text("utf-8"))
        lexical = [Lexical.load(part, locale) for part in sorted(folder.glob("words-*"))]
        dense = [Dense.load(file) for file in sorted(folder.glob("vectors-*.faiss"))]
        held = [Passage.from_json(fields) for fields in rows["passages"]]
        return cls(
            locale,
            held,
            [(article_id, line) for article_id, line in rows["questions"]],
            lexical,
            dense,
        )


def _starts(owners: Sequence[str]) -> Rows:
    return np.array(
        [row for row, owner in enumerate(owners) if row == 0 or owner != owners[row - 1]],
        np.intp,
    )
