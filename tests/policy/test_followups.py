"""What a short message means behind the one before it."""

from __future__ import annotations

import pytest

from bot.policy.engine import Outcome
from bot.policy.memory import Memory
from bot.policy.state import Command, State
from tests.policy.talk import Talk, says, shop_flows

LIST = [("order", "1001"), ("order", "1002"), ("order", "1003")]
PRODUCTS = [("product", "kestrel"), ("product", "wrenlight")]


class Shown(Talk):
    """A talk whose actions show what a script says: action → (kind, id) pairs."""

    def __init__(self, shown: dict[str, list[tuple[str, str]]], **script: object) -> None:
        super().__init__(**script)  # type: ignore[arg-type]
        self.shown = shown

    def _outcome(self) -> Outcome | None:
        outcome = super()._outcome()
        if outcome is None or not self.runs:
            return outcome
        own = self.shown.get(self.runs[-1][0], [])
        if self.runs[-1][0] == "action_track_order":
            own = [("order", str(self.runs[-1][1]["order_number"]))]
        return Outcome(outcome.key, outcome.status, tuple(own))

    @property
    def memory(self) -> Memory:
        return State.load(self.stored, "test").memory


def shopping() -> Shown:
    return Shown(
        {
            "action_list_orders": LIST,
            "action_find_products": PRODUCTS,
            "action_answer_about_product": PRODUCTS[:1],
            "action_answer": [("article", "shipping-cost")],
        }
    )


def where(number: str) -> Command:
    return says(f"where is {number}", "order_status", order_number=number)


@pytest.mark.parametrize(
    "text", ["what about 1003?", "and 1003", "1003?", "ok and 1003 then", "那1003呢", "same for 1003"]
)
def test_another_number_asks_the_same_of_another_order(text: str) -> None:
    talk = shopping()
    talk.say(says("is the refund for 1002 through", "refund_status", order_number="1002"))
    talk.say(says(text, "other_one", 0.8, order_number="1003"))
    assert talk.ran("action_refund_status")[-1]["order_number"] == "1003"


def test_a_sure_request_is_not_the_last_one_again() -> None:
    talk = shopping()
    talk.say(where("1002"))
    assert "action_check_cancel" in talk.say(says("and cancel 1001", "cancel_order", order_number="1001"))


@pytest.mark.parametrize(
    ("text", "intent", "number"),
    [("cancel the second one", "cancel_order", "1002"), ("取消第一个", "cancel_order", "1001"),
     ("where is the last one", "order_status", "1003"), ("the third?", "other_one", "1003")],
)  # fmt: skip
def test_a_place_in_the_list_that_was_shown_is_an_order(text: str, intent: str, number: str) -> None:
    talk = shopping()
    talk.say(says("my orders", "order_list"))
    talk.say(says(text, intent))
    assert talk.slots["order_number"] == number


def test_one_out_of_the_list_leaves_the_list_as_it_is() -> None:
    talk = shopping()
    talk.say(says("my orders", "order_list"))
    talk.say(says("where is the second one", "order_status"))
    talk.say(says("and the third?", "other_one"))
    assert [slots["order_number"] for slots in talk.ran("action_track_order")] == ["1002", "1003"]


def test_it_is_the_order_talked_of_and_none_of_several() -> None:
    talk = shopping()
    talk.say(where("1001"))
    talk.say(where("1002"))
    talk.say(says("cancel it", "cancel_order", refers=True))
    assert talk.slots["order_number"] == "1002"
    talk.say(says("forget it", "stop"))
    talk.say(says("my orders", "order_list"))
    talk.say(says("cancel it", "cancel_order", refers=True))
    assert talk.slots["order_number"] is None


def test_the_other_one_is_left_to_the_action_with_what_was_talked_of() -> None:
    talk = shopping()
    talk.say(where("1001"))
    talk.say(says("and the other one?", "other_one"))
    assert talk.ran("action_pick_order")[-1]["order_number"] is None
    assert talk.memory.told == ["1001"]


def test_cancel_that_one_is_no_stop_where_nothing_is_under_way() -> None:
    talk = shopping()
    talk.say(where("1002"))
    talk.say(says("cancel that one then", "stop", 0.44, refers=True, also=("cancel_order", 0.43)))
    assert talk.ran("action_check_cancel")[-1]["order_number"] == "1002"


