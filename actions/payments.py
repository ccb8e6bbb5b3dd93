"""Paying for an order by another method, before it is packed."""

from __future__ import annotations

import re

from actions.base import OK, REFUSED, Reply, Request, ShopAction
from actions.cards import order_card
from actions.choosing import ASK, UNREAD, unread
from actions.methods import method_label, method_name, methods_meant, names_kind
from actions.refusals import in_words, sentence_of
from actions.transfers import money_words
from actions.which_order import AskFor, PickFor
from actions.yes import ask_yes
from shop.changes import ChangePayment
from shop.errors import Refused
from shop.identity import Level
from shop.order_view import MethodView
from shop.rules import Ruling
from shop.rules.ruling import no

_INSTEAD_OF = re.compile(
    r"\b(?:instead of|rather than|not(?: from| with| on)?|from)\s+(?:my |the |a )?\w+(?: card)?|不用\S{2,6}", re.I
)
_TARGET = re.compile(r"\b(?:to|onto|use|using|by|pay with|charge)\s+(?:my |the |a )?\w|[用换改]成?", re.I)


class PickPaymentOrder(PickFor):
    """Which order: the one named, or the only one that may be paid otherwise."""

    called, action = "action_pick_payment_order", "payment"


class AskPaymentOrder(AskFor):
    """Ask which, among those that may be paid otherwise."""

    called, pick, asks = "action_ask_payment_order", PickPaymentOrder, "utter_which_payment_order"


class PaymentAction(ShopAction):
    """What the actions on a method share: which methods would do."""

    level = Level.VERIFIED

    def good(self, request: Request) -> tuple[list[MethodView], Ruling | None]:
        """The methods that the rules accept for the order, and why the first of the others is refused."""
        good, refused = [], None
        for method in self.services.shoppers.methods(request.asker):
            try:
                self.services.orders.preview(request.asker, request["order_number"], ChangePayment(method.id))
                good.append(method)
            except Refused as error:
                refused = refused if refused and refused.code != "same_method" else error.ruling
        return good, refused


class FindPayment(PaymentAction):
    """Which method: by words, a button, or the only one that would do. Refused where none would."""

    called = "action_find_payment"

    def act(self, request: Request, reply: Reply) -> str:
        options = self.services.orders.options(request.asker, request["order_number"], "payment")
        if not options.ruling.allowed:
            raise Refused(options.ruling)
        good, refused = self.good(request)
        said = str(request["said"] or "")
        reply.set("said", None)
        chosen = str(request["method"] or "")
        if chosen in [method.id for method in good] and not said:
            return OK
        text = _INSTEAD_OF.sub(" ", said or chosen or request.text)
        methods = self.services.shoppers.methods(request.asker)
        own = self.services.orders.find(request.asker, request["order_number"]).payment
        meant = methods_meant(text, methods)
        if not meant and names_kind(text):
            raise Refused(no("no_such_method"))
        if [method for method in meant if own is not None and method.id == own.id] == meant and not _TARGET.search(
            text
        ):
            meant = []  # "the card that I paid with" is what it is to change from
        if not good and not meant and refused is None:
            reply.say("utter_no_other_method", number=request["order_number"], method=method_name(reply, own))
            return REFUSED
        named = [method for method in meant if method in good]
        if meant and not named:
            return self._refuse(meant[0], request, reply, bool(said))
        if not good and refused is not None:
            raise Refused(refused)
        if len(named) == 1 or (len(good) == 1 and not said):
            reply.set("method", (named if len(named) == 1 else good)[0].id)
            return OK
        if said and not named:
            return unread(said, reply)
        reply.set("method", None)
        return UNREAD if chosen else ASK

    def _refuse(self, method: MethodView, request: Request, reply: Reply, known: bool) -> str:
        """Why not this one; where another one is known already, that one stays."""
        try:
            self.services.orders.preview(request.asker, request["order_number"], ChangePayment(method.id))
        except Refused as refused:
            if not known:
                raise
            reply.say(sentence_of(refused.ruling, reply), **in_words(refused.ruling.values, request.slots, reply))
        return OK


class AskPayment(PaymentAction):
    """Ask which of the methods on file."""

    called = "action_ask_payment"

    def act(self, request: Request, reply: Reply) -> str:
        good, _ = self.good(request)
        own = self.services.orders.find(request.asker, request["order_number"]).payment
        choices = [(method_label(reply, method), f"set:method={method.id}") for method in good]
        reply.say("utter_ask_payment", choices=choices, number=request["order_number"], method=method_name(reply, own))
        return OK


class ConfirmPayment(ShopAction):
    """Both movements of money."""

    called = "action_confirm_payment"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        change = ChangePayment(str(request["method"]))
        preview = self.services.orders.preview(request.asker, request["order_number"], change)
        moved = money_words(reply, preview)
        ask_yes(reply, request, "utter_confirm_payment", preview, number=preview.number, money=moved)
        return OK


class ChangeOrderPayment(ShopAction):
    """The write: once for one yes, and only on the order as it was confirmed."""

    called = "action_change_payment"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        number, change = request["order_number"], ChangePayment(str(request["method"]))
        order = self.services.orders.apply(request.asker, number, change, request.key, request["order_version"]).order
        method = method_name(reply, order.payment)
        reply.say("utter_payment_changed", cards=[order_card(reply, order)], number=order.number, method=method)
        return OK


ACTIONS: tuple[type[ShopAction], ...] = (
    PickPaymentOrder, AskPaymentOrder, FindPayment, AskPayment, ConfirmPayment, ChangeOrderPayment,
)  # fmt: skip
