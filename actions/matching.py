"""Which products are what a shopper asks for, which come nearest, and which are near in meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions.colours import is_colour
from actions.descriptions import is_made_with, says, sleeps
from actions.measures import distance, for_children, keeps
from actions.services import Services
from actions.sizes import same_size
from actions.wishes import Wish
from shop.catalogue import Product

MEANT = 0.30  # score from which a product counts as found by meaning


def fitting(wish: Wish, products: Iterable[Product]) -> list[Product]:
    """Those in stock that are what is asked for in every way."""
    return [p for p in products if p.stock > 0 and of_kind(wish, p) and not failures(wish, p)]


def of_kind(wish: Wish, product: Product) -> bool:
    """Whether a product is of the kind or the name that is asked for."""
    return wish.ids is None or product.id in wish.ids


def failures(wish: Wish, product: Product) -> list[str]:
    """The limits that a product does not keep to: without, audience, people, amounts, size, colour, price,
    traits."""
    failed = []
    if any(is_made_with(product, word) for word in wish.without):
        failed.append("without")
    if wish.audience and for_children(product) != (wish.audience == "child"):
        failed.append("audience")
    if any(keeps(product, measure) is not True for measure in wish.measures if measure.of != "age"):
        failed.append("amount")
    if any(keeps(product, measure) is False for measure in wish.measures if measure.of == "age"):
        failed.append("age")
    if wish.people is not None and not sleeps(product, wish.people):
        failed.append("people")
    variants = [v for v in product.variants if v.stock > 0]
    if wish.size:
        variants = [v for v in variants if v.size is not None and same_size(v.size, wish.size)]
        if not variants:
            failed.append("size")
    if wish.colours and not any(is_colour(v.colour, wish.colours) for v in variants or product.variants):
        failed.append("colour")
    if wish.most is not None and product.price_cents > wish.most:
        failed.append("price")
    if wish.least is not None and product.price_cents < wish.least:
        failed.append("price")
    if not all(says(product, trait) for trait in wish.traits):
        failed.append("traits")
    return failed


def nearest(wish: Wish, products: Iterable[Product], limit: int) -> list[Product]:
    """Those of the kind that fail least, then those nearest in price."""
    free = [p for p in products if p.stock > 0 and of_kind(wish, p)]
    for never in ("without", "audience"):
        free = [p for p in free if never not in failures(wish, p)] or free
    aim = wish.most if wish.most is not None else wish.least
    return sorted(
        free,
        key=lambda p: (
            len(failures(wish, p)),
            _unasked(wish, p),
            abs(p.price_cents - aim) if aim is not None else -(p.rating or 0),
        ),
    )[:limit]


def ranked(services: Services, wish: Wish, products: Sequence[Product], text: str, locale: str) -> list[Product]:
    """Best first: for whom, how near to an amount, what it is for, then how near in meaning, then stars."""
    near = dict(services.products.search(text, locale, 60))
    return sorted(
        products,
        key=lambda p: (
            _unasked(wish, p),
            sum(distance(p, measure) for measure in wish.measures),
            -sum(says(p, word) for word in wish.purpose),
            -near.get(p.id, 0.0),
            -(p.rating or 0.0),
        ),
    )


def _unasked(wish: Wish, product: Product) -> bool:
    """What is made for children comes last where nothing is said of a child."""
    return not wish.audience and not wish.named and for_children(product)


def by_meaning(services: Services, text: str, locale: str, limit: int, least: float = MEANT) -> list[Product]:
    """Products in stock that the words are near to, where no kind is named."""
    found = [each for each, score in services.products.search(text, locale, limit * 4) if score >= least]
    products = {product.id: product for product in services.catalogue.all()}
    return [products[each] for each in found if each in products and products[each].stock > 0]
