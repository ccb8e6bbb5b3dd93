"""Our head for the public benchmarks: fitted as a shop's own is, asked as a shopper is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.cli.common import console
from bot.measure.report import machine
from bot.nlu.familiar import OUTSIDE
from bot.nlu.fitting import as_read, fit_head
from bot.nlu.head import Head

SETS = ("banking77", "clinc150")  # folders in --data that make it the public benchmarks
Array = np.ndarray[Any, Any]


class OwnHead:
    """`training.benchmarks.Fitted` by `bot.nlu.head.Head`, asked many texts at once."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._named = np.array([at for at, intent in enumerate(head.intents) if intent != OUTSIDE])

    def intents(self, texts: Sequence[str], vectors: Array) -> list[str]:
        """The most likely intent but for the one for what is outside: that is told by `inside`."""
        return [self._head.intents[self._named[at]] for at in self._margins(texts, vectors).argmax(axis=1)]

    def inside(self, texts: Sequence[str], vectors: Array) -> Array:
        """(n,) by `bot.nlu.familiar`."""
        if self._head.familiar is None:
            return np.asarray(self._margins(texts, vectors).max(axis=1))
        return self._head.familiar.probabilities(self._margins(texts, vectors), vectors)

    def _margins(self, texts: Sequence[str], vectors: Array) -> Array:
        read = [self._head.margins(as_read(text), vector) for text, vector in zip(texts, vectors, strict=True)]
        return np.stack(read)[:, self._named]


def own_head(pairs: list[tuple[str, str]], encode: Callable[[list[str]], Array]) -> OwnHead:
    """Fit as `bot.nlu.fitting` does for English."""
    return OwnHead(fit_head("en", [(as_read(text), label) for text, label in pairs], encode))


def is_public(data: Path) -> bool:
    """Whether a folder holds the public sets, not a shop's own messages."""
    return any((data / name).is_dir() for name in SETS)


def public_rows(data: Path, home: Path, tune: bool = False) -> list[dict[str, Any]]:
    """Rows of the sets in `data`; a quarter of an hour the first time, minutes when the vectors are kept.

    `tune` trains the five adapters of banking77-10 anew (some twenty minutes) and keeps their figures.
    """
    from training.benchmarks import Bench, keep_tuned, measure

    bench = Bench(data, home, own_head, as_read, console.print)
    if tune:
        keep_tuned(bench, machine())
    return measure(bench)
