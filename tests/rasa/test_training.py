"""A model's name says what it runs with and what it learned from."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rasa.training import fingerprint, ground

FILES = (
    "bot/data/greet.yml",
    "bot/domain/greet.yml",
    "bot/flows/greet.yml",
    "bot/nlu/values/dates.py",
    "bot/policy/a.py",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("before")
    (tmp_path / "config.yml").write_text("pipeline: []\n\nshop:\n  name: A\n")
    return tmp_path


def test_other_examples_are_another_model_on_the_same_ground(root: Path) -> None:
    before = fingerprint("encoder", root).split("-")
    (root / "bot/data/greet.yml").write_text("after")
    (root / "bot/data/imported").mkdir()
    (root / "bot/data/imported/theirs.yml").write_text("more")
    after = fingerprint("encoder", root).split("-")
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)


@pytest.mark.parametrize("name", [*FILES[1:], "config.yml"])
def test_other_flows_domain_code_or_pipeline_are_another_ground(root: Path, name: str) -> None:
    before = fingerprint("encoder", root).split("-")
    (root / name).write_text("after")
    after = fingerprint("encoder", root).split("-")
    assert (before[0] == after[0], before[1] == after[1]) == (False, True)


def test_another_encoder_is_another_ground(root: Path) -> None:
    assert ground("one", root) != ground("other", root)


def test_the_shops_own_settings_change_no_model(root: Path) -> None:
    before = fingerprint("encoder", root)
    (root / "config.yml").write_text("pipeline: []\n\nshop:\n  name: B\n")
    assert fingerprint("encoder", root) == before
