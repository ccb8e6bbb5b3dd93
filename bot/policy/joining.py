"""Commands of one message that are one, and one that is several."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.keeping import keeps_some, says_either
from bot.policy.memory import ORDER_SLOT
from bot.policy.state import Command

_ALL = re.compile(
    r"\W*(?:both|all|all of them|both of them|each|every one"
    r"|(?:我)?(?:[两三四]个|全部|所有)?(?:全|都)(?:要|是|取消|开|发)?|全部)"
    r"(?: please| pls|的|吧|了)*\W*",
    re.IGNORECASE,
)


def undivided(commands: list[Command]) -> list[Command]:
    """With what goes and what stays in one command: "keep the tee, cancel the rest" is one request."""
    own = [each for each in commands if each.choice is None and says_either(each.text)]
    whole = " ".join(each.text for each in own)
    if len(own) < 2 or not keeps_some(whole):
        return commands
    best = next((each for each in own if each.intent in ("cancel_order", "return_order")), own[0])
    found = [pair for each in own for pair in each.entities]
    return [
        replace(best, text=whole, entities=found) if each is own[0] else each
        for each in commands
        if each not in own[1:]
    ]


def all_offered(command: Command, offered: Sequence[Mapping[str, str]]) -> Command:
    """ "Both" where it is asked which order: every order that is offered, one after the other."""
    if not _ALL.fullmatch(command.text.strip()):
        return command
    named = [each["payload"].partition("=") for each in offered]
    found: list[tuple[str, str]] = [(ORDER_SLOT, number) for slot, _, number in named if slot == f"set:{ORDER_SLOT}"]
    return replace(command, entities=found) if len(found) > 1 else command
