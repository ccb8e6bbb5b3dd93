"""Finding products: what fits the kind, the words and the limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.about_product import tell_about
from actions.alternatives import say_nearest, say_unknown
from actions.base import OK, Reply, Request, ShopAction
from actions.comparing import follow_up
from actions.descriptions import says
from actions.ellipsis import core, is_fragment
from actions.facts import answering, weight_of
from actions.matching import by_meaning, fitting, of_kind, ranked
from actions.services import Services
from actions.shelves import take_shelf
from actions.showing import SHOWN, show
from actions.wishes import Wish, wish_of
from shop.catalogue import Product

SHOWN_OF_ALL = 5  # where everything that keeps to a limit is asked for
_CHEAP = re.compile(r"\bcheap(?:er|est)?\b|\blowest price\b|便宜", re.I)
_LIGHT = re.compile(r"\blight(?:er|est)\b|最轻|更轻", re.I)


class FindProducts(ShopAction):
    """What fits the kind, the words and the limits; in stock only, else the nearest."""

    called = "action_find_products"

    def act(self, request: Request, reply: Reply) -> str:
        stocked = self.services.catalogue.search(limit=9999)
        if follow_up(self.services, request, reply):
            return OK
        wish = self._wish(request, reply)
        only = _only_named(wish, stocked)
        if only is not None and (wish.size or wish.colour):
            tell_about(reply, only, request.text, answering(request.text, only, reply))
            return OK
        if only is not None and only.stock <= 0:
            show(reply, reply.word("utter_fact_out_of_stock", product=only.name[reply.locale]), [(only, "")])
            return OK
        if wish.ids is None:
            take_shelf(self.services, wish, request.text, stocked, reply.locale)
        if wish.unknown:
            return say_unknown(self.services, wish, reply)
        found = fitting(wish, stocked)
        if wish.ids is None and wish.purpose:
            near = {product.id for product in by_meaning(self.services, request.text, reply.locale, 9)}
            found = [p for p in found if p.id in near or any(says(p, word) for word in wish.purpose)]
        if not found:
            return say_nearest(reply, wish, stocked)
        found = _sorted(self.services, wish, found, request.text, reply.locale)
        most = SHOWN_OF_ALL if wish.ids is None and wish.limited and not wish.purpose else SHOWN
        title = reply.word("utter_products_found")
        if len(found) > most:
            title = reply.word("utter_products_found_some", shown=most, count=len(found))
        show(reply, title, [(product, "") for product in found[:most]])
        return OK

    def _wish(self, request: Request, reply: Reply) -> Wish:
        """What the message asks for; "and in red?" asks for what was asked for before, in red."""
        wish = wish_of(self.services, request, reply.locale)
        if not request.follows or wish.ids is not None or not is_fragment(request.text):
            return wish
        before = wish_of(self.services, replace(request, text=request.follows, slots={}), reply.locale)
        if before.ids is None:
            return wish
        reply.asked = f"{request.follows} {core(request.text)}"
        return before.changed_by(wish)


def _only_named(wish: Wish, products: Sequence[Product]) -> Product | None:
    named = [product for product in products if of_kind(wish, product)] if wish.named else []
    return named[0] if len(named) == 1 else None


def _sorted(services: Services, wish: Wish, found: list[Product], text: str, locale: str) -> list[Product]:
    if _CHEAP.search(text):
        return sorted(found, key=lambda product: product.price_cents)
    if _LIGHT.search(text):
        return sorted(found, key=lambda product: weight_of(product) or float("inf"))
    return ranked(services, wish, found, text, locale)


ACTIONS = (FindProducts,)
