"""Peers: frozen vectors with logistic regression, and kept figures that say when they are old."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.messages import Utterance
from training.peers.frozen import frozen
from training.peers.kept import Asked, Kept, Taught, add_answers, as_peer, read_kept
from training.peers.peer import Example, examples_digest

EXAMPLES = [
    *[Example(text, "greet", "en") for text in ("hi", "hello", "hey there")],
    *[Example(text, "cancel_order", "en") for text in ("cancel it", "cancel my order", "please cancel")],
]
HELD = [
    Utterance("hello hello", "en", ("greet",)),
    Utterance("cancel now", "en", ("cancel_order",)),
    Utterance("你好", "zh", ("greet",)),
]


class Letters:
    """An encoder that counts letters, and how often it was asked."""

    fingerprint = "letters"

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked += 1
        return np.array([[text.count(chr(97 + at)) for at in range(26)] for text in texts], np.float32)

    def knows(self, text: str) -> bool:
        return True

    def has_word(self, word: str) -> bool:
        return True


def test_frozen_reads_the_languages_that_it_was_taught(tmp_path: Path) -> None:
    peer = frozen(EXAMPLES, HELD, Letters(), tmp_path)
    assert [(each.locale, each.said) for each in peer.outcomes] == [("en", "greet"), ("en", "cancel_order")]
    assert {row["set"] for row in peer.rows} == {"en"}


def test_frozen_is_fitted_once_for_the_same_things(tmp_path: Path) -> None:
    first, second, third = Letters(), Letters(), Letters()
    assert frozen(EXAMPLES, HELD, first, tmp_path) == frozen(EXAMPLES, HELD, second, tmp_path)
    assert (first.asked > 0, second.asked) == (True, 0)
    frozen(EXAMPLES[:-1], HELD, third, tmp_path)
    assert third.asked > 0


def kept(tmp_path: Path) -> Kept:
    made = Kept("diet", ["WhitespaceTokenizer", "DIETClassifier"], "2 x anything", left_out={"zh": "no jieba"})
    made.taught["en"] = Taught(6, examples_digest(EXAMPLES), 100, 1200.0, 1800.0, "2026-11-22", {"rasa": "3.6.21"})
    add_answers(made, "dev", HELD, {"en": [("greet", 0.91), ("greet", 0.5)]})
    (tmp_path / "diet.json").write_text(made.as_json())
    found = read_kept(tmp_path / "diet.json")
    assert found == made
    return made


def test_a_kept_peer_stands_beside_ours_with_how_it_came_about(tmp_path: Path) -> None:
    peer = as_peer(kept(tmp_path), "dev", HELD, EXAMPLES)
    assert peer is not None
    assert not peer.stale
    assert [each.right for each in peer.outcomes] == [True, False]
    assert next(row["value"] for row in peer.rows if row["metric"] == "accuracy") == 0.5
    assert "100 epochs in 20 minutes (30 of work)" in peer.notes[0]
    assert "zh is left out: no jieba" in peer.notes[1]


def test_it_is_stale_once_the_examples_are_others(tmp_path: Path) -> None:
    peer = as_peer(kept(tmp_path), "dev", HELD, EXAMPLES[:-1])
    assert peer is not None
    assert peer.stale
    assert peer.outcomes  # what it said of the same messages is still shown
    assert "other examples" in peer.notes[-1]


def test_it_is_stale_once_the_messages_are_others(tmp_path: Path) -> None:
    peer = as_peer(kept(tmp_path), "dev", HELD[:1], EXAMPLES)
    assert peer is not None
    assert peer.stale
    assert peer.outcomes == []
    assert peer.rows


def test_what_it_was_never_asked_is_not_shown(tmp_path: Path) -> None:
    assert as_peer(kept(tmp_path), "test", HELD, EXAMPLES) is None


def test_nothing_kept_is_nothing(tmp_path: Path) -> None:
    assert read_kept(tmp_path / "diet.json") is None


def test_an_intent_may_have_spaces(tmp_path: Path) -> None:
    made = Kept("diet", [], "")
    made.asked["dev"] = Asked("", {}, [])
    add_answers(made, "dev", HELD[:1], {"en": [("say hello", 0.25)]})
    assert made.asked["dev"].said["en"] == ["say hello 0.2500"]


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_diet_is_what_rasa_init_writes_without_what_would_blur_the_comparison(locale: str) -> None:
    import yaml

    from bot.measure.diet import TOKENIZERS, project

    files = project([("hi", "greet"), ("取消", "cancel_order"), ("hey", "greet")], locale, 7)
    config = yaml.safe_load(files["config.yml"])
    names = [each["name"] for each in config["pipeline"]]
    assert names[0] == TOKENIZERS[locale]
    assert "DIETClassifier" in names
    assert not {"FallbackClassifier", "ResponseSelector"} & set(names)
    assert next(each for each in config["pipeline"] if each["name"] == "DIETClassifier")["epochs"] == 7
    nlu = yaml.safe_load(files["nlu.yml"])["nlu"]
    assert {each["intent"]: each["examples"] for each in nlu}["greet"] == "- hi\n- hey\n"
    assert yaml.safe_load(files["domain.yml"])["intents"] == ["cancel_order", "greet"]
