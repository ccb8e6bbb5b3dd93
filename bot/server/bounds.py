"""Bounds on what a client may send: a body's size and the time it may take, before anything is parsed."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.server.errors import answer

MOST_BYTES = 64 * 1024
MOST_SECONDS = 10.0  # for the whole body


class BodyBound:
    """Reads a request's body up to 64 KiB and hands it on whole; 413 past that, 408 for one that trickles."""

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES, seconds: float = MOST_SECONDS) -> None:
        self.app, self.most, self.seconds = app, most, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on once its body is here."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return await self.app(scope, receive, send)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        body: bytes | None = None
        if not declared.isdigit() or int(declared) <= self.most:
            try:
                async with asyncio.timeout(self.seconds):
                    body = await self._read(receive)
            except TimeoutError:
                late = answer(408, "too_slow", "The request took too long to arrive.", {"Connection": "close"})
                return await late(scope, receive, send)
            except ConnectionResetError:
                return None
        if body is None:
            much = f"The request is larger than {self.most // 1024} KiB."
            return await answer(413, "too_large", much, {"Connection": "close"})(scope, receive, send)
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> Message:
            return whole.pop() if whole else await receive()

        return await self.app(scope, replayed, send)

    async def _read(self, receive: Receive) -> bytes | None:
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionResetError
            body += message.get("body", b"")
            if len(body) > self.most:
                return None
            if not message.get("more_body", False):
                return bytes(body)