@pytest.mark.parametrize(
    ("text", "intent", "sure"),
    [("and in XXL?", "out_of_scope", 0.21), ("都有啥颜色", "order_list", 0.94),
     ("what does it cost", "shop_question", 0.87),
     ("and the paring knife?", "bought_together", 0.6), ("which colours do they come in?", "order_list", 0.47)],
)  # fmt: skip
def test_behind_a_product_short_questions_are_about_products(text: str, intent: str, sure: float) -> None:
    talk = shopping()
    talk.say(says("how heavy is the Kestrel", "product_question"))
    assert talk.say(says(text, intent, sure, refers="it" in text))[0] == "action_answer_about_product"


@pytest.mark.parametrize(
    ("text", "intent"), [("thanks", "thanks"), ("ok, a person please", "human"), ("where is my parcel", "order_status")]
)
def test_what_stands_for_itself_is_no_follow_up(text: str, intent: str) -> None:
    talk = shopping()
    talk.say(says("how heavy is the Kestrel", "product_question"))
    assert "action_answer_about_product" not in talk.say(says(text, intent))


def test_a_limit_behind_a_search_searches_again() -> None:
    talk = shopping()
    talk.say(says("do you have tents", "product_search"))
    assert talk.say(says("and in red?", "out_of_scope", 0.3)) == ["action_find_products"]
    assert talk.memory.flow == "product_search"


def test_behind_an_article_a_fragment_goes_on_with_its_question() -> None:
    talk = shopping()
    talk.say(says("what does express shipping cost?", "shop_question"))
    assert talk.say(says("and standard?", "other_one", 0.6)) == ["action_answer"]


def test_nothing_is_remembered_of_an_earlier_session() -> None:
    talk = shopping()
    talk.say(where("1002"))
    talk.wait(4000)
    talk.say(says("cancel it", "cancel_order", refers=True))
    assert talk.memory.told == []


def test_a_question_with_a_number_is_looked_up_unless_it_is_surely_the_shops() -> None:
    talk = shopping()
    assert "action_track_order" in talk.say(says("is 1002 paid?", "shop_question", 0.66, order_number="1002"))
    assert talk.say(says("do you ship 1002 kg?", "shop_question", 0.97, order_number="1002")) == ["action_answer"]


def test_a_choice_keeps_the_values_of_the_unclear_message() -> None:
    talk = shopping()
    unclear = says("1002 get rid of it", "cancel_order", 0.45, also=("return_order", 0.4), order_number="1002")
    assert talk.say(unclear) == ["action_clarify"]
    talk.press("start:cancel_order", "start:return_order", "start:human")
    assert talk.ran("action_check_cancel")[-1]["order_number"] == "1002"
    assert talk.texts[-1] == "1002 get rid of it"


@pytest.mark.parametrize("typed", ["Cancel an order", "the first one", "1"])
def test_a_typed_choice_keeps_them_too(typed: str) -> None:
    talk = shopping()
    talk.say(says("1002 get rid of it", "cancel_order", 0.45, also=("return_order", 0.4), order_number="1002"))
    offered = [("Cancel an order", "start:cancel_order"), ("Send something back", "start:return_order")]
    talk.say(says(typed), offered=offered)
    assert talk.ran("action_check_cancel")[-1]["order_number"] == "1002"


def test_an_unclear_message_is_forgotten_once_something_else_is_said() -> None:
    talk = shopping()
    talk.say(says("1002 get rid of it", "cancel_order", 0.45, also=("return_order", 0.4), order_number="1002"))
    talk.say(says("hello", "greet"))
    talk.press("start:order_status")
    assert talk.ran("action_pick_order")[-1]["order_number"] is None


def test_every_flow_that_a_topic_falls_back_on_is_there() -> None:
    assert {"order_status", "product_question", "answer"} <= shop_flows().keys()


@pytest.mark.parametrize("text", ["and the first?", "what about the second one?", "那第一个呢"])
def test_a_question_in_between_is_gone_on_with_while_something_waits(text: str) -> None:
    talk = shopping()
    talk.statuses["action_pick_cancellable"] = ["several"]
    talk.say(says("cancel my order", "cancel_order"))
    talk.say(says("any tents?", "product_search"))
    assert "action_answer_about_product" in talk.say(says(text, "other_one", 0.4))
    assert talk.stack == ["cancel_order"]


def test_what_is_no_answer_and_goes_on_with_nothing_stays_unclear() -> None:
    talk = shopping()
    talk.statuses["action_pick_cancellable"] = ["several"]
    talk.say(says("cancel my order", "cancel_order"))
    assert "action_answer_about_product" not in talk.say(says("and the first?", "other_one", 0.4))
