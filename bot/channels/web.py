"""The bot's replies on their way to the widget: into the conversation's log, one by one, while the bot owns it."""

from __future__ import annotations

from typing import Any, Dict

from rasa.core.channels.channel import OutputChannel

from shop.entries import Entry
from shop.log import ConversationLog


class LogChannel(OutputChannel):
    """Appends each message of one turn. Where the conversation is not the bot's any more, nothing is written.

    It waits for the database: a turn runs in a thread of its own (bot/threads).
    """

    def __init__(self, log: ConversationLog, reply_to: int) -> None:
        """`reply_to` is the log entry of the shopper's message."""
        self._log, self._reply_to = log, reply_to
        self.said: list[Entry] = []
        self.broken = False  # set when Rasa gave up on this turn (action limit)
        self.trace: list[Dict[str, Any]] = []  # set after the turn: how its message was taken (bot/policy/state.State)

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa."""
        return "web"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """As `append`."""
        self.append(recipient_id, message)

    def append(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Append one whole message: text, choices, cards and sources together."""
        custom = message.get("custom") or {}
        entry = self._log.add_bot(
            recipient_id,
            self._reply_to,
            message.get("text") or "",
            choices=[{"id": each["payload"], "label": each["title"]} for each in message.get("buttons") or []],
            cards=custom.get("cards", []),
            sources=custom.get("sources", []),
            generated=bool(custom.get("generated")),
        )
        if entry is not None:
            self.said.append(entry)
