import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.articles import load_articles
from knowledge.prompt import NO_ANSWER
from training.answers import AnswerTraining
from training.compare import token_f1
from training.export import ADAPTER
from training.pairs import make_pairs, pairs_hash, split_by_article

FAQ = Path(__file__).parents[1] / "knowledge" / "faq"


class LetterEncoder:
    """An encoder over hashed letters: enough to order passages the same way each time."""

    fingerprint = "letters-1"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.full((len(texts), 64), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[hashlib.md5(word.encode()).digest()[0] % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def knows(self, text: str) -> bool:
        return True

    def has_word(self, word: str) -> bool:
        return False


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"rank": 0}, "expected rank between 1 and 64, found 0"),
        ({"steps": 0}, "steps"),
        ({"warmup_steps": 500}, "expected warmup_steps between 0 and 240, found 500"),
        ({"held_out": 1.0}, "held_out"),
        ({"first_layer": 30}, "first_layer"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_name(values: dict[str, float], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        AnswerTraining(**values)


def test_no_article_is_learned_from_and_held_out() -> None:
    articles = [article for article in load_articles(FAQ) if article.locale == "en"]
    learned, away = split_by_article(articles, 0.3, seed=1)
    assert {article.id for article in learned} | {article.id for article in away} == {
        article.id for article in articles
    }
    assert not {article.id for article in learned} & {article.id for article in away}


def test_every_answer_is_made_of_its_passages_or_is_none() -> None:
    articles = [article for article in load_articles(FAQ) if article.locale == "en"]
    pairs = make_pairs(articles, LetterEncoder(), seed=1, unanswerable=0.3)
    assert any(pair.answer == NO_ANSWER for pair in pairs)
    for pair in pairs:
        passages = " ".join(" ".join(pair.passages).split())
        assert pair.answer == NO_ANSWER or all(part in passages for part in pair.answer.split("\n"))
    assert pairs_hash(pairs) == pairs_hash(make_pairs(articles, LetterEncoder(), seed=1, unanswerable=0.3))
    assert pairs_hash(pairs) != pairs_hash(make_pairs(articles, LetterEncoder(), seed=2, unanswerable=0.3))


@pytest.mark.parametrize(("said", "right", "f1"), [("It is $5.", "it is $5", 1.0), ("", "x", 0.0), ("a b", "b c", 0.5)])
def test_token_f1_counts_shared_words(said: str, right: str, f1: float) -> None:
    assert token_f1(said, right) == pytest.approx(f1)


def test_the_adapter_in_the_repository_is_small_and_says_how_it_was_made() -> None:
    weights = ADAPTER / "adapter_model.safetensors"
    assert weights.stat().st_size < 10_000_000
    record = json.loads((ADAPTER / "run.json").read_text("utf-8"))
    assert {"base", "settings", "data", "losses", "seconds", "cores", "versions"} <= set(record)
    assert len(record["losses"]) == record["settings"]["steps"]
