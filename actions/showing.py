"""Products shown: a line and a card each; the cards are what "the first one" and "it" mean next."""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import Reply
from actions.cards import product_card
from shop.catalogue import Product

SHOWN = 3


def show(reply: Reply, title: str, products: Sequence[tuple[Product, str]]) -> None:
    """Title, one line a product (the text stands alone), and the cards."""
    cards = [product_card(reply, product, reason) for product, reason in products]
    rows = [" · ".join(part for part in (card["name"], card["price"], card["reason"]) if part) for card in cards]
    reply.utter("\n".join([title, *rows]), cards=cards)
