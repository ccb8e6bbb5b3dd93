"""Clients of the HTTP edge: in the same process, or over a real socket where streams are read."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.server.shop_for_tests import Edge, open_app, open_edge, seed
from tests.server.talking import Client


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded database, to be copied."""
    database = tmp_path_factory.mktemp("seeded") / "shop.db"
    seed(database)
    return database


@pytest.fixture
def edge(seeded: Path, tmp_path: Path) -> Iterator[Edge]:
    """A seeded shop of the test's own."""
    copy = open_edge(Path(shutil.copy(seeded, tmp_path / "shop.db")))
    yield copy
    copy.engine.dispose()


@pytest.fixture
def connect(edge: Edge, tmp_path: Path) -> Callable[..., Client]:
    """Make a client of an application: `address` is where it calls from, `host` what it calls the server."""

    def make(address: str = "127.0.0.1", host: str = "localhost:5005", demo: bool = False, **server: Any) -> Client:
        app = open_app(edge, tmp_path, demo, **server)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 40000))
        return Client(transport=transport, base_url=f"http://{host}")

    return make


@pytest_asyncio.fixture
async def client(connect: Callable[..., Client]) -> AsyncIterator[Client]:
    """A client of an ordinary server."""
    async with connect() as ready:
        yield ready
