"""Adapters tuned on one another, and the mean of several: what goes into the encoder is what was measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from training.benchmarks import TUNED, start_of
from training.export import ADAPTERS, WEIGHTS
from training.folders import ExportError, file_hash
from training.soup import CONFIG, stir

NAMES = ("layer.lora_A.weight", "layer.lora_B.weight")


def an_adapter(folder: Path, seed: int, rank: int = 4, alpha: float = 4.0, start: str | None = None) -> Path:
    chance = np.random.default_rng(seed)
    folder.mkdir()
    rows = {NAMES[0]: chance.normal(size=(rank, 6)), NAMES[1]: chance.normal(size=(5, rank))}
    save_file({name: value.astype(np.float32) for name, value in rows.items()}, folder / WEIGHTS)
    config = {"r": rank, "lora_alpha": alpha, "target_modules": ["query"], "use_rslora": False}
    (folder / CONFIG).write_text(json.dumps(config))
    (folder / "run.json").write_text(json.dumps({"start": start}))
    return folder


def change(folder: Path) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """What merging adds to the layer's weights."""
    rows, config = load_file(folder / WEIGHTS), json.loads((folder / CONFIG).read_text())
    return config["lora_alpha"] / config["r"] * rows[NAMES[1]] @ rows[NAMES[0]]


def test_a_soup_changes_the_weights_by_the_mean_of_its_adapters(tmp_path: Path):
    each = [an_adapter(tmp_path / str(seed), seed) for seed in range(3)]
    stir(each, tmp_path / "soup")
    assert np.allclose(change(tmp_path / "soup"), np.mean([change(one) for one in each], axis=0), atol=1e-5)


def test_adapters_of_different_rank_are_not_stirred(tmp_path: Path):
    with pytest.raises(ValueError, match=r"expected adapters of one rank.*found a: .*4.*b: .*8"):
        stir([an_adapter(tmp_path / "a", 0), an_adapter(tmp_path / "b", 1, rank=8)], tmp_path / "soup")
    assert not (tmp_path / "soup").exists()


def test_an_adapter_is_merged_on_the_one_it_was_tuned_on(tmp_path: Path):
    one, other = an_adapter(tmp_path / "one", 0), an_adapter(tmp_path / "other", 1)
    tuned = an_adapter(tmp_path / "tuned", 2, start=file_hash(other / WEIGHTS))
    assert start_of(tuned, tmp_path) == [other]
    assert start_of(one, tmp_path) == []


def test_an_adapter_whose_start_is_not_there_is_refused_by_name(tmp_path: Path):
    tuned = an_adapter(tmp_path / "tuned", 0, start="0123456789abcdef")
    with pytest.raises(ExportError, match=r"tuned was tuned on top of 0123456789abcdef.*found tuned"):
        start_of(tuned, tmp_path)


@pytest.mark.parametrize("name", sorted(TUNED))
def test_the_tuned_adapters_in_the_repository_stand_on_adapters_in_the_repository(name: str):
    assert start_of(TUNED[name])[0].parent == ADAPTERS


def test_what_never_saw_banking77_has_no_text_of_it_in_its_record():
    record = json.loads((ADAPTERS / "without-banking77" / "run.json").read_text("utf-8"))
    assert record["sets"]
    assert "banking77" not in record["sets"]
