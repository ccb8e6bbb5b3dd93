"""A scripted shopper: what it says, what it answers, when it says no, and how its conversations are judged."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

from tests.training.tau_shop import ADDRESS, CALLS, CANCEL, CHANGE, NILO, PAYMENT, RETURN, tau_shop
from training.tau.answering import Line
from training.tau.asked import Message, asked
from training.tau.effects import after
from training.tau.files import Task, TauShop
from training.tau.played import Heard, Played, pass_k, play, reasons
from training.tau.reading import is_right
from training.tau.shopper import Shopper
from training.tau.states import State, of_tau
from training.tau.unwanted import errands
from training.tau.voice import Voice, read_phrases, slipped
from training.tau.wanted import Errand, errand_of

PHRASES = {
    "cancel_order": ["cancel {order}, {reason}"],
    "change_items": ["change the {item} in {order} to {options}"],
    "exchange_items": ["exchange the {item} of {order} for {options}"],
    "return_items": ["return {items} of {order} to {method}"],
    "change_address": ["send {order} to {address}"],
    "change_payment": ["pay {order} with {method}"],
    "another_item": ["and the {item} to {options}"],
    "connectors": ["{one} and {two}"],
    "one_more_request": ["also {two}"],
    "hello": ["hello"],
    "yes": ["yes"],
    "no": ["no"],
    "identify_by_email": ["it is {email}"],
    "pick_item": ["the {item}"],
    "pick_option": ["{options} please"],
    "pick_method": ["with {method}"],
    "give_address": ["to {address}"],
    "give_reason": ["because {reason}"],
    "change_of_mind_item": ["actually {other}"],
    "change_of_mind_stop": ["never mind"],
    "reason: ordered by mistake": ["a slip"],
}
PERSON = {"email": "nilo@example.com", "first": "Nilo", "last": "Nobody", "zip": "97000"}
YES_NO = (("yes:1", "Yes, do it"), ("no:1", "No"))


class Fixed(Random):
    """Chance that always falls the same way: nothing that is said of a share happens."""

    def random(self) -> float:
        return 0.99


def shopper(*calls: Any, mood: str = "") -> Shopper:
    wishes = errand_of(tau_shop(), Task("t", NILO, "", calls)).wishes
    random = Fixed(1)
    return Shopper(Errand("t", NILO, wishes, calls, mood), Voice(PHRASES, random), random, PERSON)


def test_what_is_wanted_is_said_in_the_shoppers_words() -> None:
    assert shopper(CANCEL).next([]) == Line("cancel W1000004, a slip")
    assert shopper(CHANGE).next([]) == Line("change the small tea mug in W1000001 to blue")
    assert shopper(RETURN).next([]) == Line("return desk lamp of W1000002 to visa ending in 1234")
    assert shopper(ADDRESS).next([]) == Line("send W1000001 to 2 Invented Lane, Nowhere, OR 97000")
    assert shopper(PAYMENT).next([]) == Line("pay W1000004 with paypal")


def test_of_two_alike_the_shopper_says_what_tells_them_apart() -> None:
    wish = errand_of(tau_shop(), Task("t", NILO, "", (CHANGE,))).wishes[0]
    assert (wish.items[0].called, wish.items[0].wish) == ("small tea mug", "blue")
    assert wish.others == ("Desk Lamp",)


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        (Message("Which order?", (("set:order_number=W1000001", "Order W1000001"),)), "set:order_number=W1000001"),
        (Message("Which order do you mean?"), "W1000001"),
        (Message("What would you like to change?", (("set:items=2", "Tea Mug (red, small)"),)), "set:items=2"),
        (Message("Which one of the Tea Mug?", (("set:variant=blue", "blue, small · $2 more"),)), "set:variant=blue"),
        (Message("Which one? There are many.", (("set:variant=tall", "red, tall"),)), "blue please"),
        (Message("How will you pay the difference?", (("set:method=m", "Visa 1234"),)), "with paypal"),
        (Message("To make sure it's you: which e-mail address?"), "it is nilo@example.com"),
        (Message("Please type the code from the e-mail."), "123456"),
        (Message("What would you like to change?", (("set:order_change=items", "Items"),)), "set:order_change=items"),
    ],
)
def test_what_is_asked_is_answered(message: Message, answer: str) -> None:
    someone = shopper(CHANGE)
    someone.next([])
    line = someone.next([message], "123456")
    assert line is not None
    assert answer in (line.text, line.press)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("This will change order W1000001: Tea Mug, blue, small. Charged to your PayPal. Shall I do it?", ""),
        ("This will change order W1000002: Tea Mug, blue, small. Shall I do it?", "order"),
        ("This will cancel order W1000001. Shall I do it?", "kind"),
        ("This will change order W1000001: Desk Lamp. Shall I do it?", "items"),
        ("This will change order W1000001: Tea Mug, red, tall. Shall I do it?", "options"),
        ("This will change order W1000001: Tea Mug (blue, small) becomes red, tall. Shall I do it?", "options"),
        ("This will change order W1000001: Tea Mug (red, small) becomes blue, small; Desk Lamp. Shall I do it?", ""),
        ("This will change order W1000001: Tea Mug, blue, small. Charged to your gift card. Shall I do it?", "method"),
    ],
)
def test_a_confirmation_is_read_before_it_is_agreed_to(text: str, wrong: str) -> None:
    wish = errand_of(tau_shop(), Task("t", NILO, "", (CHANGE,))).wishes[0]
    assert is_right(wish, text) == wrong
    someone = shopper(CHANGE)
    someone.next([])
    line = someone.next([Message(text, YES_NO)])
    assert (line in (Line("yes"), Line(press="yes:1"))) == (wrong == "")


def test_who_says_no_leaves_it_at_that_and_who_drops_it_too() -> None:
    confirm = Message("This will cancel order W1000004: Desk Lamp. Shall I do it?", YES_NO)
    for mood, said in (("no", "no"), ("stop", "never mind")):
        someone = shopper(CANCEL, mood=mood)
        someone.next([])
        assert someone.next([confirm]) == Line(said)
        assert someone.next([Message("All right.")]) is None


def test_who_is_asked_the_same_again_and_again_gives_up() -> None:
    someone = shopper(CANCEL)
    someone.next([])
    lines = [someone.next([Message("Which order do you mean?")]) for _ in range(4)]
    assert lines[-1] == Line("never mind")


def test_who_is_asked_about_something_else_stops_that_and_tells_again() -> None:
    someone = shopper(CANCEL)
    first = someone.next([])
    assert someone.next([Message("Which one instead?", (("set:variant=x", "blue"),))]) == Line("never mind")
    assert someone.next([Message("All right, I've stopped that.")]) == first


def test_an_item_that_was_not_heard_is_said_again() -> None:
    both = {**CHANGE[1], "item_ids": ["red", "lamp"], "new_item_ids": ["blue", "lamp"]}
    someone = shopper((CHANGE[0], both))
    someone.next([])
    one = Message("This will change order W1000001: Tea Mug becomes blue, small. Shall I do it?", YES_NO)
    assert someone.next([one]) == Line("and the desk lamp to linen")


def test_second_thoughts_begin_with_a_variant_that_there_is() -> None:
    item = errand_of(tau_shop(), Task("t", NILO, "", (CHANGE,))).wishes[0].items[0]
    assert (item.instead, item.first_thought) == (("red", "tall"), "tall")


def test_the_next_wish_follows_when_one_is_done() -> None:
    someone = shopper(CANCEL, PAYMENT)
    someone.next([])
    line = someone.next([Message("Done: order W1000004 is cancelled.")])
    assert line == Line("also pay W1000004 with paypal")


def test_phrases_are_those_of_one_half_and_slips_spare_what_is_filled_in() -> None:
    for half in ("dev", "test"):
        phrases = read_phrases(half)
        assert PHRASES.keys() <= phrases.keys()
        assert all(len(some) >= 8 for some in phrases.values())
    assert not {*read_phrases("dev")["cancel_order"]} & {*read_phrases("test")["cancel_order"]}
    for seed in range(30):
        slip = slipped("please cancel {order} now", Random(seed))
        assert "{order}" in slip
        assert sorted(slip) == sorted("please cancel {order} now")


def test_nothing_is_asked_where_nothing_is() -> None:
    assert asked([]).what == "silence"
    assert asked([Message("Done: order W1 is cancelled.")]).what == "nothing"
    assert asked([Message("Sorry.", (("start:human", "Talk to a person"),))]).what == "offer"


def test_errands_that_must_change_nothing_are_of_six_kinds_and_forbidden_or_taken_back() -> None:
    shop = tau_shop()
    card = ("modify_pending_order_payment", {"order_id": "#W1000001", "payment_method_id": "gift_1"})
    tasks = [Task(f"train-{place}", NILO, "", (call,)) for place, call in enumerate([*CALLS, card])]
    tasks.append(
        Task("train-9", "aba_noone_2", "", (("cancel_pending_order", {**CANCEL[1], "order_id": "#W1000005"}),))
    )
    found = errands(shop, tasks)
    whys = {"wrong state", "somebody else's order", "said no", "dropped it", "gift card too low", "not available"}
    assert {errand.why for errand in found} == whys
    assert len({errand.name for errand in found}) == len(found)
    assert not any(errand.writes for errand in found)


class ObedientBot:
    """Does the call behind what it is told at the first yes; or, where it is `hasty`, without any."""

    def __init__(self, shop: TauShop, call: Any, hasty: bool = False) -> None:
        self.shop, self.call, self.hasty = shop, call, hasty
        self.now, self.written = shop, list[tuple[str, str]]()

    def reset(self) -> None:
        self.now, self.written = self.shop, []

    def open(self, user_id: str | None) -> ObedientBot:
        return self

    def say(self, text: str) -> Heard:
        if not self.hasty and text != "yes":
            return Heard([Message("This will cancel order W1000004: Desk Lamp. Shall I do it?", YES_NO)], "bot")
        return self.press("yes:1")

    def press(self, sends: str) -> Heard:
        if sends.startswith("no"):
            return Heard([Message("All right.")], "bot")
        self.now = after(self.now, (self.call,))
        self.written.append(("cancel", "W1000004"))
        return Heard([Message("Done: order W1000004 is cancelled.")], "bot")

    def code(self) -> str:
        return "123456"

    def state(self) -> State:
        return of_tau(self.now)

    def writes(self) -> list[tuple[str, str]]:
        return self.written


def test_a_conversation_is_judged_by_the_shop_that_it_leaves() -> None:
    shop = tau_shop()
    errand = errand_of(shop, Task("train-0", NILO, "", (CANCEL,)))
    result = play(ObedientBot(shop, CANCEL), shop, errand, 1, PHRASES)
    assert result.passed, result.lines
    assert result == play(ObedientBot(shop, CANCEL), shop, errand, 1, PHRASES), "the same for the same seed"
    assert any(re.match(r"SHOPPER: ", line) for line in result.lines)
    other = play(ObedientBot(shop, CANCEL), shop, errand_of(shop, Task("t", NILO, "", (PAYMENT,))), 1, PHRASES)
    assert not other.passed


def test_a_write_that_nobody_asked_for_is_told() -> None:
    shop = tau_shop()
    wishes = errand_of(shop, Task("t", NILO, "", (CANCEL,))).wishes
    taken_back = Errand("t-no", NILO, wishes, mood="no", why="said no")
    assert play(ObedientBot(shop, CANCEL), shop, taken_back, 1, PHRASES).passed
    result = play(ObedientBot(shop, CANCEL, hasty=True), shop, taken_back, 1, PHRASES)
    assert (result.passed, result.unasked, result.why) == (False, ["cancel of W1000004"], "unasked: cancel")


def test_pass_k_counts_errands_that_always_pass() -> None:
    def runs(name: str, *passed: bool) -> list[Played]:
        return [Played(name, seed, each, 3, [], "" if each else "no end", [], True) for seed, each in enumerate(passed)]

    found = [*runs("a", True, True), *runs("b", True, False), *runs("c", True)]
    assert pass_k(found, 1) == (1.0, 3)
    assert pass_k(found, 2) == (0.5, 2)
    assert pass_k([], 4) == (0.0, 0)
    assert reasons(found) == [("no end", 1)]
