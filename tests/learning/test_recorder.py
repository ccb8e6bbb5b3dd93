"""What was unclear in a turn is kept, and what the shopper did next says something of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.learning.recorder import Finding, Recorder, unclear_in
from shop.bus import MemoryBus
from shop.entries import Entry
from shop.log import ConversationLog
from tests.learning.small_school import School
from tests.policy.talk import shop_flows

TORN = [["cancel_order", 0.4], ["return_order", 0.38]]
SURE = [["cancel_order", 0.97], ["return_order", 0.01]]


def heard(act: str, ranking: Sequence[Any] = TORN, flow: str = "", text: str = "it is wrong") -> dict[str, Any]:
    """A step of a turn: how a message was taken."""
    return {"text": text, "ranking": list(ranking), "act": act, "flow": flow}


def ran(action: str, status: str) -> dict[str, Any]:
    """A step of a turn: how an action ended."""
    return {"ran": action, "status": status}


@pytest.mark.parametrize(
    ("trace", "why"),
    [
        ([heard("clarify")], "clarified"),
        ([heard("unclear", SURE)], "unclear"),
        ([heard("start", flow="answer"), ran("action_answer", "abstain")], "gap"),
        ([heard("start", SURE, "answer"), ran("action_answer", "abstain")], "gap"),
        ([heard("start", flow="answer"), ran("action_answer", "clarify")], "asked_which"),
        ([heard("start", flow="answer"), ran("action_answer", "ok")], "unsure"),
        ([heard("start", [["out_of_scope", 0.9]], "answer"), ran("action_answer", "ok")], "out_of_scope"),
        ([heard("start", flow="order_list")], "unsure"),
        ([heard("start", SURE, "cancel_order"), ran("action_pick_cancellable", "ok")], ""),
        ([heard("fill")], ""),
        ([heard("yes")], ""),
        ([heard("correct")], ""),
        ([heard("stop")], ""),
        ([heard("start", [], "cancel_order")], ""),
        ([ran("action_answer", "abstain")], ""),
        ([], ""),
    ],
)
def test_what_counts_as_unclear(trace: list[dict[str, Any]], why: str) -> None:
    assert [found.why for found in unclear_in(trace)] == ([why] if why else [])


def test_each_part_of_a_message_is_judged_by_what_ran_for_it() -> None:
    trace = [
        heard("start", SURE, "answer", "how long"),
        ran("action_answer", "ok"),
        heard("start", TORN, "answer", "and why"),
        ran("action_answer", "abstain"),
    ]
    assert unclear_in(trace) == [Finding("and why", (("cancel_order", 0.4), ("return_order", 0.38)), "gap")]


@pytest.fixture
def conversations(school: School) -> ConversationLog:
    return ConversationLog(school.factory, MemoryBus(), school.clock)


@pytest.fixture
def recorder(school: School, conversations: ConversationLog) -> Recorder:
    return Recorder(school.unclear, conversations, shop_flows(), lambda text: [("cancel_order", 0.9)])


class Shopper:
    """Somebody in a conversation whose turns are recorded."""

    def __init__(self, conversations: ConversationLog, recorder: Recorder) -> None:
        self.log, self.recorder, self.said = conversations, recorder, 0
        self.here = conversations.open("en").conversation_id

    def says(self, text: str, *trace: dict[str, Any], choice: str | None = None) -> Entry:
        """One turn."""
        self.said += 1
        entry, _ = self.log.add_shopper(self.here, f"c{self.said}", text, choice)
        self.recorder.record(self.here, entry, [{**step, "text": text} if "act" in step else step for step in trace])
        return entry


@pytest.fixture
def shopper(conversations: ConversationLog, recorder: Recorder) -> Shopper:
    return Shopper(conversations, recorder)


def test_a_pressed_choice_says_what_had_been_meant(school: School, shopper: Shopper) -> None:
    shopper.says("it is wrong", heard("clarify"))
    shopper.says("Return something", heard("start", [], "return_order"), choice="start:return_order")
    (one,) = school.unclear.open()
    assert (one.text, one.why, one.suggested, one.ended) == ("it is wrong", "clarified", "return_order", "chosen")
    shopper.says("what is it like", heard("start", TORN, "answer"), ran("action_answer", "clarify"))
    shopper.says("Care", heard("start", [], "article"), choice="start:article|article=care-tent")
    assert {each.text: each.suggested for each in school.unclear.open()} == {
        "it is wrong": "return_order",
        "what is it like": "shop_question",
    }


def test_a_button_pressed_later_says_nothing(school: School, shopper: Shopper) -> None:
    shopper.says("it is wrong", heard("clarify"))
    shopper.says("hello", heard("start", [["greet", 0.99]], "greet"))
    shopper.says("Where is my order?", heard("start", [], "track_order"), choice="start:track_order")
    school.turn(minutes=1)
    shopper.says("it is odd", heard("clarify"))
    school.turn(minutes=11)
    shopper.says("Where is my order?", heard("start", [], "track_order"), choice="start:track_order")
    assert [each.suggested for each in school.unclear.open()] == [None, None]


def test_who_asks_for_a_person_was_not_helped_by_what_came_before(school: School, shopper: Shopper) -> None:
    asks = heard("start", [["human", 0.95]], "human")
    shopper.says("cancel that thing", heard("start", SURE, "cancel_order"))
    shopper.says("a person please", asks)
    (one,) = school.unclear.open()
    assert (one.text, one.why, one.ended, one.ranking) == (
        "cancel that thing",
        "sure",
        "person",
        (("cancel_order", 0.9),),
    )
    shopper.says("it is wrong", heard("clarify"))
    shopper.says("Talk to a person", heard("start", [], "human"), choice="start:human")
    assert {each.text: (each.why, each.ended) for each in school.unclear.open()}["it is wrong"] == (
        "clarified",
        "person",
    )
    assert {each.suggested for each in school.unclear.open()} == {None}, "giving up is no explanation"


def test_who_begins_by_asking_for_a_person_says_nothing_of_the_bot(school: School, shopper: Shopper) -> None:
    shopper.says("a person please", heard("start", [["human", 0.95]], "human"))
    assert school.unclear.open() == []


def test_a_thumb_down_is_kept_with_what_it_was_about(school: School, shopper: Shopper) -> None:
    shopper.says("how do i wash it", heard("start", SURE, "answer"), ran("action_answer", "ok"))
    shopper.says("👎", heard("start", [["deny", 0.9]], "nothing_asked"))
    assert [(each.text, each.ended) for each in school.unclear.open()] == [("how do i wash it", "disliked")]


async def test_a_turn_does_not_wait_for_it_and_a_failure_is_none_of_the_shoppers(
    school: School, recorder: Recorder, conversations: ConversationLog
) -> None:
    here = conversations.open("en").conversation_id
    entry, _ = conversations.add_shopper(here, "c1", "it is wrong")
    recorder.heard(here, entry, [heard("clarify")])
    recorder.heard("no such conversation", entry, [heard("clarify")])
    await recorder.settled()
    assert [each.text for each in school.unclear.open()] == ["it is wrong"]
