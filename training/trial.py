"""A new encoder beside the one that is served: does it read shoppers better, and does it still find the articles?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.articles import load_articles
from knowledge.bands import Calibration
from knowledge.encoder import Encoder
from training.cases import leave_one_out
from training.evaluate import retrieval
from training.figures import accuracy, macro_f1
from training.labelled import Pairs
from training.messages import Utterance

EVERY = 6  # of the articles' own questions one in so many is asked
MAY_FALL = 0.01  # of recall@1, which the adapter is not made for
Array = np.ndarray[Any, Any]
Asked = Callable[[Pairs, Callable[[list[str]], Array], Sequence[str]], list[str]]  # examples, encode, texts → intents


@dataclass(frozen=True)
class Figures:
    """What one encoder reaches."""

    accuracy: float
    macro_f1: float
    recall_at_1: float

    def rows(self, system: str, messages: int, questions: int) -> list[dict[str, Any]]:
        """One row a figure."""
        found = (("shop", "accuracy", self.accuracy, messages), ("shop", "macro_f1", self.macro_f1, messages),
                 ("faq", "recall@1", self.recall_at_1, questions))  # fmt: skip
        return [
            {"set": of, "system": system, "metric": name, "value": round(value, 4), "n": n}
            for of, name, value, n in found
        ]


def reach(
    encoder: Encoder, examples: Pairs, held: Sequence[Utterance], folder: Path, ask: Asked
) -> tuple[Figures, int]:
    """Intents of the English messages `held` by a head fitted on `examples`, and recall@1 of articles by one in
    `EVERY` of their own questions, each left out when it is asked; and how many were asked.
    """
    messages = [each for each in held if each.locale == "en" and not each.several]
    said = ask(examples, encoder.encode, [each.text for each in messages])
    truth = [each.intents[0] for each in messages]
    articles = load_articles(folder)
    cases = [case for case in leave_one_out(articles, encoder, "en", EVERY) if case.gold is not None]
    ids = [article.id for article in articles if article.locale == "en"]
    found = retrieval(cases, ids, Calibration.load().fusion["en"])
    return Figures(accuracy(truth, said), macro_f1(truth, said), found["recall@1"]), len(cases)


def is_better(before: Figures, after: Figures) -> bool:
    """Whether shoppers are understood better, and articles are found about as well."""
    return after.macro_f1 > before.macro_f1 and after.recall_at_1 >= before.recall_at_1 - MAY_FALL
