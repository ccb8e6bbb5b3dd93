"""Which products a message points at: by place among those shown, by name, by "it", by kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import Request
from actions.descriptions import says
from actions.matching import failures, of_kind
from actions.names import candidates
from actions.services import Services
from actions.wishes import Wish, wish_of
from actions.words import plain
from shop.catalogue import Product

ASKED_ABOUT = 5  # of a kind: more are not offered as buttons
_ORDINALS = (
    re.compile(r"\b(?:first|1st)\b|第[一1][个款件]", re.I),
    re.compile(r"\b(?:second|2nd)\b|第[二2][个款件]", re.I),
    re.compile(r"\b(?:third|3rd)\b|第[三3][个款件]", re.I),
    re.compile(r"\b(?:fourth|4th)\b|第[四4][个款件]", re.I),
    re.compile(r"\b(?:fifth|5th)\b|第[五5][个款件]", re.I),
)
_LAST = re.compile(r"\bthe last (?:one|of)\b|最后[一]?[个款件]", re.I)
POINTS = re.compile(r"\b(?:it|its|this|that|they|these|those|them)\b|它|这[个款件]|那[个款件]|该商品", re.I)


def products_meant(services: Services, request: Request, locale: str) -> list[Product]:
    """By id, by place among those shown, by name, by "it", by kind; several where the words do not decide."""
    words, shown = str(request["product"] or ""), products_shown(services, request)
    place = ordinal(request.text, len(shown))
    if place is not None and place < len(shown):
        return [shown[place]]
    found = candidates(services, words, locale) or (candidates(services, request.text, locale) if not words else [])
    if found:
        return found
    wish = wish_of(services, request, locale)
    products = services.catalogue.all()
    if wish.named:
        return [product for product in products if of_kind(wish, product)][:ASKED_ABOUT]
    if wish.ids is not None:
        of_shown = [product for product in shown if product.id in wish.ids]
        if len(of_shown) == 1:
            return of_shown
        if _strange(wish, plain(request.text), products):
            return []
        fits = [p for p in products if of_kind(wish, p) and (wish.people is None or "people" not in failures(wish, p))]
        return of_shown or (fits if len(fits) <= ASKED_ABOUT else [])
    if _refers(request.text, words):
        talked = [product for product in products if product.id == request["product_talked"]]
        return talked or shown
    return []


def products_shown(services: Services, request: Request) -> list[Product]:
    """Those that were shown last, in their order."""
    known = {product.id: product for product in services.catalogue.all()}
    return [known[each] for each in request["products_shown"] or [] if each in known]


def ordinal(text: str, shown: int) -> int | None:
    """ "the second" is 1; only where something was shown."""
    if not shown:
        return None
    if _LAST.search(text):
        return shown - 1
    return next((at for at, pattern in enumerate(_ORDINALS) if pattern.search(text)), None)


def _refers(text: str, words: str) -> bool:
    """Whether a message is about what was talked of: "it", or a question that names nothing ("waterproof?")."""
    return POINTS.search(text) is not None or not words or len(words_beside(text)) <= 1


def words_beside(text: str) -> list[str]:
    """What a short follow-up says beside its place in the list."""
    for pattern in (*_ORDINALS, _LAST):
        text = pattern.sub(" ", text)
    said = re.sub(r"\b(?:and|the|one|what|about|how|is|or)\b|那|呢|[^\w]", " ", text, flags=re.I)
    return said.split()


def _strange(wish: Wish, text: str, products: Sequence[Product]) -> bool:
    """Whether the kind is named with a word that no product knows: "the Zephyr tent"."""
    match = re.search(rf"\b(?:the|your|this|that|an?)\s+([a-z0-9 -]*?)\s*{re.escape(wish.label)}\b", text)
    between = [word for word in (match[1].split() if match else []) if not word.isdigit() and len(word) > 2]
    return any(not any(says(product, word) for product in products) for word in between)


def named_strangely(services: Services, request: Request, locale: str) -> bool:
    """Whether a message names a kind with a word that no product knows."""
    wish = wish_of(services, request, locale)
    return wish.ids is not None and _strange(wish, plain(request.text), services.catalogue.all())


def asks_of_none(services: Services, request: Request, locale: str) -> bool:
    """A question about "it" or about a kind, with nothing that was shown."""
    wish = wish_of(services, request, locale)
    return wish.ids is not None or POINTS.search(request.text) is not None or not request["product"]
