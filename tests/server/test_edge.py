"""What holds for every door: errors, bounds, headers, the schema, health and counters."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable

import pytest

from bot.server.bounds import BodyBound
from bot.widget.source import FOLDER, PARTS, widget_source
from shop.errors import Unavailable
from tests.server.shop_for_tests import KEYS, PASSWORD, SECRET, Edge
from tests.server.talking import Client, sign_in, start

pytestmark = pytest.mark.asyncio
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not_found"),
        ("GET", "/static/shop/../../settings.py", None, 404, "not_found"),
        ("GET", "/static/shop/%2e%2e/pictures.py", None, 404, "not_found"),
        ("GET", "/static/server/../app.py", None, 404, "not_found"),
        ("DELETE", "/api/conversations", None, 405, "method_not_allowed"),
        ("POST", "/api/conversations", b"{not json", 400, "bad_json"),
        ("POST", "/api/conversations", b"[1]", 422, "invalid"),
        ("POST", "/api/conversations", b'{"surprise": 1}', 422, "invalid"),
        ("POST", "/api/conversations", b"\xff\xfe", 400, "bad_json"),
        ("POST", "/api/conversations", b" " * 65_537, 413, "too_large"),
    ],
)
async def test_every_refusal_has_a_code_and_a_message(
    client: Client, method: str, path: str, content: bytes | None, status: int, code: str
) -> None:
    response = await client.request(method, path, content=content, headers=JSON)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"code", "message"}


async def test_a_body_without_a_length_is_bounded_too(client: Client) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 1024

    response = await client.post("/api/conversations", content=endless(), headers=JSON)
    assert response.status_code == 413


async def test_a_body_that_trickles_is_given_up() -> None:
    sent: list[dict[str, object]] = []

    async def never() -> dict[str, object]:
        await asyncio.sleep(5)
        return {}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    async def app(*_: object) -> None:
        raise AssertionError("not reached")

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    await BodyBound(app, seconds=0.05)(scope, never, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 408


async def test_an_unexpected_error_leaves_an_id_and_nothing_else(
    client: Client, edge: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    conversation, header = await start(client)
    edge.turns.raises = RuntimeError("secret plans in table shoppers")
    body = {"client_id": "a1", "text": "hi"}
    response = await client.post(f"/api/conversations/{conversation}/messages", headers=header, json=body)
    assert response.status_code == 500
    assert "secret plans" not in response.text
    mark = re.search(r"mention ([0-9a-f]{8})", response.json()["error"]["message"])
    assert mark
    assert f"error {mark[1]}" in caplog.text
    assert "secret plans" in caplog.text
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_database_that_is_away_is_said_without_details(client: Client, edge: Edge) -> None:
    conversation, header = await start(client)
    edge.turns.raises = Unavailable("postgres://user:password@db is gone")
    body = {"client_id": "a1", "text": "hi"}
    response = await client.post(f"/api/conversations/{conversation}/messages", headers=header, json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (503, "unavailable")
    assert "postgres" not in response.text
    assert response.headers["Retry-After"]


@pytest.mark.parametrize("path", ["/", "/desk", "/api/docs", "/health", "/nowhere", "/static/widget.js"])
async def test_every_answer_says_what_may_run_and_who_may_frame_it(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("path", ["/", "/desk", "/api/docs"])
async def test_no_page_needs_what_the_policy_forbids(client: Client, path: str) -> None:
    page = (await client.get(path)).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son\w+=|https?://", page)


async def test_no_part_of_the_widget_is_left_out() -> None:
    assert {file.stem for file in FOLDER.glob("*.js")} == set(PARTS)
    assert len(set(PARTS)) == len(PARTS)
    assert widget_source().startswith(b"/*")
    assert widget_source().endswith(b"})();\n")


async def test_pages_and_pictures_are_revalidated(client: Client) -> None:
    for path in ("/", "/static/widget.js", "/static/shop/shop.css", "/static/products/ridgeline-2p.svg"):
        first = await client.get(path)
        assert first.status_code == 200, path
        assert first.headers["cache-control"], path
        again = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (path, again.status_code, again.content) == (path, 304, b"")


async def test_a_picture_is_drawn_for_each_product(client: Client) -> None:
    drawn = await client.get("/static/products/ridgeline-2p.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg")
    assert drawn.headers["cross-origin-resource-policy"] == "cross-origin"
    assert (await client.get("/static/products/nothing.svg")).status_code == 404


async def test_other_sites_may_use_the_shoppers_door_where_they_are_allowed(connect: Callable[..., Client]) -> None:
    async with connect(allowed_origins=["https://shop.example"]) as client:
        ours, theirs = {"Origin": "https://shop.example"}, {"Origin": "https://other.example"}
        asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
        allowed = await client.options("/api/conversations", headers=ours | asks)
        assert allowed.headers["access-control-allow-origin"] == "https://shop.example"
        made = await client.post("/api/conversations", json={}, headers=ours)
        assert made.headers["access-control-allow-origin"] == "https://shop.example"
        read = await client.get("/api/articles/shipping", headers=ours)
        assert read.headers["access-control-allow-origin"] == "https://shop.example"
        refused = await client.post("/api/conversations", json={}, headers=theirs)
        desk = await client.post("/api/desk/sign-in", json={}, headers=ours)
        for response in (refused, desk):
            assert "access-control-allow-origin" not in response.headers
        limited = await client.post("/api/conversations", content=b"x" * 70_000, headers=ours)
        assert (limited.status_code, limited.headers["access-control-allow-origin"]) == (413, "https://shop.example")


async def test_the_schema_names_an_answer_for_every_operation(client: Client) -> None:
    schema = (await client.get("/api/openapi.json")).json()
    paths = set(schema["paths"])
    assert {
        "/api/conversations",
        "/api/conversations/{conversation_id}/events",
        "/api/desk/sign-in",
        "/health",
    } <= paths
    assert not any("demo" in path for path in paths)
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            good = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
            content = [media for answer in good for media in answer.get("content", {}).values()]
            if path.startswith(("/api/", "/health")):
                assert content, (method, path)
                assert all(media.get("schema") for media in content), (method, path)
                assert operation["description"], (method, path)
    message = schema["components"]["schemas"]["MessageBody"]["properties"]
    assert "from" in message
    assert "sender" not in message
    page = (await client.get("/api/docs")).text
    assert all(path in page for path in paths)


async def test_health_says_what_is_served(client: Client) -> None:
    body = (await client.get("/health")).json()
    assert body.pop("version")
    served = {
        "model": "model-1",
        "index": "index-1",
        "adapters": ["encoder-1"],
        "heads": "heads-1",
        "articles": "current",
    }
    assert body == {"status": "ok", **served}


async def test_counters_are_for_this_machine_and_hold_no_ids(connect: Callable[..., Client]) -> None:
    async with connect() as client:
        conversation, header = await start(client)
        await client.get("/nowhere/at/all")
        body = {"client_id": "a1", "text": "hi"}
        await client.post(f"/api/conversations/{conversation}/messages", headers=header, json=body)
        text = (await client.get("/metrics")).text
        assert (
            'aisle_requests_total{method="POST",route="/api/conversations/{conversation_id}/messages",status="200"} 1.0'
            in text
        )
        assert conversation not in text
        assert "nowhere" not in text
    async with connect("203.0.113.9") as client:
        assert (await client.get("/metrics")).status_code == 404


@pytest.mark.parametrize("header", [{"X-Forwarded-For": "203.0.113.9"}, {"Via": "1.1 proxy"}, {"Host": "shop.example"}])
async def test_counters_are_not_for_those_whom_a_proxy_lets_in(client: Client, header: dict[str, str]) -> None:
    assert (await client.get("/metrics", headers=header)).status_code == 404


async def test_looking_at_the_shelves_is_limited_by_address(
    connect: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.server.limits.SHELVES_PER_MINUTE", 2)
    async with connect() as client:
        codes = [(await client.get("/api/shop/products?q=tent")).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


async def test_products_are_shown_in_the_readers_words(client: Client) -> None:
    shelves = (await client.get("/api/shop/categories")).json()["categories"]
    assert shelves == [{"id": "tents", "name": {"en": "Tents", "zh": "帐篷"}, "count": 1}]
    tile = (await client.get("/api/shop/products?category=tents&locale=zh-CN")).json()["products"][0]
    assert (tile["name"], tile["price"], tile["in_stock"]) == ("山脊双人帐篷", "US$249.00", True)
    assert (await client.get("/api/shop/products?q=ridgeline")).json()["products"][0]["id"] == "ridgeline-2p"
    assert (await client.get("/api/shop/products?category=nothing")).json()["products"] == []
    whole = (await client.get("/api/shop/products/ridgeline-2p")).json()
    assert (whole["description"], whole["specs"], whole["colours"]) == ("A tent.", {"weight": "1.9 kg"}, ["moss"])
    assert (await client.get("/api/shop/products/nothing")).status_code == 404


async def test_an_article_is_read_whole_in_the_readers_words(client: Client) -> None:
    english = (await client.get("/api/articles/shipping")).json()
    assert english == {
        "id": "shipping",
        "title": "How long does it take?",
        "text": "Three days.\n\nFive to islands.",
    }
    assert (await client.get("/api/articles/shipping?locale=zh-CN")).json()["text"] == "三天。\n\n海岛五天。"
    missing = await client.get("/api/articles/nothing")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")


async def test_no_secret_reaches_the_log(client: Client, edge: Edge, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    conversation, header = await start(client, shopper_token=edge.tokens.sign("1"))
    agent = await sign_in(client)
    edge.turns.raises = RuntimeError("broken")
    body = {"client_id": "a1", "text": "my words"}
    await client.post(f"/api/conversations/{conversation}/messages", headers=header, json=body)
    await client.post("/api/conversations", json={"shopper_token": "aaa.bbb.ccc"})
    tokens = [head["Authorization"].removeprefix("Bearer ") for head in (header, agent)]
    for secret in (SECRET, *KEYS.values(), PASSWORD, *tokens, "aaa.bbb.ccc", "my words"):
        assert secret not in caplog.text
