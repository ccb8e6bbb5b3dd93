"""What one message means where the conversation stands."""

from __future__ import annotations

import pytest

from bot.policy.words import asks, is_bare_cancel, is_bare_value, is_question, only_waits, says_stop, spoken_choice
from tests.policy.talk import Talk, cancelling, says

LABELS = {"1001": "1001 · Kestrel tent · paid", "1002": "1002 · Wool hat · placed", "1003": "1003 · Kettle · paid"}
ORDERS = [(label, f"set:order_number={number}") for number, label in LABELS.items()]
BUTTONS = [{"title": title, "payload": payload} for title, payload in ORDERS]


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("the first one", 0), ("first", 0), ("The second one, please", None), ("the second one please", 1),
        ("2nd", 1), ("2", 1), ("#3", 2), ("number 2", 1), ("option 3", 2), ("no, the third", 2), ("the last one", 2),
        ("第一个", 0), ("第二个", 1), ("第2个", 1), ("第三单吧", 2),
        ("我要第二个", 1), ("最后一个", 2), ("选第一件", 0),
        ("1002 · wool hat · placed", 1), ("1001 kestrel tent paid", 0),
        ("fourth", None), ("第五个", None), ("4", None), ("first of all, why?", None), ("第一次买就这样", None),
        ("my second order was late", None), ("一个", None), ("", None), ("the one", None), ("x" * 80, None),
    ],
)  # fmt: skip
def test_an_offered_choice_is_taken_by_its_place_or_its_label(typed: str, at: int | None) -> None:
    assert spoken_choice(typed, BUTTONS) == (None if at is None else ORDERS[at][1])


@pytest.mark.parametrize(
    ("typed", "payload"),
    [("Yes, do it", "yes:1"), ("yes, do it.", "yes:1"), ("是的，确认", None), ("No, do it", None), ("first", None)],
)
def test_a_yes_or_no_is_taken_by_its_very_label_only(typed: str, payload: str | None) -> None:
    offered = [{"title": "Yes, do it", "payload": "yes:1"}, {"title": "No, leave it", "payload": "no:1"}]
    assert spoken_choice(typed, offered, exact=True) == payload


@pytest.mark.parametrize(
    ("text", "value", "bare"),
    [
        ("1001", "1001", True), ("it's order 1001 please", "1001", True), ("订单号是1001", "1001", True),
        ("#1001", "1001", True), ("My e-mail address is A@b.com, thanks", "a@b.com", True),
        ("邮箱：a@b.com", "a@b.com", True),
        ("return 1001", "1001", False), ("退货1001", "1001", False), ("1001到哪了", "1001", False),
        ("track 1001", "1001", False), ("refund 1001", "1001", False), ("查1001", "1001", False),
    ],
)  # fmt: skip
def test_a_message_that_is_no_more_than_a_value(text: str, value: str, bare: bool) -> None:
    assert is_bare_value(text, value) is bare


@pytest.mark.parametrize("text", ["cancel", "取消", "算了", " Cancel! ", "取消。", "cancel pls"])
def test_a_bare_cancel(text: str) -> None:
    assert is_bare_cancel(text)


@pytest.mark.parametrize("text", ["cancel it", "cancel order 1001", "取消订单", "I want to cancel", "算了，查1001", ""])
def test_more_than_a_bare_cancel(text: str) -> None:
    assert not is_bare_cancel(text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("How much is it", True),
        ("is it warm?", True),
        ("多久到", True),
        ("包邮吗", True),
        ("it was late", False),
        ("太慢了", False),
    ],
)
def test_what_is_put_as_a_question(text: str, question: bool) -> None:
    assert asks(text) is question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("when would the new one arrive", True), ("会不会影响到货时间啊", True), ("那我再单独下一单 包邮不", True),
        ("wait, is the refund on my card", True), ("这个是改哪个订单的", True), ("is too big", False),
        ("fine. do it", False),
        ("don't need it", False), ("it is the wrong one", False), ("can't use it", False), ("12 Pine Street", False),
        ("我不想要了", False), ("太慢了", False),
    ],
)  # fmt: skip
def test_what_asks_something_is_no_value(text: str, question: bool) -> None:
    assert is_question(text) is question


@pytest.mark.parametrize(
    "text", ["不改了不改了", "算了", "never mind", "ok forget it", "不取消了", "别改了", "no, leave it as it is"]
)
def test_words_that_stop_what_is_under_way(text: str) -> None:
    assert says_stop(text)


