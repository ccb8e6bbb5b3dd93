"""Measures the values taken out of held-out messages: how many of those found are right, and how many are found.

What finds them is handed in, since it is the bot's; here are the messages and the figures.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.language import LOCALES

FOLDER = Path(__file__).parent / "values"
KEYS = {"text", "locale", "today", "values"}
Find = Callable[[str, date], Iterable[tuple[str, str, int, int]]]  # (kind, value, start, end) of a text on a day


@dataclass(frozen=True)
class Case:
    """A message as a shopper types it on a day, and the (kind, value) pairs in it, in their order."""

    text: str
    locale: str
    today: date
    values: tuple[tuple[str, str], ...]


def load_values(file: Path) -> list[Case]:
    """Read a YAML list of {text, locale, today, values: [[kind, value]…]}; ValueError names the entry."""
    entries = yaml.safe_load(Path(file).read_text("utf-8"))
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"{file}: expected a list of {{text, locale, today, values}}, found {type(entries).__name__}")
    return [_case(file, number, entry) for number, entry in enumerate(entries, start=1)]


def evaluate_values(cases: Sequence[Case], find: Find, system: str = "aisle") -> list[dict[str, Any]]:
    """Return rows by language, over all kinds ("en") and for each kind ("en date"): precision, recall, f1.

    `find` is given each text as it was typed, and the day.
    `all_values_found` is the share of messages whose values are exactly those found, in their order. Where nothing is
    found, precision is 1; `n` counts the values that there are, or the messages.
    """
    rows: list[dict[str, Any]] = []
    for locale in LOCALES:
        held = [case for case in cases if case.locale == locale]
        if not held:
            continue
        said = [tuple((kind, value) for kind, value, _, _ in find(case.text, case.today)) for case in held]
        exact = sum(one == case.values for one, case in zip(said, held, strict=True)) / len(held)
        rows.append(_row(locale, system, "all_values_found", exact, len(held)))
        rows += _scores(locale, system, [(case.values, one) for case, one in zip(held, said, strict=True)])
        for kind in sorted({kind for case in held for kind, _ in case.values}):
            pairs = [(_only(kind, case.values), _only(kind, one)) for case, one in zip(held, said, strict=True)]
            rows += _scores(f"{locale} {kind}", system, pairs)
    return rows


Values = tuple[tuple[str, str], ...]


def _only(kind: str, values: Values) -> Values:
    return tuple(each for each in values if each[0] == kind)


def _scores(of: str, system: str, pairs: Sequence[tuple[Values, Values]]) -> list[dict[str, Any]]:
    right = sum((Counter(truth) & Counter(said)).total() for truth, said in pairs)
    there, found = sum(len(truth) for truth, _ in pairs), sum(len(said) for _, said in pairs)
    precision, recall = (right / found if found else 1.0), (right / there if there else 1.0)
    f1 = 2 * right / (found + there) if found + there else 1.0
    figures = {"precision": precision, "recall": recall, "f1": f1}
    return [_row(of, system, metric, value, there) for metric, value in figures.items()]


def _row(of: str, system: str, metric: str, value: float, n: int) -> dict[str, Any]:
    return {"set": of, "system": system, "metric": metric, "value": round(value, 4), "n": n}


def _case(file: Path, number: int, entry: Any) -> Case:
    if not isinstance(entry, dict) or set(entry) != KEYS or not isinstance(entry["text"], str):
        raise ValueError(f"{file}: entry {number}: expected {', '.join(sorted(KEYS))}, found {entry!r}")
    if entry["locale"] not in LOCALES or not isinstance(entry["today"], date):
        raise ValueError(f"{file}: entry {number}: expected one of {LOCALES} and a date as today, found {entry!r}")
    pairs = entry["values"]
    if not isinstance(pairs, list) or not all(isinstance(each, list) and len(each) == 2 for each in pairs):
        raise ValueError(f"{file}: entry {number}: expected [[kind, value]…] in values, found {pairs!r}")
    return Case(entry["text"], entry["locale"], entry["today"], tuple((str(kind), str(value)) for kind, value in pairs))
