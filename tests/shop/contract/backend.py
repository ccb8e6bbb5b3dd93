"""What a shop's own data must offer to be tested: the three seams, somebody with four orders, and somebody else."""

from __future__ import annotations

from dataclasses import dataclass

from shop.asker import Asker, Level
from shop.rules import ShopRules
from shop.seams import Catalogue, OrderBook, Shoppers
from shop.shoppers import Shoppers as OurShoppers
from tests.shop.small_shop import ADA, NOOR, ZONE, Shop
from tests.shop.wishes import INSIDE, LATE, OUTSIDE, PAID


@dataclass(frozen=True)
class Backend:
    """The seams over some data, in which `owner` has these orders and `stranger` has others.

    `delivered` came five days ago and holds two of its first item; `long_ago` came 45 days ago; `paid` is not packed;
    `late` is on its way and should have come yesterday. Every item comes in several variants, more than one in stock.
    """

    orders: OrderBook
    catalogue: Catalogue
    shoppers: Shoppers
    owner: Asker
    stranger: Asker
    delivered: str = INSIDE
    long_ago: str = OUTSIDE
    paid: str = PAID
    late: str = LATE

    @property
    def guest(self) -> Asker:
        """Nobody knows who."""
        return Asker("a guest's conversation", Level.GUEST)

    @property
    def reader(self) -> Asker:
        """Somebody who has shown number and contact of the delivered order, and nothing more."""
        return Asker("a reader's conversation", Level.KNOWN, None, frozenset({self.delivered}))


def over_our_tables(shop: Shop) -> Backend:
    """The seams as this package has them."""
    shoppers = OurShoppers(shop.sessions, ShopRules(), shop.clock, ZONE)
    return Backend(shop.orders, shop.catalogue, shoppers, shop.verified(NOOR), shop.verified(ADA))
