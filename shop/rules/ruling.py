"""What the rules say to one request; docs/orders.md lists every code with its values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Ruling:
    """Whether the shop allows it, the reason code, and the values that the sentence needs.

    Values named `*_cents` are money; `last_day` and `expected` are dates.
    """

    allowed: bool
    code: str
    values: dict[str, Any] = field(default_factory=dict)


def yes(**values: Any) -> Ruling:
    """Allowed."""
    return Ruling(True, "ok", values)


def no(code: str, **values: Any) -> Ruling:
    """Not allowed, and why."""
    return Ruling(False, code, values)
