"""A yes or no is said to nobody but who asked what it answers."""

import pytest

from knowledge.plain import without_yes_or_no


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Yes, we ship to Canada.", "We ship to Canada."),
        ("No, you can order as a guest.", "You can order as a guest."),
        ("Yes. We repair tents.", "We repair tents."),
        ("Yes \u2014 within 30 days.", "Within 30 days."),
        ("Of course! Bring it to a store.", "Bring it to a store."),
        ("可以，礼品包装 4 美元。", "礼品包装 4 美元。"),
        ("是的，只能退未使用的商品。", "只能退未使用的商品。"),
        ("不会，永久有效。", "永久有效。"),
    ],
)
def test_the_yes_or_no_at_the_beginning_is_left_out(text: str, said: str) -> None:
    assert without_yes_or_no(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "No gift card expires.",
        "No-one pays twice.",
        "Yesterday's orders ship today.",
        "Sure-footed soles need no care.",
        "可以寄到加拿大。",
        "有些商品不能退。",
        "不能退的商品有：气罐。",
        "Yes.",
        "可以。",
    ],
)
def test_what_is_no_answer_by_itself_stays(text: str) -> None:
    assert without_yes_or_no(text) == text
