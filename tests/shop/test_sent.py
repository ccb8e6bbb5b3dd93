"""Which articles shoppers were answered with, as far as the log goes back."""

from __future__ import annotations

from shop.sent import articles_sent
from tests.shop.small_shop import BOTH_DATABASES, Shop

pytestmark = BOTH_DATABASES


def _answered(shop: Shop, *articles: str) -> None:
    here = shop.conversation()
    entry, _ = shop.log.add_shopper(here, "c1", "a question")
    shop.log.add_bot(here, entry.id, "an answer", sources=[{"id": each, "title": each} for each in articles])


def test_a_young_log_knows_nothing_and_an_old_one_what_was_sent_lately(shop: Shop) -> None:
    assert articles_sent(shop.sessions, 90, shop.clock) is None
    _answered(shop, "gift-wrap")
    assert articles_sent(shop.sessions, 90, shop.clock) is None
    shop.clock.turn(days=100)
    _answered(shop, "return-window", "shipping-cost")
    _answered(shop)
    assert articles_sent(shop.sessions, 90, shop.clock) == {"return-window", "shipping-cost"}
