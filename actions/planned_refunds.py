"""A question about the money of a cancellation or a return that is being set up: answered from what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.answers import say_answer
from actions.base import OK, Reply, Request, ShopAction
from actions.methods import method_name
from actions.refund_parts import asks_about_method
from actions.selection import read_picks
from actions.transfers import money_words
from shop.changes import CancelItems, CancelOrder, Change, ReturnItems
from shop.errors import NotFound, Refused
from shop.identity import Level

CANCELLING, RETURNING = ("cancel_order", "cancel_items"), ("return_order",)
TIME, METHOD = "refund-time", "refund-method"  # articles
TOLD = "told"
ROUTES = ("original", "gift_card")


class TellPlannedRefund(ShopAction):
    """What goes back, to where and by when, if what is being set up is agreed to; `told` where it was said."""

    called = "action_tell_planned_refund"

    def act(self, request: Request, reply: Reply) -> str:
        frame = next((each for each in request.below if each.get("flow") in (*CANCELLING, *RETURNING)), None)
        values: Mapping[str, Any] = (frame or {}).get("values") or {}
        number = str(values.get("order_number") or "")
        asked = str(request["order_number"] or "")
        if frame is None or not number or request.asker.level < Level.VERIFIED:
            return OK
        if asked and asked != number and asked in request.text:
            return OK
        planned = [self._words(request, reply, number, change) for change in _changes(frame["flow"], values)]
        said = [words for words in planned if words]
        if said:
            reply.say("utter_planned_refund", money=(" " if reply.locale == "en" else "").join(dict.fromkeys(said)))
        elif frame["flow"] in CANCELLING:
            order = self.services.orders.find(request.asker, number)
            days, method = self.services.refund_days, method_name(reply, order.payment)
            reply.say("utter_planned_refund_days", method=method, days=days)
        elif not say_policy(self, request, reply):
            return OK
        return TOLD

    def _words(self, request: Request, reply: Reply, number: str, change: Change) -> str:
        try:
            return money_words(reply, self.services.orders.preview(request.asker, number, change))
        except (Refused, NotFound):
            return ""


def say_policy(action: ShopAction, request: Request, reply: Reply) -> bool:
    """The shop's article on where refunds go, or how long they take; False where it has none."""
    article = METHOD if asks_about_method(request.text) else TIME
    answer = action.services.answers.article(article, reply.locale)
    if answer is not None:
        say_answer(reply, answer)
    return answer is not None


def _changes(flow: str, values: Mapping[str, Any]) -> list[Change]:
    """The change as it was chosen so far, once for each way for the money that is still open."""
    picks = read_picks(values.get("items"), str(values["order_number"]))
    if flow in CANCELLING:
        reason = str(values.get("cancel_reason") or "")
        if flow == "cancel_items" and not picks:
            return []
        return [CancelItems(picks, reason) if picks else CancelOrder(reason)]
    if not picks:
        return []
    reason, routes = str(values.get("return_reason") or "other"), [str(values.get("refund_to") or "")]
    return [ReturnItems(picks, reason, "", route) for route in (routes if routes[0] in ROUTES else ROUTES)]


ACTIONS: tuple[type[ShopAction], ...] = (TellPlannedRefund,)