@pytest.mark.parametrize(
    "text", ["不想要了", "I don't want it", "改到公司", "12 Stop Street", "changed my mind", "不用了"]
)
def test_words_that_do_not_stop(text: str) -> None:
    assert not says_stop(text)


def test_waiting_is_neither_a_yes_nor_a_no() -> None:
    assert only_waits("等等")
    assert only_waits("oh wait,")
    assert not only_waits("no wait, the blue one")


def asked_why() -> Talk:
    talk = Talk()
    talk.say(says("cancel order 1001", "cancel_order", order_number="1001"))
    assert talk.turn[-1] == "action_ask_cancel_reason"
    return talk


def test_a_question_is_no_reason() -> None:
    talk = asked_why()
    talk.say(says("when would the new one arrive", "shop_question"))
    assert talk.turn == ["action_answer", "action_ask_cancel_reason"]


def test_who_only_agrees_gives_no_reason_and_is_not_asked_again() -> None:
    talk = asked_why()
    assert talk.say(says("fine. do it", "affirm"))[-1] == "action_confirm_cancel"


def test_what_goes_and_what_stays_is_read_as_one_message() -> None:
    talk = cancelling()
    talk.say(says("短袖留着吧", "deny"), says("其他的取消", "cancel_order"))
    assert talk.slots["said"] == "短袖留着吧 其他的取消"
    assert talk.turn[-1] == "action_confirm_cancel"


def test_a_question_behind_wait_leaves_the_question_open() -> None:
    talk = cancelling()
    talk.say(says("等等", "deny"), says("退的钱会到哪里吗", "shop_question"))
    assert talk.turn == ["action_answer", "action_confirm_cancel"]


def test_a_question_while_a_yes_is_waited_for_is_answered_and_it_is_asked_again() -> None:
    talk = cancelling()
    talk.say(says("嗯 对了 会不会影响到货时间啊", "shop_question", 0.4))
    assert talk.turn == ["action_answer", "action_confirm_cancel"]


def asked_which(said: str = "action_ask_cancellable") -> Talk:
    talk = Talk({"action_pick_cancellable": "several", "action_pick_order": "ask"})
    assert talk.say(says("cancel my order", "cancel_order"))[-1] == said
    return talk


@pytest.mark.parametrize("typed", ["the second one", "第二个", "1002 · wool hat · placed", "2"])
@pytest.mark.parametrize("intent", ["other_one", "change_order", "order_status"])
def test_a_choice_that_is_typed_is_a_choice_whatever_it_was_classified_as(typed: str, intent: str) -> None:
    talk = asked_which()
    assert talk.say(says(typed, intent), offered=ORDERS) == ["action_check_cancel", "action_ask_cancel_reason"]
    assert talk.slots["order_number"] == "1002"


@pytest.mark.parametrize(
    ("label", "said"), [("Yes, do it", "action_cancel_order"), ("No, leave it", "utter_cancel_kept")]
)
def test_the_typed_label_of_a_yes_or_no_is_the_button(label: str, said: str) -> None:
    talk = cancelling()
    key = talk.slots["confirmation"]
    offered = [("Yes, do it", f"yes:{key}"), ("No, leave it", f"no:{key}")]
    assert talk.say(says(label, "stop", 0.6), offered=offered) == [said]


def test_a_yes_to_nothing_says_so() -> None:
    assert Talk().say(says("yes", "affirm")) == ["utter_nothing_asked"]


def test_a_button_of_an_earlier_message_is_gone() -> None:
    talk = asked_which()
    talk.press("set:order_number=1001")
    later = says("…")
    later.choice = "set:order_number=1002"
    assert talk.say(later) == ["utter_choice_gone", "action_ask_cancel_reason"]
    assert talk.slots["order_number"] == "1001"


def test_another_choice_of_the_same_message_corrects_the_first() -> None:
    talk = asked_which()
    talk.press("set:order_number=1001")
    assert talk.press("set:order_number=1002")[0] == "action_pick_cancellable"
    assert talk.slots["order_number"] == "1002"


def test_a_stale_choice_says_so_and_the_question_is_asked_again() -> None:
    talk = asked_which()
    stale = says("…")
    stale.choice = "set:order_number=1009"
    assert talk.say(stale, offered=ORDERS) == ["utter_choice_gone", "action_ask_cancellable"]


