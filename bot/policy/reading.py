"""What a command means where the conversation stands: a value, a yes, a correction, a new request, or nothing clear.

Pure functions over the command, the step that waits and what the last message offered; changing the stack is hearing's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Mapping, Sequence

from actions.aspects import aspect_of_product
from actions.ellipsis import continues, only_points
from bot.policy.agreeing import only_agrees, tells_something
from bot.policy.consent import says_yes, wavers
from bot.policy.contacts import gives_contact
from bot.policy.followups import ABOUT, LOOK_UP, PLAIN, follow_up
from bot.policy.memory import ARTICLE, ORDER_SLOT, PRODUCT, Memory, takes_order, topic_of
from bot.policy.program import Collect, Confirm, Flow
from bot.policy.rewording import ANSWERS, BEYOND_DOUBT, DETAILS, SURE, rewords
from bot.policy.state import Command, Frame
from bot.policy.words import asks, is_bare_cancel, is_bare_value, requests, spoken_choice

LIKELY = 0.30  # from here on, two candidates are offered: "did you mean …?"
NEARLY = 0.2  # from here on, what nobody taught may be a question about a product, which knows when it is none
SHORT, MIDDLING = 16, 40  # characters of a message that may be little more than a value; of one about nothing known

DIALOGUE = (*ANSWERS, "stop", "restart")
OUTSIDE = "out_of_scope"
DATES = frozenset(("date", "date_range"))
INSTEAD = re.compile(r"\b(?:instead|rather|actually)\b|而是|还是(?!不)|不如", re.IGNORECASE)
URGENT = {"human": SURE, "complaint": BEYOND_DOUBT}
PERSON = {"human", "complaint", "crisis"}  # where one of these is likely, nobody is asked to choose


@dataclass(frozen=True)
class Reading:
    """`act` is one of fill, yes, no, correct, start, stop, restart, clarify, stale, unclear."""

    act: str
    flow: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    confirmation: str = ""
    options: tuple[str, ...] = ()
    follows: bool = False  # goes on with what was asked before
    points: str = ""


@dataclass(frozen=True)
class Situation:
    """What is waited for: the frame on top and those it works for, its step (None: nothing), and what was offered."""

    working: Sequence[tuple[Frame, Flow]]  # the top first
    step: Collect | Confirm | None
    offered: Sequence[Mapping[str, str]]  # [{"title", "payload"}]
    memory: Memory = field(default_factory=Memory)
    last: Flow | None = None  # the flow of the memory

    @property
    def confirmation(self) -> str | None:
        return self.working[0][0].confirmation if self.working else None

    @property
    def answered(self) -> bool:
        """Whether a question of the request under way has its answer already."""
        return any(slot in frame.values for frame, flow in self.working for slot in flow.collects())

    def serves(self, flow: Flow) -> bool:
        """Whether this is the request that is under way already."""
        return any(flow.name == own.name for _, own in self.working)


def read(command: Command, now: Situation, by_intent: Mapping[str, Flow]) -> Reading:
    """The one meaning of `command`; every branch ends in a Reading, so nothing a shopper types is ignored."""
    if command.choice is not None:
        return read_payload(command.choice, now)
    chosen = spoken_choice(command.text, now.offered, exact=isinstance(now.step, Confirm))
    if chosen is not None:
        return read_payload(chosen, now)
    if now.step is not None and is_bare_cancel(command.text):
        return Reading("stop")
    if command.confidence >= SURE and command.intent in ("stop", "restart") and not _details(command, now):
        return Reading(command.intent)
    said, command = command, _unasked(command) if now.step is None else command
    going_on = follow_up(command, now.memory, by_intent, now.last) if now.step is None else None
    if going_on is not None:
        values = {**entity_values(command, flows_of(by_intent)[going_on.flow]), **going_on.values}
        return Reading("start", flow=going_on.flow, values=values, follows=True, points=going_on.points)
    sure = command.confidence >= SURE and command.intent not in (*ANSWERS, OUTSIDE)
    target = by_intent.get(command.intent or "") if sure else None
    reading = _aside(command, now, by_intent) or _read_at_step(command, now, target)
    if reading is not None:
        return reading
    looked_up = _looked_up(command, by_intent) if target is None or target.kind == "question" else None
    target = looked_up or target
    if target is not None and now.step is not None and now.serves(target):
        return Reading("unclear")
    if target is not None:
        return Reading("start", flow=target.name, values=entity_values(command, target))
    if now.step is not None and not asks(command.text):
        return Reading("unclear")
    return _read_alone(said, by_intent)


def _aside(command: Command, now: Situation, by_intent: Mapping[str, Flow]) -> Reading | None:
    """What is no answer, and plainly goes on with a question that was asked in between: "and the first?"."""
    step, text = now.step, command.text
    if not isinstance(step, Collect) or step.text or now.memory.topic not in (PRODUCT, ARTICLE):
        return None
    if any(kind in step.entities for kind, _ in command.entities) or not (continues(text) or only_points(text)):
        return None
    found = follow_up(command, now.memory, by_intent, now.last)
    flow = flows_of(by_intent)[found.flow] if found is not None else None
    if found is None or flow is None or flow.kind != "question":
        return None
    return Reading("start", flow=flow.name, values={**entity_values(command, flow), **found.values}, follows=True)


def _looked_up(command: Command, by_intent: Mapping[str, Flow]) -> Flow | None:
    """What is asked of an order by its number, and is not surely a question to the shop, is looked up."""
    if not any(kind == ORDER_SLOT for kind, _ in command.entities):
        return None
    flow = by_intent.get(command.intent or "")
    if flow is not None and takes_order(flow):
        return flow if flow.only_reads() and command.confidence >= LIKELY else None
    outside = command.intent == OUTSIDE or (flow is not None and topic_of(flow) == ARTICLE)
    if not outside or command.confidence >= PLAIN or not asks(command.text):
        return None
    return flows_of(by_intent).get(LOOK_UP)


def flows_of(by_intent: Mapping[str, Flow]) -> dict[str, Flow]:
    """The flows that intents start, by name."""
    return {flow.name: flow for flow in by_intent.values()}


def _unasked(command: Command) -> Command:
    """Where nothing was asked, a yes, a no or a stop that is not sure is none: what else it may be counts."""
    rest = [(intent, share) for intent, share in command.ranking if intent not in ("affirm", "deny", "stop")]
    if command.confidence >= SURE or not rest or len(rest) == len(command.ranking):
        return command
    left = 1.0 - sum(share for intent, share in command.ranking if intent in ("affirm", "deny", "stop"))
    return replace(command, ranking=[(intent, share / left) for intent, share in rest])


def read_payload(choice: str, now: Situation) -> Reading:
    """A pressed button. The id counts only where the last message offered it."""
    if choice not in [button["payload"] for button in now.offered]:
        return Reading("stale")
    kind, _, value = choice.partition(":")
    if kind in ("yes", "no"):
        current = isinstance(now.step, Confirm) and value == now.confirmation
        return Reading(kind, confirmation=value) if current else Reading("stale")
    if kind == "set":
        slot, _, content = value.partition("=")
        if isinstance(now.step, Collect) and now.step.slot == slot:
            return Reading("fill", values={slot: content})
        return Reading("correct", values={slot: content})
    flow, _, setting = value.partition("|")  # "start:flow" or "start:flow|slot=value"
    slot, _, content = setting.partition("=")
    return Reading("start", flow=flow, values={slot: content} if slot else {}, follows=True)


def entity_values(command: Command, flow: Flow) -> dict[str, Any]:
    """For each slot the flow wants, the first entity of an accepted kind in this command."""
    values: dict[str, Any] = {}
    for slot, kinds in flow.wants().items():
        for kind, value in command.entities:
            if kind in kinds:
                values[slot] = value
                break
    return values


def _read_at_step(command: Command, now: Situation, target: Flow | None) -> Reading | None:
    if isinstance(now.step, Confirm):
        return _read_at_confirmation(command, now, now.step, target)
    if isinstance(now.step, Collect):
        return _read_at_collect(command, now, now.step, target)
    return None


def _read_at_confirmation(command: Command, now: Situation, step: Confirm, target: Flow | None) -> Reading | None:
    changed = _corrections(command, now)
    if changed:
        return Reading("correct", values=changed)
    if step.change and rewords(command, target, target is not None and now.serves(target)):
        return Reading("correct", values={step.change: command.text.strip()})
    if command.confidence < SURE:
        return Reading("unclear") if wavers(command.text) and not asks(command.text) else None
    if command.intent == "affirm":
        # A typed yes is bound to its question as a pressed one is: the last message must have shown it. And a model's
        # opinion is not a yes: the words must say so.
        shown = any(button["payload"] == f"yes:{now.confirmation}" for button in now.offered)
        agreed = shown and says_yes(command.text) and only_agrees(command.text)
        return Reading("yes", confirmation=now.confirmation or "") if agreed else Reading("unclear")
    if command.intent == "deny":
        return Reading("no", confirmation=now.confirmation or "")
    return Reading("correct") if command.intent == "other_one" else None


def _details(command: Command, now: Situation) -> bool:
    """Whether a message answers in words which variant or how many are meant: "the slate one" starts nothing over."""
    asked = isinstance(now.step, Collect) and now.step.text
    return asked and any(kind in DETAILS for kind, _ in command.entities)


def _read_at_collect(command: Command, now: Situation, step: Collect, target: Flow | None) -> Reading | None:
    flow = now.working[0][1]
    value = next((value for kind, value in command.entities if kind in step.entities), None)
    elsewhere = target if target is not None and _is_elsewhere(command, now, target) else None
    doubtful = command.confidence < BEYOND_DOUBT and not asks(command.text)  # "find me under ada@example.com"
    answered = gives_contact(command, step)
    if value is not None and (elsewhere is None or doubtful or answered or is_bare_value(command.text, value)):
        return Reading("fill", values={**entity_values(command, flow), step.slot: value})
    corrections = _corrections(command, now)
    answers = bool(step.text and step.entities) and any(
        is_bare_value(command.text, each) for each in corrections.values()
    )
    if corrections and elsewhere is None and not answers and not (step.text and _tells(command, corrections)):
        return Reading("correct", values=corrections)
    other = command.intent == "other_one" and not _details(command, now)
    if other and command.confidence >= (BEYOND_DOUBT if step.text else SURE) and now.answered:
        return Reading("correct")
    if step.text and tells_something(command.text) and not (elsewhere is not None and _interrupts(command, elsewhere)):
        return Reading("fill", values={step.slot: command.text.strip()})
    if command.confidence >= SURE and command.intent == "deny":
        return Reading("stop")
    return None


def _is_elsewhere(command: Command, now: Situation, target: Flow) -> bool:
    """Whether a sure intent takes a message away from the question that waits: another request, or a real question."""
    if now.serves(target) or target.kind == "small_talk":
        return False
    return target.kind == "request" or requests(command.text)


def _interrupts(command: Command, target: Flow) -> bool:
    """Whether a free text is really something else: it is put as a request, or says who or what is beyond bearing."""
    if command.intent in URGENT:
        return command.confidence >= URGENT[command.intent]
    if target.kind == "request" and INSTEAD.search(command.text):
        return True
    return requests(command.text) and (target.kind == "question" or command.confidence >= BEYOND_DOUBT)


def _tells(command: Command, corrections: Mapping[str, Any]) -> bool:
    """Whether a free text only mentions the value that it seems to correct: "I have it already, from order 1002"."""
    if command.confidence >= SURE and command.intent in ("other_one", "deny"):
        return False
    return not any(is_bare_value(command.text, value) for value in corrections.values())


def _corrections(command: Command, now: Situation) -> dict[str, Any]:
    """Entities that change a slot which a flow under way has filled already, the one on top first."""
    for frame, flow in now.working:
        own = (None, *ANSWERS, *flow.start_by) if asks(command.text) else (None, OUTSIDE, *ANSWERS, *flow.start_by)
        if command.confidence >= SURE and command.intent not in own:
            continue
        filled = set(frame.values) | set(flow.takes)
        values = {slot: value for slot, value in entity_values(command, flow).items() if not _is_date(flow, slot)}
        changed = {slot: value for slot, value in values.items() if slot in filled and value != frame.values.get(slot)}
        if changed:
            return changed
    return {}


def _is_date(flow: Flow, slot: str) -> bool:
    """Whether a slot holds days, which say which order is meant and are no answer to anything."""
    return bool(DATES & set(flow.wants().get(slot, ())))


def _read_alone(command: Command, by_intent: Mapping[str, Flow]) -> Reading:
    """Nothing sure: a bare value, a choice between two likely requests, or a question for the knowledge base."""
    longest = MIDDLING if command.intent in ("other_one", OUTSIDE) else SHORT
    if command.entities and len(command.text) <= longest:
        for flow in by_intent.values():
            if flow.kind == "request" and flow.only_reads() and flow.asks_for([kind for kind, _ in command.entities]):
                return Reading("start", flow=flow.name, values=entity_values(command, flow))
    likely = [name for name, share in command.ranking[:2] if share >= LIKELY and name in by_intent]
    flows = [by_intent[name] for name in likely]
    if set(likely) & PERSON:
        return Reading("start", flow=by_intent[next(name for name in likely if name in PERSON)].name)
    if len(flows) == 2 and all(flow.kind == "request" for flow in flows):
        return Reading("clarify", options=tuple(flow.name for flow in flows))
    nearly = dict(command.ranking).get(ABOUT, 0.0) >= NEARLY or aspect_of_product(command.text) == "all"
    if command.intent == OUTSIDE and nearly and ABOUT in by_intent:
        about = by_intent[ABOUT]
        return Reading("start", flow=about.name, values=entity_values(command, about))
    if flows and flows[0].kind == "question" and flows[0].name == by_intent.get(command.intent or "", flows[0]).name:
        return Reading("start", flow=flows[0].name, values=entity_values(command, flows[0]))
    if command.intent in ANSWERS and command.confidence >= LIKELY:
        return Reading("start", flow="nothing_asked")
    return Reading("start", flow="answer")
