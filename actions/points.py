"""Loyalty points: how many, what they are worth, and until when."""

from __future__ import annotations

import re

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import day, money
from actions.transfers import date_words
from shop.identity import Level
from shop.loyalty import PointsEntry

MOST, MOST_DOUBTED = 3, 5  # movements that are listed
_DOUBTED = re.compile(
    r"\b(?:wrong|missing|mistake|incorrect|not right|should (?:be|have)|only|forgot\w*)\b"
    r"|\b(?:not|never|\w+n['’]t) (?:\w+ )?(?:count|add|credit|book|show|get|got)\w*"
    r"|不对|不是|怎么才|少了|错了|漏|没[有给]?.{0,3}(?:算|加|记|到账|计)|才\s*\d",
    re.I,
)


class TellPoints(ShopAction):
    """The balance with its worth and its last day, and the last movements where they are asked for."""

    called = "action_tell_points"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        points = self.services.loyalty.points(request.asker)
        if not points.balance:
            reply.say("utter_no_points")
            return OK
        worth, step = money(reply, points.worth_cents), money(reply, points.step_cents)
        said = [reply.word("utter_points", points=points.balance, worth=worth, step=points.step, step_worth=step)]
        if points.last_day is not None:
            said.append(reply.word("utter_points_until", until=date_words(reply, points.last_day)))
        doubted = _DOUBTED.search(request.text) is not None
        said += [_movement(entry, reply) for entry in points.entries[: MOST_DOUBTED if doubted else MOST]]
        said += [reply.word("utter_points_doubted")] if doubted else []
        choices = self.services.sentences.choices("utter_points_doubted", reply.locale) if doubted else ()
        reply.utter("\n".join(said), choices=choices)
        return OK


def _movement(entry: PointsEntry, reply: Reply) -> str:
    sign = "+" if entry.points > 0 else "−"
    why = reply.word(f"utter_points_{entry.why}")
    amount = f"{sign}{abs(entry.points)}"
    at, number = day(reply, entry.at), entry.order_number
    if number is None:
        return reply.word("utter_points_movement", at=at, amount=amount, why=why)
    return reply.word("utter_points_of_order", at=at, amount=amount, why=why, number=number)


ACTIONS: tuple[type[ShopAction], ...] = (TellPoints,)
