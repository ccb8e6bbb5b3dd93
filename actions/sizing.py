"""Which size somebody needs: how the product fits and which sizes there are; no size is guessed from a body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.aspects import aspect_of_product
from actions.base import Reply
from actions.cards import product_card
from actions.fitting import things_to_fit
from shop.catalogue import Product

MOST = 3  # products whose fit is told one by one
_BODY = re.compile(
    r"\d(?:\.\d+)?\s?(?:cm|kg|kilos?|lbs?|pounds?|ft|feet|foot|stone|厘米|公分|公斤|千克|斤|米)(?![a-z])|\b\d'\s?\d{0,2}"
    r"|身高|体重|\b(?:tall|height|weight|chest|waist)\b",
    re.I,
)


def asks_size_for_body(text: str) -> bool:
    """Whether a size is asked for by the height or weight of somebody."""
    return aspect_of_product(text) == "sizes" and _BODY.search(text) is not None and not things_to_fit(text)


def tell_sizes(reply: Reply, products: Sequence[Product]) -> bool:
    """How each of a few products fits and which sizes are in stock, and that more cannot be told; False where there are
    none or too many."""
    sized = [product for product in products if len(product.sizes) > 1]
    if not 0 < len(sized) <= MOST or len(sized) != len(products):
        return False
    joint = "、" if reply.locale == "zh" else ", "
    rows = []
    for product in sized:
        left = dict.fromkeys(v.size for v in product.variants if v.stock > 0 and v.size)
        facts = [product.fit[reply.locale]]
        facts += [reply.word("utter_sizes_in_stock", sizes=joint.join(left))] if left else []
        fact = ("" if reply.locale == "zh" else " ").join(fact for fact in facts if fact)
        rows.append(reply.word("utter_about_product", product=product.name[reply.locale], fact=fact))
    cards = [product_card(reply, product) for product in sized]
    reply.say("utter_size_from_body", cards=cards, facts="\n".join(rows))
    return True
