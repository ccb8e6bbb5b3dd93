"""Where a conversation stands when a command comes, and what a command turns out to mean there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.policy.memory import ORDER_SLOT, Memory
from bot.policy.program import Collect, Confirm, Flow
from bot.policy.state import Command, Frame

SWAPS = frozenset(("change_order", "change_items", "exchange_order"))  # which of them is the order's state to say


@dataclass(frozen=True)
class Reading:
    """`act` is one of fill, named, yes, no, correct, start, stop, restart, clarify, stale, unclear, and again, which
    asks once more."""

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

    def swap(self, command: Command) -> Flow | None:
        """The change or exchange of items that is under way, where a command names no other order."""
        own = next(((frame, flow) for frame, flow in self.working if flow.name in SWAPS), None)
        if own is None:
            return None
        number = own[0].values.get(ORDER_SLOT)
        named = {value for kind, value in command.entities if kind == ORDER_SLOT}
        return own[1] if named <= {number} else None


def flows_of(by_intent: Mapping[str, Flow]) -> dict[str, Flow]:
    """The flows that intents start, by name."""
    return {flow.name: flow for flow in by_intent.values()}


def entity_values(command: Command, flow: Flow) -> dict[str, Any]:
    """For each slot the flow wants, the first entity of an accepted kind in this command."""
    values: dict[str, Any] = {}
    for slot, kinds in flow.wants().items():
        for kind, value in command.entities:
            if kind in kinds:
                values[slot] = value
                break
    return values
