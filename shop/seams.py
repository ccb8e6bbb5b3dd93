"""The three small interfaces behind which a shop keeps its own data: orders, catalogue, shoppers.

Flows and actions use nothing else of a shop's orders and accounts. `Orders`, `Catalogue` and `Shoppers` of this package
are the ones over our tables; tests/shop/contract holds what any other must keep to. What each method raises is said at
those classes: IdentityNeeded, NotFound (never telling "none" from "not yours"), Refused, Conflict, Unavailable.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from shop.addresses import Address
from shop.asker import Asker
from shop.catalogue import Category
from shop.changes import Change
from shop.finding import Found, Scorer, by_words
from shop.options import Options, VariantOption
from shop.order_view import MethodView, OrderView
from shop.previews import Preview, Receipt
from shop.products import Product
from shop.shoppers import AddressPreview, Profile


class OrderBook(Protocol):
    """Orders of one shopper at a time. A write is all or nothing, once for a key, on the version that was previewed."""

    def find(self, asker: Asker, number: str) -> OrderView:
        """One order."""

    def latest(self, asker: Asker, limit: int = 5) -> list[OrderView]:
        """The last orders, newest first."""

    def search(
        self,
        asker: Asker,
        asked: str = "",
        products: Collection[str] = (),
        since: date | None = None,
        until: date | None = None,
        scorer: Scorer = by_words,
    ) -> list[Found]:
        """Orders by what was in them."""

    def options(self, asker: Asker, number: str, action: str, reason: str = "other", gift: bool = False) -> Options:
        """What the rules say to an action before anything is chosen."""

    def variants(self, asker: Asker, number: str, line: str) -> tuple[VariantOption, ...]:
        """What a line might become."""

    def preview(self, asker: Asker, number: str, change: Change) -> Preview:
        """What a change would do."""

    def apply(self, asker: Asker, number: str, change: Change, key: str, version: int) -> Receipt:
        """Do it."""


class Catalogue(Protocol):
    """What is sold, as it is now."""

    def all(self) -> Sequence[Product]:
        """Every product, in the shop's order."""

    def product(self, product_id: str) -> Product:
        """One product."""

    def categories(self) -> list[Category]:
        """Every shelf, in the shop's order."""

    def search(
        self,
        words: str = "",
        category: str | None = None,
        colour: str | None = None,
        max_cents: int | None = None,
        limit: int = 10,
    ) -> list[Product]:
        """Products that fit, best first, those in stock before the others."""


class Shoppers(Protocol):
    """The asker's own account."""

    def profile(self, asker: Asker) -> Profile:
        """Who they are and where they live."""

    def methods(self, asker: Asker) -> tuple[MethodView, ...]:
        """How they pay."""

    def preview_address(self, asker: Asker, address: Address) -> AddressPreview:
        """What changing the address would do."""

    def change_address(self, asker: Asker, address: Address, key: str, version: int) -> Profile:
        """Do it."""
