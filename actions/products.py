"""Finding products: what fits the kind, the words and the limits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.about_product import tell_about
from actions.alternatives import say_nearest, say_unknown
from actions.base import OK, Reply, Request, ShopAction
from actions.before import kind_before
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
_EVERYTHING = re.compile(r"\b(?:everything|all|gifts?|presents?)\b|所有|全部|礼物|礼品", re.I)
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
        only = _only_named(wish, stocked) or _only_one(wish, stocked, reply)
        if only is not None and (wish.size or wish.colour):
            tell_about(reply, only, request.text, answering(request.text, only, reply))
            return OK
        if only is not None and only.stock <= 0:
            show(reply, reply.word("utter_fact_out_of_stock", product=only.name[reply.locale]), [(only, "")])
            return OK
        if wish.ids is None:
            take_shelf(self.services, wish, request.text, stocked, reply.locale)
        if wish.ids is None and not (wish.limited or wish.purpose or wish.unknown):
            reply.say("utter_products_what")
            return OK
        if wish.unknown:
            reply.asked = reply.asked or request.text  # "in red?" behind it is about the same
            return say_unknown(self.services, wish, reply)
        found = fitting(wish, stocked)
        if wish.ids is None and wish.purpose:
            near = {product.id for product in by_meaning(self.services, request.text, reply.locale, 9)}
            found = [p for p in found if p.id in near or any(says(p, word) for word in wish.purpose)]
        if not found:
            return say_nearest(reply, wish, stocked)
        found = _sorted(self.services, wish, found, request.text, reply.locale)
        if request.again and {product.id for product in found} <= set(request.memory.get("products") or []):
            return OK  # shown for another part of the message
        most = SHOWN_OF_ALL if wish.ids is None and wish.limited and not wish.purpose else SHOWN
        title = reply.word("utter_products_found")
        if len(found) > most:
            title = reply.word("utter_products_found_some", shown=most, count=len(found))
        show(reply, title, [(product, "") for product in found[:most]])
        return OK

    def _wish(self, request: Request, reply: Reply) -> Wish:
        """What the message asks for; "and in red?", "under $60?" ask for what was asked for before, with that limit."""
        wish = wish_of(self.services, request, reply.locale)
        if wish.ids is not None or _EVERYTHING.search(request.text):
            return wish
        goes_on = bool(request.follows) and is_fragment(request.text)
        if not goes_on and not (wish.limited and not wish.unknown and not wish.purpose):
            return wish
        before = kind_before(self.services, request, reply.locale)
        if before is None:
            return wish
        reply.asked = f"{request.follows or request.memory.get('text') or ''} {core(request.text)}".strip()
        return before.changed_by(wish)


def _only_named(wish: Wish, products: Sequence[Product]) -> Product | None:
    named = [product for product in products if of_kind(wish, product)] if wish.named else []
    return named[0] if len(named) == 1 else None


def _only_one(wish: Wish, products: Sequence[Product], reply: Reply) -> Product | None:
    """The only product of the kind that was talked of before: a colour or a size is asked of it."""
    if not reply.asked or wish.ids is None or not (wish.size or wish.colour) or wish.most or wish.least:
        return None
    of_this = [product for product in products if of_kind(wish, product)]
    return of_this[0] if len(of_this) == 1 else None


def _sorted(services: Services, wish: Wish, found: list[Product], text: str, locale: str) -> list[Product]:
    if _CHEAP.search(text):
        return sorted(found, key=lambda product: product.price_cents)
    if _LIGHT.search(text):
        return sorted(found, key=lambda product: weight_of(product) or float("inf"))
    return ranked(services, wish, found, text, locale)


ACTIONS = (FindProducts,)
