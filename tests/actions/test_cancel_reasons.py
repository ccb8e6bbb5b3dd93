"""Own words for one of the reasons that a shop lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.cancel_reasons import listed_reason
from bot.cli.prepare import export_encoder
from knowledge.encoder import Encoder

HOME = Path(__file__).parent.parent.parent / "var"
NEEDLESS, SLIP = "no longer needed", "ordered by mistake"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    export_encoder(HOME)
    return Encoder(HOME / "models" / "encoder")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("dont need it anymore", NEEDLESS),
        ("I don't really want it now", NEEDLESS),
        ("we already have one at home", NEEDLESS),
        ("changed my mind about the whole thing", NEEDLESS),
        ("my plans have changed, sorry", NEEDLESS),
        ("No longer needed.", NEEDLESS),
        ("it is not needed after all", NEEDLESS),
        ("it comes too late, so I no longer need it", NEEDLESS),
        ("不需要了", NEEDLESS),
        ("bought it by accident", SLIP),
        ("I pressed the wrong button", SLIP),
        ("never meant to buy this", SLIP),
        ("my cat clicked twice on it, oops", SLIP),
        ("ordered it twice, don't need two", SLIP),
        ("手滑点错了", SLIP),
        ("not a mistake, I just don't want it any more", NEEDLESS),
        ("because the sky is blue", None),
        ("why do you ask?", None),
        ("xqzt", None),
    ],
)
def test_a_reason_in_own_words_is_one_of_the_list_or_none(encoder: Encoder, said: str, meant: str | None) -> None:
    assert listed_reason(said, [NEEDLESS, SLIP], encoder) == meant


def test_a_reason_that_the_list_lacks_is_not_put_down_as_another(encoder: Encoder) -> None:
    assert listed_reason("found a cheaper one", [NEEDLESS, SLIP], encoder) is None
    assert (
        listed_reason("found a cheaper one", [NEEDLESS, SLIP, "better price elsewhere"], encoder)
        == "better price elsewhere"
    )


def test_of_two_listed_reasons_about_the_same_the_nearer_is_meant(encoder: Encoder) -> None:
    listed = ["ordered the wrong size", "ordered by mistake", "no longer needed"]
    assert listed_reason("I took the wrong size", listed, encoder) == "ordered the wrong size"
