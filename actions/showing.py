"""Products shown: a line and a card each, remembered for what is said next."""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import Reply
from actions.cards import product_card
from shop.catalogue import Product

SHOWN = 3


def show(reply: Reply, title: str, products: Sequence[tuple[Product, str]]) -> None:
    """Title, one line a product (the text stands alone), and the cards; remembered for "the first one"."""
    cards = [product_card(reply, product, reason) for product, reason in products]
    rows = [" · ".join(part for part in (card["name"], card["price"], card["reason"]) if part) for card in cards]
    reply.utter("\n".join([title, *rows]), cards=cards)
    remember(reply, [product for product, _ in products])


def remember(reply: Reply, products: Sequence[Product]) -> None:
    """What was shown, for "the first one" and "it"."""
    reply.set("products_shown", [product.id for product in products])
    reply.set("product_talked", products[0].id if len(products) == 1 else None)
