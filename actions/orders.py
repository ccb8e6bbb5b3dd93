"""Where one order is, and the list of mine."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.aspects import aspect_of_order
from actions.base import OK, Reply, Request, ShopAction
from actions.cards import day, lines, money, order_card, state
from actions.order_notes import Notes, contradicts, notes_on, state_sentence
from actions.problems import MISSING, is_missing
from actions.remembering import names_product, order_choices, orders_named
from actions.services import Services
from shop.identity import Level
from shop.order_view import OrderView

_IN_STATE = {  # an order meant by the state that it is in
    "placed": re.compile(
        r"\b(?:waiting for|awaiting|pending) (?:the |my )?payment\b|\bunpaid\b|\bnot (?:been )?paid\b"
        r"|\bpay (?:\w+ )?again\b"
        r"|[待未没]付款|等待?付款|付款确认|再付|重复?付",
        re.I,
    ),
    "delayed": re.compile(r"\b(?:late|delayed|overdue) (?:one|order|parcel|package)\b|延误的|晚了的|迟到的", re.I),
}
MOST_CHOICES = 5
MOST_LOOKED = 20  # orders, newest first, that are looked through for what was in them
UNDER_WAY = ("placed", "paid", "packed", "shipped", "delayed", "lost")


def pick(request: Request, reply: Reply, orders: list[OrderView]) -> str:
    """Keep a number that was given; else take the only order there is; else say how many there are."""
    if request["order_number"]:
        return OK
    orders = not_told(request, orders)
    if len(orders) == 1:
        reply.set("order_number", orders[0].number)
        return OK
    return "several" if orders else "none"


def without_another(services: Services, request: Request, reply: Reply) -> Request:
    """The request without an order that was talked of before, where the message names what lies in others alone."""
    number = str(request["order_number"] or "")
    if not number or number in request.text or not names_product(services, request.text):
        return request
    meant = orders_named(services, request, services.orders.latest(request.asker, MOST_LOOKED))
    if not meant or number in [order.number for order in meant]:
        return request
    reply.set("order_number", None)
    return replace(request, slots={**request.slots, "order_number": None})


def not_told(request: Request, orders: list[OrderView]) -> list[OrderView]:
    """For "the other one", the orders that were not talked of yet; else all of them."""
    told = request.memory.get("told") or []
    return [order for order in orders if order.number not in told] if request.points == "other" else orders


class PickOrder(ShopAction):
    """Which order: the one named, the only one under way, or ask."""

    called = "action_pick_order"

    def act(self, request: Request, reply: Reply) -> str:
        if request.asker.level < Level.VERIFIED:
            return OK if request["order_number"] else "ask"
        request = without_another(self.services, request, reply)
        if request["order_number"]:
            return OK
        meant = self._meant(request)
        if meant:
            return pick(request, reply, meant)
        orders = self.services.orders.latest(request.asker, MOST_CHOICES)
        in_state = [
            order for order in orders if order.state in _IN_STATE and _IN_STATE[order.state].search(request.text)
        ]
        if len(in_state) == 1:
            return pick(request, reply, in_state)
        under_way = [order for order in not_told(request, orders) if order.state in UNDER_WAY]
        return pick(request, reply, under_way if len(under_way) == 1 else orders)

    def _meant(self, request: Request) -> list[OrderView]:
        """The orders that hold what the message names, those under way before those that have come."""
        found = orders_named(self.services, request, self.services.orders.latest(request.asker, MOST_LOOKED))
        return [order for order in found if order.state in UNDER_WAY] or found


class AskOrderNumber(ShopAction):
    """Ask for the number: with a verified shopper's latest orders as choices, else in words."""

    called = "action_ask_order_number"

    def act(self, request: Request, reply: Reply) -> str:
        if request.asker.level < Level.VERIFIED:
            reply.say("utter_ask_order_number")
            return OK
        latest = self.services.orders.latest(request.asker, MOST_LOOKED)
        orders = (orders_named(self.services, request, latest) or latest)[:MOST_CHOICES]
        reply.say(
            "utter_which_order",
            choices=order_choices(reply, not_told(request, orders) or orders, request.which),
        )
        return OK


class TrackOrder(ShopAction):
    """State, carrier, tracking number and expected day of one order, or what is in it and what it cost."""

    called = "action_track_order"
    level = Level.GUEST  # orders.find asks for what it needs: a match for this very order, or the buyer

    def act(self, request: Request, reply: Reply) -> str:
        order = self.services.orders.find(request.asker, request["order_number"])
        if aspect_of_order(request.text) in ("contents", "total"):
            reply.say(
                "utter_order_contents",
                cards=[order_card(reply, order)],
                number=order.number,
                placed=day(reply, order.placed_at),
                lines=lines(reply, order),
                total=money(reply, order.total_cents),
                state=state(reply, order),
            )
            return OK
        told = reply.word(
            state_sentence(reply, order),
            number=order.number,
            placed=day(reply, order.placed_at),
            expected=day(reply, order.expected_at),
            delivered=day(reply, order.delivered_at),
            carrier=order.carrier or "",
            tracking=order.tracking_number or "",
            url=order.tracking_url or "",
        )
        missed, held = self._is_missed(request, order), contradicts(request, order)
        notes = Notes() if missed or held else notes_on(self, request, reply, order)
        said = [told, *notes.said, *([reply.word("utter_in_hand_in_part")] if held else [])]
        choices = notes.choices or self.services.sentences.choices(f"utter_order_{order.state}", reply.locale)
        reply.utter("\n".join(said), cards=[order_card(reply, order)], choices=choices)
        return "in_hand" if held else "missing" if missed else OK

    def _is_missed(self, request: Request, order: OrderView) -> bool:
        """Whether the shopper says that it did not come, and the rules let that be reported."""
        if not is_missing(request.text):
            return False
        return self.services.orders.options(request.asker, order.number, MISSING).ruling.allowed


class ListOrders(ShopAction):
    """The shopper's latest orders, newest first."""

    called = "action_list_orders"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        latest = self.services.orders.latest(request.asker, MOST_LOOKED)
        orders = (orders_named(self.services, request, latest) or latest)[:MOST_CHOICES]
        if not orders:
            reply.say("utter_no_orders")
            return OK
        rows = [
            reply.word(
                "utter_order_line",
                number=order.number,
                placed=day(reply, order.placed_at),
                state=state(reply, order),
                total=money(reply, order.total_cents),
            )
            for order in orders
        ]
        text = "\n".join([reply.word("utter_orders_listed"), *rows])
        reply.utter(text, cards=[order_card(reply, order) for order in orders])
        return OK


ACTIONS = (PickOrder, AskOrderNumber, TrackOrder, ListOrders)
