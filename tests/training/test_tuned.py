"""Adapters tuned on top of one another: what is merged into the encoder is what was tuned."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from training.benchmarks import TUNED, start_of
from training.export import ADAPTERS, WEIGHTS
from training.folders import ExportError, file_hash


def an_adapter(folder: Path, seed: int, start: str | None = None) -> Path:
    folder.mkdir()
    save_file({"weight": np.random.default_rng(seed).normal(size=(4, 6))}, folder / WEIGHTS)
    (folder / "run.json").write_text(json.dumps({"start": start}))
    return folder


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
