"""The task of the server that e-mails whoever waits for something that is in stock again."""

from __future__ import annotations

import asyncio
import logging

from shop.back_in_stock import BackInStock

EVERY = 300.0  # seconds between two looks at the shelves
logger = logging.getLogger(__name__)


async def notice(back_in_stock: BackInStock, every: float = EVERY) -> None:
    """Send what is due until it is cancelled; a look that fails is logged, and the next one tries again."""
    while True:
        try:
            await asyncio.to_thread(back_in_stock.send_due)
        except Exception:
            logger.exception("notices of what is back in stock could not be sent; the next try is in %g s", every)
        await asyncio.sleep(every)
