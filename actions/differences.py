"""How a difference in price is paid, where another variant costs more: the methods that would do, and the question."""

from __future__ import annotations

from collections.abc import Callable

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import money
from actions.choosing import ASK, UNREAD
from actions.methods import method_label, methods_meant
from actions.swapping import CHOSEN, Chosen, chosen
from shop.changes import Change
from shop.errors import Refused
from shop.identity import Level
from shop.order_view import MethodView
from shop.previews import Preview
from shop.rules import Ruling


class FindMethod(ShopAction):
    """How a difference is paid: not asked where there is none, or where one method alone will do."""

    level = Level.VERIFIED
    change: Callable[[Request, Chosen, str | None], Change]

    def act(self, request: Request, reply: Reply) -> str:
        now = chosen(self, request)
        said = str(request["method"] or "")
        by_id = {method.id: method for method in self.services.shoppers.methods(request.asker)}
        if said in by_id and self.opens(request, now, said) is None:
            return OK
        if self.opens(request, now, None) is None and not self.preview(request, now, None).pay_cents:
            reply.set("method", CHOSEN)
            return OK
        good = self.good(request, now)
        if not good:
            refused = self.opens(request, now, None)
            assert refused is not None
            raise Refused(refused)
        text = request.text if said in ("", CHOSEN) else said
        meant = [method for method in methods_meant(text, list(by_id.values())) if method in good]
        if len(good) == 1 or len(meant) == 1:
            reply.set("method", (meant if len(meant) == 1 else good)[0].id)
            return OK
        reply.set("method", None)
        return UNREAD if said not in ("", CHOSEN) else ASK

    def good(self, request: Request, now: Chosen) -> list[MethodView]:
        """The methods that the rules accept, the order's own first."""
        methods = self.services.shoppers.methods(request.asker)
        good = [method for method in methods if self.opens(request, now, method.id) is None]
        own = now.order.payment.id if now.order.payment else ""
        return sorted(good, key=lambda method: method.id != own)

    def opens(self, request: Request, now: Chosen, method: str | None) -> Ruling | None:
        """None where the change may be made with this method; else why not."""
        try:
            self.preview(request, now, method)
        except Refused as refused:
            return refused.ruling
        return None

    def preview(self, request: Request, now: Chosen, method: str | None) -> Preview:
        """What would happen with this method."""
        change = type(self).change(request, now, method)
        return self.services.orders.preview(request.asker, now.order.number, change)


class AskMethod(ShopAction):
    """Ask how the difference is to be paid."""

    level = Level.VERIFIED
    finds: type[FindMethod]

    def act(self, request: Request, reply: Reply) -> str:
        finding = self.finds(self.services)
        now = chosen(self, request)
        good = finding.good(request, now)
        cents = finding.preview(request, now, good[0].id).pay_cents
        choices = [(method_label(reply, method), f"set:method={method.id}") for method in good]
        reply.say("utter_ask_difference_method", choices=choices, difference=money(reply, cents))
        return OK
