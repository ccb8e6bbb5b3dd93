"""The interleaved run: every system is asked a message before any is asked the next, so that noise hits all alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.measure.process import Asked
from bot.measure.report import Row, row
from bot.measure.talk import TURNS, kind, message

OURS, BASE = "aisle", "rasa"
WARM_UP = 3  # turns of a first conversation, asked and forgotten
GENERATING_EVERY = 10  # turns; then ours is asked once more, in another conversation, while it generates
SETS = {0: "turn1", TURNS - 1: "turn30"}


@dataclass
class Times:
    """Milliseconds by the clock and of work (by set and system); what each failed at; what was generated for."""

    taken: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    work: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    generated: list[str] = field(default_factory=list)

    def rows(self) -> list[Row]:
        """p50 and p95 of each set and system; and the median work, in which nobody counts who else is busy."""
        worked = [
            row(of, system, "cpu_ms", float(np.median(work)), len(work)) for (of, system), work in self.work.items()
        ]
        return worked + [
            row(of, system, metric, float(np.percentile(taken, share)), len(taken))
            for (of, system), taken in self.taken.items()
            for metric, share in (("p50_ms", 50), ("p95_ms", 95))
        ]

    def add(self, of: str, system: str, answer: Mapping[str, Any]) -> None:
        """One turn's times."""
        self.taken[of, system].append(answer["ms"])
        self.work[of, system].append(answer["cpu_ms"])


def ask_all(
    systems: Mapping[str, Asked], conversations: int, told: Callable[[int], None] = lambda turns: None
) -> Times:
    """Hold `conversations` of TURNS turns with every system at once; `told` hears how many turns are done.

    A message that ours asks its generator for is timed with none: the budget is for turns that need no generation.
    """
    times, names = Times(), list(systems)
    for turn in range(WARM_UP):
        for name in names:
            systems[name].ask("warm-up", message(0, turn))
    for conversation in range(conversations):
        for turn in range(TURNS):
            text, first = message(conversation, turn), (conversation + turn) % len(names)
            answers = {name: systems[name].ask(f"c{conversation}", text) for name in names[first:] + names[:first]}
            if answers.get(OURS, {}).get("generated"):
                times.generated.append(text)
            else:
                _record(times, (SETS.get(turn), kind(conversation, turn)), text, answers)
                if OURS in systems and turn % GENERATING_EVERY == 2:
                    answer = systems[OURS].ask(f"g{conversation}", text, generating=True)
                    if "ms" in answer:
                        times.add("generating", OURS, answer)
            told(conversation * TURNS + turn + 1)
    return times


def _record(times: Times, sets: tuple[str | None, ...], text: str, answers: Mapping[str, Mapping[str, Any]]) -> None:
    for name, answer in answers.items():
        for of in ("message", *sets):
            if of is not None:
                times.add(of, name, answer)
        if answer["failed"] or not answer["said"]:
            times.failed[name].append(text)


def memory_rows(systems: Mapping[str, Asked]) -> list[Row]:
    """Resident memory of each process now."""
    return [row("memory", name, "rss_mb", system.rss_mb(), 1) for name, system in systems.items()]


def start_rows(starts: Mapping[str, list[float]]) -> list[Row]:
    """The median of the starts."""
    return [row("start", name, "ready_s", float(np.median(seconds)), len(seconds)) for name, seconds in starts.items()]


def ratio(rows: list[Row], of: str, system: str, metric: str) -> float | None:
    """A figure against the default pipeline's; "generating" against its ordinary message. None where it was not run."""
    mine = _value(rows, of, system, metric)
    base = _value(rows, "message" if of == "generating" else of, BASE, metric)
    return None if mine is None or not base else mine / base


def misses(rows: list[Row]) -> list[str]:
    """The budgets that ours did not keep, in words."""
    found = []
    for of in ("turn1", "turn30", "message", "generating"):
        middle = ratio(rows, of, OURS, "p50_ms")
        slowest, base = (
            _value(rows, of, OURS, "p95_ms"),
            _value(rows, "message" if of == "generating" else of, BASE, "p50_ms"),
        )
        if middle is not None and middle > 0.5:
            found.append(f"{of}: p50 is {middle:.2f} of Rasa's default; at most 0.50 is wanted")
        if slowest is not None and base is not None and slowest >= base:
            found.append(f"{of}: p95 {slowest:.1f} ms is not below Rasa's p50 {base:.1f} ms")
    memory, ready = _value(rows, "memory", OURS, "rss_mb"), ratio(rows, "start", OURS, "ready_s")
    if memory is not None and memory > 800:
        found.append(f"memory: {memory:.0f} MB; at most 800 are wanted")
    if ready is not None and ready > 0.5:
        found.append(f"start: ready in {ready:.2f} of Rasa's default's time; at most 0.50 is wanted")
    return found


def _value(rows: list[Row], of: str, system: str, metric: str) -> float | None:
    found = [each["value"] for each in rows if (each["set"], each["system"], each["metric"]) == (of, system, metric)]
    return found[0] if found else None
