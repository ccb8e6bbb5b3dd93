import pytest

from actions.refund_parts import asks_about_amount, asks_about_method, asks_about_time


@pytest.mark.parametrize(
    "text",
    [
        "why is it 821 and not 828?",
        "I paid 828 and you sent 821. where's the rest",
        "怎么少了几块钱 我付的是828啊",
        "我问的是为什么少了6块9毛5",
        "why is it 22 and not the 29 i paid?",
    ],
)
def test_who_misses_some_of_the_money_says_so(text: str) -> None:
    assert asks_about_amount(text)


@pytest.mark.parametrize(
    "text", ["where is my refund?", "我的退款到哪了？", "when do I get my money?", "to my visa card"]
)
def test_who_asks_where_a_refund_is_does_not(text: str) -> None:
    assert not asks_about_amount(text)


@pytest.mark.parametrize(
    "text",
    ["which card was the refund paid to?", "退的钱到哪 是信用卡吗", "退到我paypal还是余额", "is it back on my card"],
)
def test_a_question_may_be_where_the_money_goes(text: str) -> None:
    assert asks_about_method(text)


def test_a_question_may_be_how_long_it_takes() -> None:
    assert asks_about_time("wait, how long does the refund take?")
    assert not asks_about_time("has the refund for order 1001 been sent?")
