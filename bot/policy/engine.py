"""Runs the stack of flows: takes commands in, gives the next action out.

The engine knows neither Rasa nor the database. It is asked after every message and after every action, holds nothing
itself, and goes on past an action only where that action reported `ok` (or an outcome that the flow maps to `next`).
What a command changes is bot/policy/hearing's.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Sequence

from bot.policy.hearing import MOST_TRIES, Hearing
from bot.policy.memory import ORDER_SLOT, Memory
from bot.policy.program import NEXT, Branch, Call, Collect, Confirm, End, Flow, Jump, Run, Say
from bot.policy.stack import Stack
from bot.policy.state import MOST_LATER, Command, Frame, State
from bot.policy.words import asks

CONFIRMATION_SECONDS = 600.0
SESSION_SECONDS = 3600.0
MOST_STEPS = 200  # between two actions
MOST_ACTIONS = 45  # for one message; below the 50 at which Rasa would cut the turn off (bot/rasa/agent)
UNREAD = "unread"  # an answer in free words of which an action could make nothing
EXPLAINED = "how_it_works"  # the flow that says what the articles say, where they are sure
NEEDS = {"needs_known": "identify_known", "needs_verified": "identify_verified"}


@dataclass(frozen=True)
class Turn:
    """A message as the engine sees it: its commands, when it came, and when the conversation last changed owner."""

    commands: Sequence[Command]
    at: float
    owner_since: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What an action reported: `status` is ok, refused, failed, needs_known, needs_verified, or a code of its own."""

    key: str
    status: str
    shown: tuple[tuple[str, str], ...] = ()  # (kind, id) of the orders, products and articles in what was said
    lines: tuple[str, ...] = ()  # products of the order shown
    asked: str = ""  # the question that was answered, where it is not the message itself


@dataclass
class Effect:
    """What to do next: run `action` (None: listen), with these slots set before it."""

    action: str | None
    slots: dict[str, Any] = field(default_factory=dict)


def new_id() -> str:
    """An id that no other conversation has: keys of writes are made of it, and the shop's database knows them all."""
    return secrets.token_hex(6)


class Engine:
    """One interpreter for all conversations; every method works on the state it is given."""

    def __init__(self, flows: Mapping[str, Flow], new_id: Callable[[], str] = new_id) -> None:
        self.flows, self.new_id = flows, new_id
        self.by_intent = {intent: flow for flow in flows.values() for intent in flow.start_by}

    def receive(self, state: State, turn: Turn) -> None:
        """Take a new message in. A stack from another session, from before an agent had it, or of other flows goes."""
        old = turn.at - state.touched > SESSION_SECONDS or turn.owner_since > state.touched
        if old or not all(self._knows(frame) for frame in state.frames):
            state.frames, state.later = [], []
        if old:
            state.memory, state.unsure = Memory(), None
        if state.awaiting is not None:
            _abandon(state, state.awaiting.get("frame", ""))
        state.touched, state.actions, state.trace = turn.at, 0, []
        state.awaiting, state.outbox, state.announced = None, [], False
        state.inbox = list(turn.commands[: 1 + MOST_LATER])

    def _knows(self, frame: Frame) -> bool:
        return frame.flow in self.flows and 0 <= frame.at < len(self.flows[frame.flow].steps)

    def next(
        self,
        state: State,
        slots: Mapping[str, Any],
        outcome: Outcome | None = None,
        offered: Sequence[Mapping[str, str]] = (),
    ) -> Effect:
        """The next action, with `state` moved on. Always ends: what runs in circles is stopped and apologised for."""
        run = _Run(self, state, dict(slots), offered)
        if state.awaiting is not None:
            run.settle(outcome)
        for _ in range(MOST_STEPS if state.actions < MOST_ACTIONS else 0):
            effect = run.once()
            if effect is not None:
                state.actions += 1
                effect.slots = {**run.stack.writes, **effect.slots}
                return effect
        state.frames, state.later, state.inbox, state.outbox = [], [], [], []
        apologise = state.actions <= MOST_ACTIONS
        state.actions = MOST_ACTIONS + 1
        return Effect("utter_failed" if apologise else None, run.stack.writes)


