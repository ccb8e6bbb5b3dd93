"""Products by their names: one, or several that are meant equally well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, utils

from actions.kinds import kind_in, terms_of
from actions.services import Services
from actions.words import WORD, plain, typo
from shop.catalogue import Product

NAMED = 82  # rapidfuzz score from which words name a product
SAME = 4  # points within which two products are equally meant


def product_of(services: Services, words: str | None, locale: str) -> Product | None:
    """The one product that is meant: by id, or by name where nothing else fits as well; else None."""
    found = candidates(services, words, locale)
    return found[0] if len(found) == 1 else None


def candidates(services: Services, words: str | None, locale: str) -> list[Product]:
    """The products that `words` name about equally well, best first, at most five."""
    if not words:
        return []
    products = services.catalogue.all()
    exact = [product for product in products if words in (product.id, *product.name.values())]
    if exact:
        return exact
    whole = [product for product in products if any(name.lower() in plain(words) for name in product.name.values())]
    if len(whole) == 1:
        return whole
    groups, rest = named_in(services, plain(words), products)
    if groups:
        ids, _, _ = kind_in(services, rest, products)
        group = [p for p in groups[0] if ids is None or p.id in ids] or groups[0]
        said = [p for p in group if set(re.findall(r"\d+", p.name["en"])) & set(re.findall(r"\d+", rest))]
        return group if len(said) != 1 or ids is None else said
    scored = sorted(((_score(words, product, locale), product) for product in products), key=lambda hit: -hit[0])
    best = scored[0][0] if scored else 0.0
    if best < NAMED:
        return []
    return [product for score, product in scored[:5] if score >= max(NAMED, best - SAME)]


def named_in(services: Services, text: str, products: Sequence[Product]) -> tuple[list[list[Product]], str]:
    """The products whose own name (the word before what they are) is in the text, one group a name, and the rest."""
    kinds = {word for term in terms_of(products) for word in term.split()}
    by_name: dict[str, list[Product]] = {}
    for product in products:
        own = WORD.findall(product.name["en"].lower())[0]
        if own not in kinds:
            by_name.setdefault(own, []).append(product)
        by_name.setdefault(product.name["zh"][:2], []).append(product)
    groups: list[list[Product]] = []
    for word in dict.fromkeys(WORD.findall(text)):
        name = word.removesuffix("'s")
        own = name if name in by_name else typo(services, name, [each for each in by_name if each.isascii()])
        if own and own in by_name:
            groups.append(by_name[own])
            text = re.sub(rf"(?<![a-z]){re.escape(word)}(?![a-z])", " ", text)
    for own, found in by_name.items():
        if not own.isascii() and own in text:
            groups.append(found)
            text = text.replace(own, " ")
    return groups, text


def _score(words: str, product: Product, locale: str) -> float:
    name = product.name[locale]
    if locale == "zh":
        return fuzz.partial_ratio(words, name) if len(words) >= 2 else 0.0
    words, name = utils.default_process(words), utils.default_process(name)
    return 0.85 * fuzz.token_set_ratio(words, name) + 0.15 * fuzz.ratio(words, name)
