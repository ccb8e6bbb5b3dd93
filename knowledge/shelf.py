"""One language's part of the index: passages and questions people ask, searchable by meaning and by words."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.articles import Article
from knowledge.dense import Dense
from knowledge.encoder import TextEncoder, Vectors
from knowledge.lexical import Lexical
from knowledge.passages import Passage, passages
from knowledge.sentences import sentences
from knowledge.spelling import Spelling
from knowledge.synonyms import terms, units
from knowledge.unanswered import Unanswered
from knowledge.words import bare, normalise

# MiniLM cannot read Chinese, and vectors of character n-grams found less than BM25 alone did (docs/answers.md).
DENSE_LOCALES = ("en",)
FEATURES = (
    "dense_question",  # cosine to the closest question that people ask
    "dense_questions",  # mean cosine to the closest three
    "dense_passage",  # cosine to the closest passage
    "dense_sentence",  # cosine to the closest sentence
    "lexical_question",
    "lexical_questions",
    "lexical_passage",
    "lexical_article",  # the words of title, questions and text together
)
EVIDENCE = (
    "covered",  # share of the question's words, by their rarity, that an article says or is asked
    "close",  # the same, where a word that it lacks counts by its cosine to the article's nearest word
    "missing",  # rarity (0..1) of the rarest word that it lacks
    "unheard",  # share of the question's words, by their rarity, that no article holds
    "words",  # how many words count, as a logarithm
    "unanswered",  # cosine to the closest question that no article answers
    "unanswered_words",  # the same by words
)
BEST = 3  # questions of an article that are averaged
Rows = np.ndarray[Any, np.dtype[np.intp]]


@dataclass(frozen=True)
class Scores:
    """One question against one shelf: a row an article, a column for each of FEATURES and of EVIDENCE.

    `passage_dense` and `passage_lexical` have one score a passage; `asked` are the rows of the articles that are
    asked just this, word for word.
    """

    features: Vectors
    evidence: Vectors
    passage_dense: Vectors
    passage_lexical: Vectors
    asked: tuple[int, ...] = ()


class Shelf:
    """Everything findable in one language. Rows of one article are neighbours, in the order of `article_ids`."""

    def __init__(
        self,
        locale: str,
        held: Sequence[Passage],
        questions: Sequence[tuple[str, str]],
        lexical: Sequence[Lexical],
        dense: Sequence[Dense],
        unanswered: Unanswered,
    ) -> None:
        self.locale = locale
        self.passages = list(held)
        self.questions = list(questions)  # (article id, question); the title is an article's first question
        self.article_ids = list(dict.fromkeys(passage.article_id for passage in self.passages))
        self._lexical = list(lexical)  # over questions, passages, whole articles
        self._dense = list(dense)  # over questions, passages, sentences, words; none where the encoder cannot read
        self.question_starts = _starts([article_id for article_id, _ in self.questions])
        self.passage_starts = _starts([passage.article_id for passage in self.passages])
        said = _sentences(self.passages)
        self._sentence_starts = _starts([article_id for article_id, _ in said])
        texts = [[] for _ in self.article_ids]  # type: list[list[str]]
        row_of = {article_id: row for row, article_id in enumerate(self.article_ids)}
        for article_id, line in [*self.questions, *((each.article_id, each.text) for each in self.passages)]:
            texts[row_of[article_id]].append(line)
        self._unanswered = unanswered
        self._asked = _owners(self.questions, row_of)
        holding: dict[str, list[int]] = {}
        for row, lines in enumerate(texts):
            for term in {term for line in lines for term in terms_of(line, locale)}:
                holding.setdefault(term, []).append(row)
        self._holding = {term: np.array(rows, np.intp) for term, rows in holding.items()}  # articles that hold a term
        self._anywhere = set(holding)
        every = (line for lines in (*texts, unanswered.lines) for line in lines)
        self._spelling = Spelling(every) if locale == "en" else None
        number = {word: row for row, word in enumerate(_vocabulary(self.questions, self.passages))}
        of_article = [sorted({number[word] for line in lines for word in _plain(line)}) or [0] for lines in texts]
        self._word_starts: Rows = np.cumsum([0, *(len(rows) for rows in of_article[:-1])], dtype=np.intp)
        self._word_rows: Rows = np.array([row for rows in of_article for row in rows], np.intp)

    @classmethod
    def build(
        cls, locale: str, articles: Sequence[Article], encoder: TextEncoder, before: "Shelf | None" = None
    ) -> "Shelf":
        """Index the articles; a text that the shelf `before` (of the same encoder) holds keeps its vector."""
        if not articles:
            return cls(locale, [], [], [], [], Unanswered([], locale, None))
        held = passages(articles)
        asked = [(article.id, line) for article in articles for line in (article.title, *article.questions)]
        whole = ["\n".join((article.title, *article.questions, article.body)) for article in articles]
        texts = [*_embedded(asked, held)[:2], whole]
        lexical = [Lexical.build(lines, locale, terms, terms_of) for lines in texts]
        known = before.vectors() if before else {}
        embedded = _embedded(asked, held) if locale in DENSE_LOCALES else []
        dense = [Dense.build(_encoded(lines, encoder, known)) for lines in embedded]
        open_lines = list(dict.fromkeys(line for article in articles for line in article.unanswered))
        reads = locale in DENSE_LOCALES and bool(open_lines)
        unanswered = Unanswered(open_lines, locale, _encoded(open_lines, encoder, known) if reads else None)
        return cls(locale, held, asked, lexical, dense, unanswered)

    def vectors(self) -> dict[str, Vectors]:
        """Return the vector of every text that was embedded."""
        known = {
            text: vector
            for texts, dense in zip(_embedded(self.questions, self.passages), self._dense, strict=False)
            for text, vector in zip(texts, dense.vectors(), strict=True)
        }
        lines, rows = self._unanswered.lines, self._unanswered.vectors
        return known if rows is None else known | dict(zip(lines, rows, strict=True))

    def score(self, question: str, encoder: TextEncoder) -> Scores:
        """Compare a question with everything."""
        if not self.article_ids:
            no_rows, no_scores = np.zeros((0, 0), np.float32), np.zeros(0, np.float32)
            return Scores(no_rows, no_rows, no_scores, no_scores)
        question = self.spelled(question, encoder)
        asked, said, whole = (lexical.scores(question) for lexical in self._lexical)
        reads = bool(self._dense) and encoder.knows(question)
        vector = encoder.encode([question])[0] if reads else None
        if vector is not None:
            asked_dense, said_dense, sentence_dense = (dense.scores(vector) for dense in self._dense[:3])
            sentence = np.maximum.reduceat(sentence_dense, self._sentence_starts)
        else:
            asked_dense, said_dense = np.zeros_like(asked), np.zeros_like(said)
            sentence = np.zeros_like(whole)
        columns = [
            np.maximum.reduceat(asked_dense, self.question_starts),
            _mean_of_best(asked_dense, self.question_starts),
            np.maximum.reduceat(said_dense, self.passage_starts),
            sentence,
            np.maximum.reduceat(asked, self.question_starts),
            _mean_of_best(asked, self.question_starts),
            np.maximum.reduceat(said, self.passage_starts),
            whole,
        ]
        features = np.stack(columns, axis=1).astype(np.float32)
        unanswered = np.array(self._unanswered.closest(question, vector), np.float32)
        evidence = self._evidence(question, encoder if reads else None)
        evidence = np.hstack([evidence, np.broadcast_to(unanswered, (len(evidence), len(unanswered)))])
        return Scores(features, evidence, said_dense, said, self._asked.get(bare(question), ()))

    def spelled(self, question: str, encoder: TextEncoder) -> str:
        """Return the question with its typing slips set right."""
        return self._spelling.correct(question, encoder.has_word) if self._spelling else question

    def _evidence(self, question: str, encoder: TextEncoder | None) -> Vectors:
        asked = units(question, self.locale)
        rarity = np.array([self._lexical[-1].idf(unit.term) for unit in asked], np.float32)
        total = float(rarity.sum()) or 1.0
        has = np.zeros((len(self.article_ids), len(asked)), np.float32)
        for column, unit in enumerate(asked):
            for term in (unit.term, *unit.groups):
                if term in self._holding:
                    has[self._holding[term], column] = 1
        close = has
        if encoder is not None and asked:
            vectors = encoder.encode([unit.written for unit in asked])
            nearest = [
                np.maximum.reduceat(self._dense[3].scores(vector)[self._word_rows], self._word_starts)
                for vector in vectors
            ]
            close = np.maximum(has, np.stack(nearest, axis=1))
        lacks = (1 - has) * rarity
        rarest = self._lexical[-1].rarest
        unheard = sum(weight for unit, weight in zip(asked, rarity, strict=True) if not unit.is_in(self._anywhere))
        columns = [
            has @ rarity / total,
            close @ rarity / total,
            lacks.max(axis=1) / rarest if asked else np.ones(len(has)),
            np.full(len(has), float(unheard) / total),
            np.full(len(has), np.log1p(len(asked))),
        ]
        evidence: Vectors = np.stack(columns, axis=1).astype(np.float32)
        return evidence

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for number, lexical in enumerate(self._lexical):
            lexical.save(folder / f"words-{number}")
        for number, dense in enumerate(self._dense):
            dense.save(folder / f"vectors-{number}.faiss")
        rows = {
            "passages": [passage.to_json() for passage in self.passages],
            "questions": self.questions,
            "unanswered": self._unanswered.lines,
        }
        if self._unanswered.vectors is not None:
            np.save(folder / "unanswered.npy", self._unanswered.vectors)
        (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, locale: str, folder: Path) -> "Shelf":
        rows = json.loads((folder / "rows.json").read_text("utf-8"))
        lexical = [Lexical.load(part, locale, terms) for part in sorted(folder.glob("words-*"))]
        dense = [Dense.load(file) for file in sorted(folder.glob("vectors-*.faiss"))]
        held = [Passage.from_json(fields) for fields in rows["passages"]]
        return cls(
            locale,
            held,
            [(article_id, line) for article_id, line in rows["questions"]],
            lexical,
            dense,
            _unanswered(folder, rows["unanswered"], locale),
        )


def _unanswered(folder: Path, lines: Sequence[str], locale: str) -> Unanswered:
    file = folder / "unanswered.npy"
    return Unanswered(lines, locale, np.load(file) if file.is_file() else None)


def _owners(questions: Sequence[tuple[str, str]], row_of: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Each question without its marks → the articles that are asked it."""
    rows: dict[str, set[int]] = {}
    for article_id, line in questions:
        rows.setdefault(bare(line), set()).add(row_of[article_id])
    return {line: tuple(sorted(found)) for line, found in rows.items()}


