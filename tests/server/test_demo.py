"""The demo's doors: open on this machine, nowhere else, and only in a demo."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.server.shop_for_tests import Edge
from tests.server.talking import Client

pytestmark = pytest.mark.asyncio
PATHS = [("GET", "/api/demo/shoppers"), ("POST", "/api/demo/shopper-token"), ("GET", "/outbox")]
NOTHING = {"error": {"code": "not_found", "message": "There is nothing here."}}


async def test_the_demo_signs_in_a_seeded_shopper(connect: Callable[..., Client], edge: Edge) -> None:
    async with connect(demo=True) as client:
        shoppers = (await client.get("/api/demo/shoppers")).json()["shoppers"]
        assert shoppers == [{"id": "1", "name": "Ada Merritt", "note": "two orders on the way"}]
        made = await client.post("/api/demo/shopper-token", json={"shopper": "1"})
        assert edge.tokens.shopper(made.json()["shopper_token"]) == "1"
        assert (await client.post("/api/demo/shopper-token", json={"shopper": "999"})).status_code == 404


async def test_the_outbox_shows_e_mails_as_text(connect: Callable[..., Client], edge: Edge) -> None:
    edge.outbox.send("ada@example.com", "Your code", "It is 123456 <script>alert(1)</script>")
    async with connect(demo=True) as client:
        page = await client.get("/outbox")
        assert page.status_code == 200
        assert "123456" in page.text
        assert "<script>" not in page.text
        assert "&lt;script&gt;" in page.text
        assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["localhost:5005", "127.0.0.1:5005", "[::1]:5005"])
@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
async def test_this_machine_goes_by_several_names(connect: Callable[..., Client], address: str, host: str) -> None:
    async with connect(address, host, demo=True) as client:
        assert (await client.get("/outbox")).status_code == 200


@pytest.mark.parametrize(
    ("address", "host", "headers"),
    [
        ("203.0.113.9", "localhost:5005", {}),
        ("192.168.1.20", "localhost:5005", {}),
        ("127.0.0.1", "rebound.example:5005", {}),
        ("127.0.0.1", "localhost.evil.example", {}),
        ("127.0.0.1", "localhost:5005", {"Origin": "https://evil.example"}),
        ("127.0.0.1", "localhost:5005", {"Origin": "null"}),
        ("127.0.0.1", "localhost:5005", {"X-Forwarded-For": "203.0.113.9"}),
        ("203.0.113.9", "localhost:5005", {"X-Forwarded-For": "127.0.0.1"}),
    ],
)
@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_there_is_nothing_for_anybody_elsewhere(
    connect: Callable[..., Client], address: str, host: str, headers: dict[str, str], method: str, path: str
) -> None:
    async with connect(address, host, demo=True) as client:
        body = {"shopper": "1"} if method == "POST" else None
        response = await client.request(method, path, headers=headers, json=body)
        assert (response.status_code, response.json()) == (404, NOTHING)


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_without_a_demo_there_is_nothing_even_here(client: Client, method: str, path: str) -> None:
    response = await client.request(method, path, json={"shopper": "1"} if method == "POST" else None)
    assert (response.status_code, response.json()) == (404, NOTHING)
