"""Requests to change an order: what its number makes of a doubtful piece, and what tells more of one request."""

from __future__ import annotations

import pytest

from bot.nlu.clues import Part
from bot.nlu.order_requests import about_its_order, swapped, tells_more
from bot.nlu.text import stood_in


def test_beside_an_orders_number_what_was_never_taught_is_about_the_order() -> None:
    ranking = [("out_of_scope", 0.98), ("change_order", 0.012), ("exchange_order", 0.004), ("feedback", 0.004)]
    best, share = about_its_order(ranking, "1002 espresso machine to 9 bar")[0]
    assert best == "change_order"
    assert share > 0.55


def test_a_number_in_what_was_never_taught_is_no_order() -> None:
    ranking = [("out_of_scope", 0.98), ("report_problem", 0.012), ("change_order", 0.008)]
    assert about_its_order(ranking, "tell me a joke about 1002 penguins in my garden")[0][0] == "out_of_scope"


def test_a_question_about_what_is_in_an_order_stays_one() -> None:
    ranking = [("product_question", 0.9), ("order_status", 0.1)]
    assert about_its_order(ranking, "is the tent in order 1002 waterproof?")[0][0] == "product_question"


def test_a_person_is_asked_for_whatever_number_stands_beside_it() -> None:
    assert about_its_order([("human", 0.8), ("order_status", 0.2)], "get me a person about 1002")[0][0] == "human"


def test_what_speaks_for_a_change_and_for_an_exchange_counts_together() -> None:
    ranking = swapped([("product_search", 0.4), ("exchange_order", 0.35), ("change_order", 0.25)])
    assert ranking[0] == ("exchange_order", pytest.approx(0.6))


@pytest.mark.parametrize(
    ("request_", "piece", "more"),
    [
        (("change the boots in 1002 to 10", "change_order"), ("the jacket in black", "product_search"), True),
        (("change the boots in 1002 to 10", "change_order"), ("mug -> green", "out_of_scope"), True),
        (("swap the boots for 10", "exchange_order"), ("the jacket should be L", "change_order"), True),
        (("return the boots from 1002", "return_order"), ("put the money on my gift card", "gift_card_balance"), True),
        (("return the boots from 1002", "return_order"), ("paypal for the refund", "refund_status"), True),
        (("return the boots from 1002", "return_order"), ("where is my refund?", "refund_status"), False),
        (("靴子小了想换大一码", "exchange_order"), ("之前那单退的钱退了没", "refund_status"), False),
        (("change the boots in 1002 to 10", "change_order"), ("do you have socks?", "product_search"), False),
        (("change the boots in 1002 to 10", "change_order"), ("get me a person", "human"), False),
        (("where is 1002", "order_status"), ("the jacket in black", "product_search"), False),
    ],
)
def test_what_tells_more_of_a_request(request_: tuple[str, str], piece: tuple[str, str], more: bool) -> None:
    one, other = (Part(text, [(intent, 0.9)]) for text, intent in (request_, piece))
    assert tells_more(one, other) is more


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("cancel W6977171", "cancel 1001"),
        ("where is #4410", "where is 1001"),
        ("it's ada.merritt@example.com", "it's me@example.com"),
        ("visa ending in 8643", "visa ending in 1001"),
        ("订单2003到哪了", "订单1001到哪了"),
        ("a 20000mAh bank from 2024", "a 20000mAh bank from 2024"),
        ("$1500, or 12.50", "$1500, or 12.50"),
    ],
)
def test_which_number_or_address_it_is_tells_nothing(typed: str, read: str) -> None:
    assert stood_in(typed) == read
