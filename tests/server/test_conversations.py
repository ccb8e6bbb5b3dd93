"""The shopper's door."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from bot.server.limits import IDENTIFIES_PER_MINUTE
from tests.server.shop_for_tests import Edge
from tests.server.talking import Client, sign_in, start

pytestmark = pytest.mark.asyncio


async def test_a_guest_opens_a_conversation_and_gets_an_answer(client: Client) -> None:
    conversation, header = await start(client, locale="en")
    answer = await client.post(
        f"/api/conversations/{conversation}/messages", headers=header, json={"client_id": "a1", "text": "hi"}
    )
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["owner"] == "bot"
    assert [(m["from"], m["text"]) for m in body["messages"]] == [("bot", "You said: hi")]
    assert set(body["messages"][0]) >= {"id", "from", "text", "choices", "cards", "sources", "generated", "at"}


async def test_a_repeated_client_id_is_the_same_message(client: Client, edge: Edge) -> None:
    conversation, header = await start(client)
    answers = [
        await client.post(
            f"/api/conversations/{conversation}/messages", headers=header, json={"client_id": "same", "text": "hi"}
        )
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert [entry.sender for entry in edge.log.after(conversation)] == ["bot", "shopper", "bot"]


async def test_a_wrong_token_looks_like_a_missing_conversation(client: Client) -> None:
    _mine, header = await start(client)
    other, _ = await start(client)
    message = {"client_id": "a1", "text": "hi"}
    wrong = await client.post(f"/api/conversations/{other}/messages", headers=header, json=message)
    missing = await client.post("/api/conversations/nowhere/messages", headers=header, json=message)
    assert wrong.status_code == missing.status_code == 404
    assert wrong.json() == missing.json() == {"error": {"code": "not_found", "message": "There is nothing here."}}
    for path in ("events", "identify"):
        method = "GET" if path == "events" else "POST"
        body = None if path == "events" else {"shopper_token": "x"}
        response = await client.request(method, f"/api/conversations/{other}/{path}", headers=header, json=body)
        assert (path, response.status_code) == (path, 404)


async def test_no_token_and_an_agents_token_are_refused(client: Client) -> None:
    conversation, _ = await start(client)
    message = {"client_id": "a1", "text": "hi"}
    none = await client.post(f"/api/conversations/{conversation}/messages", json=message)
    agent = await sign_in(client)
    agents = await client.post(f"/api/conversations/{conversation}/messages", headers=agent, json=message)
    assert (none.status_code, agents.status_code) == (401, 404)
    assert none.headers["WWW-Authenticate"] == "Bearer"


async def test_a_signed_token_verifies_the_shopper(client: Client, edge: Edge) -> None:
    conversation, header = await start(client, shopper_token=edge.tokens.sign("1"))
    assert edge.identity.who(conversation).shopper_id == 1
    again = await client.post(
        f"/api/conversations/{conversation}/identify", headers=header, json={"shopper_token": edge.tokens.sign("1")}
    )
    assert (again.status_code, again.json()) == (200, {"conversation_id": conversation, "token": None})


async def test_a_token_known_before_the_shopper_signed_in_opens_nothing_after(client: Client, edge: Edge) -> None:
    conversation, planted = await start(client)
    path = f"/api/conversations/{conversation}"
    signed = {"shopper_token": edge.tokens.sign("1")}
    answer = (await client.post(f"{path}/identify", headers=planted, json=signed)).json()
    assert answer["conversation_id"] == conversation
    own = {"Authorization": f"Bearer {answer['token']}"}
    body = {"client_id": "a1", "text": "hi"}
    assert (await client.post(f"{path}/messages", headers=planted, json=body)).status_code == 404
    assert (await client.post(f"{path}/messages", headers=own, json=body)).status_code == 200


async def test_another_shoppers_token_begins_a_new_conversation(client: Client, edge: Edge) -> None:
    first, header = await start(client, shopper_token=edge.tokens.sign("1"))
    response = await client.post(
        f"/api/conversations/{first}/identify", headers=header, json={"shopper_token": edge.tokens.sign("2")}
    )
    made = response.json()
    assert response.status_code == 201
    assert made["conversation_id"] != first
    assert edge.identity.who(first).shopper_id == 1
    assert edge.identity.who(made["conversation_id"]).shopper_id == 2
    old = await client.get(f"/api/conversations/{first}/events", headers={"Authorization": f"Bearer {made['token']}"})
    assert old.status_code == 404


async def test_a_token_that_proves_nothing_is_refused(client: Client) -> None:
    response = await client.post("/api/conversations", json={"shopper_token": "not.a.token"})
    assert (response.status_code, response.json()["error"]["code"]) == (401, "token_refused")


@pytest.mark.parametrize(
    "body",
    [
        {"client_id": "a1"},
        {"client_id": "a1", "text": "hi", "choice": "yes"},
        {"client_id": "a1", "text": "   "},
        {"client_id": "a b", "text": "hi"},
        {"client_id": "a1", "text": "x" * 2001},
        {"client_id": "a1", "text": "hi", "level": 2},
        {"text": "hi"},
    ],
)
async def test_a_message_that_is_none_is_refused(client: Client, edge: Edge, body: dict[str, object]) -> None:
    conversation, header = await start(client)
    response = await client.post(f"/api/conversations/{conversation}/messages", headers=header, json=body)
    assert response.status_code == 422, response.text
    assert set(response.json()) == {"error"}
    assert [entry.sender for entry in edge.log.after(conversation)] == ["bot"]


async def test_half_a_character_is_refused_and_a_nul_is_dropped(client: Client, edge: Edge) -> None:
    conversation, header = await start(client)
    path = f"/api/conversations/{conversation}/messages"
    json_header = {**header, "Content-Type": "application/json"}
    half = await client.post(path, headers=json_header, content=rb'{"client_id": "a1", "text": "\ud800"}')
    nul = await client.post(path, headers=json_header, content=rb'{"client_id": "a2", "text": "a\u0000b"}')
    assert (half.status_code, nul.status_code) == (422, 200)
    assert nul.json()["messages"][0]["text"] == "You said: ab"


@pytest.mark.parametrize(
    ("settings", "posts"), [({"messages_per_minute": 2}, 1), ({"messages_per_minute_per_address": 2}, 2)]
)
async def test_posting_is_limited_by_conversation_and_by_address(
    connect: Callable[..., Client], settings: dict[str, int], posts: int
) -> None:
    async with connect(**settings) as client:
        conversations = [await start(client) for _ in range(posts)]
        codes = []
        for number in range(3):
            conversation, header = conversations[number % posts]
            path = f"/api/conversations/{conversation}/messages"
            response = await client.post(path, headers=header, json={"client_id": f"n{number}", "text": "hi"})
            codes.append(response.status_code)
        assert codes == [200, 200, 429]
        assert 1 <= int(response.headers["Retry-After"]) <= 60
        assert response.json()["error"]["code"] == "too_many"


async def test_opening_is_limited_by_address(connect: Callable[..., Client]) -> None:
    async with connect(conversations_per_hour=2) as client:
        codes = [(await client.post("/api/conversations", json={})).status_code for _ in range(3)]
        assert codes == [201, 201, 429]


async def test_showing_who_one_is_again_is_not_charged_as_opening(connect: Callable[..., Client], edge: Edge) -> None:
    async with connect(conversations_per_hour=1) as client:
        conversation, header = await start(client, shopper_token=edge.tokens.sign("1"))
        path = f"/api/conversations/{conversation}/identify"

        async def identify(shopper: str) -> httpx.Response:
            return await client.post(path, headers=header, json={"shopper_token": edge.tokens.sign(shopper)})

        assert {(await identify("1")).status_code for _ in range(30)} == {200}
        assert (await identify("2")).status_code == 429  # this one would open a conversation
        codes = [(await identify("1")).status_code for _ in range(IDENTIFIES_PER_MINUTE)]
        assert codes[0] == 200
        assert codes[-1] == 429


async def test_a_conversation_opens_even_where_the_greeting_fails(client: Client, edge: Edge) -> None:
    async def broken(conversation_id: str) -> None:
        raise RuntimeError("no words")

    edge.turns.opened = broken  # type: ignore[method-assign]
    await start(client)
