"""Weighs every way of dividing a message into requests and takes the best: a semi-Markov model over its joints.

Sarawagi and Cohen 2004, "Semi-Markov Conditional Random Fields for Information Extraction". A piece counts by how it
asks and how surely, two neighbours by what divides them; the whole message as one request is one of the ways.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from bot.nlu.clues import Clues, Form, Part, of_pair, of_piece, of_whole
from bot.nlu.joints import Joint

Span = tuple[int, int]  # of elementary pieces, the second exclusive
WEIGHTS = Path(__file__).with_name("splitting.json")


class Lattice:
    """Every run of neighbouring elementary pieces, classified, with the clues for it."""

    def __init__(self, text: str, parts: Mapping[Span, Part], joints: Sequence[Joint]) -> None:
        self.text, self.parts, self.joints, self.size = text, parts, joints, len(joints) + 1
        self._forms = {span: Form.of(part.text) for span, part in parts.items()}

    def of_whole(self) -> Clues:
        return of_whole(self.parts[0, self.size])

    def of_piece(self, span: Span) -> Clues:
        return of_piece(self.parts[span], self._forms[span])

    def of_pair(self, left: Span, right: Span) -> Clues:
        forms = (self._forms[left], self._forms[right])
        return of_pair(self.parts[left], self.parts[right], self.joints[right[0] - 1], forms)


def best_division(lattice: Lattice, weights: Mapping[str, float]) -> list[Span]:
    """The spans of the requests, in order; one span where the message is one request."""
    size = lattice.size
    whole = (0, size)
    best: dict[Span, tuple[float, Span | None]] = {}  # last span → score of the best way to it, and the span before
    for end in range(1, size + 1):
        for start in range(end):
            span = (start, end)
            if span == whole:
                continue
            own = _weigh(lattice.of_piece(span), weights)
            before = [
                (best[left][0] + _weigh(lattice.of_pair(left, span), weights), left)
                for left in ((first, start) for first in range(start))
            ]
            score, left = max(before) if before else (0.0, None)
            best[span] = (score + own, left)
    ways = [(best[first, size][0], (first, size)) for first in range(1, size)]
    if not ways or _weigh(lattice.of_whole(), weights) >= max(ways)[0]:
        return [whole]
    spans = [max(ways)[1]]
    while (left := best[spans[0]][1]) is not None:
        spans.insert(0, left)
    return spans


@lru_cache(maxsize=1)
def learned_weights() -> dict[str, dict[str, float]]:
    """By language, as training/splitting.py wrote them."""
    weights: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text("utf-8"))
    return weights


def _weigh(clues: Clues, weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in clues.items())
