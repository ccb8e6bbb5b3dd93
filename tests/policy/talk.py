"""A conversation with the engine alone: commands in, actions out, outcomes as a script says."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.policy.engine import Effect, Engine, Outcome, Turn
from bot.policy.grammar import read_flows
from bot.policy.program import Flow
from bot.policy.state import Command, State

ROOT = Path(__file__).parent.parent.parent
MOST = 60  # actions of one turn; more is a turn that never ends
LOST = "lost"  # an outcome that never came: the action raised
STALE = "stale"  # the outcome of an action before


@lru_cache
def shop_flows() -> dict[str, Flow]:
    """The flows that ship."""
    return read_flows(ROOT / "bot" / "flows")


def flows_of(folder: Path, text: str) -> dict[str, Flow]:
    """The flows of one file beside those that the engine itself starts."""
    (folder / "own.yml").write_text(text, encoding="utf-8")
    for name in ("dialogue.yml", "faq.yml", "identity.yml", "handoff.yml"):
        (folder / name).write_bytes((ROOT / "bot" / "flows" / name).read_bytes())
    return read_flows(folder)


def says(
    text: str,
    intent: str = "",
    sure: float = 0.95,
    *,
    refers: bool = False,
    also: tuple[str, float] | None = None,
    **found: Any,
) -> Command:
    """A typed message as understanding would read it; a list in `found` is several entities of a kind."""
    pairs = [
        (kind, value) for kind, values in found.items() for value in (values if isinstance(values, list) else [values])
    ]
    ranking = [(intent, sure), *([also] if also else [])] if intent else []
    return Command(text, ranking, pairs, refers)


class Talk:
    """`statuses` maps an action to its status, or to a list of statuses for its runs in turn; else it is ok.

    `sets` maps an action to the slots that it sets. Slots and state go through JSON between steps, as in the tracker.
    """

    def __init__(
        self,
        statuses: Mapping[str, str | Sequence[str]] | None = None,
        sets: Mapping[str, Mapping[str, Any]] | None = None,
        flows: Mapping[str, Flow] | None = None,
    ) -> None:
        ids = itertools.count(1)
        self.engine = Engine(flows or shop_flows(), lambda: f"f{next(ids)}")
        self.statuses = {
            name: [each] if isinstance(each, str) else list(each) for name, each in (statuses or {}).items()
        }
        self.sets = sets or {}
        self.stored: Any = None
        self.slots: dict[str, Any] = {}
        self.now = 1_700_000_000.0
        self.runs: list[tuple[str, dict[str, Any]]] = []  # every action with the slots it saw
        self.keys: list[str | None] = []  # the key that each of them was given
        self.texts: list[str] = []  # and the part of the message that its flow was started with
        self.turn: list[str] = []

    def say(self, *commands: Command, offered: Sequence[tuple[str, str]] = (), owner_since: float = 0.0) -> list[str]:
        """The actions of one turn, in order, without the final listening."""
        self.now += 5
        buttons = [{"title": title, "payload": payload} for title, payload in offered or self._shown()]
        state = State.load(self.stored, "test")
        self.engine.receive(state, Turn(commands, self.now, owner_since))
        self.turn = []
        outcome = self._outcome()
        while True:
            effect = self.engine.next(state, self.slots, outcome, buttons)
            buttons = []
            self.slots.update(effect.slots)
            if effect.action is None:
                break
            outcome = self._act(effect, state)
            state = State.load(json.loads(json.dumps(state.dump())), "test")
            assert len(self.turn) <= MOST, f"a turn without end: {self.turn}"
        self.stored = json.loads(json.dumps(state.dump()))
        return self.turn

    def _shown(self) -> list[tuple[str, str]]:
        """The yes and no below a question that the last turn ended with."""
        top = self.stored["frames"][-1] if self.stored and self.stored["frames"] else {}
        if not (top.get("asked") and top.get("confirmation")):
            return []
        return [("✓", f"yes:{top['confirmation']}"), ("✗", f"no:{top['confirmation']}")]

    def press(self, payload: str, *others: str) -> list[str]:
        """A button of the last message."""
        buttons = [(each, each) for each in (payload, *others)]
        return self.say(Command("…", choice=payload), offered=buttons)

    def yes(self) -> list[str]:
        return self.press(f"yes:{self.slots['confirmation']}", f"no:{self.slots['confirmation']}")

    def no(self) -> list[str]:
        return self.press(f"no:{self.slots['confirmation']}", f"yes:{self.slots['confirmation']}")

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def ran(self, action: str) -> list[dict[str, Any]]:
        """The slots that an action saw, once for each of its runs."""
        return [slots for name, slots in self.runs if name == action]

    @property
    def stack(self) -> list[str]:
        return [frame["flow"] for frame in self.stored["frames"]]

    def _act(self, effect: Effect, state: State) -> Outcome | None:
        assert effect.action is not None
        self.turn.append(effect.action)
        self.runs.append((effect.action, dict(self.slots)))
        self.keys.append(state.frames[-1].key if state.frames else None)
        self.texts.append(state.frames[-1].text if state.frames else "")
        if not effect.action.startswith("action_"):
            return self._outcome()
        assert state.awaiting is not None
        script = self.statuses.get(effect.action, ["ok"])
        status = script.pop(0) if len(script) > 1 else script[0]
        if status == "ok":
            self.slots.update(self.sets.get(effect.action, {}))
        if status == STALE:
            self.slots["outcome"] = {"key": "another.1", "status": "ok"}
        elif status != LOST:
            self.slots["outcome"] = {"key": state.awaiting["key"], "status": status}
        return self._outcome()

    def _outcome(self) -> Outcome | None:
        raw = self.slots.get("outcome")
        return Outcome(raw["key"], raw["status"]) if raw else None


def cancelling(number: str = "1001", **script: Any) -> Talk:
    """A talk in which everything is ready to cancel one order but the yes."""
    talk = Talk(**script)
    talk.say(says(f"cancel order {number}", "cancel_order", order_number=number))
    talk.say(says("changed my mind"))
    assert talk.turn[-1] == "action_confirm_cancel", talk.turn
    return talk