@pytest.mark.parametrize(
    ("text", "intent", "sure", "found", "said"),
    [
        ("1002", "other_one", 0.4, {"order_number": "1002"}, "action_check_cancel"),
        ("order 1002", "order_status", 0.9, {"order_number": "1002"}, "action_check_cancel"),
        ("订单1002", "order_status", 0.9, {"order_number": "1002"}, "action_check_cancel"),
        ("track 1002", "order_status", 0.9, {"order_number": "1002"}, "action_pick_order"),
        ("1002到哪了", "order_status", 0.9, {"order_number": "1002"}, "action_pick_order"),
        ("退货1002", "return_order", 0.9, {"order_number": "1002"}, "action_pick_returnable"),
        ("is 1002 fast?", "shop_question", 0.9, {"order_number": "1002"}, "action_answer"),
        ("the one I bought, 1002", "shop_question", 0.9, {"order_number": "1002"}, "action_check_cancel"),
        ("what is the weather like?", "out_of_scope", 0.99, {}, "action_answer"),
        ("asdf qwer", "out_of_scope", 0.99, {}, "action_pick_cancellable"),
        ("the one with the stove", "other_one", 0.9, {}, "action_pick_cancellable"),
        ("no", "deny", 0.99, {}, "utter_stopped"),
        ("talk to a person", "human", 0.8, {}, "action_hand_off"),
    ],
)
def test_an_answer_to_which_order(text: str, intent: str, sure: float, found: dict[str, str], said: str) -> None:
    assert asked_which().say(says(text, intent, sure, **found))[0] == said


@pytest.mark.parametrize(
    ("text", "intent", "sure", "said"),
    [
        ("it takes too long", "complaint", 0.7, "action_confirm_cancel"),
        ("I found it cheaper, cancel it", "cancel_order", 0.99, "action_confirm_cancel"),
        ("delivery is slow", "shop_question", 0.95, "action_confirm_cancel"),
        ("when do I get my money back?", "shop_question", 0.7, "action_answer"),
        ("多久退款？", "shop_question", 0.7, "action_answer"),
        ("show me my orders", "order_list", 0.95, "action_list_orders"),
        ("no, the other one", "other_one", 0.95, "action_ask_cancellable"),
        ("转人工", "human", 0.7, "action_hand_off"),
        ("买错颜色了", "change_order", 0.97, "action_confirm_cancel"),
        ("家里人已经买过了", "order_list", 0.95, "action_confirm_cancel"),
        ("show me something similar to the tent", "more_like_this", 0.97, "action_pick_product"),
        ("this is outrageous", "complaint", 0.95, "utter_sorry_complaint"),
    ],
)
def test_an_answer_to_why(text: str, intent: str, sure: float, said: str) -> None:
    talk = Talk()
    talk.say(says("cancel 1001", "cancel_order", order_number="1001"))
    assert said in talk.say(says(text, intent, sure))


@pytest.mark.parametrize(
    ("text", "intent", "sure"), [("my email is a@b.com", "out_of_scope", 0.6), ("a@b.com", "exchange_order", 0.6),
                                 ("I used a@b.com for it", "shop_question", 0.9)]
)  # fmt: skip
def test_an_address_is_an_answer_however_it_was_classified(text: str, intent: str, sure: float) -> None:
    talk = Talk({"action_list_orders": ["needs_verified", "ok"]})
    talk.say(says("my orders", "order_list"))
    assert talk.say(says(text, intent, sure, email="a@b.com")) == ["action_send_code", "utter_ask_code"]


@pytest.mark.parametrize(
    ("text", "intent", "sure"),
    [
        ("1001", "other_one", 0.32), ("1001", "cancel_order", 0.4), ("1001和1002", "product_search", 0.23),
        ("no, I meant order 1001", "other_one", 0.99), ("where are 1001 and 1002", "out_of_scope", 0.59),
    ],
)  # fmt: skip
def test_a_number_and_nothing_sure_finds_the_order_and_never_begins_to_cancel_it(
    text: str, intent: str, sure: float
) -> None:
    assert Talk().say(says(text, intent, sure, order_number="1001"))[:2] == ["action_pick_order", "action_track_order"]


def test_two_likely_requests_are_offered() -> None:
    talk = Talk()
    assert talk.say(says("my order back", "return_order", 0.45, also=("cancel_order", 0.4))) == ["action_clarify"]
    assert talk.slots["clarify_options"] == ["return_order", "cancel_order"]
    assert talk.press("start:cancel_order")[0] == "action_pick_cancellable"


