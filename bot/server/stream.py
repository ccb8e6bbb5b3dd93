"""Server-sent events: a conversation's log from any id on and then as it grows; and the news that the queue changed.

The bus only says that something happened. What is sent comes from the log, by id: nothing is lost or sent twice.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from sse_starlette import EventSourceResponse, ServerSentEvent
from sse_starlette.sse import SendTimeoutError
from starlette.types import Receive, Scope, Send

from bot.server.wire import Names, entry_event
from shop.bus import DESK, Bus, Event, conversation_topic
from shop.entries import Entry
from shop.errors import NotFound, TokenRefused
from shop.log import ConversationLog

NEW_TOKEN = "token"  # told to the readers of a conversation, of whom only those with the new one may stay
RECHECK = 60.0  # seconds after which a session is looked up again
Allowed = Callable[[], Awaitable[object]]  # raises TokenRefused or NotFound once the reader may not read any more

log = logging.getLogger(__name__)


class EventStream(EventSourceResponse):
    """An event-stream response that gives up on a client who does not read. Heartbeats are the stream's own."""

    def __init__(self, events: AsyncIterator[ServerSentEvent], slowest: float) -> None:
        super().__init__(events, ping=0, send_timeout=slowest)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until either side ends."""
        try:
            await super().__call__(scope, receive, send)
        except SendTimeoutError:
            log.info("cut off a client that does not read: %s", scope["path"])


class ConversationStream:
    """One reader's view of one conversation: which ids were sent, and whose turn it was then."""

    def __init__(self, entries: ConversationLog, bus: Bus, names: Names, conversation_id: str) -> None:
        self._log = entries
        self._bus = bus
        self._names = names
        self._id = conversation_id
        self._last = 0
        self._owner = "bot"

    async def events(
        self, after: int, heartbeat: float, allowed: Allowed | None = None
    ) -> AsyncIterator[ServerSentEvent]:
        """Every entry after `after`, in order, each once; then what happens, until the reader leaves.

        After `heartbeat` seconds of silence the log is read in case the bus lost something, or else a comment is sent.
        """
        self._last = after
        with self._bus.subscribe(
            conversation_topic(self._id)
        ) as subscription:  # before the replay: no gap between them
            yield ServerSentEvent(comment="open")
            replay = await self._since()
            for entry in replay:
                yield self._sent(entry)
            # A sentence queued while its whole answer was replayed is old news.
            answered = {entry.reply_to for entry in replay if entry.sender == "bot"}
            checked = time.monotonic()
            while True:
                try:
                    event = await asyncio.wait_for(anext(subscription), heartbeat)
                except TimeoutError:
                    event = {}
                except StopAsyncIteration:
                    return
                due = event.get("type") == NEW_TOKEN or time.monotonic() - checked > min(RECHECK, heartbeat)
                if allowed is not None and due:
                    if not await _is(allowed):
                        return
                    checked = time.monotonic()
                for one in await self._told(event, answered):
                    yield one

    async def _told(self, event: Event, answered: set[int | None]) -> list[ServerSentEvent]:
        kind = event.get("type")
        if kind == "typing":
            if event.get("from") == "bot" and self._owner == "agent":
                return []
            body = {"from": event.get("from"), "on": bool(event.get("on"))}
            return [_event("typing", body, self._last or None)]
        if kind == "delta":
            if event.get("reply_to") in answered or not await self._may_speak():
                return []
            return [_event("delta", {"reply_to": event.get("reply_to"), "text": event.get("text")})]
        if isinstance(event.get("id"), int):
            # Up to the entry told of and no further: a sentence must not come after the answer that it announces.
            return [self._sent(entry) for entry in await self._since() if entry.id <= event["id"]]
        return [self._sent(entry) for entry in await self._since()] or [ServerSentEvent(comment="ping")]

    async def _since(self) -> list[Entry]:
        return await asyncio.to_thread(self._log.after, self._id, self._last)

    async def _may_speak(self) -> bool:
        """Read afresh: an agent who has just taken over must not be followed by a sentence of the bot's."""
        return (await asyncio.to_thread(self._log.conversation, self._id)).owner != "agent"

    def _sent(self, entry: Entry) -> ServerSentEvent:
        self._last = entry.id
        if entry.kind == "owner" and entry.owner is not None:
            self._owner = entry.owner
        return entry_event(entry, self._names)


async def desk_events(bus: Bus, heartbeat: float, allowed: Allowed) -> AsyncIterator[ServerSentEvent]:
    """A "queue" event at once and whenever a list of the desk may look different."""
    with bus.subscribe(DESK) as subscription:
        yield _event("queue", {"type": "queue"})
        while True:
            try:
                await asyncio.wait_for(anext(subscription), heartbeat)
                if not await _is(allowed):
                    return
                yield _event("queue", {"type": "queue"})
            except TimeoutError:
                if not await _is(allowed):
                    return
                yield ServerSentEvent(comment="ping")
            except StopAsyncIteration:
                return


async def _is(allowed: Allowed) -> bool:
    try:
        await allowed()
    except (TokenRefused, NotFound):
        return False
    return True


def last_event_id(header: str | None) -> int:
    """The id to go on after; 0, the beginning, for none and for anything that is no id."""
    given = (header or "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 18 else 0


def _event(name: str, data: dict[str, Any], event_id: int | None = None) -> ServerSentEvent:
    text = json.dumps(data, ensure_ascii=False)
    return ServerSentEvent(data=text, event=name, id=None if event_id is None else str(event_id))
