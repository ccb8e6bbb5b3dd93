"""The nearest examples' say beside the linear head: more where examples are few."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.fitting import FEW, fit_head
from bot.nlu.head import Head
from bot.nlu.nearest import SHARE_OF_FEW, SHARE_OF_MANY, Nearest
from tests.nlu.test_familiar import corner, encode


def around(*degrees: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    angles = np.radians(degrees)
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


def test_an_example_that_is_the_same_sentence_outweighs_the_middle_of_another_intent():
    examples, places = around(0, 90, 45, 50), np.array([0, 0, 1, 1])  # the first intent is said in two ways
    assert Nearest(examples, places).logits(around(88)).argmax() == 0
    assert Nearest(examples, places).logits(around(46)).argmax() == 1


def test_the_order_of_the_examples_is_of_no_matter():
    examples, places, asked = around(0, 90, 45, 50, 10), np.array([2, 0, 1, 1, 2]), around(12, 47, 80)
    mixed = np.array([3, 0, 4, 2, 1])
    there, here = Nearest(examples[mixed], places[mixed]), Nearest(examples, places)
    assert np.allclose(there.logits(asked), here.logits(asked), atol=1e-5)


def test_a_text_that_is_like_nothing_gets_finite_logits():
    assert np.isfinite(Nearest(around(0, 10), np.array([0, 1])).logits(around(180))).all()


def test_many_texts_at_once_are_read_as_one_by_one():
    nearest = Nearest(around(0, 30, 60, 90), np.array([0, 1, 1, 2]))
    asked = around(*np.linspace(0, 90, 1200))
    one_by_one = np.concatenate([nearest.logits(row[None]) for row in asked[::100]])
    assert np.allclose(nearest.logits(asked)[::100], one_by_one, atol=1e-5)


def some(count: int) -> list[tuple[str, str]]:
    return [(f"my parcel {n}", "order_status") for n in range(count)] + [
        (f"cancel it {n}", "cancel_order") for n in range(count)
    ]


def test_the_nearest_say_more_where_examples_are_few_than_where_they_are_many():
    few, many = fit_head("en", some(FEW - 2), encode).nearest, fit_head("en", some(FEW), encode).nearest
    assert few is not None
    assert many is not None
    assert few.share == SHARE_OF_FEW > many.share == SHARE_OF_MANY


def test_many_examples_that_are_spread_unevenly_are_read_by_the_linear_head_alone():
    uneven = [*some(FEW), *((f"a return {n}", "return_order") for n in range(3 * FEW))]
    assert fit_head("en", uneven, encode).nearest is None
    assert fit_head("en", uneven[:-FEW], encode).nearest is not None


def test_half_the_share_is_half_the_say():
    examples, places, asked = around(0, 90, 45), np.array([0, 0, 1]), around(20, 70)
    whole, half = Nearest(examples, places, 0.4), Nearest(examples, places, 0.2)
    assert np.allclose(whole.logits(asked), 2 * half.logits(asked))


def test_a_head_that_was_saved_without_a_share_had_few_examples():
    arrays = Nearest(around(0, 90), np.array([0, 1])).arrays()
    assert Nearest.of({name: rows for name, rows in arrays.items() if name != "share"}).share == SHARE_OF_FEW


@pytest.mark.parametrize("count", [6, FEW + 2])
def test_a_saved_head_reads_as_the_one_that_was_fitted(tmp_path: Path, count: int):
    head = fit_head("en", some(count), encode)
    head.save(tmp_path)
    loaded = Head.load(tmp_path)
    text = "please cancel my parcel"
    assert np.allclose(loaded.probabilities(text, corner(text)), head.probabilities(text, corner(text)), atol=0.01)


def test_a_hundred_and_fifty_intents_are_told_apart_by_the_linear_part_of_a_wide_encoder_too():
    chance = np.random.default_rng(0)
    middles = chance.normal(size=(150, 768))
    known: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}

    def read(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        for text in texts:
            row = middles[int(text.split()[-1])] + 0.5 * chance.normal(size=768)
            known.setdefault(text, row / np.linalg.norm(row))
        return np.stack([known[text] for text in texts]).astype(np.float32)

    pairs = [(f"way {way} to say {intent}", f"of {intent}") for intent in range(150) for way in range(10)]
    head = fit_head("en", pairs, read)
    head.nearest = None  # the linear part alone
    asked = [(f"another way to say {intent}", f"of {intent}") for intent in range(150)]
    said = [
        head.intents[int(head.margins(text, row).argmax())]
        for (text, _), row in zip(asked, read([t for t, _ in asked]), strict=True)
    ]
    assert np.mean([one == label for one, (_, label) in zip(said, asked, strict=True)]) > 0.9
