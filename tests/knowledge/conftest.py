"""A small real encoder for fast tests, and one export of the real models for those marked `models`."""

from pathlib import Path

import pytest

from knowledge.encoder import Encoder


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "models: needs the real models, exported once per run")


@pytest.fixture(scope="session")
def model_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.export import export_encoder

    home = tmp_path_factory.mktemp("aisle-home")
    export_encoder(home, progress=lambda message: None)
    return home


@pytest.fixture(scope="session")
def real_encoder(model_home: Path) -> Encoder:
    return Encoder(model_home / "models" / "encoder")
