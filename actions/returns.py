"""Sending delivered items back for money: which, why, where the money goes, what will happen, and the write."""

from __future__ import annotations

import re

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import money, order_card
from actions.choosing import UNREAD, AskItems, ChooseItems
from actions.instead import FAULTS, SWAP, instead_of_money
from actions.item_parts import parts_about
from actions.lines import lines_named
from actions.order_notes import say_open_cases
from actions.reasons import reason_in
from actions.refund_parts import fees_words
from actions.refund_routes import OTHER, change_of, is_gift, route_in
from actions.remembering import names_product
from actions.transfers import date_words, items_words, money_words
from actions.which_order import AskFor, PickForItems
from actions.yes import ask_yes
from shop.errors import Refused
from shop.identity import Level
from shop.options import Options

_MAY_I = re.compile(
    r"\b(?:can|could|may|am i (?:still )?(?:able|allowed)|is it (?:still )?possible)\b.{0,40}\b(?:return|send"
    r"|refund|back)"
    r"|\b(?:too late|still (?:time|eligible))\b|还[能可][以]?退|[能可][以]?退吗|[能可]以?退货吗|来得及",
    re.I,
)
UNSENT = "unsent"
_GETS = re.compile(
    r"\b(?:get|take|have|send me|give me|want|need)\b|\b(?:instead|exchange|swap|replace)\b|[-=]>|→|换|要", re.I
)
_MONEY = re.compile(r"\brefund|\bmoney\b|\bcredit\b|退款|退钱|退回", re.I)


class PickReturnable(PickForItems):
    """Which order: the one named, or the only one of which something may come back."""

    called, action = "action_pick_returnable", "return"


class AskReturnable(AskFor):
    """Ask which, among those of which something may come back."""

    called, pick, asks = "action_ask_returnable", PickReturnable, "utter_which_return"


class TellReturnWindow(ShopAction):
    """ "Can I still return it?" is answered: until when, by the order itself, and the article for the rest."""

    called = "action_tell_return_window"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        say_open_cases(self, request, reply)
        if request["told"] or not _MAY_I.search(request.text) or is_swap(self, request):
            return OK
        reply.set("told", True)
        reason = reason_in(request.text) or OTHER
        options = self.services.orders.options(
            request.asker, request["order_number"], "return", reason, is_gift(request)
        )
        last_days = [line.ruling.values["last_day"] for line in options.open if "last_day" in line.ruling.values]
        if not last_days:
            return OK
        told = reply.word(
            "utter_may_return", number=request["order_number"], last_day=date_words(reply, min(last_days))
        )
        article = self.services.answers.article("return-window", reply.locale)
        if article is None:
            reply.utter(told)
        else:
            reply.utter(f"{told}\n\n{article.text}", sources=article.sources)
        return OK


class ChooseReturned(ChooseItems):
    """Which items; and what else the words say: why, used or not, a gift, where the money is to go.

    `unsent` for what has not been sent and can be cancelled, `swap` where it is said what is wanted for it.
    """

    called, action = "action_choose_returned", "return"

    def act(self, request: Request, reply: Reply) -> str:
        if self._is_unsent(request):
            if reason_in(request.text) == "does_not_fit":
                return SWAP
            reply.say("utter_unsent_is_cancelled", number=request["order_number"])
            return UNSENT
        if not request["items"] and not request["said"] and is_swap(self, request):
            return SWAP
        return super().act(request, reply)

    def _is_unsent(self, request: Request) -> bool:
        """Whether nothing was sent yet, and what is meant can be cancelled: all of it, or single items."""
        asker, number, orders = request.asker, request["order_number"], self.services.orders
        code = orders.options(asker, number, "return").ruling.code
        if code != "not_delivered" or not orders.may_cancel(asker, number).allowed:
            return False
        single = orders.options(asker, number, "cancel_items")
        lines = [each.line for each in single.lines]
        if lines_named(self.services, request.text, lines):
            return single.ruling.allowed or len(lines) == 1
        return not names_product(self.services, request.text)

    def options(self, request: Request) -> Options:
        """With the reason, which opens lines that are closed otherwise: what is broken may always come back."""
        reason = str(request["return_reason"] or "") or reason_in(request.text) or OTHER
        options = self.services.orders.options(
            request.asker, request["order_number"], self.action, reason, is_gift(request)
        )
        if not options.ruling.allowed:
            raise Refused(options.ruling)
        if not options.open:
            raise Refused(next(line.ruling for line in options.lines))
        return options

    def chosen(self, request: Request, reply: Reply, options: Options) -> str:
        if not request["return_reason"] and reason_in(request.text) in self.services.return_reasons:
            reply.set("return_reason", reason_in(request.text))
        if not request["refund_to"] and route_in(request.text):
            reply.set("refund_to", route_in(request.text))
        return super().chosen(request, reply, options)

    def changed(self, said: str, request: Request, reply: Reply, options: Options) -> str:
        route, reason = route_in(said), reason_in(said)
        instead = instead_of_money(self, request, reply, said)
        if instead:
            return instead
        if route:
            reply.set("refund_to", route)
        if reason in self.services.return_reasons:
            reply.set("return_reason", reason)
        if (route or reason) and not self.picks_in(said, request, reply, options):
            return OK
        return super().changed(said, request, reply, options)


