"""The mean of adapters: exact, of any number, refused where they differ in kind."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from training.export import WEIGHTS
from training.soup import CONFIG, record_of, stir

Array = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def an_adapter(folder: Path, seed: int, rank: int = 2) -> Path:
    chance = np.random.default_rng(seed)
    folder.mkdir()
    save_file(
        {
            "query.lora_A.weight": chance.normal(size=(rank, 6)).astype(np.float32),
            "query.lora_B.weight": chance.normal(size=(4, rank)).astype(np.float32),
        },
        folder / WEIGHTS,
    )
    facts = {"r": rank, "lora_alpha": 1.5 * rank, "target_modules": ["query"], "use_rslora": False}
    (folder / CONFIG).write_text(json.dumps(facts))
    return folder


def change(adapter: Path) -> Array:
    weights, facts = load_file(adapter / WEIGHTS), json.loads((adapter / CONFIG).read_text())
    factor = facts["lora_alpha"] / facts["r"]
    return (factor * weights["query.lora_B.weight"] @ weights["query.lora_A.weight"]).astype(np.float32)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_is_stirred_changes_the_weights_by_the_mean_of_what_each_changes(tmp_path: Path, count: int):
    adapters = [an_adapter(tmp_path / str(seed), seed) for seed in range(count)]
    stir(adapters, tmp_path / "whole")
    assert np.allclose(change(tmp_path / "whole"), np.mean([change(each) for each in adapters], axis=0), atol=1e-5)


def test_adapters_of_different_ranks_are_refused(tmp_path: Path):
    adapters = [an_adapter(tmp_path / "one", 0), an_adapter(tmp_path / "other", 1, rank=3)]
    with pytest.raises(ValueError, match="expected adapters of one rank"):
        stir(adapters, tmp_path / "whole")


def test_nothing_to_stir_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="found none"):
        stir([], tmp_path / "whole")


def tuned(folder: Path, seed: int, start: str) -> Path:
    adapter = an_adapter(folder, seed)
    (adapter / "run.json").write_text(
        json.dumps({"base": "b", "source": "s", "start": start, "digest": "d", "settings": {"seed": seed}})
    )
    return adapter


def test_a_soup_says_on_what_it_stands_and_of_what_it_is(tmp_path: Path):
    record = record_of([tuned(tmp_path / str(seed), seed, start="one") for seed in range(2)])
    assert record["start"] == "one"
    assert [each["settings"]["seed"] for each in record["mean_of"]] == [0, 1]


def test_adapters_that_stand_on_different_ones_are_not_stirred(tmp_path: Path):
    adapters = [tuned(tmp_path / "one", 0, start="one"), tuned(tmp_path / "other", 1, start="other")]
    with pytest.raises(ValueError, match="found other tuned otherwise"):
        record_of(adapters)
