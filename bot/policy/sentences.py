"""Refuses sentences that lack a language or a value, buttons that lead nowhere, and names that nobody uses."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Collection, Iterable, Iterator, Mapping

from bot.policy.program import Branch, Collect, Confirm, Flow, Run, Say
from bot.policy.validate import STARTED_BY_ENGINE
from bot.policy.vocabulary import Response, Vocabulary

LOCALES = ("en", "zh")
ENGLISH_ONLY = {
    ("utter_reason_same_kind", "kind"),
    ("utter_reason_shared_tags", "tags"),
}  # catalogue words, English only
PREFIX = re.compile(r"utter_[a-z]+_|start:[a-z_]+\|")  # what f-strings begin with that name a response or a flow
LABEL = "utter_label_"  # how `clarify` names a request: utter_label_<flow>

LEAVE_QUEUE = "leave_queue"  # a choice that the channel handles: back to the assistant (bot/turns)


@dataclass
class Mentions:
    """The strings of the code: whole ones, and what f-strings begin with, each with a place where it stands."""

    whole: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether some code names this, or may build the name."""
        return name in self.whole or any(name.startswith(prefix) for prefix in self.prefixes)


def read_mentions(files: Iterable[Path]) -> Mentions:
    """Every string of these modules."""
    found = Mentions()
    for file in files:
        inner: set[int] = set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                inner.add(id(node.values[0]))
                prefix = str(node.values[0].value)
                if PREFIX.match(prefix):
                    found.prefixes.setdefault(prefix, f"{file}:{node.lineno}")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
                found.whole.setdefault(node.value, f"{file}:{node.lineno}")
    return found


def check_domain(
    flows: Mapping[str, Flow], vocabulary: Vocabulary, actions: Collection[str], mentions: Mentions
) -> list[str]:
    """Every problem of the domain as "file:line: what is wrong. What to do."."""
    problems = list(vocabulary.problems)
    for name, response in vocabulary.responses.items():
        problems += _languages(name, response)
        for payload in dict.fromkeys(payload for payloads in response.payloads.values() for payload in payloads):
            problems += _payload(f"{response.place}: '{name}':", payload, flows)
    problems += _code(flows, vocabulary, actions, mentions)
    problems += _unused(flows, vocabulary, mentions)
    for flow in flows.values():
        if flow.kind == "request" and flow.start_by and LABEL + flow.name not in vocabulary.responses:
            problems.append(
                f"{flow.file}:{flow.line}: flow '{flow.name}' may be offered as a choice, and has no "
                f"'{LABEL}{flow.name}'. Add that response, in every language."
            )
    return problems


def _languages(name: str, response: Response) -> Iterator[str]:
    missing = [locale for locale in LOCALES if not response.texts.get(locale)]
    if missing:
        yield f"{response.place}: '{name}' has no text in {', '.join(missing)}. Write it."
        return
    first, *others = LOCALES
    for locale in others:
        lacking = response.placeholders(first) ^ response.placeholders(locale)
        for value in sorted(lacking - {value for each, value in ENGLISH_ONLY if each == name}):
            yield f"{response.place}: '{name}' uses {{{value}}} in one language only. Use it in {first} and {locale}."
        if response.payloads[first] != response.payloads[locale]:
            yield f"{response.place}: '{name}' has other buttons in {locale} than in {first}. Make them the same."


def _payload(where: str, payload: str, flows: Mapping[str, Flow]) -> Iterator[str]:
    kind, _, value = payload.partition(":")
    if kind == "start":
        name, _, setting = value.partition("|")
        slot = setting.partition("=")[0]
        if name not in flows:
            yield f"{where} the button '{payload}' starts no flow there is. Name one, or remove the button."
        elif slot and slot not in flows[name].slots():
            yield f"{where} the button '{payload}' sets '{slot}', which the flow '{name}' neither takes nor collects."
    elif kind == "set":
        slot = value.partition("=")[0]
        if not any(slot in flow.slots() for flow in flows.values()):
            yield f"{where} the button '{payload}' sets '{slot}', which no flow takes or collects."
    elif payload not in ("yes:{confirmation}", "no:{confirmation}", LEAVE_QUEUE):
        yield f"{where} the button '{payload}' is none of start:…, set:…=…, yes:{{confirmation}}, no:{{confirmation}}."


def _code(
    flows: Mapping[str, Flow], vocabulary: Vocabulary, actions: Collection[str], mentions: Mentions
) -> Iterator[str]:
    for text, place in mentions.whole.items():
        if text.startswith("utter_") and text.isidentifier() and text not in vocabulary.responses:
            if not any(name.startswith(text) for name in vocabulary.responses):
                yield f"{place}: no response '{text}'. Add it to the domain, in every language."
        elif re.fullmatch(r"start:[a-z_]+(\|.*)?", text):
            yield from _payload(f"{place}:", text, flows)
    for prefix, place in mentions.prefixes.items():
        if prefix.startswith("start:"):
            yield from _payload(f"{place}:", prefix, flows)
        elif not any(name.startswith(prefix) for name in vocabulary.responses):
            yield f"{place}: no response begins with '{prefix}'. Add them to the domain, in every language."
    for action in sorted(set(actions) - set(vocabulary.actions)):
        yield f"actions:1: '{action}' is not in the domain. List it under 'actions:' in the domain file of its topic."


def _unused(flows: Mapping[str, Flow], vocabulary: Vocabulary, mentions: Mentions) -> Iterator[str]:
    steps = [step for flow in flows.values() for step in flow.steps]
    asked = {step.ask for step in steps if isinstance(step, (Collect, Confirm))}
    said = asked | {step.response for step in steps if isinstance(step, Say)}
    said |= {step.help for step in steps if isinstance(step, Collect)}
    run = asked | {step.action for step in steps if isinstance(step, Run)}
    slots = {slot for flow in flows.values() for slot in flow.slots()}
    slots |= {condition.slot for step in steps if isinstance(step, Branch) for condition, _ in step.cases}
    for name, response in vocabulary.responses.items():
        if name not in said and not mentions.has(name):
            yield f"{response.place}: nobody says '{name}'. Remove it."
    for name, place in vocabulary.actions.items():
        if name not in run:
            yield f"{place}: no flow runs '{name}'. Remove it, or use it."
    for name, place in vocabulary.slots.items():
        if name not in slots and name not in mentions.whole:
            yield f"{place}: nobody uses the slot '{name}'. Remove it."
    called = {getattr(step, "flow", "") for step in steps}
    offered = [
        payload for each in vocabulary.responses.values() for found in each.payloads.values() for payload in found
    ]
    offered += [*mentions.whole, *mentions.prefixes]
    started = {text.removeprefix("start:").partition("|")[0] for text in offered if text.startswith("start:")}
    for flow in flows.values():
        if not flow.start_by and flow.name not in (*STARTED_BY_ENGINE, *called, *started):
            yield f"{flow.file}:{flow.line}: nothing starts the flow '{flow.name}'. Give it 'start_by', or remove it."
