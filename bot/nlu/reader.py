"""Reads a message into commands: its requests in order, each with ranked intents and the values found in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from bot.nlu.head import Head
from bot.nlu.products import product_words
from bot.nlu.segments import clauses, sentences
from bot.nlu.text import normalise, unstretched
from bot.nlu.values import find
from knowledge.encoder import TextEncoder
from knowledge.language import detect, is_other

PART_SURE = 0.6  # a part of a message counts as a request of its own from this probability on
NUMBERED_SURE = 0.35  # and from this one where it names an order of its own
ALONE_ONLY = {
    "affirm",
    "deny",
    "other_one",
    "feedback",
    "complaint",
    "stop",
    "out_of_scope",
    "greet",
    "thanks",
    "goodbye",
}
ASKS = re.compile(
    r"[?？]|\b(where|when|track|tracking|status|check|eta|update|look up|still waiting)\b|查|哪|什么时候|啥时候|多久|吗|催|没有?$|到了没|发了没",
    re.I,
)  # without one of these, a part about an order only tells the story: "it came today, but…"
SMALL_TALK = {"greet", "thanks", "goodbye"}
ABOUT_PRODUCTS = {"product_search", "recommend", "more_like_this", "bought_together", "product_question"}
REFERS = re.compile(
    r"\b(it|that one|this one|that order|this order|the same|them)\b|它|这个|那个|这单|那单|该订单", re.I
)

language = detect  # the one detector; without letters a text is read as English


@dataclass
class Part:
    """A piece of a message with the probabilities of every intent of its language's head."""

    text: str
    ranking: list[tuple[str, float]]
    entities: list[tuple[str, str, int, int]] = field(default_factory=list)

    @property
    def intent(self) -> str:
        return self.ranking[0][0] if self.ranking else ""

    @property
    def sure(self) -> bool:
        least = NUMBERED_SURE if self.numbers() else PART_SURE
        return bool(self.ranking) and self.ranking[0][1] >= least

    @property
    def requests(self) -> bool:
        """Whether this part, next to others, asks for something itself."""
        if not self.sure or self.intent in ALONE_ONLY:
            return False
        return self.intent != "order_status" or ASKS.search(self.text) is not None

    def numbers(self) -> list[str]:
        return [value for kind, value, _, _ in self.entities if kind == "order_number"]


class Reader:
    """Understanding without Rasa: the heads by language, and the encoder that the English one needs."""

    def __init__(self, heads: dict[str, Head], encoder: TextEncoder) -> None:
        self.heads, self.encoder = heads, encoder

    def read(self, text: str, today: date | None = None) -> list[dict[str, Any]]:
        """The commands of one message, at least one; JSON as bot/policy/state.Command loads it. Dates need `today`."""
        text = normalise(text)
        if is_other(text):  # a head would guess: Japanese looks like Chinese to it
            return [_command(Part(text, [("out_of_scope", 1.0)], list(find(text, today))))]
        parts = self.split(text, today)
        spoken = [part for part in parts if part.intent not in SMALL_TALK or not part.sure]
        return [_command(part) for part in (spoken or parts[:1])]

    def split(self, text: str, today: date | None = None) -> list[Part]:
        """One part, or several where at least two are sure requests of different kinds or about different orders."""
        whole = sentences(text) or [text]
        pieces = [clause for sentence in whole for clause in clauses(sentence)] or [text]
        if len(pieces) == 1:
            return self.classify([text], today)
        classified = self.classify(pieces, today)
        answer = [
            part for part in classified[:1] if part.intent in ("affirm", "deny") and part.sure and len(part.text) < 16
        ]
        requests = [*answer, *_joined(classified[len(answer) :])]
        kinds = {(part.intent, tuple(part.numbers())) for part in requests}
        return requests if len(kinds) >= 2 else self.classify([text], today)

    def classify(self, texts: Sequence[str], today: date | None = None) -> list[Part]:
        """Ranked intents and values for each text; one call of the encoder for all of them."""
        english = [text for text in texts if language(text) == "en" or "zh" not in self.heads]
        vectors = (
            dict(zip(english, self.encoder.encode([unstretched(each) for each in english]), strict=True))
            if english
            else {}
        )
        return [self._part(text, vectors.get(text), today) for text in texts]

    def _part(self, text: str, vector: Any, today: date | None) -> Part:
        head = self.heads["en"] if vector is not None else self.heads["zh"]
        shares = head.probabilities(unstretched(text.lower()), vector)
        best = np.argsort(-shares)[:4]
        ranking = [(head.intents[index], float(shares[index])) for index in best]
        part = Part(text, ranking, list(find(text, today)))
        if part.intent in ABOUT_PRODUCTS:
            taken = [(start, end) for kind, _, start, end in part.entities if kind not in ("colour", "size")]
            words = product_words(text, taken)
            if words:
                part.entities.append(("product", words, 0, len(text)))
        return part


def _joined(parts: list[Part]) -> list[Part]:
    """The parts that ask for something; what does not belongs to the request before it, or the first one after it."""
    joined: list[Part] = []
    waiting: list[Part] = []
    for part in parts:
        if part.requests and (not joined or not _same(joined[-1], part)):
            for before in waiting:
                part.text = f"{before.text}, {part.text}"
                part.entities = part.entities if part.numbers() else [*before.entities, *part.entities]
            waiting = []
            joined.append(part)
        elif joined:
            joined[-1].text += f", {part.text}"
            joined[-1].entities += part.entities
        else:
            waiting.append(part)
    return joined


def _same(one: Part, other: Part) -> bool:
    numbers = set(other.numbers())
    return one.intent == other.intent and (not numbers or not one.numbers() or numbers <= set(one.numbers()))


def _command(part: Part) -> dict[str, Any]:
    return {
        "text": part.text,
        "ranking": [[intent, round(share, 4)] for intent, share in part.ranking],
        "entities": [[kind, value] for kind, value, _, _ in part.entities],
        "refers": bool(REFERS.search(part.text)),
    }
