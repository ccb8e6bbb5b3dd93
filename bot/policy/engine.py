"""Runs the stack of flows: takes commands in, gives the next action out.

The engine knows neither Rasa nor the database. It is asked after every message and after every action, holds nothing
itself, and goes on past an action only where that action reported `ok` (or an outcome that the flow maps to `next`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from bot.policy.program import NEXT, Branch, Call, Collect, Confirm, End, Flow, Jump, Run, Say
from bot.policy.reading import Reading, Situation, read
from bot.policy.state import MOST_FRAMES, MOST_LATER, Command, Frame, State

CONFIRMATION_SECONDS = 600.0
SESSION_SECONDS = 3600.0
MOST_STEPS = 200
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


@dataclass
class Effect:
    """What to do next: run `action` (None: listen), with these slots set before it."""

    action: str | None
    slots: dict[str, Any] = field(default_factory=dict)


class Engine:
    """One interpreter for all conversations; every method works on the state it is given."""

    def __init__(self, flows: Mapping[str, Flow]) -> None:
        self.flows = flows
        self.by_intent = {intent: flow for flow in flows.values() for intent in flow.start_by}

    def receive(self, state: State, turn: Turn) -> None:
        """Take a new message in. A stack left from another session or from before an agent had it is dropped."""
        if turn.at - state.touched > SESSION_SECONDS or turn.owner_since > state.touched:
            state.frames, state.later = [], []
        state.touched = turn.at
        state.awaiting, state.outbox = None, []
        state.inbox = list(turn.commands[: 1 + MOST_LATER])

    def next(
        self,
        state: State,
        slots: Mapping[str, Any],
        outcome: Outcome | None = None,
        offered: Sequence[Mapping[str, str]] = (),
    ) -> Effect:
        """The next action, with `state` moved on. Always ends: a flow that runs in circles is stopped and apologised for."""
        run = _Step(self, state, dict(slots), list(offered))
        if state.awaiting is not None:
            run.settle(outcome)
        for _ in range(MOST_STEPS):
            effect = run.once()
            if effect is not None:
                effect.slots = {**run.writes, **effect.slots}
                return effect
        state.frames, state.later, state.outbox = [], [], []
        return Effect("utter_failed", run.writes)


class _Step:
    """The work between two actions of one conversation."""

    def __init__(self, engine: Engine, state: State, slots: dict[str, Any], offered: list[Mapping[str, str]]) -> None:
        self.engine, self.state, self.slots, self.offered = engine, state, slots, offered
        self.writes: dict[str, Any] = {}

    def once(self) -> Effect | None:
        state = self.state
        if state.outbox:
            return Effect(state.outbox.pop(0))
        if state.inbox:
            command = state.inbox.pop(0)
            state.later = [*state.inbox, *state.later][:MOST_LATER]
            state.inbox = []
            self.take(command)
            return None
        frame = state.top
        if frame is None:
            if not state.later:
                return Effect(None)
            self.take(state.later.pop(0))
            return None
        return self.run(frame)

    # -- steps of the flow on top -------------------------------------------------------------------------------

    def run(self, frame: Frame) -> Effect | None:
        flow = self.engine.flows[frame.flow]
        step = flow.steps[frame.at]
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
            held = [target for condition, target in step.cases if condition.holds(self.slots)]
            frame.at = held[0] if held else step.otherwise
        elif isinstance(step, Jump):
            frame.at = step.to
        elif isinstance(step, Call):
            frame.at += 1
            self.push(step.flow, "call")
        elif isinstance(step, End):
            self.finish(frame, step)
        return None

    def start_action(self, frame: Frame, action: str) -> Effect:
        self.state.awaiting = {"key": f"{frame.id}.{self.state.number()}", "frame": frame.id, "action": action}
        return Effect(action)

    def ask(self, frame: Frame, question: str) -> Effect:
        frame.asked = True
        return self.start_action(frame, question) if question.startswith("action_") else Effect(question)

    def collect(self, frame: Frame, step: Collect) -> Effect | None:
        if frame.values.get(step.slot) is not None:
            frame.at, frame.asked, frame.tries = frame.at + 1, False, 0
            return None
        return Effect(None) if frame.asked else self.ask(frame, step.ask)

    def confirm(self, frame: Frame, step: Confirm) -> Effect:
        if frame.asked:
            return Effect(None)
        frame.confirmation = f"{frame.id}.{self.state.number()}"
        frame.until = self.state.touched + CONFIRMATION_SECONDS
        self.write("confirmation", frame.confirmation)
        return self.ask(frame, step.ask)

    def finish(self, frame: Frame, end: End) -> None:
        if end.everything:
            self.state.frames, self.state.later = [], []
            return
        self.pop(frame, end.done)

    def pop(self, frame: Frame, done: bool) -> None:
        self.state.frames.remove(frame)
        below = self.state.top
        if below is None:
            return
        for slot in self.engine.flows[below.flow].slots():
            self.write(slot, below.values.get(slot))
        if frame.returns_to and not done:
            self.pop(below, False)
        elif frame.returns_to == "identity":
            below.identified = True
        below.asked = False

    def push(self, flow: str, returns_to: str = "", values: Mapping[str, Any] | None = None, refers: bool = False) -> None:
        declared = self.engine.flows[flow]
        if len(self.state.frames) >= MOST_FRAMES:
            self.state.frames.pop(0)
        frame = Frame(flow, f"{int(self.state.touched)}-{self.state.number()}", returns_to=returns_to)
        wanted = declared.wants()
        for slot in sorted(declared.slots()):
            value = (values or {}).get(slot)
            if value is None and refers and slot in wanted:
                value = self.slots.get(slot)
            self.fill(frame, slot, value)
        self.state.frames.append(frame)

    # -- outcomes -----------------------------------------------------------------------------------------------

    def settle(self, outcome: Outcome | None) -> None:
        awaiting, self.state.awaiting = self.state.awaiting or {}, None
        frame = next((each for each in self.state.frames if each.id == awaiting.get("frame")), None)
        if frame is None:
            return
        status = outcome.status if outcome is not None and outcome.key == awaiting["key"] else "failed"
        step = self.engine.flows[frame.flow].steps[frame.at]
        target = step.on.get(status) if isinstance(step, Run) else None
        if status in NEEDS and not frame.identified:
            frame.asked = False
            self.push(NEEDS[status], "identity")
        elif target is not None and target != NEXT:
            frame.at = target
            self.forget(frame)
        elif status == "ok" or target == NEXT:
            if isinstance(step, Run):
                frame.at += 1
            self.adopt(frame)
        elif status == "refused":
            self.pop(frame, False)
        else:
            self.state.outbox.append("utter_failed")
            self.state.later = []
            self.pop(frame, False)

    def forget(self, frame: Frame) -> None:
        """Sent back to a question (`retry`): its answer counts no more."""
        step = self.engine.flows[frame.flow].steps[frame.at]
        if isinstance(step, Collect):
            frame.asked = False
            self.fill(frame, step.slot, None)

    def adopt(self, frame: Frame) -> None:
        """A value that the action itself found (the only order there is) counts as collected."""
        for slot in self.engine.flows[frame.flow].slots():
            if self.slots.get(slot) is not None:
                frame.values[slot] = self.slots[slot]

    # -- commands -----------------------------------------------------------------------------------------------

    def take(self, command: Command) -> None:
        frame = self.state.top
        flow = self.engine.flows[frame.flow] if frame else None
        step = flow.steps[frame.at] if frame and flow and frame.asked else None
        waits = step if isinstance(step, (Collect, Confirm)) else None
        reading = read(command, Situation(frame, flow, waits, self.offered, self.slots), self.engine.by_intent)
        self.offered = []
        getattr(self, f"on_{reading.act}")(reading, command)

    def on_fill(self, reading: Reading, command: Command) -> None:
        frame = self.state.frames[-1]
        for slot, value in reading.values.items():
            self.fill(frame, slot, value)

    def on_yes(self, reading: Reading, command: Command) -> None:
        frame = self.state.frames[-1]
        frame.asked = False
        if reading.confirmation != frame.confirmation or self.state.touched > frame.until:
            self.state.outbox.append("utter_confirmation_expired")
            return
        frame.key, frame.confirmation = frame.confirmation, None
        frame.at += 1

    def on_no(self, reading: Reading, command: Command) -> None:
        frame = self.state.frames[-1]
        step = self.engine.flows[frame.flow].steps[frame.at]
        assert isinstance(step, Confirm)
        frame.asked, frame.confirmation, frame.at = False, None, step.no

    def on_correct(self, reading: Reading, command: Command) -> None:
        """Go back to the slot that changes: with its new value where one was given, else to ask for it again."""
        frame = self.state.top
        flow = self.engine.flows[frame.flow] if frame else None
        owned = {slot: value for slot, value in reading.values.items() if flow and slot in flow.slots()}
        if frame is None or flow is None or (reading.values and not owned):
            self.on_stale(reading, command)
            return
        collected = [step.slot for step in flow.steps if isinstance(step, Collect)]
        back = list(owned) or [slot for slot in collected if slot in frame.values][:1] or list(flow.takes)[:1]
        for slot in back:
            self.fill(frame, slot, owned.get(slot))
        steps = [index for index in (flow.step_of(slot) for slot in back) if index is not None]
        frame.at, frame.asked, frame.confirmation, frame.key = 0 if not steps or owned else min(steps), False, None, None

    def on_start(self, reading: Reading, command: Command) -> None:
        flow = self.engine.flows[reading.flow]
        self.push(flow.name, "", reading.values, command.refers)
        self.queue_further(flow, command)

    def queue_further(self, flow: Flow, command: Command) -> None:
        """ "Where are 1001 and 1002?": the second number is a request of its own, after this one."""
        for slot, kinds in flow.wants().items():
            same = [(kind, value) for kind, value in command.entities if kind in kinds]
            if kinds[:1] == ("order_number",) and len(same) > 1:
                more = [Command(command.text, command.ranking, [each]) for each in same[1:]]
                self.state.later = [*more, *self.state.later][:MOST_LATER]
                return

    def on_stop(self, reading: Reading, command: Command) -> None:
        frame = self.state.top
        if frame is None:
            self.push("nothing_to_stop")
            return
        self.state.later = []
        self.pop(frame, False)
        self.state.outbox.append("utter_stopped")

    def on_restart(self, reading: Reading, command: Command) -> None:
        for frame in self.state.frames:
            for slot in self.engine.flows[frame.flow].slots():
                self.write(slot, None)
        self.state.frames, self.state.later = [], []
        self.state.outbox.append("utter_restarted")

    def on_clarify(self, reading: Reading, command: Command) -> None:
        self.write("clarify_options", list(reading.options))
        self.push("clarify")

    def on_stale(self, reading: Reading, command: Command) -> None:
        self.state.outbox.append("utter_choice_gone")
        if self.state.top is not None:
            self.state.top.asked = False

    def on_unclear(self, reading: Reading, command: Command) -> None:
        frame = self.state.frames[-1]
        frame.tries += 1
        frame.asked = False
        step = self.engine.flows[frame.flow].steps[frame.at]
        if frame.tries >= 3:
            self.pop(frame, False)
            self.push("offer_person")
            return
        self.state.outbox.append(step.help if isinstance(step, Collect) else "utter_unclear_yes_no")

    def fill(self, frame: Frame, slot: str, value: Any) -> None:
        """A value of this flow, or (None) none any more."""
        frame.values.pop(slot, None)
        if value is not None:
            frame.values[slot] = value
        self.write(slot, value)

    def write(self, slot: str, value: Any) -> None:
        self.slots[slot] = value
        self.writes[slot] = value
