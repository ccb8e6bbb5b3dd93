"""The contrastive loss, its batches, and the share of a tuned adapter that is kept."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from training.contrast import Neighbours, draw, supervised_contrast
from training.encoder import EncoderTraining
from training.tuning import Tuning, keep_share

GROUPS = {"near_one": ["a1", "a2", "a3"], "near_two": ["b1", "b2", "b3"], "far": ["c1", "c2", "c3"]}
PLACES = {"a": (1.0, 0.0), "b": (0.9, 0.1), "c": (0.0, 1.0)}


def encode(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([PLACES[text[0]] for text in texts])


def test_the_loss_is_small_where_texts_of_a_label_lie_together():
    labels = torch.tensor([0, 0, 1, 1])
    together = torch.tensor([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    crossed = torch.tensor([[1.0, 0], [0, 1], [1, 0], [0, 1]])
    assert supervised_contrast(together, labels, 0.1) < 0.01
    assert supervised_contrast(crossed, labels, 0.1) > 5


def test_hard_labels_are_the_closest_ones():
    near = Neighbours(GROUPS, encode, np.random.default_rng(0))
    for seed in range(10):
        picked = near.some(2, 1.0, np.random.default_rng(seed))
        assert picked[0] == "far" or "far" not in picked


def test_a_draw_numbers_texts_by_label_and_may_name_them():
    texts, numbers = draw(GROUPS, ["far", "near_one"], 2, 1.0, np.random.default_rng(0))
    assert numbers == [0, 0, 1, 1]
    assert texts[1] == "far"
    assert texts[3] == "near one"


def test_a_share_of_what_was_learned_is_kept_by_alpha(tmp_path: Path):
    (tmp_path / "adapter_config.json").write_text(json.dumps({"r": 16, "lora_alpha": 32}))
    keep_share(tmp_path, 0.5)
    assert json.loads((tmp_path / "adapter_config.json").read_text())["lora_alpha"] == 16


@pytest.mark.parametrize(
    ("kind", "wrong"), [(EncoderTraining, {"rank": 0}), (Tuning, {"keep": 2}), (Tuning, {"batch": 1})]
)
def test_a_knob_that_cannot_work_is_refused_by_name(kind: type, wrong: dict[str, float]):
    with pytest.raises(ValueError, match=f"expected {next(iter(wrong))} between"):
        kind(**wrong)
