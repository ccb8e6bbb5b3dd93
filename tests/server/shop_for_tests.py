"""A small shop on SQLite for the HTTP edge: two shoppers, two agents, one product, one order; and a bot that echoes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import Engine

from bot.server.app import build
from bot.server.parts import Demo, DemoShopper, Versions
from bot.server.turns import Posted
from bot.settings import Environment, ServerSettings, Settings
from knowledge.answer import Answer
from knowledge.language import normalise_locale
from knowledge.passages import Passage
from knowledge.retrieve import Hit
from shop.agents import Agents
from shop.bus import MemoryBus, conversation_topic
from shop.catalogue import Catalogue
from shop.database import open_database, sessions, writing
from shop.desk import Desk
from shop.identity import Identity, IdentitySettings
from shop.log import ConversationLog
from shop.mail import OutboxMailer
from shop.orders import Orders
from shop.rules import ShopRules
from shop.settings import ShopSettings
from shop.tables import Base, CategoryRow, OrderLineRow, OrderRow, ProductRow, ShopperRow, VariantRow
from shop.thumbs import Thumbs
from shop.tokens import ShopperTokens

SECRET = "test-secret-test-secret-test-secret-123"
KEYS = {"k1": "test-signing-key-test-signing-key-456", "k2": "another-signing-key-another-signing-key"}
SHOP = ShopSettings(
    name="Test shop", contact_email="help@shop.example", contact_phone="+1 503 555 0142", privacy_url="/#privacy"
)
PASSWORD = "correct horse battery staple"


class EchoTurns:
    """A bot that says back what it was told, on the real log; "pass me on" hands off."""

    def __init__(self, log: ConversationLog, desk: Desk) -> None:
        self._log, self._desk = log, desk
        self.raises: Exception | None = None

    async def post(self, conversation_id: str, client_id: str, text: str | None, choice: str | None) -> Posted:
        """Store, answer, close."""
        if self.raises is not None:
            raise self.raises
        return await asyncio.to_thread(self._post, conversation_id, client_id, text or f"[{choice}]", choice)

    async def opened(self, conversation_id: str) -> None:
        """Say hello."""
        choices = [{"id": "help", "label": "Help"}]
        await asyncio.to_thread(self._log.add_bot, conversation_id, None, "Hello!", choices)

    def _post(self, conversation_id: str, client_id: str, text: str, choice: str | None) -> Posted:
        entry, is_new = self._log.add_shopper(conversation_id, client_id, text, choice)
        if is_new:
            if text == "pass me on":
                self._desk.hand_off(conversation_id, "asked", "wants a person")
            self._log.add_bot(conversation_id, entry.id, f"You said: {text}")
            self._log.close_turn(conversation_id, entry.id)
        owner = self._log.conversation(conversation_id).owner
        return Posted(self._log.replies_to(conversation_id, entry.id), owner)


class OneArticle:
    """The knowledge base: one article, in Chinese too."""

    def article(self, article_id: str, locale: str) -> Answer | None:
        """The article "shipping", in two paragraphs."""
        if article_id != "shipping":
            return None
        language = normalise_locale(locale)
        title = {"en": "How long does it take?", "zh": "需要多久？"}[language]
        words = {"en": ("Three days.", "Five to islands."), "zh": ("三天。", "海岛五天。")}[language]
        held = [Passage(article_id, language, title, text, number) for number, text in enumerate(words)]
        hits = tuple(Hit(passage, 1.0, 1.0, 1.0) for passage in held)
        return Answer("verbatim", words[0], ({"id": article_id, "title": title},), (), 1.0, False, hits, "1", language)


@dataclass
class Edge:
    """The services that the edge uses, with the names that `actions.services.Services` gives them."""

    engine: Engine
    shop: ShopSettings = SHOP
    bus: MemoryBus = field(default_factory=MemoryBus)
    now: datetime | None = None

    def __post_init__(self) -> None:
        self.sessions = factory = sessions(self.engine)
        self.tokens = ShopperTokens(
            KEYS, IdentitySettings().token_issuer, IdentitySettings().token_audience, self.clock
        )
        self.outbox = OutboxMailer(factory, self.clock)
        self.log = ConversationLog(factory, self.bus, self.clock)
        self.desk = Desk(factory, self.bus, SHOP.hours, self.clock)
        self.agents = Agents(factory, self.clock)
        self.orders = Orders(factory, ShopRules(), self.clock)
        self.catalogue = Catalogue(factory)
        settings = IdentitySettings()
        self.identity = Identity(factory, settings, self.tokens, self.outbox, SECRET, SHOP.name, self.clock)
        self.turns = EchoTurns(self.log, self.desk)
        self.answers = OneArticle()
        self.thumbs = Thumbs(factory, self.clock)

    def clock(self) -> datetime:
        """Now, unless a test says otherwise."""
        return self.now or datetime.now(UTC)

    def typing(self, conversation_id: str, who: str = "bot", on: bool = True) -> None:
        """Tell the bus that somebody writes."""
        self.bus.publish(conversation_topic(conversation_id), {"type": "typing", "from": who, "on": on})

    def delta(self, conversation_id: str, reply_to: int, text: str) -> None:
        """Tell the bus one sentence of an answer."""
        self.bus.publish(conversation_topic(conversation_id), {"type": "delta", "reply_to": reply_to, "text": text})


def open_edge(database: Path) -> Edge:
    """The shop in that database."""
    return Edge(open_database(f"sqlite:///{database}"))


def seed(database: Path) -> None:
    """Fill a database; slow for its passwords, so done once and copied."""
    edge = open_edge(database)
    engine = edge.engine
    Base.metadata.create_all(engine)
    with writing(sessions(engine)) as session:
        home = {"street": "12 Alder Street", "city": "Portland", "region": "OR", "postcode": "97205"}
        joined = datetime(2024, 1, 1, tzinfo=UTC)
        for number, name in enumerate(("Ada Merritt", "Ben Okafor"), start=1):
            person = {
                "id": number,
                "name": name,
                "email": f"shopper{number}@example.com",
                "phone": f"503555010{number}",
            }
            session.add(ShopperRow(**person, locale="en", points=0, joined_at=joined, **home))
        session.add(CategoryRow(id="tents", name={"en": "Tents", "zh": "帐篷"}, position=1))
        session.flush()
        words: dict[str, Any] = {
            "name": {"en": "Ridgeline 2P", "zh": "山脊双人帐篷"},
            "description": {"en": "A tent.", "zh": "帐篷。"},
        }
        words |= {"specs": {"weight": "1.9 kg"}, "care": {"en": "Dry it.", "zh": "晾干。"}, "fit": {"en": "", "zh": ""}}
        product = ProductRow(
            id="ridgeline-2p", category_id="tents", position=1, kind="tent", price_cents=24900, **words
        )
        product.goes_with, product.tags, product.image = [], ["hiking"], "/static/products/ridgeline-2p.svg"
        session.add(product)
        session.flush()
        session.add(
            VariantRow(
                sku="R2P",
                product_id="ridgeline-2p",
                position=1,
                size=None,
                colour={"en": "moss", "zh": "苔绿"},
                stock=3,
            )
        )
        session.flush()
        session.add(_order(home, edge.clock() - timedelta(days=2)))
    edge.agents.add("mia", PASSWORD, demo=True)
    edge.agents.add("noor", PASSWORD)
    edge.agents.add("omar", PASSWORD)
    engine.dispose()


def _order(home: dict[str, str], placed: datetime) -> OrderRow:
    order = OrderRow(number="1001", shopper_id=1, state="shipped", placed_at=placed, name="Ada Merritt", **home)
    order.email, order.phone, order.currency = "shopper1@example.com", "5035550101", "USD"
    order.shipping, order.shipping_cents, order.total_cents = "standard", 0, 24900
    order.carrier, order.tracking_number, order.tracking_url = "UPS", "1Z", "https://ups.example/1Z"
    line = OrderLineRow(product_id="ridgeline-2p", sku="R2P", quantity=1, price_cents=24900)
    line.name, line.variant = {"en": "Ridgeline 2P", "zh": "山脊双人帐篷"}, {"en": "moss", "zh": "苔绿"}
    line.image = "/static/products/ridgeline-2p.svg"
    order.lines = [line]
    return order


def environment(folder: Path, demo: bool = False) -> Environment:
    """What a test's server is started with."""
    keys = {kid: SecretStr(key) for kid, key in KEYS.items()}
    return Environment(folder, SecretStr(SECRET), SecretStr("sqlite://"), keys, demo=demo)


def open_app(
    edge: Edge,
    folder: Path,
    demo: bool = False,
    teaching: Any = None,
    care: Any = None,
    lifespan: Any = None,
    **server: Any,
) -> FastAPI:
    """The application over that shop; `server` are settings of its section."""
    names = {1: "mia", 2: "noor", 3: "omar"}
    people = [DemoShopper("1", "Ada Merritt", "two orders on the way")]
    return build(
        cast(Any, edge),
        edge.turns,
        Settings(shop=SHOP, server=ServerSettings(**server)),
        environment(folder, demo),
        agent_name=names.get,
        versions=lambda: Versions("model-1", "index-1", ("encoder-1",), "heads-1"),
        playable=Demo(lambda: people, edge.tokens.sign, edge.outbox.newest),
        teaching=teaching,
        care=care,
        lifespan=lifespan,
    )
