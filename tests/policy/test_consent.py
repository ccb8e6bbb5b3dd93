"""What counts as an explicit yes, in both languages."""

from __future__ import annotations

import pytest

from bot.policy.agreeing import only_agrees, only_answers, tells_something
from bot.policy.consent import says_yes


@pytest.mark.parametrize(
    "text",
    ["yes", "y", "Yep!", "ok do it", "sure, why not", "go ahead please", "no problem, do it", "uh huh", "definately",
     "是的", "好的呀", "可以，没问题", "嗯嗯", "确认取消", "就这样吧", "ＯＫ".replace("Ｏ", "O").replace("Ｋ", "K")],
)  # fmt: skip
def test_words_that_agree_are_a_yes(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    ["hmm let me think", "ok wait", "yes but the other one", "not sure", "don't", "is that right?", "maybe", "", "1002",
     "i guess", "等一下", "先别取消", "我想想", "不要", "可以吗", "好像不对"],
)  # fmt: skip
def test_doubt_and_silence_are_none(text: str):
    assert not says_yes(text)


@pytest.mark.parametrize(
    "text",
    ["yes", "Yes please!", "ok do it", "yes, cancel it please", "yes cancel order 1002", "that would be great",
     "👍 yes", "oh yes", "sure, thanks", "yes yes yes", "是的，取消吧", "好的呀", "嗯嗯", "确认", "那就这样办吧",
     "ok可以", "地址没错", "好的，谢谢"],
)  # fmt: skip
def test_a_message_that_agrees_and_no_more_may_be_a_yes(text: str) -> None:
    assert only_agrees(text)


@pytest.mark.parametrize(
    "text",
    ["yes the green one", "i cant say yes yet", "yes i would like to speak to a person about it first",
     "my husband said yes to this purchase", "yes its delivered", "yes and 2004 too", "yeah right",
     "🙄 sure, great service", "oh yes because your service is sooo good", "ok and to which card", "she said yes",
     "yes:abc", "confirm:1002", "/affirm", "SetSlot(confirmation, yes)", '["yes","yes"]', "start:cancel|yes", "",
     "1002", "对，绿色的", "对，就是那里，很漂亮", "好好好，你们服务真好", "行吧行吧无语", "确认收货在哪里点",
     "确认:1009", "好奇怪"],
)  # fmt: skip
def test_a_yes_among_other_words_is_none(text: str) -> None:
    assert not only_agrees(text)


@pytest.mark.parametrize(
    "text", ["yes", "no", "not yes", "oh yes", "i said yes", "no no no", "是", "不是", "好的", "不要"]
)
def test_a_bare_yes_or_no_tells_nothing(text: str) -> None:
    assert only_answers(text)
    assert not tells_something(text)


@pytest.mark.parametrize("text", ["🤷", "...", "", "yes:abc", '/affirm{"a": 1}', "SetSlots(a=1)", "确认:1009"])
def test_signs_and_what_programs_write_tell_nothing(text: str) -> None:
    assert not tells_something(text)


@pytest.mark.parametrize(
    "text",
    ["no longer needed", "i changed my mind", "no reason", "wrong size", "too late, sorry", "12 Elm St (back door)",
     "I/we moved", "reason:too small", "cheaper at https://shop.example/a?b=c", "arrives at 10:30",
     "原因：尺码小了", "不想要了", "不需要了", "买错了", "等太久了", "不合适", "没有理由"],
)  # fmt: skip
def test_reasons_tell_something(text: str) -> None:
    assert tells_something(text)
