"""A server tells the shop's other systems what happens, from its start to its end, whatever becomes of the telling."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from bot.sending import sending
from bot.server.app import build
from bot.settings import Settings, SettingsError
from shop.endpoints import Endpoint, read_secrets
from shop.tables import DeliveryRow, OrderRow
from shop.webhooks import Round, Webhooks
from tests.server.receiver import SECRET, receiving
from tests.server.shop_for_tests import SHOP, Edge, environment, open_app
from tests.server.sockets import serving
from tests.server.talking import Client, start


def sender(edge: Edge, url: str) -> Webhooks:
    """A second goes by at every look at the clock, so that nobody waits for the next try."""
    seconds = count()

    def clock() -> datetime:
        return edge.clock() + timedelta(seconds=next(seconds))

    return Webhooks(edge.sessions, {"erp": Endpoint(url=url)}, read_secrets(f"erp:{SECRET}"), clock=clock)


def cancel(edge: Edge) -> None:
    """A write: Ada's order is not on its way after all, and she cancels it."""
    with edge.sessions.begin() as session:
        session.execute(update(OrderRow).where(OrderRow.number == "1001").values(state="paid"))
    asker = edge.identity.sign_in(edge.log.open("en").conversation_id, edge.tokens.sign("1"))
    edge.orders.cancel(asker, "1001", "changed my mind", "key")


def served(edge: Edge, folder: Path, webhooks: Any) -> FastAPI:
    return open_app(edge, folder, lifespan=lambda app: sending(webhooks, 0.01))


def test_what_happens_is_told_by_the_running_server_and_tried_again(edge: Edge, tmp_path: Path) -> None:
    with receiving(500) as receiver, serving(served(edge, tmp_path, sender(edge, receiver.url))):
        cancel(edge)
        first, second = receiver.wait(2)
        assert first == second
        assert (first[1]["type"], first[1]["data"]["number"]) == ("order.cancelled", "1001")
        assert receiver.unsigned == 0


def test_the_sender_ends_with_its_server(edge: Edge, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with receiving() as receiver:
        with serving(served(edge, tmp_path, sender(edge, receiver.url))):
            assert any(thread.name == "webhooks" for thread in set(threading.enumerate()) - before)
        assert not any(thread.name == "webhooks" for thread in set(threading.enumerate()) - before)
        cancel(edge)
    with edge.sessions() as session:
        assert session.scalars(select(DeliveryRow)).all() == [], "it is left for the next server"
    with receiving() as receiver, serving(served(edge, tmp_path, sender(edge, receiver.url))):
        assert len(receiver.wait(1)) == 1


async def test_a_call_under_way_is_finished_before_the_server_goes(edge: Edge) -> None:
    began, finish, done = threading.Event(), threading.Event(), []

    class Slow(Webhooks):
        def run(self, stop: threading.Event | None = None) -> Round:
            began.set()
            finish.wait(10)
            done.append(1)
            return Round()

    async with sending(Slow(edge.sessions, {}, {}), 0.01):
        await asyncio.to_thread(began.wait, 10)
        asyncio.get_running_loop().call_later(0.1, finish.set)
    assert done == [1]


async def test_shoppers_notice_nothing_of_a_sender_that_fails(edge: Edge, tmp_path: Path) -> None:
    class Broken(Webhooks):
        rounds = 0

        def run(self, stop: threading.Event | None = None) -> Round:
            self.rounds += 1
            raise RuntimeError("no idea")

    webhooks = Broken(edge.sessions, {}, {})
    with serving(served(edge, tmp_path, webhooks)) as url:
        async with Client(base_url=url) as client:
            id_, header = await start(client)
            for number in range(5):
                path, body = f"/api/conversations/{id_}/messages", {"client_id": f"m{number}", "text": "hello"}
                answer = await client.post(path, json=body, headers=header)
                assert answer.status_code == 200
    assert webhooks.rounds > 1


def test_a_server_whose_webhooks_cannot_be_signed_does_not_start(edge: Edge, tmp_path: Path) -> None:
    shop = SHOP.model_copy(update={"webhooks": {"erp": Endpoint(url="https://erp.example/hooks")}})
    with pytest.raises(SettingsError, match=r"no secret for shop\.webhooks\.erp"):
        build(edge, edge.turns, Settings(shop=shop), environment(tmp_path))  # type: ignore[arg-type]
