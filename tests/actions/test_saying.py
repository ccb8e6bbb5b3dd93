"""What words say beside naming things: why, what is wrong, what is to change, more or fewer."""

from __future__ import annotations

import pytest

from actions.changes import kind_of_change
from actions.problems import problem_in
from actions.reasons import reason_in, says_gift, says_used
from actions.refund_routes import route_in
from actions.saying import adds, leaves_out, number_set_right, without_taken_back
from actions.selection import read_picks, read_swaps, write_picks, write_swaps
from shop.changes import Pick, Swap


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("it is broken", "damaged"), ("the zip doesn't work", "damaged"), ("坏了", "damaged"),
        ("too small", "does_not_fit"),
        ("they don't fit", "does_not_fit"), ("太小了", "does_not_fit"), ("you sent me the wrong one", "wrong_item"),
        ("发错了", "wrong_item"), ("I changed my mind", "changed_mind"), ("don't need it any more", "changed_mind"),
        ("不喜欢", "changed_mind"), ("not as described", "not_as_described"), ("色差太大", "not_as_described"),
        ("I want to return order 1003", ""), ("我要退货", ""),
    ],
)  # fmt: skip
def test_reasons_are_read_from_words(words: str, reason: str) -> None:
    assert reason_in(words) == reason


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("can I add another mug to order 1002?", "other"), ("change size from M to L", "items"),
        ("please make the jacket a small", "items"), ("remove the socks", "remove"), ("i need 3 not 2", "other"),
        ("make it 1 instead of 2", "remove"), ("can I pay with paypal", "payment"),
        ("pay with another card", "payment"),
        ("upgrade my order to express shipping", "other"), ("please add a gift card message", "other"),
        ("cancel one item from order 1420", "remove"), ("send it to another address", "address"),
        ("change my order", ""), ("改订单", ""), ("换成蓝色", "items"), ("去掉袜子", "remove"),
        ("换个支付方式", "payment"),
        ("再加一个杯子", "other"), ("合并两个订单", "other"), ("改成M码", "items"),
        ("the crew ought to be navy", "items"), ("order 1002: slides -> 42", "items"),
    ],
)  # fmt: skip
def test_what_is_to_change_in_an_order(words: str, kind: str) -> None:
    assert kind_of_change(words) == kind


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("it says delivered but I don't have it", "missing"), ("my parcel never arrived", "missing"),
        ("the mug arrived broken", "damaged"), ("少发了一件", "missing"), ("没收到", "missing"), ("碎了", "damaged"),
        ("where is order 1001?", ""), ("how long does delivery take", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_parcel(words: str, problem: str) -> None:
    assert problem_in(words) == problem


def test_more_fewer_and_taken_back() -> None:
    assert adds("and the stove too")
    assert adds("炉子也要")
    assert not adds("the stove")
    assert leaves_out("without the stove")
    assert leaves_out("不退炉子")
    assert without_taken_back("not the mug, the stove").strip() == "the stove"
    assert without_taken_back("不是杯子，是炉子").strip() == "是炉子"


def test_used_gift_and_route() -> None:
    assert says_used("I have worn them twice")
    assert says_used("穿过一次")
    assert not says_used("never opened")
    assert says_gift("it was a gift")
    assert (route_in("to a gift card"), route_in("back to my visa"), route_in("whatever")) == (
        "gift_card",
        "original",
        "",
    )


def test_a_choice_is_read_for_its_own_order_only() -> None:
    kept = write_picks("1002", [Pick("6", 1), Pick("8", 2)])
    assert read_picks(kept, "1002") == (Pick("6", 1), Pick("8", 2))
    assert read_picks(kept, "1003") == ()
    assert read_picks("the blue one", "1002") == ()
    swaps = write_swaps("1002", [Swap("6", 1, "BANK-10,000MAH")])
    assert read_swaps(swaps, "1002") == (Swap("6", 1, "BANK-10,000MAH"),)


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("oh wait it's 84 not 48, sorry", ("48", "84")),
        ("no wait it's number 6 not 9", ("9", "6")),
        ("not 48 but 84", ("48", "84")),
        ("是84号，不是48号", ("48", "84")),
        ("不是48号，是84号", ("48", "84")),
        ("14 Pine Street", None),
        ("not the mug", None),
    ],
)
def test_a_number_in_place_of_another(said: str, numbers: tuple[str, str] | None) -> None:
    assert number_set_right(said) == numbers
