"""Whether new heads may be served: on messages that neither has seen, they are not worse than those that are.

The messages are the examples that both know, each as a head that was fitted without it took it (three folds), by
macro-F1: an intent with few examples counts as much as any. Where the shop keeps messages apart, those decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu.fitting import Encode, Pair, by_language
from bot.nlu.head import Head


@dataclass(frozen=True)
class Verdict:
    """Macro-F1 of one language before and after, over `n` messages."""

    language: str
    before: float
    after: float
    n: int

    def accepts(self, may_fall: float) -> bool:
        """Whether it fell by no more than chance explains."""
        return self.after >= self.before - may_fall


def judge(old: Mapping[str, Head], new: Mapping[str, Head], messages: Sequence[Pair], encode: Encode) -> list[Verdict]:
    """Each language that both have: by `messages` kept apart, (text, intent) pairs, where there are any in it, else by
    the examples. A language without either is not judged."""
    held, verdicts = by_language(messages), []
    for name in sorted(old.keys() & new.keys()):
        if held.get(name):
            verdicts.append(on_messages(name, old[name], new[name], held[name], encode))
        elif (found := on_examples(name, old[name], new[name])) is not None:
            verdicts.append(found)
    return verdicts


def on_examples(language: str, old: Head, new: Head) -> Verdict | None:
    """By the examples that both were fitted from; None where there are none (heads of before that kept no record)."""
    texts = [text for text in new.unseen if text in old.unseen]
    if not texts:
        return None
    truth = [new.unseen[text][0] for text in texts]
    before, after = (macro_f1(truth, [head.unseen[text][1] for text in texts]) for head in (old, new))
    return Verdict(language, before, after, len(texts))


def on_messages(language: str, old: Head, new: Head, held: Sequence[Pair], encode: Encode) -> Verdict:
    """By messages kept apart, as the head reads them."""
    texts, intents = [text for text, _ in held], [intent for _, intent in held]
    before, after = (macro_f1(intents, taken(head, texts, encode)) for head in (old, new))
    return Verdict(language, before, after, len(held))


def taken(head: Head, texts: Sequence[str], encode: Encode) -> list[str]:
    """What the head takes each text for."""
    vectors = encode(list(texts)) if head.width and texts else [None] * len(texts)
    shares = (head.probabilities(text, vector) for text, vector in zip(texts, vectors, strict=True))
    return [head.intents[int(np.argmax(each))] for each in shares]


def fresh(old: Mapping[str, Head], new: Mapping[str, Head], encode: Encode) -> dict[str, int]:
    """Of the examples that are new: how many were understood before, and how many are now, by heads without them."""
    counts = {"examples": 0, "before": 0, "now": 0}
    for name in old.keys() & new.keys():
        added = [text for text in new[name].unseen if text not in old[name].unseen] if old[name].unseen else []
        for text, before in zip(added, taken(old[name], added, encode), strict=True):
            intent, now = new[name].unseen[text]
            counts["examples"] += 1
            counts["before"] += before == intent
            counts["now"] += now == intent
    return counts


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """F1 by intent, averaged over the intents that occur in `truth`."""
    names = {intent: at for at, intent in enumerate(sorted({*truth, *said}))}
    true, told = np.array([names[each] for each in truth]), np.array([names[each] for each in said])
    size = len(names)
    right = np.bincount(true[true == told], minlength=size)
    asked, named = np.bincount(true, minlength=size), np.bincount(told, minlength=size)
    occurs = asked > 0
    return float((2 * right[occurs] / (asked + named)[occurs]).mean())
