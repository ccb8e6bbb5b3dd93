"""An e-mail address or a telephone number in a sentence, where one is asked for: the answer, whatever it reads like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.policy.program import Collect
from bot.policy.state import Command
from bot.policy.words import requests

CONTACTS = frozenset(("email", "phone"))
LOCAL = 7  # last digits of a telephone number: how its country and area are written differs
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

_CONTACT = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9.-]+|\+?\d[\d\s().-]{6,}\d")
_OWN = re.compile(
    r"(?:\b(?:my|e-?mail|mail|phone|cell|mobile|tel(?:ephone)?|number|contact|under|registered|account)\b"
    r"|邮箱|邮件|电话|手机|号码)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_OWN_AFTER = re.compile(r"\W*(?:is|that'?s|was) (?:my|the)\b|\W*是我", re.IGNORECASE)


def counts(found: Sequence[Any], request: str) -> bool:
    """Whether a (kind, value) may prove who asks: a contact in the words of the request itself has to be said to be the
    one on file, since what stands in a signature may be anybody's; one given later was asked for.
    """
    kind, value = found
    if kind not in CONTACTS or not _stands_in(str(value), request):
        return True
    places = _CONTACT.finditer(request)
    return any(_OWN.search(request[: each.start()]) or _OWN_AFTER.match(request[each.end() :]) for each in places)


def _stands_in(value: str, text: str) -> bool:
    digits = re.sub(r"\D", "", value)[-LOCAL:]
    return value.lower() in text.lower() or ("@" not in value and digits in re.sub(r"\D", "", text))


def guesses_contact(command: Command, step: Collect) -> bool:
    """Whether a message only asks if a contact is the one that stands there: no answer to the question for one."""
    named = any(kind in CONTACTS for kind, _ in command.entities)
    return named and bool(CONTACTS.intersection(step.entities)) and _GUESSES.search(command.text.strip()) is not None


def gives_contact(command: Command, step: Collect) -> bool:
    """Whether a message gives the contact that is asked for, no other value, and asks for nothing in its words."""
    if not CONTACTS.intersection(step.entities) or any(kind not in CONTACTS for kind, _ in command.entities):
        return False
    return not requests(command.text) and _WANTS.search(command.text) is None