class _Run:
    """The work between two actions of one conversation."""

    def __init__(
        self, engine: Engine, state: State, slots: dict[str, Any], offered: Sequence[Mapping[str, str]]
    ) -> None:
        self.state = state
        self.stack = Stack(engine.flows, state, slots, engine.new_id)
        self.hearing = Hearing(self.stack, engine.by_intent, offered)

    def once(self) -> Effect | None:
        state = self.state
        if state.outbox:
            return Effect(state.outbox.pop(0))
        if state.inbox:
            self.hearing.message()
            return None
        if state.top is None:
            if not state.later:
                return Effect(None)
            self.hearing.take_up(state.later.pop(0))
            return None
        return self.run(state.top)

    # -- steps of the flow on top -------------------------------------------------------------------------------

    def run(self, frame: Frame) -> Effect | None:
        step = self.stack.step(frame)
        if isinstance(step, Say):
            frame.at += 1
            return Effect(step.response)
        if isinstance(step, Run):
            return self.start_action(frame, step.action)
        if isinstance(step, Collect):
            return self.collect(frame, step)
        if isinstance(step, Confirm):
            return self.confirm(frame, step)
        if isinstance(step, Branch):
            held = [target for condition, target in step.cases if condition.holds(self.stack.slots)]
            frame.at = held[0] if held else step.otherwise
        elif isinstance(step, Jump):
            frame.at = step.to
        elif isinstance(step, Call):
            frame.at += 1
            self.stack.help(step.flow, "call")
        elif isinstance(step, End):
            self.finish(frame, step)
        return None

    def finish(self, frame: Frame, end: End) -> None:
        if end.everything:
            for each in self.state.frames:
                self.stack.remember(each)
            self.state.frames, self.state.later = [], []
        else:
            self.stack.pop(frame, end.done)

    def start_action(self, frame: Frame, action: str) -> Effect:
        self.state.awaiting = {"key": f"{frame.id}.{self.state.number()}", "frame": frame.id, "action": action}
        return Effect(action)

    def ask(self, frame: Frame, question: str) -> Effect | None:
        waiting = [command for command in self.state.later if command.at == self.state.touched]
        question_asked = next((command for command in waiting if self.hearing.is_question(command)), None)
        if question_asked is not None:
            self.state.later.remove(question_asked)
            self.hearing.take(question_asked)
            return None
        if waiting and not self.state.announced:
            self.state.announced = True
            self.hearing.tell("say_waiting", waiting)
            return None
        frame.asked = True
        return self.start_action(frame, question) if question.startswith("action_") else Effect(question)

    def collect(self, frame: Frame, step: Collect) -> Effect | None:
        if frame.values.get(step.slot) is not None:
            frame.at, frame.asked, frame.tries = frame.at + 1, False, 0
            return None
        if frame.named and not frame.helped:
            frame.helped = True  # in words that left it open
            return Effect(step.help)
        return Effect(None) if frame.asked else self.ask(frame, step.ask)

    def confirm(self, frame: Frame, step: Confirm) -> Effect | None:
        if frame.asked:
            return Effect(None)
        frame.confirmation, frame.key = f"{frame.id}.{self.state.number()}", None
        frame.until = self.state.touched + CONFIRMATION_SECONDS
        self.stack.write("confirmation", frame.confirmation)
        return self.ask(frame, step.ask)

    # -- outcomes -----------------------------------------------------------------------------------------------

    def settle(self, outcome: Outcome | None) -> None:
        awaiting, self.state.awaiting = self.state.awaiting or {}, None
        frame = next((each for each in self.state.frames if each.id == awaiting.get("frame")), None)
        if frame is None:
            return
        status = outcome.status if outcome is not None and outcome.key == awaiting["key"] else "failed"
        self.state.trace.append({"ran": awaiting["action"], "status": status})
        if outcome is not None and outcome.key == awaiting["key"]:
            self.remember(frame, outcome)
        step = self.stack.step(frame)
        target = step.on.get(status) if isinstance(step, Run) else None
        if status in NEEDS and not frame.identified:
            frame.asked = False
            self.stack.help(NEEDS[status], "identity")
            self.explain(frame)
        elif status == UNREAD and target is not None and self.gives_up(frame, awaiting["action"]):
            self.stack.pop(frame, False)
            self.stack.push("offer_person")
        elif target is not None and target != NEXT:
            frame.at, frame.identified = target, False
            self.adopt(frame)
            self.forget(frame)
            asked = self.stack.step(frame)
            if status == UNREAD and isinstance(asked, Collect):
                self.state.outbox.append(asked.help)
        elif status == "ok" or target == NEXT:
            frame.identified = False
            if isinstance(step, Run):
                frame.at += 1
            if status == "ok":
                frame.unread.pop(awaiting["action"], None)
            self.adopt(frame)
        elif status == "refused":
            self.stack.pop(frame, False)
        else:
            self.state.outbox.append("utter_failed")
            self.state.later = []
            self.stack.pop(frame, False)

    def explain(self, frame: Frame) -> None:
        """How it works comes before who asks: "can he send it back himself?" may be all that somebody wants to know."""
        acts = not self.stack.flow(frame).only_reads() and frame.values.get(ORDER_SLOT) is None
        if acts and not frame.explained and asks(frame.text):
            frame.explained = True
            self.stack.help(EXPLAINED, "call")
            self.state.frames[-1].text = frame.text

    def remember(self, frame: Frame, outcome: Outcome) -> None:
        """What an action showed, and which question that answered."""
        self.state.memory.saw(outcome.shown, outcome.lines, self.state.touched)
        if outcome.shown or outcome.asked:
            self.state.memory.asked(self.stack.flow(frame), outcome.asked or frame.text)

    def forget(self, frame: Frame) -> None:
        """Sent back to a question (`retry`): its answer counts no more, nor does an earlier yes."""
        step = self.stack.step(frame)
        if isinstance(step, Collect):
            frame.asked, frame.key = False, None
            self.stack.fill(frame, step.slot, None)

    def gives_up(self, frame: Frame, action: str) -> bool:
        """Whether an action could not read an answer once too often."""
        frame.unread[action] = frame.unread.get(action, 0) + 1
        return frame.unread[action] >= MOST_TRIES

    def adopt(self, frame: Frame) -> None:
        """A value that the action itself found (the only order there is) counts as collected; one that it took away
        is asked for again."""
        for slot in self.stack.flow(frame).slots():
            if self.stack.slots.get(slot) is not None:
                frame.values[slot] = self.stack.slots[slot]
            else:
                frame.values.pop(slot, None)


def _abandon(state: State, frame_id: str) -> None:
    """A turn that was cut off within an action (a crash, a timeout): its flow is not taken up again."""
    at = next((index for index, frame in enumerate(state.frames) if frame.id == frame_id), None)
    if at is not None:
        while at > 0 and state.frames[at].returns_to:
            at -= 1
        del state.frames[at:]
