"""What tests of the whole product share: models exported and trained once, and a home folder for each use."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conversations.stage import Stage

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def models() -> Path:
    """var/models with encoder, generator and Rasa model for what is on disk now; made if missing (minutes, once)."""
    from bot.cli.common import quiet
    from bot.cli.prepare import export_encoder, export_generator, train_rasa
    from bot.settings import read_settings

    quiet()
    home = ROOT / "var"
    home.mkdir(exist_ok=True)
    before = os.environ.get("AISLE_HOME")
    os.environ["AISLE_HOME"] = str(home)
    try:
        export_encoder(home)
        export_generator(read_settings(ROOT / "config.yml"), home)
        train_rasa(home)
    finally:
        if before is None:
            del os.environ["AISLE_HOME"]
        else:
            os.environ["AISLE_HOME"] = before
    return home / "models"


@pytest.fixture(scope="session")
def make_home(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A fresh AISLE_HOME over the shared models, in which none was promoted and no head refitted yet."""

    def make() -> Path:
        home = tmp_path_factory.mktemp("home")
        (home / "models" / "rasa").mkdir(parents=True)
        shared = [each for each in models.iterdir() if each.name not in ("rasa", "heads")]
        for each in [*shared, *(models / "rasa").glob("*.tar.gz")]:
            (home / "models" / each.relative_to(models)).symlink_to(each)
        return home

    return make


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demo shop with the real model and the real actions; loading Rasa takes a dozen seconds, so once a session."""
    from tests.conversations.stage import set_stage

    home: Path = tmp_path_factory.mktemp("aisle")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        stage = set_stage(home, patch)
        yield stage
        stage.built.engine.dispose()
