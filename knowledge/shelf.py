"""One language's part of the index: passages and questions people ask, searchable by meaning and by words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.articles import Article
from knowledge.dense import Dense, Rows
from knowledge.embedded import embedded, encoded
from knowledge.encoder import TextEncoder, Vectors
from knowledge.holding import Holding, terms_of
from knowledge.lexical import Lexical
from knowledge.passages import Passage, passages
from knowledge.rows import Owned, best_rows
from knowledge.scores import Compared, Scores, evidence, features, nothing
from knowledge.sentences import sentences
from knowledge.sorting import Sorter
from knowledge.spelling import Spelling
from knowledge.synonyms import terms, units
from knowledge.unanswered import Unanswered
from knowledge.vocabulary import Vocabulary
from knowledge.words import bare

# MiniLM cannot read Chinese, and vectors of character n-grams found less than BM25 alone did (docs/answers.md).
DENSE_LOCALES = ("en",)


@dataclass(frozen=True)
class Reach:
    """How much a question is compared with: every article, or from `large` questions, passages or sentences on the
    articles of the `nearest` by each way of matching. Both as measured in docs/answers.md."""

    large: int = 10_000
    nearest: int = 128


REACH = Reach()


class Shelf:
    """Everything findable in one language. Rows of one article are neighbours, in the order of `article_ids`."""

    def __init__(
        self,
        locale: str,
        held: Sequence[Passage],
        questions: Sequence[tuple[str, str]],
        lexical: Sequence[Lexical] = (),
        dense: Sequence[Dense] = (),
        holding: Holding | None = None,
        vocabulary: Vocabulary | None = None,
        unanswered: Unanswered | None = None,
        reach: Reach = REACH,
        sorter: Sorter | None = None,
    ) -> None:
        self.locale = locale
        self.passages = list(held)
        self.questions = list(questions)  # (article id, question); the title is an article's first question
        self.article_ids = list(dict.fromkeys(passage.article_id for passage in self.passages))
        self._row = {article_id: row for row, article_id in enumerate(self.article_ids)}
        self._lexical = list(lexical)  # over questions, passages, whole articles
        self._dense = list(dense)  # over questions, passages, sentences, words; none where the encoder cannot read
        owners = [
            [article_id for article_id, _ in self.questions],
            [passage.article_id for passage in self.passages],
            [passage.article_id for passage in self.passages for _ in sentences(passage.text)],
        ]
        self._owned = [Owned.by(each) for each in owners]
        self._asked = _owners(self.questions, self._row)
        self._unanswered = unanswered or Unanswered([], locale)
        self._sorter = sorter  # none where the encoder cannot read, or there is too much to learn
        texts = self._texts()
        self._holding = holding or Holding.build(texts, locale)
        self._vocabulary = vocabulary or Vocabulary.build(texts)
        every = (line for lines in (*texts, self._unanswered.lines) for line in lines)
        self._spelling = Spelling(every) if locale == "en" else None
        is_large = max(map(len, owners)) >= reach.large
        self._nearest = reach.nearest
        self._every = None if is_large else self._part(np.arange(len(self.article_ids)))

    @classmethod
    def build(
        cls,
        locale: str,
        articles: Sequence[Article],
        encoder: TextEncoder,
        before: "Shelf | None" = None,
        reach: Reach = REACH,
    ) -> "Shelf":
        """Index the articles; a text that the shelf `before` (of the same encoder) holds keeps its vector."""
        held = passages(articles)
        asked = [(article.id, line) for article in articles for line in (article.title, *article.questions)]
        known = before.vectors() if before else {}
        open_lines = list(dict.fromkeys(line for article in articles for line in article.unanswered))
        reads = locale in DENSE_LOCALES
        unanswered = Unanswered(
            open_lines,
            locale,
            encoded(open_lines, encoder, known) if reads and open_lines else None,
            answered=[line for _, line in asked],
        )
        shelf = cls(locale, held, asked, unanswered=unanswered, reach=reach)
        if not articles:
            return shelf
        texts = embedded(asked, held, shelf._vocabulary.words)
        whole = ["\n".join((article.title, *article.questions, article.body)) for article in articles]
        shelf._lexical = [Lexical.build(lines, locale, terms, terms_of) for lines in (*texts[:2], whole)]
        if reads:
            vectors = [encoded(lines, encoder, known) for lines in texts]
            shelf._dense = [Dense.build(rows, exact=len(rows) < reach.large) for rows in vectors[:3]]
            shelf._dense.append(Dense.build(vectors[3]))  # words are never searched, only compared
            owners = np.array([shelf._row[article_id] for article_id, _ in asked])
            shelf._sorter = Sorter.learn(vectors[0], owners, len(articles))
        return shelf

    def vectors(self) -> dict[str, Vectors]:
        """Return the vector of every text that was embedded."""
        texts = embedded(self.questions, self.passages, self._vocabulary.words)
        known = self._unanswered.known()
        for kind, dense in zip(texts, self._dense, strict=False):
            known.update(zip(kind, dense.vectors(), strict=True))
        return known

    def held(self, article_id: str) -> list[Passage]:
        """Return an article's passages in their own order; none where there is no such article."""
        if article_id not in self._row:
            return []
        return [self.passages[row] for row in self._owned[1].of(np.array([self._row[article_id]])).rows]

    def score(self, question: str, encoder: TextEncoder) -> Scores:
        """Compare a question with every article, or in a large shelf with those that are near in some way."""
        question = self.spelled(question, encoder)
        vector = encoder.encode([question])[0] if self._dense and encoder.knows(question) else None
        worded = [lexical.scores(question) for lexical in self._lexical]
        asked = self._asked.get(bare(question), ())
        part = self._every or self._part(self._near(vector, worded, asked))
        if not len(part.articles):
            return nothing()
        kinds = (part.questions, part.passages, part.sentences)
        meant = [np.zeros(len(kind.rows), np.float32) for kind in kinds]
        if vector is not None:
            meant = [dense.scores(vector, kind.rows) for dense, kind in zip(self._dense, kinds, strict=False)]
        rows = (part.questions.rows, part.passages.rows, part.articles)
        worded = [scores[some] for scores, some in zip(worded, rows, strict=True)]
        near = None if vector is None else self._dense[3]
        sort = np.zeros(len(part.articles), np.float32)
        if vector is not None and self._sorter is not None:
            sort = self._sorter.scores(vector, part.articles)
        unanswered = self._unanswered.near(question, vector)
        return Scores(
            features(part, meant, worded, sort),
            evidence(part, units(question, self.locale), self._holding, self._lexical[-1], near, encoder, unanswered),
            meant[1],
            worded[1],
            tuple(np.searchsorted(part.articles, asked).tolist()),
            part.articles,
            part.passages.rows,
            part.passages.begins,
        )

    def spelled(self, question: str, encoder: TextEncoder) -> str:
        """Return the question with its typing slips set right."""
        return self._spelling.correct(question, encoder.has_word) if self._spelling else question

    def _near(self, vector: Vectors | None, words: Sequence[Vectors], asked: Sequence[int]) -> Rows:
        """Return the articles that one way of matching brings forward, ascending."""
        found = [np.array(asked, np.int64), best_rows(words[2], self._nearest)]
        for owned, scores in zip(self._owned, words[:2], strict=False):
            found.append(owned.owners(best_rows(scores, self._nearest)))
        if vector is not None:
            for owned, dense in zip(self._owned, self._dense, strict=False):
                found.append(owned.owners(dense.nearest(vector, self._nearest)))
            if self._sorter is not None:
                sort = self._sorter.scores(vector, np.arange(len(self.article_ids)))
                found.append(np.argsort(-sort, kind="stable")[: self._nearest])
        articles: Rows = np.unique(np.concatenate(found))
        return articles

    def _part(self, articles: Rows) -> Compared:
        questions, said, sentence = (owned.of(articles) for owned in self._owned)
        return Compared(articles, questions, said, sentence, *self._vocabulary.of(articles))

    def _texts(self) -> list[list[str]]:
        """Return the lines of each article: what it is asked, and its passages."""
        texts: list[list[str]] = [[] for _ in self.article_ids]
        for article_id, line in [*self.questions, *((each.article_id, each.text) for each in self.passages)]:
            texts[self._row[article_id]].append(line)
        return texts

    def save(self, folder: Path) -> None:
        """Write everything but what is read off the texts quickly; raise OSError where the disk is full."""
        folder.mkdir(parents=True)
        for number, lexical in enumerate(self._lexical):
            lexical.save(folder / f"words-{number}")
        for number, dense in enumerate(self._dense):
            dense.save(folder / f"vectors-{number}.faiss")
        self._holding.save(folder / "holding")
        self._vocabulary.save(folder / "vocabulary")
        self._unanswered.save(folder / "unanswered")
        if self._sorter is not None:
            np.save(folder / "sorter.npy", self._sorter.weights)
        rows = {
            "passages": [passage.to_json() for passage in self.passages],
            "questions": self.questions,
        }
        (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, locale: str, folder: Path, reach: Reach = REACH) -> "Shelf":
        """Read what `save` wrote."""
        rows = json.loads((folder / "rows.json").read_text("utf-8"))
        return cls(
            locale,
            [Passage.from_json(fields) for fields in rows["passages"]],
            [(article_id, line) for article_id, line in rows["questions"]],
            [Lexical.load(part, locale, terms) for part in sorted(folder.glob("words-*"))],
            [Dense.load(file) for file in sorted(folder.glob("vectors-*.faiss"))],
            Holding.load(folder / "holding"),
            Vocabulary.load(folder / "vocabulary"),
            Unanswered.load(folder / "unanswered", locale),
            reach,
            Sorter(np.load(sorter)) if (sorter := folder / "sorter.npy").is_file() else None,
        )


def _owners(questions: Sequence[tuple[str, str]], row_of: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Each question without its marks → the articles that are asked it."""
    rows: dict[str, set[int]] = {}
    for article_id, line in questions:
        rows.setdefault(bare(line), set()).add(row_of[article_id])
    return {line: tuple(sorted(found)) for line, found in rows.items()}
