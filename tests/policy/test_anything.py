"""Whatever shoppers type and actions report, the engine listens again in the end, and writes after a yes only."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.registry import WRITES
from bot.policy.engine import CONFIRMATION_SECONDS
from bot.policy.program import Run
from bot.policy.state import MOST_FRAMES, MOST_LATER, Command
from tests.policy.talk import LOST, STALE, Talk, shop_flows

INTENTS = sorted({intent for flow in shop_flows().values() for intent in flow.start_by})
INTENTS += ["affirm", "deny", "other_one", "stop", "restart", "nobody_knows"]
ACTIONS = sorted({step.action for flow in shop_flows().values() for step in flow.steps if isinstance(step, Run)})
STATUSES = ["ok", "ok", "ok", "several", "ask", "none", "wrong", "refused", "failed", "needs_known", "needs_verified",
            "abstain", LOST, STALE]  # fmt: skip
VALUES = {"order_number": ["1001", "1002"], "email": ["a@example.com"], "code": ["••••••"], "product": ["tent"]}

entities = st.lists(
    st.sampled_from([(kind, value) for kind, values in VALUES.items() for value in values]), max_size=3, unique=True
)
commands = st.builds(
    lambda text, intent, sure, found, refers: Command(text, [(intent, sure), ("order_status", 0.35)], found, refers),
    st.sampled_from(["cancel", "取消", "yes", "no", "the second one", "why?", "1001", "Yes, do it", "hello there", ""]),
    st.sampled_from(INTENTS),
    st.sampled_from([0.2, 0.4, 0.7, 0.99]),
    entities,
    st.booleans(),
)
presses = st.sampled_from(
    ["yes", "no", "set:order_number=1002", "start:cancel_order", "start:gone", "yes:forged.1", "x"]
)
turns = st.tuples(
    st.one_of(st.lists(commands, min_size=0, max_size=6), presses),
    st.sampled_from([1.0, 1.0, 1.0, 700.0, 4000.0]),
    st.booleans(),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    script=st.dictionaries(st.sampled_from(ACTIONS), st.lists(st.sampled_from(STATUSES), min_size=1, max_size=6)),
    conversation=st.lists(turns, min_size=1, max_size=8),
)
def test_any_conversation_ends_in_listening_and_writes_after_a_yes_only(
    script: dict[str, list[str]], conversation: list[tuple[Any, float, bool]]
) -> None:
    talk = Talk(script, sets={"action_pick_order": {"order_number": "1009"}})
    asked: dict[str, float] = {}  # confirmation id → when it was asked
    agreed: set[str] = set()
    for said, pause, agent in conversation:
        talk.wait(pause)
        current = talk.slots.get("confirmation")
        before = len(talk.runs)
        if isinstance(said, str):
            payload = f"{said}:{current}" if said in ("yes", "no") else said
            heard = [Command("…", choice=payload)]
            offered = [] if said.endswith("forged.1") else [("Yes, do it", f"yes:{current}"), (payload, payload)]
        else:
            heard, offered = said, [("Yes, do it", f"yes:{current}"), ("No", f"no:{current}")]
        if current and heard and may_be_a_yes(heard[0]):
            agreed.add(current)
        talk.say(*heard, offered=offered, owner_since=talk.now + 4 if agent else 0.0)
        for (action, slots), key in zip(talk.runs[before:], talk.keys[before:], strict=True):
            if action in WRITES:
                assert key is not None, f"{action} without a yes"
                assert key in agreed, f"{action} with a yes that nobody gave: {key}"
                assert talk.now - asked[key] <= CONFIRMATION_SECONDS
            if slots.get("confirmation"):
                asked.setdefault(slots["confirmation"], talk.now)
        assert len(talk.stored["frames"]) <= MOST_FRAMES
        assert len(talk.stored["later"]) <= MOST_LATER
        assert talk.stored["inbox"] == talk.stored["outbox"] == []
        assert talk.stored["awaiting"] is None


def may_be_a_yes(command: Command) -> bool:
    if command.choice is not None:
        return command.choice.startswith("yes:")
    return command.text == "Yes, do it" or (command.intent == "affirm" and command.confidence >= 0.55)
