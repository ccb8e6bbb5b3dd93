"""Words for another variant, in both languages."""

from __future__ import annotations

import pytest

from actions.variants import is_said, says_this, variants_meant
from shop.options import VariantOption


def options(*variants: tuple[str, str]) -> list[VariantOption]:
    return [
        VariantOption(en.upper(), {"en": en, "zh": zh}, price_cents=1000, difference_cents=0, stock=3, is_this=False)
        for en, zh in variants
    ]


CREW = options(
    ("moss, S", "苔绿，S"), ("moss, M", "苔绿，M"), ("moss, L", "苔绿，L"), ("navy, S", "藏青，S"),
    ("navy, M", "藏青，M"),
    ("sky blue, M", "天蓝，M"),
)  # fmt: skip
PACK = options(("moss, S/M", "苔绿，S/M"), ("moss, M/L", "苔绿，M/L"), ("slate, S/M", "石板灰，S/M"))
BOOTS = options(("slate, 38", "石板灰，38"), ("slate, 39", "石板灰，39"), ("slate, 40.5", "石板灰，40.5"))
BANK = options(("slate, 10,000 mAh", "石板灰，10,000 mAh"), ("slate, 20,000 mAh", "石板灰，20,000 mAh"))


@pytest.mark.parametrize(
    ("words", "among", "current", "meant"),
    [
        ("size M please", CREW, "moss, S", ["MOSS, M"]),
        ("M", CREW, "moss, S", ["MOSS, M"]),
        ("exchange it for a large", CREW, "moss, S", ["MOSS, L"]),
        ("from S to M", CREW, "moss, S", ["MOSS, M"]),
        ("i want medium instead of small", CREW, "moss, S", ["MOSS, M"]),
        ("the navy one", CREW, "moss, S", ["NAVY, S"]),
        ("navy in m", CREW, "moss, S", ["NAVY, M"]),
        ("a blue one in M", CREW, "moss, S", ["NAVY, M", "SKY BLUE, M"]),
        ("sky blue, size M", CREW, "moss, S", ["SKY BLUE, M"]),
        ("one size up", CREW, "moss, M", ["MOSS, L"]),
        ("something smaller", CREW, "moss, M", ["MOSS, S"]),
        ("换成M码", CREW, "moss, S", ["MOSS, M"]),
        ("要藏青的", CREW, "moss, S", ["NAVY, S"]),
        ("大一号", CREW, "moss, S", ["MOSS, M"]),
        ("中号", CREW, "moss, S", ["MOSS, M"]),
        ("the other colour", CREW, "moss, S", []),
        ("my order 1002", CREW, "moss, S", []),
        ("I'll take the long one", CREW, "moss, S", []),
        ("size L", PACK, "moss, S/M", ["MOSS, M/L"]),
        ("in slate", PACK, "moss, S/M", ["SLATE, S/M"]),
        ("need a 39", BOOTS, "slate, 38", ["SLATE, 39"]),
        ("40.5", BOOTS, "slate, 38", ["SLATE, 40.5"]),
        ("要39码", BOOTS, "slate, 38", ["SLATE, 39"]),
        ("order 3900", BOOTS, "slate, 38", []),
        ("the 20,000 mAh one", BANK, "slate, 10,000 mAh", ["SLATE, 20,000 MAH"]),
        ("the 20000 one", BANK, "slate, 10,000 mAh", ["SLATE, 20,000 MAH"]),
    ],
)
def test_words_find_the_variant_and_what_is_unsaid_stays(
    words: str, among: list[VariantOption], current: str, meant: list[str]
) -> None:
    own = next(option.variant for option in among if option.variant["en"] == current)
    assert [option.sku for option in variants_meant(words, among, own)] == meant


@pytest.mark.parametrize(
    ("words", "among", "current", "this"),
    [
        ("moss and S", CREW, "moss, S", True),
        ("change it to moss", CREW, "moss, S", True),
        ("换成苔绿", CREW, "moss, S", True),
        ("my moss one", CREW, "moss, S", False),
        ("it is moss, I want another colour", CREW, "moss, S", False),
        ("navy and S", CREW, "moss, S", False),
    ],
)
def test_the_very_variant_that_was_ordered(words: str, among: list[VariantOption], current: str, this: bool) -> None:
    own = next(option.variant for option in among if option.variant["en"] == current)
    assert says_this(words, among, own) is this


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("11, leather and no", True),
        ("leather, no", True),
        ("no, leather", False),
        ("no thanks", False),
        ("to no, the other", False),
    ],
)
def test_a_no_in_a_list_is_a_property(words: str, said: bool) -> None:
    assert is_said({"en": "no", "zh": "no"}, words) is said
