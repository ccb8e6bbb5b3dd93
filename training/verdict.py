"""Whether a newly trained model may take the place of the one that runs: what each says of the same held-out messages.

Three rules, and any of them keeps the old model. Macro-F1 may fall by half a point, and by more where a redrawn sample
would show it in fewer than three of four cases, so that one message alone decides nothing. No intent with five
messages or more may lose over a fifth of them, however good the rest: somebody types that request every day. And
probabilities may not become less honest by over five points, since every threshold of the dialogue rests on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.figures import RESAMPLES, accuracy, by_intent, ece, macro_f1
from training.understanding import Outcome

MAY_FALL = 0.005  # macro-F1
SURE = 0.75  # of redrawn samples in which it is lower
MAY_LOSE = 0.20  # of an intent's messages
ENOUGH = 5  # messages of an intent to say so by
MAY_DRIFT = 0.05  # calibration error
SHOWN = 2  # messages that are quoted for an intent


@dataclass(frozen=True)
class Figures:
    """A model on the held-out messages."""

    macro_f1: float
    accuracy: float
    ece: float
    n: int


@dataclass(frozen=True)
class Change:
    """One intent before and after: its recall, its messages, and those that were right before and are not now."""

    intent: str
    before: float
    after: float
    support: int
    lost: tuple[Outcome, ...]

    @property
    def worse(self) -> bool:
        """Whether it loses more than it may; of few messages, nothing can be said."""
        return self.support >= ENOUGH and self.before - self.after > MAY_LOSE + 1e-9


@dataclass(frozen=True)
class Verdict:
    """Both models' figures, every intent whose recall changed (worst first), and what speaks against the new one."""

    before: Figures
    after: Figures
    lower: float  # the share of redrawn samples in which macro-F1 is lower
    changes: list[Change]
    against: list[str]

    @property
    def better(self) -> bool:
        """Whether nothing speaks against the new model."""
        return not self.against


def compare(running: Sequence[Outcome], new: Sequence[Outcome]) -> Verdict:
    """Judge by outcomes of the same messages in the same order. ValueError where they are not."""
    if not running or [each.text for each in running] != [each.text for each in new]:
        raise ValueError(f"expected outcomes of the same messages, found {len(running)} and {len(new)} others")
    before, after, changes = figures(running), figures(new), _changes(running, new)
    lower = _lower(running, new)
    against = []
    if before.macro_f1 - after.macro_f1 > MAY_FALL and lower >= SURE:
        against.append(
            f"macro-F1 falls from {before.macro_f1:.1%} to {after.macro_f1:.1%}, more than {MAY_FALL:.1%}, and does "
            f"so in {lower:.0%} of redrawn samples"
        )
    against += [_lost(each) for each in changes if each.worse]
    if after.ece - before.ece > MAY_DRIFT:
        against.append(f"calibration error rises from {before.ece:.1%} to {after.ece:.1%}, more than {MAY_DRIFT:.0%}")
    return Verdict(before, after, lower, changes, against)


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """A model's figures over all its outcomes."""
    truth, said = _pairs(outcomes)
    error = ece([each.sure for each in outcomes], [each.right for each in outcomes])
    return Figures(macro_f1(truth, said), accuracy(truth, said), error, len(outcomes))


def _changes(running: Sequence[Outcome], new: Sequence[Outcome]) -> list[Change]:
    recall = {each.intent: each.recall for each in by_intent(*_pairs(running))}
    changed = [
        Change(each.intent, recall[each.intent], each.recall, each.support, _lost_of(each.intent, running, new))
        for each in by_intent(*_pairs(new))
        if each.recall != recall[each.intent]
    ]
    return sorted(changed, key=lambda each: (each.after - each.before, each.intent))


def _lost_of(intent: str, running: Sequence[Outcome], new: Sequence[Outcome]) -> tuple[Outcome, ...]:
    both = zip(running, new, strict=True)
    return tuple(after for before, after in both if after.truth == intent and before.right and not after.right)


def _lost(change: Change) -> str:
    found, before = round(change.after * change.support), round(change.before * change.support)
    quoted = "; ".join(f"“{each.text}” is read as {each.said}" for each in change.lost[:SHOWN])
    return (
        f"{change.intent}: {found} of {change.support} messages are found instead of {before}, "
        f"more than {MAY_LOSE:.0%} fewer: {quoted}"
    )


def _lower(running: Sequence[Outcome], new: Sequence[Outcome]) -> float:
    """Paired bootstrap: the share of samples, drawn again with replacement, in which the new macro-F1 is lower."""
    rng = np.random.default_rng(0)
    truth, before = (np.array(each) for each in _pairs(running))
    after = np.array([each.said for each in new])
    drawn = [rng.integers(0, len(truth), len(truth)) for _ in range(RESAMPLES)]
    return float(np.mean([_macro(truth, after, each) < _macro(truth, before, each) - 1e-12 for each in drawn]))


def _macro(truth: np.ndarray, said: np.ndarray, drawn: np.ndarray) -> float:  # type: ignore[type-arg]
    return macro_f1(truth[drawn].tolist(), said[drawn].tolist())


def _pairs(outcomes: Sequence[Outcome]) -> tuple[list[str], list[str]]:
    return [each.truth for each in outcomes], [each.said for each in outcomes]
