"""A copy of an invoice, by e-mail to the address on the order."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import money
from actions.choosing import unread
from actions.which_order import AskFor, PickFor
from actions.yes import ask_yes
from shop.errors import Refused
from shop.identity import Level
from shop.order_view import OrderView


class PickInvoiced(PickFor):
    """Which order: the one named, the only one that has an invoice, or ask."""

    called, action = "action_pick_invoiced", "cancel"

    def fits(self, request: Request, order: OrderView) -> bool:
        try:
            self.services.invoices.invoice(request.asker, order.number)
        except Refused:
            return False
        return True


class AskInvoiced(AskFor):
    """Ask which order."""

    called, pick, asks = "action_ask_invoiced", PickInvoiced, "utter_which_invoiced"


class ReadInvoiceWish(ShopAction):
    """What is said instead of a yes: another address, which it cannot go to."""

    called = "action_read_invoice_wish"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        said = str(request["said"] or "")
        reply.set("said", None)
        if "@" in said:
            reply.say("utter_invoice_to_account")
            return OK
        return unread(said, reply) if said else OK


class ConfirmInvoice(ShopAction):
    """Of which order, and to which address."""

    called = "action_confirm_invoice"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        invoice = self.services.invoices.invoice(request.asker, request["order_number"])
        total = money(reply, invoice.total_cents)
        ask_yes(reply, request, "utter_confirm_invoice", number=invoice.order_number, total=total, email=invoice.email)
        return OK


class SendInvoice(ShopAction):
    """The write: once for one yes."""

    called = "action_send_invoice"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        invoice = self.services.invoices.send(request.asker, request["order_number"], reply.locale, request.key)
        reply.say("utter_invoice_sent", reference=invoice.number, email=invoice.email)
        return OK


ACTIONS: tuple[type[ShopAction], ...] = (PickInvoiced, AskInvoiced, ReadInvoiceWish, ConfirmInvoice, SendInvoice)
