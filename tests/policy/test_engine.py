"""What a conversation does, turn by turn, with the flows that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.registry import WRITES
from bot.policy.state import MOST_FRAMES, Command, State
from tests.policy.talk import LOST, STALE, Talk, cancelling, flows_of, says, shop_flows

ASK_ORDER = "action_ask_order_number"
UNASKED = {"action_pick_order": "ask", "action_pick_cancellable": "several", "action_pick_refunded": "ask"}


def status_of(number: str) -> Command:
    return says(f"where is order {number}", "order_status", order_number=number)


# -- collect, branch, confirm, act ------------------------------------------------------------------------------


def test_a_request_that_says_everything_is_done_at_once() -> None:
    talk = Talk()
    assert talk.say(status_of("1001")) == ["action_pick_order", "action_track_order"]
    assert talk.stack == []


def test_what_is_missing_is_asked_for_and_then_used() -> None:
    talk = Talk(UNASKED)
    assert talk.say(says("where is my order", "order_status")) == ["action_pick_order", ASK_ORDER]
    assert talk.say(says("1002", order_number="1002")) == ["action_track_order"]
    assert talk.ran("action_track_order")[0]["order_number"] == "1002"


def test_the_only_order_there_is_counts_as_given() -> None:
    talk = Talk(sets={"action_pick_order": {"order_number": "1005"}})
    assert talk.say(says("where is my order", "order_status")) == ["action_pick_order", "action_track_order"]


def test_an_outcome_of_its_own_leads_off_the_main_line_and_ends_there() -> None:
    talk = Talk({"action_pick_order": "none"})
    assert talk.say(says("where is my order", "order_status")) == ["action_pick_order", "utter_no_orders"]
    assert talk.stack == []


@pytest.mark.parametrize(
    ("unanswered", "said"),
    [(1, ["utter_no_answer"]), (2, ["action_person_there", "utter_no_answer_twice", "action_hand_off"])],
)
def test_a_branch_follows_the_slot(unanswered: int, said: list[str]) -> None:
    talk = Talk({"action_answer": "abstain"})
    talk.slots["unanswered"] = unanswered
    assert talk.say(says("what is love", "shop_question")) == ["action_answer", *said]


def test_nobody_is_called_unasked_while_nobody_is_there() -> None:
    talk = Talk({"action_answer": "abstain", "action_person_there": "closed"})
    talk.slots["unanswered"] = 2
    assert talk.say(says("what is love", "shop_question")) == ["action_answer", "action_person_there"]
    assert talk.stack == []


def test_what_is_surely_outside_calls_nobody_however_often() -> None:
    talk = Talk({"action_answer": "abstain"})
    talk.slots["unanswered"] = 2
    assert talk.say(says("who won the world cup", "out_of_scope")) == ["action_answer", "utter_outside"]


def test_a_write_runs_after_the_yes_and_not_before() -> None:
    talk = cancelling()
    assert not talk.ran("action_cancel_order")
    assert talk.yes() == ["action_cancel_order"]
    assert talk.keys[-1] == talk.slots["confirmation"]
    assert talk.stack == []


def test_a_typed_yes_is_as_good_as_the_button() -> None:
    assert cancelling().say(says("yes please", "affirm")) == ["action_cancel_order"]


@pytest.mark.parametrize("answer", [says("no", "deny"), None], ids=["typed", "pressed"])
def test_a_no_leaves_things_as_they_are(answer: Command | None) -> None:
    talk = cancelling()
    assert (talk.say(answer) if answer else talk.no()) == ["utter_cancel_kept"]
    assert talk.stack == []


def test_an_unsure_yes_is_no_yes() -> None:
    assert cancelling().say(says("hm ok maybe", "affirm", 0.4)) == ["utter_unclear_yes_no", "action_confirm_cancel"]


# -- a question in between ---------------------------------------------------------------------------------------


def test_a_question_in_between_is_answered_and_the_question_asked_again() -> None:
    talk = Talk(UNASKED)
    talk.say(says("cancel my order", "cancel_order"))
    said = talk.say(says("how much is shipping?", "shop_question"))
    assert said == ["action_answer", "action_ask_cancellable"]
    assert talk.say(says("1002", order_number="1002"))[0] == "action_check_cancel"


def test_a_request_in_between_leaves_the_confirmation_about_its_own_order() -> None:
    talk = cancelling("1001")
    old = talk.slots["confirmation"]
    assert talk.say(status_of("1002")) == ["action_pick_order", "action_track_order", "action_confirm_cancel"]
    assert talk.ran("action_track_order")[0]["order_number"] == "1002"
    assert talk.slots["confirmation"] != old
    talk.yes()
    assert talk.ran("action_cancel_order")[0]["order_number"] == "1001"


def test_an_order_asked_about_while_proving_who_does_not_become_the_one_to_match() -> None:
    talk = Talk({"action_track_order": ["needs_known", "ok"]})
    talk.say(status_of("1001"))
    assert talk.say(says("recommend a tent", "recommend", product="tent"))[-1] == "utter_ask_contact"
    talk.statuses["action_track_order"] = ["needs_known", "ok"]
    talk.say(says("and what about my refund for 1002?", "refund_status", order_number="1002"))
    talk.say(says("sam@example.com", email="sam@example.com"))
    assert talk.ran("action_match_order")[0]["order_number"] == "1001"


def test_small_talk_in_between_is_answered_too() -> None:
    assert cancelling().say(says("thanks", "thanks")) == ["utter_thanks", "action_confirm_cancel"]


def test_the_same_request_again_is_not_put_on_top_of_itself() -> None:
    talk = cancelling()
    assert talk.say(says("cancel my order", "cancel_order")) == ["utter_unclear_yes_no", "action_confirm_cancel"]
    assert talk.stack == ["cancel_order"]


# -- corrections -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "correction",
    [
        says("no, I meant 1002", "other_one", order_number="1002"),
        says("cancel 1002", "cancel_order", order_number="1002"),
        says("1002", "out_of_scope", 0.6, order_number="1002"),
        says("yes, 1002", "affirm", order_number="1002"),
    ],
    ids=lambda command: command.text,
)
def test_another_number_at_the_confirmation_asks_about_that_order(correction: Command) -> None:
    talk = cancelling("1001")
    checks = ["action_pick_cancellable", "action_check_cancel", "action_read_cancel_reason"]
    assert talk.say(correction) == [*checks, "action_confirm_cancel"]
    talk.yes()
    assert [slots["order_number"] for slots in talk.ran("action_cancel_order")] == ["1002"]


def test_the_other_one_without_a_number_is_asked_for() -> None:
    talk = cancelling("1001", statuses={"action_check_cancel": ["ok", "other", "ok"]})
    assert talk.say(says("no, the other one", "other_one"))[-1] == "action_ask_cancellable"
    assert talk.say(says("1003", order_number="1003"))[-1] == "action_confirm_cancel"


def test_a_yes_from_before_the_correction_does_not_count() -> None:
    talk = cancelling("1001")
    old = f"yes:{talk.slots['confirmation']}"
    talk.say(says("no, 1002", "other_one", order_number="1002"))
    assert talk.press(old) == ["utter_choice_gone", "action_confirm_cancel"]
    assert not talk.ran("action_cancel_order")


def test_a_correction_while_proving_who_reaches_the_order() -> None:
    talk = Talk({"action_track_order": ["needs_known", "ok"]})
    assert talk.say(status_of("1001"))[-1] == "utter_ask_contact"
    said = talk.say(says("sorry, I meant 1002", "other_one", order_number="1002"))
    assert said == ["action_pick_order", "action_track_order"]
    assert talk.ran("action_track_order")[-1]["order_number"] == "1002"


def test_a_wrong_address_is_corrected_while_the_code_is_waited_for() -> None:
    talk = Talk({"action_list_orders": ["needs_verified", "ok"]})
    talk.say(says("my orders", "order_list"))
    talk.say(says("a@example.com", email="a@example.com"))
    assert talk.say(says("wrong, it is b@example.com", email="b@example.com")) == ["action_send_code", "utter_ask_code"]
    assert [slots["email"] for slots in talk.ran("action_send_code")] == ["a@example.com", "b@example.com"]


def test_a_number_that_is_only_mentioned_in_a_reason_changes_nothing() -> None:
    talk = Talk()
    talk.say(says("cancel 1001", "cancel_order", order_number="1001"))
    said = talk.say(says("I already got the same tent in order 1002", order_number="1002"))
    assert said == ["action_read_cancel_reason", "action_confirm_cancel"]
    assert (talk.slots["order_number"], talk.slots["cancel_reason"][:9]) == ("1001", "I already")


# -- stop and start over -----------------------------------------------------------------------------------------

BARE = ["cancel", "Cancel.", "cancel please", "取消", "取消吧", "算了", "算了吧", "算了。"]


@pytest.mark.parametrize("word", BARE)
@pytest.mark.parametrize("where", ["collecting", "free text", "confirming"])
def test_a_bare_cancel_stops_what_is_under_way(word: str, where: str) -> None:
    if where == "confirming":
        talk = cancelling()
    else:
        talk = Talk(UNASKED)
        number = {"order_number": "1001"} if where == "free text" else {}
        talk.statuses["action_pick_cancellable"] = ["ok" if number else "several"]
        talk.say(says("cancel my order", "cancel_order", **number))
    assert talk.say(says(word, "cancel_order", 0.99)) == ["utter_stopped"]
    assert talk.stack == []
    assert not talk.ran("action_cancel_order")


@pytest.mark.parametrize("word", ["cancel", "取消"])
def test_with_nothing_under_way_a_bare_cancel_is_about_an_order(word: str) -> None:
    assert Talk(UNASKED).say(says(word, "cancel_order")) == ["action_pick_cancellable", "action_ask_cancellable"]


def test_stop_ends_the_request_below_too() -> None:
    talk = cancelling()
    talk.statuses["action_pick_product"] = ["ask"]
    assert talk.say(says("what goes with it?", "bought_together"))[-1] == "action_ask_product"
    assert talk.say(says("never mind", "stop")) == ["utter_stopped"]
    assert talk.stack == []


def test_a_typed_yes_counts_only_where_the_last_message_showed_its_question() -> None:
    talk = cancelling()
    said = talk.say(says("ok", "affirm"), offered=[("Talk to a person", "start:human")])
    assert "action_cancel_order" not in said
    assert said[-1] == "action_confirm_cancel"


def test_a_question_is_repeated_twice_after_others_in_between_and_then_let_go() -> None:
    talk = cancelling()
    for _ in range(2):
        assert talk.say(says("do you ship to canada?", "shop_question"))[-1] == "action_confirm_cancel"
    assert talk.say(says("do you ship to canada?", "shop_question")) == ["action_answer"]
    assert talk.stack == []


def test_an_ok_before_a_question_is_no_answer_to_anything() -> None:
    talk = Talk()
    assert talk.say(says("ok", "affirm"), says("do you ship to canada?", "shop_question")) == ["action_answer"]


def test_a_likely_wish_for_a_person_is_not_asked_back() -> None:
    said = Talk().say(says("u r useless, a real person now", "complaint", 0.5, also=("human", 0.45)))
    assert "action_hand_off" in said


def test_stop_while_proving_who_gives_up_what_it_was_for() -> None:
    talk = Talk({"action_list_orders": "needs_verified"})
    assert talk.say(says("my orders", "order_list")) == ["action_list_orders", "utter_ask_email"]
    assert talk.say(says("stop", "stop")) == ["utter_stopped"]
    assert talk.stack == []


def test_stop_drops_what_waited_but_not_what_came_with_it() -> None:
    talk = Talk(UNASKED)
    talk.say(says("cancel my order", "cancel_order"), says("show my orders", "order_list"))
    assert talk.say(says("stop", "stop"), says("where is 1001", "order_status", order_number="1001")) == [
        "utter_stopped", "action_pick_order", "action_track_order",
    ]  # fmt: skip
    assert talk.say(says("hi", "greet")) == ["action_greet"]


def test_stop_with_nothing_under_way_says_so() -> None:
    assert Talk().say(says("stop", "stop")) == ["utter_nothing_to_stop"]


def test_starting_over_forgets_the_stack_and_every_value() -> None:
    talk = cancelling()
    assert talk.say(says("start over", "restart")) == ["utter_restarted"]
    assert talk.stack == []
    assert {slot: talk.slots[slot] for slot in ("order_number", "cancel_reason")} == {
        "order_number": None, "cancel_reason": None,
    }  # fmt: skip
    assert talk.say(says("cancel it", "cancel_order", refers=True))[0] == "action_pick_cancellable"
    assert talk.slots["order_number"] is None


# -- several requests --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 5, 6])
def test_every_request_of_a_message_is_done_in_order(count: int) -> None:
    talk = Talk()
    numbers = [str(1001 + at) for at in range(count)]
    talk.say(*[status_of(number) for number in numbers])
    assert [slots["order_number"] for slots in talk.ran("action_track_order")] == numbers


def test_every_request_of_a_message_is_asked_with_its_own_words() -> None:
    talk = Talk({"action_answer_about_product": "unknown"})
    talk.say(says("is it warm?", "product_question"), says("do you ship to Canada?", "shop_question"))
    assert talk.turn == ["action_answer_about_product", "action_answer", "action_answer"]
    assert talk.texts == ["is it warm?", "is it warm?", "do you ship to Canada?"]


def test_requests_wait_until_the_first_has_its_answers() -> None:
    talk = Talk(UNASKED)
    first = talk.say(says("cancel my order", "cancel_order"), status_of("1002"))
    assert "action_track_order" not in first
    talk.say(says("1001", order_number="1001"))
    talk.say(says("too late"))
    assert talk.yes() == ["action_cancel_order", "action_say_next", "action_pick_order", "action_track_order"]


def test_what_waits_is_told_once_before_the_first_question() -> None:
    talk = Talk(UNASKED)
    waiting = [status_of("1002"), says("is my cousin's too late?", "order_status")]
    said = talk.say(says("cancel 1001", "cancel_order", order_number="1001"), *waiting)
    assert said[-2:] == ["action_say_waiting", "action_ask_cancel_reason"]
    assert talk.slots["waiting"] == [
        {"flow": "order_status", "number": "1002", "text": "where is order 1002"},
        {"flow": "order_status", "number": "", "text": "is my cousin's too late?"},
    ]
    assert "action_say_waiting" not in talk.say(says("too late"))
    assert [each for each in talk.yes() if "say_next" in each] == ["action_say_next", "action_say_next"]


def test_a_mere_question_that_comes_along_is_answered_before_anything_is_asked() -> None:
    talk = Talk(UNASKED)
    waiting = [status_of("1002"), says("do you ship to Canada?", "shop_question")]
    said = talk.say(says("cancel 1001", "cancel_order", order_number="1001"), *waiting)
    assert said[-3:] == ["action_answer", "action_say_waiting", "action_ask_cancel_reason"]
    assert [each["number"] for each in talk.slots["waiting"]] == ["1002"]


def test_nothing_is_announced_where_everything_is_answered_at_once() -> None:
    talk = Talk()
    said = talk.say(status_of("1001"), says("do you ship to Canada?", "shop_question"))
    assert said == ["action_pick_order", "action_track_order", "action_answer"]


def test_a_stop_drops_what_was_announced() -> None:
    talk = Talk(UNASKED)
    talk.say(says("cancel my order", "cancel_order"), status_of("1002"))
    assert talk.say(says("forget it", "stop")) == ["utter_stopped"]
    assert talk.stack == []
    assert talk.stored["later"] == []


def test_requests_wait_while_the_shopper_proves_who_they_are() -> None:
    talk = Talk({"action_track_order": ["needs_known", "ok", "needs_known", "ok"]})
    assert talk.say(status_of("1001"), status_of("1002"))[-1] == "utter_ask_contact"
    said = talk.say(says("sam@example.com", email="sam@example.com"))
    assert said == [
        "action_match_order",
        "action_track_order",
        "action_say_next",
        "action_pick_order",
        "action_track_order",
        "utter_ask_contact",
    ]
    talk.say(says("sam@example.com", email="sam@example.com"))
    assert [slots["order_number"] for slots in talk.ran("action_match_order")] == ["1001", "1002"]


def test_a_refused_proof_ends_its_request_and_the_next_one_gets_its_turn() -> None:
    talk = Talk({"action_track_order": "needs_known", "action_match_order": "refused"})
    talk.say(status_of("1001"), says("cancel 1002", "cancel_order", order_number="1002"))
    said = talk.say(says("x@example.com", email="x@example.com"))
    assert said[:3] == ["action_match_order", "action_say_next", "action_pick_cancellable"]
    assert talk.stack == ["cancel_order"]


def test_a_failure_drops_what_waited() -> None:
    talk = Talk({"action_track_order": "failed"})
    assert talk.say(status_of("1001"), status_of("1002")) == ["action_pick_order", "action_track_order", "utter_failed"]


@pytest.mark.parametrize("intent", ["order_status", "out_of_scope", "other_one"])
def test_two_numbers_are_two_requests(intent: str) -> None:
    talk = Talk()
    talk.say(says("where are 1001 and 1002", intent, order_number=["1001", "1002", "1001"]))
    assert [slots["order_number"] for slots in talk.ran("action_track_order")] == ["1001", "1002"]


def test_two_numbers_as_an_answer_are_two_requests() -> None:
    talk = Talk(UNASKED)
    talk.say(says("where is my order", "order_status"))
    talk.say(says("1001 and 1002", "other_one", order_number=["1001", "1002"]))
    assert [slots["order_number"] for slots in talk.ran("action_track_order")] == ["1001", "1002"]


def test_two_orders_to_cancel_are_confirmed_one_by_one() -> None:
    talk = Talk()
    talk.say(says("cancel 1001 and 1002", "cancel_order", order_number=["1001", "1002"]))
    talk.say(says("mistake"))
    assert talk.yes()[:3] == ["action_cancel_order", "action_say_next", "action_pick_cancellable"]
    talk.say(says("mistake"))
    talk.yes()
    assert [slots["order_number"] for slots in talk.ran("action_cancel_order")] == ["1001", "1002"]
    assert len({key for key in talk.keys if key}) == 2


def test_a_yes_never_waits_for_a_later_question() -> None:
    talk = Talk()
    talk.say(says("cancel 1001", "cancel_order", order_number="1001"), says("yes", "affirm"))
    talk.say(says("mistake"))
    assert not talk.ran("action_cancel_order")
    assert talk.yes() == ["action_cancel_order"]


def test_a_yes_and_a_request_in_one_message_are_both_heard() -> None:
    said = cancelling().say(says("yes", "affirm"), status_of("1002"))
    assert said == ["action_cancel_order", "action_pick_order", "action_track_order"]


# -- what must not happen ----------------------------------------------------------------------------------------


def flow_of(write: str) -> str:
    return (
        f"own:\n  start_by: cancel_order\n  steps:\n    - confirm: utter_sure\n    - run: {write}\n"
        "    - say: utter_done\n    - run: action_after\n"
    )


@pytest.mark.parametrize("write", sorted(WRITES))
@pytest.mark.parametrize("outcome", [LOST, STALE, "failed", "refused", "a code nobody maps"])
def test_nothing_follows_a_write_that_did_not_report_ok(write: str, outcome: str, tmp_path: Path) -> None:
    talk = Talk({write: outcome}, flows=flows_of(tmp_path, flow_of(write)))
    talk.say(says("cancel", "cancel_order"))
    said = talk.yes()
    assert said == ([write] if outcome == "refused" else [write, "utter_failed"])
    assert talk.stack == []


def test_a_question_that_could_not_be_asked_is_not_waited_for() -> None:
    talk = Talk({"action_pick_cancellable": "several", "action_ask_cancellable": LOST})
    assert talk.say(says("cancel", "cancel_order"))[-1] == "utter_failed"
    assert talk.stack == []


def test_a_confirmation_older_than_ten_minutes_is_asked_again() -> None:
    talk = cancelling()
    talk.wait(601)
    assert talk.yes() == ["utter_confirmation_expired", "action_confirm_cancel"]
    assert talk.yes() == ["action_cancel_order"]


def test_a_confirmation_of_a_session_that_ended_is_gone() -> None:
    talk = cancelling()
    talk.wait(3601)
    assert talk.yes() == ["utter_choice_gone"]
    assert talk.say(says("yes", "affirm")) == ["utter_nothing_asked"]
    assert not talk.ran("action_cancel_order")


def test_a_yes_that_grew_old_while_proving_who_is_asked_for_again() -> None:
    talk = cancelling(statuses={"action_cancel_order": ["needs_verified", "ok"]})
    assert talk.yes() == ["action_cancel_order", "utter_ask_email"]
    talk.wait(700)
    talk.say(says("a@example.com", email="a@example.com"))
    said = talk.say(says("••••••", code="••••••"))
    assert said == ["action_check_code", "utter_confirmation_expired", "action_confirm_cancel"]
    assert talk.yes() == ["action_cancel_order"]


def test_a_fresh_yes_outlives_proving_who() -> None:
    talk = cancelling(statuses={"action_cancel_order": ["needs_verified", "ok"]})
    talk.yes()
    talk.say(says("a@example.com", email="a@example.com"))
    assert talk.say(says("••••••", code="••••••")) == ["action_check_code", "action_cancel_order"]


@pytest.mark.parametrize(
    "payload", ["yes:someone-else.1", "yes:", "start:no_such_flow", "set:order_number=1009", "nonsense", "yes:None"]
)
def test_a_payload_that_was_not_offered_does_nothing(payload: str) -> None:
    talk = cancelling()
    assert talk.say(Command(payload, choice=payload), offered=[("Yes", "yes:f1.99")])[0] == "utter_choice_gone"
    assert talk.turn[1:] == ["action_confirm_cancel"]
    assert talk.slots["order_number"] == "1001"


@pytest.mark.parametrize("payload", ["yes:other.1", "no:other.1", "start:gone", "set:nobodys=1", "odd:one"])
def test_an_offered_payload_that_fits_nothing_any_more_is_gone(payload: str) -> None:
    talk = cancelling()
    assert talk.press(payload) == ["utter_choice_gone", "action_confirm_cancel"]


def test_an_agent_in_between_ends_what_the_bot_was_doing() -> None:
    talk = cancelling()
    said = talk.say(says("yes", "affirm"), owner_since=talk.now + 2)
    assert said == ["utter_nothing_asked"]
    assert not talk.ran("action_cancel_order")


def test_a_turn_cut_off_within_an_action_is_not_taken_up_again() -> None:
    talk = cancelling()
    talk.stored["awaiting"] = {"key": "f1.9", "frame": talk.stored["frames"][-1]["id"], "action": "action_cancel_order"}
    talk.stored["frames"][-1].update(at=6, asked=False, key="f1.8")
    assert talk.say(says("hello", "greet")) == ["action_greet"]
    assert not talk.ran("action_cancel_order")


@pytest.mark.parametrize("circle", ["- call: own", "- run: action_step\n    - call: own"])
def test_a_flow_that_runs_in_circles_is_stopped_with_words(circle: str, tmp_path: Path) -> None:
    text = f"own:\n  start_by: greet\n  steps:\n    {circle}\n"
    talk = Talk(flows=flows_of(tmp_path, text))
    talk.say(says("hi", "greet"))
    assert talk.turn[-1] == "utter_failed"
    assert len(talk.turn) < 50, "Rasa would have cut the turn off before"
    assert talk.stack == []
    assert talk.say(says("what is your return policy", "shop_question")) == ["action_answer"]


# -- who is asking -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "asked", "answers"),
    [
        ("needs_known", "utter_ask_contact", [{"phone": "+15035550100"}]),
        ("needs_verified", "utter_ask_email", [{"email": "a@example.com"}, {"code": "••••••"}]),
    ],
)
def test_a_step_that_needs_to_know_who_is_asking_runs_again_once(
    need: str, asked: str, answers: list[dict[str, str]]
) -> None:
    for second, ending in (("ok", []), (need, ["utter_failed"])):
        talk = Talk({"action_track_order": [need, second]})
        assert talk.say(status_of("1001")) == ["action_pick_order", "action_track_order", asked]
        for answer in answers:
            talk.say(says("here", **answer))
        assert len(talk.ran("action_track_order")) == 2
        assert talk.turn[-1 - len(ending) :] == ["action_track_order", *ending]
        assert talk.stack == []


@pytest.mark.parametrize("first", ["at once", "asked for"])
def test_a_contact_that_was_given_beside_the_number_is_not_asked_for(first: str) -> None:
    talk = Talk({"action_track_order": ["needs_known", "ok"]})
    both = {"order_number": "1001", "email": "ada@example.com"}
    if first == "asked for":
        talk.statuses["action_pick_order"] = ["ask"]
        talk.say(says("where is my order", "order_status"))
        talk.say(says("it's 1001, ada@example.com", **both))
    else:
        talk.say(says("where is 1001? my e-mail is ada@example.com", "order_status", **both))
    assert talk.turn[-3:] == ["action_track_order", "action_match_order", "action_track_order"]
    assert talk.ran("action_match_order")[0]["contact"] == "ada@example.com"
    assert talk.stack == []


def test_a_proof_that_ran_out_later_on_is_asked_for_again() -> None:
    twice = ["needs_verified", "ok"]
    talk = Talk({"action_pick_cancellable": list(twice), "action_cancel_order": list(twice)})
    talk.say(says("cancel 1001", "cancel_order", order_number="1001"))
    talk.say(says("a@example.com", email="a@example.com"))
    assert talk.say(says("••••••", code="••••••"))[-1] == "action_ask_cancel_reason"
    talk.say(says("mistake"))
    assert talk.yes() == ["action_cancel_order", "utter_ask_email"]


def test_a_question_whose_asking_needs_a_proof_is_asked_after_it() -> None:
    talk = Talk({"action_pick_cancellable": "several", "action_ask_cancellable": ["needs_verified", "ok"]})
    assert talk.say(says("cancel", "cancel_order"))[-1] == "utter_ask_email"
    talk.say(says("a@example.com", email="a@example.com"))
    assert talk.say(says("••••••", code="••••••")) == ["action_check_code", "action_ask_cancellable"]


def test_a_wrong_code_is_asked_for_again() -> None:
    talk = Talk({"action_list_orders": ["needs_verified", "ok"], "action_check_code": ["wrong", "ok"]})
    talk.say(says("my orders", "order_list"))
    talk.say(says("a@example.com", email="a@example.com"))
    assert talk.say(says("••••••", code="••••••")) == ["action_check_code", "utter_ask_code"]
    assert talk.say(says("••••••", code="••••••")) == ["action_check_code", "action_list_orders"]
    assert len(talk.ran("action_send_code")) == 1


# -- depth, and what is stored -----------------------------------------------------------------------------------


def test_more_requests_within_requests_than_fit_push_the_oldest_out() -> None:
    talk = Talk({"action_pick_product": "ask", "action_list_orders": "needs_verified", **UNASKED})
    talk.say(says("my orders", "order_list"))
    for _ in range(MOST_FRAMES):
        talk.say(says("where is my order?", "order_status"))
        talk.say(says("what goes with it?", "bought_together"))
    assert len(talk.stack) <= MOST_FRAMES
    assert "identify_verified" not in talk.stack, "it worked for a request that is gone"


@pytest.mark.parametrize(
    "stored",
    [
        None, "text", 7, [], {}, {"flows": "others"}, {"flows": "test"}, {"flows": "test", "frames": 3},
        {"flows": "test", "frames": [{"flow": 1}], "inbox": [], "later": [], "outbox": [], "awaiting": None,
         "touched": 0, "serial": 0, "actions": 0},
        {"flows": "test", "frames": [{"flow": "answer", "id": "a", "unknown": 1}], "inbox": [], "later": [],
         "outbox": [], "awaiting": None, "touched": 0, "serial": 0, "actions": 0},
        {"flows": "test", "frames": [], "inbox": [], "later": ["x"], "outbox": [], "awaiting": None,
         "touched": 0, "serial": 0, "actions": 0},
        {"flows": "test", "frames": [], "inbox": [], "later": [], "outbox": [], "awaiting": ["x"],
         "touched": 0, "serial": 0, "actions": 0},
    ],
    ids=repr,
)  # fmt: skip
def test_a_stored_state_that_cannot_be_read_is_a_fresh_one(stored: object) -> None:
    assert State.load(stored, "test") == State(flows="test")


@pytest.mark.parametrize("change", [{"flow": "no_such_flow"}, {"at": 99}])
def test_a_stored_frame_that_fits_no_flow_is_dropped(change: dict[str, object]) -> None:
    talk = cancelling()
    talk.stored["frames"][0].update(change)
    assert talk.say(says("yes", "affirm")) == ["utter_nothing_asked"]


def test_three_answers_that_cannot_be_read_offer_a_person() -> None:
    talk = Talk(UNASKED)
    talk.say(says("where is my order", "order_status"))
    for _ in range(2):
        assert talk.say(says("blue cheese", "out_of_scope")) == [
            "action_pick_order",
            "utter_help_order_number",
            ASK_ORDER,
        ]
    assert talk.say(says("blue cheese", "out_of_scope")) == ["utter_offer_person"]
    assert talk.yes() == ["action_hand_off"]
    assert talk.stack == []


def test_ids_of_two_conversations_differ() -> None:
    from bot.policy.engine import Engine, Turn

    engine = Engine(shop_flows())
    keys = set()
    for _ in range(20):
        state = State(flows="test")
        engine.receive(state, Turn([status_of("1001")], 1_700_000_000.0))
        engine.next(state, {})
        keys.add(state.frames[0].id)
    assert len(keys) == 20


def test_who_has_moved_on_is_not_brought_back_to_what_waited_either() -> None:
    talk = Talk(UNASKED)
    talk.say(says("cancel my order", "cancel_order"), status_of("1002"))
    for _ in range(3):
        said = talk.say(says("do you ship to Canada?", "shop_question"))
    assert talk.stack == []
    assert "action_track_order" not in said
    assert talk.stored["later"] == []
