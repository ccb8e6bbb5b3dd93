"""A thumb is kept with its answer, and a thumb that is down is a question without an answer."""

from __future__ import annotations

import pytest

from shop.errors import NotFound
from shop.thumbs import Thumbs
from tests.shop.small_shop import BOTH_DATABASES, Shop

pytestmark = BOTH_DATABASES
SOURCE = {"id": "shipping-cost", "title": "How much is shipping?"}


def _answered(shop: Shop, text: str, where: str = "", choice: str | None = None) -> tuple[str, int, int]:
    where = where or shop.conversation()
    entry, _ = shop.log.add_shopper(where, f"c{len(shop.log.after(where))}", text, choice)
    reply = shop.log.add_bot(where, entry.id, "$5.95", sources=[SOURCE])
    assert reply is not None
    return where, entry.id, reply.id


def _liked(shop: Shop, where: str) -> list[bool | None]:
    return [entry.liked for entry in shop.log.after(where) if entry.sender == "bot"]


def test_a_thumb_goes_down_and_up_and_is_taken_back(shop: Shop) -> None:
    thumbs = Thumbs(shop.sessions, shop.clock)
    where, asked, reply = _answered(shop, "what does it cost to ship to ada@example.com")
    for liked, gaps in ((False, 1), (False, 1), (True, 0), (False, 1), (None, 0)):
        assert thumbs.put(where, reply, liked) == asked
        assert _liked(shop, where) == [liked]
        assert len(shop.gaps.open()) == gaps
    thumbs.put(where, reply, False)
    (gap,) = shop.gaps.open()
    assert (gap.question, gap.band, gap.entry) == ("what does it cost to ship to [email]", "disliked", asked)


def test_behind_a_choice_the_question_is_what_was_typed_before_it(shop: Shop) -> None:
    thumbs = Thumbs(shop.sessions, shop.clock)
    where, asked, _ = _answered(shop, "shipping, how much")
    _, _, reply = _answered(shop, "How much is shipping?", where, "start:article|article=shipping-cost")
    assert thumbs.put(where, reply, False) == asked
    assert [gap.question for gap in shop.gaps.open()] == ["shipping, how much"]


def test_only_answers_of_that_conversation_take_a_thumb(shop: Shop) -> None:
    thumbs = Thumbs(shop.sessions, shop.clock)
    where, asked, reply = _answered(shop, "shipping")
    plain = shop.log.add_bot(where, asked, "Hello!")
    assert plain is not None
    for conversation, entry in ((where, asked), (where, plain.id), (shop.conversation(), reply), (where, 999999)):
        with pytest.raises(NotFound):
            thumbs.put(conversation, entry, False)
    assert shop.gaps.open() == []
