"""Every product in memory, read again where the database holds something else than it did."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from shop.database import Sessions, reading
from shop.products import Product, assembled, product_rows

AT_MOST = 1.0  # seconds that a change by another process may go unseen while shoppers are asking
Seconds = Callable[[], float]


class Assortment:
    """All products at once, for catalogue and recommendations; safe to use from threads.

    Reading the rows takes a fraction of making products of them, so rows that are as they were are not made anew: the
    very same tuple comes back, and what was worked out from it (its kinds, its words) stays worked out.
    """

    def __init__(self, sessions: Sessions, at_most: float = 0.0, seconds: Seconds = time.monotonic) -> None:
        """`at_most`: seconds for which what was read is not looked at again; 0 looks every time."""
        self._sessions = sessions
        self._at_most = at_most
        self._seconds = seconds
        self._lock = threading.Lock()
        self._rows: tuple[Sequence[Any], ...] | None = None
        self._products: tuple[Product, ...] = ()
        self._read = float("-inf")

    def all(self) -> tuple[Product, ...]:
        """Every product, in the shop's order. Raises Unavailable."""
        with self._lock:  # whoever comes meanwhile waits for this reading instead of doing the same
            began = self._seconds()
            if began - self._read >= self._at_most:
                with reading(self._sessions) as session:
                    rows = product_rows(session)
                if rows != self._rows:
                    self._rows, self._products = rows, tuple(assembled(*rows))
                self._read = began
            return self._products
