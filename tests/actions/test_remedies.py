import pytest

from actions.problems import holds_it
from actions.remedies import PERSON, REFUND, SEND_AGAIN, remedy_in, wants_it_again


@pytest.mark.parametrize(
    ("answer", "remedy"),
    [
        ("no i dont want a refund, i want someone to chase fedex", PERSON),
        ("no i don't want to open a refund, can a human check with fedex for me", PERSON),
        ("先别退款，帮我问问快递", PERSON),
        ("a new one would be great. do you need a photo?", SEND_AGAIN),
        ("i want the right one not my money back", SEND_AGAIN),
        ("我要补发 不要退款", SEND_AGAIN),
        ("能补发一个吗", SEND_AGAIN),
        ("换成对的", SEND_AGAIN),
        ("refund it", REFUND),
        ("no, refund me", REFUND),
        ("don't send it again, give me my money", REFUND),
        ("don't want a replacement just refund", REFUND),
        ("it never arrived refund me", REFUND),
        ("不要了给我退钱", REFUND),
        ("怎么不退款给我", REFUND),
        ("i don't want a refund", ""),
        ("不要退款", ""),
        ("a refund or a new one", ""),
    ],
)
def test_what_is_refused_is_not_wished_for(answer: str, remedy: str) -> None:
    assert remedy_in(answer) == remedy


def test_who_is_offered_money_may_want_the_thing() -> None:
    assert wants_it_again("我要补发 不要退款")
    assert wants_it_again("I want a new one, not the money")
    assert not wants_it_again("the money please")
    assert not wants_it_again("ask my bank")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("收到了啊 今天刚到的", True),
        ("i only got the lantern today and nothing else", True),
        ("it has my order number on it but inside is a tent", True),
        ("parcel came today", True),
        ("收到了吗", False),
        ("还没有收到", False),
        ("i got the email", False),
        ("when will it be here", False),
    ],
)
def test_who_holds_a_parcel_says_so(text: str, held: bool) -> None:
    assert holds_it(text) == held
