"""A knowledge base of any size to measure search in: sentences mixed from real ones, and vectors mixed alike.

A text is half of one real text, half of one that is near it in meaning, and a few words of any other; its vector is the
weighted sum of theirs. So there are as many near neighbours as there are in a large shop's articles, at the price of
encoding a few thousand texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.learning.examples import read_examples
from bot.learning.learning import DATA
from bot.nlu.reader import language
from knowledge.articles import Article, load_articles
from knowledge.dense import Dense, Rows
from knowledge.encoder import TextEncoder, Vectors
from knowledge.sentences import sentences
from knowledge.settings import FAQ

NEAR = 20  # neighbours of a text that it is mixed with
TAIL = 3  # words of the third text
QUESTIONS, PASSAGES, SENTENCES = 4, 3, 2  # of an article, its title being the first question; of a passage
CHUNK = 50_000  # vectors that are mixed at a time
HELD_OUT = 20  # one text in so many is asked, and is in no mixture


def real_texts(file: Path | None = None) -> list[str]:
    """The lines of a file, or the English examples and articles that ship: each once, in a random order."""
    lines = file.read_text("utf-8").splitlines() if file else list(_shipped())
    texts = dict.fromkeys(" ".join(re.sub(r"[.!?]+", "", line).split()) for line in lines)
    found = [text for text in texts if len(text.split()) > 1 and text[0].isalnum()]
    return [found[at] for at in np.random.default_rng(0).permutation(len(found))]


class Mixture:
    """Draws texts and vectors from real ones; the same in every run."""

    def __init__(self, texts: Sequence[str], vectors: Vectors) -> None:
        self._words = [text.split() for text in texts]
        self._vectors = vectors
        index = Dense.build(vectors, exact=False)
        self._near = np.stack([np.resize(index.nearest(vector, NEAR + 1)[1:], NEAR) for vector in vectors])
        self._draw = np.random.default_rng(1)

    def recipes(self, count: int) -> tuple[Rows, Vectors]:
        """(count, 3) texts and (count, 3) weights of each."""
        first = self._draw.integers(0, len(self._words), count)
        second = self._near[first, self._draw.integers(0, NEAR, count)]
        third = self._draw.integers(0, len(self._words), count)
        share = self._draw.uniform(0.5, 0.9, count)
        weights = np.stack([share, 1 - share, self._draw.uniform(0.05, 0.3, count)], axis=1)
        return np.stack([first, second, third], axis=1), weights.astype(np.float32)

    def vectors(self, parts: Rows, weights: Vectors) -> Vectors:
        """(count, dimensions) unit vectors."""
        mixed = np.empty((len(parts), self._vectors.shape[1]), np.float32)
        for start in range(0, len(parts), CHUNK):
            some = slice(start, start + CHUNK)
            mixed[some] = sum(weights[some, at, None] * self._vectors[parts[some, at]] for at in range(3))
        return unit(mixed)

    def text(self, parts: Rows) -> str:
        """Half of the first, half of the second, and the first words of the third."""
        first, second, third = (self._words[part] for part in parts)
        return " ".join([*first[: len(first) // 2 + 1], *second[len(second) // 2 :], *third[:TAIL]])


class MixedEncoder:
    """Knows the vectors of the texts that it has written; whatever else is the real encoder's to read."""

    def __init__(self, mixture: Mixture, real: TextEncoder) -> None:
        self.fingerprint, self.knows, self.has_word = real.fingerprint, real.knows, real.has_word
        self._mixture, self._real = mixture, real
        self._written: dict[str, int] = {}
        self._parts, self._weights = mixture.recipes(0)

    def articles(self, passages: int) -> list[Article]:
        """Write articles with so many passages in all, each passage of two sentences."""
        each = QUESTIONS + PASSAGES * SENTENCES
        count = -(-passages // PASSAGES)
        self._parts, self._weights = self._mixture.recipes(count * each)
        texts = [self._mixture.text(parts).capitalize() for parts in self._parts]
        for at, text in enumerate(texts):
            self._written.setdefault(text, at)
        made = []
        for number in range(count):
            title, *rest = texts[number * each : (number + 1) * each]
            asked, said = rest[: QUESTIONS - 1], rest[QUESTIONS - 1 :]
            body = "\n\n".join(". ".join(said[at : at + SENTENCES]) + "." for at in range(0, len(said), SENTENCES))
            made.append(Article(f"a{number}", "en", title, "bench", tuple(asked), body, None, None, Path()))
        return made

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimensions): of a passage the sum of its title's and its sentences'."""
        lines = [self._lines(text) for text in texts]
        flat = [line for each in lines for line in each]
        written = np.array([self._written.get(line, -1) for line in flat])
        rows = self._mixture.vectors(self._parts[written], self._weights[written])
        others = np.flatnonzero(written < 0)
        if len(others):
            rows[others] = self._real.encode([flat[at] for at in others])
        starts = np.cumsum([0, *(len(each) for each in lines[:-1])])
        return unit(np.add.reduceat(rows, starts))

    def _lines(self, text: str) -> list[str]:
        title, _, body = text.partition("\n")
        lines = [title, *sentences(body)] if body else [text]
        return [line if line in self._written else line.removesuffix(".") for line in lines]


def unit(vectors: Vectors) -> Vectors:
    """The same directions, of length 1."""
    rows: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-12)).astype(np.float32)
    return rows


def _shipped() -> Iterator[str]:
    yield from (each.text for each in read_examples([DATA]) if language(each.text) == "en")
    for article in load_articles(FAQ):
        if article.locale == "en":
            yield from (article.title, *article.questions, *sentences(article.body))
