"""Which of several is better for something: what the data of each says of it, or that it does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import Reply, Request
from actions.cards import product_card
from actions.facts import NUMBERS_OF, facts_of
from actions.names import named_in
from actions.pointing import products_shown
from actions.services import Services
from actions.speaking import speaks_of
from actions.talk import is_talk, without_talk
from actions.wishes import wish_of
from actions.words import HAN, STOP, WORD, plain
from shop.catalogue import Product

MOST = 5  # products that are gone through one by one
_BETTER = re.compile(
    r"\bwhich\b.*\b(?:better|best|most|would you|should i|good|suits?|nicer|recommend)\b"
    r"|哪一?[个款件种双顶][^，。？]{0,4}(?:好|适合|值|合适|推荐|实用|舒服|划算)|选哪|买哪",
    re.I,
)


def weigh_up(services: Services, request: Request, reply: Reply) -> bool:
    """Answer "which is better for snow?" about what was shown or is named; False where that is not asked."""
    if not _BETTER.search(request.text):
        return False
    products = _meant(services, request, reply)
    if not 2 <= len(products) <= MOST:
        return False
    words = _purpose(request.text, products)
    found = {product.id: _saying(product, words, reply) for product in products}
    cards = [product_card(reply, product) for product in products]
    said = [word for word in words if any(speaks_of(text, [word]) for text in found.values() if text)]
    if not said:
        if request.again:
            return True  # they were just shown side by side
        reply.say("utter_said_of_none", cards=cards)
        return True
    rows = [
        reply.word("utter_about_product", product=product.name[reply.locale], fact=text)
        if (text := found[product.id])
        else reply.word("utter_silent_row", product=product.name[reply.locale])
        for product in products
    ]
    title = reply.word("utter_said_of_each", words=" / ".join(dict.fromkeys(said)))
    reply.utter("\n".join([title, *rows]), cards=cards)
    return True


def _meant(services: Services, request: Request, reply: Reply) -> Sequence[Product]:
    """Those that are named, one for each name; else what was shown, where no other kind is named."""
    shown = products_shown(services, request)
    groups, _ = named_in(services, plain(request.text), services.catalogue.all())
    if groups:
        return []
    wish = wish_of(services, request, reply.locale)
    return [product for product in shown if wish.ids is None or product.id in wish.ids]


def _purpose(text: str, products: Sequence[Product]) -> list[str]:
    """The words for what it is to be good at."""
    english = [word for word in WORD.findall(plain(text)) if word not in STOP and not is_talk(word) and len(word) > 2]
    runs = [run for each in HAN.findall(text) for run in without_talk(each).split() if len(run) > 1]
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    names = " ".join(name.lower() for product in products for name in product.name.values())
    return [word for word in dict.fromkeys([*english, *pairs]) if word not in names]


def _saying(product: Product, words: Sequence[str], reply: Reply) -> str:
    """The first sentence of the product's data that speaks of one of the words; ""."""
    told = [text for about, text in facts_of(product, reply) if about not in (*NUMBERS_OF, "sizes", "care")]
    return next((text for text in told if speaks_of(text, words)), "")
