"""The judge of exact facts: what the passages hold is passed, what they do not is named; and it is its own judge."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from training import judge as module
from training.judge import judge

PASSAGES = [
    "Standard shipping takes 3–5 business days, costs $5.95 and is free from $75 of goods.",
    "You can cancel for free while your order is placed or paid. Once it is packed, it cannot be cancelled.",
    "Write to help@tarnandthistle.example before 13:00 Pacific. Our Portland store is open until 7 pm.",
    "We will refund $6.95 within 5 business days after the parcel reaches us. Opened fuel is not returnable.",
    "Gifts bought from 1 November to 24 December may be returned until January 31. You get 10% off from 20 pieces.",
    "Taking part costs nothing. The easiest way is an account.",
]


@pytest.mark.parametrize(
    "sentence",
    [
        "Standard shipping costs $5.95.",
        "It takes 3-5 business days, and it is free from $75.",
        "Standard shipping costs 5.95 dollars.",
        "Once it is packed, your order cannot be cancelled.",
        "You can cancel for free while your order is placed or paid.",
        "Write to help@tarnandthistle.example before 13:00 Pacific.",
        "Opened fuel isn't returnable.",
        "Return gifts until 31 January.",
        "From twenty pieces you get something off.",
        "You get 10 percent off.",
        "Our Portland store is open until 7 p.m.",
        "Taking part costs nothing.",
        "",
    ],
)
def test_what_the_passages_hold_is_passed(sentence: str) -> None:
    assert judge(sentence, PASSAGES) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Standard shipping costs $5.96.", "money"),
        ("Standard shipping takes 3-6 business days.", "number"),
        ("Standard shipping takes five weeks.", "number"),
        ("We refund within 5 days.", "number"),
        ("We refund after 5 business days.", "number"),
        ("Return gifts until January 30.", "date"),
        ("Our Portland store is open until 8 pm.", "date"),
        ("Write to help@tarnandthistle.example after 13:00 Pacific.", "date"),
        ("Write to help@tarn.example before 13:00 Pacific.", "link"),
        ("See https://tarnandthistle.example/returns for more.", "link"),
        ("Our Seattle store is open until 7 pm.", "name"),
        ("Once it is packed, your order can be cancelled.", "negation"),
        ("You cannot cancel while your order is placed or paid.", "negation"),
        ("Opened fuel is returnable.", "negation"),
        ("You get 20% off.", "number"),
    ],
)
def test_what_they_do_not_hold_is_named_with_its_kind(sentence: str, kind: str) -> None:
    assert [fault.kind for fault in judge(sentence, PASSAGES)] == [kind]


def test_a_name_in_the_title_is_known() -> None:
    assert judge("You can call our Seattle store.", PASSAGES, "The Seattle store") == []


def test_each_sentence_of_a_text_is_judged() -> None:
    text = "Standard shipping costs $5.95. It takes 9 business days.\n\n- Opened fuel is returnable."
    assert [fault.kind for fault in judge(text, PASSAGES)] == ["number", "negation"]


def test_it_shares_nothing_with_the_checker_that_serves() -> None:
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    taken = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in taken if name and name.startswith(("knowledge", "training"))} == {"knowledge.sentences"}
