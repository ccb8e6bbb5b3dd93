"""What a flow is once it is read: a flat list of steps with explicit jumps.

Reading YAML is bot/policy/grammar's; running is bot/policy/engine's. Every step keeps the line it came from, so that a
complaint can name it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Collection, Mapping, Union

NEXT = -1  # "go on with the following step", as a target in `on:`


@dataclass(frozen=True)
class Condition:
    """A test on one slot: equal to `value` (`is`), at least `value` (`at_least`), or filled (`filled`)."""

    slot: str
    test: str
    value: Any

    def holds(self, slots: Mapping[str, Any]) -> bool:
        actual = slots.get(self.slot)
        if self.test == "filled":
            return (actual is not None) == bool(self.value)
        if self.test == "at_least":
            return isinstance(actual, (int, float)) and bool(actual >= self.value)
        return bool(actual == self.value)


@dataclass(frozen=True)
class Say:
    """Utter a response of the domain."""

    line: int
    response: str


@dataclass(frozen=True)
class Run:
    """Run an action; go on only where its outcome is `ok` or is mapped to `next` in `on`."""

    line: int
    action: str
    on: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Collect:
    """Wait until `slot` is filled: by one of `entities`, by an offered choice, or by any text where `text`.

    `told`: no question and no stop is an answer; `agrees`: a mere yes is one.
    """

    line: int
    slot: str
    ask: str
    entities: tuple[str, ...] = ()
    text: bool = False
    help: str = "utter_unclear"
    told: bool = False
    agrees: bool = False


@dataclass(frozen=True)
class Confirm:
    """Say what will happen and wait for an explicit yes; a no continues at `no`.

    Other words ("no, the blue one") go into the slot `change`, if there is one, and the flow begins again.
    """

    line: int
    ask: str
    no: int
    change: str = ""


@dataclass(frozen=True)
class Branch:
    """Continue at the target of the first condition that holds, else at `otherwise`."""

    line: int
    cases: tuple[tuple[Condition, int], ...]
    otherwise: int


@dataclass(frozen=True)
class Jump:
    """Continue at `to`."""

    line: int
    to: int


@dataclass(frozen=True)
class Call:
    """Run another flow, then go on here."""

    line: int
    flow: str


@dataclass(frozen=True)
class End:
    """Leave the flow. `done` says that it did what it was for; `everything` empties the whole stack."""

    line: int
    done: bool = True
    everything: bool = False


Step = Union[Say, Run, Collect, Confirm, Branch, Jump, Call, End]


@dataclass(frozen=True)
class Flow:
    """One flow. `takes` maps slots to entity kinds filled from the message that starts it."""

    name: str
    file: str
    line: int
    about: str
    kind: str  # "request" | "question" | "small_talk"
    start_by: tuple[str, ...]
    takes: Mapping[str, tuple[str, ...]]
    steps: tuple[Step, ...]

    def wants(self) -> dict[str, tuple[str, ...]]:
        """Every slot that an entity may fill, with the kinds of entity accepted, in the order they are asked."""
        wanted = dict(self.takes)
        for step in self.steps:
            if isinstance(step, Collect) and step.entities:
                wanted.setdefault(step.slot, step.entities)
        return wanted

    def slots(self) -> set[str]:
        """Every slot that this flow owns: those it takes and those it collects."""
        return set(self.takes) | set(self.collects())

    def collects(self) -> list[str]:
        """The slots that this flow asks for, in order."""
        return [step.slot for step in self.steps if isinstance(step, Collect)]

    def only_reads(self) -> bool:
        """Whether the flow never asks for a yes, so that starting it by mistake does no harm."""
        return not any(isinstance(step, Confirm) for step in self.steps)

    def asks_for(self, kinds: Collection[str]) -> bool:
        """Whether a value of one of these kinds is what the flow itself would ask for."""
        return any(isinstance(step, Collect) and set(step.entities) & set(kinds) for step in self.steps)

    def step_of(self, slot: str) -> int | None:
        """The index of the step that collects `slot`, or None."""
        for index, step in enumerate(self.steps):
            if isinstance(step, Collect) and step.slot == slot:
                return index
        return None
