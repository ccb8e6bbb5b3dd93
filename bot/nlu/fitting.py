"""From examples to heads, one a language: what Rasa's training and the refit of a running server share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from bot.nlu.head import Head
from bot.nlu.reader import language
from bot.nlu.text import normalise, unstretched

Pair = tuple[str, str]  # a text as the head reads it, and its intent
Encode = Callable[[list[str]], "np.ndarray[Any, Any]"]
STRENGTH = {"en": 0.5, "zh": 0.5}  # inverse regularisation, by cross-validation on the examples
NGRAMS = {"en": (2, 4), "zh": (1, 3)}
WITH_VECTORS = frozenset({"en"})  # MiniLM does not read Chinese


def as_read(text: str) -> str:
    """An example as the head reads a message."""
    return unstretched(normalise(text)).lower()


def by_language(examples: Iterable[Pair]) -> dict[str, list[Pair]]:
    """The examples of each language, as the head reads them, in order."""
    found: dict[str, list[Pair]] = {"en": [], "zh": []}
    for text, intent in examples:
        found[language(unstretched(normalise(text)))].append((as_read(text), intent))
    return found


def fit_head(name: str, pairs: list[Pair], encode: Encode) -> Head:
    """The head of one language; at least two intents are needed. `encode` gives (n, d) rows of unit length."""
    texts, labels = [text for text, _ in pairs], [intent for _, intent in pairs]
    vectors = encode(texts) if name in WITH_VECTORS else None
    return Head.fit(texts, labels, vectors, *NGRAMS[name], STRENGTH[name])
