"""The time, handed to whatever needs now so that tests can turn the hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, as a timezone-aware UTC time."""
    return datetime.now(UTC)
