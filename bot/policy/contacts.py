"""An e-mail address or a telephone number in a sentence, where one is asked for: the answer, whatever it reads like."""

from __future__ import annotations

import re

from bot.policy.program import Collect
from bot.policy.state import Command
from bot.policy.words import requests

CONTACTS = frozenset(("email", "phone"))
_WANTS = re.compile(  # what takes a message with an address in it away from the question for one
    r"\b(?:person|people|human|agents?|someone|somebody|representative|colleague|staff|manager|operator|call me"
    r"|i want|i'?d like|i need|cancel|return|exchange|change|update|delete|replace|subscribe|unsubscribe)\b"
    r"|人工|真人|客服|经理|取消|退|换|改|删|注销|订阅|我要|我想",
    re.IGNORECASE,
)


_GUESSES = re.compile(  # who asks whether it is right does not know it
    r"\b(?:correct|right|true|is it|isn'?t it|is that it|match(?:es)?|start(?:s)? with)\W*[?？]\s*$|^(?:is|was|does) "
    r"|对吗|对不对|是不是|是吗|对吧",
    re.IGNORECASE,
)


def guesses_contact(command: Command, step: Collect) -> bool:
    """Whether a message only asks if a contact is the one that stands there: no answer to the question for one."""
    named = any(kind in CONTACTS for kind, _ in command.entities)
    return named and bool(CONTACTS.intersection(step.entities)) and _GUESSES.search(command.text.strip()) is not None


def gives_contact(command: Command, step: Collect) -> bool:
    """Whether a message gives the contact that is asked for, no other value, and asks for nothing in its words."""
    if not CONTACTS.intersection(step.entities) or any(kind not in CONTACTS for kind, _ in command.entities):
        return False
    return not requests(command.text) and _WANTS.search(command.text) is None
