"""Event streams over a real socket: in order, nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from tests.server.shop_for_tests import Edge, open_app
from tests.server.sockets import following, serving
from tests.server.talking import Client, sign_in, start

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def live(edge: Edge, tmp_path: Path) -> AsyncIterator[Client]:
    """A client of a real server whose streams are impatient."""
    app = open_app(edge, tmp_path, heartbeat_seconds=0.3, slowest_send_seconds=0.5, conversations_per_hour=1000)
    with serving(app) as address:
        async with Client(base_url=address, timeout=10) as client:
            yield client


async def test_the_stream_starts_at_the_first_entry_and_goes_on_live(live: Client) -> None:
    conversation, header = await start(live)
    path = f"/api/conversations/{conversation}"
    async with following(live, f"{path}/events", header) as reader:
        hello = await reader.next()
        assert (hello.name, hello.data["from"], hello.data["choices"]) == (
            "message",
            "bot",
            [{"id": "help", "label": "Help"}],
        )
        await live.post(f"{path}/messages", headers=header, json={"client_id": "mine", "text": "hi"})
        mine, reply = await reader.take(2)
        assert (mine.data["from"], mine.data["text"], mine.data["client_id"]) == ("shopper", "hi", "mine")
        assert (reply.data["from"], reply.data["text"]) == ("bot", "You said: hi")
        assert [hello.id, mine.id, reply.id] == [hello.data["id"], mine.data["id"], reply.data["id"]]


async def test_a_reader_resumes_after_the_last_id(live: Client, edge: Edge) -> None:
    conversation, header = await start(live)
    path = f"/api/conversations/{conversation}/events"
    async with following(live, path, header) as reader:
        seen = (await reader.next()).id
    for number in range(3):
        edge.log.add_bot(conversation, None, f"while away {number}")
    async with following(live, path, header, last=seen) as reader:
        texts = [event.data["text"] for event in await reader.take(3)]
        edge.log.add_bot(conversation, None, "live again")
        assert [*texts, (await reader.next()).data["text"]] == [*(f"while away {n}" for n in range(3)), "live again"]


@pytest.mark.parametrize("last", ["abc", "-1", "9" * 40, "1.5", ""])
async def test_an_id_that_is_none_starts_at_the_beginning(live: Client, last: str) -> None:
    conversation, header = await start(live)
    async with following(
        live, f"/api/conversations/{conversation}/events", {**header, "Last-Event-ID": last}
    ) as reader:
        assert (await reader.next()).data["text"] == "Hello!"


async def test_nothing_is_lost_or_repeated_while_others_write_and_the_line_breaks(live: Client, edge: Edge) -> None:
    conversation, header = await start(live)
    writing = [threading.Thread(target=_write, args=(edge, conversation, writer)) for writer in range(3)]
    for thread in writing:
        thread.start()
    ids: list[int] = []
    while len(ids) < 91:
        last = ids[-1] if ids else None
        async with following(live, f"/api/conversations/{conversation}/events", header, last=last) as reader:
            for _ in range(min(17, 91 - len(ids))):
                ids.append((await reader.next()).id or 0)
    await asyncio.to_thread(lambda: [thread.join() for thread in writing])
    assert ids == [entry.id for entry in edge.log.after(conversation)]


def _write(edge: Edge, conversation: str, writer: int) -> None:
    for number in range(30):
        edge.log.add_bot(conversation, None, f"{writer}.{number}")


async def test_typing_carries_the_last_id_and_a_sentence_carries_none(live: Client, edge: Edge) -> None:
    conversation, header = await start(live)
    async with following(live, f"/api/conversations/{conversation}/events", header) as reader:
        hello = await reader.next()
        edge.typing(conversation)
        edge.delta(conversation, 99, "One sentence.")
        edge.log.add_bot(conversation, None, "The whole answer.")
        typing, sentence, answer = await reader.take(3)
        assert (typing.name, typing.data, typing.id) == ("typing", {"from": "bot", "on": True}, hello.id)
        assert (sentence.name, sentence.data, sentence.id) == ("delta", {"reply_to": 99, "text": "One sentence."}, None)
        assert answer.data["text"] == "The whole answer."


async def test_a_silent_stream_beats_and_finds_what_the_bus_lost(live: Client, edge: Edge) -> None:
    conversation, header = await start(live)
    async with following(live, f"/api/conversations/{conversation}/events", header) as reader:
        await reader.next()
        assert (await reader.next(comments=True)).name == ":"
        edge.log._bus = _Deaf()  # type: ignore[assignment]
        edge.log.add_bot(conversation, None, "unannounced")
        assert (await reader.next()).data["text"] == "unannounced"


class _Deaf:
    """A bus that loses everything."""

    def publish(self, topic: str, event: dict[str, object]) -> None:
        """Nothing."""


async def test_an_agent_who_takes_over_silences_the_bots_sentences(live: Client, edge: Edge) -> None:
    conversation, header = await start(live)
    async with following(live, f"/api/conversations/{conversation}/events", header) as reader:
        await reader.next()
        edge.desk.take(conversation, 2)
        edge.delta(conversation, 1, "too late")
        edge.typing(conversation, "bot")
        edge.typing(conversation, "agent")
        owner, typing = await reader.take(2)
        assert (owner.name, owner.data) == ("owner", {"owner": "agent", "agent": "Noor"})
        assert (typing.name, typing.data, typing.id) == ("typing", {"from": "agent", "on": True}, owner.id)


async def test_the_agent_and_the_shopper_read_the_same_stream(live: Client) -> None:
    conversation, header = await start(live)
    agent = await sign_in(live)
    desk = f"/api/desk/conversations/{conversation}"
    await live.post(f"{desk}/take", headers=agent, json={})
    async with (
        following(live, f"/api/conversations/{conversation}/events", header) as shoppers,
        following(live, f"{desk}/events", agent) as agents,
    ):
        before = await shoppers.take(2)
        assert before == await agents.take(2)
        await live.post(f"{desk}/typing", headers=agent, json={"on": True})
        await live.post(f"{desk}/messages", headers=agent, json={"client_id": "m1", "text": "I'm here."})
        typing, message = after = await shoppers.take(2)
        assert after == await agents.take(2)
        assert (typing.data, typing.id) == ({"from": "agent", "on": True}, before[-1].id)
        assert (message.data["from"], message.data["agent"], message.data["text"]) == ("agent", "Noor", "I'm here.")


async def test_the_desk_hears_of_a_handoff(live: Client) -> None:
    conversation, header = await start(live)
    agent = await sign_in(live)
    async with following(live, "/api/desk/events", agent) as reader:
        assert (await reader.next()).data == {"type": "queue"}
        body = {"client_id": "a1", "text": "pass me on"}
        await live.post(f"/api/conversations/{conversation}/messages", headers=header, json=body)
        assert (await reader.next()).name == "queue"


async def test_who_knew_the_token_before_the_shopper_signed_in_is_cut_off(live: Client, edge: Edge) -> None:
    conversation, planted = await start(live)
    path = f"/api/conversations/{conversation}"
    async with following(live, f"{path}/events", planted) as reader:
        await reader.next()
        signed = {"shopper_token": edge.tokens.sign("1")}
        token = (await live.post(f"{path}/identify", headers=planted, json=signed)).json()["token"]
        with pytest.raises(EOFError):
            await reader.next()
    async with following(live, f"{path}/events", {"Authorization": f"Bearer {token}"}) as reader:
        assert (await reader.next()).name == "message"


async def test_an_agents_stream_ends_with_the_session(live: Client, edge: Edge) -> None:
    conversation, _ = await start(live)
    agent = await sign_in(live)
    async with following(live, f"/api/desk/conversations/{conversation}/events", agent) as reader:
        await reader.next()
        edge.agents.sign_out(agent["Authorization"].removeprefix("Bearer "))
        with pytest.raises(EOFError):
            await reader.next()


async def test_a_client_that_does_not_read_is_cut_off_and_resumes(live: Client, edge: Edge) -> None:
    conversation, header = await start(live)
    path = f"/api/conversations/{conversation}/events"
    where = urlsplit(str(live.base_url))
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect((where.hostname, where.port))
        slow.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {header['Authorization']}\r\n\r\n".encode())
        await _until_streams(live, 1)
        for _ in range(60):
            await asyncio.to_thread(edge.log.add_bot, conversation, None, "long " * 20_000)
        await _until_streams(live, 0)
    async with following(live, path, header) as reader:
        assert len(await reader.take(61)) == 61


async def _until_streams(client: Client, expected: int) -> None:
    deadline = time.monotonic() + 8
    while (found := await _streams(client)) != expected:
        assert time.monotonic() < deadline, f"expected {expected} open streams, found {found}"
        await asyncio.sleep(0.05)


async def _streams(client: Client) -> int:
    lines = (await client.get("/metrics")).text.splitlines()
    return int(float(next(line.split()[1] for line in lines if line.startswith("aisle_open_streams "))))


async def test_too_many_streams_of_one_conversation_are_refused(live: Client) -> None:
    conversation, header = await start(live)
    path = f"/api/conversations/{conversation}/events"
    async with AsyncExitStack() as streams:
        readers = [await streams.enter_async_context(following(live, path, header)) for _ in range(20)]
        for reader in readers:
            await reader.next()
        async with live.stream("GET", path, headers=header) as refused:
            assert refused.status_code == 429