def is_swap(action: ShopAction, request: Request) -> bool:
    """ "Can I bring the watch back and get the steel one": no money is asked for, another variant is."""
    text, orders, number = request.text, action.services.orders, str(request["order_number"])
    if not _GETS.search(text) or _MONEY.search(text):
        return False
    lines = [each.line for each in orders.options(request.asker, number, "exchange").open]
    return bool(
        parts_about(action.services, text, lines, lambda line: orders.variants(request.asker, number, line), number)
    )


class AskReturned(AskItems):
    """Ask which items."""

    called, action, asks = "action_ask_returned", "return", "utter_which_items_return"


class AskReturnReason(ShopAction):
    """Ask why, with the shop's own list of reasons."""

    called = "action_ask_return_reason"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        listed = self.services.return_reasons
        choices = [(reply.word(f"utter_return_reason_{reason}"), f"set:return_reason={reason}") for reason in listed]
        reply.say("utter_ask_return_reason", choices=choices)
        return OK


class ReadReturnReason(ShopAction):
    """A reason in own words as one of the list; what is none of them is "other", with the words kept."""

    called = "action_read_return_reason"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        said, listed = str(request["return_reason"]), self.services.return_reasons
        if said in listed:
            return OK
        instead = instead_of_money(self, request, reply, said)
        if instead:
            return instead
        code = reason_in(said)
        if code not in listed and OTHER not in listed:
            return UNREAD
        reply.set("return_note", said)
        reply.set("return_reason", code if code in listed else OTHER)
        return OK


class ConfirmReturn(ShopAction):
    """List what will happen: items, money and what is taken off, when and where to."""

    called = "action_confirm_return"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        route = str(request["refund_to"])
        preview = self.services.orders.preview(request.asker, request["order_number"], change_of(request, route))
        assert preview.send_by is not None
        ask_yes(
            reply,
            request,
            "utter_confirm_return_of_fault" if request["return_reason"] in FAULTS else "utter_confirm_return",
            preview,
            number=preview.number,
            lines=items_words(reply, preview),
            reason=reply.word(f"utter_return_reason_{request['return_reason']}"),
            money=money_words(reply, preview),
            fees=fees_words(reply, preview),
            send_by=date_words(reply, preview.send_by),
        )
        return OK


class ReturnOrderItems(ShopAction):
    """The write: once for one yes, and only on the order as it was confirmed."""

    called = "action_return_items"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        number, change = request["order_number"], change_of(request, str(request["refund_to"]))
        receipt = self.services.orders.apply(request.asker, number, change, request.key, request["order_version"])
        made = next(each for each in receipt.order.returns if each.number == receipt.reference)
        reply.say(
            "utter_returned",
            cards=[order_card(reply, receipt.order)],
            reference=made.number,
            send_by=date_words(reply, made.send_by) if made.send_by else "",
            total=money(reply, made.refund_cents),
        )
        return OK


ACTIONS = (
    PickReturnable, AskReturnable, TellReturnWindow, ChooseReturned, AskReturned, AskReturnReason, ReadReturnReason,
    ConfirmReturn, ReturnOrderItems,
)  # fmt: skip
