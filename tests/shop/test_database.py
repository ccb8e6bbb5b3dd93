"""Opening, migrating and failing plainly."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from shop.database import migrate, open_database, reading, sessions, writing
from shop.errors import Unavailable
from shop.gaps import Gaps
from tests.shop.small_shop import BOTH_DATABASES, Shop


def test_a_database_of_a_newer_aisle_is_refused(shop: Shop) -> None:
    with shop.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="update Aisle"):
        migrate(shop.engine)


def test_folders_are_made_and_what_cannot_be_opened_says_what_to_do(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/a/b/shop.db").dispose()
    (tmp_path / "file").touch()
    for url, told in (
        ("nonsense", "AISLE_DATABASE"),
        (f"sqlite:///{tmp_path}", "AISLE_DATABASE"),
        (f"sqlite:///{tmp_path}/file/shop.db", "AISLE_HOME"),
    ):
        with pytest.raises(Unavailable, match=told):
            open_database(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:hunter2@host:port/shop",
        "postgres ql://ada:hunter2@host/shop",
        "nothing://ada:hunter2@host/shop",
        "postgresql+nothing://ada:hunter2@host/shop",
        "ada:hunter2@host",
        "oracle://ada:hunter2@host/shop",
    ],
)
def test_what_is_no_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(Unavailable, match="AISLE_DATABASE") as refusal:
        open_database(url)
    assert "hunter2" not in str(refusal.value)
    assert refusal.value.__suppress_context__


@BOTH_DATABASES
def test_an_error_quotes_no_values(shop: Shop) -> None:
    with pytest.raises(StatementError) as error, writing(shop.sessions) as session:
        session.execute(text("INSERT INTO attempts (subject) VALUES (:mail)"), {"mail": "ada.merritt@example.com"})
    assert "ada.merritt" not in f"{error.value} {error.value.__cause__} {error.value.orig}"


def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/shop.db")
    migrate(engine)
    with writing(sessions(engine)) as session:
        session.execute(text("DELETE FROM attempts"))
        modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("shop.db", "shop.db-wal", "shop.db-shm"), "0o600")
    engine.dispose()


def test_times_without_a_zone_are_refused(shop: Shop) -> None:
    gaps = Gaps(shop.sessions, lambda: datetime(2026, 1, 1))
    with pytest.raises(StatementError, match="timezone-aware"):
        gaps.log(None, "?", "en", "abstain", 0.0)
    shop.gaps.log(None, "?", "en", "abstain", 0.0)
    assert shop.gaps.newest()[0].at == shop.clock.now


@BOTH_DATABASES
def test_a_reader_s_view_does_not_change_while_it_looks(shop: Shop) -> None:
    stock = text("SELECT sum(stock) FROM variants")
    with reading(shop.sessions) as session:
        before = session.execute(stock).scalar_one()
        with writing(sessions(shop.engine)) as other:
            other.execute(text("UPDATE variants SET stock = stock + 1"))
        assert session.execute(stock).scalar_one() == before
    with reading(shop.sessions) as session:
        assert session.execute(stock).scalar_one() > before


@BOTH_DATABASES
def test_readers_are_not_kept_waiting_by_a_writer(shop: Shop) -> None:
    with writing(shop.sessions) as session:
        session.execute(text("UPDATE variants SET stock = 0"))
        with reading(sessions(shop.engine)) as other:
            assert other.execute(text("SELECT max(stock) FROM variants")).scalar_one() > 0
