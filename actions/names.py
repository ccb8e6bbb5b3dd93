"""Products by their names: one, or several that are meant equally well."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, utils

from actions.kinds import kind_in, terms_of
from actions.misspelt import set_right
from actions.services import Services
from actions.words import HAN, WORD, alike, plain
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
        return nearest_named(group, rest) if len(said) != 1 or ids is None else said
    scored = sorted(((_score(words, product, locale), product) for product in products), key=lambda hit: -hit[0])
    best = scored[0][0] if scored else 0.0
    if best < NAMED:
        return []
    return [product for score, product in scored[:5] if score >= max(NAMED, best - SAME)]


def named_in(services: Services, text: str, products: Sequence[Product]) -> tuple[list[list[Product]], str]:
    """The products whose own name (the word before what they are) is in the text, one group a name, and the rest."""
    by_name = by_own_name(tuple(products))
    text = set_right(services, text, products, {own: found for own, found in by_name.items() if own.isascii()})
    groups: list[list[Product]] = []
    for word in dict.fromkeys(WORD.findall(text)):
        own = word.removesuffix("'s")
        if own in by_name:
            groups.append(by_name[own])
            text = re.sub(rf"(?<![a-z]){re.escape(word)}(?![a-z])", " ", text)
    for own, found in by_name.items():
        if not own.isascii() and own in text:
            groups.append(found)
            text = text.replace(own, " ")
    return groups, text


@lru_cache(maxsize=64)  # the catalogue is the same tuple while nothing in it changes; beside it, what is in orders
def by_own_name(products: tuple[Product, ...]) -> Mapping[str, list[Product]]:
    """Products by the word before what they are, in both languages."""
    kinds = {word for term in terms_of(products) for word in term.split()}
    by_name: dict[str, list[Product]] = {}
    for product in products:
        own = WORD.findall(product.name["en"].lower())[0]
        if own not in kinds:
            by_name.setdefault(own, []).append(product)
        by_name.setdefault(product.name["zh"][:2], []).append(product)
    return by_name


def nearest_named(group: list[Product], rest: str) -> list[Product]:
    """Of products with the same own name, those whose other words are said: "plover crew" is not the leggings."""
    words, signs = WORD.findall(rest), "".join(HAN.findall(rest))
    shared = [
        (
            sum(any(alike(said, word) for said in words) for word in WORD.findall(product.name["en"].lower())[1:]),
            sum(sign in signs for sign in product.name["zh"][2:]),
        )
        for product in group
    ]
    most = max(shared, default=(0, 0))
    return [product for product, count in zip(group, shared, strict=True) if count == most]


def _score(words: str, product: Product, locale: str) -> float:
    name = product.name[locale]
    if locale == "zh":
        return fuzz.partial_ratio(words, name) if len(words) >= 2 else 0.0
    words, name = utils.default_process(words), utils.default_process(name)
    return 0.85 * fuzz.token_set_ratio(words, name) + 0.15 * fuzz.ratio(words, name)
