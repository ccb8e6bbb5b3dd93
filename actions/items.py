"""Other variants of what was ordered, before it is packed."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import money, order_card
from actions.choosing import AskItems
from actions.differences import AskMethod, FindMethod
from actions.swapping import AskVariant, ChooseSwapped, Chosen, FindVariants, chosen
from actions.transfers import items_words, money_words
from actions.which_order import AskFor, PickForItems
from actions.yes import ask_yes
from shop.changes import ChangeItems
from shop.identity import Level


def items_change_of(request: Request, now: Chosen, method: str | None) -> ChangeItems:
    """The change as it was chosen so far."""
    return ChangeItems(now.swaps, method)


class PickItemsOrder(PickForItems):
    """Which order: the one named, or the only one that is not packed yet."""

    called, action = "action_pick_items_order", "items"


class AskItemsOrder(AskFor):
    """Ask which, among those that are not packed yet."""

    called, pick, asks = "action_ask_items_order", PickItemsOrder, "utter_which_items_order"


class ChooseChanged(ChooseSwapped):
    """Which items."""

    called, action = "action_choose_changed", "items"


class AskChanged(AskItems):
    """Ask which items."""

    called, action, asks = "action_ask_changed", "items", "utter_which_items_change"


class FindItemVariants(FindVariants):
    """What each item becomes."""

    called, change = "action_find_item_variants", staticmethod(items_change_of)


class AskItemVariant(AskVariant):
    """Ask what the next item becomes."""

    called = "action_ask_item_variant"


class FindItemMethod(FindMethod):
    """How a difference is paid."""

    called, change = "action_find_item_method", staticmethod(items_change_of)


class AskItemMethod(AskMethod):
    """Ask how the difference is paid."""

    called, finds = "action_ask_item_method", FindItemMethod


class ConfirmItems(ShopAction):
    """List what becomes what, and the money; and that an order's items change once."""

    called = "action_confirm_items"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        now = chosen(self, request)
        change = items_change_of(request, now, now.method)
        preview = self.services.orders.preview(request.asker, now.order.number, change)
        lines, moved = items_words(reply, preview), money_words(reply, preview)
        ask_yes(reply, request, "utter_confirm_items", preview, number=preview.number, lines=lines, money=moved)
        return OK


class ChangeOrderItems(ShopAction):
    """The write: once for one yes, and only on the order as it was confirmed."""

    called = "action_change_items"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        now = chosen(self, request)
        change = items_change_of(request, now, now.method)
        receipt = self.services.orders.apply(
            request.asker, now.order.number, change, request.key, request["order_version"]
        )
        total = money(reply, receipt.order.total_cents)
        reply.say(
            "utter_items_changed",
            cards=[order_card(reply, receipt.order)],
            number=receipt.order.number,
            total=total,
        )
        return OK


ACTIONS = (
    PickItemsOrder, AskItemsOrder, ChooseChanged, AskChanged, FindItemVariants, AskItemVariant, FindItemMethod,
    AskItemMethod, ConfirmItems, ChangeOrderItems,
)  # fmt: skip
