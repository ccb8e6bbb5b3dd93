"""The demo shop's shelves as much as matching uses them, with the real encoder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import document
from bot.cli.prepare import export_encoder
from knowledge.encoder import Encoder
from knowledge.products import ProductIndex
from shop.catalogue import Catalogue
from shop.database import migrate, open_database, sessions
from shop.demo.generate import seed

HOME = Path(__file__).parent.parent.parent / "var"


@dataclass
class Shelves:
    """As much of the services as matching uses."""

    catalogue: Catalogue
    encoder: Encoder
    products: ProductIndex


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Any:
    export_encoder(HOME)
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('shop') / 'shop.db'}")
    migrate(engine)
    factory = sessions(engine)
    seed(factory, datetime(2026, 11, 18, 18, 0, tzinfo=UTC))
    encoder, catalogue = Encoder(HOME / "models" / "encoder"), Catalogue(factory)
    index = ProductIndex(encoder)
    index.build([document(product) for product in catalogue.all()])
    yield Shelves(catalogue, encoder, index)
    engine.dispose()
