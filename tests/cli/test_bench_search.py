"""Search is measured in texts that are mixed from real ones, and as near to each other as their words are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from bot.cli.bench_search import table
from bot.cli.main import app
from bot.measure.invented import PASSAGES, QUESTIONS, MixedEncoder, Mixture, real_texts, unit
from bot.measure.report import row
from bot.measure.search import ALL, NEAREST, misses, vector_rows
from knowledge.encoder import Vectors
from knowledge.passages import passages
from knowledge.shelf import Shelf

KINDS = ("refund", "parcel", "jacket", "voucher", "invoice")


class Words:
    """An encoder whose cosine is the share of words in common."""

    fingerprint = "words-1"

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        rows = np.zeros((len(texts), 64), np.float32)
        for row_, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(".", "").split():
                row_[int(hashlib.md5(word.encode()).hexdigest(), 16) % 64] += 1
        return unit(rows)

    def knows(self, text: str) -> bool:
        return True

    def has_word(self, word: str) -> bool:
        return True


@pytest.fixture
def mixture() -> Mixture:
    texts = [f"where is my {kind} number{number} please" for kind in KINDS for number in range(30)]
    return Mixture(texts, Words().encode(texts))


def test_what_is_mixed_is_near_what_it_is_mixed_from(mixture: Mixture) -> None:
    parts, weights = mixture.recipes(50)
    vectors, written = mixture.vectors(parts, weights), Words().encode([mixture.text(each) for each in parts])
    assert np.mean((vectors * written).sum(axis=1)) > 0.8
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_knowledge_base_has_as_many_passages_as_are_asked_for_and_few_texts_are_encoded(mixture: Mixture) -> None:
    real = Words()
    encoder = MixedEncoder(mixture, real)
    articles = encoder.articles(30)
    assert len(passages(articles)) == 30
    assert len(articles) == 30 / PASSAGES
    assert {1 + len(article.questions) for article in articles} == {QUESTIONS}
    shelf = Shelf.build("en", articles, encoder)
    assert set(real.read) <= {word for text in shelf.vectors() for word in text.lower().split()}
    best = shelf.score(articles[7].questions[0], encoder)
    assert int(best.features[:, 0].argmax()) == 7
    assert best.features[7, 0] == pytest.approx(1, abs=1e-3)


def test_both_ways_of_searching_are_measured_on_the_same_vectors(mixture: Mixture, tmp_path: Path) -> None:
    vectors = mixture.vectors(*mixture.recipes(600))
    rows = vector_rows(vectors, vectors[:40], tmp_path)
    found = {(each["system"], each["metric"]): each["value"] for each in rows}
    assert found[NEAREST, "recall_at_10"] >= 0.95
    assert {metric for system, metric in found if system == ALL} == {"disk_mb", "p50_ms", "p95_ms", "cpu_ms"}
    assert list(tmp_path.iterdir()) == []
    assert table(rows).row_count == len(rows)


def test_what_was_to_be_reached_is_named_where_it_was_not() -> None:
    kept = [row("1000 vectors", NEAREST, "p95_ms", 9.0, 5), row("90 passages", NEAREST, "same_five", 0.96, 5)]
    assert misses(kept) == []
    missed = [
        row("1000 vectors", NEAREST, "p95_ms", 11.0, 5),
        row("1000 vectors", ALL, "p95_ms", 99.0, 5),
        row("1000 vectors", NEAREST, "recall_at_10", 0.9, 5),
        row("90 passages", NEAREST, "same_five", 0.9, 5),
    ]
    assert [miss.partition(":")[0] for miss in misses(missed)] == ["1000 vectors", "1000 vectors", "90 passages"]


def test_real_texts_come_from_a_file_or_from_what_ships(tmp_path: Path) -> None:
    (tmp_path / "texts.txt").write_text(
        "Where is it?\nwhere  is it\n\nOne\n(odd one\nCan I pay later. Or now?\n", "utf-8"
    )
    assert sorted(real_texts(tmp_path / "texts.txt")) == ["Can I pay later Or now", "Where is it", "where is it"]
    assert len(real_texts()) > 1000


def test_help_names_what_can_be_measured() -> None:
    shown = CliRunner().invoke(app, ["bench", "--help"]).output
    assert "search" in shown
