"""The same again: a basket of what is still there, at today's price."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import day, money
from actions.transfers import named
from actions.which_order import AskFor, PickFor
from actions.yes import ask_yes
from shop.identity import Level
from shop.order_view import OrderView
from shop.reordering import BasketItem


class PickReordered(PickFor):
    """Which order: the one named by number or by what was in it, the only one, or ask. Any will do."""

    called, action = "action_pick_reordered", "cancel"

    def fits(self, request: Request, order: OrderView) -> bool:
        return True


class AskReordered(AskFor):
    """Ask which order."""

    called, pick, asks = "action_ask_reordered", PickReordered, "utter_which_reordered"


class ConfirmReorder(ShopAction):
    """What would be in the basket, at which price, and what is gone."""

    called = "action_confirm_reorder"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        basket = self.services.reordering.preview(request.asker, request["order_number"])
        gone = reply.word("utter_reorder_gone", lines=_words(basket.gone, reply)) if basket.gone else ""
        ask_yes(
            reply,
            request,
            "utter_confirm_reorder",
            number=basket.order_number or "",
            lines=_words(basket.items, reply),
            total=money(reply, basket.total_cents),
            gone=f" {gone}" if gone and reply.locale == "en" else gone,
        )
        return OK


class MakeBasket(ShopAction):
    """The write: once for one yes."""

    called = "action_make_basket"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        basket = self.services.reordering.make(request.asker, request["order_number"], request.key)
        total, until = money(reply, basket.total_cents), day(reply, basket.expires_at)
        reply.say("utter_basket_made", total=total, until=until, url=basket.url or "")
        return OK


def _words(items: tuple[BasketItem, ...], reply: Reply) -> str:
    listed = [
        reply.word("utter_item", quantity=item.quantity or item.wanted, item=named(reply, item.name, item.variant))
        for item in items
    ]
    return ("；" if reply.locale == "zh" else "; ").join(listed)


ACTIONS: tuple[type[ShopAction], ...] = (PickReordered, AskReordered, ConfirmReorder, MakeBasket)
