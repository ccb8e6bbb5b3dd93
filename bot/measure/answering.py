"""Generated answers, timed as shoppers feel them: alone, eight at once; and tokens per second beside torch."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from bot.measure.report import Row, row
from knowledge.answer import Answers

OURS = "aisle"
ONE, EIGHT = "one shopper", "eight shoppers"
AT_ONCE = 8
LOCALE = "en"
MOST = {(ONE, "first_p95_s"): 1.5, (ONE, "whole_p95_s"): 3.0, (EIGHT, "whole_p95_s"): 8.0}  # seconds
TIMES = {ONE: 2.5, EIGHT: 3.0}  # tokens per second, of torch's
Told = Callable[[], None]


@dataclass(frozen=True)
class Felt:
    """Seconds until the first sentence could be read and until the whole answer was there; whether it was written."""

    first: float
    whole: float
    written: bool


def ask_alone(answers: Answers, questions: Sequence[str], told: Told = lambda: None) -> list[Felt]:
    """One question after the other."""
    found = []
    for question in questions:
        found.append(_ask(answers, question))
        told()
    return found


def ask_together(answers: Answers, questions: Sequence[str], told: Told = lambda: None) -> list[Felt]:
    """Eight shoppers at once, and the next eight once all of them have their answer."""
    found: list[Felt] = []
    with ThreadPoolExecutor(AT_ONCE) as shoppers:
        for start in range(0, len(questions), AT_ONCE):
            some = questions[start : start + AT_ONCE]
            ready = threading.Barrier(len(some))

            def ask(question: str, ready: threading.Barrier = ready) -> Felt:
                ready.wait()
                return _ask(answers, question)

            found += list(shoppers.map(ask, some))
            told()
    return found


def felt_rows(of: str, found: Sequence[Felt]) -> list[Row]:
    """p50 and p95 in seconds, the longest, and the share that was written; an approved text is there all at once."""
    rows = [
        row(
            of,
            OURS,
            f"{name}_p{share}_s",
            float(np.percentile([getattr(each, name) for each in found], share)),
            len(found),
        )
        for name in ("first", "whole")
        for share in (50, 95)
    ]
    rows.append(row(of, OURS, "longest_s", max(each.whole for each in found), len(found)))
    rows.append(row(of, OURS, "written", sum(each.written for each in found) / len(found), len(found)))
    return rows


Write = Callable[[Sequence[str]], int]  # prompts, all at once → how many tokens were written


def speeds(writers: Mapping[str, Write], prompts: Sequence[str], at_once: int, told: Told = lambda: None) -> list[Row]:
    """Tokens a second, and a second of a core, of each writer on the same prompts, so many at once, by turns."""
    taken, worked = dict.fromkeys(writers, 0.0), dict.fromkeys(writers, 0.0)
    tokens = dict.fromkeys(writers, 0)
    names = list(writers)
    for name in names:
        writers[name](prompts[:1])  # whatever is loaded lazily
    for number, start in enumerate(range(0, len(prompts), at_once)):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            begun, before = time.perf_counter(), time.process_time()
            tokens[name] += writers[name](prompts[start : start + at_once])
            taken[name] += time.perf_counter() - begun
            worked[name] += time.process_time() - before
            told()
    of = ONE if at_once == 1 else EIGHT
    return [
        row(of, name, metric, tokens[name] / spent[name], len(prompts))
        for metric, spent in (("tokens_per_s", taken), ("tokens_per_cpu_s", worked))
        for name in names
    ]


def misses(rows: Sequence[Row]) -> list[str]:
    """The budgets that were not kept, in words."""
    of = {(each["set"], each["system"], each["metric"]): each["value"] for each in rows}
    found = []
    for (name, metric), most in MOST.items():
        value = of.get((name, OURS, metric), 0.0)
        if value > most:
            found.append(f"{name}: {metric} is {value:.1f}; at most {most:.1f} are wanted")
    for name, times in TIMES.items():
        ours, torch = of.get((name, OURS, "tokens_per_s")), of.get((name, "torch", "tokens_per_s"))
        if ours and torch and ours < times * torch:
            found.append(f"{name}: {ours / torch:.1f} times torch's tokens per second; {times:.1f} are wanted")
    return found


def _ask(answers: Answers, question: str) -> Felt:
    heard: list[float] = []
    begun = time.perf_counter()
    answer = answers.ask(question, LOCALE, lambda sentence: heard.append(time.perf_counter() - begun))
    whole = time.perf_counter() - begun
    return Felt(heard[0] if heard else whole, whole, answer.generated)
