"""A turn leaves behind how its message was taken: what the support lead is later asked about."""

from __future__ import annotations

from bot.policy.state import State
from tests.policy.talk import Talk, says


def test_a_turn_tells_how_its_message_was_taken_and_what_came_of_it() -> None:
    talk = Talk({"action_answer": "abstain"})
    talk.say(says("do you sell gift cards", "shop_question"))
    heard, ran = talk.stored["trace"]
    assert heard["act"] == "start"
    assert (heard["flow"], heard["text"]) == ("answer", "do you sell gift cards")
    assert heard["ranking"][0][0] == "shop_question"
    assert ran == {"ran": "action_answer", "status": "abstain"}


def test_each_message_is_told_of_alone() -> None:
    talk = Talk()
    talk.say(says("where is 1001", "order_status", order_number="1001"))
    talk.say(says("thanks", "thanks"))
    assert [step["text"] for step in talk.stored["trace"] if "text" in step] == ["thanks"]


def test_a_stack_that_was_stored_before_there_was_a_trace_goes_on() -> None:
    stored = State(flows="flows of today").dump()
    del stored["trace"]
    assert State.load(stored, "flows of today").trace == []
