"""What the bot asks, as a shopper sees it: its last words and its buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass

BUTTONS = (  # by the beginning of what a button sends; the first that fits
    ("yes:", "confirm"),
    ("set:order_number=", "order"),
    ("set:items=", "items"),
    ("set:variant=", "variant"),
    ("set:sku=", "variant"),
    ("set:method=", "method"),
    ("set:refund_to=", "refund"),
    ("set:return_reason=", "return reason"),
    ("set:cancel_reason=", "reason"),
    ("set:order_change=", "change"),
    ("set:street=", "street"),
    ("set:city=", "city"),
)
WORDS = (  # where there are no buttons
    ("code", re.compile(r"\bcode from the e-mail|six digits", re.I)),
    ("email", re.compile(r"\be-mail address\b", re.I)),
    ("street", re.compile(r"\bstreet\b.*\?", re.I)),
    ("city", re.compile(r"\bcity\b.*\?", re.I)),
    ("region", re.compile(r"\b(state|province)\b.*\?", re.I)),
    ("postcode", re.compile(r"\b(postcode|zip)\b", re.I)),
    ("variant", re.compile(r"\bwhich (one|variant|colou?r|size)\b|\bwhat (should|shall) .* (be|become)\b", re.I)),
    ("items", re.compile(r"\bwhat (would you like|shall i)\b.*\b(change|exchange|send back|take out)\b", re.I)),
    ("order", re.compile(r"\border number\b|\bwhich order\b|\bwhich of your orders\b", re.I)),
    ("reason", re.compile(r"\bwhy\b.*\?", re.I)),
    ("method", re.compile(r"\b(how|what|which)\b.*\b(pay|paid|method|instead)\b.*\?", re.I)),
    ("refund", re.compile(r"\bwhere shall the money\b", re.I)),
)


@dataclass(frozen=True)
class Message:
    """One message of the bot: its text, and its buttons as (what it sends, what it says)."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Asked:
    """What is asked (confirm, order, items, …, offer: other buttons, nothing), in which words, with which buttons."""

    what: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()

    def button(self, label: str) -> str | None:
        """What the first button whose label holds these words sends."""
        wanted = label.casefold()
        return next((sends for sends, shown in self.buttons if wanted in shown.casefold()), None)


def asked(messages: list[Message]) -> Asked:
    """What the last of these messages asks."""
    if not messages:
        return Asked("silence", "")
    last = messages[-1]
    for beginning, what in BUTTONS:
        if any(sends.startswith(beginning) for sends, _ in last.buttons):
            return Asked(what, last.text, last.buttons)
    for what, pattern in WORDS:
        if pattern.search(last.text):
            return Asked(what, last.text, last.buttons)
    return Asked("offer" if last.buttons else "nothing", last.text, last.buttons)
