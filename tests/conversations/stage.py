"""Where golden conversations are played: the real services and the real Rasa model, a clock that tests turn, and a
shop that is put back to how it was seeded before each conversation."""

from __future__ import annotations

import dataclasses
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import Built, build_services, build_turns
from bot.cli.prepare import export_encoder, train_rasa
from bot.nlu.encoding import shared_encoder
from bot.settings import read_environment, read_settings
from shop.database import migrate, open_database, sessions
from shop.demo.generate import seed
from shop.errors import Unavailable
from shop.mail import OutboxMailer

ROOT = Path(__file__).parent.parent.parent
MORNING = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)  # a Wednesday, 10:00 in the shop's time zone: people are there
SERVICE_OF = {  # the service and the method behind an action, for `break:` and `take_over_during:`
    "action_cancel_order": ("orders", "apply"),
    "action_return_items": ("orders", "apply"),
    "action_track_order": ("orders", "find"),
    "action_hand_off": ("desk", "hand_off"),
    "action_send_code": ("identity", "send_code"),
    "action_match_order": ("identity", "match_order"),
    "action_find_products": ("catalogue", "search"),
    "action_answer": ("answers", "ask"),
    "action_keep_feedback": ("gaps", "log"),
}


class Clock:
    """A clock that stands still until its hands are turned."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


class Watched:
    """A service in front of the real one: the next call of a method may first be made to do, or raise, something."""

    def __init__(self, service: Any) -> None:
        self._service = service
        self._before: dict[str, Callable[[], None]] = {}

    def before_next(self, method: str, do: Callable[[], None]) -> None:
        """Once, before the next call of `method`."""
        self._before[method] = do

    def forget(self) -> None:
        """Nothing is done before any call."""
        self._before.clear()

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._service, name)
        if not callable(value):
            return value

        def call(*args: Any, **kwargs: Any) -> Any:
            if name in self._before:
                self._before.pop(name)()
            return value(*args, **kwargs)

        return call


@dataclass
class Stage:
    """Everything that a conversation is played on."""

    built: Built
    turns: Any
    clock: Clock
    database: Path
    seeded: Path
    watched: dict[str, Watched]
    outbox: OutboxMailer
    trackers: Path
    orders: dict[str, str] = field(default_factory=dict)  # number → state, as seeded
    totals: dict[str, int] = field(default_factory=dict)  # number → cents, as seeded
    made: set[str] = field(default_factory=set)  # numbers of returns, exchanges and cases, as seeded

    def reset(self) -> None:
        """The shop, the clock and the services as they were in the beginning."""
        with closing(sqlite3.connect(self.seeded)) as source, closing(sqlite3.connect(self.database)) as target:
            source.backup(target)
        self.clock.now = MORNING
        for service in self.watched.values():
            service.forget()

    def before_next(self, action: str, do: Callable[[], None]) -> None:
        """Once, before the service behind `action` is called next. KeyError for an action that is not listed above."""
        service, method = SERVICE_OF[action]
        self.watched[service].before_next(method, do)


def fail() -> None:
    """What a service does when its database has gone."""
    raise Unavailable("the database went away, nothing was changed")


def set_stage(home: Path, patch: pytest.MonkeyPatch) -> Stage:
    """Build it under `home`; the models are those of AISLE_HOME or var/, and are made there where they are missing."""
    kept = Path(os.environ.get("AISLE_HOME", ROOT / "var")).resolve()
    (kept / "models").mkdir(parents=True, exist_ok=True)
    (home / "models").symlink_to(kept / "models")
    patch.setenv("AISLE_HOME", str(home))  # where Rasa's own components look
    export_encoder(home)
    train_rasa(home)

    seeded, database, clock = home / "seeded.db", home / "shop.db", Clock()
    _seed(seeded)
    settings = read_settings(ROOT / "config.yml")
    quiet = settings.generation.model_copy(update={"enabled": False})  # approved text: the same words in every run
    settings = settings.model_copy(update={"generation": quiet})
    environment = read_environment({"AISLE_HOME": str(home), "AISLE_DEMO": "1"})
    with closing(sqlite3.connect(seeded)) as source, closing(sqlite3.connect(database)) as target:
        source.backup(target)
    built = build_services(settings, environment, shared_encoder(home), clock)
    outbox = OutboxMailer(built.sessions, clock)
    watched: dict[str, Any] = {name: Watched(getattr(built.services, name)) for name, _ in SERVICE_OF.values()}
    built = dataclasses.replace(built, services=dataclasses.replace(built.services, **watched))
    with closing(sqlite3.connect(seeded)) as source:
        orders = dict(source.execute("SELECT number, state FROM orders"))
        totals = dict(source.execute("SELECT number, total_cents FROM orders"))
        tables = ("returns", "exchanges", "cases")
        made = {number for table in tables for (number,) in source.execute(f"SELECT number FROM {table}")}
    trackers = home / "tracker.db"
    turns = build_turns(built)
    return Stage(built, turns, clock, database, seeded, watched, outbox, trackers, orders, totals, made)


def _seed(file: Path) -> None:
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    seed(sessions(engine), MORNING)
    engine.dispose()
