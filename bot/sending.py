"""The thread of the server that brings events to the shop's other systems, from its start to its end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread

from shop.post import TIMEOUT
from shop.webhooks import Webhooks, deliver

EVERY = 5.0  # seconds between two looks for what is to be sent
GOODBYE = TIMEOUT + 2.0  # seconds that the call under way gets when the server stops
logger = logging.getLogger(__name__)


@asynccontextmanager
async def sending(webhooks: Webhooks, every: float = EVERY, goodbye: float = GOODBYE) -> AsyncIterator[None]:
    """Send while the server runs. At its end the call under way is finished, and what waits is left for the next."""
    stop = Event()
    sender = Thread(target=deliver, args=(webhooks, stop, every), name="webhooks", daemon=True)
    sender.start()
    try:
        yield
    finally:
        stop.set()
        await asyncio.to_thread(sender.join, goodbye)
        if sender.is_alive():
            logger.warning("a webhook was still being sent after %g s; it may be sent again later", goodbye)
