"""Refunds on their way: how much, by which way, and whether it has been sent."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import day, money, order_card
from actions.methods import method_name
from actions.orders import MOST_CHOICES, pick
from actions.remembering import order_choices
from actions.transfers import date_words
from shop.identity import Level
from shop.order_view import Refund


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
        reply.say("utter_which_refund", choices=order_choices(reply, refunded[:MOST_CHOICES], request.text))
        return OK


class RefundStatus(ShopAction):
    """How much goes back for one order, and whether it has been sent; a sentence for each refund."""

    called = "action_refund_status"

    def act(self, request: Request, reply: Reply) -> str:
        order = self.services.orders.find(request.asker, request["order_number"])
        refunds = order.refunds or ((order.refund,) if order.refund else ())
        if not refunds:
            reply.say("utter_refund_none", cards=[order_card(reply, order)], number=order.number)
            return OK
        said = [refund_words(reply, order.number, refund) for refund in refunds]
        reply.utter("\n".join(said), cards=[order_card(reply, order)])
        return OK


def refund_words(reply: Reply, number: str, refund: Refund) -> str:
    """One refund as a sentence."""
    total = money(reply, refund.cents)
    if refund.awaits_parcel:
        return reply.word("utter_refund_awaits_parcel", number=number, total=total, reference=refund.reference or "")
    if refund.state == "sent":
        return reply.word("utter_refund_sent", number=number, total=total, at=day(reply, refund.at))
    if refund.by is not None:
        method = method_name(reply, refund.method)
        return reply.word(
            "utter_refund_due", number=number, total=total, method=method, by=date_words(reply, refund.by)
        )
    return reply.word("utter_refund_pending", number=number, total=total)


ACTIONS = (PickRefunded, AskRefunded, RefundStatus)
