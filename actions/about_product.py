"""Questions about one product, answered from its own data."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import product_card
from actions.comparing import follow_up
from actions.facts import answering
from actions.pointing import asks_of_none, named_strangely, ordinal, products_meant, products_shown, words_beside
from shop.catalogue import Product


class AnswerAboutProduct(ShopAction):
    """A sentence of the product's own data that answers, or the plain words that it does not say."""

    called = "action_answer_about_product"

    def act(self, request: Request, reply: Reply) -> str:
        if follow_up(self.services, request, reply):
            return OK
        found = products_meant(self.services, request, reply.locale)
        if not found and named_strangely(self.services, request, reply.locale):
            reply.say("utter_product_not_found")
            return OK
        if len(found) != 1:
            return "several" if found or asks_of_none(self.services, request, reply.locale) else "unknown"
        product = found[0]
        chosen = request.text in product.name.values()  # a button was pressed: the question came before
        again = ordinal(request.text, 9) is not None and not words_beside(request.text)  # "and the second?"
        question = request["product_asked"] if (chosen or again) and request["product_asked"] else request.text
        tell_about(reply, product, str(question), keep=ordinal(request.text, 9) is not None)
        return OK


class AskWhichProduct(ShopAction):
    """A product question that fits several products, or none: which one?"""

    called = "action_ask_which_product"

    def act(self, request: Request, reply: Reply) -> str:
        meant = products_meant(self.services, request, reply.locale) or products_shown(self.services, request)
        names = [product.name[reply.locale] for product in meant]
        choices = [(name, f"start:product_question|product={p.id}") for name, p in zip(names, meant, strict=True)]
        reply.set("product_asked", request.text)
        reply.say("utter_which_product", choices=choices)
        return OK


def tell_about(reply: Reply, product: Product, question: str, keep: bool = False) -> None:
    """The one fact that answers a question, or that the data does not say; `keep` what was shown before."""
    name, cards = product.name[reply.locale], [product_card(reply, product)]
    fact = answering(question, product, reply)
    if fact is None:
        reply.say("utter_product_fact_unknown", cards=cards, product=name)
    else:
        reply.say("utter_about_product", cards=cards, product=name, fact=fact)
    reply.set("product_asked", question)
    reply.set("product_talked", product.id)
    if not keep:
        reply.set("products_shown", [product.id])


ACTIONS = (AnswerAboutProduct, AskWhichProduct)
