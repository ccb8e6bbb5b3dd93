"""A small real encoder and a fed generator for fast tests; one export of the real models for those marked `models`."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.answer import Answers
from knowledge.bands import FURTHER_SIGNALS, Calibration
from knowledge.encoder import Encoder, Vectors
from knowledge.generator import Stopped
from knowledge.scores import FEATURES
from knowledge.settings import GenerationSettings, KnowledgeSettings, Thresholds
from knowledge.words import words

FAQ = Path(__file__).parent / "faq"
TODAY = date(2026, 11, 2)


class WordEncoder:
    """An encoder whose cosine is the share of words in common; reads English only, like the real one."""

    fingerprint = "words-1"

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), 4096), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text, "en") or ["nothing"]:
                row[int(hashlib.md5(word.encode()).hexdigest(), 16) % 4096] += 1
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def knows(self, text: str) -> bool:
        return bool(words(text, "en"))

    def has_word(self, word: str) -> bool:
        return word in {"boats", "kayaks"}


class FedGenerator:
    """A generator that says what it is fed, one list of sentences a question; an exception among them is raised."""

    fingerprint = "fed-1"

    def __init__(self, *answers: Sequence[str | Exception]) -> None:
        self._answers = list(answers)
        self.prompts: list[str] = []

    def count(self, text: str) -> int:
        return len(text.split())

    def sentences(self, prompt: str, stopped: Stopped) -> Iterator[str]:
        self.prompts.append(prompt)
        for sentence in self._answers.pop(0):
            if isinstance(sentence, Exception):
                raise sentence
            if stopped():
                return
            yield sentence


def plain_calibration() -> Calibration:
    """Sure where half of the words are found, abstaining below a tenth; both models are the same one."""
    fusion = {
        name: 1.0 if name in ("dense_question", "dense_passage", "lexical_question", "lexical_passage") else 0.0
        for name in FEATURES
    }
    english = dict.fromkeys(FURTHER_SIGNALS, 0.0) | {
        "intercept": -3.0,
        "dense_question": 3.0,
        "dense_passage": 3.0,
        "lexical_question": 4.0,
        "lexical_article": 3.0,
    }
    chinese = dict.fromkeys(FURTHER_SIGNALS, 0.0) | {
        "intercept": -3.0,
        "lexical_question": 10.0,
        "lexical_article": 12.0,
    }
    return Calibration(
        {"en": fusion, "zh": {name: 3.0 * weight for name, weight in fusion.items()}},
        {"en": english, "zh": chinese},
        {"en": english, "zh": chinese},
        {locale: Thresholds(sure=0.8, clarify=0.2) for locale in ("en", "zh")},
        {},
    )


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def calibration() -> Calibration:
    return plain_calibration()


@pytest.fixture
def make_answers(encoder: WordEncoder, calibration: Calibration) -> Callable[..., Answers]:
    """Build Answers over the small knowledge base; what is fed is what its generator says."""

    def make(
        *fed: Sequence[str | Exception],
        generation: GenerationSettings | None = None,
        generator: FedGenerator | None = None,
        folder: Path | None = None,
        faq: Path = FAQ,
        today: date = TODAY,
    ) -> Answers:
        if generator is None and fed:
            generator = FedGenerator(*fed)
        settings = generation or GenerationSettings()
        return Answers(
            KnowledgeSettings(folder=faq),
            settings,
            encoder,
            generator,
            folder,
            calibration,
            lambda: today,
        )

    return make


@pytest.fixture(scope="session")
def model_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.export import export_encoder

    home = tmp_path_factory.mktemp("aisle-home")
    export_encoder(home, progress=lambda message: None)
    return home


@pytest.fixture(scope="session")
def generator_home(model_home: Path) -> Path:
    from training.export import export_generator

    export_generator(model_home, progress=lambda message: None)
    return model_home


@pytest.fixture(scope="session")
def real_encoder(model_home: Path) -> Encoder:
    return Encoder(model_home / "models" / "encoder")
