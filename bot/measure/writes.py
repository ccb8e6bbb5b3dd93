"""How long the turn takes that changes an order: the shopper's yes, until it is written and said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.measure.process import Asked
from bot.measure.report import Row, row

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ORDER = "1002"  # of the demo shop's first shopper, not packed yet
CHANGED = "address"  # as the audit calls it
WARM = 3  # conversations before the clock counts
MOST_MS = 60.0  # p95 on SQLite


@dataclass
class Written:
    """Milliseconds by database: of the turn that asks for a yes, and of the one that writes."""

    asked: dict[str, list[float]] = field(default_factory=dict)
    wrote: dict[str, list[float]] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """p50 and p95 of both."""
        return [
            row(of, system, metric, float(np.percentile(taken, share)), len(taken))
            for of, times in (("confirmation", self.asked), ("write", self.wrote))
            for system, taken in times.items()
            for metric, share in (("p50_ms", 50), ("p95_ms", 95))
        ]


def write_all(
    systems: Mapping[str, Asked], conversations: int, told: Callable[[int], None] = lambda done: None
) -> Written:
    """Each changes an order's address so many times, by turns, so that both meet the same load."""
    times = Written({name: [] for name in systems}, {name: [] for name in systems})
    for number in range(WARM + conversations):
        names = list(systems)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            request = f"please change the address of order {ORDER} to {number + 1} Elm Street, Portland, OR 97201"
            asked = systems[name].ask(f"w{number}", request)
            wrote = systems[name].ask(f"w{number}", "yes")
            if number >= WARM:
                times.asked[name].append(asked["ms"])
                times.wrote[name].append(wrote["ms"])
        told(number + 1)
    return times


def misses(rows: Sequence[Row]) -> list[str]:
    """The budget that was not kept, in words."""
    return [
        f"a turn that writes: p95 is {each['value']:.0f} ms on SQLite; at most {MOST_MS:.0f} are wanted"
        for each in rows
        if (each["set"], each["system"], each["metric"]) == ("write", SQLITE, "p95_ms") and each["value"] > MOST_MS
    ]
