"""A demo shop of the measurement's own: nothing that is served is touched."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Environment, ServerSettings, Settings, read_environment, read_settings


def bench_settings(home: Path, database: str) -> tuple[Settings, Environment]:
    """config.yml on a loopback port, as a demo, over that home and that database's URL; no e-mail leaves."""
    given = {**os.environ, "AISLE_HOME": str(home), "AISLE_DATABASE": database, "AISLE_DEMO": "1"}
    given["AISLE_SMTP"] = ""
    settings = read_settings(Path("config.yml")).model_copy(update={"server": ServerSettings()})
    return settings, read_environment(given)


def make_home(served: Path, home: Path, database: str = "") -> str:
    """A fresh home that shares the served one's models and index; returns the URL of its seeded database.

    That is SQLite in this home, or `database`, which must be empty: what lies there is never replaced.
    """
    from shop.database import migrate, open_database, sessions
    from shop.demo.generate import seed

    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for name in ("models", "index"):
        (home / name).symlink_to((served / name).resolve())
    database = database or f"sqlite:///{home / 'shop.db'}"
    engine = open_database(database)
    migrate(engine)
    seed(sessions(engine), datetime.now(UTC))
    engine.dispose()
    return database
