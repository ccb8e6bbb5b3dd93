"""A shopper's thumb travels with the answer, to the widget and to the desk, and to nobody else's conversation."""

from __future__ import annotations

from typing import Any

import pytest

from shop.gaps import Gaps
from tests.server.shop_for_tests import Edge
from tests.server.talking import Client, sign_in, start


def answered(edge: Edge, where: str) -> int:
    entry, _ = edge.log.add_shopper(where, "c1", "what does shipping cost")
    reply = edge.log.add_bot(where, entry.id, "$5.95", sources=[{"id": "shipping", "title": "Shipping", "index": "1"}])
    assert reply is not None
    return reply.id


async def test_a_thumb_is_seen_at_the_desk_and_makes_a_question_without_an_answer(client: Client, edge: Edge) -> None:
    where, shopper = await start(client)
    reply = answered(edge, where)
    path = f"/api/conversations/{where}/messages/{reply}/thumb"
    for liked in (False, True, None, False):
        answer = await client.post(path, json={"liked": liked}, headers=shopper)
        assert (answer.status_code, answer.json()) == (200, {"liked": liked})
        seen = await client.get(f"/api/desk/conversations/{where}", headers=await sign_in(client))
        assert seen.json()["messages"][-1]["liked"] is liked
    assert [gap.question for gap in Gaps(edge.sessions).open()] == ["what does shipping cost"]


async def test_nobody_else_puts_it(client: Client, edge: Edge) -> None:
    where, shopper = await start(client)
    elsewhere, stranger = await start(client)
    reply = answered(edge, where)
    for conversation, headers, status in (
        (where, {}, 401), (where, stranger, 404), (elsewhere, stranger, 404), (where, await sign_in(client), 404),
    ):  # fmt: skip
        path = f"/api/conversations/{conversation}/messages/{reply}/thumb"
        answer = await client.post(path, json={"liked": False}, headers=headers)
        assert answer.status_code == status
    assert Gaps(edge.sessions).open() == []
    assert (await client.post(path, json={"liked": False}, headers=shopper)).status_code == 200


@pytest.mark.parametrize("body", [{}, {"liked": "maybe"}, {"liked": False, "more": 1}])
async def test_what_is_no_thumb_is_refused(client: Client, edge: Edge, body: Any) -> None:
    where, shopper = await start(client)
    path = f"/api/conversations/{where}/messages/{answered(edge, where)}/thumb"
    assert (await client.post(path, json=body, headers=shopper)).status_code == 422


async def test_a_thumb_cannot_be_pressed_without_end(client: Client, edge: Edge) -> None:
    where, shopper = await start(client)
    path = f"/api/conversations/{where}/messages/{answered(edge, where)}/thumb"
    codes = [(await client.post(path, json={"liked": True}, headers=shopper)).status_code for _ in range(32)]
    assert set(codes) == {200, 429}
