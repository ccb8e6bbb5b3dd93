"""Cancelling an order: which one, may it be, why, what will happen, and the write itself."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import lines, money, order_card, order_choices
from actions.orders import pick
from shop.errors import Refused
from shop.identity import Level

REASONS = ("mind", "mistake", "late", "cheaper")


class PickCancellable(ShopAction):
    """Which order: the one named, or the only one that the rules would let go."""

    called = "action_pick_cancellable"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        return pick(request, reply, self.services.orders.cancellable(request.asker))


class AskCancellable(ShopAction):
    """Ask which, among those that can be cancelled."""

    called = "action_ask_cancellable"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        orders = self.services.orders.cancellable(request.asker)
        reply.say("utter_which_cancel", choices=order_choices(reply, orders))
        return OK


class CheckCancel(ShopAction):
    """Say no before anything is asked, where the rules say no."""

    called = "action_check_cancel"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        ruling = self.services.orders.may_cancel(request.asker, request["order_number"])
        if not ruling.allowed:
            raise Refused(ruling)
        return OK


class AskCancelReason(ShopAction):
    """Ask why; a button or a few words."""

    called = "action_ask_cancel_reason"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        words = [reply.word(f"utter_reason_{reason}") for reason in REASONS]
        choices = [(word, f"set:cancel_reason={word}") for word in words]
        reply.say("utter_ask_cancel_reason", choices=choices, number=request["order_number"])
        return OK


class ConfirmCancel(ShopAction):
    """List what will happen, and remember which version of the order that was."""

    called = "action_confirm_cancel"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        order = self.services.orders.find(request.asker, request["order_number"])
        reply.set("order_version", order.version)
        yes = (reply.word("utter_yes_do_it"), f"yes:{request['confirmation']}")
        no = (reply.word("utter_no_keep"), f"no:{request['confirmation']}")
        reply.say(
            "utter_confirm_cancel",
            choices=[yes, no],
            number=order.number,
            lines=lines(reply, order),
            total=money(reply, order.total_cents),
        )
        return OK


class CancelOrder(ShopAction):
    """The write: once for one yes, and only on the order as it was confirmed."""

    called = "action_cancel_order"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        number, reason, version = request["order_number"], request["cancel_reason"] or "", request["order_version"]
        order = self.services.orders.cancel(request.asker, number, reason, request.key, version)
        reply.say(
            "utter_cancelled",
            cards=[order_card(reply, order)],
            number=order.number,
            total=money(reply, order.total_cents),
            refund_days=self.services.refund_days,
        )
        return OK


ACTIONS = (PickCancellable, AskCancellable, CheckCancel, AskCancelReason, ConfirmCancel, CancelOrder)
