"""What a command means where the conversation stands: a value, a yes, a correction, a new request, or nothing clear.

Pure functions over the command, the step that waits and what the last message offered; changing the stack is hearing's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Mapping

from actions.aspects import aspect_of_product
from actions.ellipsis import continues, only_points
from actions.keeping import cancels_some
from bot.policy.agreeing import plainly_agrees
from bot.policy.answers import OUTSIDE, gives_details, read_at_step
from bot.policy.followups import ABOUT, LOOK_UP, PLAIN, follow_up
from bot.policy.memory import ARTICLE, ORDER_SLOT, PRODUCT, takes_order, topic_of
from bot.policy.program import Collect, Confirm, Flow
from bot.policy.rewording import ANSWERS, SURE
from bot.policy.situation import SWAPS, Reading, Situation, entity_values, flows_of
from bot.policy.state import Command
from bot.policy.words import asks, is_bare_cancel, is_question, spoken_choice

CANCEL = "cancel_order"
LIKELY = 0.30  # from here on, two candidates are offered: "did you mean …?"
NEARLY = 0.2  # from here on, what nobody taught may be a question about a product, which knows when it is none
SHORT, MIDDLING = 16, 40  # characters of a message that may be little more than a value; of one about nothing known
FEWEST = 3  # different words, or Chinese characters: fewer, or one over and over, ask nothing that is outside
_WORDS = re.compile(r"[a-z0-9']+|[\u4e00-\u9fff]")

DIALOGUE = (*ANSWERS, "stop", "restart")
PERSON = {"human", "complaint", "crisis"}  # where one of these is likely, nobody is asked to choose


def read(command: Command, now: Situation, by_intent: Mapping[str, Flow]) -> Reading:
    """The one meaning of `command`; every branch ends in a Reading, so nothing a shopper types is ignored."""
    if command.choice is not None:
        return read_payload(command.choice, now)
    chosen = spoken_choice(command.text, now.offered, exact=isinstance(now.step, Confirm))
    if chosen is not None:
        return read_payload(chosen, now)
    if now.step is not None and is_bare_cancel(command.text):
        return Reading("stop")
    if command.confidence >= SURE and command.intent in ("stop", "restart") and not gives_details(command, now):
        return Reading(command.intent)
    said, command = command, _unasked(command) if now.step is None else command
    if now.step is None and plainly_agrees(command.text):
        return Reading("start", flow="nothing_asked")
    going_on = follow_up(command, now.memory, by_intent, now.last) if now.step is None else None
    if going_on is not None:
        values = {**entity_values(command, flows_of(by_intent)[going_on.flow]), **going_on.values}
        return Reading("start", flow=going_on.flow, values=values, follows=True, points=going_on.points)
    sure = command.confidence >= SURE and command.intent not in (*ANSWERS, OUTSIDE)
    target = by_intent.get(command.intent or "") if sure else None
    if target is not None and target.name in SWAPS and isinstance(now.step, Confirm):
        target = now.swap(command) or target
    reading = _aside(command, now, by_intent) or read_at_step(command, now, target)
    if reading is not None:
        return reading
    looked_up = _looked_up(command, by_intent) if target is None or target.kind == "question" else None
    target = looked_up or target
    if target is not None and now.step is not None and now.serves(target):
        return Reading("unclear")
    if target is not None:
        return Reading("start", flow=target.name, values=entity_values(command, target))
    if now.step is None and cancels_some(command.text) and CANCEL in flows_of(by_intent):
        return Reading("start", flow=CANCEL, values=entity_values(command, flows_of(by_intent)[CANCEL]))
    if now.step is not None and not asks(command.text) and not is_question(command.text):
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
    if command.intent == OUTSIDE:  # where that is not sure, it may be about the shop all the same
        plainly = command.confidence >= PLAIN and len(set(_WORDS.findall(command.text.lower()))) >= FEWEST
        outside = by_intent.get(OUTSIDE) if plainly else None
        return Reading("start", flow=outside.name if outside is not None else "answer")
    if flows and flows[0].kind == "question" and flows[0].name == by_intent.get(command.intent or "", flows[0]).name:
        return Reading("start", flow=flows[0].name, values=entity_values(command, flows[0]))
    if command.intent in ANSWERS and command.confidence >= LIKELY:
        return Reading("start", flow="nothing_asked")
    return Reading("start", flow="answer")
