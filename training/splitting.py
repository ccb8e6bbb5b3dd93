"""Learns how to divide a message into requests: the weights of clues, by language, for bot/nlu/splitting.

Each message gives all its ways of being divided, of which one or several are right; the weights make the right ones
likely (a log-linear model over divisions with the likelihood of the right ones together, L2, by L-BFGS). The clues are
the bot's and handed in.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from training.joining import Joined
from training.messages import Utterance
from training.understanding import SMALL_TALK

SYNTHETIC, SINGLES, SEVERAL = 1.0, 24.0, 16.0  # what a message of each source counts
STRENGTH = 1.0  # of the L2 penalty
Span = tuple[int, int]
Division = tuple[Span, ...]
Clues = dict[str, float]
Requests = tuple[tuple[str, str], ...]  # intent and order number, "" for none
Array = np.ndarray[Any, Any]


class Divisible(Protocol):
    """A message as the bot sees it: its pieces, and what speaks for each."""

    size: int
    text: str

    def places(self) -> Sequence[tuple[int, int]]: ...

    def clues(self, division: Division) -> Clues: ...

    def requests(self, division: Division) -> Requests: ...


Look = Callable[[str], Divisible]


@dataclass(frozen=True)
class Case:
    """The clues of every division of one message, which of those are right, and what the message counts."""

    clues: tuple[Clues, ...]
    right: tuple[bool, ...]
    counts: float


def divisions(size: int) -> list[Division]:
    """All ways to divide `size` pieces, the undivided one first."""
    found: list[Division] = []
    for cuts in itertools.product((False, True), repeat=size - 1):
        edges = [0, *(at for at, cut in enumerate(cuts, start=1) if cut), size]
        found.append(tuple(itertools.pairwise(edges)))
    return found


def joined_case(message: Joined, seen: Divisible) -> Case | None:
    """Right is what puts each request into a piece of its own, and what reads the same; None where nothing is."""
    border: dict[int, int] = {}  # elementary piece → atom that begins with it
    for atom, (start, end) in enumerate(message.places, start=1):
        touched = [at for at, (a, b) in enumerate(seen.places(), start=1) if a <= end and start <= b]
        if touched:
            border[touched[0]] = atom
    ways = divisions(seen.size)
    exact = [way for way in ways if _one_request_each(way, border, message.requests)]
    if seen.size == 1 or not exact:
        return None
    most, read = max(map(len, exact)), {seen.requests(way) for way in exact}
    right = tuple(way in exact or (len(way) <= most and seen.requests(way) in read) for way in ways)
    return Case(tuple(seen.clues(way) for way in ways), right, SYNTHETIC)


def _one_request_each(way: Division, border: dict[int, int], requests: Sequence[bool]) -> bool:
    edges = [start for start, _ in way[1:]]
    if not all(edge in border for edge in edges):
        return False
    atoms = [0, *(border[edge] for edge in edges), len(requests)]
    return all(sum(requests[a:b]) == 1 for a, b in itertools.pairwise(atoms))


def written_case(utterance: Utterance, seen: Divisible) -> Case | None:
    """Right is what reads as the requests that were written down beside the message; None where nothing does."""
    wanted = [intent for intent in utterance.intents if intent not in SMALL_TALK]
    ways = divisions(seen.size)
    if utterance.several:
        right = tuple([i for i, _ in seen.requests(way) if i not in SMALL_TALK] == wanted for way in ways)
    else:
        right = tuple(way == ways[0] or seen.requests(way) == seen.requests(ways[0]) for way in ways)
    if seen.size == 1 or not any(right):
        return None
    return Case(tuple(seen.clues(way) for way in ways), right, SEVERAL if utterance.several else SINGLES)


def fit(cases: Sequence[Case], strength: float = STRENGTH) -> dict[str, float]:
    """The weight of each clue, rounded to three places; zero ones are left out."""
    from scipy.optimize import minimize

    names = sorted({name for case in cases for clues in case.clues for name in clues})
    rows, right, starts, counts = _stacked(cases, names)
    lengths = np.diff(np.append(starts, len(rows)))

    def loss(weights: Array) -> tuple[float, Array]:
        scores = rows @ weights
        top = np.repeat(np.maximum.reduceat(scores, starts), lengths)
        likely = np.exp(scores - top)
        whole, good = np.add.reduceat(likely, starts), np.add.reduceat(likely * right, starts) + 1e-12
        value = float(0.5 * strength * weights @ weights - (counts * np.log(good / whole)).sum())
        pull = likely / np.repeat(whole, lengths) - likely * right / np.repeat(good, lengths)
        return value, strength * weights + (np.repeat(counts, lengths) * pull) @ rows

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: round(float(weight), 3) for name, weight in zip(names, found.x, strict=True) if abs(weight) >= 5e-4}


def _stacked(cases: Sequence[Case], names: Sequence[str]) -> tuple[Array, Array, Array, Array]:
    """All divisions as rows, whether each is right, where each message begins, and what it counts."""
    column = {name: at for at, name in enumerate(names)}
    sizes = [len(case.clues) for case in cases]
    rows = np.zeros((sum(sizes), len(names)))
    for row, clues in enumerate(clues for case in cases for clues in case.clues):
        for name, value in clues.items():
            rows[row, column[name]] = value
    right = np.array([each for case in cases for each in case.right], float)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    return rows, right, starts, np.array([case.counts for case in cases])
