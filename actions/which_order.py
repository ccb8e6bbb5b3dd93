"""Which order a change is about: named by number or by what was in it, the only one that the rules allow, or asked."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.orders import MOST_CHOICES, MOST_LOOKED, not_told, pick, without_another
from actions.remembering import names_product, order_choices, orders_named
from shop.errors import Refused
from shop.identity import Level
from shop.order_view import OrderView


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
        if not meant and names_product(self.services, request.which):
            reply.say("utter_not_in_orders")
            return "several" if fitting else "none"
        if meant and not fitting:
            reply.set("order_number", meant[0].number)  # refused with the reason, by what comes next
            return OK
        return pick(request, reply, fitting)

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
