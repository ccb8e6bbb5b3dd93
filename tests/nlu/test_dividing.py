"""How a message is divided into requests: where it may be, and which way is best. Needs no model."""

from __future__ import annotations

import pytest

from bot.nlu.antecedents import named
from bot.nlu.asides import is_aside, same_request
from bot.nlu.clues import Part
from bot.nlu.joints import MOST, joints
from bot.nlu.reader import by_number, requests_of, with_shared_number
from bot.nlu.splitting import Lattice, best_division, learned_weights
from bot.nlu.values import find


def pieces(text: str) -> list[str]:
    found = joints(text, list(find(text.replace("\n", " "))))
    starts, ends = [0, *(each.end for each in found)], [*(each.start for each in found), len(text)]
    return [text[a:b].strip() for a, b in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cancel 1001 where is 1002", ["cancel 1001", "where is 1002"]),
        ("cancel 1001, where is 1002", ["cancel 1001", "where is 1002"]),
        ("cancel 1001 & track 1002", ["cancel 1001", "track 1002"]),
        ("cancel 1001. Oh and by the way, where is 1002", ["cancel 1001", "where is 1002"]),
        ("1. cancel 1001\n2. where is 1002", ["1. cancel 1001", "where is 1002"]),
        ("1) cancel 1001 2) where is 1002", ["1) cancel 1001", "where is 1002"]),
        ("cancel 1001\n- where is 1002", ["cancel 1001", "where is 1002"]),
        ("1001到哪了,还有1002帮我取消", ["1001到哪了", "1002", "帮我取消"]),
        ("1001到哪了 1002退货", ["1001到哪了", "1002退货"]),
        ("退货吗你们周末开门吗", ["退货吗", "你们周末开门吗"]),
        ("where is my order", ["where is my order"]),
        ("how heavy is the tent", ["how heavy is the tent"]),
        ("how can i spend my points", ["how can i spend my points"]),
        ("which is lighter, this tent or that tent", ["which is lighter", "this tent or that tent"]),
        ("order no. 1001 is late", ["order no. 1001", "is late"]),
    ],
)
def test_the_places_where_a_request_may_end(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_no_place_lies_within_a_value() -> None:
    assert pieces("send it to 12 Birch Lane, Portland, OR 97201 please")[0].endswith("97201 please")


def test_of_many_places_the_strongest_are_weighed() -> None:
    text = ". ".join(f"this is, and that was, sentence {number}" for number in range(20))
    found = joints(text)
    assert len(found) == MOST
    assert {each.kind for each in found} == {"end"}


def lattice(*parts: tuple[str, str, float], joint: str = " and ") -> Lattice:
    """Parts in order as (text, intent, share); a run of several is read as the surest of them, a little less surely."""
    text = joint.join(part for part, _, _ in parts)
    found, at = [], 0
    for part, _, _ in parts[:-1]:
        at += len(part)
        found += [each for each in joints(text) if at <= each.start <= at + len(joint)][:1]
        at += len(joint)
    assert len(found) == len(parts) - 1, text
    read = {}
    for a in range(len(parts)):
        for b in range(a + 1, len(parts) + 1):
            run = parts[a:b]
            best = max(run, key=lambda each: each[2])
            said = joint.join(part for part, _, _ in run)
            share = best[2] * 0.9 ** (len(run) - 1)
            entities = [value for value in find(said) if value[0] == "order_number"]
            read[a, b] = Part(said, [(best[1], share)], entities, familiar=0.8 * share)
    return Lattice(text, read, found)


def divided(found: Lattice) -> list[tuple[str, str]]:
    spans = best_division(found, learned_weights()["en"])
    return [(part.text, part.intent) for part in requests_of(found, spans)]


def test_two_sure_requests_are_two() -> None:
    found = lattice(("cancel 1001", "cancel_order", 0.99), ("where is 1002", "order_status", 0.99))
    assert divided(found) == [("cancel 1001", "cancel_order"), ("where is 1002", "order_status")]


def test_what_is_told_beside_a_request_is_none() -> None:
    found = lattice(("it came today", "order_status", 0.5), ("my old one broke", "feedback", 0.4), joint=", ")
    assert len(divided(found)) == 1


def test_pieces_that_ask_for_the_same_are_one_request() -> None:
    one = Part("where is it", [("order_status", 0.9)])
    other = Part("order 1001", [("order_status", 0.9)], [("order_number", "1001", 6, 10)])
    third = Part("and 1002", [("order_status", 0.9)], [("order_number", "1002", 4, 8)])
    assert same_request(one, other)
    assert not same_request(other, third)


def test_every_language_has_weights_for_the_message_as_one_and_for_every_kind_of_joint() -> None:
    for weights in learned_weights().values():
        assert {"whole", "familiar", "joint:comma", "joint:end", "joint:word", "joint:bare"} <= weights.keys()


@pytest.mark.parametrize(
    "text", ["my e-mail is ada@example.com", "order 1001", "我的邮箱是ada@example.com", "1002 too"]
)
def test_values_alone_belong_to_the_request_beside_them(text: str) -> None:
    assert is_aside(Part(text, [("unsubscribe", 0.95)], list(find(text))))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("cancel 1001 and 1002 too", ["1001", "1002"]),
        ("cancel 1001, no sorry, 1002", ["1002"]),
        ("cancel 1001 not 1002", ["1001"]),
        ("取消1001,不对,是1002", ["1002"]),
        ("where is 1001? 1001!", ["1001"]),
    ],
)
def test_every_number_that_is_meant_is_a_request(text: str, numbers: list[str]) -> None:
    part = Part(text, [("cancel_order", 0.9)], list(find(text)))
    assert [each.numbers()[0] for each in by_number([part])] == numbers


def test_the_only_number_is_shared_by_requests_about_an_order_that_name_no_other() -> None:
    first = Part("add socks to 1001", [("change_order", 0.9)], [("order_number", "1001", 13, 17)])
    second = Part("ship it all to my mum", [("change_address", 0.9)])
    third = Part("where is my other order", [("order_status", 0.9)])
    shared = with_shared_number([first, second, third])
    assert [each.numbers() for each in shared] == [("1001",), ("1001",), ()]


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("gift_card_balance", "does it expire", "does my gift card expire"),
        ("points_balance", "do they ever expire", "do my points ever expire"),
        ("points_balance", "它会过期吗", "积分会过期吗"),
        ("product_search", "does it have a hood", "does it have a hood"),
        ("points_balance", "how much is shipping", "how much is shipping"),
    ],
)
def test_a_pronoun_stands_for_what_the_request_before_is_about(before: str, text: str, expected: str) -> None:
    asked = Part(text, [("product_question", 0.6), ("shop_question", 0.4)], [("product", text, 0, len(text))])
    told = named([Part("…", [(before, 0.99)]), asked])[1]
    assert told.text == expected
    assert told.intent == ("product_question" if text == expected else "shop_question")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("i moved to 9 Juniper Court, Bend OR 97701 last year", True),
        ("我去年搬到春熙路8号", True),
        ("i moved last year, please change my address to 9 Juniper Court", False),
        ("I've moved: 9 Juniper Court, Bend OR 97701", False),
    ],
)
def test_where_somebody_moved_to_long_ago_is_no_request(text: str, told: bool) -> None:
    assert is_aside(Part(text, [("change_profile", 0.96)])) is told
