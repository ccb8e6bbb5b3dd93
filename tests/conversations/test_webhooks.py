"""From a shopper's words to the shop's other system: the whole server, over real sockets."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

from bot.app import build_app
from bot.settings import read_environment
from shop.deliveries import failing
from shop.endpoints import Endpoint
from tests.conversations.stage import Stage
from tests.server.receiver import SECRET, Receiver, receiving
from tests.server.sockets import serving
from tests.server.talking import Client


@pytest.mark.rasa
async def test_an_order_cancelled_in_a_conversation_is_told_and_told_again_after_a_500(stage: Stage) -> None:
    stage.reset()
    with receiving(500) as receiver, serving(_app(stage, receiver)) as url:
        async with Client(base_url=url, timeout=30) as client:
            opened = (
                await client.post("/api/conversations", json={"shopper_token": stage.built.tokens.sign("1")})
            ).json()
            talk = _Talk(client, opened)
            await talk.say("cancel order 1002")
            await talk.press("I changed my mind")
            assert receiver.came == []
            assert "order 1002 is cancelled" in await talk.press("Yes, do it")
        receiver.wait(1)
        while not failing(stage.built.sessions, ["erp"]):  # until the sender has noted it
            await asyncio.sleep(0.01)
        stage.clock.forward(1)
        first, second = receiver.wait(2)
    assert first == second
    assert receiver.unsigned == 0
    assert first[1]["type"] == "order.cancelled"
    assert first[1]["data"] | {"changed": []} == {
        "action": "cancel", "number": "1002", "version": 2, "reference": None, "changed": []
    }  # fmt: skip


def _app(stage: Stage, receiver: Receiver) -> Any:
    built = stage.built
    shop = built.settings.shop.model_copy(update={"webhooks": {"erp": Endpoint(url=receiver.url)}})
    variables = {"AISLE_HOME": str(built.environment.home), "AISLE_DEMO": "1"}
    built = dataclasses.replace(
        built,
        settings=built.settings.model_copy(update={"shop": shop}),
        environment=read_environment(variables | {"AISLE_WEBHOOK_SECRETS": f"erp:{SECRET}"}),
    )
    return build_app(built, stage.turns)


class _Talk:
    """A conversation over HTTP, as the widget holds it."""

    def __init__(self, client: Client, opened: dict[str, str]) -> None:
        self._client = client
        self._path = f"/api/conversations/{opened['conversation_id']}/messages"
        self._header = {"Authorization": f"Bearer {opened['token']}"}
        self._choices: list[dict[str, str]] = []
        self._count = 0

    async def say(self, text: str) -> str:
        """Type it; the reply."""
        return await self._post({"text": text})

    async def press(self, label: str) -> str:
        """Press the newest button with that label; the reply."""
        return await self._post({"choice": next(each["id"] for each in self._choices if each["label"] == label)})

    async def _post(self, body: dict[str, str]) -> str:
        self._count += 1
        sent = {"client_id": f"m{self._count}", **body}
        answer = await self._client.post(self._path, json=sent, headers=self._header)
        assert answer.status_code == 200, answer.text
        messages = answer.json()["messages"]
        self._choices = messages[-1]["choices"]
        return "\n".join(message["text"] for message in messages)
