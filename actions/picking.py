"""Which product a shopper means: picked from the message, or asked for."""

from __future__ import annotations

from actions.alternatives import say_unknown
from actions.base import OK, Reply, Request, ShopAction
from actions.before import kind_before
from actions.comparing import follow_up
from actions.pointing import products_meant, products_shown
from actions.products import FindProducts
from actions.seeking import seeks

TOLD = "told"  # the message was a follow-up and is answered


class PickProduct(ShopAction):
    """Which product is meant: the one named or shown, or ask. A comparison, or a cheaper one, is answered at once."""

    called = "action_pick_product"

    def act(self, request: Request, reply: Reply) -> str:
        if follow_up(self.services, request, reply):
            return TOLD
        if seeks(self.services, request, reply.locale):
            FindProducts(self.services).act(request, reply)
            return TOLD
        found = products_meant(self.services, request, reply.locale)
        if len(found) != 1:
            return "ask"
        reply.set("product_id", found[0].id)
        return OK


class AskProduct(ShopAction):
    """Ask which product, among those that the words could mean."""

    called = "action_ask_product"

    def act(self, request: Request, reply: Reply) -> str:
        meant = products_meant(self.services, request, reply.locale) or products_shown(self.services, request)
        before = None if meant else kind_before(self.services, request, reply.locale)
        if before is not None and before.unknown:
            return say_unknown(self.services, before, reply)
        choices = [(product.name[reply.locale], f"set:product_id={product.id}") for product in meant]
        reply.say("utter_which_product", choices=choices)
        return OK


ACTIONS = (PickProduct, AskProduct)
