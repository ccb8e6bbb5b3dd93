"""Measures understanding on held-out messages: is the intent right, is its probability honest, are requests told apart.

The reader is handed in, since it is the bot's; here it is asked, and its answers become rows.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.language import LOCALES
from training.figures import accuracy, ece, macro_f1
from training.messages import Utterance

SMALL_TALK = ("greet", "thanks", "goodbye")  # beside a request these are not one
Read = Callable[[str], Sequence[dict[str, Any]]]  # a text → its commands: {"ranking": [[intent, p]…], "entities": […]}


@dataclass(frozen=True)
class Outcome:
    """One message: what was wanted, what was said, how sure that was, and whether it was taken for several requests."""

    text: str
    locale: str
    truth: str
    said: str
    sure: float
    split: bool = False

    @property
    def right(self) -> bool:
        return self.truth == self.said


@dataclass(frozen=True)
class Several:
    """One message with several requests: those wanted and found, in order, and the order numbers of both."""

    text: str
    locale: str
    wanted: tuple[str, ...]
    found: tuple[str, ...]
    numbers_wanted: tuple[str, ...]
    numbers_found: tuple[str, ...]

    @property
    def told(self) -> bool:
        return self.wanted == self.found

    @property
    def numbered(self) -> bool:
        return sorted(self.numbers_wanted) == sorted(self.numbers_found)


def ask(utterances: Sequence[Utterance], read: Read) -> list[Outcome]:
    """What the reader makes of each message with one request: the intent of its first command."""
    return [_outcome(each, read(each.text)) for each in utterances]


def ask_several(utterances: Sequence[Utterance], read: Read) -> list[Several]:
    """What the reader makes of each message with several requests."""
    return [_several(each, read(each.text)) for each in utterances]


def evaluate(outcomes: Sequence[Outcome], system: str = "aisle", name: str = "") -> list[dict[str, Any]]:
    """Rows for messages with one request: by language, and over both as the set "shop" where a system reads both.

    `name` is set before the sets' names.
    """
    rows: list[dict[str, Any]] = []
    for locale in [each for each in LOCALES if any(outcome.locale == each for outcome in outcomes)]:
        held = [each for each in outcomes if each.locale == locale]
        rows += _figures(name + locale, system, held)
        if system == "aisle":
            rows.append(_row(name + locale, system, "split_in_error", _share([each.split for each in held]), len(held)))
    whole = system == "aisle" or len({each.locale for each in outcomes}) > 1
    return rows + (_figures(f"{name}shop", system, outcomes) if whole else [])


def evaluate_unseen(outcomes: Sequence[Outcome], seen: Container[str], system: str = "aisle") -> list[dict[str, Any]]:
    """Rows of the set "unseen": messages in both languages that no training example equals; none where all do."""
    held = [each for each in outcomes if each.text not in seen]
    return _figures("unseen", system, held) if len({each.locale for each in held}) > 1 else []


def evaluate_several(found: Sequence[Several], name: str = "") -> list[dict[str, Any]]:
    """Rows by language, as the set `name` + "en" or "zh": all requests found in order, and every order number.

    Of the messages taken for several requests, `split_precision` is the share in which each of them is right.
    """
    rows: list[dict[str, Any]] = []
    for locale in LOCALES:
        held = [each for each in found if each.locale == locale]
        split = [each for each in held if len(each.found) > 1]
        shares = {
            "all_requests_found": [each.told for each in held],
            "all_numbers_found": [each.numbered for each in held],
            "split_precision": [each.told for each in split],
        }
        rows += [_row(name + locale, "aisle", metric, _share(of), len(of)) for metric, of in shares.items() if of]
    return rows


def _figures(of: str, system: str, held: Sequence[Outcome]) -> list[dict[str, Any]]:
    truth, said = [each.truth for each in held], [each.said for each in held]
    return [
        _row(of, system, "accuracy", accuracy(truth, said), len(held)),
        _row(of, system, "macro_f1", macro_f1(truth, said), len(held)),
        _row(of, system, "ece", ece([each.sure for each in held], [each.right for each in held]), len(held)),
    ]


def _outcome(utterance: Utterance, commands: Sequence[dict[str, Any]]) -> Outcome:
    intent, sure = commands[0]["ranking"][0]
    return Outcome(utterance.text, utterance.locale, utterance.intents[0], intent, float(sure), len(commands) > 1)


def _several(utterance: Utterance, commands: Sequence[dict[str, Any]]) -> Several:
    numbers = {value for command in commands for kind, value in command["entities"] if kind == "order_number"}
    return Several(
        utterance.text,
        utterance.locale,
        tuple(intent for intent in utterance.intents if intent not in SMALL_TALK),
        tuple(intent for command in commands if (intent := command["ranking"][0][0]) not in SMALL_TALK),
        utterance.numbers,
        tuple(sorted(numbers)),
    )


def _share(counted: Sequence[bool]) -> float:
    return sum(counted) / len(counted)


def _row(of: str, system: str, metric: str, value: float, n: int) -> dict[str, Any]:
    return {"set": of, "system": system, "metric": metric, "value": round(value, 4), "n": n}
