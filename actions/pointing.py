"""Which products a message points at: by place among those shown, by name, by "it", by kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.base import Request
from actions.colours import is_colour
from actions.descriptions import says
from actions.ellipsis import place, without_places
from actions.matching import failures, of_kind
from actions.names import candidates
from actions.services import Services
from actions.wishes import Wish, wish_of
from actions.words import HAN, WORD, plain
from shop.catalogue import Product

ASKED_ABOUT = 5  # of a kind: more are not offered as buttons
POINTS = re.compile(r"\b(?:it|its|this|that|they|these|those|them)\b|它|这[个款件]|那[个款件]|该商品", re.I)
_GOES_WITH = re.compile(
    r".*\b(?:go(?:es)?|going|fits?|match(?:es)?|pairs?|works?) (?:well |best )?(?:with|on|in)"
    r" (?:it|this|that|them|these|those)\b.*"
    r"|.*[和跟与配](?:它|这[个款件])(?:搭配?|一起|配套).*",
    re.I | re.S,
)
_COMES_WITH = re.compile(
    r"\b(?:it|this|that|they|these)\s+(?:come|comes|sold|supplied|shipped?|packed)\s+with\b[^,.?!;]*", re.I
)
_PLACED = re.compile(
    r"\b(?:in|inside|into|on|onto|under|with|for|at|near)\s+(?:my|our|a|an|the|your)\s+[a-z -]+?"
    r"(?=\s+(?:when|if|while|and|or)\b|[,.?!;]|$)",
    re.I,
)
_ONE = re.compile(r"\bones?\b|\bthe\b|那[个款件]|这[个款件]")
_BELONGS = re.compile(r"\b(?:matching|belonging|same|fitting|other)\b|配套|同款|一套|同系列", re.I)


def products_meant(services: Services, request: Request, locale: str) -> list[Product]:
    """By id, by place among those shown, by name, by "it", by kind; several where the words do not decide."""
    words, shown = str(request["product"] or ""), products_shown(services, request)
    at = place(request.text, len(shown))
    if at is not None:
        return [shown[at]]
    if shown and (beside := _without_asides(request.text)) != request.text:
        words = words if words.lower() in beside.lower() else ""
        request = replace(request, text=beside, slots={**request.slots, "product": words})
    found = candidates(services, words, locale) or (candidates(services, request.text, locale) if not words else [])
    if found:
        return _nearest(services, request, found)
    wish = wish_of(services, request, locale)
    products = services.catalogue.all()
    of_this = [product for product in products if of_kind(wish, product)]
    if wish.named:
        return _nearest(services, request, of_this)[:ASKED_ABOUT]
    if wish.ids is not None:
        near = _nearest(services, request, of_this)
        if len(near) == 1:
            return near
        if _strange(wish, plain(request.text), products):
            return []
        fits = [product for product in of_this if wish.people is None or "people" not in failures(wish, product)]
        of_shown = [product for product in shown if product.id in wish.ids]
        if len(of_shown) > 1:
            of_shown = told_apart(of_shown, request.text)
        return of_shown or (fits if len(fits) <= ASKED_ABOUT else [])
    coloured = [each for each in shown if wish.colours and any(is_colour(one, wish.colours) for one in each.colours)]
    if request.follows and len(shown) > 1 and len(coloured) == 1:
        return coloured
    if request.follows or _refers(request.text, words):
        return told_apart(talked_of(services, request), request.text)
    apart = told_apart(shown, request.text) if len(shown) > 1 and _ONE.search(request.text) else []
    return apart if len(apart) == 1 else []


def told_apart(products: Sequence[Product], text: str) -> list[Product]:
    """Of several, the one whose name, kind or tags hold most of what is said: "the softshell one", 硬壳那件."""
    if len(products) < 2:
        return list(products)
    words = [word for word in WORD.findall(plain(text)) if len(word) > 2]
    signs = [run[at : at + 2] for run in HAN.findall(text) for at in range(len(run) - 1)]
    counts = []
    for product in products:
        own = WORD.findall(" ".join((product.name["en"], product.kind, *product.tags)).lower())
        counts.append(sum(word in own for word in words) + sum(pair in product.name["zh"] for pair in signs))
    best = [product for product, count in zip(products, counts, strict=True) if count == max(counts)]
    return best if len(best) == 1 else list(products)


def _without_asides(text: str) -> str:
    """The text without what comes or goes with a thing, and where it is used: "can I use it inside my tent"."""
    if _GOES_WITH.search(text):
        return _GOES_WITH.sub(" it ", text)
    text = _COMES_WITH.sub(" it come", text) if POINTS.search(text) else text
    return _PLACED.sub(" ", text) if POINTS.search(text) else text


def products_shown(services: Services, request: Request) -> list[Product]:
    """Those that were shown last, in their order."""
    return _known(services, request.memory.get("products") or [])


def product_talked(services: Services, request: Request) -> Product | None:
    """The one that is talked of."""
    return next(iter(_known(services, [request.memory.get("product")])), None)


def talked_of(services: Services, request: Request) -> list[Product]:
    """What "it" and "they" are: the product talked of, what was shown, or what is in the order talked of."""
    in_order = _known(services, request.memory.get("lines") or [])
    if in_order and request.memory.get("topic") == "order":
        return in_order
    talked = product_talked(services, request)
    return [talked] if talked is not None else products_shown(services, request) or in_order


def _known(services: Services, ids: Sequence[str | None]) -> list[Product]:
    known = {product.id: product for product in services.catalogue.all()}
    return [known[each] for each in ids if each in known]


def _nearest(services: Services, request: Request, found: Sequence[Product]) -> list[Product]:
    """Of several that the words fit, the one that was shown or is in the order, or belongs to the one talked of."""
    if len(found) < 2:
        return list(found)
    near = {*(request.memory.get("products") or []), *(request.memory.get("lines") or [])}
    talked = product_talked(services, request)
    narrower = [[product for product in found if product.id in near]]
    if talked is not None:
        others = [product for product in found if product.id != talked.id]
        narrower.append([product for product in others if _family(product) == _family(talked)])
        narrower.append([product for product in others if product.kind == talked.kind])
    return next((group for group in narrower if len(group) == 1), list(found))


def _family(product: Product) -> str:
    """The product's own name: the word before what it is."""
    return str(WORD.findall(product.name["en"].lower())[0])


def _refers(text: str, words: str) -> bool:
    """Whether a message is about what was talked of: "it", or a question that names nothing ("waterproof?")."""
    return POINTS.search(text) is not None or not words or len(_words_beside(text)) <= 1


def _words_beside(text: str) -> list[str]:
    """What a short follow-up says beside its place in the list."""
    said = re.sub(r"\b(?:and|the|one|what|about|how|is|or)\b|那|呢|[^\w]", " ", without_places(text), flags=re.I)
    return said.split()


def _strange(wish: Wish, text: str, products: Sequence[Product]) -> bool:
    """Whether the kind is named with a word that no product knows: "the Zephyr tent"."""
    text = _BELONGS.sub(" ", text)
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
