"""The frames of one conversation and the slots that they show: pushing, popping, filling.

Every frame keeps its own values, and the slots are a view of them: the frame on top over the ones below, so that a
question in between never leaves its order number behind for the request that goes on.
"""

from __future__ import annotations

from typing import Any, Callable, Mapping

from bot.policy.contacts import counts
from bot.policy.memory import ORDER_SLOT, PRODUCT
from bot.policy.program import Confirm, Flow, Step
from bot.policy.situation import entity_values
from bot.policy.state import MOST_FRAMES, Command, Frame, State

NOT_TALKED_OF = frozenset((PRODUCT, "street", "city", "region", "postcode", "date", "date_range"))  # said anew
ONCE = 1  # who asks for other things instead of an e-mail address has no order to be found
MOST_REMINDERS = 2  # times a question is asked again after others in between, before it is let go


class Stack:
    """Works on the state it is given; `writes` collects the slots to set before the next action."""

    def __init__(
        self, flows: Mapping[str, Flow], state: State, slots: dict[str, Any], new_id: Callable[[], str]
    ) -> None:
        self.flows, self.state, self.slots, self.new_id = flows, state, slots, new_id
        self.writes: dict[str, Any] = {}

    def flow(self, frame: Frame) -> Flow:
        return self.flows[frame.flow]

    def step(self, frame: Frame) -> Step:
        return self.flow(frame).steps[frame.at]

    def working(self) -> list[Frame]:
        """The frame on top and those that wait for it to return, nearest first; not the requests below them."""
        found: list[Frame] = []
        for frame in reversed(self.state.frames):
            found.append(frame)
            if not frame.returns_to:
                break
        return found

    def push(
        self,
        flow: str,
        values: Mapping[str, Any] | None = None,
        command: Command | None = None,
        follows: str = "",
        points: str = "",
    ) -> None:
        """A new request; where it refers ("it", "that one"), what it wants and was not given was talked of before."""
        said = command or Command("")
        found = [list(pair) for pair in said.entities]
        frame = Frame(flow, self.new_id(), text=said.text, follows=follows, points=points, found=found)
        self._fill(frame, values or {}, said.refers)

    def help(self, flow: str, returns_to: str) -> None:
        """A frame that works for the one on top: what was said to that one counts here too."""
        asker = self.state.frames[-1]
        frame = Frame(flow, self.new_id(), text=asker.text, found=list(asker.found), returns_to=returns_to)
        frame.follows = asker.follows if returns_to == "call" else ""
        found = asker.found if returns_to == "call" else [each for each in asker.found if counts(each, asker.text)]
        said = Command("", entities=[(kind, value) for kind, value in found])
        shared = {slot: asker.values[slot] for slot in self.flows[flow].slots() & set(asker.values)}
        self._fill(frame, {**entity_values(said, self.flows[flow]), **(shared if returns_to == "call" else {})}, False)

    def _fill(self, frame: Frame, values: Mapping[str, Any], refers: bool) -> None:
        declared = self.flow(frame)
        self._make_room()
        wanted = declared.wants()
        for slot in sorted(declared.slots()):
            value = values.get(slot)
            if value is None and refers and slot in wanted and not NOT_TALKED_OF & set(wanted[slot]):
                value = self._talked_of(slot)
            self.fill(frame, slot, value)
        self.state.frames.append(frame)

    def _talked_of(self, slot: str) -> Any:
        """What "it" is: of orders the one that was talked of, none where several were shown."""
        memory = self.state.memory
        return memory.order if slot == ORDER_SLOT and memory.orders else self.slots.get(slot)

    def remember(self, frame: Frame) -> None:
        """What a request that is left was about."""
        flow, number = self.flow(frame), frame.values.get(ORDER_SLOT)
        if flow.kind != "small_talk" and number is not None:
            self.state.memory.talk_of_order(number)
            self.state.memory.asked(flow, frame.text)

    def _make_room(self) -> None:
        """The oldest request goes, with whatever worked for it."""
        frames = self.state.frames
        if len(frames) >= MOST_FRAMES:
            del frames[0]
            while frames and frames[0].returns_to:
                del frames[0]

    def pop(self, frame: Frame, done: bool) -> None:
        """Leave a flow. One that did not do what it was for takes the frame that waits for it along."""
        self.state.frames.remove(frame)
        self.remember(frame)
        below = self.state.top
        if below is None:
            return
        if frame.returns_to and not done:
            self.pop(below, False)
            return
        if frame.returns_to == "identity":
            below.identified = True
            self._renew(below)
        if not frame.returns_to:
            below.reminded += 1
            about_order = any(ORDER_SLOT in frame.values for frame in self.working())
            most = MOST_REMINDERS if about_order or below.returns_to != "identity" else ONCE
            if below.reminded > most:  # the shopper has moved on: from what waited behind it, too
                self.state.frames.clear()
                self.state.later = [each for each in self.state.later if each.at == self.state.touched]
                return
        below.asked = False
        self.show()

    def cut(self, frame: Frame) -> None:
        """Drop what is above a frame, and show its values again."""
        del self.state.frames[self.state.frames.index(frame) + 1 :]
        self.show()

    def _renew(self, frame: Frame) -> None:
        """A yes that grew old while the shopper proved who they are does not count: it is asked for again."""
        if frame.key is None or self.state.touched <= frame.until:
            return
        asked = [at for at, step in enumerate(self.flow(frame).steps[: frame.at]) if isinstance(step, Confirm)]
        frame.at, frame.key = asked[-1], None
        self.state.outbox.append("utter_confirmation_expired")

    def fill(self, frame: Frame, slot: str, value: Any) -> None:
        """A value of this flow, or (None) none any more."""
        frame.values.pop(slot, None)
        if value is not None:
            frame.values[slot] = value
        self.write(slot, value)

    def show(self) -> None:
        """The slots as the frames hold them, from the oldest to the one on top."""
        for frame in self.state.frames:
            for slot in sorted(self.flow(frame).slots()):
                self.write(slot, frame.values.get(slot))

    def write(self, slot: str, value: Any) -> None:
        self.slots[slot] = value
        self.writes[slot] = value
