"""Clients of the HTTP edge: in the same process, or over a real socket where streams are read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.server.shop_for_tests import Edge, open_app, open_edge
from tests.server.talking import Client


@pytest.fixture
def edge(tmp_path: Path) -> Edge:
    """A seeded shop."""
    return open_edge(tmp_path)


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
