"""From a shopper's words to products and shelves: by name with typos, by kind and colour, and by meaning."""

from __future__ import annotations

from collections import Counter

from rapidfuzz import fuzz, utils

from actions.base import Request
from actions.services import Services
from shop.catalogue import Category, Product

NAMED = 82  # rapidfuzz score from which words name a product
SAME = 4  # points within which two products are equally meant
MEANT = 0.30  # cosine from which a product counts as found by meaning
FAMILIES = {"blue": ("navy", "sky"), "green": ("moss", "forest"), "red": ("rust", "berry")}


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
    scored = sorted(((_score(words, product, locale), product) for product in products), key=lambda hit: -hit[0])
    best = scored[0][0] if scored else 0.0
    if best < NAMED:
        return []
    return [product for score, product in scored[:5] if score >= max(NAMED, best - SAME)]


def products_like(services: Services, request: Request, locale: str, limit: int) -> list[Product]:
    """Products in stock that fit the words, colour and highest price of a request."""
    words, most = str(request["product"] or ""), _cents(request["money"])
    colours = FAMILIES.get(request["colour"] or "", (request["colour"],))
    for name in (request["colour"] or "", *colours):
        words = words.replace(name or "", " ").strip() if name else words
    found: list[Product] = []
    for colour in colours:
        found += services.catalogue.search(words, colour=colour, max_cents=most, limit=limit * 3)
    if words and len(found) < limit:
        near = [
            product_id for product_id, score in services.products.search(words, locale, limit * 4) if score >= MEANT
        ]
        fitting = {
            p.id: p
            for colour in colours
            for p in services.catalogue.search("", colour=colour, max_cents=most, limit=999)
        }
        found += [fitting[product_id] for product_id in near if product_id in fitting]
    unique = list({product.id: product for product in found if product.stock > 0}.values())
    return unique[:limit]


def category_of(services: Services, words: str | None) -> Category | None:
    """The shelf that `words` name: by its own name, by a kind of product on it, or by what its products are called."""
    text = (words or "").lower()
    categories = {category.id: category for category in services.catalogue.categories()}
    for category in categories.values():
        names = [category.id, *(name.lower() for name in category.name.values())]
        if any(name in text or name.rstrip("s") in text for name in names):
            return category
    for product in services.catalogue.all():
        if product.kind in text or any(
            word in text.split() for word in (product.kind.split()[-1], product.kind.split()[-1] + "s")
        ):
            return categories[product.category]
    shelves = Counter(product.category for product in services.catalogue.all() if text and text in product.name["zh"])
    return categories[shelves.most_common(1)[0][0]] if shelves else None


def _score(words: str, product: Product, locale: str) -> float:
    name = product.name[locale]
    if locale == "zh":
        return fuzz.partial_ratio(words, name) if len(words) >= 2 else 0.0
    words, name = utils.default_process(words), utils.default_process(name)
    return 0.85 * fuzz.token_set_ratio(words, name) + 0.15 * fuzz.ratio(words, name)


def _cents(money: str | None) -> int | None:
    return round(float(money) * 100) if money else None
