"""The intents that something follows from: what the flows start by and what the dialogue itself understands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.learning.examples import Example
from bot.nlu.fitting import as_read
from bot.nlu.reader import language
from bot.policy.program import Flow
from bot.policy.reading import DIALOGUE

ABOUT = {
    "affirm": "Yes, to a question that was asked.",
    "deny": "No, to a question that was asked.",
    "other_one": "Another one than the one that was meant so far.",
    "stop": "Stop what is under way.",
    "restart": "Start over.",
    "out_of_scope": "Something that the shop does not do.",
}  # for the people at the desk; flows say theirs themselves


@dataclass(frozen=True)
class Intent:
    """One intent, what it is about, and how many examples it has in each language; `handled` by a flow or not."""

    name: str
    about: str
    handled: bool
    examples: dict[str, int]


def handled(flows: Mapping[str, Flow]) -> set[str]:
    """The names of all intents from which something follows."""
    return {*DIALOGUE, *(intent for flow in flows.values() for intent in flow.start_by)}


def intents_of(flows: Mapping[str, Flow], examples: Iterable[Example]) -> list[Intent]:
    """All of them and those that have examples alone, by name."""
    about = {intent: flow.about for flow in flows.values() for intent in flow.start_by} | ABOUT
    known, counts = handled(flows), Counter((each.intent, language(as_read(each.text))) for each in examples)
    names = sorted(known | {intent for intent, _ in counts})
    return [
        Intent(name, about.get(name, ""), name in known, {each: counts[name, each] for each in ("en", "zh")})
        for name in names
    ]
