"""What the edge asks of the conversation's engine; `bot/turns.py` does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from shop.entries import Entry


@dataclass(frozen=True)
class Posted:
    """What a shopper's message led to: the replies, in order, and who owns the conversation afterwards."""

    messages: list[Entry]
    owner: str


class Turns(Protocol):
    """Takes what a shopper says, and answers when the turn is complete."""

    async def post(self, conversation_id: str, client_id: str, text: str | None, choice: str | None) -> Posted:
        """Store the message and run its turn. The same `client_id` again is the same message, with the same answer."""

    async def opened(self, conversation_id: str) -> None:
        """Greet in a conversation that was just opened."""
