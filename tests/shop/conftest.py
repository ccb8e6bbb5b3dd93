"""One seeded database a session, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop.database import migrate, open_database, sessions
from shop.demo.generate import seed
from tests.shop.small_shop import CATALOGUE, WEDNESDAY_MORNING, Shop, build


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("seeded") / "shop.db"
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    seed(sessions(engine), WEDNESDAY_MORNING, CATALOGUE, shoppers=10, orders=80)
    engine.dispose()
    return file


@pytest.fixture
def shop(seeded: Path, tmp_path: Path) -> Iterator[Shop]:
    shutil.copy(seeded, tmp_path / "shop.db")
    engine = open_database(f"sqlite:///{tmp_path / 'shop.db'}")
    yield build(engine, sessions(engine))
    engine.dispose()
