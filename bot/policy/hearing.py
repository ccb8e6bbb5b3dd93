"""What a command changes: the reading of it, applied to the stack and to the requests that wait their turn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping, Sequence

from actions.ellipsis import says_other
from bot.policy.agreeing import plainly_agrees
from bot.policy.joining import all_offered, undivided
from bot.policy.memory import ORDER_SLOT, Memory, takes_order
from bot.policy.program import Collect, Confirm, Flow
from bot.policy.reading import read
from bot.policy.rewording import ANSWERS, SURE
from bot.policy.situation import Reading, Situation, entity_values
from bot.policy.stack import Stack
from bot.policy.state import MOST_LATER, Command, Frame
from bot.policy.words import only_waits, requests

MOST_TRIES = 3  # answers to one question that could not be read, before a person is offered
CALLING = ("human", "complaint")  # a person has it from there on


class Hearing:
    """Takes commands for one conversation. What was offered counts for the first of them only."""

    def __init__(self, stack: Stack, by_intent: Mapping[str, Flow], offered: Sequence[Mapping[str, str]]) -> None:
        self.stack, self.state, self.by_intent, self.offered = stack, stack.state, by_intent, offered
        self.unsure: Command | None = None  # of which was asked what it means, just before this message
        self.fresh = 0  # how many of the requests in `later` came with the message that is being taken

    def message(self) -> None:
        """Take the first command of the inbox; the other requests wait. A yes or no never waits."""
        command, *others = undivided(self.state.inbox)
        command = self._all_offered(command)
        self.state.inbox, self.unsure, self.state.unsure = [], self.state.unsure, None
        if others and self.state.top is None and command.choice is None and command.intent in ANSWERS:
            command, *others = others  # "ok, and how long does shipping take?" answers nothing, and asks
        if others and command.intent == "deny" and (self._corrects(others[0]) or only_waits(command.text)):
            command, *others = others  # "no, 14 Pine Street" is no refusal, and neither is "wait, how long …?"
        command, *others = self._questions_first(command, others)
        command, others = self._whole_yes(command, others)
        waiting = [each for each in others if each.choice is not None or each.intent not in ANSWERS]
        for each in waiting:
            each.at = self.state.touched
        self.fresh = len(waiting)
        self.state.later = [*waiting, *self.state.later][:MOST_LATER]
        self.take(command)

    def _questions_first(self, command: Command, others: list[Command]) -> list[Command]:
        """Where a person is called, which ends everything, what was asked beside it is answered before."""
        if command.intent not in CALLING or self.state.top is not None:
            return [command, *others]
        questions = [each for each in others if self.is_question(each)]
        return [*questions, command, *(each for each in others if each not in questions)]

    def _whole_yes(self, command: Command, others: list[Command]) -> tuple[Command, list[Command]]:
        """A yes with all that was said beside it and asks for nothing: "oh yes, your service is so good" is none."""
        frame = self.state.top
        waits = frame is not None and frame.asked and isinstance(self.stack.step(frame), Confirm)
        agrees = command.intent == "affirm" or plainly_agrees(command.text)
        if not waits or command.choice is not None or not agrees:
            return command, others
        beside = [each for each in others if each.choice is None and not self._asks(each)]
        whole = replace(command, text=" ".join([command.text, *(each.text for each in beside)]))
        return whole, [each for each in others if each not in beside]

    def _all_offered(self, command: Command) -> Command:
        frame = self.state.top
        step = self.stack.step(frame) if frame is not None and frame.asked else None
        return all_offered(command, self.offered) if isinstance(step, Collect) and step.slot == ORDER_SLOT else command

    def _asks(self, command: Command) -> bool:
        flow = self.by_intent.get(command.intent or "")
        return requests(command.text) or (flow is not None and flow.kind == "request" and command.confidence >= SURE)

    def _corrects(self, command: Command) -> bool:
        """Whether a message changes what waits for a yes."""
        now = self._now()
        return isinstance(now.step, Confirm) and read(command, now, self.by_intent).act == "correct"

    def _now(self) -> Situation:
        stack = self.stack
        working = [(frame, stack.flow(frame)) for frame in stack.working()]
        frame = self.state.top
        step = stack.step(frame) if frame and frame.asked else None
        waits = step if isinstance(step, (Collect, Confirm)) else None
        memory = self.state.memory
        return Situation(working, waits, self.offered, memory, stack.flows.get(memory.flow))

    def take(self, command: Command) -> None:
        now = self._now()
        reading = read(command, now, self.by_intent)
        command = self._meant(command, reading)
        self.offered, self.unsure = [], None
        self.state.trace.append(_traced(command, reading))
        getattr(self, f"on_{reading.act}")(reading, command)
        self.fresh = 0

    def take_up(self, command: Command) -> None:
        """A request that waited; where it came with an earlier message, it is said which one is taken up."""
        depth = len(self.state.frames)
        self.take(command)
        if command.at < self.state.touched and len(self.state.frames) > depth:
            self.tell("take_up", [command])

    def is_question(self, command: Command) -> bool:
        """Whether a request that came along surely is a mere question: it is answered before the shopper is asked."""
        flow = self.by_intent.get(command.intent or "")
        if flow is None or flow.kind != "question" or command.confidence < SURE or command.choice is not None:
            return False
        return not any(kind == ORDER_SLOT for kind, _ in command.entities)

    def tell(self, flow: str, commands: Sequence[Command]) -> None:
        """Run a flow that says which requests these are, before the frame on top goes on."""
        self.stack.write("waiting", [self._described(each) for each in commands])
        self.stack.help(flow, "call")

    def _described(self, command: Command) -> dict[str, str]:
        """The flow where it is surely a request, the order that it names, and its words."""
        flow = self.by_intent.get(command.intent or "")
        named = flow.name if flow is not None and flow.kind == "request" and command.confidence >= SURE else ""
        number = next((str(value) for kind, value in command.entities if kind == ORDER_SLOT), "")
        return {"flow": named, "number": number, "text": command.text}

    def _meant(self, command: Command, reading: Reading) -> Command:
        """Behind "did you mean …?", the message that was unclear: its words and values go with the choice."""
        chosen = reading.act == "start" and not reading.values
        if self.unsure is None or not chosen or not self._offers(reading.flow):
            return command
        return replace(self.unsure, ranking=command.ranking)

    def _offers(self, flow: str) -> bool:
        return any(button["payload"] == f"start:{flow}" for button in self.offered)

    def on_fill(self, reading: Reading, command: Command) -> None:
        frame = self.state.frames[-1]
        frame.reminded = 0
        for slot, value in reading.values.items():
            self.stack.fill(frame, slot, value)
        frame.found += [list(pair) for pair in command.entities]
        self.queue_further(self.stack.flow(frame), reading.values, command)

    def on_named(self, reading: Reading, command: Command) -> None:
        """Which order, in other words than its number: it is picked anew by them, and else asked for again."""
        frame = self.state.frames[-1]
        frame.tries += 1
        if frame.tries >= MOST_TRIES:
            self.on_unclear(reading, command)
            return
        frame.named, frame.helped, frame.asked, frame.at = command.text, False, False, 0

    def on_yes(self, reading: Reading, command: Command) -> None:
        frame = self.state.frames[-1]
        frame.asked, frame.tries = False, 0
        if reading.confirmation != frame.confirmation or self.state.touched > frame.until:
            self.state.outbox.append("utter_confirmation_expired")
            return
        frame.key, frame.confirmation = frame.confirmation, None
        frame.at += 1

    def on_no(self, reading: Reading, command: Command) -> None:
        frame = self.state.frames[-1]
        step = self.stack.step(frame)
        assert isinstance(step, Confirm)
        frame.asked, frame.confirmation, frame.at = False, None, step.no

    def on_correct(self, reading: Reading, command: Command) -> None:
        """Go back to the slot that changes: with its new value where one was given, else to ask for it again."""
        frame = self._corrected(reading.values)
        if frame is None:
            self.on_stale(reading, command)
            return
        self.stack.cut(frame)
        flow = self.stack.flow(frame)
        owned = {slot: value for slot, value in reading.values.items() if slot in flow.slots()}
        back = list(owned) or self._collected(frame)[:1]
        for slot in back:
            self.stack.fill(frame, slot, owned.get(slot))
        steps = [index for index in (flow.step_of(slot) for slot in back) if index is not None]
        frame.at = 0 if not steps or owned else min(steps)
        frame.asked, frame.identified, frame.confirmation, frame.key, frame.tries = False, False, None, None, 0

    def _corrected(self, values: Mapping[str, Any]) -> Frame | None:
        """The frame that owns what changes: the one on top, or one that it works for."""
        working = self.stack.working()
        if values:
            return next((frame for frame in working if set(values) & self.stack.flow(frame).slots()), None)
        return next((frame for frame in working if self._collected(frame)), self.state.top)

    def _collected(self, frame: Frame) -> list[str]:
        """What "the other one" can mean: the first value that this flow asks for and has."""
        return [slot for slot in self.stack.flow(frame).collects() if slot in frame.values]

    def on_start(self, reading: Reading, command: Command) -> None:
        if reading.flow not in self.stack.flows:
            self.on_stale(reading, command)
            return
        flow = self.stack.flows[reading.flow]
        self._leave_question(flow, command)
        values = reading.values or (entity_values(command, flow) if command.choice is None else {})
        values = {**self._in_hand(flow, command), **values}
        follows = self.state.memory.text if reading.follows else self._asked_of(command)
        self.stack.push(reading.flow, values, command, follows, reading.points)
        self.queue_further(flow, values, command)

    def _leave_question(self, flow: Flow, command: Command) -> None:
        """Our own question about a mere question ("which product?") is left where the shopper goes on."""
        frame = self.state.top
        if frame is None or not frame.asked or command.choice is not None or flow.kind == "small_talk":
            return
        if self.stack.flow(frame).kind == "question" and isinstance(self.stack.step(frame), Collect):
            self.stack.pop(frame, False)

    def _in_hand(self, flow: Flow, command: Command) -> dict[str, Any]:
        """ "When would it arrive?" while an order is being changed: that order, where the question names no other."""
        frame = self.state.top
        asks_on = command.choice is None and flow.only_reads() and takes_order(flow) and bool(flow.collects())
        if frame is None or not asks_on or says_other(command.text):
            return {}
        return {ORDER_SLOT: frame.values[ORDER_SLOT]} if ORDER_SLOT in frame.values else {}

    def _asked_of(self, command: Command) -> str:
        """ "Can I cancel it?" while it is asked which order was meant: what was asked of that order."""
        frame = self.state.top
        if frame is None or not command.refers:
            return ""
        step = self.stack.step(frame)
        return frame.text if isinstance(step, Collect) and step.slot == ORDER_SLOT else ""

    def queue_further(self, flow: Flow, values: Mapping[str, Any], command: Command) -> None:
        """ "Where are 1001 and 1002?": the second number is a request of its own, after this one."""
        for slot, kinds in flow.wants().items():
            if kinds[:1] != ("order_number",) or slot not in values or not flow.start_by:
                continue
            others = dict.fromkeys(each for each in command.entities if each[0] in kinds and each[1] != values[slot])
            ranking = [(flow.start_by[0], 1.0)]
            more = [Command(command.text, ranking, [each], at=self.state.touched) for each in others]
            self.state.later = [*more, *self.state.later][:MOST_LATER]
            return

    def on_stop(self, reading: Reading, command: Command) -> None:
        """Drop everything that is under way; requests that came with the stop itself are still meant."""
        if self.state.top is None:
            self.stack.push("nothing_to_stop")
            return
        for frame in self.state.frames:
            self.stack.remember(frame)
        self.state.frames, self.state.later = [], self.state.later[: self.fresh]
        self.state.outbox.append("utter_stopped")

    def on_restart(self, reading: Reading, command: Command) -> None:
        for flow in self.stack.flows.values():
            for slot in sorted(flow.slots()):
                self.stack.write(slot, None)
        self.state.frames, self.state.later, self.state.memory = [], self.state.later[: self.fresh], Memory()
        self.state.outbox.append("utter_restarted")

    def on_clarify(self, reading: Reading, command: Command) -> None:
        self.state.unsure = command
        self.stack.write("clarify_options", list(reading.options))
        self.stack.push("clarify")

    def on_stale(self, reading: Reading, command: Command) -> None:
        self.state.outbox.append("utter_choice_gone")
        if self.state.top is not None:
            self.state.top.asked = False

    def on_again(self, reading: Reading, command: Command) -> None:
        self.state.frames[-1].asked = False

    def on_unclear(self, reading: Reading, command: Command) -> None:
        frame = self.state.frames[-1]
        frame.tries += 1
        frame.asked = False
        step = self.stack.step(frame)
        if frame.tries >= MOST_TRIES:
            self.stack.pop(frame, False)
            self.stack.push("offer_person")
            return
        self.state.outbox.append(step.help if isinstance(step, Collect) else "utter_unclear_yes_no")


def _traced(command: Command, reading: Reading) -> dict[str, Any]:
    likely = [list(pair) for pair in command.ranking[:3]]
    return {"text": command.text, "ranking": likely, "act": reading.act, "flow": reading.flow}
