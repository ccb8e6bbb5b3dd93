"""Splits a message into the requests that it may hold: "cancel 1001 and where is 1002?" is two."""

from __future__ import annotations

import re

MOST = 6  # requests taken from one message; what follows stays part of the last
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])|\n+")
_JOINTS = re.compile(
    r"\s*(?:,\s*)?\b(?:and then|and also|and|then|also|plus)\b\s+|\s*,\s+(?:and\s+)?|\s*[，、]\s*|\s*(?:然后|另外|还有|以及|顺便|并且|再)\s*",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The message at its full stops and line breaks."""
    return [part.strip() for part in _SENTENCES.split(text) if part and part.strip(" .!?;。！？；")][:MOST]


def clauses(text: str) -> list[str]:
    """A sentence at its commas and joining words; only classification can say whether these are requests."""
    return [part.strip() for part in _JOINTS.split(text) if part and part.strip()][:MOST]
