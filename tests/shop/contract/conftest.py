"""The backends that keep to the contract: ours, on both databases. Another one is one more param of `backend`."""

from __future__ import annotations

import pytest

from tests.shop.contract.backend import Backend, over_our_tables
from tests.shop.small_shop import Shop


@pytest.fixture
def backend(shop: Shop) -> Backend:
    return over_our_tables(shop)
