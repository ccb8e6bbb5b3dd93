"""The widget's source: one file for the browser, a part a topic for those who read it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("parts")
PARTS = (  # in this order; they share one scope, which `opening` begins and `outside` ends
    "opening", "words", "styles", "page", "state", "connection", "log", "replies", "showing", "sending", "article",
    "panel", "shopper", "outside",
)  # fmt: skip


@cache
def widget_source() -> bytes:
    """All parts, one after the other, as JavaScript in UTF-8."""
    return b"".join((FOLDER / f"{name}.js").read_bytes() for name in PARTS)
