"""What every test of the edge does first: open a conversation, sign an agent in."""

from __future__ import annotations

from typing import Any

import httpx

from tests.server.shop_for_tests import PASSWORD

Client = httpx.AsyncClient


async def start(client: Client, **body: Any) -> tuple[str, dict[str, str]]:
    """Open a conversation: its id, and the header that opens it again."""
    response = await client.post("/api/conversations", json=body)
    assert response.status_code == 201, response.text
    made = response.json()
    return made["conversation_id"], {"Authorization": f"Bearer {made['token']}"}


async def sign_in(client: Client, name: str = "noor") -> dict[str, str]:
    """An agent's header."""
    response = await client.post("/api/desk/sign-in", json={"name": name, "password": PASSWORD})
    assert response.status_code == 200, response.text
    return {"Authorization": f"Bearer {response.json()['token']}"}