def test_what_nobody_understands_is_a_question_for_the_knowledge_base() -> None:
    assert Talk().say(says("hm", "affirm", 0.2)) == ["action_answer"]
    assert Talk().say(says("hm")) == ["action_answer"]


def test_it_means_the_order_spoken_of_last() -> None:
    talk = Talk()
    talk.say(says("where is 1001", "order_status", order_number="1001"))
    talk.say(says("cancel it", "cancel_order", refers=True))
    assert talk.ran("action_pick_cancellable")[-1]["order_number"] == "1001"


def test_without_it_the_order_spoken_of_last_is_not_meant() -> None:
    talk = Talk()
    talk.say(says("where is 1001", "order_status", order_number="1001"))
    talk.say(says("cancel my order", "cancel_order"))
    assert talk.ran("action_pick_cancellable")[-1]["order_number"] is None


def test_a_payload_may_bring_a_value() -> None:
    talk = Talk()
    talk.press("start:product_question|product=kestrel-2")
    assert talk.ran("action_answer_about_product")[0]["product"] == "kestrel-2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("where is my order 1001?", ["action_pick_order", "action_track_order"]),
        ("Where is my order?", ["action_pick_order", "action_track_order"]),
        ("where is my order", ["action_pick_order", "action_track_order"]),
    ],
)
def test_the_welcomes_buttons_do_not_swallow_an_order_number(text: str, said: list[str]) -> None:
    found = {"order_number": "1001"} if "1001" in text else {}
    talk = Talk(sets={"action_pick_order": {"order_number": "1004"}} if not found else None)
    assert talk.say(says(text, "order_status", **found), offered=[("Where is my order?", "start:order_status")]) == said
    assert talk.ran("action_track_order")[0]["order_number"] == (found.get("order_number") or "1004")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("reach me via ada@example.com", "human"),
        ("hmm I think it must be ada@example.com", "human"),
        ("should be ada@example.com, not totally sure though", "shop_question"),
        ("e-mial: ada@example.com", "account_question"),
        ("一般都用ada@example.com这个", "human"),
    ],
)
def test_an_address_in_a_sentence_answers_the_question_for_one(text: str, intent: str) -> None:
    talk = Talk({"action_list_orders": "needs_verified"})
    assert talk.say(says("my orders", "order_list"))[-1] == "utter_ask_email"
    assert talk.say(says(text, intent, email="ada@example.com")) == ["action_send_code", "utter_ask_code"]


@pytest.mark.parametrize(
    "text",
    ["give me a real person, ada@example.com", "let somebody write to ada@example.com", "转人工，ada@example.com"],
)
def test_who_wants_a_person_gets_one_with_an_address_too(text: str) -> None:
    talk = Talk({"action_list_orders": "needs_verified"})
    talk.say(says("my orders", "order_list"))
    assert "action_hand_off" in talk.say(says(text, "human", email="ada@example.com"))


def test_a_bare_number_of_pieces_is_no_other_order_where_orders_have_letters() -> None:
    chosen = {"action_choose_exchanged": {"items": "W4455661|1:1"}}
    talk = Talk({"action_find_exchange_variants": ["more", "more"]}, chosen)
    talk.say(says("exchange the puzzle from W4455661", "exchange_order", order_number="W4455661"))
    assert talk.turn[-1] == "action_ask_exchange_variant"
    assert "action_pick_exchangeable" not in talk.say(says("1500", order_number="1500"))
    assert talk.slots["order_number"] == "W4455661"


def test_another_number_of_the_same_length_is_another_order_without_its_letter() -> None:
    chosen = {"action_choose_exchanged": {"items": "W4455661|1:1"}}
    talk = Talk({"action_find_exchange_variants": ["more", "more"]}, chosen)
    talk.say(says("exchange the puzzle from W4455661", "exchange_order", order_number="W4455661"))
    talk.say(says("no, 4455662", "other_one", order_number="4455662"))
    assert talk.slots["order_number"] == "4455662"


def test_a_reason_that_is_not_on_the_list_is_asked_for_again() -> None:
    talk = Talk({"action_read_cancel_reason": ["unread", "ok"]})
    talk.say(says("cancel 1001", "cancel_order", order_number="1001"))
    assert talk.say(says("the sky is blue"))[-1] == "action_ask_cancel_reason"
    assert talk.say(says("bought by accident"))[-1] == "action_confirm_cancel"
