"""A real server on a free port, and a reader of its event streams."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, NamedTuple

import httpx
import uvicorn
from fastapi import FastAPI

PATIENCE = 10.0  # seconds until a test gives up waiting


class Event(NamedTuple):
    """One server-sent event; a comment has the name ":"."""

    name: str
    data: Any
    id: int | None


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve on a free port in a thread; gives the address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, ws="none", proxy_headers=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listener.close()


class Reader:
    """Reads events one by one."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self, comments: bool = False) -> Event:
        """The next event, or comment where they are asked for."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self._read()
                if comments or event.name != ":":
                    return event

    async def take(self, count: int) -> list[Event]:
        """The next `count` events."""
        return [await self.next() for _ in range(count)]

    async def _read(self) -> Event:
        name, data, event_id = "message", "", None
        async for line in self._lines:
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if line == "":
                if name == ":" or data:
                    return Event(name, json.loads(data) if data else None, event_id)
            elif field == "":
                name = ":"
            elif field == "event":
                name = value
            elif field == "data":
                data += value
            elif field == "id":
                event_id = int(value)
        raise EOFError("the stream ended")


@asynccontextmanager
async def following(
    client: httpx.AsyncClient, path: str, header: dict[str, str], last: int | None = None
) -> AsyncIterator[Reader]:
    """An open event stream."""
    headers = header if last is None else {**header, "Last-Event-ID": str(last)}
    async with client.stream("GET", path, headers=headers) as response:
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Reader(response.aiter_lines())
