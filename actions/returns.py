"""Refunds on their way. Returns and exchanges themselves are set up by a person for now."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import day, money, order_card, order_choices
from actions.orders import MOST_CHOICES, pick
from shop.identity import Level


class PickRefunded(ShopAction):
    """Which order: the one named, or the only one with a refund."""

    called = "action_pick_refunded"

    def act(self, request: Request, reply: Reply) -> str:
        if request.asker.level < Level.VERIFIED:
            return OK if request["order_number"] else "ask"
        return pick(request, reply, [order for order in self.services.orders.latest(request.asker, 50) if order.refund])


class AskRefunded(ShopAction):
    """Ask which, among those with a refund."""

    called = "action_ask_refunded"

    def act(self, request: Request, reply: Reply) -> str:
        if request.asker.level < Level.VERIFIED:
            reply.say("utter_ask_order_number")
            return OK
        refunded = [order for order in self.services.orders.latest(request.asker, 50) if order.refund]
        reply.say("utter_which_refund", choices=order_choices(reply, refunded[:MOST_CHOICES]))
        return OK


class RefundStatus(ShopAction):
    """How much goes back for one order, and whether it has been sent."""

    called = "action_refund_status"

    def act(self, request: Request, reply: Reply) -> str:
        order = self.services.orders.find(request.asker, request["order_number"])
        refund = order.refund
        sentence = f"utter_refund_{refund.state}" if refund else "utter_refund_none"
        reply.say(
            sentence,
            cards=[order_card(reply, order)],
            number=order.number,
            total=money(reply, refund.cents) if refund else "",
            at=day(reply, refund.at) if refund else "",
        )
        return OK


ACTIONS = (PickRefunded, AskRefunded, RefundStatus)