@lru_cache(maxsize=16_384)
def terms_of(text: str, locale: str) -> tuple[str, ...]:
    """Return the index terms of a text of the knowledge base, which is likely to be indexed again."""
    return tuple(terms(text, locale))


def _starts(owners: Sequence[str]) -> Rows:
    return np.array(
        [row for row, owner in enumerate(owners) if row == 0 or owner != owners[row - 1]],
        np.intp,
    )


def _mean_of_best(scores: Vectors, starts: Rows) -> Vectors:
    """Return each group's mean of its best few scores; groups begin at `starts`."""
    sizes = np.diff([*starts, len(scores)])
    owner = np.repeat(np.arange(len(starts)), sizes)
    order = np.lexsort((-scores, owner))
    place = np.arange(len(scores)) - np.repeat(starts, sizes)
    best = np.where(place < BEST, scores[order], 0)
    mean: Vectors = np.add.reduceat(best, starts) / np.minimum(sizes, BEST)
    return mean


def _sentences(held: Sequence[Passage]) -> list[tuple[str, str]]:
    return [(passage.article_id, line) for passage in held for line in sentences(passage.text)]


def _embedded(questions: Sequence[tuple[str, str]], held: Sequence[Passage]) -> list[list[str]]:
    """Return what gets vectors: questions, passages, sentences, words."""
    return [
        [line for _, line in questions],
        [f"{passage.title}\n{passage.text}" for passage in held],
        [line for _, line in _sentences(held)],
        _vocabulary(questions, held),
    ]


def _encoded(texts: Sequence[str], encoder: TextEncoder, known: Mapping[str, Vectors]) -> Vectors:
    """Return one row a text; the encoder reads only those that are not known."""
    new = [text for text in dict.fromkeys(texts) if text not in known]
    rows = {**known, **dict(zip(new, encoder.encode(new), strict=True))} if new else known
    return np.stack([rows[text] for text in texts])


def _plain(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", normalise(text)))


def _vocabulary(questions: Sequence[tuple[str, str]], held: Sequence[Passage]) -> list[str]:
    """Return every Latin word of the shelf once, sorted; never nothing, so that every article has a row."""
    lines = [*(line for _, line in questions), *(passage.text for passage in held)]
    return sorted({word for line in lines for word in _plain(line)}) or [""]
