"""How much one client may ask; counted in memory, in a sliding window."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.server.errors import Problem
from bot.settings import ServerSettings

IDENTIFIES_PER_MINUTE = 60  # from one address: every page that a signed-in shopper opens asks once
SHELVES_PER_MINUTE = 240  # from one address: each is a search over the catalogue
THUMBS_PER_MINUTE = 30  # in one conversation
STREAMS_PER_SUBJECT = 20  # open event streams of one conversation or one agent: tabs, not programs


class Limits:
    """Raises Problem 429 with Retry-After where a client has asked too much."""

    def __init__(self, settings: ServerSettings) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._conversations = RateLimitItemPerHour(settings.conversations_per_hour)
        self._identifies = RateLimitItemPerMinute(IDENTIFIES_PER_MINUTE)
        self._shelves = RateLimitItemPerMinute(SHELVES_PER_MINUTE)
        self._thumbs = RateLimitItemPerMinute(THUMBS_PER_MINUTE)
        self._messages = RateLimitItemPerMinute(settings.messages_per_minute)
        self._address_messages = RateLimitItemPerMinute(settings.messages_per_minute_per_address)
        self._sign_ins = RateLimitItemPerHour(settings.sign_ins_per_hour)
        self._streams: Counter[str] = Counter()

    def conversation(self, request: Request) -> None:
        """Count one conversation opened from this address."""
        self._hit(self._conversations, "conversation", client_network(request))

    def identify(self, request: Request) -> None:
        """Count one attempt to identify from this address; it opens nothing, so it is cheap."""
        self._hit(self._identifies, "identify", client_network(request))

    def shelves(self, request: Request) -> None:
        """Count one look at the shop's shelves from this address."""
        self._hit(self._shelves, "shelves", client_network(request))

    def thumb(self, conversation_id: str) -> None:
        """Count one thumb in this conversation."""
        self._hit(self._thumbs, "thumb", conversation_id)

    def message(self, request: Request, conversation_id: str) -> None:
        """Count one message in this conversation, from this address."""
        self._hit(self._messages, "message", conversation_id)
        self._hit(self._address_messages, "message-address", client_network(request))

    def sign_in(self, request: Request) -> None:
        """Count one attempt of an agent to sign in from this address."""
        self._hit(self._sign_ins, "sign-in", client_network(request))

    def may_stream(self, subject: str) -> None:
        """Problem 429 where `subject` already has as many open streams as anybody needs."""
        if self._streams[subject] >= STREAMS_PER_SUBJECT:
            raise _too_many(10)

    @contextmanager
    def stream(self, subject: str) -> Iterator[None]:
        """Count one open stream for `subject` while it lasts."""
        self._streams[subject] += 1
        try:
            yield
        finally:
            self._streams[subject] -= 1
            if not self._streams[subject]:
                del self._streams[subject]

    def streams(self) -> int:
        """How many streams are open now."""
        return self._streams.total()

    def _hit(self, item: RateLimitItem, kind: str, subject: str) -> None:
        if not self._window.hit(item, kind, subject):
            resets = self._window.get_window_stats(item, kind, subject).reset_time
            raise _too_many(max(1, math.ceil(resets - time.time())))


def client_network(request: Request) -> str:
    """Whom to count: an IPv4 address, or the /64 that one IPv6 customer gets."""
    host = request.client.host if request.client else "unknown"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else address.exploded[:19]
    return host


def _too_many(seconds: int) -> Problem:
    text = "That was a lot at once. Please wait a moment, then try again."
    return Problem(429, "too_many", text, {"Retry-After": str(seconds)})
