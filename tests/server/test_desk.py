"""The agents' door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.server.shop_for_tests import PASSWORD, Edge
from tests.server.talking import Client, sign_in, start

pytestmark = pytest.mark.asyncio


async def _waiting(client: Client) -> tuple[str, dict[str, str]]:
    conversation, header = await start(client)
    body = {"client_id": "a1", "text": "pass me on"}
    answer = await client.post(f"/api/conversations/{conversation}/messages", headers=header, json=body)
    assert answer.json()["owner"] == "queue"
    return conversation, header


async def test_a_conversation_goes_from_the_queue_to_an_agent_and_back(client: Client) -> None:
    conversation, header = await _waiting(client)
    agent = await sign_in(client)
    row = (await client.get("/api/desk/conversations?view=waiting", headers=agent)).json()["conversations"][0]
    assert (row["id"], row["owner"], row["reason"], row["level"]) == (conversation, "queue", "asked", "guest")
    assert row["last_text"] == "You said: pass me on"
    assert row["waiting_since"]
    path = f"/api/desk/conversations/{conversation}"
    assert (await client.post(f"{path}/take", headers=agent, json={})).json() == {"ok": True}
    mine = (await client.get("/api/desk/conversations?view=mine", headers=agent)).json()["conversations"]
    assert [row["id"] for row in mine] == [conversation]
    said = {"client_id": "b1", "text": "Hello, I'm Noor."}
    first, again = [(await client.post(f"{path}/messages", headers=agent, json=said)).json() for _ in range(2)]
    assert first == again
    assert (first["message"]["from"], first["message"]["agent"]) == ("agent", "Noor")
    silent = {"client_id": "a2", "text": "are you there?"}
    answer = (await client.post(f"/api/conversations/{conversation}/messages", headers=header, json=silent)).json()
    assert answer == {"messages": [], "owner": "agent"}
    assert (await client.post(f"{path}/give-back", headers=agent, json={})).status_code == 200
    recent = (await client.get("/api/desk/conversations?view=recent", headers=agent)).json()["conversations"]
    assert (recent[0]["id"], recent[0]["owner"]) == (conversation, "bot")


async def test_of_two_agents_who_take_one_gets_it(client: Client) -> None:
    conversation, _ = await _waiting(client)
    agents = [await sign_in(client, name) for name in ("noor", "omar")]
    path = f"/api/desk/conversations/{conversation}"
    taken = await asyncio.gather(*(client.post(f"{path}/take", headers=agent, json={}) for agent in agents))
    assert sorted(response.status_code for response in taken) == [200, 409]
    loser = agents[0] if taken[0].status_code == 409 else agents[1]
    refusal = next(response for response in taken if response.status_code == 409).json()["error"]
    assert refusal == {"code": "taken", "message": "A colleague has just taken this conversation."}
    for step, body in (
        ("give-back", {}),
        ("resolve", {}),
        ("messages", {"client_id": "x", "text": "hi"}),
        ("typing", {"on": True}),
    ):
        response = await client.post(f"{path}/{step}", headers=loser, json=body)
        assert (step, response.status_code, response.json()["error"]["code"]) == (step, 409, "not_yours")


async def test_a_resolved_conversation_is_the_bots_when_the_shopper_writes_again(client: Client) -> None:
    conversation, header = await _waiting(client)
    agent = await sign_in(client)
    for step in ("take", "resolve"):
        assert (
            await client.post(f"/api/desk/conversations/{conversation}/{step}", headers=agent, json={})
        ).status_code == 200
    body = {"client_id": "a9", "text": "thanks"}
    answer = await client.post(f"/api/conversations/{conversation}/messages", headers=header, json=body)
    assert answer.json()["owner"] == "bot"
    assert answer.json()["messages"][0]["text"] == "You said: thanks"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/desk/conversations"),
        ("GET", "/api/desk/conversations/{id}"),
        ("POST", "/api/desk/sign-out"),
        ("POST", "/api/desk/conversations/{id}/take"),
        ("POST", "/api/desk/conversations/{id}/give-back"),
        ("POST", "/api/desk/conversations/{id}/resolve"),
        ("POST", "/api/desk/conversations/{id}/messages"),
        ("POST", "/api/desk/conversations/{id}/typing"),
        ("GET", "/api/desk/events"),
        ("GET", "/api/desk/conversations/{id}/events"),
    ],
)
async def test_a_shoppers_token_opens_no_door_of_the_desk(client: Client, edge: Edge, method: str, path: str) -> None:
    conversation, header = await _waiting(client)
    body = {"client_id": "a", "text": "hi"} if path.endswith("messages") else {"on": True} if "typing" in path else None
    for headers, code in ((header, "signed_out"), ({}, "unauthorized")):
        response = await client.request(method, path.format(id=conversation), headers=headers, json=body)
        assert (response.status_code, response.json()["error"]["code"]) == (401, code)
    assert edge.log.conversation(conversation).owner == "queue"


async def test_an_agent_sees_the_transcript_and_the_orders_in_question(client: Client, edge: Edge) -> None:
    conversation, _ = await start(client, shopper_token=edge.tokens.sign("1"))
    guest, _ = await start(client)
    known, _ = await start(client)
    assert edge.identity.match_order(known, "1001", "shopper1@example.com")
    agent = await sign_in(client)
    opened = (await client.get(f"/api/desk/conversations/{conversation}", headers=agent)).json()
    assert (opened["conversation"]["level"], opened["conversation"]["shopper"]) == ("verified", "Ada Merritt")
    assert [message["text"] for message in opened["messages"]] == ["Hello!"]
    assert [(order["number"], order["total"], order["state_label"]) for order in opened["orders"]] == [
        ("1001", "$249.00", "Shipped")
    ]
    assert (await client.get(f"/api/desk/conversations/{guest}", headers=agent)).json()["orders"] == []
    seen = (await client.get(f"/api/desk/conversations/{known}", headers=agent)).json()
    assert (seen["conversation"]["level"], seen["conversation"]["shopper"]) == ("known", None)
    assert [order["number"] for order in seen["orders"]] == ["1001"]
    assert (await client.get("/api/desk/conversations/nowhere", headers=agent)).status_code == 404


@pytest.mark.parametrize(("name", "password"), [("noor", "wrong"), ("Nobody", PASSWORD)])
async def test_a_wrong_name_and_a_wrong_password_look_the_same(client: Client, name: str, password: str) -> None:
    response = await client.post("/api/desk/sign-in", json={"name": name, "password": password})
    assert response.status_code == 401
    assert response.json()["error"] == {"code": "wrong_password", "message": "Name and password do not match."}


@pytest.mark.parametrize(
    ("address", "host", "demo", "status"),
    [
        ("127.0.0.1", "localhost:5005", True, 200),
        ("127.0.0.1", "localhost:5005", False, 401),
        ("203.0.113.9", "localhost:5005", True, 401),
        ("127.0.0.1", "evil.example", True, 401),
    ],
)
async def test_a_demo_agent_signs_in_to_a_demo_on_this_machine_only(
    connect: Callable[..., Client], address: str, host: str, demo: bool, status: int
) -> None:
    async with connect(address, host, demo) as client:
        response = await client.post("/api/desk/sign-in", json={"name": "mia", "password": PASSWORD})
        assert response.status_code == status


async def test_guessing_passwords_is_limited_by_address(connect: Callable[..., Client]) -> None:
    async with connect(sign_ins_per_hour=2) as client:
        codes = []
        for name in ("A", "B", "C"):
            response = await client.post("/api/desk/sign-in", json={"name": name, "password": "guess"})
            codes.append(response.status_code)
        assert codes == [401, 401, 429]


async def test_signing_out_ends_the_session_on_the_server(client: Client) -> None:
    agent, other = await sign_in(client), await sign_in(client)
    assert (await client.post("/api/desk/sign-out", headers=agent)).json() == {"ok": True}
    assert (await client.get("/api/desk/conversations", headers=agent)).status_code == 401
    assert (await client.get("/api/desk/conversations", headers=other)).status_code == 200
