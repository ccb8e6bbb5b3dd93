"""A demo shop of the measurement's own: nothing that is served is touched."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Environment, ServerSettings, Settings, read_environment, read_settings


def bench_settings(home: Path, database: Path) -> tuple[Settings, Environment]:
    """config.yml on a loopback port, as a demo, over that home and database; no e-mail leaves."""
    given = {**os.environ, "AISLE_HOME": str(home), "AISLE_DATABASE": f"sqlite:///{database}", "AISLE_DEMO": "1"}
    given["AISLE_SMTP"] = ""
    settings = read_settings(Path("config.yml")).model_copy(update={"server": ServerSettings()})
    return settings, read_environment(given)


def make_home(served: Path, home: Path) -> Path:
    """A fresh home that shares the served one's models and index; returns its seeded database."""
    from shop.database import migrate, open_database, sessions
    from shop.demo.generate import seed

    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for name in ("models", "index"):
        (home / name).symlink_to((served / name).resolve())
    database = home / "shop.db"
    engine = open_database(f"sqlite:///{database}")
    migrate(engine)
    seed(sessions(engine), datetime.now(UTC))
    engine.dispose()
    return database
