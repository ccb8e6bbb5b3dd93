"""The shop's page: shelves and products, in the reader's words."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from bot.server.errors import documented
from bot.server.parts import Given, Parts
from bot.server.wire import Text
from knowledge.language import normalise_locale
from shop.catalogue import Product
from shop.money import in_words
from shop.reordering import BasketItem

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


class BasketItemBody(BaseModel):
    """So many of one variant at today's price, of `wanted`."""

    product: str
    name: str
    variant: str
    image: str
    price: str
    quantity: int
    wanted: int


class BasketBody(BaseModel):
    """What can be bought, what is gone, the total without shipping, and until when it waits (ISO 8601)."""

    items: list[BasketItemBody]
    gone: list[BasketItemBody]
    total: str
    expires_at: str


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


@router.get("/baskets/{token}", responses=documented(404, 422, 429))
async def basket(
    token: Annotated[Text, Path(max_length=80)], request: Request, given: Given, locale: Locale = "en"
) -> BasketBody:
    """The basket behind a link, for whoever has it: goods at today's prices, and nothing of whose it is."""
    given.limits.shelves(request)
    found, language = await asyncio.to_thread(given.services.reordering.open, token), normalise_locale(locale)

    def shown(item: BasketItem) -> BasketItemBody:
        price = in_words(item.price_cents, found.currency, language)
        name, variant = item.name[language], item.variant.get(language, "")
        counts = {"quantity": item.quantity, "wanted": item.wanted}
        return BasketItemBody(
            product=item.product_id, name=name, variant=variant, image=item.image, price=price, **counts
        )

    return BasketBody(
        items=[shown(item) for item in found.items],
        gone=[shown(item) for item in found.gone],
        total=in_words(found.total_cents, found.currency, language),
        expires_at=found.expires_at.isoformat(),
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
