import pytest

from knowledge.encoder import TextEncoder
from knowledge.support import check

PASSAGES = [
    "Standard shipping takes 3–5 business days, costs $5.95 and is free from $75 of goods.",
    "You can cancel for free while your order is placed or paid. Once it is packed, it cannot be cancelled.",
    "Write to help@tarnandthistle.example before 13:00 Pacific. Our Portland store is open until 7 pm.",
    "We will refund $6.95 within 5 business days after the parcel reaches us. Opened fuel is not returnable.",
    "Go by the measurement that is tightest: the chest for jackets, the hips for kayaks.",
    "Yes, you can cancel while your order is still placed.",
]


@pytest.mark.parametrize(
    "sentence",
    [
        "Standard shipping costs $5.95.",
        "Standard shipping is free from $75.",
        "Once it is packed, your order cannot be cancelled.",
        "You can cancel for free while your order is placed or paid.",
        "Write to help@tarnandthistle.example before 13:00 Pacific.",
        "Opened fuel is not returnable.",
    ],
)
def test_what_a_passage_says_is_supported(encoder: TextEncoder, sentence: str) -> None:
    assert check(sentence, PASSAGES, encoder).supported


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Standard shipping costs $5.96.", "number"),
        ("Standard shipping costs 5.95.", "number"),
        ("Standard shipping takes 3–6 business days.", "number"),
        ("Standard shipping is free from $5.95.", "number"),
        ("Once it is packed, your order can be cancelled.", "negation"),
        ("You cannot cancel while your order is placed or paid.", "negation"),
        ("Opened fuel is returnable.", "negation"),
        ("Write to help@tarn.example before 13:00 Pacific.", "link"),
        ("See https://tarnandthistle.example/returns for standard shipping.", "link"),
        ("Write to help@tarnandthistle.example after 13:00 Pacific.", "rule"),
        ("Our Seattle store is open until 7 pm.", "name"),
        ("Our Portland store is open until 8 pm.", "number"),
        ("You will refund $6.95 within 5 business days.", "promise"),
        ("I have cancelled your order.", "promise"),
        ("Standard shipping uses careful drivers and electric vans.", "words"),
        ("Yes, standard shipping costs $5.95.", "rule"),
        ("Write before 7 pm; our Portland store is open until 13:00 Pacific.", "number"),
        ("For kayaks go by the chest, for jackets by the hips.", "order"),
        ("Yes, cancel while your order is still in place.", "rule"),
        ("", "words"),
    ],
)
def test_what_no_passage_says_is_not(encoder: TextEncoder, sentence: str, reason: str) -> None:
    verdict = check(sentence, PASSAGES, encoder)
    assert not verdict.supported, verdict


def test_nothing_is_supported_by_no_passages(encoder: TextEncoder) -> None:
    assert not check("Standard shipping costs $5.95.", [], encoder).supported
