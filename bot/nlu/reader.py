"""Reads a message into commands: its requests in order, each with ranked intents and the values found in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from bot.nlu.antecedents import named
from bot.nlu.asides import is_aside, same_request
from bot.nlu.clues import ABOUT_ORDERS, ANSWERS, SMALL_TALK, Part
from bot.nlu.head import Head
from bot.nlu.joints import joints
from bot.nlu.order_requests import UNSURE, about_its_order, surest, swapped, tells_more
from bot.nlu.products import product_words
from bot.nlu.splitting import Lattice, Span, best_division, learned_weights
from bot.nlu.text import normalise, stood_in, unstretched
from bot.nlu.values import find
from bot.nlu.values.found import Found
from knowledge.encoder import TextEncoder
from knowledge.language import detect, is_other

KEPT = 4  # intents of a ranking
BETWEEN = ", "  # pieces of one request
MOST_REQUESTS = 6  # taken from one message; what follows stays part of the last
ANSWER_SURE, ANSWER_LENGTH = 0.9, 16  # a "yes" or "no" before a request is an answer of its own
OUTSIDE, PLAIN = "out_of_scope", 0.9
ABOUT_PRODUCTS = {"product_search", "recommend", "more_like_this", "bought_together", "product_question"}
_REFERS = re.compile(
    r"\b(?:it|its|that one|this one|that order|this order|the same|them)\b|它|这个|那个|这单|那单|该订单", re.IGNORECASE
)
_ANOTHER = re.compile(
    r"\b(?:other|another|else|new|next|newest|latest|previous|first|second|last)\b|别的|另|其他|新的|上次|之前"
    r"|最[新早后近]|第",
    re.IGNORECASE,
)
_NOT_THIS = re.compile(r"(?:\bnot\b|\binstead of\b|\brather than\b|不是|而不是)\W*(?:order|订单)?\W*$", re.IGNORECASE)
_TAKEN_BACK = re.compile(
    r"\b(?:no|sorry|wait|i mean(?:t)?|actually|correction)\b|不对|说错|不是|搞错|应该是", re.IGNORECASE
)

language = detect  # the one detector; without letters a text is read as English


class Reader:
    """Understanding without Rasa: the heads by language, and the encoder that the English one needs."""

    def __init__(self, heads: dict[str, Head], encoder: TextEncoder) -> None:
        self.heads, self.encoder = heads, encoder

    def read(self, text: str, today: date | None = None) -> list[dict[str, Any]]:
        """The commands of one message, at least one; JSON as bot/policy/state.Command loads it. Dates need `today`."""
        plain = normalise(text)
        if is_other(plain):  # a head would guess: Japanese looks like Chinese to it
            return [_command(Part(plain, [(OUTSIDE, 1.0)], list(find(plain, today))))]
        parts = self.split(text, today)
        spoken = [part for part in parts if part.intent not in SMALL_TALK] or parts[:1]
        told = with_shared_number(by_number(named(spoken)))
        return [_command(part) for part in told[:MOST_REQUESTS]]

    def split(self, text: str, today: date | None = None) -> list[Part]:
        """One part a request, in the order of the text."""
        lattice = self.lattice(text, today)
        answered = _after_an_answer(lattice) if lattice.size > 1 else []
        if answered or lattice.size == 1:
            return requests_of(lattice, answered or [(0, 1)], answered=True)
        return requests_of(lattice, best_division(lattice, learned_weights()[language(lattice.text)]))

    def lattice(self, text: str, today: date | None = None) -> Lattice:
        """Every run of the pieces of a text, classified in one call of the encoder, with the values in it."""
        text = "\n".join(line for line in (normalise(each) for each in text.splitlines()) if line)
        values = list(find(text.replace("\n", " "), today))
        found = joints(text, values)
        starts, ends = [0, *(joint.end for joint in found)], [*(joint.start for joint in found), len(text)]
        spans: list[Span] = [(a, b + 1) for a in range(len(starts)) for b in range(a, len(ends))]
        places = [(starts[a], ends[b - 1]) for a, b in spans]
        parts = self.classify([text[start:end].replace("\n", " ").strip() for start, end in places], language(text))
        for part, (start, end) in zip(parts, places, strict=True):
            part.entities = [_moved(value, start) for value in values if start <= value[2] and value[3] <= end]
            part.ranking = about_its_order(part.ranking, part.text) if part.numbers() else swapped(part.ranking)
            if part.intent in ABOUT_PRODUCTS:
                _find_product(part)
        return Lattice(text, dict(zip(spans, parts, strict=True)), found)

    def classify(self, texts: Sequence[str], fallback: str = "en") -> list[Part]:
        """Ranked intents for each text; one call of the encoder for all. Texts without letters are in `fallback`."""
        spoken = ["en" if "zh" not in self.heads else language(text, fallback) for text in texts]
        parts: dict[int, Part] = {}
        for name in dict.fromkeys(spoken):
            own = [at for at, each in enumerate(spoken) if each == name]
            parts |= zip(own, self._read(name, [texts[at] for at in own]), strict=True)
        return [parts[at] for at in range(len(texts))]

    def _read(self, name: str, texts: Sequence[str]) -> list[Part]:
        head = self.heads[name]
        read = [stood_in(unstretched(each)).lower() for each in texts]
        shares, familiar = head.read_all(read, self.encoder.encode(read) if head.width else None)
        best = np.argsort(-shares, axis=1)
        return [
            Part(text, [(head.intents[at], float(row[at])) for at in order], familiar=float(known))
            for text, row, order, known in zip(texts, shares, best, familiar, strict=True)
        ]


def requests_of(lattice: Lattice, spans: Sequence[Span], answered: bool = False) -> list[Part]:
    """The requests of a division; pieces that ask for one and the same are one, and one alone is the whole message.

    What asks for nothing belongs to the request before it, or the first one after it. `answered`: a yes or no comes first.
    A plain request counts although the story around it makes the whole message look like one about something else.
    """
    told: list[Part] = []
    before: list[Part] = []
    for at, span in enumerate(spans):
        part = lattice.parts[span]
        aside = is_aside(part) and not (answered and at == 0)
        if told and (aside or same_request(told[-1], part) or tells_more(told[-1], part)):
            told[-1] = _joined(told[-1], [told[-1], part])
        elif aside:
            before.append(part)
        else:
            told.append(_joined(part, [*before, part]))
            before = []
    whole = lattice.parts[0, lattice.size]
    dim = whole.intent == OUTSIDE or whole.share < UNSURE
    drowned = len(told) == 1 and dim and told[0].share >= PLAIN
    if len(told) == 1 and not drowned:
        return [surest(told[0], whole, spans)]
    return told or [whole]


def _joined(request: Part, pieces: Sequence[Part]) -> Part:
    """A request with the words of its pieces in their order, and all their values, its own first."""
    own: list[Found] = []
    others: list[Found] = []
    at = 0
    for piece in pieces:
        (own if piece is request else others).extend(_moved(value, -at) for value in piece.entities)
        at += len(piece.text) + len(BETWEEN)
    return replace(request, text=BETWEEN.join(piece.text for piece in pieces), entities=[*own, *others])


def _after_an_answer(lattice: Lattice) -> list[Span]:
    """ "Yes, and how long does it take?": an answer of its own, then the rest; none where it all is one answer."""
    first, rest, whole = lattice.parts[0, 1], (1, lattice.size), lattice.parts[0, lattice.size]
    if first.intent not in ("affirm", "deny") or first.share < ANSWER_SURE or len(first.text) > ANSWER_LENGTH:
        return []
    if whole.intent in ANSWERS or lattice.joints[0].kind in ("bare", "word", "adverb"):
        return []
    return [(0, 1), *_later(lattice, rest)]


def _later(lattice: Lattice, rest: Span) -> list[Span]:
    """The best division of what comes behind an answer."""
    parts = {(a - 1, b - 1): part for (a, b), part in lattice.parts.items() if a >= rest[0]}
    behind = Lattice(lattice.parts[rest].text, parts, lattice.joints[1:])
    if behind.size == 1:
        return [rest]
    weights = learned_weights()[language(behind.text)]
    return [(a + 1, b + 1) for a, b in best_division(behind, weights)]


def _moved(value: Found, start: int) -> Found:
    kind, said, at, end = value
    return kind, said, at - start, end - start


def _find_product(part: Part) -> None:
    taken = [(start, end) for kind, _, start, end in part.entities if kind not in ("colour", "size")]
    words = product_words(part.text, taken)
    if words:
        part.entities.append(("product", words, 0, len(part.text)))


def by_number(parts: Sequence[Part]) -> list[Part]:
    """ "Cancel 1001 and 1002 too" is two requests; "cancel 1001, not 1002" is one."""
    told: list[Part] = []
    for part in parts:
        numbers = [each for each in part.entities if each[0] == "order_number"]
        meant = [each for each in numbers if not _is_corrected(part.text, each, numbers)] or numbers
        rest = [each for each in part.entities if each[0] != "order_number"]
        if part.intent not in ABOUT_ORDERS or len(numbers) < 2:
            told.append(part)
        else:
            told += [replace(part, entities=[each, *rest]) for each in meant]
    return told


def _is_corrected(text: str, number: Found, numbers: Sequence[Found]) -> bool:
    """Whether the words around a number take it back: "not 1001", "1001, no sorry, 1002"."""
    after = next((each[2] for each in numbers if each[2] > number[2]), number[3])
    return bool(_NOT_THIS.search(text[: number[2]]) or _TAKEN_BACK.search(text[number[3] : after]))


def with_shared_number(parts: list[Part]) -> list[Part]:
    """ "Add socks to 1150 and send it all to my mum": where one order is named, a later request is about it too."""
    named = list(dict.fromkeys(number for part in parts for number in part.numbers()))
    if len(named) != 1 or not parts[0].numbers():
        return parts
    for part in parts[1:]:
        if part.intent in ABOUT_ORDERS and not part.numbers() and not _ANOTHER.search(part.text):
            part.entities = [*part.entities, ("order_number", named[0], 0, 0)]
    return parts


def _command(part: Part) -> dict[str, Any]:
    return {
        "text": part.text,
        "ranking": [[intent, round(share, 4)] for intent, share in part.ranking[:KEPT]],
        "entities": [[kind, value] for kind, value, _, _ in part.entities],
        "refers": bool(_REFERS.search(part.text)),
    }
