"""Loyalty points: how many, what they are worth, and until when."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import day, money
from actions.transfers import date_words
from shop.identity import Level
from shop.loyalty import PointsEntry


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
        said += [_movement(entry, reply) for entry in points.entries[:3]]
        reply.utter("\n".join(said))
        return OK


def _movement(entry: PointsEntry, reply: Reply) -> str:
    sign = "+" if entry.points > 0 else "−"
    why = reply.word(f"utter_points_{entry.why}")
    amount = f"{sign}{abs(entry.points)}"
    return reply.word("utter_points_movement", at=day(reply, entry.at), amount=amount, why=why)


ACTIONS: tuple[type[ShopAction], ...] = (TellPoints,)
