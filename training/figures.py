"""The figures of a classifier from what it said: shares, F1 by intent, calibration, and what abstaining would buy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

BINS = 15  # of equal width, as in Guo et al. 2017, "On Calibration of Modern Neural Networks"
RESAMPLES = 1000
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class IntentFigures:
    """One intent: of the `support` messages that want it, and of those said to."""

    intent: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Bin:
    """Messages whose probability falls together: their mean probability, the share that is right, how many."""

    sure: float
    right: float
    n: int


def accuracy(truth: Sequence[str], said: Sequence[str]) -> float:
    """Return the share of messages whose most likely intent is the right one."""
    return float(np.mean([one == other for one, other in zip(truth, said, strict=True)]))


def by_intent(truth: Sequence[str], said: Sequence[str]) -> list[IntentFigures]:
    """Return every intent that occurs in `truth`, worst F1 first, then by name."""
    wanted, named = Counter(truth), Counter(said)
    hits = Counter(one for one, other in zip(truth, said, strict=True) if one == other)
    found = [
        IntentFigures(
            intent,
            hits[intent] / named[intent] if named[intent] else 0.0,
            hits[intent] / support,
            2 * hits[intent] / (named[intent] + support),
            support,
        )
        for intent, support in wanted.items()
    ]
    return sorted(found, key=lambda each: (each.f1, each.intent))


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """Return F1 by intent, averaged over the intents that occur in `truth`: a rare intent counts as much as any."""
    return float(np.mean([each.f1 for each in by_intent(truth, said)]))


def reliability(confidence: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Return the bins of equal width that hold messages, least sure first."""
    sure, good = np.array(confidence, float), np.array(right, float)
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        Bin(float(sure[places == each].mean()), float(good[places == each].mean()), int((places == each).sum()))
        for each in sorted(set(places.tolist()))
    ]


def ece(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error: how far probabilities are from the share that is right, on average."""
    return float(sum(abs(each.sure - each.right) * each.n for each in reliability(confidence, right)) / len(right))


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Return (share answered, share of these that is wrong), as the least sure are left out; ties stay together.

    El-Yaniv and Wiener 2010, "On the Foundations of Noise-free Selective Classification".
    """
    sure = np.array(confidence, float)
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(~np.array(right, bool)[order])
    ends = [at for at in range(len(order)) if at + 1 == len(order) or sure[order[at]] != sure[order[at + 1]]]
    return [((at + 1) / len(order), float(wrong[at]) / (at + 1)) for at in ends]


def risk_area(curve: Sequence[tuple[float, float]]) -> float:
    """Return the mean risk over coverage (AURC): what a perfect order of probabilities makes small."""
    covered = np.diff([0.0, *(share for share, _ in curve)])
    return float(np.sum(covered * [risk for _, risk in curve]))


def interval(
    truth: Sequence[str], said: Sequence[str], figure: Callable[[Sequence[str], Sequence[str]], float]
) -> tuple[float, float]:
    """Return the 95 % interval of a figure over messages drawn again with replacement (bootstrap, fixed seed)."""
    rng = np.random.default_rng(0)
    one, other = np.array(truth), np.array(said)
    drawn = [rng.integers(0, len(one), len(one)) for _ in range(RESAMPLES)]
    low, high = np.percentile([figure(one[each].tolist(), other[each].tolist()) for each in drawn], [2.5, 97.5])
    return float(low), float(high)
