"""What counts as an explicit yes, in both languages."""

from __future__ import annotations

import pytest

from bot.policy.consent import says_yes


@pytest.mark.parametrize(
    "text",
    ["yes", "y", "Yep!", "ok do it", "sure, why not", "go ahead please", "no problem, do it", "uh huh", "definately",
     "是的", "好的呀", "可以，没问题", "嗯嗯", "确认取消", "就这样吧", "ＯＫ".replace("Ｏ", "O").replace("Ｋ", "K")],
)  # fmt: skip
def test_words_that_agree_are_a_yes(text: str):
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    ["hmm let me think", "ok wait", "yes but the other one", "not sure", "don't", "is that right?", "maybe", "", "1002",
     "i guess", "等一下", "先别取消", "我想想", "不要", "可以吗", "好像不对"],
)  # fmt: skip
def test_doubt_and_silence_are_none(text: str):
    assert not says_yes(text)
