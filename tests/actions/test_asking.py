"""Which questions a message holds, and when one article alone is answered from at once."""

from __future__ import annotations

import pytest

from actions.asking import LIKELY, questions_in, questions_of, the_one
from knowledge.answer import Answer


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("运费多少 几天能到", ["运费多少", "几天能到"]),
        ("which cards do you take and can i pay in parts?", ["which cards do you take", "can i pay in parts"]),
        ("how much is shipping? how long does it take?", ["how much is shipping", "how long does it take"]),
        ("how much is shipping", []),
        ("a, b, c, d, e", []),  # a list, no questions
    ],
)
def test_a_message_of_several_questions_is_taken_apart(text: str, questions: list[str]) -> None:
    assert questions_of(text) == questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Worst shop ever. Do gift cards expire?", ["Do gift cards expire?"]),
        ("太差劲了！礼品卡会过期吗", ["礼品卡会过期吗"]),
        ("Nobody answers. I am done.", []),
    ],
)
def test_the_questions_within_a_message_are_found(text: str, questions: list[str]) -> None:
    assert questions_in(text) == questions


@pytest.mark.parametrize(
    ("articles", "confidence", "meant"),
    [(["repairs"], LIKELY, "repairs"), (["repairs"], LIKELY - 0.1, ""), (["repairs", "returns"], 0.7, "")],
)
def test_one_likely_article_needs_no_choosing(articles: list[str], confidence: float, meant: str) -> None:
    choices = tuple({"id": f"article:{each}", "label": each} for each in articles)
    assert the_one(Answer("clarify", "", (), choices, confidence, False, (), "1")) == meant
