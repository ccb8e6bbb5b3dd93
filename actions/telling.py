"""One fact of one product's data, said with its card."""

from __future__ import annotations

from actions.base import Reply
from actions.cards import product_card
from actions.facts import nameless
from shop.catalogue import Product


def tell_about(reply: Reply, product: Product, question: str, fact: str | None) -> None:
    """The one fact that answers a question, or that the data does not say."""
    name, cards = product.name[reply.locale], [product_card(reply, product)]
    if fact is None:
        reply.say("utter_product_fact_unknown", cards=cards, product=name)
    else:
        reply.say("utter_about_product", cards=cards, product=name, fact=fact)
    reply.asked = nameless(question, name)
