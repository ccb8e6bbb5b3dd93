"""Everything an action may use, built once by the composition root and handed to each action."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Callable

from actions.sentences import Sentences
from knowledge.answer import Answers
from knowledge.encoder import Encoder
from knowledge.products import ProductIndex
from shop.back_in_stock import BackInStock
from shop.bus import Bus
from shop.catalogue import Catalogue
from shop.desk import Desk
from shop.gaps import Gaps
from shop.gift_cards import GiftCards
from shop.identity import Identity
from shop.invoices import Invoices
from shop.log import ConversationLog
from shop.loyalty import Loyalty
from shop.orders import Orders
from shop.recommend import Recommender
from shop.reordering import Reordering
from shop.settings import ShopSettings
from shop.shoppers import Shoppers
from shop.thumbs import Thumbs


class TypedCodes:
    """One-time codes as typed, by message, in memory for the length of a turn; what is stored and logged shows dots."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, int], str] = {}
        self._lock = Lock()

    def put(self, conversation_id: str, entry: int, code: str) -> None:
        """Keep the code of one message until its action takes it or its turn ends."""
        with self._lock:
            self._codes[conversation_id, entry] = code

    def take(self, conversation_id: str, entry: int) -> str | None:
        """The code, once."""
        with self._lock:
            return self._codes.pop((conversation_id, entry), None)


@dataclass(frozen=True)
class Services:
    """The shop's services and the knowledge side; all synchronous and safe to use from threads."""

    shop: ShopSettings
    sentences: Sentences
    log: ConversationLog
    desk: Desk
    identity: Identity
    orders: Orders
    shoppers: Shoppers
    gift_cards: GiftCards
    loyalty: Loyalty
    back_in_stock: BackInStock
    reordering: Reordering
    invoices: Invoices
    catalogue: Catalogue
    recommender: Recommender
    gaps: Gaps
    thumbs: Thumbs
    bus: Bus
    answers: Answers
    products: ProductIndex
    encoder: Encoder
    clock: Callable[[], datetime]
    refund_days: int
    return_reasons: tuple[str, ...]
    code_minutes: int
    codes: TypedCodes = field(default_factory=TypedCodes)
