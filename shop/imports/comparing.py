"""What a file would change about a row that is here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any


def differing(row: Any, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The wanted values that the row does not have, by attribute."""
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def change(row: Any, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set them; what was there before and what is now, as an audit row keeps it."""
    before = {name: _plain(getattr(row, name)) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    return before, {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
