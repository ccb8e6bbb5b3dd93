"""What a conversation's stack of flows looks like between two steps; plain JSON, kept in the slot `flow_state`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.policy.memory import Memory

MOST_FRAMES = 5
MOST_LATER = 5


@dataclass
class Command:
    """One thing that a message asks for, as understanding read it.

    `ranking` holds (intent, probability) pairs, best first; `entities` (kind, value) pairs as they were typed.
    """

    text: str
    ranking: list[tuple[str, float]] = field(default_factory=list)
    entities: list[tuple[str, Any]] = field(default_factory=list)
    refers: bool = False  # "it", "that one": values of the conversation so far are meant
    choice: str | None = None
    at: float = 0.0  # when it came, where it waits its turn

    @property
    def intent(self) -> str | None:
        return self.ranking[0][0] if self.ranking else None

    @property
    def confidence(self) -> float:
        return self.ranking[0][1] if self.ranking else 0.0

    @classmethod
    def load(cls, raw: dict[str, Any]) -> Command:
        ranking = [(str(name), float(share)) for name, share in raw.get("ranking", [])]
        entities = [(str(kind), value) for kind, value in raw.get("entities", [])]
        return cls(
            raw.get("text", ""), ranking, entities, bool(raw.get("refers")), raw.get("choice"), raw.get("at", 0.0)
        )


@dataclass
class Frame:
    """One flow on the stack: where it stands and what it waits for."""

    flow: str
    id: str
    at: int = 0
    asked: bool = False
    values: dict[str, Any] = field(default_factory=dict)  # what this flow has filled; the slots show the top frame's
    tries: int = 0
    confirmation: str | None = None  # id of the question that a yes would answer
    until: float = 0.0  # epoch seconds until which that yes counts
    key: str | None = None  # id of the confirmation that was given: the write's idempotency key
    unread: dict[str, int] = field(default_factory=dict)  # action → answers in free words that it could not read
    reminded: int = 0  # how often its question was asked again after something in between
    identified: bool = False
    text: str = ""  # the part of the message that started it: what its actions are asked
    follows: str = ""  # the question before that it goes on with
    named: str = ""  # what was answered to the question which order
    helped: bool = False  # and that this leaves it open
    explained: bool = False  # how it works, before who asks
    points: str = ""  # "other": what was not talked of yet is meant
    found: list[list[Any]] = field(default_factory=list)  # (kind, value) pairs said so far, for a proof of identity
    returns_to: str = ""  # "" · "identity" (the frame below runs its step again) · "call"


@dataclass
class State:
    """The stack, the requests that wait their turn, and the action whose outcome is awaited."""

    flows: str = ""
    frames: list[Frame] = field(default_factory=list)
    inbox: list[Command] = field(default_factory=list)
    later: list[Command] = field(default_factory=list)
    outbox: list[str] = field(default_factory=list)
    awaiting: dict[str, str] | None = None
    touched: float = 0.0
    serial: int = 0
    actions: int = 0  # taken for the latest message so far
    memory: Memory = field(default_factory=Memory)
    unsure: Command | None = None  # the message of which was asked what it means
    announced: bool = False  # whether the shopper was told what waits since the latest message
    trace: list[dict[str, Any]] = field(default_factory=list)  # how it was taken and what came of it, for bot/learning

    @property
    def top(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    def number(self) -> str:
        self.serial += 1
        return str(self.serial)

    def dump(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def load(cls, raw: Any, flows: str) -> State:
        """The stored state, or a fresh one where it was stored for other flows or cannot be read."""
        if not isinstance(raw, dict) or raw.get("flows") != flows:
            return cls(flows=flows)
        try:
            state = cls(
                flows=flows,
                frames=[_frame(frame) for frame in raw["frames"]],
                inbox=[Command.load(command) for command in raw["inbox"]],
                later=[Command.load(command) for command in raw["later"]],
                outbox=[str(response) for response in raw["outbox"]],
                awaiting=raw["awaiting"],
                touched=float(raw["touched"]),
                serial=int(raw["serial"]),
                actions=int(raw["actions"]),
                memory=Memory.load(raw["memory"]),
                unsure=Command.load(raw["unsure"]) if raw["unsure"] else None,
                announced=bool(raw["announced"]),
                trace=[dict(step) for step in raw.get("trace", [])],
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return cls(flows=flows)
        return state if state.awaiting is None or _is_awaiting(state.awaiting) else cls(flows=flows)


def _frame(raw: dict[str, Any]) -> Frame:
    """A stored frame. Raises TypeError where a field is unknown or of another kind."""
    frame = Frame(**raw)
    for name, kinds in _KINDS.items():
        if not isinstance(getattr(frame, name), kinds):
            raise TypeError(f"the frame's {name} is {getattr(frame, name)!r}")
    return frame


def _is_awaiting(raw: Any) -> bool:
    return isinstance(raw, dict) and {"key", "frame", "action"} <= raw.keys()


_KINDS: dict[str, Any] = {
    "flow": str,
    "id": str,
    "at": int,
    "values": dict,
    "tries": int,
    "confirmation": (str, type(None)),
    "until": (int, float),
    "key": (str, type(None)),
    "text": str,
    "follows": str,
    "named": str,
    "helped": bool,
    "explained": bool,
    "points": str,
    "found": list,
    "returns_to": str,
}
