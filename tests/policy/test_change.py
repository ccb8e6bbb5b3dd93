"""Other words instead of a yes, answers that an action cannot read, and what a called flow is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.talk import Talk, flows_of, says

FLOW = """
send_back:
  start_by: return_order
  takes:
    order_number: order_number
    said: []
  steps:
    - run: action_choose
      on: {ask: next, unread: next}
    - collect: items
      ask: action_ask_items
      text: true
    - run: action_choose
      on: {unread: retry}
    - confirm: action_confirm
      change: said
      no: [{say: utter_kept}]
    - run: action_write

outer:
  start_by: change_order
  takes:
    order_number: order_number
  steps:
    - call: inner
    - say: utter_done

inner:
  takes:
    order_number: order_number
    items: []
  steps:
    - run: action_inner
"""


@pytest.fixture
def flows(tmp_path: Path) -> object:
    return flows_of(tmp_path, FLOW)


def asked(flows: object) -> Talk:
    """A talk in which a yes is waited for."""
    talk = Talk(flows=flows, sets={"action_choose": {"items": "1001|6:1"}})  # type: ignore[arg-type]
    talk.say(says("return the mug from 1001", "return_order", order_number="1001"))
    assert talk.turn[-1] == "action_confirm", talk.turn
    return talk


@pytest.mark.parametrize(
    ("text", "intent", "found"),
    [
        ("no, the blue one", "deny", {"colour": "blue"}),
        ("no, the stove", "deny", {}),
        ("size M", "", {"size": "M"}),
        ("actually the other one", "other_one", {}),
        ("only the stove", "product_search", {}),
        ("return the stove instead", "return_order", {}),
        ("yes, size L", "affirm", {"size": "L"}),
        ("yes, both", "affirm", {}),
    ],
)
def test_other_words_change_what_is_confirmed_and_are_asked_again(
    flows: object, text: str, intent: str, found: dict[str, str]
) -> None:
    talk = asked(flows)
    assert talk.say(says(text, intent, **found)) == ["action_choose", "action_choose", "action_confirm"]
    assert talk.ran("action_choose")[-2]["said"] == text
    assert talk.keys[-1] is None


@pytest.mark.parametrize(
    ("text", "intent", "turn"),
    [
        ("yes please", "affirm", ["action_write"]),
        ("no thanks", "deny", ["utter_kept"]),
        ("don't do it", "deny", ["utter_kept"]),
        ("return order 1001", "return_order", ["utter_unclear_yes_no", "action_confirm"]),
    ],
)
def test_a_yes_is_a_yes_and_a_no_is_a_no(flows: object, text: str, intent: str, turn: list[str]) -> None:
    assert asked(flows).say(says(text, intent)) == turn


def test_a_no_and_a_request_that_came_apart_are_one_change(flows: object) -> None:
    talk = asked(flows)
    talk.say(says("no", "deny"), says("the stove", "product_search"))
    assert talk.turn[-1] == "action_confirm"
    assert talk.ran("action_choose")[-2]["said"] == "the stove"


def test_an_answer_that_no_action_can_read_is_asked_again_and_the_third_time_a_person_is_offered(
    flows: object,
) -> None:
    talk = Talk({"action_choose": ["ask", "unread"]}, flows=flows)  # type: ignore[arg-type]
    talk.say(says("return order 1001", "return_order", order_number="1001"))
    assert talk.turn[-1] == "action_ask_items"
    for _ in range(2):
        assert talk.say(says("the frobnicator")) == ["action_choose", "utter_unclear", "action_ask_items"]
    assert talk.say(says("the frobnicator"))[-1] == "utter_offer_person"


def test_a_value_that_an_action_takes_away_is_asked_for_again(flows: object) -> None:
    talk = asked(flows)
    talk.sets = {"action_choose": {"items": None}}
    talk.say(says("actually the other one", "other_one"))
    assert talk.turn[-1] == "action_ask_items"


def test_a_called_flow_knows_the_order_that_was_named(flows: object) -> None:
    talk = Talk(flows=flows)  # type: ignore[arg-type]
    talk.say(says("change order 1001", "change_order", order_number="1001"))
    assert talk.turn == ["action_inner", "utter_done"]
    assert talk.ran("action_inner")[0]["order_number"] == "1001"
