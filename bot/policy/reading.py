"""What a command means where the conversation stands: a value, a yes, a correction, a new request, or nothing clear.

Pure functions over the command, the step that waits and what the last message offered; changing the stack is the engine's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from rapidfuzz import fuzz

from bot.policy.program import Collect, Confirm, Flow
from bot.policy.state import Command, Frame

SURE = 0.55  # calibrated probability from which an intent is acted on
LIKELY = 0.30  # from here on, two candidates are offered: "did you mean …?"
LABEL_MATCH = 86  # rapidfuzz ratio from which typed words count as an offered choice

ORDINALS = [
    r"\b(1st|first)\b|第一",
    r"\b(2nd|second)\b|第二",
    r"\b(3rd|third)\b|第三",
    r"\b(4th|fourth)\b|第四",
    r"\b(5th|fifth)\b|第五",
]
QUESTION = re.compile(r"[?？]|^(how|what|when|where|why|which|who|can|could|do|does|is|are|will)\b|[吗呢么]\s*$|^(怎么|什么|多久|为什么|哪)")


@dataclass(frozen=True)
class Reading:
    """`act` is one of fill, yes, no, correct, start, stop, restart, clarify, stale, unclear."""

    act: str
    flow: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    confirmation: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """What is waited for: the top frame, its flow and step (None where nothing waits), and the choices last offered."""

    frame: Frame | None
    flow: Flow | None
    step: Collect | Confirm | None
    offered: Sequence[Mapping[str, str]]  # [{"title", "payload"}]
    slots: Mapping[str, Any]


def read(command: Command, now: Situation, by_intent: Mapping[str, Flow]) -> Reading:
    """The one meaning of `command`; every branch ends in a Reading, so nothing a shopper types is ignored."""
    if command.choice is not None:
        return read_payload(command.choice, now)
    if command.confidence >= SURE and command.intent in ("stop", "restart"):
        return Reading(command.intent)
    target = by_intent.get(command.intent or "")
    sure = target is not None and command.confidence >= SURE
    if isinstance(now.step, Confirm):
        reading = _read_at_confirmation(command, now)
    elif isinstance(now.step, Collect):
        reading = _read_at_collect(command, now, target if sure else None)
    else:
        reading = None
    if reading is not None:
        return reading
    if sure and target is not None and command.intent not in ("affirm", "deny"):
        return Reading("start", flow=target.name, values=entity_values(command, target))
    if now.step is None:
        chosen = _spoken_choice(command.text, now.offered)
        if chosen is not None:
            return read_payload(chosen, now)
    if now.step is not None and not QUESTION.search(command.text.strip().lower()):
        return Reading("unclear")
    return _read_alone(command, by_intent)


def read_payload(choice: str, now: Situation) -> Reading:
    """A pressed button. The id counts only where the last message offered it."""
    if choice not in [button["payload"] for button in now.offered]:
        return Reading("stale")
    kind, _, value = choice.partition(":")
    if kind in ("yes", "no"):
        current = now.frame.confirmation if now.frame else None
        return Reading(kind, confirmation=value) if value == current else Reading("stale")
    if kind == "set":
        slot, _, content = value.partition("=")
        if isinstance(now.step, Collect) and now.step.slot == slot:
            return Reading("fill", values={slot: content})
        return Reading("correct", values={slot: content})
    flow, _, setting = value.partition("|")  # "start:flow" or "start:flow|slot=value"
    slot, _, content = setting.partition("=")
    return Reading("start", flow=flow, values={slot: content} if slot else {})


def entity_values(command: Command, flow: Flow) -> dict[str, Any]:
    """For each slot the flow wants, the first entity of an accepted kind in this command."""
    values: dict[str, Any] = {}
    for slot, kinds in flow.wants().items():
        for kind, value in command.entities:
            if kind in kinds:
                values[slot] = value
                break
    return values


def _read_at_confirmation(command: Command, now: Situation) -> Reading | None:
    changed = _corrections(command, now)
    if changed:
        return Reading("correct", values=changed)
    if command.intent == "affirm" and command.confidence >= SURE:
        return Reading("yes", confirmation=now.frame.confirmation or "" if now.frame else "")
    if command.intent == "deny" and command.confidence >= SURE:
        return Reading("no", confirmation=now.frame.confirmation or "" if now.frame else "")
    if command.intent == "other_one" and command.confidence >= SURE:
        return Reading("correct")
    return None


def _read_at_collect(command: Command, now: Situation, target: Flow | None) -> Reading | None:
    step, flow = now.step, now.flow
    assert isinstance(step, Collect) and flow is not None
    chosen = _spoken_choice(command.text, now.offered)
    if chosen is not None:
        return read_payload(chosen, now)
    value = next((value for kind, value in command.entities if kind in step.entities), None)
    elsewhere = target is not None and target.name != flow.name and target.kind != "small_talk"
    if value is not None and (not elsewhere or _mostly(command, value)):
        return Reading("fill", values={step.slot: value, **_others(command, now, step.slot)})
    corrections = _corrections(command, now)
    if corrections and not elsewhere:
        return Reading("correct", values=corrections)
    if step.text and command.text.strip() and not (elsewhere and _interrupts(command, target)):
        return Reading("fill", values={step.slot: command.text.strip()})
    if command.intent == "deny" and command.confidence >= SURE:
        return Reading("stop")
    return None


def _others(command: Command, now: Situation, slot: str) -> dict[str, Any]:
    values = entity_values(command, now.flow) if now.flow else {}
    return {name: value for name, value in values.items() if name != slot}


def _corrections(command: Command, now: Situation) -> dict[str, Any]:
    """Entities that change a slot which this flow has filled already."""
    if now.frame is None or now.flow is None:
        return {}
    if command.intent not in (None, "other_one", "deny", "affirm", *now.flow.start_by) and command.confidence >= SURE:
        return {}
    values = entity_values(command, now.flow)
    filled = set(now.frame.values) | set(now.flow.takes)
    return {slot: value for slot, value in values.items() if slot in filled and value != now.slots.get(slot)}


def _interrupts(command: Command, target: Flow | None) -> bool:
    """Whether a free text is really something else: a question, or a request that is beyond doubt."""
    if target is None:
        return False
    if target.kind == "question":
        return QUESTION.search(command.text.strip().lower()) is not None
    return command.confidence >= 0.9 or command.intent == "human"


def _mostly(command: Command, value: Any) -> bool:
    """Whether the message is little more than the value."""
    return len(command.text) - len(str(value)) <= 8


def _spoken_choice(text: str, offered: Sequence[Mapping[str, str]]) -> str | None:
    """The payload of an offered button that was typed instead of pressed: its label, or "the second one"."""
    typed = text.strip().lower()
    if not offered or not typed or len(typed) > 60:
        return None
    for index, pattern in enumerate(ORDINALS[: len(offered)]):
        if re.search(pattern, typed) and len(typed) <= 24:
            return offered[index]["payload"]
    scores = [(fuzz.ratio(typed, button["title"].lower()), button["payload"]) for button in offered]
    best, payload = max(scores)
    return payload if best >= LABEL_MATCH else None


def _read_alone(command: Command, by_intent: Mapping[str, Flow]) -> Reading:
    """Nothing sure: a bare value, a choice between two likely requests, or a question for the knowledge base."""
    kinds = [kind for kind, _ in command.entities]
    if kinds and len(command.text) <= 16:
        for flow in by_intent.values():
            if flow.kind == "request" and any(kinds[0] in accepted for accepted in flow.wants().values()):
                return Reading("start", flow=flow.name, values=entity_values(command, flow))
    likely = [name for name, share in command.ranking[:2] if share >= LIKELY and name in by_intent]
    flows = [by_intent[name] for name in likely]
    if len(flows) == 2 and all(flow.kind == "request" for flow in flows):
        return Reading("clarify", options=tuple(flow.name for flow in flows))
    if command.intent == "affirm" or command.intent == "deny":
        return Reading("start", flow="nothing_asked")
    return Reading("start", flow="answer")
