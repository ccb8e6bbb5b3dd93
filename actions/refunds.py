"""Refunds on their way: how much, by which way, and whether it has been sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import day, money, order_card
from actions.methods import method_name
from actions.orders import MOST_CHOICES, pick
from actions.planned_refunds import say_policy
from actions.refund_parts import asks_about_amount, asks_about_method, asks_about_time, method_words, parts_words
from actions.remembering import order_choices
from actions.transfers import date_words
from shop.identity import Level
from shop.order_view import OrderView, Refund

STATUS, PARTS, METHOD = "status", "parts", "method"
CLOSED = re.compile(
    r"\bclosed\b|\b(?:card|account)\b.*\b(?:expired|cancelled|lost|blocked)\b|注销|销户|停用|挂失|换卡", re.I
)
_WHICH_WAY = re.compile(r"\bor\b|还是(?!没)", re.I)


class PickRefunded(ShopAction):
    """Which order: the one named, or the only one with a refund; `policy` where it is asked which way money takes."""

    called = "action_pick_refunded"

    def act(self, request: Request, reply: Reply) -> str:
        if request.asker.level < Level.VERIFIED:
            return OK if request["order_number"] else "ask"
        refunded = [each for each in self.services.orders.latest(request.asker, 50) if each.refund]
        if asks_about_amount(request.text):  # "where's the rest" is money, and no other order
            request = replace(request, points="")
            talked_of = [each for each in refunded if each.number == request.memory.get("order")]
            refunded = talked_of or refunded
        picked = pick(request, reply, refunded)
        general = asks_about_method(request.text) and _WHICH_WAY.search(request.text)
        return "policy" if picked == "several" and general else picked


class AskRefunded(ShopAction):
    """Ask which, among those with a refund."""

    called = "action_ask_refunded"

    def act(self, request: Request, reply: Reply) -> str:
        if request.asker.level < Level.VERIFIED:
            reply.say("utter_ask_order_number")
            return OK
        refunded = [order for order in self.services.orders.latest(request.asker, 50) if order.refund]
        reply.say("utter_which_refund", choices=order_choices(reply, refunded[:MOST_CHOICES], request.text))
        return OK


class RefundStatus(ShopAction):
    """How much goes back for one order and whether it has been sent, or what is asked of it: how the amount came
    about, where it goes. What was said before is not said again: the data say more, or a person can."""

    called = "action_refund_status"

    def act(self, request: Request, reply: Reply) -> str:
        order = self.services.orders.find(request.asker, request["order_number"])
        refunds = order.refunds or ((order.refund,) if order.refund else ())
        if not refunds:
            self._none(order, request, reply)
            return OK
        told = dict(request["refund_told"] or {})
        now = f"{order.number} {order.version}"
        before = told.get(now, [])
        known = {kind: [words for words in says(reply, order, refunds) if words] for kind, says in _SAYS.items()}
        kinds = _new(_asked(request.text), [*before, *(kind for kind in known if not known[kind])])
        said = [words for kind in kinds for words in known[kind]]
        if not said:
            reply.say("utter_refund_no_more", cards=[order_card(reply, order)], number=order.number)
            return OK
        reply.set("refund_told", {now: [*before, *kinds]})
        closed = CLOSED.search(request.text) is not None
        choices = self.services.sentences.choices("utter_refund_closed_card", reply.locale) if closed else ()
        said += [reply.word("utter_refund_closed_card")] if closed else []
        reply.utter("\n".join(said), cards=[order_card(reply, order)], choices=choices)
        return OK

    def _none(self, order: OrderView, request: Request, reply: Reply) -> None:
        """None on this order; and how refunds go, where that is asked."""
        reply.say("utter_refund_none", cards=[order_card(reply, order)], number=order.number)
        if asks_about_time(request.text) or asks_about_method(request.text):
            say_policy(self, request, reply)


class TellNoRefund(ShopAction):
    """There is none on any order; how long one takes and where it goes is answered all the same."""

    called = "action_tell_no_refund"

    def act(self, request: Request, reply: Reply) -> str:
        policy = asks_about_time(request.text) or asks_about_method(request.text)
        reply.say("utter_no_refunds")
        if policy:
            say_policy(self, request, reply)
        return OK


class TellRefundPolicy(ShopAction):
    """How refunds go, by the shop's article."""

    called = "action_tell_refund_policy"

    def act(self, request: Request, reply: Reply) -> str:
        if not say_policy(self, request, reply):
            reply.say("utter_no_answer")
        return OK


def _asked(text: str) -> list[str]:
    asked = [PARTS] if asks_about_amount(text) else []
    if asks_about_method(text) and not asks_about_time(text):
        asked.append(METHOD)
    return asked or [STATUS]


def _new(asked: list[str], before: Sequence[str]) -> list[str]:
    """What of it was not said yet; else what else there is."""
    return [kind for kind in asked if kind not in before] or [kind for kind in _SAYS if kind not in before]


def _status(reply: Reply, order: OrderView, refunds: Sequence[Refund]) -> list[str]:
    return [refund_words(reply, order.number, refund) for refund in refunds]


def _parts(reply: Reply, order: OrderView, refunds: Sequence[Refund]) -> list[str]:
    return [parts_words(reply, order, refund) for refund in refunds]


def _method(reply: Reply, order: OrderView, refunds: Sequence[Refund]) -> list[str]:
    return [method_words(reply, refund) for refund in refunds if refund.method is not None]


_SAYS = {STATUS: _status, PARTS: _parts, METHOD: _method}


def refund_words(reply: Reply, number: str, refund: Refund) -> str:
    """One refund as a sentence."""
    total = money(reply, refund.cents)
    if refund.awaits_parcel:
        return reply.word("utter_refund_awaits_parcel", number=number, total=total, reference=refund.reference or "")
    if refund.state == "sent":
        return reply.word("utter_refund_sent", number=number, total=total, at=day(reply, refund.at))
    if refund.by is not None:
        method = method_name(reply, refund.method)
        return reply.word(
            "utter_refund_due", number=number, total=total, method=method, by=date_words(reply, refund.by)
        )
    return reply.word("utter_refund_pending", number=number, total=total)


ACTIONS: tuple[type[ShopAction], ...] = (PickRefunded, AskRefunded, RefundStatus, TellNoRefund, TellRefundPolicy)
