"""Databases of earlier versions, on SQLite and PostgreSQL: what was known stays known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

import shop.database
from shop.asker import Asker, Level
from shop.database import migrate, open_database, sessions
from shop.orders import Orders
from shop.rules import ShopRules
from shop.tables import Base
from tests.shop.postgres import Postgres

HERE = Path(shop.database.__file__).parent / "migrations"
ADA = Asker("here", Level.VERIFIED, 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a single table."""
    if request.param == "sqlite":
        engine = open_database(f"sqlite:///{tmp_path}/shop.db")
        yield engine
        engine.dispose()
        return
    server: Postgres = request.getfixturevalue("postgres")
    engine = open_database(server.new())
    yield engine
    server.drop(engine)


def _go(engine: Engine, version: str, down: bool = False) -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, version)


def _run(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _an_old_shop(engine: Engine) -> None:
    """Two orders as version 0002 kept them: one shipped, one cancelled with its refund sent."""
    home = "'Ada Merritt', 'a@example.com', '5035550101', '12 Alder Street', 'Portland', 'OR', '97205'"
    where = "name, email, phone, street, city, region, postcode"
    columns = f"id, number, state, shopper_id, version, placed_at, {where}, shipping, shipping_cents, total_cents, "
    columns += "currency, refund_state, refund_cents, refund_at, cancelled_at"
    common = f"1, 2, '2026-11-01 10:00:00', {home}, 'standard', 595, 1595, 'USD'"
    refund = "'sent', 1595, '2026-11-05 10:00:00', '2026-11-02 10:00:00'"
    _run(
        engine,
        f"INSERT INTO shoppers (id, {where}, locale, points, joined_at) "
        f"VALUES (1, {home}, 'en', 7, '2026-01-01 10:00:00')",
        f"INSERT INTO orders ({columns}) VALUES (1, '1001', 'shipped', {common}, NULL, NULL, NULL, NULL)",
        f"INSERT INTO orders ({columns}) VALUES (2, '1002', 'cancelled', {common}, {refund})",
    )


def test_there_is_one_newest_version() -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_the_migrations_make_exactly_the_tables(empty: Engine) -> None:
    migrate(empty)
    migrate(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_refunds_of_earlier_orders_are_known_after_an_update(empty: Engine) -> None:
    _go(empty, "0002")
    _an_old_shop(empty)
    migrate(empty)
    orders = Orders(sessions(empty), ShopRules())
    shipped, cancelled = orders.find(ADA, "1001"), orders.find(ADA, "1002")
    assert (shipped.refund, shipped.total_cents, shipped.ship_to.country) == (None, 1595, "USA")
    assert cancelled.refund is not None
    assert (cancelled.refund.state, cancelled.refund.cents) == ("sent", 1595)
    assert cancelled.refund.at is not None
    assert cancelled.refund.at.isoformat() == "2026-11-05T10:00:00+00:00"


def test_going_back_a_version_and_forth_again_loses_no_refund(empty: Engine) -> None:
    _go(empty, "0002")
    _an_old_shop(empty)
    migrate(empty)
    _go(empty, "0002", down=True)
    with empty.connect() as connection:
        kept = connection.execute(text("SELECT number, refund_state, refund_cents FROM orders ORDER BY id")).all()
    assert [tuple(row) for row in kept] == [("1001", None, None), ("1002", "sent", 1595)]
    migrate(empty)
    refund = Orders(sessions(empty), ShopRules()).find(ADA, "1002").refund
    assert refund is not None
    assert refund.cents == 1595
