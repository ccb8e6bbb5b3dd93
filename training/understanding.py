"""Measures understanding on held-out messages: is the intent right, is its probability honest, are requests told apart.

The reader is handed in, since it is the bot's; here are the messages and the figures.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.language import LOCALES

FOLDER = Path(__file__).parent / "utterances"
BINS = 15  # of equal width, as in Guo et al. 2017, "On Calibration of Modern Neural Networks"
SMALL_TALK = ("greet", "thanks", "goodbye")  # beside a request these are not one
Read = Callable[[str], Sequence[dict[str, Any]]]  # a text → its commands: {"ranking": [[intent, p]…], "entities": […]}


@dataclass(frozen=True)
class Utterance:
    """A message as a shopper types it, its language, and the requests in it with the order numbers they name."""

    text: str
    locale: str
    intents: tuple[str, ...]
    numbers: tuple[str, ...] = ()


def load_utterances(file: Path) -> list[Utterance]:
    """Read a YAML list of {text, locale, intent} or {text, locale, intents, numbers}; ValueError names the entry."""
    entries = yaml.safe_load(Path(file).read_text("utf-8"))
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"{file}: expected a list of {{text, locale, intent}}, found {type(entries).__name__}")
    return [_utterance(file, number, entry) for number, entry in enumerate(entries, start=1)]


def accuracy(truth: Sequence[str], said: Sequence[str]) -> float:
    """Return the share of messages whose most likely intent is the right one."""
    return float(np.mean([one == other for one, other in zip(truth, said, strict=True)]))


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """Return F1 by intent, averaged over the intents that occur in `truth`: a rare intent counts as much as any."""
    scores = []
    for intent in sorted(set(truth)):
        right = sum(one == other == intent for one, other in zip(truth, said, strict=True))
        named = sum(other == intent for other in said) + sum(one == intent for one in truth)
        scores.append(2 * right / named)
    return float(np.mean(scores))


def ece(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error: how far probabilities are from the share that is right, on average."""
    sure, good = np.array(confidence, float), np.array(right, float)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(sure[bins == each].mean() - good[bins == each].mean()) * (bins == each).mean() for each in set(bins)]
    return float(sum(gaps))


def evaluate(utterances: Sequence[Utterance], read: Read) -> list[dict[str, Any]]:
    """Return rows for messages with one request: by language, and calibration over all as the set "shop"."""
    rows: list[dict[str, Any]] = []
    all_sure: list[float] = []
    all_right: list[bool] = []
    for locale in LOCALES:
        held = [each for each in utterances if each.locale == locale]
        if not held:
            continue
        commands = [read(each.text) for each in held]
        truth = [each.intents[0] for each in held]
        said = [found[0]["ranking"][0][0] for found in commands]
        sure = [float(found[0]["ranking"][0][1]) for found in commands]
        right = [one == other for one, other in zip(truth, said, strict=True)]
        rows += [
            _row(locale, "accuracy", accuracy(truth, said), len(held)),
            _row(locale, "macro_f1", macro_f1(truth, said), len(held)),
            _row(locale, "ece", ece(sure, right), len(held)),
            _row(locale, "split_in_error", float(np.mean([len(found) > 1 for found in commands])), len(held)),
        ]
        all_sure += sure
        all_right += right
    return [*rows, _row("shop", "ece", ece(all_sure, all_right), len(all_right))]


def evaluate_several(utterances: Sequence[Utterance], read: Read) -> list[dict[str, Any]]:
    """Return rows for messages with several requests: all found in their order, and every order number found."""
    rows: list[dict[str, Any]] = []
    for locale in LOCALES:
        held = [each for each in utterances if each.locale == locale]
        if not held:
            continue
        found = [read(each.text) for each in held]
        requests = [[command["ranking"][0][0] for command in commands] for commands in found]
        wanted = [[intent for intent in each.intents if intent not in SMALL_TALK] for each in held]
        numbers = [
            sorted(_numbers(commands)) == sorted(each.numbers) for each, commands in zip(held, found, strict=True)
        ]
        told = [one == other for one, other in zip(requests, wanted, strict=True)]
        rows += [
            _row(locale, "all_requests_found", float(np.mean(told)), len(held)),
            _row(locale, "all_numbers_found", float(np.mean(numbers)), len(held)),
        ]
    return rows


def _numbers(commands: Sequence[dict[str, Any]]) -> set[str]:
    return {value for command in commands for kind, value in command["entities"] if kind == "order_number"}


def _row(of: str, metric: str, value: float, n: int) -> dict[str, Any]:
    return {"set": of, "system": "aisle", "metric": metric, "value": round(value, 4), "n": n}


def _utterance(file: Path, number: int, entry: Any) -> Utterance:
    if not isinstance(entry, dict) or entry.get("locale") not in LOCALES or not isinstance(entry.get("text"), str):
        raise ValueError(f"{file}: entry {number}: expected text and one of {LOCALES} in locale, found {entry!r}")
    intents = entry.get("intents") or [entry.get("intent")]
    if not all(isinstance(intent, str) for intent in intents):
        raise ValueError(f"{file}: entry {number}: expected intent or intents, found {entry!r}")
    numbers = tuple(dict.fromkeys(str(each) for each in entry.get("numbers") or ()))
    return Utterance(entry["text"], entry["locale"], tuple(intents), numbers)
