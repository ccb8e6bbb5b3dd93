"""Sending delivered items back for another variant of the same product."""

from __future__ import annotations

import re

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import order_card
from actions.choosing import AskItems
from actions.differences import AskMethod, FindMethod
from actions.order_notes import say_open_cases
from actions.problems import DAMAGED, is_broken
from actions.reasons import reason_in, says_gift, says_used
from actions.swapping import AskVariant, ChooseSwapped, Chosen, FindVariants, chosen
from actions.transfers import date_words, items_words, money_words
from actions.which_order import AskFor, PickForItems
from actions.yes import ask_yes
from shop.changes import ExchangeItems
from shop.identity import Level

_ANOTHER = re.compile(
    r"\b(?:sizes?|colou?rs?|another (?!one)|other|bigger|smaller|larger)\b|尺[码寸]|颜色|换成|大一|小一|别的款", re.I
)


def exchange_of(request: Request, now: Chosen, method: str | None) -> ExchangeItems:
    """The exchange as it was chosen so far."""
    text = request.text
    return ExchangeItems(now.swaps, reason_in(text), method, says_used(text), says_gift(text))


class PickExchangeable(PickForItems):
    """Which order: the one named, or the only one of which something may be exchanged."""

    called, action = "action_pick_exchangeable", "exchange"


class AskExchangeable(AskFor):
    """Ask which, among those of which something may be exchanged."""

    called, pick, asks = "action_ask_exchangeable", PickExchangeable, "utter_which_exchange"


class ChooseExchanged(ChooseSwapped):
    """Which items; `unpacked` for an order that has not left yet, whose items can simply be changed, `broken` where the
    same is wanted once more."""

    called, action = "action_choose_exchanged", "exchange"

    def act(self, request: Request, reply: Reply) -> str:
        asker, number = request.asker, request["order_number"]
        ruling = self.services.orders.options(asker, number, "exchange").ruling
        if ruling.code == "not_delivered" and self.services.orders.options(asker, number, "items").ruling.allowed:
            return "unpacked"
        broken = is_broken(request.text) and not _ANOTHER.search(request.text)
        if broken and self.services.orders.options(asker, number, DAMAGED).ruling.allowed:
            return "broken"
        say_open_cases(self, request, reply)
        return super().act(request, reply)


class AskExchanged(AskItems):
    """Ask which items."""

    called, action, asks = "action_ask_exchanged", "exchange", "utter_which_items_exchange"


class FindExchangeVariants(FindVariants):
    """What each item becomes."""

    called, change = "action_find_exchange_variants", staticmethod(exchange_of)


class AskExchangeVariant(AskVariant):
    """Ask what the next item becomes."""

    called = "action_ask_exchange_variant"


class FindExchangeMethod(FindMethod):
    """How a difference is paid."""

    called, change = "action_find_exchange_method", staticmethod(exchange_of)


class AskExchangeMethod(AskMethod):
    """Ask how the difference is paid."""

    called, finds = "action_ask_exchange_method", FindExchangeMethod


class ConfirmExchange(ShopAction):
    """List what will happen: what becomes what, the difference, and until when the parcel must be sent."""

    called = "action_confirm_exchange"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        now = chosen(self, request)
        preview = self.services.orders.preview(request.asker, now.order.number, exchange_of(request, now, now.method))
        assert preview.send_by is not None
        ask_yes(
            reply,
            request,
            "utter_confirm_exchange",
            preview,
            number=preview.number,
            lines=items_words(reply, preview),
            money=money_words(reply, preview),
            send_by=date_words(reply, preview.send_by),
        )
        return OK


class ExchangeOrderItems(ShopAction):
    """The write: once for one yes, and only on the order as it was confirmed."""

    called = "action_exchange_items"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        now = chosen(self, request)
        change = exchange_of(request, now, now.method)
        receipt = self.services.orders.apply(
            request.asker, now.order.number, change, request.key, request["order_version"]
        )
        made = next(each for each in receipt.order.exchanges if each.number == receipt.reference)
        reply.say(
            "utter_exchanged",
            cards=[order_card(reply, receipt.order)],
            reference=made.number,
            send_by=date_words(reply, made.send_by) if made.send_by else "",
        )
        return OK


ACTIONS = (
    PickExchangeable, AskExchangeable, ChooseExchanged, AskExchanged, FindExchangeVariants, AskExchangeVariant,
    FindExchangeMethod, AskExchangeMethod, ConfirmExchange, ExchangeOrderItems,
)  # fmt: skip
