"""Refuses flows that could not run, or that could write without a yes; lists every problem by file and line.

What the domain's own sentences lack is bot/policy/sentences'; the names of actions and writes are passed in.
"""

from __future__ import annotations

from typing import Collection, Iterator, Mapping

from bot.policy.program import NEXT, Branch, Call, Collect, Confirm, End, Flow, Jump, Run, Say, Step
from bot.policy.reading import DIALOGUE
from bot.policy.vocabulary import Vocabulary

STARTED_BY_ENGINE = (
    "answer",
    "clarify",
    "how_it_works",
    "identify_known",
    "identify_verified",
    "nothing_asked",
    "nothing_to_stop",
    "offer_person",
    "how_it_works",
    "say_waiting",
    "take_up",
)
RESERVED = ("ok", "failed", "needs_known", "needs_verified")  # outcomes that the engine itself deals with


def check_flows(
    flows: Mapping[str, Flow], vocabulary: Vocabulary, actions: Collection[str], writes: Collection[str]
) -> list[str]:
    """Every problem of the flows as "file:line: what is wrong. What to do."; `actions` are those that exist in code."""
    problems: list[str] = []
    for flow in flows.values():
        problems += _names(flow, flows, vocabulary, actions)
        problems += _unreachable(flow)
        problems += _writes(flow, writes)
        problems += _circles(flow, flows)
    problems += _intents(flows, vocabulary)
    for name in STARTED_BY_ENGINE:
        if name not in flows:
            problems.append(f"bot/flows:1: no flow '{name}', which the engine starts itself. Add it.")
    return problems


def _names(flow: Flow, flows: Mapping[str, Flow], vocabulary: Vocabulary, actions: Collection[str]) -> Iterator[str]:
    for slot, kinds in flow.takes.items():
        yield from _slot(flow, flow.line, slot, vocabulary)
        yield from _entities(flow, flow.line, kinds, vocabulary)
    for step in flow.steps:
        if isinstance(step, Say):
            yield from _response(flow, step.line, step.response, vocabulary)
        elif isinstance(step, Run):
            yield from _action(flow, step.line, step.action, vocabulary, actions)
            for code in sorted(set(step.on) & set(RESERVED)):
                yield f"{_at(flow, step)} '{code}' is the engine's own outcome and is not mapped. Remove it from 'on'."
        elif isinstance(step, (Collect, Confirm)):
            asks = _action(flow, step.line, step.ask, vocabulary, actions)
            says = _response(flow, step.line, step.ask, vocabulary)
            yield from asks if step.ask.startswith("action_") else says
            if isinstance(step, Collect):
                yield from _response(flow, step.line, step.help, vocabulary)
                yield from _slot(flow, step.line, step.slot, vocabulary)
                yield from _entities(flow, step.line, step.entities, vocabulary)
                yield from _answerable(flow, step, vocabulary)
        elif isinstance(step, Branch):
            for condition, _ in step.cases:
                yield from _slot(flow, step.line, condition.slot, vocabulary)
        elif isinstance(step, Call) and step.flow not in flows:
            yield f"{_at(flow, step)} no flow '{step.flow}'. Write it, or call one of those there are."


def _at(flow: Flow, step: Step) -> str:
    return f"{flow.file}:{step.line}: flow '{flow.name}':"


def _response(flow: Flow, line: int, name: str, vocabulary: Vocabulary) -> Iterator[str]:
    if name not in vocabulary.responses:
        yield (
            f"{flow.file}:{line}: flow '{flow.name}': no response '{name}'. "
            "Add it to the domain file of this topic, in every language."
        )


def _action(flow: Flow, line: int, name: str, vocabulary: Vocabulary, actions: Collection[str]) -> Iterator[str]:
    where = f"{flow.file}:{line}: flow '{flow.name}':"
    if name not in vocabulary.actions:
        yield f"{where} no action '{name}' in the domain. List it under 'actions:' in the domain file of this topic."
    if name not in actions:
        yield f"{where} no action '{name}' in code. Write it in actions/ and name it in its module's ACTIONS."


def _slot(flow: Flow, line: int, name: str, vocabulary: Vocabulary) -> Iterator[str]:
    if name not in vocabulary.slots:
        yield f"{flow.file}:{line}: flow '{flow.name}': no slot '{name}'. Declare it under 'slots:' in the domain."


def _entities(flow: Flow, line: int, kinds: Collection[str], vocabulary: Vocabulary) -> Iterator[str]:
    for kind in kinds:
        if kind not in vocabulary.entities:
            yield (
                f"{flow.file}:{line}: flow '{flow.name}': no entity '{kind}'. "
                "Declare it under 'entities:' in the domain, and find it in bot/nlu/values."
            )


