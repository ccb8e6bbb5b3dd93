"""A client of the application in the same process that sends what it is told: no path is tidied, no header added but
Host and what a body needs. Event streams are read until they fall silent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

QUIET = 0.1  # seconds without an event, after which a stream has told what it had
PATIENCE = 60.0  # seconds for one call
HOST = "localhost:5005"


@dataclass(frozen=True)
class Answer:
    """What came back; `body` is text, of a stream as far as it was read."""

    status: int
    headers: Mapping[str, str]
    body: str

    def json(self) -> Any:
        """The body, or None where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class Raw:
    """Calls from one address."""

    def __init__(self, app: Any, address: str) -> None:
        self._app, self._address = app, address

    async def call(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: Any = None, until: str = ""
    ) -> Answer:
        """One call. A stream ends when it has told `until`, or fell silent."""
        content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
        given = {name.lower(): value for name, value in (headers or {}).items()}
        if body is not None:
            given = {"content-type": "application/json", "content-length": str(len(content)), **given}
        bare, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(bare),
            "raw_path": bare.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode("utf-8")) for name, value in {"host": HOST, **given}.items()],
            "client": (self._address, 40000),
            "server": ("127.0.0.1", 5005),
        }
        async with asyncio.timeout(PATIENCE):
            return await _Exchange(content, until).run(self._app, scope)


class _Exchange:
    """One request and what comes back."""

    def __init__(self, content: bytes, until: str) -> None:
        self._content, self._until = [content], until.encode()
        self._gone, self._news = asyncio.Event(), asyncio.Event()
        self._status, self._headers, self._body = 0, {}, b""  # type: int, dict[str, str], bytes
        self._done = False

    async def run(self, app: Any, scope: dict[str, Any]) -> Answer:
        calling = asyncio.create_task(app(scope, self._receive, self._send))
        while not calling.done():
            self._news.clear()
            news = asyncio.create_task(self._news.wait())
            streaming = "event-stream" in self._headers.get("content-type", "") and self._body
            await asyncio.wait(
                {calling, news}, timeout=QUIET if streaming else None, return_when=asyncio.FIRST_COMPLETED
            )
            silent = not news.done()
            news.cancel()
            if streaming and (silent or (self._until and self._until in self._body)):
                self._gone.set()
        await calling
        return Answer(self._status, self._headers, self._body.decode("utf-8", "replace"))

    async def _receive(self) -> dict[str, Any]:
        if self._content:
            return {"type": "http.request", "body": self._content.pop(), "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = {name.decode(): value.decode("latin-1") for name, value in message["headers"]}
        else:
            self._body += message.get("body", b"")
        self._news.set()
