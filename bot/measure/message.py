"""One message's understanding, timed by turns in one process: ours beside the same reader over another encoder."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from bot.measure.report import Row, row

OURS, BASE, SET = "aisle", "torch", "message"
WARM_UP = 10  # messages that are read and forgotten
MOST_MS = 6.0  # of ours, in the middle
Read = Callable[[str], Any]


class Elsewhere:
    """An encoder whose vectors are computed by something else; all that it knows of words is the first one's."""

    def __init__(self, encoder: Any, encode: Callable[[Sequence[str]], Any]) -> None:
        self.fingerprint, self.knows, self.has_word = encoder.fingerprint, encoder.knows, encoder.has_word
        self.encode = encode


def read_all(
    readers: Mapping[str, Read], texts: Sequence[str], told: Callable[[int], None] = lambda n: None
) -> list[Row]:
    """Let each reader read each text before any reads the next; rows of p50, p95 and the median work, in ms."""
    taken: dict[str, list[float]] = {name: [] for name in readers}
    work: dict[str, list[float]] = {name: [] for name in readers}
    names = list(readers)
    for text in texts[:WARM_UP]:
        for name in names:
            readers[name](f"{text} first")
    for number, text in enumerate(texts):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            begun, worked = time.perf_counter(), time.process_time()
            readers[name](text)
            taken[name].append((time.perf_counter() - begun) * 1000)
            work[name].append((time.process_time() - worked) * 1000)
        told(number + 1)
    rows = []
    for name in names:
        for metric, found in (
            ("p50_ms", np.percentile(taken[name], 50)),
            ("p95_ms", np.percentile(taken[name], 95)),
            ("cpu_ms", np.median(work[name])),
        ):
            rows.append(row(SET, name, metric, float(found), len(texts)))
    return rows


def misses(rows: Sequence[Row]) -> list[str]:
    """The budget, where ours did not keep it."""
    middle = next((each["value"] for each in rows if (each["system"], each["metric"]) == (OURS, "p50_ms")), 0.0)
    return [f"message: p50 is {middle:.1f} ms; at most {MOST_MS:.0f} are wanted"] if middle > MOST_MS else []
