"""One event as one signed call: its body, its headers, and the call itself.

Headers and signature are those of Standard Webhooks (standardwebhooks.com), for which there are libraries to check them
in most languages.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import httpx

from shop.tables import ShopEventRow

TIMEOUT = 10.0  # seconds for one call, from finding the address to the last header of the answer


class Post(Protocol):
    """Whatever makes one call: gives the status, or raises httpx.HTTPError."""

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Post it."""


def body_of(event: ShopEventRow) -> bytes:
    """The event as it is sent, the same bytes at every try."""
    told = {"id": event.id, "type": event.kind, "timestamp": event.at.isoformat(), "data": event.payload}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signed_headers(event_id: str, body: bytes, key: bytes, now: datetime) -> dict[str, str]:
    """Id, time of sending (epoch seconds), and HMAC-SHA256 over both and the body."""
    timestamp = str(int(now.timestamp()))
    digest = hmac.new(key, f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "user-agent": "Aisle",
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def post_by_http(url: str, headers: Mapping[str, str], body: bytes, seconds: float = TIMEOUT) -> int:
    """One call: no redirects, no proxy of the environment, the answer's body left unread, and never longer than
    `seconds`, however slowly somebody answers. For a thread without an event loop."""
    return asyncio.run(_post(url, dict(headers), body, seconds))


async def _post(url: str, headers: dict[str, str], body: bytes, seconds: float) -> int:
    try:
        async with (
            asyncio.timeout(seconds),  # httpx counts each wait for itself: a byte now and then would last for ever
            httpx.AsyncClient(timeout=seconds, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, headers=headers, content=body) as answer,
        ):
            return answer.status_code
    except TimeoutError:
        raise httpx.ReadTimeout(f"no answer within {seconds:g} s") from None
