"""Which order a change is about: named by number or by what was in it, the only one that the rules allow, or asked."""

from __future__ import annotations

import re

from actions.base import OK, Reply, Request, ShopAction
from actions.orders import MOST_CHOICES, MOST_LOOKED, not_told, pick, without_another
from actions.refusals import in_words, sentence_of
from actions.remembering import names_product, order_choices, orders_named, placed_within
from shop.errors import Refused
from shop.identity import Level
from shop.order_view import OrderView

BEFORE_PACKING = ("cancel", "address", "payment", "items")  # actions that an order's state closes for good
_ANOTHER = re.compile(
    r"\b(?:other|another|newest|latest|new|last|recent|next)\b(?! (?:address|street|place|card|method|size|one))"
    r"|别的|另外?一?[个单]|其他|新的?订?单|最[新近]|昨天|刚",
    re.I,
)


class PickFor(ShopAction):
    """Which order: the one named by number or by what was in it, the only one that the rules allow, or ask."""

    level = Level.VERIFIED
    action: str  # of the rules

    def act(self, request: Request, reply: Reply) -> str:
        request = without_another(self.services, request, reply)
        if request["order_number"]:
            return OK
        orders = self.services.orders.latest(request.asker, MOST_LOOKED)
        meant = orders_named(self.services, request, orders)
        fitting = [order for order in not_told(request, meant or orders) if self.fits(request, order)]
        talked = self._talked_of(request, orders) if not meant else None
        if talked is not None and not self.fits(request, talked):
            if fitting:
                self.say_no(request, talked.number, reply)
                return "several"  # another one only where the shopper says so
            reply.set("order_number", talked.number)
            return OK
        if not meant and names_product(self.services, request.which):
            reply.say("utter_not_in_orders")
            return "several" if fitting else "none"
        if meant and not fitting:
            reply.set("order_number", meant[0].number)  # refused with the reason, by what comes next
            return OK
        return pick(request, reply, fitting)

    def say_no(self, request: Request, number: str, reply: Reply) -> None:
        """Why it cannot be done with this order, and what can."""
        ruling = self.services.orders.options(request.asker, number, self.action).ruling
        reply.say(sentence_of(ruling, reply), **in_words(ruling.values, {"order_number": number}, reply))

    def _talked_of(self, request: Request, orders: list[OrderView]) -> OrderView | None:
        """The order that was just talked of, where the message names no other."""
        if self.action not in BEFORE_PACKING or request.points or _ANOTHER.search(request.text):
            return None
        if placed_within(self.services, request["when"], orders):
            return None  # "the one of Sunday"
        number = request.memory.get("order") if request.memory.get("topic") == "order" else None
        return next((order for order in orders if order.number == number), None)

    def fits(self, request: Request, order: OrderView) -> bool:
        """Whether the rules allow the action for the order, or for any of its lines."""
        return self.services.orders.options(request.asker, order.number, self.action).ruling.allowed


class PickForItems(PickFor):
    """As PickFor, where at least one line must be open."""

    def fits(self, request: Request, order: OrderView) -> bool:
        return bool(self.services.orders.options(request.asker, order.number, self.action).open)


class AskFor(ShopAction):
    """Ask which order, among those that may be meant."""

    level = Level.VERIFIED
    pick: type[PickFor]
    asks: str

    def act(self, request: Request, reply: Reply) -> str:
        orders = self.services.orders.latest(request.asker, MOST_LOOKED)
        meant = orders_named(self.services, request, orders) or orders
        picking = self.pick(self.services)
        fitting = [order for order in not_told(request, meant) if picking.fits(request, order)]
        reply.say(self.asks, choices=order_choices(reply, (fitting or orders)[:MOST_CHOICES], request.which))
        return OK


class CheckFor(ShopAction):
    """Say no before anything is asked, where the rules say no to the order as a whole."""

    level = Level.VERIFIED
    action: str

    def act(self, request: Request, reply: Reply) -> str:
        ruling = self.services.orders.options(request.asker, request["order_number"], self.action).ruling
        if not ruling.allowed:
            raise Refused(ruling)
        return OK
