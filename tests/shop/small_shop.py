"""A whole small shop for tests: every service on one database, with a clock whose hands tests turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, Update, event, func, select, update
from sqlalchemy.exc import OperationalError

from shop.asker import Asker
from shop.bus import MemoryBus
from shop.catalogue import Catalogue
from shop.database import Sessions
from shop.desk import Desk
from shop.gaps import Gaps
from shop.hours import OpeningHours, read_span
from shop.identity import Identity, IdentitySettings
from shop.log import ConversationLog
from shop.mail import OutboxMailer
from shop.orders import Orders
from shop.recommend import Recommender
from shop.rules import ShopRules
from shop.tables import GiftCardRow, VariantRow
from shop.tables.base import Base
from shop.tokens import ShopperTokens

# A module whose tests must hold on both says `pytestmark = BOTH_DATABASES`.
BOTH_DATABASES = pytest.mark.parametrize("shop", ["sqlite", "postgresql"], indirect=True)
WEDNESDAY_MORNING = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)  # 10:00 in Portland
CATALOGUE = Path(__file__).parent / "catalogue"
WEEK = {"mon": "08:00-18:00", "tue": "08:00-18:00", "wed": "08:00-18:00", "sat": "09:00-15:00"}
ZONE = "America/Los_Angeles"
HOURS = OpeningHours(ZONE, {day: read_span(day, span) for day, span in WEEK.items()})
ADA, BEN, LIN, NOOR = 1, 2, 3, 11  # shoppers
SAM, MEI = 1, 2  # agents


class Clock:
    """A clock that stands still until its hands are turned."""

    def __init__(self) -> None:
        self.now = WEDNESDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Shop:
    """Every service, and what tests look at to judge them."""

    engine: Engine
    sessions: Sessions
    clock: Clock
    bus: MemoryBus
    log: ConversationLog
    desk: Desk
    identity: Identity
    tokens: ShopperTokens
    mailer: OutboxMailer
    orders: Orders
    catalogue: Catalogue
    recommender: Recommender
    gaps: Gaps

    def conversation(self) -> str:
        """A new conversation, whose token nobody needs."""
        return self.log.open("en").conversation_id

    def verified(self, shopper_id: int) -> Asker:
        """A new conversation in which this shopper has signed in."""
        return self.identity.sign_in(self.conversation(), self.tokens.sign(str(shopper_id)))

    def mailed_code(self) -> str:
        """The code in the newest e-mail."""
        return self.mailer.newest(1)[0].subject[:6]

    def use_rules(self, rules: ShopRules) -> None:
        """From here on the shop has other rules."""
        self.orders = Orders(self.sessions, rules, self.clock, ZONE)

    def set_price(self, sku: str, cents: int) -> None:
        """Give one variant a price of its own."""
        self._set(update(VariantRow).where(VariantRow.sku == sku).values(price_cents=cents))

    def set_stock(self, sku: str, units: int) -> None:
        """So many are left."""
        self._set(update(VariantRow).where(VariantRow.sku == sku).values(stock=units))

    def fill_gift_card(self, beginning: str, cents: int) -> None:
        """What is on the gift card whose id begins so."""
        self._set(update(GiftCardRow).where(GiftCardRow.id.startswith(beginning)).values(balance_cents=cents))

    def gift_card_balance(self, beginning: str) -> int:
        """What is left on it."""
        with self.sessions() as session:
            return session.scalars(select(GiftCardRow.balance_cents).where(GiftCardRow.id.startswith(beginning))).one()

    def _set(self, change: Update) -> None:
        with self.sessions.begin() as session:
            session.execute(change)

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """All that the database holds, to see whether anything changed."""
        with self.engine.connect() as connection:
            tables = Base.metadata.sorted_tables
            return {table.name: [tuple(row) for row in connection.execute(table.select())] for table in tables}

    def count(self, table: type[Base]) -> int:
        """How many rows a table has."""
        with self.sessions() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


def stock_of(shop: Shop, sku: str) -> int:
    """How many of a variant are left."""
    with shop.sessions() as session:
        return session.scalars(select(VariantRow.stock).where(VariantRow.sku == sku)).one()


def build(engine: Engine, sessions: Sessions, settings: IdentitySettings | None = None) -> Shop:
    """The services as the composition root would build them."""
    clock, bus, settings = Clock(), MemoryBus(), settings or IdentitySettings()
    keys = {"new": "n" * 32, "old": "o" * 32}
    tokens = ShopperTokens(keys, settings.token_issuer, settings.token_audience, clock)
    mailer = OutboxMailer(sessions, clock)
    name = {"en": "The Test Shop", "zh": "测试店"}
    return Shop(
        engine=engine,
        sessions=sessions,
        clock=clock,
        bus=bus,
        log=ConversationLog(sessions, bus, clock),
        desk=Desk(sessions, bus, HOURS, clock),
        identity=Identity(sessions, settings, tokens, mailer, "a secret of the tests", name, clock),
        tokens=tokens,
        mailer=mailer,
        orders=Orders(sessions, ShopRules(), clock, ZONE),
        catalogue=Catalogue(sessions),
        recommender=Recommender(sessions, clock=clock),
        gaps=Gaps(sessions, clock),
    )


class DyingDatabase:
    """While in use, the database lives for `statements` more of them, a commit counted as one, and fails from then
    on."""

    def __init__(self, engine: Engine, statements: int) -> None:
        self._engine = engine
        self._left = statements
        self.died = False

    def __enter__(self) -> DyingDatabase:
        event.listen(self._engine, "before_cursor_execute", self._before_statement)
        event.listen(self._engine, "commit", self._before_commit)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._before_statement)
        event.remove(self._engine, "commit", self._before_commit)

    def _before_statement(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self._count(statement)

    def _before_commit(self, _connection: object) -> None:
        self._count("COMMIT")

    def _count(self, statement: str) -> None:
        self._left -= 1
        if self._left < 0:
            self.died = True
            raise OperationalError(statement, {}, Exception("disk I/O error"))