def _answerable(flow: Flow, step: Collect, vocabulary: Vocabulary) -> Iterator[str]:
    response = vocabulary.responses.get(step.ask)
    if step.entities or step.text or response is None:
        return
    offers = [payload for payloads in response.payloads.values() for payload in payloads]
    if not any(payload.startswith(f"set:{step.slot}=") for payload in offers):
        yield f"{_at(flow, step)} nothing fills '{step.slot}'. Give it 'entity', 'text: true' or buttons."


def following(flow: Flow, at: int) -> list[int]:
    """The steps that may come after one, within the flow."""
    step = flow.steps[at]
    if isinstance(step, End):
        return []
    if isinstance(step, Jump):
        return [step.to]
    if isinstance(step, Branch):
        return [target for _, target in step.cases] + [step.otherwise]
    if isinstance(step, Confirm):
        return [at + 1, step.no]
    if isinstance(step, Run):
        return [at + 1, *(target for target in step.on.values() if target != NEXT)]
    return [at + 1]


def reachable(flow: Flow) -> set[int]:
    """The steps that some path from the first one leads to."""
    seen: set[int] = set()
    ahead = [0]
    while ahead:
        at = ahead.pop()
        if at not in seen:
            seen.add(at)
            ahead += following(flow, at)
    return seen


def _unreachable(flow: Flow) -> Iterator[str]:
    seen = reachable(flow)
    lines = [step.line for step in flow.steps]
    told: set[int] = set()
    for at, step in enumerate(flow.steps):
        if at in seen or isinstance(step, Jump) or step.line in told:
            continue
        if isinstance(step, End) and (step.line == flow.line or lines.count(step.line) > 1):
            continue  # not written by anyone: the end behind every flow and every block
        told.add(step.line)
        yield f"{_at(flow, step)} nothing leads to this step. Remove it, or the 'end' before it."


def _writes(flow: Flow, writes: Collection[str]) -> Iterator[str]:
    """Walks every path with one bit: was there a yes since the start, the last question and the last write?"""
    seen: set[tuple[int, bool]] = set()
    ahead, told = [(0, False)], set()
    while ahead:
        at, agreed = ahead.pop()
        if (at, agreed) in seen:
            continue
        seen.add((at, agreed))
        step = flow.steps[at]
        if isinstance(step, Run) and step.action in writes:
            if not agreed and at not in told:
                told.add(at)
                yield (
                    f"{_at(flow, step)} '{step.action}' writes, and a path leads to it without a yes. Put a 'confirm' "
                    "step before it, behind the last 'collect', 'call' and write."
                )
            for code in sorted(code for code, target in step.on.items() if target == NEXT):
                yield f"{_at(flow, step)} '{step.action}' writes, and goes on after '{code}'. Only ok may."
            agreed = False
        elif isinstance(step, Confirm):
            ahead += [(at + 1, True), (step.no, False)]
            continue
        elif isinstance(step, (Collect, Call)):
            agreed = False
        ahead += [(target, agreed) for target in following(flow, at)]


def _circles(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[str]:
    for step in flow.steps:
        if isinstance(step, Call) and flow.name in _called(step.flow, flows):
            yield f"{_at(flow, step)} calls '{step.flow}', which leads back here. Break the circle."


def _called(name: str, flows: Mapping[str, Flow]) -> set[str]:
    seen: set[str] = set()
    ahead = [name]
    while ahead:
        name = ahead.pop()
        if name not in seen and name in flows:
            seen.add(name)
            ahead += [step.flow for step in flows[name].steps if isinstance(step, Call)]
    return seen


def _intents(flows: Mapping[str, Flow], vocabulary: Vocabulary) -> Iterator[str]:
    started: dict[str, Flow] = {}
    for flow in flows.values():
        where = f"{flow.file}:{flow.line}: flow '{flow.name}':"
        for intent in flow.start_by:
            if intent in DIALOGUE:
                yield f"{where} '{intent}' answers what was asked and starts nothing. Take it out of 'start_by'."
            elif intent not in vocabulary.intents:
                yield f"{where} no intent '{intent}'. List it in the domain, with examples in bot/data."
            if intent in started:
                other = started[intent]
                yield f"{where} '{intent}' starts '{other.name}' ({other.file}:{other.line}) already. Keep one of them."
            started.setdefault(intent, flow)
    for intent, place in vocabulary.intents.items():
        if intent not in started and intent not in DIALOGUE:
            yield f"{place}: the intent '{intent}' starts no flow. Name it in a flow's 'start_by', or remove it."
