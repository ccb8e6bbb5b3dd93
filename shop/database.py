"""Opening the shop's database, bringing its tables up to date, and the two kinds of transaction: read and write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from shop.errors import Unavailable

Sessions = sessionmaker[Session]
EXPECTED = "expected sqlite:///var/shop.db or postgresql://user:password@host:5432/name"
BUSY_MILLISECONDS = 5000  # how long a writer waits for another before giving up


def open_database(url: str) -> Engine:
    """Connect to `url` and prove that it answers. SQLite: WAL, foreign keys on, writers wait up to 5 s for each other.

    Raises Unavailable, saying what to do, where the URL is wrong or the database cannot be reached.
    """
    try:
        address = make_url(url)
        known = address.get_dialect().name
    except NoSuchModuleError:
        raise Unavailable(f"AISLE_DATABASE: no such kind of database; {EXPECTED}") from None
    except (ArgumentError, ValueError):  # neither is quoted: a URL may hold a password
        raise Unavailable(f"AISLE_DATABASE: this is no URL of a database; {EXPECTED}") from None
    if known == "sqlite" and address.database not in (None, "", ":memory:"):
        file = Path(str(address.database))
        folder = file.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _keep_private(file)
        except OSError as error:
            raise Unavailable(f"cannot make the folder {str(folder)!r}: {error.strerror}; set AISLE_HOME") from error
    try:
        engine = create_engine(address, hide_parameters=True)  # an error in the log quotes no shopper
    except ModuleNotFoundError as error:
        raise Unavailable(f"AISLE_DATABASE: {known} needs the Python package {error.name!r}: install it") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "handle_error", _quote_no_row)
    try:
        with engine.connect():
            pass
    except OperationalError as error:
        place = address.render_as_string(hide_password=True)
        raise Unavailable(f"cannot open the database {place!r}: {error.orig}; check AISLE_DATABASE") from error
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables up to the newest version; does nothing where they are. Raises Unavailable for a newer
    database."""
    from alembic import command  # Alembic takes 0.2 s to import, and only starting needs it.
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise Unavailable(f"the database does not fit this version of Aisle ({error}): update Aisle") from error
    except OperationalError as error:
        raise Unavailable(f"the database cannot be changed: {error.orig}; free the disk or unlock the file") from error


def sessions(engine: Engine) -> Sessions:
    """The factory that every service takes; what a session loaded stays readable after it ends."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def reading(factory: Sessions) -> Iterator[Session]:
    """A consistent view for reading; nothing is written. Raises Unavailable where the database fails."""
    with _said_plainly(), factory() as session:
        if session.get_bind().dialect.name == "postgresql":  # SQLite's readers have one view anyway
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


@contextmanager
def writing(factory: Sessions) -> Iterator[Session]:
    """One write transaction: all of it or nothing, and on SQLite no other writer between its first read and its end.

    Raises Unavailable, with nothing changed, where the database fails.
    """
    with _said_plainly(), factory() as session:
        session.connection(execution_options={"writes": True})
        yield session
        session.flush()
        try:
            session.commit()
        except BaseException:
            session.invalidate()  # a failed COMMIT may leave its transaction open: throw the connection away
            raise


@contextmanager
def reading_rows(factory: Sessions) -> Iterator[Connection]:
    """`reading` by plain statements: a third of the time, for what every message needs."""
    with _said_plainly(), _engine(factory).connect() as connection:
        yield connection


@contextmanager
def writing_rows(factory: Sessions) -> Iterator[Connection]:
    """`writing` by plain statements: a third of the time, for what every message needs."""
    with _said_plainly(), _engine(factory).connect() as connection:
        connection = connection.execution_options(writes=True)
        yield connection
        try:
            connection.commit()
        except BaseException:
            connection.invalidate()  # as in `writing`
            raise


def _engine(factory: Sessions) -> Engine:
    engine = factory.kw["bind"]
    assert isinstance(engine, Engine)
    return engine


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable(f"the database failed, nothing was changed: {error.orig}") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable(f"the database went away, nothing was changed: {error.orig}") from error
        raise


def _keep_private(file: Path) -> None:
    """Make a database that is not there readable for its owner alone; SQLite gives its -wal and -shm the same mode."""
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's documented recipe: we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _quote_no_row(context: ExceptionContext) -> None:
    """PostgreSQL's DETAIL quotes the row that was refused, shopper and all: it is not for the log."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])
