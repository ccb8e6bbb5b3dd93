"""Which of a shopper's orders a message means without its number: by what was in it, and by when it was placed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from actions.base import Reply, Request
from actions.cards import state
from actions.kinds import kind_in
from actions.lines import products_named
from actions.meaning import MEANT, by_meaning
from actions.names import named_in
from actions.order_words import by_age, by_state
from actions.services import Services
from actions.variants import is_said, parts_of
from actions.words import STOP, WORD, plain
from shop.dates import day_in
from shop.order_view import OrderView

_TALK = re.compile(
    r"\b(?:cancel|return|send|back|exchange|swap|change|refund|reorder|order(?:s|ed)?|again|invoice|receipt|parcel"
    r"|package"
    r"|number|bought|purchased|when|where|did|which|last|week|month|year|ago|still|those|item|size|colou?r|not|don't"
    r"|address|payment|method|card|paypal|missing|broken|damaged|copy|please|address|status|delivery|delivered)\b",
    re.I,
)


def orders_named(services: Services, request: Request, orders: Sequence[OrderView]) -> list[OrderView]:
    """Those of `orders`, newest first, that hold what is named or are as is said, within its days; else none."""
    text = request.which
    if request.follows and not request.points and not names_product(services, text):
        text = request.follows  # "it": what the question before was about
    named = [order for order in orders if products_named(services, plain(text), order.lines)]
    if not named and not names_product(services, text):
        told = by_age(text, orders) or (by_state(text, orders) if request.named else [])
        named = told or _by_meaning(services, replace(request, text=text), orders)
    return _coloured(services, text, _within(services, request["when"], named))


def order_choices(reply: Reply, orders: Sequence[OrderView], said: str) -> list[tuple[str, str]]:
    """One button an order, called by the item that was `said`, else by its first."""
    choices = []
    for order in orders:
        named = products_named(reply.services, plain(said), order.lines) or ()
        line = next((line for line in order.lines if line.product_id in named), next(iter(order.lines), None))
        item = line.name[reply.locale] if line is not None else ""
        label = reply.word("utter_order_button", number=order.number, first=item, state=state(reply, order))
        choices.append((label, f"set:order_number={order.number}"))
    return choices


def names_product(services: Services, text: str) -> bool:
    """Whether a text names a product or a kind that the shop sells."""
    products = services.catalogue.all()
    groups, rest = named_in(services, plain(text), products)
    return bool(groups) or kind_in(services, rest, products)[0] is not None


def said_days(when: object) -> tuple[date, date] | None:
    """ "2026-11-17" and "2026-10-01/2026-10-31" as the first and the last day."""
    parts = str(when or "").split("/")
    try:
        return date.fromisoformat(parts[0]), date.fromisoformat(parts[-1])
    except ValueError:
        return None


def _by_meaning(services: Services, request: Request, orders: Sequence[OrderView]) -> list[OrderView]:
    said = [word for word in WORD.findall(_TALK.sub(" ", plain(request.text))) if word not in STOP]
    words = " ".join(word for word in said if not word.isdigit() and len(word) > 2)
    if not words:
        return []
    numbers = {order.number: order for order in orders}
    found = services.orders.search(request.asker, words, scorer=by_meaning(services))
    return [numbers[each.order.number] for each in found if each.score >= MEANT and each.order.number in numbers]


def _within(services: Services, when: object, orders: list[OrderView]) -> list[OrderView]:
    """Those placed in these days; all of them where none was, since the day of delivery may be meant."""
    days = said_days(when)
    if days is None:
        return orders
    zone = services.shop.time_zone
    return [order for order in orders if days[0] <= day_in(zone, order.placed_at) <= days[1]] or orders


def _coloured(services: Services, text: str, orders: list[OrderView]) -> list[OrderView]:
    """Of several, those in which what is named is as it is said to be; all of them where none is."""
    if len(orders) < 2:
        return orders
    exact = [
        order
        for order in orders
        if any(
            line.product_id in (products_named(services, plain(text), order.lines) or ())
            and any(is_said(part, text) for part in parts_of(line.variant))
            for line in order.lines
        )
    ]
    return exact or orders
