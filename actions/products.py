"""Finding products, recommending them with a reason, and answering questions about one from its own data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import product_card
from actions.facts import answering
from actions.matching import candidates, category_of, product_of, products_like
from shop.catalogue import Product
from shop.recommend import Recommendation

SHOWN = 3


class FindProducts(ShopAction):
    """What fits the words, the colour and the price; in stock only."""

    called = "action_find_products"

    def act(self, request: Request, reply: Reply) -> str:
        found = products_like(self.services, request, reply.locale, SHOWN)
        if not found:
            reply.say("utter_products_none")
            return OK
        _show(reply, reply.word("utter_products_found"), [(product, "") for product in found])
        return OK


class RecommendPopular(ShopAction):
    """What sells best, in a category where one is named."""

    called = "action_recommend_popular"

    def act(self, request: Request, reply: Reply) -> str:
        category = category_of(self.services, request["product"] or request.text)
        found = self.services.recommender.popular(request.asker, category.id if category else None, SHOWN)
        name = category.name[reply.locale] if category else ""
        title = reply.word("utter_popular_in", category=name) if category else reply.word("utter_popular")
        return _recommend(reply, title, found)


class PickProduct(ShopAction):
    """Which product is meant: the one named, or ask."""

    called = "action_pick_product"

    def act(self, request: Request, reply: Reply) -> str:
        product = product_of(self.services, request["product"], reply.locale)
        if product is None:
            return "ask"
        reply.set("product_id", product.id)
        return OK


class AskProduct(ShopAction):
    """Ask which product, among those that the words could mean."""

    called = "action_ask_product"

    def act(self, request: Request, reply: Reply) -> str:
        meant = candidates(self.services, request["product"], reply.locale)
        choices = [(product.name[reply.locale], f"set:product_id={product.id}") for product in meant]
        reply.say("utter_which_product", choices=choices)
        return OK


class RecommendSimilar(ShopAction):
    """What is like a product."""

    called = "action_recommend_similar"

    def act(self, request: Request, reply: Reply) -> str:
        product = product_of(self.services, request["product_id"], reply.locale)
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
        if product is None:
            reply.say("utter_product_not_found")
            return OK
        found = self.services.recommender.together(request.asker, product.id, SHOWN)
        return _recommend(reply, reply.word("utter_goes_with", product=product.name[reply.locale]), found, product)


class AnswerAboutProduct(ShopAction):
    """A sentence of the product's own data that answers, or the plain words that it does not say."""

    called = "action_answer_about_product"

    def act(self, request: Request, reply: Reply) -> str:
        product = product_of(self.services, request["product"], reply.locale)
        if product is None:
            return "several" if candidates(self.services, request["product"], reply.locale) else "unknown"
        name, cards = product.name[reply.locale], [product_card(reply, product)]
        chosen = request.text in product.name.values()  # a button was pressed: the question came before
        question = request["product_asked"] if chosen and request["product_asked"] else request.text
        fact = answering(question, product, reply)
        if fact is None:
            reply.say("utter_product_fact_unknown", cards=cards, product=name)
        else:
            reply.say("utter_about_product", cards=cards, product=name, fact=fact)
        return OK


class AskWhichProduct(ShopAction):
    """A product question that fits several products: which one?"""

    called = "action_ask_which_product"

    def act(self, request: Request, reply: Reply) -> str:
        meant = candidates(self.services, request["product"], reply.locale)
        names = [product.name[reply.locale] for product in meant]
        choices = [(name, f"start:product_question|product={p.id}") for name, p in zip(names, meant, strict=True)]
        reply.set("product_asked", request.text)
        reply.say("utter_which_product", choices=choices)
        return OK


def _recommend(reply: Reply, title: str, found: Sequence[Recommendation], product: Product | None = None) -> str:
    if not found:
        if product is None:
            reply.say("utter_products_none")
        else:
            reply.say("utter_nothing_similar", product=product.name[reply.locale])
        return OK
    _show(reply, title, [(each.product, _reason(reply, each)) for each in found])
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


def _show(reply: Reply, title: str, products: Sequence[tuple[Product, str]]) -> None:
    """Title, one line a product (the text stands alone), and the cards."""
    cards = [product_card(reply, product, reason) for product, reason in products]
    rows = [" · ".join(part for part in (card["name"], card["price"], card["reason"]) if part) for card in cards]
    reply.utter("\n".join([title, *rows]), cards=cards)


ACTIONS = (
    FindProducts, RecommendPopular, PickProduct, AskProduct, RecommendSimilar, RecommendTogether, AnswerAboutProduct,
    AskWhichProduct,
)  # fmt: skip
