"""Threads in which turns are run from end to end, each with an event loop of its own.

A turn computes and asks the database. In a thread it may simply do both, where on the server's loop every question to
the database would cost a change of threads, and a long message would keep every other shopper's stream waiting.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

MOST = 32  # turns at once; those that wait for the generator sleep meanwhile
T = TypeVar("T")


class OwnLoops:
    """A pool of such threads. They end with the process, which waits for what they are doing."""

    def __init__(self, most: int = MOST) -> None:
        self._pool = ThreadPoolExecutor(most, "turn")
        self._here = threading.local()

    async def run(self, work: Callable[..., T], *args: Any) -> T:
        """What `work` returns, done in one of the threads. It goes on where the caller is cancelled."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *args)

    def finish(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """What a coroutine returns; called by work that runs in one of the threads, on that thread's loop."""
        if not hasattr(self._here, "runner"):
            self._here.runner = asyncio.Runner()
        result: T = self._here.runner.run(coroutine)
        return result
