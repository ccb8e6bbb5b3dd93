"""What a report needs of a system beside ours, and the examples that all of them are taught."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training.understanding import Outcome


@dataclass(frozen=True)
class Example:
    """A training message as it stands in bot/data."""

    text: str
    intent: str
    locale: str


@dataclass(frozen=True)
class Peer:
    """A system's rows, what it said of each message (nothing where the rows are of others), and what to know of it."""

    system: str
    rows: list[dict[str, Any]]
    outcomes: list[Outcome]
    notes: list[str]
    stale: bool = False


def examples_digest(examples: Sequence[Example]) -> str:
    """What a system was taught: a digest of texts and intents, in order."""
    lines = [f"{each.locale}\t{each.intent}\t{each.text}" for each in examples]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
