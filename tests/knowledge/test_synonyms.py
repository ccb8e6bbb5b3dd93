import pytest

from knowledge.synonyms import terms, units


@pytest.mark.parametrize(
    ("one", "other", "locale"),
    [
        ("can I get my money back", "refund", "en"),
        ("I called off the order", "cancelled", "en"),
        ("delivery", "postage", "en"),
        ("a new e-mail", "email", "en"),
        ("邮费", "运费多少", "zh"),
        ("退换", "想退货", "zh"),
        ("卡号在哪填", "兑换码", "zh"),
    ],
)
def test_two_ways_to_say_it_share_a_group(one: str, other: str, locale: str) -> None:
    groups = [{term for term in terms(text, locale) if term.startswith("=")} for text in (one, other)]
    assert groups[0] & groups[1]


def test_a_word_is_there_when_one_that_means_the_same_is() -> None:
    held = set(terms("We refund you.", "en"))
    assert [unit.is_in(held) for unit in units("money parking", "en")] == [False, False]
    assert [unit.is_in(held) for unit in units("reimburse parking", "en")] == [True, False]


def test_what_is_in_no_group_keeps_its_own_words_only() -> None:
    assert terms("parking", "en") == ["park"]
    assert terms("停车", "zh") == ["停", "车", "停车"]
    assert terms("", "en") == []
