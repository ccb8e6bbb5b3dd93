"""One seeded database a session, copied for each test: SQLite, and PostgreSQL where a test asks for both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from shop.database import migrate, open_database, sessions
from shop.demo.generate import seed
from tests.shop.postgres import Postgres
from tests.shop.small_shop import CATALOGUE, WEDNESDAY_MORNING, Shop, build


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("seeded") / "shop.db"
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    seed(sessions(engine), WEDNESDAY_MORNING, CATALOGUE, shoppers=10, orders=80)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with TemporaryDirectory(
        prefix="pg-", ignore_cleanup_errors=True
    ) as folder:  # short: a socket's path may not be long
        server = Postgres(Path(folder) / "data")
        yield server
        server.stop()


@pytest.fixture
def shop(request: pytest.FixtureRequest, seeded: Path, tmp_path: Path) -> Iterator[Shop]:
    """On SQLite; with `pytestmark = BOTH_DATABASES` (tests/shop/small_shop.py) on PostgreSQL as well."""
    if getattr(request, "param", "sqlite") == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        engine = server.seeded()
        yield build(engine, sessions(engine))
        server.drop(engine)
        return
    shutil.copy(seeded, tmp_path / "shop.db")
    engine = open_database(f"sqlite:///{tmp_path / 'shop.db'}")
    yield build(engine, sessions(engine))
    engine.dispose()
