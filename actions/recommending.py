"""Recommendations, each with a reason: what sells best, what is like a product, what is bought with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.alternatives import say_nearest, say_unknown
from actions.base import OK, Reply, Request, ShopAction
from actions.comparing import follow_up
from actions.descriptions import says
from actions.matching import fitting
from actions.measures import for_children
from actions.names import candidates, product_of
from actions.shelves import category_of, take_shelf
from actions.showing import SHOWN, show
from actions.wishes import wish_of
from actions.words import plain
from shop.catalogue import Product
from shop.recommend import Recommendation

_NOUN_AT_END = r"\b(?:an?|best|good|popular|selling|some|your) {}\W*$"


class RecommendPopular(ShopAction):
    """What sells best of the kind that is named and within its limits, or everywhere."""

    called = "action_recommend_popular"

    def act(self, request: Request, reply: Reply) -> str:
        if follow_up(self.services, request, reply):
            return OK
        products = self.services.catalogue.all()
        wish = wish_of(self.services, request, reply.locale)
        category = category_of(self.services, f"{request['product'] or ''} {request.text}")
        if wish.ids is None:
            take_shelf(self.services, wish, request.text, products, reply.locale)
        if wish.unknown and re.search(_NOUN_AT_END.format(re.escape(wish.unknown)), plain(request.text)):
            return say_unknown(self.services, wish, reply)
        best = self.services.recommender.popular(request.asker, None, len(products))
        fits = {product.id for product in fitting(wish, products)}
        if not fits:
            return say_nearest(reply, wish, products)
        found = [each for each in best if each.product.id in fits]
        found.sort(key=lambda each: -sum(says(each.product, word) for word in wish.purpose))
        name = category.name[reply.locale] if category else ""
        title = reply.word("utter_popular_in", category=name) if category else reply.word("utter_popular")
        return _recommend(reply, title, found[:SHOWN])


class RecommendSimilar(ShopAction):
    """What is like a product."""

    called = "action_recommend_similar"

    def act(self, request: Request, reply: Reply) -> str:
        product = product_of(self.services, request["product_id"], reply.locale)
        if product is None and candidates(self.services, request["product_id"], reply.locale):
            return "several"
        if product is None:
            reply.say("utter_product_not_found")
            return OK
        found = self.services.recommender.similar(request.asker, product.id, SHOWN)
        return _recommend(reply, reply.word("utter_similar_to", product=product.name[reply.locale]), found, product)


class RecommendTogether(ShopAction):
    """What is bought with a product."""

    called = "action_recommend_together"

    def act(self, request: Request, reply: Reply) -> str:
        product = product_of(self.services, request["product_id"], reply.locale)
        if product is None and candidates(self.services, request["product_id"], reply.locale):
            return "several"
        if product is None:
            reply.say("utter_product_not_found")
            return OK
        products = self.services.catalogue.all()
        found = self.services.recommender.together(request.asker, product.id, len(products))
        wish = wish_of(self.services, replace(request, slots={}), reply.locale)
        wanted = wish.ids - {product.id} if wish.ids is not None and not wish.named else frozenset()
        kind = [each for each in products if each.id in wanted and each.kind != product.kind]
        if kind:
            found = [each for each in found if each.product.id in wanted]
            if not found:  # nothing of that kind was ever bought with it: what there is
                stocked = [(each, "") for each in kind if each.stock > 0 and not for_children(each)]
                show(reply, reply.word("utter_products_found"), stocked[:SHOWN])
                return OK
        return _recommend(
            reply, reply.word("utter_goes_with", product=product.name[reply.locale]), found[:SHOWN], product
        )


def _recommend(reply: Reply, title: str, found: Sequence[Recommendation], product: Product | None = None) -> str:
    if not found:
        if product is None:
            reply.say("utter_products_none")
        else:
            reply.say("utter_nothing_similar", product=product.name[reply.locale])
        return OK
    show(reply, title, [(each.product, _reason(reply, each)) for each in found])
    return OK


def _reason(reply: Reply, recommendation: Recommendation) -> str:
    """The one factual reason, in words."""
    values: dict[str, Any] = dict(recommendation.values)
    if "category" in values:
        names = {category.id: category.name for category in reply.services.catalogue.categories()}
        values["category"] = names[values["category"]][reply.locale]
    if "tags" in values:
        values["tags"] = ", ".join(values["tags"])
    return reply.word(f"utter_reason_{recommendation.reason}", **values)


ACTIONS = (RecommendPopular, RecommendSimilar, RecommendTogether)
