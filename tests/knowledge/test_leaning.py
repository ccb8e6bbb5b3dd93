from pathlib import Path

import numpy as np
import pytest

from knowledge.leaning import WIDTH, Leaning
from knowledge.unanswered import Unanswered

ANSWERED = ["how long do returns take", "what does shipping cost", "can I return shoes", "is shipping free"]
UNANSWERED = ["do you rent tents", "do you rent stoves", "can I rent a kayak", "where can I rent skis"]


@pytest.mark.parametrize(
    ("locale", "answered", "unanswered", "inside", "outside"),
    [
        ("en", ANSWERED, UNANSWERED, "how much is shipping", "can I rent a sleeping bag"),
        ("zh", ["运费多少钱", "多久能退货"], ["帐篷能租吗", "可以租炉子吗"], "运费贵不贵", "睡袋能不能租"),
    ],
)
def test_wording_leans_to_the_list_that_it_is_like(
    locale: str, answered: list[str], unanswered: list[str], inside: str, outside: str
) -> None:
    leaning = Leaning.learn(answered, unanswered, locale)
    assert leaning.of(inside) > 0 > leaning.of(outside)


@pytest.mark.parametrize(("answered", "unanswered"), [([], UNANSWERED), (ANSWERED, []), ([], [])])
def test_with_one_list_alone_it_leans_neither_way(answered: list[str], unanswered: list[str]) -> None:
    assert Leaning.learn(answered, unanswered, "en").of("do you rent tents") == 0


def test_many_lines_of_one_kind_do_not_outweigh_the_other() -> None:
    many = [f"{line} {number}" for number in range(20) for line in ANSWERED]
    assert Leaning.learn(many, UNANSWERED, "en").of("can I rent a tent") < 0


def test_it_is_kept_with_the_list_and_not_learned_again(tmp_path: Path) -> None:
    before = Unanswered(UNANSWERED, "en", answered=ANSWERED)
    before.save(tmp_path / "unanswered")
    after = Unanswered.load(tmp_path / "unanswered", "en")
    assert np.load(tmp_path / "unanswered" / "leaning.npy").shape == (WIDTH + 1,)
    assert after.near("renting a sleeping bag", None) == before.near("renting a sleeping bag", None)
