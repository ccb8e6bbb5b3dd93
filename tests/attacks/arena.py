"""Where attempts are played: the whole application on the demo shop, put back to how it was before each; and the same
shop with everybody but the attacker being somebody else."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import build_app
from tests.attacks.raw import Raw
from tests.conversations.stage import MORNING, Stage

ADA, BEN = 1, 2
TALKS = {ADA: "where is order 1001", BEN: "where is order 1005"}  # what they talked of before the attacker came
UNBOUND = 100_000  # what lies behind the rate limits is tested, not they
ELSEWHERE = 70_000  # added to the numbers of orders, of which the demo has fewer


@dataclass
class Arena:
    """The application, the shop as it is before an attempt, and the conversations of two shoppers in it."""

    stage: Stage
    app: Any
    folder: Path
    talks: dict[int, str] = field(default_factory=dict)  # shopper's id → the conversation's
    emails: dict[str, int] = field(default_factory=dict)  # → shopper's id
    calls: int = 0

    @property
    def before(self) -> Path:
        """The database as it is before an attempt."""
        return self.folder / "before.db"

    def reset(self, mine: Collection[int] | None = None, shown: Collection[str] = ()) -> None:
        """Put the shop back; where `mine` is given, with everybody but these shoppers, and every order but `shown`,
        being somebody else's and something else."""
        copy(self.before, self.stage.database)
        if mine is not None:
            with closing(sqlite3.connect(self.stage.database)) as database, database:
                change_others(database, mine, shown)
        self.stage.clock.now = MORNING
        for service in self.stage.watched.values():
            service.forget()

    def client(self) -> Raw:
        """A client on this machine, from an address that was not used before."""
        self.calls += 1
        return Raw(self.app, f"127.0.{self.calls // 250}.{self.calls % 250 + 1}")

    def shopper(self, email: str) -> int | None:
        """Whose e-mail this is, to the letter."""
        return self.emails.get(email)

    def other(self, mine: Collection[int]) -> str:
        """The conversation of a shopper who is none of these."""
        return next(talk for shopper, talk in self.talks.items() if shopper not in mine)


async def set_arena(stage: Stage, folder: Path) -> Arena:
    """Build it on that stage, with everything that it writes in `folder`."""
    settings = stage.built.settings
    unbound = dict.fromkeys(
        ("conversations_per_hour", "messages_per_minute", "messages_per_minute_per_address", "sign_ins_per_hour"),
        UNBOUND,
    )
    settings = settings.model_copy(update={"server": settings.server.model_copy(update=unbound)})
    app = build_app(dataclasses.replace(stage.built, settings=settings), stage.turns)
    arena = Arena(stage, app, folder)
    stage.reset()
    services = stage.built.services
    for shopper, text in TALKS.items():
        talk = services.log.open("en").conversation_id
        services.identity.sign_in(talk, stage.built.tokens.sign(str(shopper)))
        await stage.turns.opened(talk)
        await stage.turns.post(talk, "m1", text, None)
        arena.talks[shopper] = talk
    copy(stage.database, arena.before)
    with closing(sqlite3.connect(arena.before)) as database:
        arena.emails = dict(database.execute("SELECT email, id FROM shoppers"))
    return arena


def copy(source: Path, target: Path) -> None:
    """One database over another, whoever has it open."""
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)


def change_others(database: sqlite3.Connection, mine: Collection[int], shown: Collection[str] = ()) -> None:
    """Other names, contacts, addresses, points and cards for everybody but these shoppers; and orders of other numbers,
    sums and receivers, but for those that are `shown`. What was bought when stays: recommendations rest on it."""
    others = f"NOT IN ({','.join(map(str, mine)) or 0})"
    kept = ",".join(f"'{number}'" for number in shown) or "''"
    person = "name = 'Zed ' || id, email = 'z' || id || '@elsewhere.example', phone = '999' || (5550000 + id), "
    place = (
        "street = id || ' Elsewhere Road', street2 = '', city = 'Salem', region = 'UT', postcode = '84' || (100 + id)"
    )
    for statement in (
        f"UPDATE shoppers SET {person} {place}, points = points + 137 WHERE id {others}",
        f"UPDATE orders SET number = number + {ELSEWHERE}, {person} {place}, total_cents = total_cents + 100, "
        f"tracking_number = 'ELSE' || id, tracking_url = '' WHERE shopper_id {others} AND number NOT IN ({kept})",
        f"UPDATE gift_cards SET code_hash = 'x' || code_hash, last_four = 'ZZZZ', balance_cents = balance_cents + 100 "
        f"WHERE shopper_id {others}",
        f"UPDATE payment_methods SET last_four = '0000', brand = 'jcb' WHERE shopper_id {others} AND kind = 'card'",
        f"UPDATE log_entries SET text = 'elsewhere', cards = '[]' WHERE conversation_id IN "
        f"(SELECT id FROM conversations WHERE shopper_id {others})",
    ):
        database.execute(statement)
