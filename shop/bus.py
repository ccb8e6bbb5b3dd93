"""Who wants to know right now: events between threads and streams. What must not be lost is in the log, not here."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import defaultdict
from types import TracebackType
from typing import Any, Protocol, Self

Event = dict[str, Any]
DESK = "desk"
WAITING_EVENTS = 1000  # beyond this a subscriber that does not read loses the newest


def conversation_topic(conversation_id: str) -> str:
    """The topic on which everything about one conversation is published."""
    return f"conversation:{conversation_id}"


class Publisher(Protocol):
    """The half of the bus that the shop's services need."""

    def publish(self, topic: str, event: Event) -> None:
        """Tell everyone who subscribed to `topic`; never blocks, never raises for a slow reader."""


class Bus(Publisher, Protocol):
    """A bus to publish on and to read from."""

    def subscribe(self, topic: str) -> Subscription:
        """Everything published on `topic` from this call on; call it inside a running event loop."""


class Subscription:
    """An async iterator over a topic's events; it ends when closed. Use it in a `with` block so that it is."""

    def __init__(self, bus: MemoryBus, topic: str) -> None:
        self._bus = bus
        self._topic = topic
        self._loop = asyncio.get_running_loop()
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        bus._join(topic, self)

    def offer(self, event: Event | None) -> None:
        """Hand over one event from any thread."""
        with contextlib.suppress(RuntimeError):  # the reader's loop is closed: nobody is left to tell
            self._loop.call_soon_threadsafe(self._keep, event)

    def close(self) -> None:
        """Stop listening and end the iteration."""
        self._bus._leave(self._topic, self)
        self.offer(None)

    def _keep(self, event: Event | None) -> None:
        if event is None or self._events.qsize() < WAITING_EVENTS:
            self._events.put_nowait(event)

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> Event:
        event = await self._events.get()
        if event is None:
            raise StopAsyncIteration
        return event

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class MemoryBus:
    """A bus inside one process; `publish` may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscriptions: dict[str, list[Subscription]] = defaultdict(list)

    def publish(self, topic: str, event: Event) -> None:
        """Tell everyone who subscribed to `topic`, in the order of publishing."""
        with self._lock:
            for subscription in self._subscriptions.get(topic, ()):
                subscription.offer(event)

    def subscribe(self, topic: str) -> Subscription:
        """Everything published on `topic` from this call on; call it inside a running event loop."""
        return Subscription(self, topic)

    def close(self) -> None:
        """End every subscription: the server is going down."""
        with self._lock:
            everyone = [subscription for joined in self._subscriptions.values() for subscription in joined]
        for subscription in everyone:
            subscription.close()

    def _join(self, topic: str, subscription: Subscription) -> None:
        with self._lock:
            self._subscriptions[topic].append(subscription)

    def _leave(self, topic: str, subscription: Subscription) -> None:
        with self._lock:
            joined = self._subscriptions.get(topic, [])
            if subscription in joined:
                joined.remove(subscription)
            if not joined:
                self._subscriptions.pop(topic, None)
