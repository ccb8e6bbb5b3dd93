"""The shop's page: shelves and products, in the reader's words."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from bot.server.errors import documented
from bot.server.parts import Given, Parts
from bot.server.wire import Text
from knowledge.language import normalise_locale
from shop.catalogue import Product
from shop.money import in_words

router = APIRouter(prefix="/api/shop", tags=["shop"])
MOST_FOUND = 60


class CategoryBody(BaseModel):
    """A shelf, its name in every locale, and how many products stand on it."""

    id: str
    name: dict[str, str]
    count: int


class CategoriesBody(BaseModel):
    """All shelves, in the shop's order."""

    categories: list[CategoryBody]


class TileBody(BaseModel):
    """A product as the grid shows it; `rating` is the mean of `reviews` stars."""

    id: str
    name: str
    category: str
    price: str
    image: str
    in_stock: bool
    rating: float | None
    reviews: int


class ProductBody(TileBody):
    """A product with everything that its page shows."""

    description: str
    specs: dict[str, str]
    colours: list[str]
    sizes: list[str]
    care: str
    fit: str


class ProductsBody(BaseModel):
    """Products, best first."""

    products: list[TileBody]


Locale = Annotated[Text, Query(max_length=35)]


@router.get("/categories")
async def categories(given: Given) -> CategoriesBody:
    """All shelves."""
    catalogue = given.services.catalogue
    shelves = await asyncio.to_thread(catalogue.categories)
    counts = Counter(one.category for one in await asyncio.to_thread(catalogue.all))
    return CategoriesBody(categories=[CategoryBody(id=s.id, name=s.name, count=counts[s.id]) for s in shelves])


@router.get("/products", responses=documented(422, 429))
async def products(
    request: Request,
    given: Given,
    category: Annotated[Text, Query(max_length=80)] = "",
    q: Annotated[Text, Query(max_length=200)] = "",
    locale: Locale = "en",
) -> ProductsBody:
    """Products of one shelf, of a search, or all of them."""
    given.limits.shelves(request)
    catalogue, language = given.services.catalogue, normalise_locale(locale)
    if q:
        found = await asyncio.to_thread(catalogue.search, q, category or None, limit=MOST_FOUND)
    else:
        found = [one for one in await asyncio.to_thread(catalogue.all) if category in ("", one.category)]
    return ProductsBody(products=[TileBody(**_tile(given, one, language)) for one in found])


@router.get("/products/{product_id}", responses=documented(404, 422))
async def product(product_id: str, given: Given, locale: Locale = "en") -> ProductBody:
    """One product."""
    found, language = await asyncio.to_thread(given.services.catalogue.product, product_id), normalise_locale(locale)
    return ProductBody(
        **_tile(given, found, language),
        description=found.description.get(language, ""),
        specs={name: str(value) for name, value in found.specs.items()},
        colours=[colour.get(language, "") for colour in found.colours],
        sizes=list(found.sizes),
        care=found.care.get(language, ""),
        fit=found.fit.get(language, ""),
    )


def _tile(given: Parts, product: Product, locale: str) -> dict[str, Any]:
    return {
        "id": product.id,
        "name": product.name[locale],
        "category": product.category,
        "price": in_words(product.price_cents, given.services.shop.currency, locale),
        "image": product.image,
        "in_stock": product.stock > 0,
        "rating": product.rating,
        "reviews": product.reviews,
    }
