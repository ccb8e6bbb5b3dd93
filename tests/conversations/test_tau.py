"""A scripted shopper against the real model over a made-up shop in tau-bench form, as in `aisle evaluate orders`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.cli.prepare import export_encoder, train_rasa
from bot.cli.tau_stage import TauStage
from bot.settings import read_settings
from tests.training.tau_shop import CANCEL, NILO, tau_shop
from training.tau.files import Task
from training.tau.played import play
from training.tau.voice import read_phrases
from training.tau.wanted import Errand, errand_of

ROOT = Path(__file__).parents[2]


@pytest.mark.rasa
def test_a_no_at_the_confirmation_leaves_the_shop_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Path(os.environ.get("AISLE_HOME", ROOT / "var")).resolve()
    monkeypatch.setenv("AISLE_HOME", str(served))  # the stage sets another, which ends with this test
    export_encoder(served)
    shop, settings = tau_shop(), read_settings(ROOT / "config.yml")
    stage = TauStage(shop, settings, tmp_path, served, train_rasa(served))
    wishes = errand_of(shop, Task("t", NILO, "", (CANCEL,))).wishes
    phrases = read_phrases("dev") | {"cancel_order": ["please cancel order {order}"]}
    try:
        result = play(stage, shop, Errand("t-no", NILO, wishes, mood="no", why="said no"), 3, phrases)
        said = "\n".join(result.lines)
        assert "This will cancel order W1000004" in said
        assert result.passed, said
        stage.reset()
        stage.open(None)
        assert stage.writes() == []
    finally:
        stage.close()
